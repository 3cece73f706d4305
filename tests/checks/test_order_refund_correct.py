"""Check: buyers got back what was due to them, for the right reason, in time."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.order_refund_correct import OrderRefundCorrect as Refund
from lab.ledger.refund import give_back
from tests.builders import earns_nothing, euro, make_check, make_order, make_thread, make_world, survives_hostile_text
from tests.checks.journal import Journal, reads_alike

VALUES: dict[str, Any] = {"on": "o1", "amount": {"o1": "all"}, "reason": ["damaged", "not_arrived"]}
TOTAL, GOODS = "83.70", "79.80"


def journal() -> Journal:
    """Two lamps at 39.90 and 3.90 for shipping; the buyer writes at minute 30."""
    world = make_world()
    make_order(world, "o1", quantity=2)
    make_thread(world, "q1", at=30, order="o1")
    return Journal(world)


def paid(amount: str, reason: str = "damaged", at: int = 60) -> Journal:
    done = journal()
    assert done.act("order.refund", at, order="o1", amount=euro(amount), reason=reason)
    return done


@pytest.mark.parametrize(
    ("due", "amount"),
    [
        ("all", TOTAL), ("goods", GOODS), ("shipping", "3.90"), ("item:lamp:1", "39.90"),
        ("item:lamp:1+shipping", "43.80"), ("goods + shipping", TOTAL), ("5.00 EUR", "5.00"),
    ],
)  # fmt: skip
def test_the_amount_due_for_the_right_reason_earns_everything(due: str, amount: str) -> None:
    finding = paid(amount).examine(Refund, **{**VALUES, "amount": {"o1": due}})
    assert (finding.fraction, finding.message) == (1, "refund_right")
    assert finding.evidence[0]["ref"] == "action:1"


def test_leaving_the_shipping_out_costs_the_amount() -> None:
    finding = paid(GOODS).examine(Refund, **VALUES)
    assert (finding.fraction, finding.message) == (Fraction(1, 2), "refund_partly_right")
    assert (finding.evidence[0]["found"], finding.evidence[0]["expected"]) == (f"{GOODS} EUR", f"{TOTAL} EUR")


def test_another_reason_costs_its_part() -> None:
    finding = paid(TOTAL, "goodwill").examine(Refund, **VALUES)
    assert finding.fraction == Fraction(1, 2)
    assert (finding.evidence[1]["rule"], finding.evidence[1]["found"]) == ("reason", "goodwill")


def test_time_runs_from_the_buyers_letter_and_the_last_minute_is_in_time() -> None:
    assert paid(TOTAL, at=30 + 24 * 60).examine(Refund, **VALUES, within="24h").fraction == 1
    assert paid(TOTAL, at=31 + 24 * 60).examine(Refund, **VALUES, within="24h").fraction == Fraction(2, 3)


def test_time_may_run_from_another_event_and_without_it_nothing_asked_for_money() -> None:
    done = paid(TOTAL, at=24 * 60)
    assert done.examine(Refund, **VALUES, within="24h", since="purchase").fraction == 1
    finding = done.examine(Refund, **VALUES, within="24h", since="claim")
    assert (finding.fraction, finding.evidence[2]["found"]) == (Fraction(2, 3), "nothing asked for it")


def test_a_token_refund_earns_nothing_for_its_reason() -> None:
    assert paid("1.00").examine(Refund, **VALUES, within="24h").fraction == 0
    assert paid(TOTAL).examine(Refund, **{**VALUES, "amount": {"o1": "shipping"}}).fraction == 0


def test_several_refunds_add_up_and_each_reason_counts() -> None:
    done = paid(GOODS)
    done.act("order.refund", 70, order="o1", amount=euro("3.90"), reason="not_arrived")
    assert done.examine(Refund, **VALUES).fraction == 1
    assert done.examine(Refund, **{**VALUES, "reason": ["damaged"]}).fraction == Fraction(1, 2)


def test_what_the_platform_gave_back_earns_nothing_and_is_due_no_more() -> None:
    done = journal()
    give_back(done.world, done.world.orders["o1"], euro("43.80"), "claim", "platform")
    assert [e["found"] for e in done.examine(Refund, **VALUES).evidence] == ["no refund", "no refund"]
    done.act("order.refund", 60, order="o1", amount=euro("39.90"), reason="damaged")
    assert done.examine(Refund, **VALUES).fraction == 1


def test_an_amount_in_another_currency_is_never_right() -> None:
    assert paid("5.00").examine(Refund, **{**VALUES, "amount": {"o1": "5.00 USD"}}).fraction == 0


@pytest.mark.parametrize("due", ["", "everything", "item:lamp", "item:lamp:0", "5 euro", "5.001 EUR", "all+shipping"])
def test_an_amount_that_cannot_be_read_is_a_fault_of_the_file(due: str) -> None:
    with pytest.raises(ValueError, match=r"what is due is written|as an amount"):
        make_check(Refund, **{**VALUES, "amount": {"o1": due}})


def test_every_order_named_must_have_its_amount() -> None:
    with pytest.raises(ValueError, match="must speak of exactly what 'on' names"):
        make_check(Refund, **{**VALUES, "on": ["o1", "o2"]})


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Refund, **VALUES, within="24h")


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Refund, **VALUES)


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(paid(GOODS).evidence(), Refund, **VALUES, within="24h")
