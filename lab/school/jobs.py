"""Jobs: what takes too long for a page, as rows with a lease.

A worker claims a waiting job with one UPDATE, so that no two take the same one, and lets the job's heart beat while it
works. A job whose heart has stopped goes back to waiting, and fails for good at the third time. Doing a job twice gives
the same result, and only who holds the lease may write one: a worker that was thought dead changes nothing.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lab.school.accounts import Viewer
from lab.school.clock import now
from lab.school.database import Database
from lab.school.loading import find_run
from lab.school.models import Job
from lab.values.errors import NotFound, Refused

Progress = Callable[[int, int], None]
"""What a job calls now and then: so many of so many steps are done. It raises what stops the work."""
LEASE_SECONDS = 60
"""A job whose heart has not beaten for so long is taken to be left alone."""
MAX_ATTEMPTS = 3
MAX_OPEN = 8
"""Jobs of one run, or of one person about other things, that may wait or be worked on at once."""
OPEN = ("waiting", "working")
URGENT = ("steer",)
"""Kinds of jobs that a class waits for: they go before those that somebody waits for alone."""
ENDED = frozenset({"done", "failed", "cancelled"})


class LostLease(Exception):
    """The job was cancelled, or given to another worker: whoever works on it stops and writes nothing."""


@dataclass(frozen=True, slots=True)
class JobView:
    """A job as the pages show it. `error` is a code with a sentence; `ahead` counts the jobs that are done first."""

    id: int
    run_id: int | None
    kind: str
    parameters: dict[str, Any]
    seq: int
    state: str
    progress: int
    result: dict[str, Any] | None
    error: str | None
    made_at: datetime
    done_at: datetime | None
    ahead: int = 0
    subject: str = ""

    @property
    def is_over(self) -> bool:
        return self.state in ENDED


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that this worker may work on as long as it holds the lease; about a run, or about a subject."""

    id: int
    run_id: int | None
    kind: str
    parameters: dict[str, Any]
    seq: int
    head: str
    lease: str
    subject: str
    owner: int


def enqueue(db: Database, viewer: Viewer, run_id: int, kind: str, parameters: dict[str, Any]) -> int:
    """The id of the job for the run as it is now: the same question about the same journal is asked once only.

    One that failed or was cancelled is put back to waiting. Raises NotFound, Refused for somebody else's run and when too
    many jobs are open.
    """
    digest = _digest(kind, parameters)
    return _asked_once(db, lambda session: _enqueue(session, viewer, run_id, kind, parameters, digest))


def _asked_once(db: Database, put: Callable[[Session], int]) -> int:
    """Put a job down, once more when another window asked the same at the same moment: then its job is found."""
    try:
        with db.write() as session:
            return put(session)
    except IntegrityError:
        with db.write() as session:
            return put(session)


def _enqueue(session: Session, viewer: Viewer, run_id: int, kind: str, parameters: dict[str, Any], digest: str) -> int:
    found = find_run(session, viewer, run_id, lock=True)
    if not found.is_own:
        raise Refused("not_your_run")
    run = found.run
    if run.state == "erased":
        raise NotFound("run_erased")
    same = select(Job).where(Job.run_id == run_id, Job.head == run.chain_hash, Job.digest == digest)
    job = session.scalar(same)
    if job is not None and job.state not in ("failed", "cancelled"):
        return job.id
    open_jobs = select(func.count()).select_from(Job).where(Job.run_id == run_id, Job.state.in_(OPEN))
    if (session.scalar(open_jobs) or 0) >= MAX_OPEN:
        raise Refused("too_many_jobs", limit=MAX_OPEN)
    if job is None:
        job = Job(
            run_id=run_id, owner=viewer.id, kind=kind, parameters=parameters, seq=run.next_seq, head=run.chain_hash, digest=digest
        )
        session.add(job)
    _let_wait(job)
    session.flush()
    return job.id


def _let_wait(job: Job) -> None:
    job.state, job.progress, job.result, job.error, job.attempts, job.lease = "waiting", 0, None, None, 0, ""
    job.made_at, job.started_at, job.heartbeat_at, job.done_at = now(), None, None, None


def enqueue_work(db: Database, viewer: Viewer, kind: str, subject: str, parameters: dict[str, Any]) -> int:
    """The id of a job that is not about a run but about a subject such as "draft:12": one question is open only once.

    Asked again after it has ended it is another job. The caller has made sure that the viewer may ask.
    Raises Refused when too many jobs of the viewer are open.
    """
    return _asked_once(db, lambda session: put_work(session, viewer, kind, subject, parameters))


def put_work(session: Session, viewer: Viewer, kind: str, subject: str, parameters: dict[str, Any]) -> int:
    """`enqueue_work` inside a transaction that writes something else too."""
    digest = _digest(kind, parameters)
    same = select(Job.id).where(Job.subject == subject, Job.digest == digest, Job.state.in_(OPEN))
    known = session.scalar(same)
    if known is not None:
        return known
    own = select(func.count()).select_from(Job).where(Job.run_id.is_(None), Job.owner == viewer.id, Job.state.in_(OPEN))
    if (session.scalar(own) or 0) >= MAX_OPEN:
        raise Refused("too_many_jobs", limit=MAX_OPEN)
    job = Job(run_id=None, subject=subject, owner=viewer.id, kind=kind, parameters=parameters, seq=0, head="", digest=digest)
    _let_wait(job)
    session.add(job)
    session.flush()
    return job.id


def work_of(db: Database, viewer: Viewer, job_id: int) -> JobView:
    """A job about a subject: one's own, or anybody's for an admin. Raises NotFound."""
    with db.session() as session:
        job = _own_work(session, viewer, job_id)
        return _view(job, _ahead(session, job))


def newest_work(db: Database, subject: str, kind: str) -> JobView | None:
    """The job of that kind about a subject that was asked for last. The caller has made sure that the viewer may know."""
    with db.session() as session:
        newest = select(Job).where(Job.subject == subject, Job.kind == kind).order_by(Job.id.desc()).limit(1)
        job = session.scalar(newest)
        return None if job is None else _view(job, _ahead(session, job))


def cancel_work(db: Database, viewer: Viewer, job_id: int) -> None:
    """Call off a job about a subject; one that has ended stays as it is. Raises NotFound."""
    with db.write() as session:
        _own_work(session, viewer, job_id)
        _cancel(session, job_id)


def stop_work(session: Session, subject: str) -> None:
    """Call off every open job about a subject, inside a transaction that writes something else too."""
    session.execute(
        update(Job).where(Job.subject == subject, Job.state.in_(OPEN)).values(state="cancelled", lease="", done_at=now())
    )


def _own_work(session: Session, viewer: Viewer, job_id: int) -> Job:
    job = session.get(Job, job_id)
    if job is None or job.run_id is not None or not (viewer.is_admin or job.owner == viewer.id):
        raise NotFound("no_such_job")
    return job


def _digest(kind: str, parameters: dict[str, Any]) -> str:
    data = msgspec.json.encode([kind, parameters], order="deterministic")
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def job_of(db: Database, viewer: Viewer, run_id: int, job_id: int) -> JobView:
    """A job of a run that the viewer may see. Raises NotFound."""
    with db.session() as session:
        find_run(session, viewer, run_id)
        job = session.get(Job, job_id)
        if job is None or job.run_id != run_id:
            raise NotFound("no_such_job")
        return _view(job, _ahead(session, job))


def _ahead(session: Session, job: Job) -> int:
    if job.state != "waiting":
        return 0
    earlier = select(func.count()).select_from(Job).where(Job.state.in_(OPEN), Job.id < job.id)
    return session.scalar(earlier) or 0


def jobs_of(db: Database, viewer: Viewer, run_id: int) -> list[JobView]:
    """The jobs of a run that the viewer may see, the newest first. Raises NotFound."""
    with db.session() as session:
        find_run(session, viewer, run_id)
        rows = session.scalars(select(Job).where(Job.run_id == run_id).order_by(Job.made_at.desc(), Job.id.desc())).all()
        return [_view(job) for job in rows]


def cancel_job(db: Database, viewer: Viewer, run_id: int, job_id: int) -> None:
    """Call an own job off; one that has ended stays as it is. Raises NotFound, or Refused for somebody else's run."""
    with db.write() as session:
        found = find_run(session, viewer, run_id)
        job = session.get(Job, job_id)
        if job is None or job.run_id != run_id:
            raise NotFound("no_such_job")
        if not found.is_own:
            raise Refused("not_your_run")
        _cancel(session, job_id)


def _cancel(session: Session, job_id: int) -> None:
    session.execute(
        update(Job).where(Job.id == job_id, Job.state.in_(OPEN)).values(state="cancelled", lease="", done_at=now())
    )


def _view(job: Job, ahead: int = 0) -> JobView:
    return JobView(
        job.id, job.run_id, job.kind, job.parameters, job.seq, job.state, job.progress, job.result, job.error, job.made_at,
        job.done_at, ahead, job.subject,
    )  # fmt: skip


# ------------------------------------------------------------------------------------------ for workers


def claim(db: Database) -> Claim | None:
    """Take the job that has waited longest, one that a class waits for first; None when none waits. Two workers never take the same one."""
    with db.session() as session:  # looking costs no lock; an idle worker holds nobody up
        if session.scalar(select(Job.id).where(Job.state == "waiting").limit(1)) is None:
            return None
    lease, moment = secrets.token_hex(16), now()
    first = select(Job.id).where(Job.state == "waiting").order_by(Job.kind.not_in(URGENT), Job.id).limit(1).with_for_update(skip_locked=True)
    with db.write() as session:
        row = session.execute(
            update(Job)
            .where(Job.id == first.scalar_subquery(), Job.state == "waiting")
            .values(
                state="working", lease=lease, attempts=Job.attempts + 1, progress=0, started_at=moment, heartbeat_at=moment
            )
            .returning(Job.id, Job.run_id, Job.kind, Job.parameters, Job.seq, Job.head, Job.subject, Job.owner)
            .execution_options(synchronize_session=False)
        ).one_or_none()
        if row is None:
            return None
        return Claim(row.id, row.run_id, row.kind, row.parameters, row.seq, row.head, lease, row.subject, row.owner)


def beat(db: Database, job: Claim, progress: int | None = None) -> None:
    """Say that the worker lives, and how far it is (permille). Raises LostLease when the job is no longer its own."""
    values: dict[str, Any] = {"heartbeat_at": now()}
    if progress is not None:
        values["progress"] = progress
    if not _write(db, job, values):
        raise LostLease


def finish(db: Database, job: Claim, result: dict[str, Any]) -> bool:
    """Keep the result; whether the job was still this worker's own."""
    values = {"state": "done", "progress": 1000, "result": result, "error": None, "done_at": now(), "lease": ""}
    return _write(db, job, values)


def fail(db: Database, job: Claim, error: str) -> bool:
    """Give up for good, with a code that says why."""
    return _write(db, job, {"state": "failed", "error": error[:60], "done_at": now(), "lease": ""})


def give_back(db: Database, job: Claim) -> bool:
    """Let another worker do it: this one has to stop. It does not count as an attempt."""
    return _write(db, job, {"state": "waiting", "progress": 0, "lease": "", "attempts": Job.attempts - 1})


def _write(db: Database, job: Claim, values: dict[str, Any]) -> bool:
    with db.write() as session:
        own = (Job.id == job.id, Job.lease == job.lease, Job.state == "working")
        done = update(Job).where(*own).values(values).returning(Job.id).execution_options(synchronize_session=False)
        return session.scalar(done) is not None


def sweep(db: Database) -> int:
    """Jobs whose worker is gone go back to waiting, or fail after the third attempt; how many there were."""
    dead = (Job.state == "working", Job.heartbeat_at < now() - timedelta(seconds=LEASE_SECONDS))
    with db.session() as session:
        if session.scalar(select(Job.id).where(*dead).limit(1)) is None:
            return 0
    lost = {"state": "failed", "error": "job_gave_up", "done_at": now(), "lease": ""}
    again = {"state": "waiting", "progress": 0, "lease": ""}
    with db.write() as session:
        failing = update(Job).where(*dead, Job.attempts >= MAX_ATTEMPTS).values(lost).returning(Job.id)
        failed = session.scalars(failing.execution_options(synchronize_session=False)).all()
        freeing = update(Job).where(*dead).values(again).returning(Job.id)
        waiting = session.scalars(freeing.execution_options(synchronize_session=False)).all()
    return len(failed) + len(waiting)
