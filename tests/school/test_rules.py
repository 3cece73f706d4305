"""Rules of an assignment: what is possible together, and what is shown when."""

from datetime import UTC, datetime, timedelta

import pytest

from lab.school.clock import now
from lab.school.models import Assignment
from lab.school.rules import Rules, is_over, is_sealed, is_shown, rules_at, score_is_shown
from lab.school.terms import LateStep
from lab.values.errors import BadInput

OPEN = datetime(2026, 3, 2, 8, tzinfo=UTC)
DAY = timedelta(days=1)
DUE = OPEN + 7 * DAY
STEPS = (LateStep(DUE + DAY, 800), LateStep(DUE + 2 * DAY, 500))
FULL_SET = Rules(
    late=STEPS, closes_at=DUE + 3 * DAY, counts="last", show_score="after_release", show_evidence="after_due", show_solution="after_due",
    blind=True, markers=2, clock="paced", clock_days=3, minutes=90, group_size=4, group_by="students", board="labels", freeze_minutes=30,
)  # fmt: skip


def test_rules_come_back_from_a_row_as_they_were_put_on() -> None:
    row = Assignment()
    FULL_SET.check(OPEN, DUE)
    FULL_SET.put_on(row)
    assert rules_at(row) == FULL_SET
    Rules().put_on(row)
    assert rules_at(row) == Rules()


@pytest.mark.parametrize(
    ("rules", "code", "field"),
    [
        (Rules(counts="mean"), "no_such_choice", "counts"),
        (Rules(show_score="never"), "no_such_choice", "show_score"),
        (Rules(show_evidence="now"), "no_such_choice", "show_evidence"),
        (Rules(show_solution="with_score"), "no_such_choice", "show_solution"),
        (Rules(clock="sun"), "no_such_choice", "clock"),
        (Rules(group_by="dice"), "no_such_choice", "group_by"),
        (Rules(board="faces"), "no_such_choice", "board"),
        (Rules(markers=3), "number_not_between", "markers"),
        (Rules(clock="class", clock_days=0), "number_not_between", "clock_days"),
        (Rules(minutes=4), "number_not_between", "minutes"),
        (Rules(group_size=13), "number_not_between", "group_size"),
        (Rules(blind=True), "blind_needs_release", "blind"),
        (Rules(freeze_minutes=5), "freeze_needs_board", "freeze_minutes"),
        (Rules(closes_at=DUE), "closes_before_due", "closes_at"),
        (Rules(late=tuple(reversed(STEPS))), "late_steps_unordered", "late"),
        (Rules(late=(LateStep(DUE, 800),)), "late_steps_unordered", "late"),
        (Rules(late=(LateStep(DUE + DAY, 1001),)), "late_steps_unordered", "late"),
        (Rules(late=(LateStep(DUE + DAY, 500), LateStep(DUE + 2 * DAY, 800))), "late_steps_unordered", "late"),
        (Rules(late=STEPS, closes_at=DUE + DAY), "late_after_closing", "late"),
        (Rules(late=tuple(LateStep(DUE + number * DAY, 900) for number in range(1, 8))), "too_many_late_steps", "late"),
    ],
)
def test_what_is_not_possible_is_refused_with_its_field(rules: Rules, code: str, field: str) -> None:
    with pytest.raises(BadInput) as caught:
        rules.check(OPEN, DUE)
    assert (caught.value.code, caught.value.args_["field"]) == (code, field)


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        (Rules(late=STEPS), "late_without_due"),
        (Rules(board="names", freeze_minutes=5), "freeze_needs_end"),
        (Rules(show_score="after_due"), "shown_after_no_date"),
        (Rules(show_solution="after_due"), "shown_after_no_date"),
    ],
)
def test_some_rules_need_a_date(rules: Rules, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        rules.check(OPEN, None)
    assert caught.value.code == code


def row(released: bool = False, **given: object) -> Assignment:
    one = Assignment(opens_at=OPEN, due_at=None, released_at=OPEN if released else None)
    Rules(**given).put_on(one)  # type: ignore[arg-type]
    return one


def test_scores_show_at_hand_in_after_the_end_or_after_the_release() -> None:
    later, before = now() + DAY, now() - DAY
    assert score_is_shown(row())
    assert not score_is_shown(row(show_score="after_release"))
    assert score_is_shown(row(show_score="after_release", released=True))
    assert not score_is_shown(row(show_score="after_due", closes_at=later))
    assert score_is_shown(row(show_score="after_due", closes_at=before))
    assert score_is_shown(row(show_score="after_due", closes_at=later, released=True))


def test_a_solution_that_is_never_shown_is_not_shown_after_the_release_either() -> None:
    assert not is_shown(row(released=True), "never")
    assert is_shown(row(released=True), "after_release")
    assert is_shown(row(), "with_score")
    assert not is_shown(row(show_score="after_release"), "with_score")


def test_an_assignment_is_over_after_its_last_step() -> None:
    one = row(late=(LateStep(now() + DAY, 500),))
    one.due_at = now() - DAY
    assert not is_over(one)
    one.late = None
    assert is_over(one)


def test_results_are_sealed_while_they_are_marked_blind() -> None:
    assert is_sealed(row(blind=True, show_score="after_release"))
    assert not is_sealed(row(blind=True, show_score="after_release", released=True))
    assert not is_sealed(row())
