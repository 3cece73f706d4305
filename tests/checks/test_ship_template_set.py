"""Check: a shipping template serves a market, quickly enough, with tracking."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.ship_template_set import ShipTemplateSet as Template
from lab.world.listing import ShippingTemplate
from tests.builders import KZ, earns_nothing, euro, examine, make_world, share_of, survives_hostile_text

VALUES: dict[str, Any] = {"on": KZ, "regions": ["KZ"], "handling_max": "48h", "tracked": "true"}


def share(lane: str = "kz_tracked", regions: tuple[str, ...] = ("KZ",), hours: int = 48, **values: Any) -> Fraction:
    world = make_world(templates=False)
    world.templates[KZ] = ShippingTemplate(KZ, lane, list(regions), hours, euro("0.00"))
    return share_of(Template, world, **{**VALUES, **values})


def test_a_template_that_meets_every_demand_earns_everything() -> None:
    assert share() == 1


@pytest.mark.parametrize(
    ("change", "fraction"),
    [({"hours": 49}, "2/3"), ({"lane": "kz_economy"}, "2/3"), ({"lane": "kz_economy", "hours": 72}, "1/3"), ({"lane": "kz_economy", "hours": 72, "regions": ("DE",)}, "0")],
)
def test_each_broken_demand_costs_its_part(change: dict[str, Any], fraction: str) -> None:
    assert share(**change) == Fraction(fraction)


def test_what_is_not_asked_for_is_not_looked_at() -> None:
    world = make_world(templates=False)
    world.templates[KZ] = ShippingTemplate(KZ, "kz_economy", ["KZ"], 96, euro("0.00"))
    assert share_of(Template, world, on=KZ, regions="KZ") == 1


def test_the_finding_names_hours_found_and_asked_for() -> None:
    finding = examine(Template, make_world(), **{**VALUES, "handling_max": "24h"})
    assert [(e["found"], e["expected"]) for e in finding.evidence if e["rule"] == "handling"] == [("48 h", "24 h")]


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Template, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Template, **VALUES)
