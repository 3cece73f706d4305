"""Pictures in words: views, roles, and figures with their limits."""

from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

import pytest
from flask import Flask

from lab.images.compared import SAME, UNCLEAR, Compared
from lab.images.marks import FIGURES, Limits
from lab.images.negatives import known_assets
from lab.web.picture_words import (
    FIGURE_WORDS,
    ROLE_NAMES,
    VIEWS,
    compared_rows,
    figure_text,
    limit_text,
    photo_words,
    platform_verdicts,
    role_names,
    source_name,
    view_name,
)
from lab.world.listing import ROLES
from lab.world.setting import GivenPhoto, Licence
from tests.builders import make_image, make_world

GOOD = Compared(
    "lamp-arc/front", 950, sharpness=1000, enlarged=900, light=0, cast=0, tilt=0, overlay=0, outline=980, inliers=40
)
FACTS = replace(make_image().facts, hi_clip=0)


@pytest.fixture
def page(app: Flask) -> Iterator[None]:
    with app.test_request_context("/sign-in?lang=en"):
        app.preprocess_request()
        yield


def test_every_role_and_every_figure_has_words(page: None) -> None:
    assert tuple(ROLE_NAMES) == ROLES == tuple(role_names())
    assert set(FIGURE_WORDS) == set(FIGURES)
    assert all(str(text) for words in FIGURE_WORDS.values() for text in words)


def test_every_view_of_the_darkroom_has_words() -> None:
    assert {asset.partition("/")[2] for asset in known_assets()} <= set(VIEWS)


def test_a_photo_is_named_by_what_it_shows_and_whose_it_is(page: None) -> None:
    for licence in get_args(Licence):
        words = photo_words(GivenPhoto("lamp-arc/in-use", licence, "MARK"))
        assert (words.product, words.view, words.name, words.licence) == ("lamp-arc", "in-use", "In use", licence)
    assert view_name("from-the-moon") == "From-the-moon"


def test_an_original_is_called_by_its_goods_and_its_view(page: None) -> None:
    world = make_world(photos={"lamp": (GivenPhoto("lamp-arc/front"),)})
    assert source_name(world, "photo:lamp-arc/front") == "Arc desk lamp, from the front"
    assert source_name(world, "photo:mug/side") == "mug, from the side"
    assert source_name(world, f"upload:{'a' * 64}") == "Uploaded picture"
    assert source_name(world, "") == ""


def test_every_platform_of_the_run_gives_its_verdict(page: None) -> None:
    world = make_world()
    good = platform_verdicts(world, make_image())
    assert [verdict.platform for verdict in good] == [
        world.setting.platforms[key].display_name for key in ("meridian", "caravan")
    ]
    assert [verdict.broken for verdict in good] == [0, 0]
    assert all(verdict.rows for verdict in good)
    grey = platform_verdicts(world, make_image(white_bg=0, pure_bg=0, fill_long=300))
    assert [verdict.broken > 0 for verdict in grey] == [True, True]
    assert platform_verdicts(make_world(places=()), make_image()) == []


def test_without_a_comparison_there_are_no_rows(page: None) -> None:
    assert compared_rows(None, FACTS) == []


def test_a_true_picture_keeps_every_figure(page: None) -> None:
    rows = compared_rows(GOOD, FACTS)
    assert [row.name for row in rows] == ["Shows the goods", *(str(words[0]) for words in FIGURE_WORDS.values())]
    assert {row.state for row in rows} == {"kept"}
    assert [row.advice for row in rows] == [""] * len(rows)
    assert all(row.measured and row.limit for row in rows)


@pytest.mark.parametrize(
    ("same", "state"),
    [(1000, "kept"), (SAME, "kept"), (SAME - 1, "open"), (UNCLEAR, "open"), (UNCLEAR - 1, "broken"), (0, "broken")],
)
def test_likeness_is_kept_open_or_broken_at_its_thresholds(page: None, same: int, state: str) -> None:
    row = compared_rows(replace(GOOD, same=same), FACTS)[0]
    assert row.state == state
    assert bool(row.advice) == (state != "kept")


def figures_with_limits() -> Iterator[tuple[str, int, bool, int]]:
    """Every figure just at and just beyond its limits: the value, whether it is kept, and which advice is due (1 low, 2 high)."""
    for name, limits in FIGURES.items():
        if limits.low is not None:
            yield name, limits.low, True, 0
            yield name, limits.low - 1, False, 1
        if limits.high is not None:
            yield name, limits.high, True, 0
            yield name, limits.high + 1, False, 2


@pytest.mark.parametrize(("name", "value", "kept", "advice"), list(figures_with_limits()))
def test_a_figure_is_judged_at_its_limit_and_tells_which_way_to_go(
    page: None, name: str, value: int, kept: bool, advice: int
) -> None:
    facts = replace(FACTS, hi_clip=value) if name == "clipping" else FACTS
    compared = GOOD if name == "clipping" else replace(GOOD, **{name: value})
    (row,) = [row for row in compared_rows(compared, facts) if row.name == str(FIGURE_WORDS[name][0])]
    assert row.state == ("kept" if kept else "broken")
    assert row.advice == ("" if kept else str(FIGURE_WORDS[name][advice]))
    assert row.measured == figure_text(name, value)


def test_what_was_not_measured_is_said_and_not_judged(page: None) -> None:
    rows = compared_rows(Compared("lamp-arc/front", 300), make_image().facts)
    assert rows[0].state == "broken"
    assert {(row.measured, row.limit, row.state, row.advice) for row in rows[1:]} == {("not measured", "", "open", "")}


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("light", -31, "−3.1 steps of 100"), ("light", 0, "0 steps of 100"), ("light", 40, "+4 steps of 100"),
        ("cast", 114, "+0.11 stops"), ("tilt", -250, "−2.5°"), ("tilt", 100, "+1°"), ("sharpness", 1000, "100%"),
        ("overlay", 5, "0.5%"), ("clipping", 20, "2%"),
    ],
)  # fmt: skip
def test_a_figure_stands_with_its_unit(page: None, name: str, value: int, text: str) -> None:
    assert figure_text(name, value).replace("\u00a0", " ").replace(" %", "%") == text


def test_a_limit_is_written_as_a_range_or_one_side(page: None) -> None:
    def plain(name: str, limits: Limits) -> str:
        return limit_text(name, limits).replace("\u00a0", " ").replace(" %", "%")

    assert plain("tilt", FIGURES["tilt"]) == "± 1°"
    assert plain("outline", FIGURES["outline"]) == "≥ 93%"
    assert plain("clipping", FIGURES["clipping"]) == "≤ 2%"
    assert plain("sharpness", FIGURES["sharpness"]) == "70% – 170%"
    assert plain("tilt", Limits()) == ""
