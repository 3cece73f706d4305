"""Check: something was done often enough."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.event_count import EventCount as Count
from lab.grading.check import Finding
from tests.builders import earns_nothing, make_check, make_world, survives_hostile_text
from tests.checks.journal import Journal, reads_alike
from tests.checks.spoils import changes_noticed

WHERE = {"action": "stock.reorder", "sku": "lamp"}
STEPS = [{"count": "3", "give": "1"}, {"count": "1", "give": "1/2"}]


def bought(times: int) -> Journal:
    journal = Journal(make_world())
    for number in range(times):
        assert journal.act("stock.reorder", 10 * number, sku="lamp", quantity=5)
    assert journal.act("stock.reorder", 900, sku="bulb", quantity=5)
    assert not journal.act("stock.reorder", 901, sku="lamp", quantity=0)
    return journal


def found(times: int, **values: Any) -> Finding:
    return bought(times).examine(Count, where=WHERE, **values)


@pytest.mark.parametrize(("times", "share"), [(0, "0"), (1, "1/2"), (2, "1/2"), (3, "1"), (4, "1")])
def test_the_first_step_reached_counts(times: int, share: str) -> None:
    assert found(times, steps=STEPS).fraction == Fraction(share)


@pytest.mark.parametrize(("times", "share"), [(0, 0), (1, 0), (2, 1), (3, 1), (4, 0)])
def test_between_least_and_most_everything_is_earned(times: int, share: int) -> None:
    finding = found(times, min=2, max=3)
    assert (finding.fraction, finding.args) == (share, {"found": times, "wanted": "2–3"})


def test_too_often_earns_nothing_of_steps_either() -> None:
    assert found(4, steps=STEPS, max=3).fraction == 0


def test_refused_attempts_and_those_before_a_moment_can_be_meant() -> None:
    journal = bought(3)
    assert journal.examine(Count, where={**WHERE, "outcome": "refused"}).args["found"] == 1
    assert journal.examine(Count, where=WHERE, since="+15m").args["found"] == 1


def test_the_evidence_names_the_actions() -> None:
    finding = found(2)
    assert [one["ref"] for one in finding.evidence] == ["action:1", "action:2"]
    assert found(0).evidence[0]["found"] == "not done"


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"steps": STEPS, "min": "2"}, "either 'steps' or 'min'"),
        ({"min": "3", "max": "2"}, "'max' must not be below 'min'"),
        ({"steps": STEPS[::-1]}, "highest count"),
    ],
)
def test_limits_that_make_no_sense_are_refused(values: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        make_check(Count, where=WHERE, **values)


def test_the_built_in_change_is_noticed() -> None:
    steps = [(at, "stock.reorder", {"sku": "lamp", "quantity": 5}) for at in (10, 20, 30)]
    assert changes_noticed(Count, make_world(), steps, where=WHERE, steps=STEPS) == ["the actions left out"]


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Count, where=WHERE)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Count, where={"action": "message.reply", "text": "(\u202e"})


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(bought(3).evidence(), Count, where=WHERE)
