"""Check: goods were bought from the supplier in time."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.stock_reorder_placed import StockReorderPlaced as Reorder
from lab.values.moment import DAY, HOUR
from tests.builders import (
    earns_nothing,
    examine,
    make_check,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import Journal, reads_alike

VALUES: dict[str, Any] = {"sku": "lamp", "qty": "40"}
STEPS = [{"by": "+1d", "give": "1"}, {"by": "+3d", "give": "1/2"}]


def bought(*orders: tuple[int, int], sku: str = "lamp") -> Journal:
    """Purchases as pairs of moment and quantity."""
    journal = Journal(make_world())
    for at, quantity in orders:
        assert journal.act("stock.reorder", at, sku=sku, quantity=quantity)
    return journal


def test_a_purchase_of_enough_pieces_earns_everything() -> None:
    finding = bought((HOUR, 40)).examine(Reorder, **VALUES)
    assert (finding.fraction, finding.message) == (1, "reorder_placed")
    assert finding.evidence[1]["ref"] == "action:1"


def test_several_purchases_count_together_and_too_few_pieces_are_none() -> None:
    assert bought((0, 20), (HOUR, 20)).examine(Reorder, **VALUES).fraction == 1
    finding = bought((0, 39)).examine(Reorder, **VALUES)
    assert (finding.fraction, finding.message) == (0, "reorder_missing")
    assert (finding.evidence[0]["found"], finding.evidence[0]["expected"]) == (39, "≥ 40")


def test_another_product_does_not_count() -> None:
    assert bought((0, 40), sku="bulb").examine(Reorder, **VALUES).fraction == 0


@pytest.mark.parametrize(
    ("at", "share", "message"),
    [
        (DAY, "1", "reorder_placed"),
        (DAY + 1, "1/2", "reorder_late"),
        (3 * DAY, "1/2", "reorder_late"),
        (3 * DAY + 1, "0", "reorder_late"),
    ],
)
def test_the_first_step_that_was_kept_counts(at: int, share: str, message: str) -> None:
    finding = bought((at, 40)).examine(Reorder, **VALUES, steps=STEPS)
    assert (finding.fraction, finding.message) == (Fraction(share), message)


def test_the_moment_is_that_when_there_were_enough() -> None:
    assert bought((0, 20), (2 * DAY, 20)).examine(Reorder, **VALUES, steps=STEPS).fraction == Fraction(1, 2)


def test_a_reorder_that_was_dropped_or_refused_earns_nothing() -> None:
    journal = Journal(make_world(stock={}))
    assert not journal.act("stock.reorder", 0, sku="lamp", quantity=90_000)
    assert journal.examine(Reorder, **VALUES).message == "reorder_missing"
    assert share_of(Reorder, make_world(), **VALUES) == 0


def test_steps_out_of_order_are_a_fault_of_the_file() -> None:
    with pytest.raises(ValueError, match="from the earliest moment"):
        make_check(Reorder, **VALUES, steps=STEPS[::-1])


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Reorder, **VALUES)
    assert examine(Reorder, make_world(), **VALUES).fraction == 0


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Reorder, **VALUES)


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(bought((0, 20), (HOUR, 30)).evidence(), Reorder, **VALUES, steps=STEPS)
