"""Check: the worksheet names every kind of cost, and no other."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.profit_fee_lines import ProfitFeeLines as FeeLines
from lab.world.order import PackedItem
from lab.world.world import World
from tests.builders import (
    act,
    earns_nothing,
    euro,
    evidence_of,
    examine,
    make_check,
    make_order,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike

VALUES: dict[str, Any] = {"on": "o1", "expect": ["fees", "shipping", "tax", "goods"]}
RIGHT = {"revenue": "43.80", "fees": "6.57", "shipping": "4.79", "tax": "6.99", "goods": "12.00", "profit": "13.45"}


def handed_in(**changes: str | None) -> World:
    world = make_world()
    make_order(world)
    assert act(world, "order.ship", order="o1", items=(PackedItem("lamp", 1),), lane="de_parcel").ok
    figures = {**RIGHT, **changes}
    world.papers.worksheet = {name: euro(text) for name, text in figures.items() if text is not None}
    return world


def test_every_cost_named_earns_everything_whatever_the_figure() -> None:
    assert share_of(FeeLines, handed_in(fees="1.00"), **VALUES) == 1


@pytest.mark.parametrize(
    ("changes", "share"),
    [
        ({"fees": None}, "3/4"),
        ({"fees": None, "tax": None}, "1/2"),
        ({"fees": "0.00"}, "3/4"),
        ({"duty": "1.00"}, "4/5"),
        ({"duty": "1.00", "ads": "2.00"}, "2/3"),
        ({"duty": "0.00"}, "1"),
        ({"revenue": None, "profit": None}, "1"),
        ({"fees": None, "tax": None, "shipping": None, "goods": None}, "0"),
    ],
)
def test_a_line_left_out_or_superfluous_costs_its_part(changes: dict[str, str | None], share: str) -> None:
    assert share_of(FeeLines, handed_in(**changes), **VALUES) == Fraction(share)


def test_a_line_of_nothing_is_right_where_the_books_have_nothing() -> None:
    values = {**VALUES, "expect": ["fees", "duty"]}
    sheet = {"shipping": None, "tax": None, "goods": None}
    assert share_of(FeeLines, handed_in(duty="0.00", **sheet), **values) == 1
    assert share_of(FeeLines, handed_in(**sheet), **values) == Fraction(1, 2)


def test_the_finding_names_what_is_missing_and_what_is_too_much() -> None:
    finding = examine(FeeLines, handed_in(tax=None, ads="2.00"), **VALUES)
    assert finding.message == "cost_lines_partly_right"
    wrong = {e["line"]: (e["found"], e["expected"]) for e in finding.evidence if e["share"] == "0"}
    assert wrong == {"tax": ("left out", "a figure"), "ads": ("2.00 EUR", "no such line")}


def test_lines_that_there_are_not_are_faults_of_the_file() -> None:
    with pytest.raises(ValueError, match="expect"):
        make_check(FeeLines, expect=["luck"])


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(FeeLines, **VALUES)
    assert examine(FeeLines, make_world(), **VALUES).message == "worksheet_missing"


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(FeeLines, **VALUES)


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(handed_in(duty="1.00")), FeeLines, **VALUES)
