"""Jobs: asked once, taken by one worker, never lost, always ended."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from lab.engine.actions import EndDay
from lab.school.accounts import Viewer
from lab.school.clock import now
from lab.school.database import Database
from lab.school.jobs import (
    LEASE_SECONDS,
    MAX_ATTEMPTS,
    MAX_OPEN,
    Claim,
    JobView,
    LostLease,
    beat,
    cancel_job,
    cancel_work,
    claim,
    enqueue,
    enqueue_work,
    fail,
    finish,
    give_back,
    job_of,
    jobs_of,
    newest_work,
    sweep,
    work_of,
)
from lab.school.models import Job
from lab.school.runs import act
from lab.values.errors import NotFound, Refused

QUESTION = {"kind": "price_percent", "percent": -10}


def ask(db: Database, viewer: Viewer, run_id: int, **parameters: object) -> int:
    return enqueue(db, viewer, run_id, "what_if", dict(parameters) or QUESTION)


def taken(db: Database) -> Claim:
    job = claim(db)
    assert job is not None
    return job


def let_it_die(db: Database, job_id: int) -> None:
    """The job's heart has not beaten for longer than the lease."""
    with db.write() as session:
        old = now() - timedelta(seconds=LEASE_SECONDS + 1)
        session.execute(update(Job).where(Job.id == job_id).values(heartbeat_at=old))


@pytest.fixture
def job(db: Database, student: Viewer, run_id: int) -> JobView:
    return job_of(db, student, run_id, ask(db, student, run_id))


def test_a_new_job_waits_and_knows_the_journal_it_is_about(db: Database, student: Viewer, run_id: int) -> None:
    act(db, student, run_id, EndDay())
    found = job_of(db, student, run_id, ask(db, student, run_id))
    assert (found.state, found.progress, found.seq, found.parameters, found.is_over) == ("waiting", 0, 1, QUESTION, False)


def test_the_same_question_about_the_same_journal_is_one_job(db: Database, student: Viewer, run_id: int, job: JobView) -> None:
    assert enqueue(db, student, run_id, "what_if", {"percent": -10, "kind": "price_percent"}) == job.id
    assert ask(db, student, run_id, percent=5) != job.id
    act(db, student, run_id, EndDay())
    assert ask(db, student, run_id) != job.id


def test_a_finished_job_is_not_done_twice_but_a_failed_one_is(db: Database, student: Viewer, run_id: int, job: JobView) -> None:
    assert finish(db, taken(db), {"clicks": 31})
    assert ask(db, student, run_id) == job.id
    assert claim(db) is None
    other = ask(db, student, run_id, percent=5)
    assert fail(db, taken(db), "job_broke")
    assert job_of(db, student, run_id, other).error == "job_broke"
    assert ask(db, student, run_id, percent=5) == other
    assert job_of(db, student, run_id, other).state == "waiting"


def test_jobs_are_taken_in_the_order_in_which_they_were_asked(db: Database, student: Viewer, run_id: int) -> None:
    asked = [ask(db, student, run_id, percent=n) for n in range(3)]
    assert job_of(db, student, run_id, asked[2]).ahead == 2
    assert [taken(db).id for _ in asked] == asked
    assert claim(db) is None


def test_many_workers_at_once_never_take_the_same_job(db: Database, student: Viewer, run_id: int) -> None:
    asked = [ask(db, student, run_id, percent=n) for n in range(MAX_OPEN)]
    got: list[int] = []

    def work() -> None:
        while (job := claim(db)) is not None:
            got.append(job.id)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == asked


def test_a_worker_tells_how_far_it_is_and_gives_the_result(db: Database, student: Viewer, run_id: int, job: JobView) -> None:
    mine = taken(db)
    beat(db, mine, 250)
    assert (job_of(db, student, run_id, job.id).state, job_of(db, student, run_id, job.id).progress) == ("working", 250)
    assert finish(db, mine, {"clicks": 31})
    found = job_of(db, student, run_id, job.id)
    assert (found.state, found.progress, found.result, found.is_over) == ("done", 1000, {"clicks": 31}, True)
    assert found.done_at is not None


def test_a_job_whose_heart_has_stopped_goes_to_another_worker(db: Database, student: Viewer, run_id: int, job: JobView) -> None:
    dead = taken(db)
    assert sweep(db) == 0
    let_it_die(db, job.id)
    assert sweep(db) == 1
    second = taken(db)
    assert second.id == job.id
    # the first worker was only slow: it can neither beat nor write
    with pytest.raises(LostLease):
        beat(db, dead, 900)
    assert not finish(db, dead, {"clicks": 0})
    assert finish(db, second, {"clicks": 31})
    assert job_of(db, student, run_id, job.id).result == {"clicks": 31}


def test_after_the_third_death_a_job_fails_with_words(db: Database, student: Viewer, run_id: int, job: JobView) -> None:
    for _ in range(MAX_ATTEMPTS):
        taken(db)
        let_it_die(db, job.id)
        assert sweep(db) == 1
    assert claim(db) is None
    found = job_of(db, student, run_id, job.id)
    assert (found.state, found.error) == ("failed", "job_gave_up")


def test_a_job_given_back_does_not_count_as_an_attempt(db: Database, student: Viewer, run_id: int, job: JobView) -> None:
    for _ in range(MAX_ATTEMPTS + 1):
        assert give_back(db, taken(db))
    assert job_of(db, student, run_id, job.id).state == "waiting"
    let_it_die(db, taken(db).id)
    sweep(db)
    assert job_of(db, student, run_id, job.id).state == "waiting"


def test_a_cancelled_job_stops_its_worker_and_keeps_no_result(db: Database, student: Viewer, run_id: int, job: JobView) -> None:
    mine = taken(db)
    cancel_job(db, student, run_id, job.id)
    with pytest.raises(LostLease):
        beat(db, mine, 500)
    assert not finish(db, mine, {"clicks": 31})
    assert job_of(db, student, run_id, job.id).state == "cancelled"
    cancel_job(db, student, run_id, job.id)
    assert claim(db) is None


def test_a_run_may_have_only_so_many_open_jobs(db: Database, student: Viewer, run_id: int) -> None:
    for n in range(MAX_OPEN):
        ask(db, student, run_id, percent=n)
    with pytest.raises(Refused, match="too_many_jobs"):
        ask(db, student, run_id, percent=99)
    finish(db, taken(db), {})
    ask(db, student, run_id, percent=99)


def test_only_the_owner_asks_and_only_those_who_see_the_run_look(
    db: Database, student: Viewer, teacher: Viewer, stranger: Viewer, other_teacher: Viewer, run_id: int, job: JobView
) -> None:
    assert job_of(db, teacher, run_id, job.id) == job
    assert [one.id for one in jobs_of(db, teacher, run_id)] == [job.id]
    for call in (lambda: ask(db, teacher, run_id), lambda: cancel_job(db, teacher, run_id, job.id)):
        with pytest.raises(Refused, match="not_your_run"):
            call()
    for viewer in (stranger, other_teacher):
        for call in (
            lambda viewer=viewer: ask(db, viewer, run_id),  # type: ignore[misc]
            lambda viewer=viewer: job_of(db, viewer, run_id, job.id),  # type: ignore[misc]
            lambda viewer=viewer: jobs_of(db, viewer, run_id),  # type: ignore[misc]
            lambda viewer=viewer: cancel_job(db, viewer, run_id, job.id),  # type: ignore[misc]
        ):
            with pytest.raises(NotFound):
                call()
    with pytest.raises(NotFound):
        job_of(db, student, run_id, job.id + 1)


# --- jobs that are not about a run ---


def test_a_question_about_a_subject_is_open_once_and_asked_again_when_it_is_over(db: Database, teacher: Viewer, admin: Viewer) -> None:
    first = enqueue_work(db, teacher, "proofs", "draft:12", {"seeds": 2})
    assert enqueue_work(db, admin, "proofs", "draft:12", {"seeds": 2}) == first
    assert enqueue_work(db, teacher, "proofs", "draft:12", {"seeds": 3}) != first
    assert enqueue_work(db, teacher, "proofs", "draft:13", {"seeds": 2}) != first
    mine = taken(db)
    assert (mine.id, mine.run_id, mine.subject, mine.owner, mine.parameters) == (first, None, "draft:12", teacher.id, {"seeds": 2})
    assert enqueue_work(db, teacher, "proofs", "draft:12", {"seeds": 2}) == first
    assert finish(db, mine, {"green": True})
    again = enqueue_work(db, teacher, "proofs", "draft:12", {"seeds": 2})
    assert again != first
    found = newest_work(db, "draft:12", "proofs")
    assert found is not None and (found.id, found.subject, found.run_id, found.ahead) == (again, "draft:12", None, 2)
    assert work_of(db, teacher, first).result == {"green": True}
    assert newest_work(db, "draft:99", "proofs") is None


def test_two_windows_that_ask_at_once_get_one_job(db: Database, teacher: Viewer) -> None:
    got: list[int] = []
    threads = [
        threading.Thread(target=lambda: got.append(enqueue_work(db, teacher, "proofs", "draft:1", {}))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 6 and len(set(got)) == 1


def test_the_database_itself_keeps_an_open_question_single(db: Database, teacher: Viewer) -> None:
    known = enqueue_work(db, teacher, "proofs", "draft:1", {})
    with db.session() as session:
        row = session.get_one(Job, known)
        copy = {column.key: getattr(row, column.key) for column in Job.__table__.columns if column.key != "id"}
    with pytest.raises(IntegrityError), db.write() as session:
        session.add(Job(**copy))
    with db.write() as session:
        session.add(Job(**copy | {"state": "done"}))


def test_only_its_owner_and_admins_see_and_stop_a_job_about_a_subject(
    db: Database, teacher: Viewer, other_teacher: Viewer, student: Viewer, admin: Viewer
) -> None:
    job = enqueue_work(db, teacher, "proofs", "draft:12", {})
    assert work_of(db, admin, job) == work_of(db, teacher, job)
    for viewer in (other_teacher, student):
        with pytest.raises(NotFound):
            work_of(db, viewer, job)
        with pytest.raises(NotFound):
            cancel_work(db, viewer, job)
    cancel_work(db, teacher, job)
    assert work_of(db, teacher, job).state == "cancelled"
    assert claim(db) is None


def test_a_job_of_a_run_is_not_seen_as_one_about_a_subject(db: Database, student: Viewer, admin: Viewer, job: JobView) -> None:
    with pytest.raises(NotFound):
        work_of(db, admin, job.id)
    with pytest.raises(NotFound):
        cancel_work(db, student, job.id)
    assert job.subject == ""


def test_a_person_may_have_only_so_many_open_jobs_about_subjects(db: Database, teacher: Viewer, admin: Viewer) -> None:
    for n in range(MAX_OPEN):
        enqueue_work(db, teacher, "proofs", f"draft:{n}", {})
    with pytest.raises(Refused, match="too_many_jobs"):
        enqueue_work(db, teacher, "proofs", "draft:99", {})
    enqueue_work(db, admin, "proofs", "draft:99", {})
