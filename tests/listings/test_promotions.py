"""What a promotion takes off, against which price it is measured, and what a sale does to it."""

from typing import Any

import pytest

from lab.engine.pack import pack, unpack, world_hash
from lab.ledger.pricing import basket_price, full_price
from lab.ledger.sale import sale_lines
from lab.listings.promotions import (
    announced_percent,
    check_price_is_free,
    coupon,
    cut,
    for_sale,
    is_in_union,
    lowest_price,
    note_sale,
    percent_off,
    pieces_left,
    price_promise,
    prior_price,
    promotions_of,
    reduced,
    reference_price,
    running,
    set_aside,
    state_of,
    with_coupon,
)
from lab.values.errors import Refused
from lab.values.moment import DAY, HOUR, Moment
from lab.values.money import Money
from lab.world.listing import Listing
from lab.world.order import Order, OrderItem
from lab.world.promotion import PricePoint, Promotion
from lab.world.world import World
from tests.builders import ANNA, DE_BULB, DE_LAMP, KZ_LAMP, euro, make_listing, make_order, make_setting, make_world


def promote(
    world: World, kind: str = "discount", percent: int = 20, begins: int = 0, ends: int = 7 * DAY, **values: Any
) -> Promotion:
    """A promotion of the German lamp that nobody has checked."""
    key = values.pop("id", f"p{len(world.promotions)}")
    listings = values.pop("listings", [DE_LAMP])
    promotion = Promotion(key, kind, key, listings, percent, begins, ends, 0, **values)  # type: ignore[arg-type]
    world.promotions[key] = promotion
    return promotion


def sell(world: World, listing: Listing, price: str | Money, quantity: int = 1, at: Moment = 0) -> Order:
    """An order at a price that its buyer saw, noted."""
    world.now = at
    number = f"o{len(world.orders)}"
    items = [OrderItem(listing.sku, quantity, euro(price) if isinstance(price, str) else price)]
    order = Order(
        number,
        number,
        listing.key,
        listing.platform,
        listing.country,
        ANNA,
        items,
        euro("0.00"),
        at,
        at + DAY,
        "scenario",
    )
    world.orders[number] = order
    note_sale(world, listing, order)
    return order


def ask(world: World, listing: Listing, *points: tuple[Moment, str]) -> None:
    """Prices that were asked; the last is the present one."""
    for at, price in points:
        world.prices.append(PricePoint(listing.key, at, euro(price)))
        listing.price = euro(price)


@pytest.fixture
def lamp() -> Listing:
    return make_listing(price=euro("40.00"))


@pytest.fixture
def world(lamp: Listing) -> World:
    return make_world(lamp)


# -------------------------------------------------------------------------------------- what comes off


def test_without_a_promotion_nothing_changes(world: World, lamp: Listing) -> None:
    assert running(world, lamp, 0) is coupon(world, lamp, 0) is None
    assert reduced(world, lamp, euro("40.00")) == with_coupon(world, lamp, euro("40.00")) == euro("40.00")
    assert (for_sale(world, lamp), set_aside(world, lamp), price_promise(world, lamp)) == (20, 0, None)
    order = sell(world, lamp, "40.00")
    assert (order.promotion, order.full_price) == ("", None)


def test_a_discount_comes_off_from_its_beginning_until_before_its_end(world: World, lamp: Listing) -> None:
    promotion = promote(world, percent=25, begins=60, ends=120)
    seen = []
    for world.now in (59, 60, 119, 120):
        seen.append((state_of(promotion, world.now), str(reduced(world, lamp, euro("40.00")))))
    assert seen == [("planned", "40.00 EUR"), ("running", "30.00 EUR"), ("running", "30.00 EUR"), ("over", "40.00 EUR")]
    assert with_coupon(world, lamp, euro("40.00")) == euro("40.00")


def test_one_called_off_before_it_began_is_over() -> None:
    promotion = Promotion("p", "discount", "p", [DE_LAMP], 20, 100, 50, 0)
    assert [state_of(promotion, at) for at in (49, 50, 100, 200)] == ["planned", "over", "over", "over"]


def test_a_coupon_comes_off_after_the_discount(world: World, lamp: Listing) -> None:
    promote(world, percent=25)
    promote(world, "coupon", percent=10)
    price = reduced(world, lamp, euro("40.00"))
    assert (price, with_coupon(world, lamp, price)) == (euro("30.00"), euro("27.00"))


def test_a_promotion_is_of_its_listings_only(world: World) -> None:
    bulb = make_listing(DE_BULB)
    promote(world)
    assert reduced(world, bulb, euro("6.90")) == euro("6.90")
    assert promotions_of(world, bulb) == []


@pytest.mark.parametrize(
    ("price", "percent", "left"),
    [
        (Money(999, "EUR"), 20, 799),
        (Money(1001, "EUR"), 50, 501),
        (Money(1, "EUR"), 90, 1),
        (Money(3990, "CLP"), 15, 3392),
    ],
)
def test_a_cut_is_rounded_half_up_and_leaves_something(price: Money, percent: int, left: int) -> None:
    assert cut(price, percent) == Money(left, price.currency)


# -------------------------------------------------------------------------------------- measured against


def test_the_european_union_is_read_from_the_destinations() -> None:
    setting = make_setting()
    assert [country for country in setting.destinations if is_in_union(setting, country)] == ["DE", "ES"]
    assert not is_in_union(setting, "XX")


def test_in_the_union_the_lowest_price_of_thirty_days_is_struck_through(world: World, lamp: Listing) -> None:
    ask(world, lamp, (0, "29.00"), (5 * DAY, "32.00"), (20 * DAY, "49.00"))
    for world.now, lowest in ((25 * DAY, "29.00"), (35 * DAY - 1, "29.00"), (35 * DAY, "32.00"), (50 * DAY, "49.00")):
        assert reference_price(world, lamp) == euro(lowest)
    assert lowest_price(world, lamp, 10 * DAY) == euro("29.00")


def test_elsewhere_the_present_price_is_struck_through() -> None:
    lamp = make_listing(KZ_LAMP)
    world = make_world(lamp)
    ask(world, lamp, (0, "29.00"), (DAY, "49.00"))
    world.now = 2 * DAY
    assert reference_price(world, lamp) == prior_price(world, lamp, 2 * DAY) == euro("49.00")
    assert lowest_price(world, lamp, 2 * DAY) == euro("29.00")


def test_while_a_discount_runs_the_days_before_it_count_and_not_its_own_price(world: World, lamp: Listing) -> None:
    ask(world, lamp, (0, "36.00"), (DAY, "40.00"))
    promote(world, percent=25, begins=2 * DAY, ends=9 * DAY)
    world.now = 4 * DAY
    assert reference_price(world, lamp) == euro("36.00")
    # 30.00 is 16.67 % less than 36.00, though 25 % less than 40.00.
    assert announced_percent(world, lamp) == 17


def test_an_earlier_discount_is_a_price_of_the_last_thirty_days_and_a_coupon_is_not(
    world: World, lamp: Listing
) -> None:
    ask(world, lamp, (0, "50.00"), (3 * DAY, "40.00"))
    promote(world, percent=25, begins=DAY, ends=4 * DAY)
    promote(world, "coupon", percent=50, begins=DAY, ends=4 * DAY)
    assert lowest_price(world, lamp, 10 * DAY) == euro("30.00")
    assert lowest_price(world, lamp, 2 * DAY) == euro("37.50")
    assert lowest_price(world, lamp, 10 * DAY, "p0") == euro("40.00")
    assert lowest_price(world, lamp, 40 * DAY) == euro("40.00")


def test_a_discount_called_off_before_it_began_was_never_a_price(world: World, lamp: Listing) -> None:
    promote(world, begins=2 * DAY, ends=DAY)
    assert lowest_price(world, lamp, 10 * DAY) == euro("40.00")


def test_a_price_put_right_within_the_minute_was_never_asked(world: World, lamp: Listing) -> None:
    ask(world, lamp, (DAY, "4.00"), (DAY, "40.00"))
    assert lowest_price(world, lamp, 2 * DAY) == euro("40.00")


def test_prices_of_a_draft_were_never_asked(world: World, lamp: Listing) -> None:
    ask(world, lamp, (0, "10.00"), (DAY, "40.00"), (3 * DAY, "45.00"))
    for lamp.first_live_at, lowest in ((None, "45.00"), (2 * DAY, "40.00"), (0, "10.00")):
        assert lowest_price(world, lamp, 10 * DAY) == euro(lowest)


def test_without_a_price_nothing_can_be_measured(world: World, lamp: Listing) -> None:
    lamp.price = None
    for call in (reference_price, announced_percent):
        with pytest.raises(ValueError, match="price"):
            call(world, lamp)


def test_a_price_above_the_reference_is_no_reduction() -> None:
    assert [percent_off(euro("40.00"), euro(price)) for price in ("30.00", "40.00", "45.00")] == [25, 0, 0]


# -------------------------------------------------------------------------------------- set aside


def flash(world: World, pieces: int = 3, **values: Any) -> Promotion:
    return promote(
        world,
        "flash",
        begins=values.pop("begins", 2 * DAY),
        ends=values.pop("ends", 2 * DAY + 12 * HOUR),
        pieces=pieces,
        **values,
    )


def test_pieces_are_kept_for_a_flash_sale_and_free_again_after_it(world: World, lamp: Listing) -> None:
    flash(world, pieces=15)
    assert (set_aside(world, lamp), for_sale(world, lamp)) == (15, 5)
    assert set_aside(world, lamp, but="p0") == 0
    world.now = 2 * DAY
    assert (set_aside(world, lamp), for_sale(world, lamp)) == (15, 15)
    lamp.stock = 4
    assert for_sale(world, lamp) == 4
    world.now = 2 * DAY + 12 * HOUR
    assert (set_aside(world, lamp), for_sale(world, lamp)) == (0, 4)
    world.now, lamp.stock = 0, 4
    assert for_sale(world, lamp) == 0


def test_each_listing_of_a_flash_sale_has_its_own_pieces(world: World, lamp: Listing) -> None:
    bulb = make_listing(DE_BULB, price=euro("10.00"))
    world.listings[bulb.key] = bulb
    promotion = flash(world, pieces=2, listings=[DE_LAMP, DE_BULB])
    sell(world, bulb, "8.00", 2, at=2 * DAY + 1)
    assert (pieces_left(world, promotion, lamp), pieces_left(world, promotion, bulb)) == (2, 0)
    assert running(world, lamp, world.now) is promotion
    assert running(world, bulb, world.now) is None
    assert (for_sale(world, lamp), for_sale(world, bulb)) == (2, 20)
    sell(world, lamp, "32.00", 2, at=2 * DAY + 5)
    assert (promotion.sold, promotion.orders, promotion.ends) == (4, 2, 2 * DAY + 5)


def test_a_price_is_promised_from_the_booking_until_the_end(world: World, lamp: Listing) -> None:
    promote(world, "coupon")
    check_price_is_free(world, lamp)
    promotion = promote(world, begins=DAY, ends=2 * DAY)
    for world.now in (0, DAY, 2 * DAY - 1):
        assert price_promise(world, lamp) is promotion
        with pytest.raises(Refused, match="price_is_promised"):
            check_price_is_free(world, lamp)
    world.now = 2 * DAY
    check_price_is_free(world, lamp)


# -------------------------------------------------------------------------------------- sales


def test_a_sale_names_its_discount_and_counts_what_was_given(world: World, lamp: Listing) -> None:
    promotion = promote(world, percent=25)
    order = sell(world, lamp, "30.00", 2)
    assert (order.promotion, order.full_price) == ("p0", euro("40.00"))
    assert (promotion.given, promotion.sold, promotion.orders) == (2000, 2, 1)
    assert promotion.ends == 7 * DAY


def test_a_purchase_without_a_price_seen_is_made_at_the_promotions_price(world: World) -> None:
    promotion = promote(world, percent=25)
    order = make_order(world, quantity=2, at=60)
    assert (order.items[0].unit_price, order.promotion, order.full_price) == (
        euro("30.00"),
        promotion.id,
        euro("40.00"),
    )
    assert (promotion.given, promotion.sold) == (2000, 2)
    assert sale_lines(world, (order.id,))["revenue"] == order.total == euro("63.90")


def test_discount_and_coupon_each_count_their_own_part(world: World, lamp: Listing) -> None:
    discount, ticket = promote(world, percent=25), promote(world, "coupon", percent=10)
    order = sell(world, lamp, "27.00")
    assert order.promotion == discount.id
    assert (discount.given, ticket.given, ticket.orders) == (1000, 300, 1)


def test_a_coupon_ends_with_the_order_that_uses_its_budget_up(world: World, lamp: Listing) -> None:
    ticket = promote(world, "coupon", percent=10, budget=euro("8.00"))
    assert sell(world, lamp, "36.00", at=60).promotion == ticket.id
    assert ticket.ends == 7 * DAY
    sell(world, lamp, "36.00", at=120)
    assert (ticket.given, ticket.ends) == (800, 120)
    assert coupon(world, lamp, 120) is None


def test_a_flash_sale_ends_with_its_last_piece(world: World, lamp: Listing) -> None:
    promotion = flash(world, pieces=2)
    sell(world, lamp, "32.00", 2, at=2 * DAY)
    assert (promotion.ends, state_of(promotion, 2 * DAY + 1)) == (2 * DAY + 1, "over")
    assert lowest_price(world, lamp, 3 * DAY) == euro("32.00")


def test_who_saw_the_full_price_did_not_buy_by_a_promotion(world: World, lamp: Listing) -> None:
    promotion = promote(world, begins=60)
    assert sell(world, lamp, "40.00", at=90).promotion == ""
    assert promotion.orders == 0


def test_who_saw_only_the_coupon_did_not_buy_by_the_discount(world: World, lamp: Listing) -> None:
    discount, ticket = promote(world, percent=25, begins=60), promote(world, "coupon", percent=10)
    assert sell(world, lamp, "36.00", at=90).promotion == ticket.id
    assert (discount.orders, ticket.given) == (0, 400)


def test_a_promotion_counts_orders_of_its_last_quarter_and_no_later_ones(world: World, lamp: Listing) -> None:
    promotion = promote(world, ends=DAY)
    assert sell(world, lamp, "32.00", at=DAY + 6 * HOUR - 1).promotion == promotion.id
    assert sell(world, lamp, "32.00", at=DAY + 6 * HOUR).promotion == ""
    assert (promotion.orders, promotion.ends) == (1, DAY)


def test_what_was_given_is_kept_in_the_shops_currency() -> None:
    lamp = make_listing(KZ_LAMP, price=euro("40.00"))
    world = make_world(lamp, local_money=True)
    promotion = promote(world, "coupon", percent=50, listings=[KZ_LAMP])
    order = sell(world, lamp, basket_price(world, lamp))
    assert order.full_price == full_price(world, lamp)
    assert full_price(world, lamp).currency == "KZT"
    assert promotion.given in (1999, 2000, 2001)


def test_a_world_with_promotions_is_packed_and_comes_back(world: World, lamp: Listing) -> None:
    empty = world_hash(world)
    promote(world, "coupon", budget=euro("5.00"))
    ask(world, lamp, (0, "40.00"))
    again = unpack(pack(world), world.setting)
    assert again.promotions == world.promotions
    assert world_hash(again) == world_hash(world) != empty
