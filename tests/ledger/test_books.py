"""The books always balance."""

import pytest

from lab.ledger.books import all_balances, balance, balances, book
from lab.values.money import Money
from tests.builders import euro, make_world


def test_a_transaction_that_does_not_balance_is_never_written() -> None:
    world = make_world()
    entries = len(world.ledger)
    with pytest.raises(ValueError, match="does not balance"):
        book(world, "sale", None, [("cash", 100), ("sales", -99)])
    assert len(world.ledger) == entries


def test_accounts_with_nothing_on_them_are_left_out() -> None:
    world = make_world()
    entries = len(world.ledger)
    book(world, "nothing", None, [("cash", 0), ("sales", 0)])
    assert len(world.ledger) == entries
    book(world, "sale", "o1", [("cash", 100), ("vat", 0), ("sales", -100)])
    assert [posting.account for posting in world.ledger[-1].postings] == ["cash", "sales"]


def test_a_balance_is_over_everything_or_over_one_order() -> None:
    world = make_world()
    book(world, "sale", "o1", [("cash", 100), ("sales", -100)])
    book(world, "sale", "o2", [("cash", 50), ("sales", -50)])
    assert balance(world, "sales") == euro("-1.50")
    assert balance(world, "sales", "o2") == euro("-0.50")
    assert balance(world, "no such account") == euro("0")


def test_all_balances_stand_in_the_order_of_first_use_and_sum_to_zero() -> None:
    world = make_world()
    # 50 lamps at 12.00 and 200 bulbs at 1.60 make 920.00 of stock.
    assert balances(world) == {"cash": euro("5000.00"), "stock": euro("920.00"), "capital": euro("-5920.00")}
    assert list(balances(world)) == ["cash", "stock", "capital"]


def test_every_currency_has_its_own_balances() -> None:
    world = make_world(stock={})
    book(world, "sale", "o1", [("platform:caravan", 59000), ("exchange", -59000)], "KZT")
    book(world, "sale", "o1", [("exchange", 100), ("sales", -100)])
    assert balance(world, "exchange") == euro("1.00")
    assert balance(world, "exchange", "o1", "KZT") == Money(-59000, "KZT")
    assert balances(world, "KZT") == {"platform:caravan": Money(59000, "KZT"), "exchange": Money(-59000, "KZT")}
    assert "platform:caravan" not in balances(world)
    assert all_balances(world)["sales", "EUR"] == euro("-1.00")
