"""Check: goods that may not be sold in a country are refused, for the right reason, and never offered there."""

from typing import Any

import pytest

from lab.checks.compliance_restricted_refused import ComplianceRestrictedRefused as Refused
from lab.world.world import World
from tests.builders import (
    KZ_LAMP,
    act,
    earns_nothing,
    evidence_of,
    examine,
    make_check,
    make_listing,
    make_product,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike

RULE = "lamps_banned"
VALUES: dict[str, Any] = {"on": KZ_LAMP, "reasons": [RULE]}


def decided(*choices: str, reason: str = RULE, world: World | None = None) -> World:
    world = world or make_world(make_listing())
    for choice in choices:
        assert act(world, "compliance.decide", sku="lamp", country="KZ", choice=choice, reason=reason).ok
    return world


def test_a_refusal_for_the_right_reason_earns_everything() -> None:
    finding = examine(Refused, decided("refuse"), **VALUES)
    assert (finding.fraction, finding.message) == (1, "restricted_refused")
    assert (finding.evidence[0]["verdict"], finding.evidence[0]["state"]) == ("right", "never on sale")


def test_capitals_in_the_name_of_a_rule_do_not_matter() -> None:
    assert share_of(Refused, decided("refuse", reason=RULE.upper()), **VALUES) == 1


def test_another_reason_earns_nothing() -> None:
    finding = examine(Refused, decided("refuse", reason="too heavy"), **VALUES)
    assert (finding.fraction, finding.evidence[0]["verdict"]) == (0, "another reason")


def test_the_last_decision_counts() -> None:
    assert share_of(Refused, decided("refuse", "sell"), **VALUES) == 0
    assert share_of(Refused, decided("sell", "refuse"), **VALUES) == 1


def test_no_decision_earns_nothing_although_nothing_is_on_sale() -> None:
    finding = examine(Refused, decided(), **VALUES)
    assert (finding.fraction, finding.evidence[0]["found"]) == (0, "no decision")


@pytest.mark.parametrize("changes", [{}, {"live_since": None}])
def test_goods_that_are_or_were_on_sale_there_earn_nothing(changes: dict[str, Any]) -> None:
    finding = examine(Refused, decided("refuse", world=make_world(make_listing(KZ_LAMP, **changes))), **VALUES)
    assert (finding.fraction, finding.evidence[0]["state"]) == (0, "was on sale")


def test_a_draft_is_no_offer() -> None:
    assert share_of(Refused, decided("refuse", world=make_world(make_listing(KZ_LAMP, live=False))), **VALUES) == 1


def test_without_reasons_named_a_rule_that_forbids_the_goods_is_asked_for() -> None:
    assert share_of(Refused, decided("refuse"), on=KZ_LAMP) == 0  # nothing forbids a lamp in Kazakhstan
    vape = {"lamp": make_product(hs_accept=("854340",))}
    world = decided("refuse", reason="vapes_kz", world=make_world(products=vape, stock={"lamp": 9}))
    assert share_of(Refused, world, on=KZ_LAMP) == 1


def test_only_listings_can_be_named() -> None:
    with pytest.raises(ValueError, match="'on' names listings"):
        make_check(Refused, on="caravan/KZ")


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Refused, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Refused, **VALUES)


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(decided("refuse")), Refused, **VALUES)
