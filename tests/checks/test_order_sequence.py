"""Check: the steps about an order were taken in the right order."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.order_sequence import OrderSequence as Sequence
from lab.world.order import PackedItem
from tests.builders import earns_nothing, euro, make_check, make_order, make_thread, make_world, survives_hostile_text
from tests.checks.journal import Journal, reads_alike

VALUES: dict[str, Any] = {"on": "o1", "steps_in_order": ["acknowledge", "reply", "ship"]}
SHIP: dict[str, Any] = {"order": "o1", "items": (PackedItem("lamp", 1),), "lane": "de_parcel"}
TEXT = "Ihre Lampe geht heute auf den Weg."


def journal() -> Journal:
    """An order of minute 0, whose buyer writes at minute 30."""
    world = make_world()
    make_order(world, "o1")
    make_thread(world, "q1", at=30, order="o1")
    return Journal(world)


def test_steps_in_order_earn_everything() -> None:
    done = journal()
    assert done.act("order.acknowledge", 40, order="o1")
    assert done.act("message.reply", 50, thread="q1", text=TEXT)
    assert done.act("order.ship", 60, **SHIP)
    finding = done.examine(Sequence, **VALUES)
    assert (finding.fraction, finding.message) == (1, "steps_in_order")
    assert finding.evidence[1]["ref"] == "action:3"


def test_two_steps_exchanged_cost_their_pair() -> None:
    done = journal()
    done.act("order.acknowledge", 40, order="o1")
    done.act("order.ship", 50, **SHIP)
    done.act("message.reply", 60, thread="q1", text=TEXT)
    finding = done.examine(Sequence, **VALUES)
    assert (finding.fraction, finding.message) == (Fraction(1, 2), "steps_partly_in_order")
    assert finding.evidence[1]["found"] == "the other way round"


def test_in_one_minute_the_journal_decides() -> None:
    done = journal()
    done.act("order.ship", 50, **SHIP)
    done.act("message.reply", 50, thread="q1", text=TEXT)
    assert done.examine(Sequence, on="o1", steps_in_order=["reply", "ship"]).fraction == 0
    assert done.examine(Sequence, on="o1", steps_in_order=["ship", "reply"]).fraction == 1


def test_a_step_that_was_not_taken_costs_both_its_pairs_and_a_refused_one_was_not_taken() -> None:
    done = journal()
    done.act("message.reply", 50, thread="q1", text=TEXT)
    done.act("order.ship", 60, **SHIP)
    assert not done.act("order.acknowledge", 70, order="o1")
    finding = done.examine(Sequence, **VALUES)
    assert finding.fraction == Fraction(1, 2)
    assert (finding.evidence[0]["found"], finding.evidence[0]["claim"]) == ("not done", "acknowledge")


def test_a_later_reply_still_comes_after_a_refund_though_there_was_one_before() -> None:
    done = journal()
    done.act("message.reply", 50, thread="q1", text=TEXT)
    done.act("order.refund", 60, order="o1", amount=euro("5.00"))
    refund_then_reply = {"on": "o1", "steps_in_order": ["refund", "reply"]}
    assert done.examine(Sequence, **refund_then_reply).fraction == 0
    done.act("message.reply", 70, thread="q1", text=TEXT)
    assert done.examine(Sequence, **refund_then_reply).fraction == 1


def test_what_comes_by_itself_is_a_step_too() -> None:
    done = journal()
    done.act("message.reply", 30, thread="q1", text=TEXT)
    assert done.examine(Sequence, on="o1", steps_in_order=["purchase", "message", "reply"]).fraction == 1
    assert done.examine(Sequence, on="o1", steps_in_order=["reply", "message"]).fraction == 0
    assert done.examine(Sequence, on="o1", steps_in_order=["reply", "delivery"]).fraction == 0


def test_a_box_for_two_orders_ships_both() -> None:
    done = journal()
    make_order(done.world, "o2", at=35)
    done.act("order.acknowledge", 40, order="o2")
    done.act("order.ship", 50, **SHIP, together=("o2",))
    assert done.examine(Sequence, on="o2", steps_in_order=["acknowledge", "ship"]).fraction == 1


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        (["ship", "reply", "ship"], "each step can stand there once"),
        (["purchase", "delivery"], "something that the shop does"),
    ],
)
def test_a_row_of_steps_must_make_sense(steps: list[str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make_check(Sequence, on="o1", steps_in_order=steps)


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Sequence, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Sequence, **VALUES)


def test_a_second_run_gives_the_same_bytes() -> None:
    done = journal()
    done.act("order.ship", 50, **SHIP)
    done.act("message.reply", 60, thread="q1", text=TEXT)
    assert reads_alike(done.evidence(), Sequence, **VALUES)
