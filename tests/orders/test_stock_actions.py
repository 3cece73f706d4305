"""Buying more, and moving goods to a warehouse abroad."""

from typing import Any

import pytest

from lab.engine.advance import advance
from lab.ledger.books import balance, book
from lab.orders.stock_actions import MOST_DELIVERIES
from lab.orders.warehousing import freight_lanes, transfer_bill
from lab.values.moment import DAY
from lab.world.world import World
from tests.builders import act, euro, make_product, make_world
from tests.orders.fulfilment import refused, with_warehouse


def supplied(**lamp: Any) -> World:
    return make_world(products={"lamp": make_product(lead_days=5, min_order=10, **lamp), "bulb": make_product("bulb")})


def test_a_purchase_is_paid_at_once_and_comes_after_the_suppliers_days() -> None:
    world = supplied()
    assert act(world, "stock.reorder", sku="lamp", quantity=10).ok
    assert (balance(world, "cash"), balance(world, "stock_on_way")) == (euro("4880.00"), euro("120.00"))
    had = balance(world, "stock")
    advance(world, 5 * DAY - 1)
    assert world.shop.stock["lamp"] == 50
    advance(world, 1)
    assert (world.shop.stock["lamp"], world.inbound[0].arrived_at) == (60, 5 * DAY)
    assert (balance(world, "stock") - had, balance(world, "stock_on_way")) == (euro("120.00"), euro("0.00"))
    assert balance(world, "cash") == euro("4880.00")  # taking in at home is free


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"sku": "chair"}, "no_such_product"),
        ({"quantity": 9}, "order_quantity_out_of_range"),
        ({"quantity": 100_001}, "order_quantity_out_of_range"),
        ({"quantity": 2**70}, "order_quantity_out_of_range"),
        ({"quantity": 417}, "not_enough_cash"),  # 5004.00 of 5000.00
    ],
)
def test_a_purchase_is_refused_with(values: dict[str, Any], code: str) -> None:
    assert refused(supplied(), "stock.reorder", **{"sku": "lamp", "quantity": 10, **values}) == code
    assert act(supplied(), "stock.reorder", sku="lamp", quantity=416).ok


def test_a_transfer_takes_goods_from_home_pays_the_way_and_lies_abroad_at_what_it_has_cost() -> None:
    world = with_warehouse(pieces=0, worth=0)
    bill = transfer_bill(world, world.setting.products["lamp"], 10, freight_lanes(world.setting)["de_us_air"])
    had, paid = balance(world, "stock"), bill.freight + bill.duty + bill.import_tax
    assert act(world, "stock.transfer", sku="lamp", quantity=10, to="US", lane="de_us_air").ok
    assert world.shop.stock["lamp"] == 40
    assert (had - balance(world, "stock"), euro("5000.00") - balance(world, "cash")) == (euro("120.00"), paid)
    inbound = world.inbound[0]
    assert balance(world, "stock_on_way") == inbound.landed == bill.goods + bill.freight + bill.duty
    # 4 to 8 days by air, 2 to 4 days until it can be sold
    assert 7 * DAY <= inbound.due_at <= 11 * DAY
    advance(world, inbound.due_at)
    pile = world.shop.abroad["US"]["lamp"]
    assert (pile.pieces, pile.worth) == (10, inbound.landed.amount)
    assert balance(world, "stock_on_way") == euro("0.00")
    assert balance(world, "storage").amount > 0  # for taking in


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"sku": "chair"}, "no_such_product"),
        ({"quantity": 0}, "stock_out_of_range"),
        ({"quantity": 2**70}, "stock_out_of_range"),
        ({"quantity": 51}, "not_in_store"),
        ({"to": "DE"}, "no_such_warehouse"),
        ({"to": "XX"}, "no_such_warehouse"),
        ({"lane": "pigeon"}, "no_such_lane"),
        ({"lane": "cn_us_air"}, "no_such_lane"),
        ({"lane": "de_gb_air"}, "no_such_lane"),
        ({"sku": "bulb"}, "freight_without_volume"),
    ],
)
def test_a_transfer_is_refused_with(values: dict[str, Any], code: str) -> None:
    good: dict[str, Any] = {"sku": "lamp", "quantity": 10, "to": "US", "lane": "de_us_air"}
    assert refused(with_warehouse(), "stock.transfer", **{**good, **values}) == code


def test_freight_refuses_dangerous_goods_and_who_cannot_pay() -> None:
    values: dict[str, Any] = {"sku": "lamp", "quantity": 10, "to": "US", "lane": "de_us_air"}
    assert refused(with_warehouse(lamp={"flags": ("flammable",)}), "stock.transfer", **values) == "lane_refuses_goods"
    world = with_warehouse()
    book(world, "spent", None, [("capital", 490_000), ("cash", -490_000)])
    assert refused(world, "stock.transfer", **values) == "not_enough_cash"


def test_a_run_has_so_many_deliveries() -> None:
    world = supplied()
    assert act(world, "stock.reorder", sku="lamp", quantity=10).ok
    world.inbound *= MOST_DELIVERIES
    assert refused(world, "stock.reorder", sku="lamp", quantity=10) == "too_many_deliveries"
