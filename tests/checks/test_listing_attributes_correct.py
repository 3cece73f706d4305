"""Check: the product data of a listing say what is true of the product."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.listing_attributes_correct import ListingAttributesCorrect as Correct
from lab.world.world import World
from tests.builders import (
    DE_LAMP,
    KZ_LAMP,
    TRUTH,
    earns_nothing,
    evidence_of,
    examine,
    make_check,
    make_listing,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike
from tests.checks.spoils import changes_noticed

VALUES: dict[str, Any] = {"on": DE_LAMP}
SOME: dict[str, Any] = {"on": DE_LAMP, "expect": {"cord_length": "180", "socket": "E27", "adjustable": "no", "colour": "green"}}


def with_data(**changes: str) -> World:
    return make_world(make_listing(attributes={**TRUTH, **changes}))


def test_all_that_is_true_earns_everything() -> None:
    finding = examine(Correct, with_data(), **VALUES)
    assert (finding.fraction, finding.message, finding.args["of"]) == (1, "data_correct", len(TRUTH))


@pytest.mark.parametrize(
    ("changes", "share"),
    [
        ({"cord_length": "190"}, "3/4"), ({"socket": "E14"}, "3/4"), ({"adjustable": "yes", "colour": "grey"}, "1/2"), ({"height": "90"}, "1"),
        ({"colour": ""}, "3/4"),
    ],
)  # fmt: skip
def test_each_value_asked_for_earns_its_part(changes: dict[str, str], share: str) -> None:
    assert share_of(Correct, with_data(**changes), **SOME) == Fraction(share)


@pytest.mark.parametrize(
    ("given", "share"), [("180", 1), ("180 cm", 1), ("1.8 m", 1), ("1800 mm", 1), ("180,0", 1), ("180 kg", 0), ("150–180 cm", 0), ("about", 0), ("18", 0)]
)
def test_a_value_in_another_unit_is_converted(given: str, share: int) -> None:
    assert share_of(Correct, with_data(cord_length=given), on=DE_LAMP, expect={"cord_length": "180"}) == share


def test_what_is_right_may_be_said_in_another_unit() -> None:
    assert share_of(Correct, with_data(), on=DE_LAMP, expect={"cord_length": "1.8 m"}) == 1


@pytest.mark.parametrize(("given", "share"), [("189", 1), ("171", 1), ("190", 0), ("170", 0)])
def test_numbers_may_differ_by_the_tolerance(given: str, share: int) -> None:
    assert share_of(Correct, with_data(cord_length=given), on=DE_LAMP, expect={"cord_length": "180"}, tolerance="5 %") == share


def test_an_attribute_that_the_goods_do_not_have_is_never_right() -> None:
    world = make_world(make_listing(attributes={"smell": "rose"}))
    assert share_of(Correct, world, on=DE_LAMP, expect={"smell": "rose"}) == 0


def test_without_a_listing_nothing_is_earned_for_it() -> None:
    finding = examine(Correct, with_data(), on=[DE_LAMP, KZ_LAMP])
    assert finding.fraction == Fraction(1, 2)
    assert finding.evidence[-1]["found"] == "no listing"


def test_an_empty_map_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        make_check(Correct, on=DE_LAMP, expect={})


@pytest.mark.parametrize("values", [VALUES, SOME, {**VALUES, "tolerance": "60 %"}])
def test_the_built_in_change_is_noticed(values: dict[str, Any]) -> None:
    world = make_world(make_listing(attributes={}, live=False))
    steps = [(10, "listing.save", {"listing": DE_LAMP, "attributes": TRUTH})]
    assert changes_noticed(Correct, world, steps, **values) == ["every value a near miss", "the product data left out"]


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Correct, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Correct, **VALUES)
    assert survives_hostile_text(Correct, **SOME)


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(with_data(socket="E14")), Correct, **VALUES)
