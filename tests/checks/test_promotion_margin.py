"""Check: promotions left a margin and took something off for real."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.promotion_margin import PromotionMargin as Margin
from lab.ledger.sale import unit_lines
from lab.values.moment import DAY
from lab.world.promotion import PricePoint, Promotion
from lab.world.world import World
from tests.builders import (
    DE,
    DE_LAMP,
    KZ_LAMP,
    earns_nothing,
    euro,
    evidence_of,
    examine,
    make_check,
    make_listing,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike

VALUES: dict[str, Any] = {"on": DE_LAMP, "full": "20 %", "zero": "0 %"}


def promote(
    world: World, kind: Any = "discount", percent: int = 20, begins: int = DAY, ends: int = 3 * DAY, **values: Any
) -> Promotion:
    """A promotion of the German lamp that nobody has checked."""
    key = f"p{len(world.promotions)}"
    promotion = Promotion(key, kind, key, values.pop("listings", [DE_LAMP]), percent, begins, ends, 0, **values)
    world.promotions[key] = promotion
    return promotion


def shop(at: int = 5 * DAY, price: str = "39.90") -> World:
    world = make_world(make_listing(price=euro(price)), make_listing(KZ_LAMP))
    world.now = at
    return world


def margin_at(price: str) -> Fraction:
    world = shop()
    lines = unit_lines(world, world.listings[DE_LAMP], price=euro(price))
    assert lines is not None and lines.margin is not None
    return lines.margin


def test_a_promotion_that_still_pays_earns_everything() -> None:
    world = shop(price="60.00")
    promote(world, percent=10)
    finding = examine(Margin, world, **VALUES)
    assert (finding.fraction, finding.message) == (1, "promotions_pay")
    assert (finding.evidence[0]["price"], finding.evidence[0]["rule"]) == ("54.00 EUR", "discount")


def test_between_zero_and_full_the_share_is_exact() -> None:
    world = shop()
    promote(world, percent=20)
    margin = margin_at("31.92")
    assert 0 < margin < Fraction(2, 5)
    finding = examine(Margin, world, **{**VALUES, "full": "40 %"})
    assert (finding.fraction, finding.message) == (margin * Fraction(5, 2), "promotions_partly_pay")


def test_a_promotion_that_sells_below_cost_earns_nothing() -> None:
    world = shop()
    promote(world, percent=50)
    assert examine(Margin, world, **VALUES).message == "promotions_do_not_pay"


def test_a_coupon_on_top_of_a_discount_counts_for_both() -> None:
    world = shop(price="60.00")
    promote(world, percent=20)
    promote(world, "coupon", 25, begins=2 * DAY, ends=4 * DAY)
    finding = examine(Margin, world, **VALUES)
    assert [e["price"] for e in finding.evidence] == ["36.00 EUR", "36.00 EUR"]
    assert share_of(Margin, world, **VALUES, kinds=["flash"]) == 0


def test_two_promotions_one_after_the_other_do_not_add_up() -> None:
    world = shop(price="60.00")
    promote(world, "coupon", 20)
    promote(world, percent=10, begins=3 * DAY, ends=4 * DAY)
    assert [e["price"] for e in examine(Margin, world, **VALUES).evidence] == ["48.00 EUR", "54.00 EUR"]


def test_raising_the_price_first_is_no_reduction() -> None:
    world = shop(price="60.00")
    world.prices = [PricePoint(DE_LAMP, 0, euro("50.00")), PricePoint(DE_LAMP, DAY - 60, euro("60.00"))]
    promote(world, percent=15)
    finding = examine(Margin, world, **VALUES)
    assert (finding.fraction, finding.evidence[0]["verdict"]) == (0, "no real reduction")
    assert (finding.evidence[0]["found"], finding.evidence[0]["expected"]) == ("51.00 EUR", "< 50.00 EUR")
    world.promotions.clear()
    promote(world, percent=20)
    assert share_of(Margin, world, **VALUES) == 1


def test_the_price_of_that_time_counts_and_not_a_later_one() -> None:
    world = shop(price="30.00")
    world.prices = [PricePoint(DE_LAMP, 0, euro("60.00")), PricePoint(DE_LAMP, 4 * DAY, euro("30.00"))]
    promote(world, percent=10)
    finding = examine(Margin, world, **VALUES)
    assert (finding.fraction, finding.evidence[0]["price"]) == (1, "54.00 EUR")


def test_only_promotions_that_have_begun_count() -> None:
    world = shop()
    promote(world, begins=5 * DAY + 1, ends=7 * DAY)
    promote(world, begins=3 * DAY, ends=3 * DAY)  # called off
    finding = examine(Margin, world, **VALUES)
    assert (finding.fraction, finding.message) == (0, "no_promotion")


def test_it_looks_at_listings_places_or_the_whole_shop() -> None:
    world = shop(price="60.00")
    promote(world, percent=10, listings=[DE_LAMP, KZ_LAMP])
    assert len(examine(Margin, world, **VALUES).evidence) == 1
    assert len(examine(Margin, world, **{**VALUES, "on": DE}).evidence) == 1
    assert len(examine(Margin, world, **{**VALUES, "on": []}).evidence) == 2


def test_without_a_shipping_template_nothing_is_known() -> None:
    world = shop(price="60.00")
    world.templates.clear()
    promote(world, percent=10)
    finding = examine(Margin, world, **VALUES)
    assert (finding.fraction, finding.evidence[0]["found"]) == (0, "no shipping template")


def test_the_buyers_currency_is_converted() -> None:
    world = make_world(make_listing(KZ_LAMP, price=euro("90.00")), local_money=True)
    world.now = 5 * DAY
    promote(world, percent=10, listings=[KZ_LAMP])
    [shown] = examine(Margin, world, on=KZ_LAMP, full="20 %", zero="0 %").evidence
    assert shown["price"] in ("80.99 EUR", "81.00 EUR", "81.01 EUR")


def test_full_must_be_above_zero() -> None:
    with pytest.raises(ValueError, match="'full' must be above 'zero'"):
        make_check(Margin, **{**VALUES, "full": "0 %"})


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Margin, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Margin, **VALUES)


def test_a_second_run_gives_the_same_bytes() -> None:
    world = shop()
    promote(world, percent=20)
    assert reads_alike(evidence_of(world), Margin, **VALUES)
