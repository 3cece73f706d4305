"""A class at work: for each student or group how far they are, and who needs somebody.

The number of questions to the database does not grow with the class, and no world is loaded for it: everything is read from
the last rows of the journals.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median_low
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from lab.engine.do import Outcome, decode_outcome
from lab.school.accounts import Viewer
from lab.school.assignments import script_of, staffed_assignment
from lab.school.class_clock import ClassClock, clock_of
from lab.school.clock import now
from lab.school.database import Database
from lab.school.entrants import entrants
from lab.school.help_requests import open_questions
from lab.school.models import JournalRow, Run
from lab.school.names import key_of, names_at
from lab.school.rules import is_past
from lab.school.staff import place_of
from lab.school.terms import extras_of, terms_of
from lab.values.moment import Moment, day_of
from lab.world.action import STAFF_ACTOR

STATES = ("stuck", "idle", "working", "away", "ahead", "not_started", "over", "done")
"""Who needs somebody first."""
LAST_ACTIONS = 20
"""Actions of a run in which refusals are counted."""
LATEST = 10
STUCK_REFUSALS = 5
SAME_REFUSALS = 3
IDLE = timedelta(minutes=10)
AT_WORK_SHARE = 3
"""A class is at work when one of so many open runs has seen an action within `IDLE`."""
AHEAD_DAYS = 2
FEWEST_ACTIONS = 10
"""A median of fewer actions says nothing about who is ahead."""
_DONE = Outcome(True)
_DONE_BYTES = _DONE.encode()


@dataclass(frozen=True, slots=True)
class LiveRow:
    """One student or group: their newest attempt, or that they have not begun (`run_id` None, `attempt` 0).

    state: not_started; working (did something within ten minutes); idle (nothing for ten minutes while the class is at work)
    or away (nothing, and the class is not at work either); stuck (five of the last ten actions were refused, or the same
    refusal came three times in a row); ahead (two market days, or half again as many actions, beyond the median); over (open,
    but its time is up); done (handed in).
    `day` counts from 1. `refusals` are those among the last 20 actions, `refusal` the code of the last one if the last action
    was refused. `seen_at` is the last action, else the beginning. `seconds_left` None is without an end. `waiting` customers of an open run wait
    for an answer, the first of them since the minute `waits_since` of its market; None is not known, or nobody's business any more.
    """

    user_id: int
    label: str
    section: str
    run_id: int | None
    attempt: int
    state: str
    day: int = 0
    sim_time: Moment = 0
    actions: int = 0
    seen_at: datetime | None = None
    refusals: int = 0
    refusal: str = ""
    refusal_args: dict[str, Any] = field(default_factory=dict)
    last_action: str = ""
    questions: int = 0
    ends_at: datetime | None = None
    seconds_left: int | None = None
    waiting: int | None = None
    waits_since: Moment | None = None

    @property
    def longest_wait(self) -> Moment:
        """For how many minutes of its market the first customer has waited; 0 where nobody waits."""
        return self.sim_time - self.waits_since if self.waits_since is not None else 0


@dataclass(frozen=True, slots=True)
class LiveBoard:
    """A class at work.

    `counts` by state; `median_day` over the runs that have begun, 0 without any. `overdue` are open runs whose time is up.
    `may_answer`: the viewer may see and answer questions.
    """

    assignment_id: int
    title: str
    course_id: int
    course_title: str
    rows: tuple[LiveRow, ...]
    at: datetime
    start: datetime
    clock: ClassClock
    is_led: bool
    may_answer: bool
    names_hidden: bool
    median_day: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    questions: int = 0

    @property
    def overdue(self) -> int:
        return self.counts.get("over", 0)

    @property
    def with_waiting(self) -> tuple[LiveRow, ...]:
        """Those whose customers wait, the longest wait first."""
        return tuple(sorted((row for row in self.rows if row.waiting), key=lambda row: -row.longest_wait))

    @property
    def waiting(self) -> int:
        """How many customers wait for an answer in all shops."""
        return sum(row.waiting or 0 for row in self.rows)


def board(db: Database, viewer: Viewer, assignment_id: int) -> LiveBoard:
    """The board of an assignment; by label, and where names are hidden in a random order that never changes.

    For the course's staff; others get NotFound.
    """
    with db.session() as session:
        assignment, course = staffed_assignment(session, viewer, assignment_id)
        place = place_of(session, viewer, course)
        names = names_at(place, assignment, course)
        people = entrants(session, assignment, names)
        runs = session.scalars(select(Run).where(Run.assignment_id == assignment.id, Run.state != "erased").order_by(Run.attempt, Run.id)).all()
        outcomes = _last_outcomes(session, assignment.id)
        last = _last_action(session, assignment.id)
        extras = extras_of(session, assignment.id)
        questions = open_questions(session, assignment.id)
    listed = {one.key for one in people}
    newest = {key: run for run in runs if (key := key_of(run.user_id, run.group_id)) in listed}  # without those in which staff try it out
    start = script_of(db.settings, assignment.content_hash).start
    moment = now()
    begun = [run for run in newest.values() if run.next_seq]
    days = median_low([day_of(start, run.sim_time) for run in begun]) if begun else 0
    actions = median_low([run.next_seq for run in begun]) if begun else 0
    at_work = _is_at_work(newest.values(), last, moment)
    rows: list[LiveRow] = []
    for one in sorted(people, key=lambda one: (one.order, one.key)):
        run = newest.get(one.key)
        if run is None:
            rows.append(LiveRow(one.user_id, one.label, one.section, None, 0, "not_started"))
            continue
        ends_at = terms_of(assignment, extras.get(run.user_id)).ends_at(run.opened_at)
        own = outcomes.get(run.id, [])
        seen_at, action = last.get(run.id, (run.opened_at, ""))
        day = day_of(start, run.sim_time)
        is_open = run.state == "open"
        is_ahead = len(begun) > 2 and (day >= days + AHEAD_DAYS or (actions >= FEWEST_ACTIONS and 2 * run.next_seq >= 3 * actions))
        state = _state(run, own, ends_at, seen_at, moment, at_work=at_work, is_ahead=is_ahead)
        row = LiveRow(
            one.user_id, one.label, one.section, run.id, run.attempt, state, day + 1, run.sim_time, run.next_seq, seen_at,
            sum(outcome.code != "" for outcome in own), own[-1].code if own else "", own[-1].args if own else {}, action, questions.get(run.id, 0), ends_at,
            max(0, int((ends_at - moment).total_seconds())) if ends_at is not None and is_open else None,
            run.waiting if is_open else None, run.waits_since if is_open else None,
        )  # fmt: skip
        rows.append(row)
    shown = tuple(rows)
    return LiveBoard(
        assignment.id, assignment.title, course.id, course.title, shown, moment, start, clock_of(assignment), place == "leader",
        place != "guest", names.hidden, days + 1 if begun else 0, dict(Counter(row.state for row in shown)), sum(questions.values()),
    )  # fmt: skip


def _state(
    run: Run, outcomes: Sequence[Outcome], ends_at: datetime | None, seen_at: datetime, moment: datetime, *, at_work: bool, is_ahead: bool
) -> str:
    if run.state == "handed_in":
        return "done"
    if is_past(ends_at):
        return "over"
    if is_stuck([one.code for one in outcomes]):
        return "stuck"
    if moment - seen_at >= IDLE:
        return "idle" if at_work else "away"
    return "ahead" if is_ahead else "working"


def is_stuck(refusals: Sequence[str]) -> bool:
    """Whether somebody gets nowhere, by the refusals of their last actions, "" for one that was done; the newest stands last."""
    tail = refusals[-SAME_REFUSALS:]
    same = len(tail) == SAME_REFUSALS and tail[0] != "" and len(set(tail)) == 1
    return same or sum(code != "" for code in refusals[-LATEST:]) >= STUCK_REFUSALS


def _is_at_work(runs: Iterable[Run], last: dict[int, tuple[datetime, str]], moment: datetime) -> bool:
    """Whether enough of the open runs have seen an action lately: then who does nothing stands out, and at home nobody does."""
    open_ones = [run for run in runs if run.state == "open"]
    lately = sum(run.id in last and moment - last[run.id][0] < IDLE for run in open_ones)
    return lately > 0 and lately * AT_WORK_SHARE >= len(open_ones)


def _recent(assignment_id: int) -> tuple[ColumnElement[bool], ...]:
    """The conditions on the last rows of an assignment's journals that students wrote."""
    return (
        Run.assignment_id == assignment_id, JournalRow.seq >= Run.next_seq - LAST_ACTIONS,
        JournalRow.actor.not_like(f"{STAFF_ACTOR}%"),
    )  # fmt: skip


def _last_outcomes(session: Session, assignment_id: int) -> dict[int, list[Outcome]]:
    """What became of the students' last actions, by run and in order."""
    found: dict[int, list[Outcome]] = {}
    rows = session.execute(
        select(JournalRow.run_id, JournalRow.outcome)
        .join(Run, Run.id == JournalRow.run_id)
        .where(*_recent(assignment_id))
        .order_by(JournalRow.run_id, JournalRow.seq)
    )
    for run_id, outcome in rows:
        found.setdefault(run_id, []).append(_DONE if outcome == _DONE_BYTES else decode_outcome(outcome))
    return found


def _last_action(session: Session, assignment_id: int) -> dict[int, tuple[datetime, str]]:
    """When each run saw its student's last action, and which one it was."""
    newest = (
        select(JournalRow.run_id, func.max(JournalRow.seq).label("seq"))
        .join(Run, Run.id == JournalRow.run_id)
        .where(*_recent(assignment_id))
        .group_by(JournalRow.run_id)
        .subquery()
    )
    rows = session.execute(
        select(JournalRow.run_id, JournalRow.wall_time, JournalRow.action).join(
            newest, (newest.c.run_id == JournalRow.run_id) & (newest.c.seq == JournalRow.seq)
        )
    )
    return {run_id: (wall_time, str(msgspec.json.decode(action)["do"])) for run_id, wall_time, action in rows}
