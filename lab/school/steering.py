"""An instructor's hand in runs: one action of staff in one run, or the same one in every open run of an assignment.

What is done for everybody is a job: each run gets it once, also when the job is begun again after a crash, and its result
says for every run what became of it. What an action does stands in `lab.engine.staff`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from lab.engine.codec import decode_action, encode_action
from lab.engine.do import Outcome, decode_outcome
from lab.engine.staff import StaffCustomer
from lab.scenarios.play import Play, Row
from lab.school.accounts import Viewer, viewer_of
from lab.school.assignments import taught_assignment
from lab.school.database import Database
from lab.school.jobs import Claim, JobView, Progress, enqueue_work, newest_work
from lab.school.loading import FoundRun
from lab.school.models import Assignment, Group, Job, JournalRow, Member, Run, User
from lab.school.names import names_for
from lab.school.rules import is_past
from lab.school.runs import act_as, check_is_open
from lab.school.terms import extras_of, terms_of
from lab.values.errors import BadInput, LabError, NotFound
from lab.values.moment import Moment
from lab.world.action import STAFF_ACTOR, Action, is_staff_action, is_staff_actor
from lab.world.note import StaffNote

STEER = "steer"
DONE = Outcome(True).encode()


@dataclass(frozen=True, slots=True)
class Intervention:
    """Something that staff did in a run: after `seq` rows of its journal, at a simulated moment, and what became of it."""

    seq: int
    at: Moment
    action: Action
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class SteerLine:
    """What became of an action for everybody in one run; `label` is whose run it is. Not `ok`: `code` and `args` say why."""

    run_id: int
    label: str
    ok: bool
    code: str = ""
    args: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class SteerReport:
    """An action for everybody: the action, the job that does it, and what became of it in each run once the job is over."""

    action: Action
    asked_at: datetime
    job: JobView
    lines: tuple[SteerLine, ...]

    @property
    def done(self) -> int:
        return sum(line.ok for line in self.lines)


def steer(
    db: Database, viewer: Viewer, run_id: int, action: Action, also: Callable[[Session, Outcome], None] | None = None
) -> Outcome:
    """Do an action of staff in an open run of a course that the viewer leads. A refusal by the world is journalled too.

    `also` writes something else in the same transaction. Raises NotFound for who does not lead the course, BadInput for an
    action of students, Refused when the run was handed in or is past its end.
    """
    _check_action(action)
    return act_as(db, viewer, run_id, action, _actor(viewer), _check_may_steer, also)


def steer_all(db: Database, viewer: Viewer, assignment_id: int, action: Action) -> int:
    """The id of the job that does an action of staff in every open run of an assignment.

    Raises NotFound for who does not lead the course, BadInput for an action of students, Refused when too many jobs are open.
    """
    _check_action(action)
    with db.session() as session:
        taught_assignment(session, viewer, assignment_id)
    return enqueue_work(db, viewer, STEER, _subject(assignment_id), {"action": encode_action(action).decode()})


def steer_report(db: Database, viewer: Viewer, assignment_id: int) -> SteerReport | None:
    """The action for everybody that was asked for last, and what became of it. Raises NotFound."""
    with db.session() as session:
        assignment, course = taught_assignment(session, viewer, assignment_id)
        names = names_for(session, viewer, assignment, course)
        job = newest_work(db, _subject(assignment_id), STEER)
        if job is None:
            return None
        found = (job.result or {}).get("runs", [])
        labels = {
            run.id: names.of(run.user_id, name, run.group_id, group or "")
            for run, name, group in session.execute(
                select(Run, User.name, Group.name)
                .join(User, User.id == Run.user_id)
                .outerjoin(Group, Group.id == Run.group_id)
                .where(Run.assignment_id == assignment_id)
            )
        }
    lines = [
        SteerLine(one["run"], labels.get(one["run"], "–"), one["ok"], one["code"], one["args"])
        for one in found
    ]  # fmt: skip
    action = decode_action(job.parameters["action"].encode())
    return SteerReport(action, job.made_at, job, tuple(sorted(lines, key=lambda line: (line.ok, line.label.casefold(), line.run_id))))


def interventions(rows: Sequence[Row]) -> list[Intervention]:
    """What staff did in a run, in order, from its journal (`Play.rows`)."""
    found = []
    for row in rows:
        if is_staff_actor(row.actor):
            found.append(Intervention(row.seq, row.sim_time, decode_action(row.action), decode_outcome(row.outcome)))
    return found


def unread_notes(play: Play) -> list[StaffNote]:
    """Hints and announcements since the student last did something, the oldest first."""
    count = 0
    for row in reversed(play.rows):
        if not is_staff_actor(row.actor):
            break
        count += row.outcome == DONE and not isinstance(decode_action(row.action), StaffCustomer)
    return play.world.notes[len(play.world.notes) - count :] if count else []


def _check_action(action: Action) -> None:
    if not is_staff_action(action.name):
        raise BadInput("action_of_another_hand", action=action.name)


def _check_may_steer(_session: Session, found: FoundRun) -> None:
    if not found.is_led:
        raise NotFound("no_such_run")
    check_is_open(found)


def _actor(viewer: Viewer) -> str:
    return f"{STAFF_ACTOR}{viewer.id}"


def _subject(assignment_id: int) -> str:
    return f"assignment:{assignment_id}"


# ------------------------------------------------------------------------------------------ for workers


def do_steer(db: Database, job: Claim, progress: Progress) -> dict[str, Any]:
    """Do an action in every open run of students; a run that refuses does not keep the others from it.

    Begun again, it passes over the runs that have it already. Raises NotFound when who asked no longer leads the course.
    """
    assignment_id = int(job.subject.partition(":")[2])
    data = job.parameters["action"].encode()
    action = decode_action(data)
    with db.session() as session:
        owner = session.get_one(User, job.owner)
        viewer = viewer_of(owner)
        asked_at = session.get_one(Job, job.id).made_at
        assignment, _ = taught_assignment(session, viewer, assignment_id)
        run_ids = open_runs(session, assignment)
        have = {
            run_id: decode_outcome(outcome)
            for run_id, outcome in session.execute(
                select(JournalRow.run_id, JournalRow.outcome)
                .join(Run, Run.id == JournalRow.run_id)
                .where(
                    Run.assignment_id == assignment_id, JournalRow.actor == _actor(viewer), JournalRow.action == data,
                    JournalRow.wall_time >= asked_at,
                )
            )
        }  # fmt: skip
    found = []
    for number, run_id in enumerate(sorted({*run_ids, *have})):
        progress(number, len(run_ids))
        try:
            outcome = have.get(run_id) or steer(db, viewer, run_id, action)
        except LabError as error:
            outcome = Outcome(False, error.code, error.args_)
        found.append({"run": run_id, "ok": outcome.ok, "code": outcome.code, "args": msgspec.to_builtins(outcome.args)})
    return {"runs": found}


def open_runs(session: Session, assignment: Assignment, *, overdue: bool = False) -> list[int]:
    """The open runs of an assignment's students and groups (not those in which staff try it out) that can still be worked in.

    With `overdue` those past their end instead.
    """
    extras = extras_of(session, assignment.id)
    rows = session.scalars(
        select(Run)
        .outerjoin(Member, and_(Member.user_id == Run.user_id, Member.course_id == assignment.course_id))
        .where(Run.assignment_id == assignment.id, Run.state == "open", or_(Member.role == "student", Run.group_id.is_not(None)))
        .order_by(Run.id)
    )
    return [run.id for run in rows if is_past(terms_of(assignment, extras.get(run.user_id)).ends_at(run.opened_at)) == overdue]
