"""Collecting open runs once their time is over: a job that closes and grades each of them in its student's place."""

from dataclasses import dataclass
from typing import Any

from lab.school.accounts import Viewer, viewer_of
from lab.school.assignments import taught_assignment
from lab.school.database import Database
from lab.school.jobs import Claim, JobView, Progress, enqueue_work, newest_work
from lab.school.models import User
from lab.school.runs import collect
from lab.school.steering import open_runs
from lab.values.errors import LabError, Refused

COLLECT = "collect"


@dataclass(frozen=True, slots=True)
class Collected:
    """What a collection did: runs closed and graded, and those that could not be, each with a code."""

    done: int
    failed: tuple[tuple[int, str], ...]


def ask_collect(db: Database, viewer: Viewer, assignment_id: int) -> int:
    """The id of the job that collects every open run whose time is over.

    Raises NotFound for who does not lead the course, Refused when there is nothing to collect or too many jobs are open.
    """
    if not overdue_runs(db, viewer, assignment_id):
        raise Refused("nothing_to_collect")
    return enqueue_work(db, viewer, COLLECT, _subject(assignment_id), {})


def collecting(db: Database, viewer: Viewer, assignment_id: int) -> JobView | None:
    """The job that was asked for last. Raises NotFound for who does not lead the course."""
    with db.session() as session:
        taught_assignment(session, viewer, assignment_id)
    return newest_work(db, _subject(assignment_id), COLLECT)


def collected(job: JobView | None) -> Collected | None:
    """What a finished job did."""
    if job is None or job.result is None:
        return None
    return Collected(job.result["done"], tuple((one["run"], one["code"]) for one in job.result["failed"]))


def overdue_runs(db: Database, viewer: Viewer, assignment_id: int) -> list[int]:
    """The students' open runs in which nothing can be done any more. Raises NotFound for who does not lead the course."""
    with db.session() as session:
        assignment, _ = taught_assignment(session, viewer, assignment_id)
        return open_runs(session, assignment, overdue=True)


def _subject(assignment_id: int) -> str:
    return f"assignment:{assignment_id}"


# ------------------------------------------------------------------------------------------ for workers


def do_collect(db: Database, job: Claim, progress: Progress) -> dict[str, Any]:
    """Close and grade what is overdue; a run that cannot be graded does not keep the others from it.

    Raises NotFound when who asked no longer leads the course.
    """
    assignment_id = int(job.subject.partition(":")[2])
    with db.session() as session:
        viewer = viewer_of(session.get_one(User, job.owner))
    waiting = overdue_runs(db, viewer, assignment_id)
    failed = []
    for number, run_id in enumerate(waiting):
        progress(number, len(waiting))
        try:
            collect(db, viewer, run_id)
        except LabError as error:
            failed.append({"run": run_id, "code": error.code})
    return {"done": len(waiting) - len(failed), "failed": failed}
