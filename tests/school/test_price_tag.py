"""The prices that a buyer reads on an own listing."""

import pytest

from lab.ledger.actions import SavePricing
from lab.school.price_tag import price_tag
from lab.values.moment import DAY, HOUR
from lab.values.money import Money
from lab.world.promotion import PricePoint, Promotion
from lab.world.world import World
from tests.builders import DE_LAMP, KZ_LAMP, euro, make_listing, make_world
from tests.ledger.foreign import foreign_world


def promote(world: World, kind: str, percent: int, listing: str = DE_LAMP, ends: int = 7 * DAY, **more: int) -> None:
    world.promotions[kind] = Promotion(kind, kind, kind, [listing], percent, 0, ends, 0, **more)  # type: ignore[arg-type]


def test_without_a_promotion_there_is_only_the_price() -> None:
    world = make_world(make_listing(price=euro("40.00")))
    tag = price_tag(world, world.listings[DE_LAMP])
    assert (tag.price, tag.was, tag.percent, tag.until, tag.coupon_percent, tag.charge) == (euro("40.00"), None, 0, None, 0, euro("3.90"))


def test_a_discount_strikes_the_reference_price_through_until_it_ends() -> None:
    world = make_world(make_listing(price=euro("40.00")))
    promote(world, "discount", 20)
    tag = price_tag(world, world.listings[DE_LAMP])
    assert (tag.price, tag.was, tag.percent, tag.until, tag.deal_until) == (euro("32.00"), euro("40.00"), 20, 7 * DAY, None)
    world.now = 7 * DAY
    assert price_tag(world, world.listings[DE_LAMP]).was is None


def test_in_the_union_the_percentage_is_that_of_the_lowest_price_of_thirty_days() -> None:
    world = make_world(make_listing(price=euro("40.00")))
    world.prices = [PricePoint(DE_LAMP, 0, euro("36.00")), PricePoint(DE_LAMP, 2 * DAY, euro("40.00"))]
    promote(world, "discount", 20)
    world.promotions["discount"].begins = world.now = 3 * DAY
    tag = price_tag(world, world.listings[DE_LAMP])
    assert (tag.price, tag.was, tag.percent) == (euro("32.00"), euro("36.00"), 11)
    world.prices[0] = PricePoint(DE_LAMP, 0, euro("30.00"))
    assert (price_tag(world, world.listings[DE_LAMP]).was, price_tag(world, world.listings[DE_LAMP]).percent) == (None, 0)


def test_a_flash_sale_says_when_it_ends_and_stops_when_its_pieces_are_gone() -> None:
    world = make_world(make_listing(price=euro("40.00")))
    promote(world, "flash", 30, ends=6 * HOUR, pieces=5)
    assert price_tag(world, world.listings[DE_LAMP]).deal_until == 6 * HOUR
    world.promotions["flash"].sold = 5
    tag = price_tag(world, world.listings[DE_LAMP])
    assert (tag.deal_until, tag.price) == (None, euro("40.00"))


def test_a_coupon_comes_off_after_the_discount_for_those_who_take_it() -> None:
    world = make_world(make_listing(price=euro("40.00")))
    promote(world, "discount", 20)
    promote(world, "coupon", 10)
    tag = price_tag(world, world.listings[DE_LAMP])
    assert (tag.price, tag.coupon_percent, tag.with_coupon) == (euro("32.00"), 10, euro("28.80"))


def test_abroad_everything_is_in_the_buyers_money_and_ends_as_the_rule_says() -> None:
    world = foreign_world({0: 590})
    world.listings[KZ_LAMP] = make_listing(KZ_LAMP, price=euro("40.00"))
    world.templates["caravan/KZ"].charge = euro("2.00")
    promote(world, "discount", 25, KZ_LAMP)
    tag = price_tag(world, world.listings[KZ_LAMP])
    assert (tag.price, tag.was, tag.percent) == (Money(1_770_000, "KZT"), Money(2_360_000, "KZT"), 25)
    assert tag.charge == Money(118_000, "KZT")
    SavePricing("caravan/KZ", 0, 0, "ninety").apply(world)
    assert price_tag(world, world.listings[KZ_LAMP]).was == Money(2_359_000, "KZT")


def test_a_listing_that_nobody_ships_has_no_charge_and_one_without_price_no_tag() -> None:
    world = make_world(make_listing(), templates=False)
    assert price_tag(world, world.listings[DE_LAMP]).charge is None
    with pytest.raises(ValueError, match="no price"):
        price_tag(world, make_listing(price=None))
