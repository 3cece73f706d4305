from fractions import Fraction

import pytest

from lab.images.compared import Compared
from lab.images.marks import FIGURES, Limits, figure
from lab.images.measure import ImageFacts

FACTS = ImageFacts(1600, 1600, 1000, "JPEG", 1000, 1000, 1000, 880, 600, 0, 5, 0, no_product=False, hi_clip=12)
COMPARED = Compared(
    "lamp-arc/front", 900, sharpness=950, enlarged=700, light=-20, cast=60, tilt=-130, overlay=2, outline=970
)


@pytest.mark.parametrize(
    ("value", "share"),
    [
        (399, "0"),
        (400, "0"),
        (550, "1/2"),
        (699, "299/300"),
        (700, "1"),
        (1700, "1"),
        (1900, "3/4"),
        (2500, "0"),
        (9999, "0"),
    ],
)
def test_marks_are_even_on_both_sides_of_a_range(value: int, share: str) -> None:
    assert Limits(700, 1700, 400, 2500).share(value) == Fraction(share)


def test_a_side_without_a_limit_costs_nothing() -> None:
    assert [Limits(high=5, none_high=10).share(value) for value in (-99, 0, 5, 6, 10, 11)] == [
        1,
        1,
        1,
        Fraction(4, 5),
        0,
        0,
    ]
    assert [Limits(low=940, none_low=740).share(value) for value in (2000, 940, 840, 740)] == [1, 1, Fraction(1, 2), 0]
    assert Limits().share(-5) == 1


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_has_full_marks_somewhere_and_none_somewhere(name: str) -> None:
    limits = FIGURES[name]
    edges = [edge for edge in (limits.low, limits.high) if edge is not None]
    ends = [end for end in (limits.none_low, limits.none_high) if end is not None]
    assert len(edges) == len(ends) > 0
    assert all(limits.share(edge) == 1 for edge in edges)
    assert all(limits.share(end) == 0 for end in ends)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sharpness", 950),
        ("enlarged", 700),
        ("light", -20),
        ("cast", 60),
        ("clipping", 12),
        ("tilt", -130),
        ("overlay", 2),
        ("outline", 970),
    ],
)
def test_a_figure_is_read_from_its_record(name: str, value: int) -> None:
    assert figure(name, FACTS, COMPARED) == value
    assert figure(name, FACTS, None) == (12 if name == "clipping" else None)


def test_what_was_not_measured_is_none() -> None:
    assert figure("cast", FACTS, Compared("lamp-arc/front", 900)) is None


@pytest.mark.parametrize("name", ["inliers", "same", "", "hi_clip"])
def test_other_names_are_no_figures(name: str) -> None:
    with pytest.raises(KeyError):
        figure(name, FACTS, COMPARED)
