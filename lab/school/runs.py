"""Runs: opening one, acting in it, handing it in. `act` is the only way into a world.

An action is one row of the journal, written in the transaction that locks the run: it happened or it did not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, and_, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lab.engine.chain import START
from lab.engine.do import Outcome, decode_outcome
from lab.engine.pack import pack_and_hash
from lab.engine.staff import StaffHint
from lab.scenarios.play import Play
from lab.school.accounts import Viewer
from lab.school.assignments import is_past, visible_assignment
from lab.school.class_clock import clock_of
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
from lab.school.groups import check_role
from lab.school.judging import mark, override, rubric_for
from lab.school.loading import FoundRun, RunView, SeenRun, find_run, load_play, read_play, seed_of, view_of
from lab.school.models import Assignment, Course, Grade, Group, GroupMember, JournalRow, Run, Snapshot, User
from lab.school.overview import waiting_threads
from lab.school.scripts import present_market, script_of
from lab.school.staff import place_of
from lab.school.terms import extra_for, terms_of
from lab.values.errors import NotFound, Refused
from lab.values.moment import Moment, day_of
from lab.world.action import STAFF_ACTOR, Action, is_staff_actor

__all__ = [
    "GradeView",
    "JournalLine",
    "Report",
    "RunView",
    "act",
    "act_as",
    "check_is_open",
    "collect",
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
    """One row of a journal for a timeline: what was done with which fields, and what became of it.

    `wall_time` is None for what a robot plays.
    """

    seq: int
    sim_time: int
    wall_time: datetime | None
    actor: str
    action: str
    fields: dict[str, Any]
    ok: bool
    code: str
    args: dict[str, Any]


def open_run(db: Database, viewer: Viewer, assignment_id: int) -> int:
    """The id of the viewer's open attempt, or of a new one; in a group, of the group's.

    Who leads the course may try the assignment out at any time and as often as they like.
    Raises NotFound for a strange assignment, Refused before it opens, after it is closed, without attempts left, and for a
    student without a group where groups are asked for.
    """
    with db.session() as session:
        assignment, _ = visible_assignment(session, viewer, assignment_id)
        open_id = _open_attempt(session, assignment, viewer)
    if open_id is not None:
        return open_id
    market_sha256 = present_market(db.settings).sha256
    begins = script_of(db.settings, assignment.content_hash).file.world.takeover
    try:
        with db.write() as session:
            # two windows of one person wait for each other here: else both would find no open attempt
            session.execute(select(User.id).where(User.id == viewer.id).with_for_update())
            assignment, course = visible_assignment(session, viewer, assignment_id)
            session.execute(select(Group.id).where(Group.id == _group_of(session, assignment, viewer)).with_for_update())
            open_id = _open_attempt(session, assignment, viewer)
            return open_id if open_id is not None else _new_run(session, assignment, course, viewer, market_sha256, begins)
    except IntegrityError:  # the same person opened it in another window meanwhile
        with db.session() as session:
            assignment, _ = visible_assignment(session, viewer, assignment_id)
            open_id = _open_attempt(session, assignment, viewer)
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
    is past its end, has gone on since the viewer looked (`seen_seq` is not its number of actions), when it is another role's
    work in the group, or when it would get ahead of the class's clock.
    """
    def check(session: Session, found: FoundRun) -> None:
        _check_may_act(session, found, seen_seq)
        if found.run.group_id is not None:
            check_role(session, found.assignment.id, viewer.id, action.name)

    return act_as(db, viewer, run_id, action, f"user:{viewer.id}", check)


def act_as(
    db: Database, viewer: Viewer, run_id: int, action: Action, actor: str,
    check: Callable[[Session, FoundRun], None], also: Callable[[Session, Outcome], None] | None = None,
) -> Outcome:  # fmt: skip
    """Do one action in a run under the name of an actor, in one transaction; `act` and `lab.school.steering` both do it this way.

    `check` decides whether they may, and is asked again once the run is locked; `also` writes something else in the same
    transaction. Raises NotFound for a run that the viewer may not see, what `check` and `also` raise, and Refused when it
    would get ahead of the class's clock.
    """
    with db.session() as session:  # loading a cold run takes long; it is done before others have to wait
        found = find_run(session, viewer, run_id)
        check(session, found)
        if not db.plays.holds(run_id, found.run.next_seq, found.run.chain_hash):
            db.plays.keep(run_id, load_play(db.settings, session, found))
    with db.write() as session:
        found = find_run(session, viewer, run_id, lock=True)
        check(session, found)
        run = found.run
        play = db.plays.take(run_id, run.next_seq, run.chain_hash) or load_play(db.settings, session, found)
        start = play.world.setting.start
        day = day_of(start, play.world.now)
        row, outcome = play.act(action, actor)
        if day_of(start, play.world.now) != day:
            _check_clock(found, day_of(start, play.world.now))
        session.execute(
            insert(JournalRow).values(
                run_id=run_id, seq=row.seq, sim_time=row.sim_time, wall_time=now(), actor=row.actor,
                action=row.action, outcome=row.outcome, chain_hash=row.chain_hash,
            )
        )  # fmt: skip
        if day_of(start, play.world.now) != day:
            _keep_snapshot(session, run_id, play)
        waiting = waiting_threads(play.world)
        values = {
            "next_seq": play.seq, "chain_hash": play.chain_hash, "sim_time": play.world.now,
            "waiting": len(waiting), "waits_since": waiting[0].waits_since if waiting else None,
        }  # fmt: skip
        session.execute(update(Run).where(Run.id == run_id).values(values))
        if also is not None:
            also(session, outcome)
    # Only a play whose row is safely written goes back; after any error above it is simply gone.
    db.plays.keep(run_id, play)
    return outcome


def hand_in(db: Database, viewer: Viewer, run_id: int) -> int:
    """Close one's own run and grade it; the id of its grade. Doing it twice changes nothing.

    Raises NotFound, or Refused when the run is not the viewer's own.
    """
    return _close(db, viewer, run_id, in_place=False)


def collect(db: Database, viewer: Viewer, run_id: int) -> int:
    """Close a student's run in their place, once no work is accepted in it any more; the id of its grade.

    For who leads the course; others get NotFound. Raises Refused while the student may still work.
    """
    return _close(db, viewer, run_id, in_place=True)


def _close(db: Database, viewer: Viewer, run_id: int, *, in_place: bool) -> int:
    """Grading is done before the run is locked, and again if it went on meanwhile."""
    for last_try in [False] * (HAND_IN_TRIES - 1) + [True]:
        with db.session() as session:
            found = find_run(session, viewer, run_id)
            _check_may_close(found, in_place)
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
            moment = now()
            ends_at = found.ends_at
            # After the end nothing could be done: what there is was there at the last action.
            late = ends_at is not None and ends_at <= moment
            session.execute(
                update(Run)
                .where(Run.id == run_id)
                .values(
                    state="handed_in", handed_in_at=moment, received_at=_last_action_at(session, run) if late else moment,
                    collected_by=viewer.id if in_place else None,
                )
            )  # fmt: skip
            return add_grade(session, run_id, record, made_by=None, reason="hand-in")
    raise AssertionError("the last try either returns or raises")


def journal_of(db: Database, viewer: Viewer, run_id: int) -> list[JournalLine]:
    """Everything that was done in a run, in order. Raises NotFound."""
    with db.session() as session:
        find_run(session, viewer, run_id)
        rows = session.scalars(select(JournalRow).where(JournalRow.run_id == run_id).order_by(JournalRow.seq)).all()
    return [line_of(row.seq, row.sim_time, row.wall_time, row.actor, row.action, row.outcome) for row in rows]


def line_of(seq: int, sim_time: int, wall_time: datetime | None, actor: str, action: bytes, outcome: bytes) -> JournalLine:
    """A row of a journal for a timeline."""
    fields = msgspec.json.decode(action)
    became = decode_outcome(outcome)
    name = fields.pop("do")
    return JournalLine(seq, sim_time, wall_time, actor, name, fields, became.ok, became.code, became.args)


def _check_may_act(session: Session, found: FoundRun, seen_seq: int | None) -> None:
    if not found.is_own:
        raise Refused("not_your_run")
    check_is_open(found)
    if seen_seq is not None and seen_seq != found.run.next_seq and not _only_hints_since(session, found.run, seen_seq):
        raise Refused("world_moved_on", seen=seen_seq, now=found.run.next_seq)


def check_is_open(found: FoundRun) -> None:
    """Raises Refused when nothing can be done in a run any more: it was handed in, or is past its end."""
    if found.run.state != "open":
        raise Refused("run_closed")
    if not is_past(found.ends_at) or (found.is_led and found.is_own):
        return
    raise Refused("past_due" if is_past(found.terms.closes_at) else "time_is_up")


def _only_hints_since(session: Session, run: Run, seen_seq: int) -> bool:
    """Whether all that came since was hints: they change nothing that a form was filled in for."""
    if not 0 <= seen_seq < run.next_seq:
        return False
    rows = session.execute(select(JournalRow.actor, JournalRow.action).where(JournalRow.run_id == run.id, JournalRow.seq >= seen_seq))
    return all(is_staff_actor(actor) and msgspec.json.decode(action)["do"] == StaffHint.name for actor, action in rows)


def _check_may_close(found: FoundRun, in_place: bool) -> None:
    if not in_place:
        if not found.is_own:
            raise Refused("not_your_run")
        return
    if not found.is_led:
        raise NotFound("no_such_run")
    if found.run.state == "open" and not is_past(found.ends_at):
        raise Refused("still_at_work")


def _last_action_at(session: Session, run: Run) -> datetime:
    """When its student last did something; what staff did in it says nothing about that."""
    own = (JournalRow.run_id == run.id, JournalRow.actor.not_like(f"{STAFF_ACTOR}%"))
    last = session.scalar(select(JournalRow.wall_time).where(*own).order_by(JournalRow.seq.desc()).limit(1))
    return last or run.opened_at


def _check_clock(found: FoundRun, day: int) -> None:
    """Raises Refused when a run would get ahead of the class's clock. The first day is 0."""
    clock = clock_of(found.assignment)
    if not found.is_led and clock.day is not None and day >= clock.day:
        raise Refused("clock_not_yet" if clock.kind == "class" else "clock_tomorrow", day=clock.day, per_day=clock.per_day)


def _open_attempt(session: Session, assignment: Assignment, viewer: Viewer) -> int | None:
    return session.scalar(select(Run.id).where(*_own_runs(session, assignment, viewer), Run.state == "open").order_by(Run.attempt).limit(1))


def _own_runs(session: Session, assignment: Assignment, viewer: Viewer) -> tuple[ColumnElement[bool], ...]:
    """The conditions on the runs of a student in an assignment, or of their group."""
    group = _group_of(session, assignment, viewer)
    whose = Run.group_id == group if group is not None else and_(Run.user_id == viewer.id, Run.group_id.is_(None))
    return Run.assignment_id == assignment.id, whose


def _group_of(session: Session, assignment: Assignment, viewer: Viewer) -> int | None:
    member = session.get(GroupMember, (assignment.id, viewer.id))
    return member.group_id if member is not None else None


def _new_run(session: Session, assignment: Assignment, course: Course, viewer: Viewer, market_sha256: str, begins: Moment) -> int:
    conditions = _own_runs(session, assignment, viewer)
    used = session.scalar(select(func.count()).select_from(Run).where(*conditions)) or 0
    group_id = _group_of(session, assignment, viewer)
    place = place_of(session, viewer, course)
    if place != "leader":
        if place != "student":
            raise NotFound("no_such_assignment")
        terms = terms_of(assignment, extra_for(session, assignment.id, viewer.id))
        if course.archived_at is not None:
            raise Refused("course_archived")
        if assignment.opens_at > now():
            raise Refused("not_open_yet", opens_at=assignment.opens_at.isoformat(timespec="minutes"))
        if is_past(terms.closes_at):
            raise Refused("past_due")
        if used >= terms.attempts:
            raise Refused("no_attempts_left", limit=terms.attempts)
        if assignment.group_size and group_id is None:
            raise Refused("needs_group")
    # The number of an attempt is never used twice by one person, even when they changed groups.
    last = session.scalar(select(func.max(Run.attempt)).where(Run.assignment_id == assignment.id, Run.user_id == viewer.id)) or 0
    attempt = max(used, last) + 1
    run = Run(
        assignment_id=assignment.id, user_id=viewer.id, attempt=attempt,
        seed=seed_of(course, assignment.id, viewer.id, attempt), picks=None, market_sha256=market_sha256,
        state="open", opened_at=now(), next_seq=0, chain_hash=START, sim_time=begins, group_id=group_id,
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
