"""Check: the product data that a market asks for are filled in."""

from fractions import Fraction
from typing import Any

from lab.checks.listing_attributes_complete import ListingAttributesComplete as Attributes
from tests.builders import (
    DE_LAMP,
    TRUTH,
    earns_nothing,
    examine,
    make_listing,
    make_world,
    share_of,
    survives_hostile_text,
)

# Germany asks for socket, cord_length, max_power, material, colour and plug (seed/catalogue/types/desk-lamp.yaml).


def share(attributes: dict[str, str], **values: Any) -> Fraction:
    return share_of(Attributes, make_world(make_listing(attributes=attributes)), **{"on": DE_LAMP, "required": "market", **values})


def test_everything_that_the_market_asks_for_earns_everything() -> None:
    asked = ("socket", "cord_length", "max_power", "material", "colour", "plug")
    assert share(TRUTH) == 1
    assert share({key: TRUTH[key] for key in asked}) == 1


def test_each_missing_or_invalid_value_costs_its_part() -> None:
    assert share({key: value for key, value in TRUTH.items() if key != "plug"}) == Fraction(5, 6)
    assert share({**TRUTH, "plug": "type_z", "cord_length": "lang"}) == Fraction(4, 6)


def test_an_author_may_name_the_attributes() -> None:
    assert share({"socket": "E27"}, required=["socket", "height"]) == Fraction(1, 2)
    assert share({"socket": "E27"}, required="socket") == 1


def test_an_attribute_that_the_type_does_not_have_is_never_valid() -> None:
    assert share({"smell": "none"}, required=["smell"]) == 0


def test_the_finding_names_the_verdict_of_each_attribute() -> None:
    finding = examine(Attributes, make_world(make_listing(attributes={"plug": "type_z"})), on=DE_LAMP, required=["plug", "socket"])
    assert [(e["attribute"], e["verdict"]) for e in finding.evidence] == [("plug", "not_a_choice"), ("socket", "empty")]


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Attributes, on=DE_LAMP, required="market")
    assert share({}) == 0


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Attributes, on=DE_LAMP, required="market")
