"""Giving money back, and goods that come home."""

from dataclasses import replace
from fractions import Fraction

import pytest

from lab.ledger.books import all_balances, balance
from lab.ledger.refund import give_back, give_back_all, pay_duty, pay_return_postage
from lab.ledger.sale import sale_lines
from lab.ledger.store import take_back
from lab.values.money import Money
from lab.world.order import Order, PackedItem, Parcel
from lab.world.world import World
from tests.builders import euro, make_world
from tests.ledger.foreign import foreign_world, midnight, sold

ACCOUNTS = ("sales", "vat", "fees", "platform:meridian")


@pytest.fixture
def world() -> World:
    """One order at 43.80 at home: VAT 6.99, fee 6.57 of which the platform keeps a fifth when it is refunded."""
    world = make_world()
    sold(world, "o1", euro("39.90"), charge=390)
    return world


def standing(world: World, order: str = "o1") -> list[str]:
    return [str(balance(world, account, order)) for account in ACCOUNTS]


def test_a_full_refund_leaves_no_sale_and_no_tax_and_the_part_of_the_fee_that_the_platform_keeps(world: World) -> None:
    sold(world, "o2", euro("10.00"))
    order = world.orders["o1"]
    world.now = 60
    give_back_all(world, order, "not_arrived", "platform")
    # 80 % of 6.57 is 5.256
    assert standing(world) == ["0.00 EUR", "0.00 EUR", "1.31 EUR", "-1.31 EUR"]
    assert (order.owed, order.owed_home) == (-131, -131)
    assert (order.refunded_at, order.refundable) == (60, euro("0.00"))
    assert [(found.at, found.amount, found.reason, found.by) for found in order.refunds] == [
        (60, euro("43.80"), "not_arrived", "platform")
    ]
    assert world.ledger[-1].kind == "refund"
    assert balance(world, "sales", "o2") == euro("-8.40")


def test_an_order_called_off_is_as_if_it_had_never_been(world: World) -> None:
    give_back_all(world, world.orders["o1"], "cancellation", "shop")
    assert standing(world) == ["0.00 EUR"] * 4
    entry = world.ledger[-1]
    assert (entry.kind, entry.currency) == ("cancellation", "EUR")
    assert [(posting.account, posting.amount) for posting in entry.postings] == [
        ("platform:meridian", -3723), ("sales", 3681), ("vat", 699), ("fees", -657),
    ]  # fmt: skip


def test_a_part_takes_sale_tax_and_fee_back_in_proportion(world: World) -> None:
    order = world.orders["o1"]
    give_back(world, order, euro("10.95"), "damaged", "shop")  # a quarter
    # VAT 1.7475, fee 1.314 of which 80 % is counted: 6.57 x 0.8 / 4 = 1.314
    assert [(posting.account, posting.amount) for posting in world.ledger[-1].postings] == [
        ("platform:meridian", 131 - 1095), ("sales", 920), ("vat", 175), ("fees", -131),
    ]  # fmt: skip
    assert (order.refunded, order.refundable, order.refunded_at) == (euro("10.95"), euro("32.85"), None)
    assert (order.owed, order.owed_home) == (3723 - 1095 + 131, 3723 - 1095 + 131)


def test_the_last_of_many_parts_takes_what_rounding_has_left(world: World) -> None:
    order = world.orders["o1"]
    for _ in range(3):
        give_back(world, order, euro("0.01"), "goodwill", "shop")
    give_back(world, order, euro("14.60"), "goodwill", "shop")
    give_back_all(world, order, "return", "shop")
    assert standing(world) == ["0.00 EUR", "0.00 EUR", "1.31 EUR", "-1.31 EUR"]


def test_a_platform_that_keeps_nothing_gives_the_whole_fee_back() -> None:
    plain = make_world()
    meridian = replace(plain.setting.platforms["meridian"], refund_fee_kept=Fraction(0))
    world = make_world(platforms={**plain.setting.platforms, "meridian": meridian})
    give_back_all(world, sold(world, "o1", euro("39.90"), charge=390), "return", "shop")
    assert standing(world) == ["0.00 EUR"] * 4


def test_no_more_than_was_paid_is_given_back(world: World) -> None:
    order = world.orders["o1"]
    entries = len(world.ledger)
    for amount in (euro("43.81"), euro("0.00"), euro("-1.00"), Money(100, "KZT")):
        with pytest.raises(ValueError, match="cannot"):
            give_back(world, order, amount, "goodwill", "shop")
    assert len(world.ledger) == entries and not order.refunds
    give_back_all(world, order, "return", "shop")
    entries = len(world.ledger)
    give_back_all(world, order, "return", "shop")
    assert len(world.ledger) == entries and len(order.refunds) == 1


def test_an_order_whose_sale_was_never_booked_has_nothing_to_give_back(world: World) -> None:
    world.ledger.clear()
    order: Order = world.orders["o1"]
    give_back_all(world, order, "cancellation", "buyer")
    assert (world.ledger, order.refunds) == ([], [])
    with pytest.raises(ValueError, match="not on the books"):
        give_back(world, order, euro("1.00"), "goodwill", "shop")


def test_a_sale_is_found_however_the_clock_of_a_test_has_gone(world: World) -> None:
    late = sold(world, "o2", euro("10.00"), at=5000)
    early = sold(world, "o3", euro("20.00"), at=100)
    for order in (late, early):
        give_back_all(world, order, "cancellation", "shop")
        assert standing(world, order.id) == ["0.00 EUR"] * 4


def test_abroad_the_rate_of_the_sale_counts_so_that_a_refund_is_no_gain_and_no_loss() -> None:
    world = foreign_world({0: 590, 5: 700})
    order = sold(world)  # 23,600.00 KZT are 40.00 EUR; fee 8 %: 1,888.00 and 3.20
    assert (order.owed, order.owed_home) == (2_171_200, 3680)
    world.now = midnight(5)
    give_back(world, order, Money(1_180_000, "KZT"), "price", "shop")
    assert (order.owed, order.owed_home) == (1_085_600, 1840)
    give_back_all(world, order, "cancellation", "shop")
    assert (order.owed, order.owed_home) == (0, 0)
    assert {place: money.amount for place, money in all_balances(world).items() if place[0] in ("exchange", "sales", "vat", "fees")} == {
        ("exchange", "KZT"): 0, ("exchange", "EUR"): 0, ("sales", "EUR"): 0, ("fees", "EUR"): 0,
    }  # fmt: skip


def test_goods_go_back_into_the_store_at_cost(world: World) -> None:
    take_back(world, "o1", Parcel("de_parcel", "", (PackedItem("lamp", 1),), (), None, euro("4.79"), 0, 0, cost=1200))
    assert world.shop.stock["lamp"] == 51
    assert (balance(world, "goods_sold", "o1"), balance(world, "stock", "o1")) == (euro("-12.00"), euro("12.00"))


def test_postage_back_and_duty_are_paid_in_cash_and_lower_the_profit(world: World) -> None:
    before = sale_lines(world, ("o1",))
    pay_return_postage(world, "o1", euro("4.79"))
    pay_duty(world, "o1", euro("2.00"))
    after = sale_lines(world, ("o1",))
    assert after["shipping"] - before["shipping"] == euro("4.79")
    assert (after["tax"], after["duty"]) == (before["tax"], euro("2.00"))
    assert before["profit"] - after["profit"] == euro("6.79")
    assert sum(money.amount for money in all_balances(world).values()) == 0
