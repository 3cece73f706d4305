"""Runs: opening one, acting in it, handing it in. `act` is the only way into a world.

An action is one row of the journal, written in the transaction that locks the run: it happened or it did not.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lab.engine.chain import START
from lab.engine.do import Outcome, decode_outcome
from lab.engine.pack import pack_and_hash
from lab.scenarios.play import Play
from lab.school.accounts import Viewer
from lab.school.assignments import is_past, visible_assignment
from lab.school.clock import now
from lab.school.database import Database
from lab.school.grades import (
    GradeView,
    Report,
    add_grade,
    grade_now,
    grades_of,
    marks_of,
    report_for,
)
from lab.school.judging import mark, override, rubric_for
from lab.school.loading import FoundRun, RunView, SeenRun, find_run, load_play, read_play, seed_of, view_of
from lab.school.models import Assignment, Course, Grade, JournalRow, Run, Snapshot, User
from lab.school.scripts import present_market, script_of
from lab.values.errors import Refused
from lab.values.moment import Moment, day_of
from lab.world.action import Action

__all__ = [
    "GradeView",
    "JournalLine",
    "Report",
    "RunView",
    "act",
    "grades_of",
    "hand_in",
    "journal_of",
    "mark",
    "open_run",
    "override",
    "play_at",
    "play_of",
    "report_for",
    "rubric_for",
    "run_for",
]  # fmt: skip

HAND_IN_TRIES = 5


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One row of a journal for a timeline: what was done with which fields, and what became of it."""

    seq: int
    sim_time: int
    wall_time: datetime
    actor: str
    action: str
    fields: dict[str, Any]
    ok: bool
    code: str
    args: dict[str, Any]


def open_run(db: Database, viewer: Viewer, assignment_id: int) -> int:
    """The id of the viewer's open attempt, or of a new one.

    Who teaches the course may try the assignment out at any time and as often as they like.
    Raises NotFound for a strange assignment, Refused before it opens, after it is due or without attempts left.
    """
    with db.session() as session:
        assignment, _ = visible_assignment(session, viewer, assignment_id)
        open_id = _open_attempt(session, assignment_id, viewer)
    if open_id is not None:
        return open_id
    market_sha256 = present_market(db.settings).sha256
    begins = script_of(db.settings, assignment.content_hash).file.world.takeover
    try:
        with db.write() as session:
            # two windows of one person wait for each other here: else both would find no open attempt
            session.execute(select(User.id).where(User.id == viewer.id).with_for_update())
            assignment, course = visible_assignment(session, viewer, assignment_id)
            open_id = _open_attempt(session, assignment_id, viewer)
            return open_id if open_id is not None else _new_run(session, assignment, course, viewer, market_sha256, begins)
    except IntegrityError:  # the same person opened it in another window meanwhile
        with db.session() as session:
            open_id = _open_attempt(session, assignment_id, viewer)
        if open_id is None:
            raise
        return open_id


def run_for(db: Database, viewer: Viewer, run_id: int) -> RunView:
    """A run that the viewer may see; NotFound for everybody else (`lab.school.loading.find_run` decides)."""
    with db.session() as session:
        return view_of(session, find_run(session, viewer, run_id))


def play_of(db: Database, viewer: Viewer, run_id: int) -> Play:
    """The play of a run, to look at and never to change. Raises NotFound."""
    with db.session() as session:
        return read_play(db, session, find_run(session, viewer, run_id))


def play_at(db: Database, viewer: Viewer, seen: SeenRun) -> Play:
    """The play of a run that was seen just now; no question to the database when it is at hand. Raises NotFound."""
    play = db.plays.lend(seen.view.id, seen.view.seq, seen.chain_hash)
    return play if play is not None else play_of(db, viewer, seen.view.id)


def act(db: Database, viewer: Viewer, run_id: int, action: Action, seen_seq: int | None = None) -> Outcome:
    """Do one action in one's own run, in one transaction. A refusal by the world is an outcome and is journalled too.

    Raises NotFound for a run that the viewer may not see, and Refused when it is not the viewer's own, was handed in,
    is past due, or has gone on since the viewer looked (`seen_seq` is not its number of actions).
    """
    with db.session() as session:  # loading a cold run takes long; it is done before others have to wait
        found = find_run(session, viewer, run_id)
        _check_may_act(found, seen_seq)
        if not db.plays.holds(run_id, found.run.next_seq, found.run.chain_hash):
            db.plays.keep(run_id, load_play(db.settings, session, found))
    with db.write() as session:
        found = find_run(session, viewer, run_id, lock=True)
        _check_may_act(found, seen_seq)
        run = found.run
        play = db.plays.take(run_id, run.next_seq, run.chain_hash) or load_play(db.settings, session, found)
        start = play.world.setting.start
        day = day_of(start, play.world.now)
        row, outcome = play.act(action, f"user:{viewer.id}")
        session.execute(
            insert(JournalRow).values(
                run_id=run_id, seq=row.seq, sim_time=row.sim_time, wall_time=now(), actor=row.actor,
                action=row.action, outcome=row.outcome, chain_hash=row.chain_hash,
            )
        )  # fmt: skip
        if day_of(start, play.world.now) != day:
            _keep_snapshot(session, run_id, play)
        values = {"next_seq": play.seq, "chain_hash": play.chain_hash, "sim_time": play.world.now}
        session.execute(update(Run).where(Run.id == run_id).values(values))
    # Only a play whose row is safely written goes back; after any error above it is simply gone.
    db.plays.keep(run_id, play)
    return outcome


def hand_in(db: Database, viewer: Viewer, run_id: int) -> int:
    """Close one's own run and grade it; the id of its grade. Doing it twice changes nothing.

    Grading is done before the run is locked, and again if it went on meanwhile. Raises NotFound, or Refused when the
    run is not the viewer's own.
    """
    for last_try in [False] * (HAND_IN_TRIES - 1) + [True]:
        with db.session() as session:
            found = find_run(session, viewer, run_id)
            if not found.is_own:
                raise Refused("not_your_run")
            if found.run.state != "open":
                return _grade_of_hand_in(session, run_id)
            play = read_play(db, session, found)
            record = grade_now(play, marks_of(session, run_id))
        with db.write() as session:
            found = find_run(session, viewer, run_id, lock=True)
            run = found.run
            if run.state != "open":
                return _grade_of_hand_in(session, run_id)
            if run.chain_hash != play.chain_hash:
                if not last_try:
                    continue
                play = load_play(db.settings, session, found)
                record = grade_now(play, marks_of(session, run_id))
            _keep_snapshot(session, run_id, play)
            session.execute(update(Run).where(Run.id == run_id).values(state="handed_in", handed_in_at=now()))
            return add_grade(session, run_id, record, made_by=None, reason="hand-in")
    raise AssertionError("the last try either returns or raises")


def journal_of(db: Database, viewer: Viewer, run_id: int) -> list[JournalLine]:
    """Everything that was done in a run, in order. Raises NotFound."""
    with db.session() as session:
        find_run(session, viewer, run_id)
        rows = session.scalars(select(JournalRow).where(JournalRow.run_id == run_id).order_by(JournalRow.seq)).all()
    return [_line(row) for row in rows]


def _line(row: JournalRow) -> JournalLine:
    fields = msgspec.json.decode(row.action)
    outcome = decode_outcome(row.outcome)
    name = fields.pop("do")
    return JournalLine(
        row.seq, row.sim_time, row.wall_time, row.actor, name, fields, outcome.ok, outcome.code, outcome.args
    )


def _check_may_act(found: FoundRun, seen_seq: int | None) -> None:
    if not found.is_own:
        raise Refused("not_your_run")
    if found.run.state != "open":
        raise Refused("run_closed")
    if is_past(found.assignment.due_at) and not found.is_taught:
        raise Refused("past_due")
    if seen_seq is not None and seen_seq != found.run.next_seq:
        raise Refused("world_moved_on", seen=seen_seq, now=found.run.next_seq)


def _open_attempt(session: Session, assignment_id: int, viewer: Viewer) -> int | None:
    return session.scalar(
        select(Run.id)
        .where(Run.assignment_id == assignment_id, Run.user_id == viewer.id, Run.state == "open")
        .order_by(Run.attempt)
        .limit(1)
    )


def _new_run(session: Session, assignment: Assignment, course: Course, viewer: Viewer, market_sha256: str, begins: Moment) -> int:
    used = session.scalar(
        select(func.max(Run.attempt)).where(Run.assignment_id == assignment.id, Run.user_id == viewer.id)
    )
    attempt = (used or 0) + 1
    if not (viewer.is_admin or (viewer.may_teach and course.owner_id == viewer.id)):
        if course.archived_at is not None:
            raise Refused("course_archived")
        if assignment.opens_at > now():
            raise Refused("not_open_yet", opens_at=assignment.opens_at.isoformat(timespec="minutes"))
        if is_past(assignment.due_at):
            raise Refused("past_due")
        if attempt > assignment.attempts:
            raise Refused("no_attempts_left", limit=assignment.attempts)
    run = Run(
        assignment_id=assignment.id, user_id=viewer.id, attempt=attempt,
        seed=seed_of(course, assignment.id, viewer.id, attempt), picks=None, market_sha256=market_sha256,
        state="open", opened_at=now(), next_seq=0, chain_hash=START, sim_time=begins,
    )  # fmt: skip
    session.add(run)
    session.flush()
    return run.id


def _keep_snapshot(session: Session, run_id: int, play: Play) -> None:
    if session.get(Snapshot, (run_id, play.seq)) is None:
        data, digest = pack_and_hash(play.world)
        session.add(Snapshot(run_id=run_id, seq=play.seq, world_hash=digest, data=data))
        session.flush()


def _grade_of_hand_in(session: Session, run_id: int) -> int:
    grade_id = session.scalar(select(func.min(Grade.id)).where(Grade.run_id == run_id))
    if grade_id is None:
        raise Refused("run_closed")
    return grade_id
