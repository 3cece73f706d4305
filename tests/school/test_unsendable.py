"""What is right for orders whose goods may not be sent."""

from dataclasses import replace

import pytest

from lab.school.unsendable import Stops, worth_of_missing
from lab.values.moment import DAY
from lab.values.money import Money
from lab.world.order import Order, OrderItem, PackedItem, Parcel, Refund
from lab.world.shock import Shock
from lab.world.world import World
from tests.builders import make_order, make_setting, make_world


@pytest.fixture
def world() -> World:
    world = make_world()
    world.now = DAY
    return world


@pytest.fixture
def order(world: World) -> Order:
    """Two lamps and a bulb, to be sent within two days."""
    order = make_order(world, quantity=2)
    order.items.append(OrderItem("bulb", 1, Money(500, "EUR")))
    order.ship_by = 3 * DAY
    return order


def recall(world: World, sku: str, ends: int) -> None:
    world.shocks.append(Shock("recall", 0, ends, sku=sku))


def sent(order: Order, *items: PackedItem) -> None:
    order.state = "part_shipped"
    order.parcels.append(Parcel("de_parcel", "", items, (), None, Money(0, "EUR"), DAY, 2 * DAY))


def test_without_a_recall_an_order_is_sent(world: World, order: Order) -> None:
    assert Stops(world).way_of(order) == "ship"


def test_what_is_not_recalled_is_sent_first_and_the_rest_paid_back(world: World, order: Order) -> None:
    recall(world, "lamp", 30 * DAY)
    assert Stops(world).way_of(order) == "ship"
    sent(order, PackedItem("bulb", 1))
    assert Stops(world).way_of(order) == "refund"
    due = worth_of_missing(order)
    assert due == order.items[0].unit_price.times(2)
    order.refunds.append(Refund(DAY, Money(due.amount - 1, "EUR"), "missing_item", "shop"))
    assert Stops(world).way_of(order) == "refund"
    order.refunds.append(Refund(DAY, Money(1, "EUR"), "missing_item", "shop"))
    assert Stops(world).way_of(order) == ""


@pytest.mark.parametrize(("ends", "way"), [(3 * DAY, "wait"), (3 * DAY + 1, "cancel")])
def test_an_order_waits_only_for_a_recall_that_ends_before_it_has_to_leave(world: World, order: Order, ends: int, way: str) -> None:
    recall(world, "lamp", 2 * DAY)
    recall(world, "bulb", ends)
    assert Stops(world).way_of(order) == way


def test_goods_that_are_banned_where_they_go_are_called_off(world: World, order: Order) -> None:
    lamp = world.setting.products["lamp"]
    world.setting = make_setting(products={**world.setting.products, "lamp": replace(lamp, truth={**lamp.truth, "replica": "yes"})})
    order.items = [order.items[0]]
    assert Stops(world).is_banned("lamp", order.country)
    assert not Stops(world).is_banned("bulb", order.country)
    assert Stops(world).way_of(order) == "cancel"

