"""Taking a sale back, and goods that come home."""

import pytest

from lab.ledger.books import balance, balances
from lab.ledger.refund import pay_duty, pay_return_postage, refund_sale, take_into_store
from lab.ledger.sale import sale_lines
from lab.world.order import PackedItem
from lab.world.world import World
from tests.builders import KZ_LAMP, act, euro, make_order, make_world


@pytest.fixture
def world() -> World:
    world = make_world()
    make_order(world)
    make_order(world, "o2", KZ_LAMP)
    assert act(world, "order.ship", order="o1", items=[{"sku": "lamp", "quantity": 1}], lane="de_parcel").ok
    return world


def total(world: World) -> int:
    return sum(money.amount for money in balances(world).values())


def test_a_refund_takes_sale_tax_and_fee_back_and_leaves_the_other_order_alone(world: World) -> None:
    refund_sale(world, "o1", "refund")
    assert [balance(world, account, "o1") for account in ("sales", "vat", "fees", "platform:meridian")] == [euro("0.00")] * 4
    assert balance(world, "sales", "o2") == euro("-39.90")
    lines = sale_lines(world, ("o1",))
    # postage and the goods are gone
    assert (lines["revenue"], lines["fees"], lines["profit"]) == (euro("0.00"), euro("0.00"), euro("-16.79"))
    assert world.ledger[-1].kind == "refund"


def test_a_second_refund_changes_nothing(world: World) -> None:
    refund_sale(world, "o1", "refund")
    entries = len(world.ledger)
    refund_sale(world, "o1", "refund")
    assert len(world.ledger) == entries


def test_goods_go_back_into_the_store_at_cost(world: World) -> None:
    take_into_store(world, "o1", (PackedItem("lamp", 1),))
    assert world.shop.stock["lamp"] == 50
    assert balance(world, "goods_sold", "o1") == balance(world, "stock", "o1") == euro("0.00")


def test_postage_back_and_duty_are_paid_in_cash_and_lower_the_profit(world: World) -> None:
    before = sale_lines(world, ("o1",))
    pay_return_postage(world, "o1", euro("4.79"))
    pay_duty(world, "o1", euro("2.00"))
    after = sale_lines(world, ("o1",))
    assert after["shipping"] - before["shipping"] == euro("4.79")
    assert (after["tax"], after["duty"]) == (before["tax"], euro("2.00"))
    assert before["profit"] - after["profit"] == euro("6.79")
    assert total(world) == 0
