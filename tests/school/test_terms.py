"""Dates and limits that hold for one student, and what late work counts."""

from datetime import UTC, datetime, timedelta

import pytest

from lab.school.models import Assignment, Extra
from lab.school.terms import FULL, LateStep, Terms, counted, late_steps, terms_of

OPEN = datetime(2026, 3, 2, 8, tzinfo=UTC)
DUE = OPEN + timedelta(days=7)
DAY = timedelta(days=1)
STEPS = [{"until": (DUE + 2 * DAY).isoformat(), "credit": 500}, {"until": (DUE + DAY).isoformat(), "credit": 800}]


def assignment(**fields: object) -> Assignment:
    given = {"opens_at": OPEN, "due_at": DUE, "late": STEPS, "closes_at": None, "attempts": 2, "minutes": None, **fields}
    return Assignment(**given)


def extra(**fields: object) -> Extra:
    return Extra(**{"due_at": None, "closes_at": None, "attempts": 0, "minutes": 0, **fields})


def test_steps_are_taken_in_the_order_of_time() -> None:
    assert late_steps(STEPS) == (LateStep(DUE + DAY, 800), LateStep(DUE + 2 * DAY, 500))
    assert late_steps(None) == ()


@pytest.mark.parametrize(
    ("after", "credit"),
    [(timedelta(0), FULL), (timedelta(seconds=1), 800), (DAY, 800), (DAY + timedelta(seconds=1), 500), (2 * DAY, 500), (3 * DAY, 0)],
)
def test_credit_falls_step_by_step_and_a_moment_belongs_to_the_step_that_ends_with_it(after: timedelta, credit: int) -> None:
    assert terms_of(assignment(), None).credit_at(DUE + after) == credit


def test_without_steps_everything_counts_in_full_for_nothing_can_be_done_after_the_due_date() -> None:
    terms = terms_of(assignment(late=None), None)
    assert terms.credit_at(DUE + 9 * DAY) == FULL
    assert terms.closes_at == terms.ends_at(OPEN) == DUE
    assert terms_of(assignment(late=None, due_at=None), None).ends_at(OPEN) is None


def test_work_closes_with_the_last_step_or_when_the_assignment_says() -> None:
    assert terms_of(assignment(), None).closes_at == DUE + 2 * DAY
    assert terms_of(assignment(closes_at=DUE + 5 * DAY), None).closes_at == DUE + 5 * DAY


def test_a_later_due_date_moves_steps_and_closing_along_for_this_student() -> None:
    terms = terms_of(assignment(closes_at=DUE + 5 * DAY), extra(due_at=DUE + 3 * DAY))
    assert terms.due_at == DUE + 3 * DAY
    assert [step.until - DUE for step in terms.late] == [4 * DAY, 5 * DAY]
    assert terms.closes_at == DUE + 8 * DAY
    assert terms.credit_at(DUE + 3 * DAY) == FULL


def test_an_own_closing_wins_and_more_attempts_and_minutes_are_added() -> None:
    terms = terms_of(assignment(late=None, minutes=60), extra(closes_at=DUE + DAY, attempts=1, minutes=15))
    assert (terms.closes_at, terms.attempts, terms.minutes) == (DUE + DAY, 3, 75)
    assert terms.ends_at(OPEN) == OPEN + timedelta(minutes=75)
    assert terms.ends_at(DUE + DAY - timedelta(minutes=10)) == DUE + DAY


def test_minutes_that_nobody_limits_are_not_limited_by_what_is_granted() -> None:
    assert terms_of(assignment(), extra(minutes=15)).minutes is None


@pytest.mark.parametrize(
    ("points", "credit", "text"),
    [("80.00", 800, "64.00"), ("80.5", FULL, "80.5"), ("0.00", 500, "0.00"), ("33.33", 500, "16.67"), ("0.01", 500, "0.01"), ("99.99", 0, "0.00")],
)
def test_points_that_count_are_rounded_half_up_to_two_digits(points: str, credit: int, text: str) -> None:
    assert counted(points, credit) == text


def test_terms_hold_without_a_due_date() -> None:
    assert Terms(OPEN, None, (), None, 1, None).credit_at(OPEN) == FULL


def test_what_was_granted_is_never_less_than_what_holds_for_everybody_since() -> None:
    own = extra(due_at=DUE + DAY, closes_at=DUE + 2 * DAY)
    put_off = terms_of(assignment(late=None, due_at=DUE + 5 * DAY), own)
    assert (put_off.due_at, put_off.closes_at) == (DUE + 5 * DAY, DUE + 5 * DAY)
    open_end = terms_of(assignment(late=None, due_at=None), own)
    assert (open_end.due_at, open_end.closes_at) == (None, None)
    assert terms_of(assignment(late=None), own).closes_at == DUE + 2 * DAY
    assert terms_of(assignment(), extra(closes_at=DUE + DAY)).closes_at == DUE + 2 * DAY  # late work of everybody goes on until then
