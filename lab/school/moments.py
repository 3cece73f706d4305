"""A run as it was after any of its actions, to look at and never to change; the play that goes on is not touched.

A moment of a run is a number of rows of its journal: 0 is the shop as it was taken over. The world is made from the nearest
snapshot, or the nearest moment that this process holds ready, and the rows that come after.
"""

import threading
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlalchemy.orm import Session

from lab.engine.codec import decode_action
from lab.grading.grade import CheckResult
from lab.scenarios.play import Play, Row, resume
from lab.school.accounts import Viewer
from lab.school.assignments import newest_grades
from lab.school.database import Database
from lab.school.grades import Judgements, grade_now, report_for, rules_of
from lab.school.loading import FoundRun, deal_for, find_run, read_play
from lab.school.models import JournalRow, Snapshot
from lab.school.rules import score_is_shown
from lab.values.errors import BadInput, LabError, NotFound, Refused
from lab.values.moment import day_of

LIMIT = 24
"""Plays of past moments that a process holds; each is a world of some megabytes."""


@dataclass(frozen=True, slots=True)
class Past:
    """A run after `at` of its `last` actions. `play` is not to be changed.

    `day_before` is the last moment of the day before (0 on the first day), `day_after` the first moment of the next day, or
    the last one of all. `until` is when the next action was done, None where there is none.
    """

    run_id: int
    at: int
    last: int
    day_before: int
    day_after: int
    until: datetime | None
    play: Play = field(repr=False)

    @property
    def back(self) -> int:
        return max(0, self.at - 1)

    @property
    def next(self) -> int:
        return min(self.last, self.at + 1)


class _Kept:
    """The plays used last, by run and number of rows. Safe between threads: nobody changes a play that is here."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._plays: OrderedDict[tuple[int, int], Play] = OrderedDict()
        self._lock = threading.Lock()

    def nearest(self, run_id: int, at: int) -> Play | None:
        """The newest play of a run that has no more than `at` rows."""
        with self._lock:
            numbers = [seq for owner, seq in self._plays if owner == run_id and seq <= at]
            if not numbers:
                return None
            key = run_id, max(numbers)
            self._plays.move_to_end(key)
            return self._plays[key]

    def keep(self, run_id: int, play: Play) -> None:
        with self._lock:
            self._plays[run_id, play.seq] = play
            self._plays.move_to_end((run_id, play.seq))
            while len(self._plays) > self._limit:
                self._plays.popitem(last=False)


_KEPT: WeakKeyDictionary[Database, _Kept] = WeakKeyDictionary()


def past_of(db: Database, viewer: Viewer, run_id: int, at: int) -> Past:
    """A run after its first `at` actions.

    For the course's staff at any time, for its student once it was handed in and its score is shown. Raises NotFound for a
    strange run, Refused "past_not_shown" for a student before that, BadInput for a number beyond the journal.
    """
    with db.session() as session:
        found = find_run(session, viewer, run_id)
        _check_may_look_back(found)
        last = found.run.next_seq
        if not 0 <= at <= last:
            raise BadInput("no_such_moment", found=at, limit=last)
        play = _play_after(db, session, found, at)
        times = session.execute(
            select(JournalRow.sim_time, JournalRow.wall_time).where(JournalRow.run_id == run_id).order_by(JournalRow.seq)
        ).all()
    # A row holds the minute before its action; so the state after n rows is as late as row n says.
    days = [day_of(play.world.setting.start, moment) for moment in (*(time for time, _ in times), found.run.sim_time)]
    day_before, day_after = max(0, bisect_left(days, days[at]) - 1), min(last, bisect_right(days, days[at]))
    return Past(run_id, at, last, day_before, day_after, times[at][1] if at < last else None, play)


def checks_at(db: Database, viewer: Viewer, past: Past) -> tuple[CheckResult, ...]:
    """What each check would have given at a past moment, had the run been handed in then; what people judged is left out.

    For the course's staff all checks, for its student those whose results they may see. Raises NotFound.
    """
    with db.session() as session:
        found = find_run(session, viewer, past.run_id)
        rules = rules_of(db.settings, found.assignment, newest_grades(session, [past.run_id]).get(past.run_id))
    shown = None if found.is_taught else {check.id for check in report_for(db, viewer, past.run_id).checks}
    if shown is not None and not shown:
        return ()
    checks = grade_now(past.play, Judgements({}, {}), rules).grade.checks
    return tuple(check for check in checks if shown is None or check.id in shown)


def _check_may_look_back(found: FoundRun) -> None:
    if found.run.state == "erased":
        raise NotFound("run_erased")
    if found.is_taught:
        return
    if found.run.state != "handed_in" or not score_is_shown(found.assignment, found.terms.closes_at):
        raise Refused("past_not_shown")


def _play_after(db: Database, session: Session, found: FoundRun, at: int) -> Play:
    run = found.run
    if at == run.next_seq:
        return read_play(db, session, found)
    kept = _KEPT.setdefault(db, _Kept())
    near = kept.nearest(run.id, at)
    if near is not None and near.seq == at:
        return near
    snapshot = session.scalar(
        select(Snapshot).where(Snapshot.run_id == run.id, Snapshot.seq <= at).order_by(Snapshot.seq.desc()).limit(1)
    )
    rows = _rows_until(session, run.id, at)
    if near is not None and near.seq >= (snapshot.seq if snapshot is not None else 0):
        play = _gone_on(near, rows)
    else:
        made_from: tuple[Any, ...] = () if snapshot is None else (snapshot.data, snapshot.seq)
        play = resume(*deal_for(db.settings, run, found.assignment), rows, *made_from)
    kept.keep(run.id, play)
    return play


def _gone_on(near: Play, rows: list[Row]) -> Play:
    """A copy of an earlier moment, with the rows after it done again. Raises LabError("journal_broken")."""
    play = near.fork()
    for row in rows[near.seq :]:
        again, _ = play.act(decode_action(row.action), row.actor)
        if again != row:
            raise LabError("journal_broken", seq=row.seq)
    return play


def _rows_until(session: Session, run_id: int, at: int) -> list[Row]:
    rows = session.scalars(select(JournalRow).where(JournalRow.run_id == run_id, JournalRow.seq < at).order_by(JournalRow.seq))
    return [Row(row.seq, row.sim_time, row.actor, row.action, row.outcome, row.chain_hash) for row in rows]
