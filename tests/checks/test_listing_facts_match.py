"""Check: a listing states the facts of the product, and states them right."""

from fractions import Fraction
from typing import Any

from lab.checks.listing_facts_match import ListingFactsMatch as Facts
from tests.builders import DE_LAMP, earns_nothing, examine, make_listing, make_world, share_of, survives_hostile_text

VALUES: dict[str, Any] = {"on": DE_LAMP, "facts": ["cord", "socket"]}
SILENT: dict[str, Any] = {"title": "Bogenlampe aus Metall", "bullets": [], "description": "Eine ruhige Leuchte."}


def share(**changes: Any) -> Fraction:
    return share_of(Facts, make_world(make_listing(**{**SILENT, **changes})), **VALUES)


def test_facts_stated_right_anywhere_earn_everything() -> None:
    assert share(title="Bogenlampe E27", description="Das Kabel ist 1,80 m lang.") == 1


def test_each_fact_left_out_costs_its_part() -> None:
    assert share(title="Bogenlampe E27") == Fraction(1, 2)
    assert share() == 0


def test_a_wrong_number_earns_nothing_for_its_fact_even_beside_the_right_one() -> None:
    assert share(title="Bogenlampe E27", description="Das Kabel ist 280 cm lang.") == Fraction(1, 2)
    assert share(title="Bogenlampe E27, Kabel 180 cm", description="Das Kabel ist 280 cm lang.") == Fraction(1, 2)


def test_only_the_fields_named_are_read() -> None:
    world = make_world(make_listing(**{**SILENT, "description": "E27, Kabel 180 cm."}))
    assert share_of(Facts, world, **VALUES, fields=["title"]) == 0


def test_the_finding_shows_what_was_said_and_what_is_true() -> None:
    finding = examine(Facts, make_world(make_listing(**{**SILENT, "description": "Kabel: 280 cm"})), on=DE_LAMP, facts=["cord"])
    assert (finding.evidence[0]["verdict"], finding.evidence[0]["expected"]) == ("wrong", "180 cm")
    assert "280 cm" in finding.evidence[0]["found"]


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Facts, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Facts, on=DE_LAMP, facts=["cord", "socket", "delivery_kz"])
