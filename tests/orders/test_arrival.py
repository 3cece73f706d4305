"""A purchase becomes an order."""

from dataclasses import replace
from typing import Any

import pytest

from lab.ledger.books import balance
from lab.ledger.pricing import offered_price
from lab.orders.arrival import may_sell, order_key, order_number, receive_order, release
from lab.orders.payment import is_paid
from lab.values.chance import below, draw
from lab.values.money import Money
from lab.world.due import ComingOrder, OrderTarget
from lab.world.listing import Listing, ShippingTemplate
from lab.world.stock import Pile
from tests.builders import (
    ANNA,
    DANA,
    DE_BULB,
    DE_LAMP,
    KZ,
    KZ_LAMP,
    TRUTH,
    euro,
    make_listing,
    make_order,
    make_setting,
    make_world,
)


def coming(*targets: tuple[str, int], order_id: str = "o1", price: Money | None = None) -> ComingOrder:
    return ComingOrder(order_id, ANNA, tuple(OrderTarget(*target) for target in targets), "scenario", price)


def test_a_sale_at_home_is_booked_with_tax_and_fee() -> None:
    world = make_world()
    order = make_order(world, at=100)
    # 39.90 and 3.90 shipping: 43.80 with 19 % VAT inside = 6.99; the platform takes 15 % of 43.80 = 6.57.
    assert world.setting.platforms["meridian"].referral_fee_rate("home/lighting/desk-lamps") * 100 == 15
    assert balance(world, "vat", "o1") == euro("-6.99")
    assert balance(world, "sales", "o1") == euro("-36.81")
    assert balance(world, "fees", "o1") == euro("6.57")
    assert balance(world, "platform:meridian", "o1") == euro("37.23")
    assert (order.placed_at, order.ship_by) == (100, 100 + 24 * 60)
    assert world.listings[DE_LAMP].stock == 19


def test_an_export_carries_no_vat_of_the_home_country() -> None:
    world = make_world()
    make_order(world, listing=KZ_LAMP)
    assert balance(world, "vat", "o1") == euro("0")
    assert balance(world, "sales", "o1") == euro("-39.90")


def test_the_first_target_that_can_be_sold_is_sold() -> None:
    world = make_world(make_listing(live=False), make_listing(DE_BULB, stock=3))
    order = receive_order(world, coming((DE_LAMP, 1), (DE_BULB, 2)))
    assert order is not None
    assert (order.listing, order.items[0].quantity, world.listings[DE_BULB].stock) == (DE_BULB, 2, 1)


def test_nothing_is_sold_that_is_not_there() -> None:
    world = make_world(make_listing(stock=1))
    assert receive_order(world, coming((DE_LAMP, 2), (KZ_LAMP, 1), ("", 1))) is None
    assert (world.orders, world.next_order, world.listings[DE_LAMP].stock) == ({}, 1, 1)


@pytest.mark.parametrize(
    ("listing", "may"),
    [(make_listing(stock=2), True), (make_listing(stock=1), False), (make_listing(price=None), False), (make_listing(live=False), False)],
)
def test_a_listing_sells_when_live_priced_and_in_stock(listing: Listing, may: bool) -> None:
    assert may_sell(listing, 2) is may


def test_a_buyer_pays_the_price_seen_when_deciding() -> None:
    world = make_world(make_listing())
    order = receive_order(world, coming((DE_LAMP, 1), price=euro("35.00")))
    assert order is not None
    assert order.goods == euro("35.00")


def test_shoppers_orders_are_numbered_by_the_shop() -> None:
    world = make_world(make_listing())
    first = receive_order(world, coming((DE_LAMP, 1), order_id="o1"))
    second = receive_order(world, coming((DE_LAMP, 1), order_id=""))
    assert first is not None and second is not None
    assert (first.id, second.id) == ("o1", "s2")


def test_without_a_template_the_longest_handling_time_holds_and_shipping_is_free() -> None:
    world = make_world(make_listing(), templates=False)
    order = receive_order(world, coming((DE_LAMP, 1)))
    assert order is not None
    assert (order.shipping_charge, order.ship_by) == (euro("0"), 30 * 24 * 60)


def test_order_numbers_have_the_platforms_shape_and_belong_to_the_order() -> None:
    setting = make_setting()
    number = order_number(setting, "meridian", "o1")
    assert [len(part) for part in number.split("-")] == [3, 7, 7]
    assert number == order_number(setting, "meridian", "o1")
    assert number != order_number(setting, "meridian", "o2")
    assert order_number(setting, "caravan", "o1").startswith("8")
    assert number != order_number(make_setting(seed=8), "meridian", "o1")


def test_an_order_keeps_what_was_promised_and_claimed_when_it_was_bought() -> None:
    world = make_world(make_listing(KZ_LAMP, attributes={**TRUTH, "socket": "E14"}))
    world.templates[KZ].slack_days, world.templates[KZ].incoterm = 3, "DAP"
    order = make_order(world, listing=KZ_LAMP, at=100)
    world.templates[KZ].slack_days, world.templates[KZ].incoterm = 0, "DDP"
    world.listings[KZ_LAMP].attributes["socket"] = "E27"
    # two days of handling, twelve on the way (9 to 14), three of slack
    assert (order.promised_at, order.incoterm, order.over_claim) == (100 + 17 * 1440, "DAP", 200)


def test_a_shoppers_order_has_the_key_of_the_visit_and_another_one_of_its_own() -> None:
    world = make_world(make_listing())
    visit = next(key for key in range(1, 99) if is_paid("DE", "DE", key))
    shopper = receive_order(world, ComingOrder("", ANNA, (OrderTarget(DE_LAMP, 1),), "shopper", key=visit))
    own = make_order(world, "o1")
    assert shopper is not None
    assert (shopper.key, own.key) == (visit, order_key(world.setting, coming((DE_LAMP, 1)), "o1"))
    assert 2**32 < own.key < 2**64
    assert own.key != order_key(make_setting(seed=8), coming((DE_LAMP, 1)), "o1")


def test_a_shopper_whose_payment_fails_leaves_nothing_behind() -> None:
    world = make_world(make_listing())
    visit = next(key for key in range(1, 999) if not is_paid("DE", "DE", key))
    wish = ComingOrder("", ANNA, (OrderTarget(DE_LAMP, 1),), "shopper", key=visit)
    assert receive_order(world, wish) is None
    assert (world.orders, world.next_order, world.listings[DE_LAMP].stock, world.agenda) == ({}, 1, 20, [])
    assert receive_order(world, replace(wish, source="scenario", id="o1")) is not None
    world.setting = replace(world.setting, consequences=False)
    assert receive_order(world, wish) is not None


def test_buyers_are_kept_with_the_order() -> None:
    assert make_order(make_world(), listing=KZ_LAMP).buyer == DANA


def held_key(platform_permille: int) -> int:
    """The key of a buyer whose payment goes through after it was verified."""
    return next(key for key in range(1, 50_000) if is_paid("DE", "DE", key) and below(draw(key, "payment hold"), 1000) < platform_permille)


def test_an_order_whose_payment_is_verified_waits_and_everything_promised_waits_with_it() -> None:
    world = make_world(make_listing())
    profile = world.setting.platforms["meridian"]
    key = held_key(profile.payment_hold_permille)
    order = receive_order(world, ComingOrder("", ANNA, (OrderTarget(DE_LAMP, 1),), "shopper", key=key))
    assert order is not None and order.state == "held"
    assert 0 < order.held_until <= profile.payment_hold_hours * 60
    # a day to hand it over, and a day of handling and two on the way until it is there
    assert (order.ship_by, order.promised_at) == (1440 + order.held_until, 3 * 1440 + order.held_until)
    assert world.listings[DE_LAMP].stock == 19
    assert [(due.kind, due.at) for due in world.agenda if due.kind == "paid"] == [("paid", order.held_until)]
    assert release(world, order.id) and order.state == "unshipped"
    assert not release(world, order.id)


@pytest.mark.parametrize("changes", [{"source": "scenario"}, {"consequences": False}])
def test_no_payment_is_held_for_a_scenarios_order_or_without_consequences(changes: dict[str, Any]) -> None:
    world = make_world(make_listing(), consequences=changes.get("consequences", True))
    key = held_key(world.setting.platforms["meridian"].payment_hold_permille)
    order = receive_order(world, ComingOrder("", ANNA, (OrderTarget(DE_LAMP, 1),), changes.get("source", "shopper"), key=key))
    assert order is not None and (order.state, order.held_until) == ("unshipped", 0)


def test_an_order_out_of_a_warehouse_abroad_carries_the_tax_of_that_country() -> None:
    world = make_world(make_listing("meridian/ES/lamp"), places=("meridian/ES",))
    world.shop.abroad["ES"] = {"lamp": Pile(5, 7_500)}
    world.templates["meridian/ES"] = ShippingTemplate("meridian/ES", "es_parcel", ["ES"], 24, euro("0.00"))
    order = receive_order(world, coming(("meridian/ES/lamp", 1)))
    assert order is not None and order.ship_from == "ES"
    assert balance(world, "vat", "o1") == euro("-6.92")  # 21 % inside 39.90


def test_with_local_money_a_buyer_pays_in_the_currency_of_the_place() -> None:
    world = make_world(make_listing(KZ_LAMP), local_money=True)
    world.templates[KZ].charge = euro("3.00")
    order = receive_order(world, coming((KZ_LAMP, 2)))
    assert order is not None
    assert order.items[0].unit_price == offered_price(world, world.listings[KZ_LAMP])
    assert (order.currency, order.goods.currency) == ("KZT", "KZT")
    assert balance(world, "platform:caravan", "o1", "KZT").amount == order.owed > 0
