"""Check: one piece sold leaves a margin."""

from fractions import Fraction
from typing import Any

from lab.checks.profit_unit_margin import ProfitUnitMargin as Margin
from lab.ledger.sale import unit_lines
from tests.builders import (
    DE_LAMP,
    KZ_LAMP,
    earns_nothing,
    euro,
    examine,
    make_listing,
    make_world,
    share_of,
    survives_hostile_text,
)

VALUES: dict[str, Any] = {"on": DE_LAMP, "full": "18 %", "zero": "0 %"}


def test_a_margin_above_full_earns_everything() -> None:
    finding = examine(Margin, make_world(make_listing(price=euro("39.90"))), **VALUES)
    # 13.45 of 36.81 are left (tests/ledger/test_sale.py): 36.5 %.
    assert (finding.fraction, finding.message, finding.evidence[0]["found"]) == (1, "margin_reached", "36.5 %")
    assert finding.evidence[0]["postage"] == "4.79 EUR"


def test_between_zero_and_full_the_share_is_exact() -> None:
    world = make_world(make_listing(price=euro("25.00")))
    lines = unit_lines(world, world.listings[DE_LAMP])
    assert lines is not None and lines.margin is not None and lines.profit is not None
    # gross 28.90, VAT 4.61, net 24.29, fee 4.34 (28.90 * 15 % = 4.335), postage 4.79, goods 12.00: 3.16 are left.
    assert lines.margin == Fraction(316, 2429)
    assert share_of(Margin, world, **VALUES) == Fraction(316, 2429) / Fraction(18, 100)


def test_selling_at_cost_earns_nothing() -> None:
    finding = examine(Margin, make_world(make_listing(price=euro("12.00"))), **VALUES)
    assert (finding.fraction, finding.message) == (0, "margin_missing")
    assert finding.evidence[0]["found"].startswith("-")


def test_a_price_that_was_never_on_sale_earns_nothing() -> None:
    assert share_of(Margin, make_world(make_listing(live=False)), **VALUES) == 0
    assert share_of(Margin, make_world(make_listing(live_since=None)), **VALUES) == 1  # taken off sale again


def test_without_a_shipping_template_the_margin_is_unknown() -> None:
    finding = examine(Margin, make_world(make_listing(), templates=False), **VALUES)
    assert (finding.fraction, finding.evidence[0]["found"]) == (0, "no shipping template")


def test_several_listings_give_their_mean() -> None:
    assert share_of(Margin, make_world(make_listing()), **{**VALUES, "on": [DE_LAMP, KZ_LAMP]}) == Fraction(1, 2)


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Margin, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Margin, **VALUES)
