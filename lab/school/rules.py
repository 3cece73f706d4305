"""What an assignment demands besides its dates: late work, attempts that count, what is shown when, groups, marking, clock, contest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lab.school.clock import now
from lab.school.models import Assignment
from lab.school.terms import FULL, LateStep, late_steps
from lab.values.errors import BadInput

SHOW_SCORE = ("at_hand_in", "after_due", "after_release")
SHOW_EVIDENCE = ("with_score", "after_due", "after_release", "never")
SHOW_SOLUTION = ("never", "after_due", "after_release")
COUNTS = ("best", "last", "first")
CLOCKS = ("student", "class", "paced")
GROUP_BY = ("teacher", "students")
BOARDS = ("off", "names", "labels")
MAX_LATE_STEPS = 6
MAX_MINUTES = 7 * 24 * 60
MAX_GROUP = 12
MAX_CLOCK_DAYS = 400


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of an assignment; fields as in `lab.school.models.Assignment`. Made without arguments: the usual ones."""

    late: tuple[LateStep, ...] = ()
    closes_at: datetime | None = None
    counts: str = "best"
    show_score: str = "at_hand_in"
    show_evidence: str = "with_score"
    show_solution: str = "never"
    blind: bool = False
    markers: int = 1
    clock: str = "student"
    clock_days: int = 0
    minutes: int | None = None
    group_size: int = 0
    group_by: str = "teacher"
    board: str = "off"
    freeze_minutes: int = 0

    def check(self, opens_at: datetime, due_at: datetime | None) -> None:
        """Raises BadInput, with the field, for what is not possible together."""
        _one_of("show_score", self.show_score, SHOW_SCORE)
        _one_of("show_evidence", self.show_evidence, SHOW_EVIDENCE)
        _one_of("show_solution", self.show_solution, SHOW_SOLUTION)
        _one_of("counts", self.counts, COUNTS)
        _one_of("clock", self.clock, CLOCKS)
        _one_of("group_by", self.group_by, GROUP_BY)
        _one_of("board", self.board, BOARDS)
        _between("markers", self.markers, 1, 2)
        _between("clock_days", self.clock_days, 0 if self.clock == "student" else 1, MAX_CLOCK_DAYS)
        _between("group_size", self.group_size, 0, MAX_GROUP)
        _between("freeze_minutes", self.freeze_minutes, 0, MAX_MINUTES)
        if self.minutes is not None:
            _between("minutes", self.minutes, 5, MAX_MINUTES)
        if self.blind and self.show_score != "after_release":
            raise BadInput("blind_needs_release", field="blind")
        if self.freeze_minutes and self.board == "off":
            raise BadInput("freeze_needs_board", field="freeze_minutes")
        if self.freeze_minutes and due_at is None and self.closes_at is None:
            raise BadInput("freeze_needs_end", field="freeze_minutes")
        if "after_due" in (self.show_score, self.show_evidence, self.show_solution) and due_at is None and self.closes_at is None:
            raise BadInput("shown_after_no_date", field="due_at")
        self._check_late(opens_at, due_at)

    def _check_late(self, opens_at: datetime, due_at: datetime | None) -> None:
        if self.closes_at is not None and self.closes_at <= max(opens_at, due_at or opens_at):
            raise BadInput("closes_before_due", field="closes_at")
        if not self.late:
            return
        if due_at is None:
            raise BadInput("late_without_due", field="late")
        if len(self.late) > MAX_LATE_STEPS:
            raise BadInput("too_many_late_steps", field="late", found=len(self.late), limit=MAX_LATE_STEPS)
        before, credit = due_at, FULL
        for step in self.late:
            if step.until <= before or not 0 <= step.credit <= credit:
                raise BadInput("late_steps_unordered", field="late")
            before, credit = step.until, step.credit
        if self.closes_at is not None and self.late[-1].until > self.closes_at:
            raise BadInput("late_after_closing", field="late")

    def put_on(self, row: Assignment) -> None:
        """Write them into an assignment's row."""
        row.late = [{"until": step.until.isoformat(), "credit": step.credit} for step in self.late] or None
        for name in _PLAIN:
            setattr(row, name, getattr(self, name))


_PLAIN = tuple(name for name in Rules.__dataclass_fields__ if name != "late")


def rules_at(row: Assignment) -> Rules:
    """The rules of an assignment."""
    return Rules(late=late_steps(row.late), **{name: getattr(row, name) for name in _PLAIN})


def is_past(moment: datetime | None) -> bool:
    return moment is not None and moment <= now()


def is_over(row: Assignment) -> bool:
    """Whether nobody can work on an assignment any more, unless they were granted more time."""
    if row.closes_at is not None:
        return is_past(row.closes_at)
    return row.due_at is not None and is_past(max([row.due_at, *(step.until for step in late_steps(row.late))]))


def is_over_for(row: Assignment, closes_at: datetime | None) -> bool:
    """Whether nobody can work on an assignment any more, nor a student for whom everything closes then (None: as for everybody)."""
    return is_over(row) and (closes_at is None or is_past(closes_at))


def is_shown(row: Assignment, when: str, closes_at: datetime | None = None) -> bool:
    """Whether what is shown at that time ("with_score", "at_hand_in", "after_due", "after_release", "never") is shown now.

    `closes_at` is when everything closes for the student who is asking: who was granted more time waits for what comes after the end.
    """
    if when == "with_score":
        return score_is_shown(row, closes_at)
    return when == "at_hand_in" or (when == "after_due" and is_over_for(row, closes_at)) or (when != "never" and row.released_at is not None)


def score_is_shown(row: Assignment, closes_at: datetime | None = None) -> bool:
    """Whether students, or the one for whom everything closes at a moment, may see the scores of what they handed in."""
    return is_shown(row, row.show_score, closes_at)


def is_sealed(row: Assignment) -> bool:
    """Whether results may not be told together with names yet: marked blind, and not released."""
    return row.blind and row.released_at is None


def _one_of(field: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise BadInput("no_such_choice", field=field, known=list(known))


def _between(field: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise BadInput("number_not_between", field=field, found=value, least=least, most=most)
