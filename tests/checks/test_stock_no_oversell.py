"""Check: nothing was sold or offered that was not there."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.stock_no_oversell import StockNoOversell as Oversell
from lab.ledger.store import take_back
from lab.orders.cancellation import cancel
from lab.values.moment import HOUR
from lab.world.order import PackedItem
from lab.world.stock import Pile
from lab.world.world import World
from tests.builders import (
    DE_LAMP,
    KZ_LAMP,
    act,
    earns_nothing,
    evidence_of,
    examine,
    make_listing,
    make_order,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike


def shop(there: int = 5, offered: int = 5) -> World:
    return make_world(make_listing(stock=offered), stock={"lamp": there})


def send(world: World, order: str) -> None:
    items = tuple(PackedItem(item.sku, item.quantity) for item in world.orders[order].items)
    assert act(world, "order.ship", order=order, items=items, lane="de_parcel").ok


def bought(world: World, *quantities: int) -> World:
    for number, quantity in enumerate(quantities, 1):
        make_order(world, f"o{number}", quantity=quantity, at=number)
    return world


def found(world: World, **values: Any) -> list[tuple[str, str]]:
    """Every violation as what it is about and what was done."""
    return [(e.get("order") or e["object"], e["verdict"]) for e in examine(Oversell, world, **values).evidence]


def test_a_shop_that_offers_what_it_has_loses_nothing_while_it_sells_and_sends() -> None:
    world = shop()
    assert share_of(Oversell, world) == 1
    bought(world, 2, 1)
    assert share_of(Oversell, world) == 1
    send(world, "o1")
    assert examine(Oversell, world).message == "not_oversold"


def test_a_quantity_raised_above_what_is_there_loses() -> None:
    world = shop()
    assert act(world, "stock.set", listing=DE_LAMP, quantity=6).ok
    finding = examine(Oversell, world)
    assert (finding.fraction, finding.message) == (0, "oversold")
    assert (finding.evidence[0]["found"], finding.evidence[0]["expected"]) == (6, "≤ 5")
    assert share_of(Oversell, world, offers="false") == 1
    assert act(world, "listing.unpublish", listing=DE_LAMP).ok
    assert share_of(Oversell, world) == 1


def test_what_is_owed_to_buyers_cannot_be_offered_again() -> None:
    world = bought(shop(), 3)
    world.listings[DE_LAMP].stock = 3
    assert found(world) == [(DE_LAMP, "on sale")]


def test_orders_beyond_stock_lose_and_the_earliest_ones_come_first() -> None:
    world = bought(shop(there=5, offered=9), 3, 3, 2)
    world.listings[DE_LAMP].stock = 0
    assert found(world) == [("o2", "not shipped"), ("o3", "not shipped")]
    assert share_of(Oversell, world, per="1/4") == Fraction(1, 2)
    send(world, "o1")
    assert found(world) == [("o2", "not shipped"), ("o3", "not shipped")]  # two are left, and o2 wants three
    world.shop.stock["lamp"] += 1
    assert found(world) == [("o3", "not shipped")]


@pytest.mark.parametrize(("by", "lost"), [("shop", True), ("platform", True), ("buyer", False)])
def test_an_order_called_off_for_want_of_goods_loses_unless_the_buyer_wanted_it(by: Any, lost: bool) -> None:
    world = bought(shop(there=5, offered=9), 4, 3)
    world.now = HOUR
    cancel(world, world.orders["o2"], by)
    world.listings[DE_LAMP].stock = 0
    assert found(world) == ([("o2", "called off")] if lost else [])


def test_what_came_or_left_after_the_order_was_called_off_is_reckoned_out() -> None:
    world = bought(shop(there=5, offered=9), 4, 3)
    world.now = HOUR
    cancel(world, world.orders["o2"], "shop")
    world.now = 2 * HOUR
    send(world, "o1")
    take_back(world, "o1", world.orders["o1"].parcels[0])
    assert world.shop.stock["lamp"] == 5
    world.listings[DE_LAMP].stock = 0
    assert found(world) == [("o2", "called off")]


def test_an_order_called_off_although_the_goods_were_there_is_another_matter() -> None:
    world = bought(shop(), 1, 1)
    world.now = HOUR
    cancel(world, world.orders["o1"], "shop")
    send(world, "o2")
    assert found(world) == []


def test_goods_lie_where_the_listing_ships_from() -> None:
    world = shop()
    world.shop.abroad["US"] = {"lamp": Pile(50, 50_000)}
    world.listings[DE_LAMP].stock = 6
    assert found(world) == [(DE_LAMP, "on sale")]


@pytest.mark.parametrize(
    ("values", "share"), [({"sku": "bulb"}, 1), ({"sku": "lamp"}, 0), ({"on": KZ_LAMP}, 1), ({"on": "meridian/DE"}, 0)]
)
def test_products_listings_and_places_can_be_named(values: dict[str, Any], share: int) -> None:
    world = shop(offered=6)
    for key in (KZ_LAMP, "meridian/DE/bulb"):
        world.listings[key] = make_listing(key, stock=0)
    assert share_of(Oversell, world, **values) == share


def test_a_shop_that_offered_nothing_has_nothing_to_keep() -> None:
    world = make_world(make_listing(live=False))
    assert examine(Oversell, world).message == "nothing_offered"


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Oversell)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Oversell)


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(bought(shop(there=2, offered=9), 2, 2)), Oversell)
