"""A worker: every job it takes ends, and a job that it must leave goes back to waiting."""

import threading

from lab.engine.actions import EndDay
from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.jobs import cancel_job, claim, enqueue, job_of
from lab.school.runs import act
from lab.school.worker import do_one, work

NOTHING = {"kind": "nothing"}


def asked(db: Database, student: Viewer, run_id: int, kind: str = "what_if", **parameters: object) -> int:
    act(db, student, run_id, EndDay())
    return enqueue(db, student, run_id, kind, dict(parameters) or NOTHING)


def test_a_worker_does_every_waiting_job_and_stops_when_it_is_asked_to(db: Database, student: Viewer, run_id: int) -> None:
    jobs = [asked(db, student, run_id) for _ in range(3)]
    assert work(db, threading.Event(), until_idle=True) == 3
    found = [job_of(db, student, run_id, job) for job in jobs]
    assert [one.state for one in found] == ["done"] * 3
    assert all(one.result is not None and one.result["before"] == one.result["after"] for one in found)
    assert [one.seq for one in found] == [1, 2, 3]


def test_a_worker_that_is_told_to_stop_takes_no_job(db: Database, student: Viewer, run_id: int) -> None:
    job = asked(db, student, run_id)
    stop = threading.Event()
    stop.set()
    assert work(db, stop) == 0
    assert job_of(db, student, run_id, job).state == "waiting"


def test_a_job_in_the_middle_goes_back_to_waiting_when_the_worker_stops(db: Database, student: Viewer, run_id: int) -> None:
    job = asked(db, student, run_id)
    mine = claim(db)
    assert mine is not None
    stop = threading.Event()
    stop.set()
    do_one(db, mine, stop)
    assert job_of(db, student, run_id, job).state == "waiting"
    work(db, threading.Event(), until_idle=True)
    assert job_of(db, student, run_id, job).state == "done"


def test_a_job_that_cannot_be_done_fails_with_the_reason(db: Database, student: Viewer, run_id: int) -> None:
    unknown = asked(db, student, run_id, kind="bake_bread")
    gone = asked(db, student, run_id, kind="gains", listing="meridian/DE/none")
    work(db, threading.Event(), until_idle=True)
    assert [(job_of(db, student, run_id, job).state, job_of(db, student, run_id, job).error) for job in (unknown, gone)] == [
        ("failed", "no_such_job"), ("failed", "no_such_listing"),
    ]  # fmt: skip


def test_a_job_that_breaks_fails_and_the_worker_goes_on(db: Database, student: Viewer, run_id: int) -> None:
    broken = asked(db, student, run_id, kind="what_if", percent="many")
    whole = asked(db, student, run_id)
    assert work(db, threading.Event(), until_idle=True) == 2
    assert (job_of(db, student, run_id, broken).state, job_of(db, student, run_id, broken).error) == ("failed", "job_broke")
    assert job_of(db, student, run_id, whole).state == "done"


def test_a_cancelled_job_is_not_taken(db: Database, student: Viewer, run_id: int) -> None:
    job = asked(db, student, run_id)
    cancel_job(db, student, run_id, job)
    assert work(db, threading.Event(), until_idle=True) == 0


def test_a_waiting_worker_stops_at_once(db: Database) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=work, args=(db, stop))
    thread.start()
    stop.set()
    thread.join(5)
    assert not thread.is_alive()
