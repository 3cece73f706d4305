"""Sums of a shipment."""

from lab.values.money import Money
from tests.papers.shipments import LAMP, make_shipment


def test_a_line_and_a_shipment_add_up() -> None:
    assert LAMP.value == Money.parse("68.00 EUR")
    shipment = make_shipment()
    assert (shipment.goods_value, shipment.quantity, shipment.net_g) == (Money.parse("113.00 EUR"), 3, 4450)


def test_a_shipment_without_goods_is_worth_nothing() -> None:
    assert make_shipment(goods=()).goods_value == Money(0, "EUR")
