"""Check: the student's own figures agree with the books."""

from fractions import Fraction
from typing import Any

from lab.checks.profit_worksheet_matches import ProfitWorksheetMatches as Worksheet
from lab.values.money import Money
from lab.world.order import PackedItem
from lab.world.world import World
from tests.builders import act, earns_nothing, euro, examine, make_order, make_world, share_of, survives_hostile_text

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


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Worksheet, **VALUES)
    assert examine(Worksheet, sold_and_sent(), **VALUES).message == "worksheet_missing"


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Worksheet, **VALUES)
