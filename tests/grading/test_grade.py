"""The grade of a run: exact shares, one rounding at the end."""

from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.grading.check import Check, Finding
from lab.grading.evidence import Evidence
from lab.grading.grade import Grade, grade, moment_of, rounded
from tests.builders import make_world


class Fixed(Check):
    """Earns what its author wrote."""

    name: ClassVar[str] = "test.fixed"
    share: str = "1"

    def examine(self, evidence: Evidence) -> Finding:
        if self.share == "break":
            raise ZeroDivisionError
        return Finding(Fraction(self.share), "fixed", waits_for_person=self.share == "2")


class Clock(Check):
    """Tells at which moment it looks."""

    name: ClassVar[str] = "test.clock"

    def examine(self, evidence: Evidence) -> Finding:
        return Finding(Fraction(0), "now", {"now": evidence.moment})


def check(check_id: str, share: str = "1", points: int = 10, needs: Sequence[str] = ()) -> Fixed:
    return Fixed.model_validate({"id": check_id, "check": "test.fixed", "task": "t", "points": points, "share": share, "needs": needs})


def graded(*checks: Check, rounding: str = "1/100") -> Grade:
    result, _ = grade(
        start=make_world(), deeds=[], checks=checks, due={"t": 60}, facts={}, marks={}, rounding=Fraction(rounding),
        wake=lambda world, deeds: None,
    )  # fmt: skip
    return result


def statuses(*checks: Check) -> dict[str, str]:
    return {result.id: result.status for result in graded(*checks).checks}


def test_points_are_shares_of_points_added_exactly_and_rounded_once() -> None:
    # 1/3 + 1/3 + 1/3 of one point is one point; rounding each first would give 0.99.
    assert graded(*(check(name, "1/3", points=1) for name in "abc")).points == "1.00"
    assert graded(check("a", "1/3", points=1)).points == "0.33"
    assert graded(check("a", "1/2", points=5), check("b", "2/3", points=5)).max_points == 10


@pytest.mark.parametrize(
    ("value", "step", "text"),
    [("5/2", "1/2", "2.5"), ("9/4", "1/2", "2.5"), ("11/5", "1/5", "2.2"), ("5/2", "1", "3"), ("1/8", "1/100", "0.13"), ("0", "1/100", "0.00"), ("97", "1/10", "97.0")],
)
def test_a_total_is_rounded_half_up_to_its_step(value: str, step: str, text: str) -> None:
    assert rounded(Fraction(value), Fraction(step)) == text


@given(st.fractions(0, 1000), st.sampled_from(["1", "1/2", "1/5", "1/10", "1/100"]))
def test_rounding_moves_a_total_by_at_most_half_a_step(value: Fraction, step: str) -> None:
    assert abs(Fraction(rounded(value, Fraction(step))) - value) <= Fraction(step) / 2


def test_a_share_gives_pass_partial_or_fail() -> None:
    assert statuses(check("a", "1"), check("b", "1/9"), check("c", "0")) == {"a": "pass", "b": "partial", "c": "fail"}


def test_a_check_whose_gate_earned_nothing_is_not_reached() -> None:
    assert statuses(check("gate", "0"), check("a", needs=["gate"]))["a"] == "not_reached"
    assert statuses(check("gate", "1/9"), check("a", needs=["gate"]))["a"] == "pass"


def test_a_gate_may_stand_below_what_needs_it_and_results_keep_the_order_of_the_file() -> None:
    found = statuses(check("a", needs=["b"]), check("b", needs=["c"]), check("c"))
    assert list(found.items()) == [("a", "pass"), ("b", "pass"), ("c", "pass")]
    assert statuses(check("a", needs=["b"]), check("b", needs=["c"]), check("c", "0")) == {"a": "not_reached", "b": "not_reached", "c": "fail"}


def test_needs_that_go_round_are_never_reached() -> None:
    assert set(statuses(check("a", needs=["b"]), check("b", needs=["a"])).values()) == {"not_reached"}


def test_a_check_that_breaks_withholds_the_total_and_earns_nothing() -> None:
    result = graded(check("a", "break"), check("b"))
    assert result.withheld
    assert [(r.status, r.fraction) for r in result.checks] == [("error", "0"), ("pass", "1")]
    assert not graded(check("b")).withheld


def test_points_that_wait_for_a_person_are_counted_apart() -> None:
    result = graded(check("a", "2", points=3), check("b", points=7))
    assert (result.points, result.waiting_points, result.max_points) == ("7.00", 3, 10)
    assert result.checks[0].status == "waiting"


def test_a_check_looks_at_its_own_moment_else_by_else_its_tasks_due_time() -> None:
    def clock(**values: str) -> Clock:
        return Clock.model_validate({"id": "a", "check": "test.clock", "task": "t", "points": 1, **values})

    assert [moment_of(c, {"t": 60}) for c in (clock(), clock(by="+2h"), clock(by="+2h", at="+3h"))] == [60, 120, 180]
    assert graded(clock(at="+3h")).checks[0].args == {"now": 180}
