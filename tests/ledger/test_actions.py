"""Refunds, pricing rules, and the papers a student hands in."""

from typing import Any

import pytest

from lab.engine.pack import world_hash
from lab.values.errors import BadInput
from lab.values.money import Money
from lab.world.money import PricingRule
from tests.builders import DE, HOSTILE, KZ, act, euro, make_world
from tests.ledger.foreign import foreign_world, sold


def test_a_worksheet_replaces_the_one_before_and_keeps_the_order_of_lines() -> None:
    world = make_world()
    world.now = 60
    assert act(world, "worksheet.submit", lines={"profit": euro("-1.00"), "revenue": euro("5.00")}).ok
    assert act(world, "worksheet.submit", lines={"tax": euro("0.80"), "fees": euro("0.60")}).ok
    assert list(world.papers.worksheet) == ["fees", "tax"]
    assert world.papers.worksheet_at == 60


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ({}, "worksheet_lines"),
        ({"luck": euro("1.00")}, "worksheet_lines"),
        ({"profit": Money(1, "USD")}, "wrong_currency"),
        ({"profit": Money(2**70, "EUR")}, "price_out_of_range"),
        ({"profit": Money(-(2**70), "EUR")}, "price_out_of_range"),
    ],
)
def test_a_worksheet_is_refused(lines: dict[str, Any], code: str) -> None:
    world = make_world()
    before = world_hash(world)
    assert act(world, "worksheet.submit", lines=lines).code == code
    assert world_hash(world) == before


def test_a_reflection_is_kept_with_its_lines() -> None:
    world = make_world()
    assert act(world, "reflection.submit", text="Die Kosten.\n\nUnd die Zeit. ").ok
    assert (world.papers.reflection, world.papers.reflection_at) == ("Die Kosten.\n\nUnd die Zeit.", 0)
    assert act(world, "reflection.submit", text=" \n ").code == "text_empty"
    assert act(world, "reflection.submit", text="x" * 6001).code == "too_long"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_reflections_are_text(text: str) -> None:
    outcome = act(make_world(), "reflection.submit", text=text)
    assert outcome.ok or outcome.code in ("text_empty", "too_long")


def test_a_worksheet_may_have_further_lines() -> None:
    world = make_world()
    assert act(world, "worksheet.submit", lines={"exchange": euro("-0.40"), "ads": euro("3.00"), "profit": euro("1.00")}).ok
    assert list(world.papers.worksheet) == ["profit", "ads", "exchange"]


def test_a_shop_gives_a_part_of_the_money_back() -> None:
    world = make_world()
    order = sold(world, "o1", euro("39.90"))
    assert act(world, "order.refund", order="o1", amount=euro("10.00"), reason="late").ok
    assert act(world, "order.refund", order="o1", amount=euro("29.90")).ok
    assert [(found.amount, found.reason, found.by) for found in order.refunds] == [
        (euro("10.00"), "late", "shop"), (euro("29.90"), "goodwill", "shop"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"order": "o9"}, "no_such_order"),
        ({"order": "held"}, "order_not_paid"),
        ({"amount": Money(100, "USD")}, "wrong_currency"),
        ({"amount": euro("0.00")}, "refund_out_of_range"),
        ({"amount": euro("39.91")}, "refund_out_of_range"),
        ({"amount": Money(2**70, "EUR")}, "refund_out_of_range"),
    ],
)
def test_a_refund_is_refused(changes: dict[str, Any], code: str) -> None:
    world = make_world()
    sold(world, "o1", euro("39.90"))
    sold(world, "held", euro("39.90"), state="held")
    before = world_hash(world)
    assert act(world, "order.refund", **{"order": "o1", "amount": euro("1.00"), **changes}).code == code
    assert world_hash(world) == before


def test_a_platforms_reasons_are_not_the_shops() -> None:
    with pytest.raises(BadInput, match="action_field_wrong"):
        act(make_world(), "order.refund", order="o1", amount=euro("1.00"), reason="chargeback")


def test_a_pricing_rule_is_set_replaced_and_cleared() -> None:
    world = foreign_world()
    assert act(world, "pricing.save", place=KZ, markup_permille=30, ending="nine").ok
    assert act(world, "pricing.save", place=KZ, rate_micro=600_000_000).ok
    assert act(world, "pricing.save", place=DE, rate_micro=1_000_000, ending="ninety_five").ok
    assert world.pricing == {KZ: PricingRule(KZ, 600_000_000, 0, "exact"), DE: PricingRule(DE, 1_000_000, 0, "ninety_five")}
    assert act(world, "pricing.clear", place=KZ).ok
    assert act(world, "pricing.clear", place=KZ).code == "no_pricing_rule"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"place": "meridian/XX"}, "no_such_place"),
        ({"markup_permille": -201}, "markup_out_of_range"),
        ({"markup_permille": 501}, "markup_out_of_range"),
        ({"rate_micro": 147_499_999}, "rate_out_of_range"),
        ({"rate_micro": 2_360_000_001}, "rate_out_of_range"),
        ({"rate_micro": -590_000_000}, "rate_out_of_range"),
        ({"place": DE, "rate_micro": 1_100_000}, "rate_without_exchange"),
        ({"place": "caravan/CL", "ending": "ninety_nine"}, "ending_does_not_fit"),
    ],
)
def test_a_pricing_rule_is_refused(changes: dict[str, Any], code: str) -> None:
    world = foreign_world(places=(DE, KZ, "caravan/CL"))
    before = world_hash(world)
    assert act(world, "pricing.save", **{"place": KZ, **changes}).code == code
    assert world_hash(world) == before


def test_the_widest_limits_are_still_inside() -> None:
    world = foreign_world()
    for values in ({"markup_permille": -200}, {"markup_permille": 500}, {"rate_micro": 147_500_000}, {"rate_micro": 2_360_000_000}):
        assert act(world, "pricing.save", place=KZ, **values).ok


def test_where_buyers_pay_in_the_shops_currency_there_are_no_rules() -> None:
    for name in ("pricing.save", "pricing.clear"):
        assert act(make_world(), name, place=KZ).code == "no_local_money"
