"""Check: the student's own figures agree with the books."""

from fractions import Fraction
from typing import Any, get_args

import pytest

from lab.checks.profit_worksheet_matches import Line, carried
from lab.checks.profit_worksheet_matches import ProfitWorksheetMatches as Worksheet
from lab.ledger.books import book
from lab.ledger.sale import spend
from lab.ledger.worksheet import LINES, book_lines
from lab.values.money import Money
from lab.world.order import PackedItem
from lab.world.world import World
from tests.builders import (
    act,
    earns_nothing,
    euro,
    evidence_of,
    examine,
    make_order,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike

VALUES: dict[str, Any] = {"on": "o1", "lines": ["revenue", "fees", "shipping", "tax", "profit"], "tolerance": "0.05 EUR"}
# The books of the order (tests/ledger/test_sale.py); the goods cost 12.00.
RIGHT = {"revenue": "43.80", "fees": "6.57", "shipping": "4.79", "tax": "6.99", "profit": "13.45"}


def sold_and_sent() -> World:
    world = make_world()
    make_order(world)
    assert act(world, "order.ship", order="o1", items=(PackedItem("lamp", 1),), lane="de_parcel").ok
    return world


def share(changes: dict[str, str], leave_out: str = "", **values: Any) -> Fraction:
    world = sold_and_sent()
    figures = {name: text for name, text in {**RIGHT, **changes}.items() if name != leave_out}
    world.papers.worksheet = {name: euro(text) for name, text in figures.items()}
    return share_of(Worksheet, world, **{**VALUES, **values})


def test_right_figures_earn_everything_to_the_tolerance() -> None:
    assert share({}) == 1
    assert share({"fees": "6.62", "profit": "13.40"}) == 1
    assert share({"tax": "7.05", "profit": "13.39"}) == Fraction(4, 5)


def test_one_slip_is_paid_for_once() -> None:
    assert share({"fees": "0.00", "profit": "20.02"}) == Fraction(4, 5)  # 43.80 - 0 - 4.79 - 6.99 - 12.00
    assert share({"fees": "0.00", "profit": "13.45"}) == Fraction(3, 5)  # own lines do not lead to this profit


def test_without_carrying_the_profit_is_held_against_the_books() -> None:
    assert share({"fees": "0.00", "profit": "13.45"}, carry="false") == Fraction(4, 5)


def test_a_line_left_out_costs_its_part() -> None:
    assert share({"profit": "20.02"}, leave_out="fees") == Fraction(4, 5)
    assert share({}, leave_out="profit") == Fraction(4, 5)


def test_the_finding_shows_own_figure_and_books() -> None:
    world = sold_and_sent()
    world.papers.worksheet = {"fees": Money(0, "EUR")}
    shown = examine(Worksheet, world, **{**VALUES, "lines": ["fees", "tax"]}).evidence
    assert [(e["found"], e["books"]) for e in shown] == [("0.00 EUR", "6.57 EUR"), ("left out", "6.99 EUR")]


def test_every_line_that_a_worksheet_may_have_can_be_asked_for() -> None:
    assert set(get_args(Line)) == set(LINES)
    figures = {"goods": "12.00", "duty": "0.00", "refunds": "0.00", "ads": "0.00", "exchange": "0.00"}
    assert share(figures, lines=list(LINES)) == 1
    assert share({**figures, "goods": "13.00"}, lines=list(LINES)) == Fraction(8, 10)  # profit does not follow
    assert share({**figures, "goods": "13.00", "profit": "12.45"}, lines=list(LINES)) == Fraction(9, 10)


@pytest.mark.parametrize("profit", ["13.45", "25.45"])
def test_goods_left_out_cost_one_line_whether_profit_has_them_or_not(profit: str) -> None:
    assert share({"profit": profit}, lines=["goods", "profit"]) == Fraction(1, 2)


def test_goods_that_nobody_asks_for_are_those_of_the_books_unless_given() -> None:
    assert share({"profit": "25.45"}, lines=["profit"]) == 0
    assert share({"goods": "13.00", "profit": "12.45"}, lines=["profit"]) == 1


def whole_shop(**figures: str) -> World:
    """The sale with advertising, storage and a gain of exchange besides."""
    world = sold_and_sent()
    book(world, "ads", None, [("ads", 200), ("platform:meridian", -200)])
    spend(world, "storage", None, "storage", euro("0.30"))
    book(world, "exchange_result", None, [("cash", 50), ("exchange_result", -50)])
    world.papers.worksheet = {name: euro(text) for name, text in {**RIGHT, **figures}.items()}
    return world


def test_without_orders_the_whole_shop_counts() -> None:
    values = {**VALUES, "on": [], "lines": ["ads", "exchange", "profit"]}
    right = {"ads": "2.00", "exchange": "0.50", "profit": "11.65"}
    assert share_of(Worksheet, whole_shop(**right), **values) == 1
    assert share_of(Worksheet, whole_shop(**{**right, "profit": "13.45"}), **values) == Fraction(2, 3)
    assert share_of(Worksheet, whole_shop(**{**right, "ads": "3.00", "profit": "10.65"}), **values) == Fraction(2, 3)


def test_what_has_no_line_of_its_own_stays_in_a_carried_profit() -> None:
    world = whole_shop()
    books = book_lines(world)
    assert carried(books, books) == books["profit"] == euro("11.65")
    assert carried({}, books) == euro("-13.80")  # goods, ads and storage, and the gain of exchange
    assert carried({}, books, left_out=LINES) == euro("-0.30")


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(whole_shop(goods="13.00")), Worksheet, **{**VALUES, "lines": list(LINES)})


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Worksheet, **VALUES)
    assert examine(Worksheet, sold_and_sent(), **VALUES).message == "worksheet_missing"


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Worksheet, **VALUES)
