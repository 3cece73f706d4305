"""A regrade outlives workers that are killed in it, and two people at once make one grade, on SQLite and on PostgreSQL."""

import signal
import subprocess
import threading
import time
from random import Random

import pytest
from sqlalchemy import func, select

from lab.engine.actions import EndDay
from lab.school.accounts import create_user
from lab.school.appeals import appeal
from lab.school.assignments import take_appeals
from lab.school.clock import now
from lab.school.jobs import put_work
from lab.school.judging import override
from lab.school.models import Grade, Regrade
from lab.school.proposals import confirm_proposal
from lab.school.regrades import REGRADE, Applied, apply_regrade, ask_regrade, go_on, regrade_for, subject_of
from lab.school.runs import act, grades_of, hand_in, report_for
from lab.school.worker import work
from lab.values.errors import Refused
from tests.scale.conftest import BOTH, Instance
from tests.scale.test_worker_killed import let_the_dead_be_found, start_worker

RUNS = 4
DEATHS = 2
PATIENCE = 120


def handed_in(instance: Instance, days: int) -> list[int]:
    """Attempts of some days each, handed in."""
    run_ids = []
    for _ in range(RUNS):
        run_id = instance.open_run()
        for _ in range(days):
            act(instance.db, instance.student, run_id, EndDay())
        hand_in(instance.db, instance.student, run_id)
        run_ids.append(run_id)
    return run_ids


def waiting(instance: Instance, regrade_id: int) -> int:
    return regrade_for(instance.db, instance.teacher, regrade_id).waiting


def grades(instance: Instance) -> int:
    with instance.db.session() as session:
        return session.scalar(select(func.count()).select_from(Grade)) or 0


def kill_in_the_middle(instance: Instance, regrade_id: int, process: "subprocess.Popen[bytes]", pause: float) -> None:
    """Kill a worker after it has done one more run."""
    before, end = waiting(instance, regrade_id), time.monotonic() + PATIENCE
    while waiting(instance, regrade_id) == before and process.poll() is None and time.monotonic() < end:
        time.sleep(0.002)
    time.sleep(pause)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    let_the_dead_be_found(instance)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("database", BOTH, indirect=True)
def test_a_regrade_is_finished_although_its_workers_are_killed(instance: Instance) -> None:
    chance = Random(20261126)
    handed_in(instance, days=1)
    regrade_id = ask_regrade(instance.db, instance.teacher, instance.assignment_id, "because")
    for _ in range(DEATHS):
        if waiting(instance, regrade_id) > 1:
            kill_in_the_middle(instance, regrade_id, start_worker(instance), chance.uniform(0, 0.02))
    assert grades(instance) == RUNS
    assert start_worker(instance, "--until-idle").wait(PATIENCE) == 0
    view = regrade_for(instance.db, instance.teacher, regrade_id)
    if view.waiting:  # three deaths in one job are its end; whoever asked lets it go on
        assert view.job is not None and view.job.error == "job_gave_up"
        go_on(instance.db, instance.teacher, regrade_id)
        assert start_worker(instance, "--until-idle").wait(PATIENCE) == 0
        view = regrade_for(instance.db, instance.teacher, regrade_id)
    assert [(line.state, line.direction) for line in view.lines] == [("found", "same")] * RUNS
    assert apply_regrade(instance.db, instance.teacher, regrade_id) == Applied(RUNS, 0, 0)
    assert grades(instance) == 2 * RUNS


@pytest.mark.parametrize("database", BOTH, indirect=True)
def test_two_people_at_once_apply_and_confirm_once(instance: Instance) -> None:
    db, teacher = instance.db, instance.teacher
    admin = create_user(db, login="ada", name="Ada Admin", password="correct horse", role="admin")
    run_id = instance.open_run()
    hand_in(db, instance.student, run_id)
    regrade_id = ask_regrade(db, teacher, instance.assignment_id, "because")
    work(db, threading.Event(), until_idle=True)
    got = at_once(lambda: apply_regrade(db, teacher, regrade_id).applied)
    assert sorted(got) == ["1", *["regrade_is_closed"] * 3]
    override(db, teacher, run_id, "de_live", "1", "By hand.")
    proposal = override(db, teacher, run_id, "de_live", "1/2", "Half of it.").proposal_id
    assert proposal is not None
    got = at_once(lambda: bool(confirm_proposal(db, admin, proposal)))
    assert sorted(got) == ["True", *["proposal_is_decided"] * 3]
    assert report_for(db, instance.student, run_id).points == "2.00"
    assert len(grades_of(db, teacher, run_id)) == 4


@pytest.mark.parametrize("database", BOTH, indirect=True)
def test_the_same_question_and_the_same_appeal_sent_at_once_are_one(instance: Instance) -> None:
    db, teacher = instance.db, instance.teacher
    run_id = instance.open_run()
    hand_in(db, instance.student, run_id)
    take_appeals(db, teacher, instance.assignment_id, now().replace(year=2099))
    got = at_once(lambda: appeal(db, instance.student, run_id, "de_live", "It was on sale.") > 0)
    assert sorted(got) == ["True", *["appeal_is_open"] * 3]
    regrade_id = ask_regrade(db, teacher, instance.assignment_id, "because")
    with db.write() as session:
        assert session.get_one(Regrade, regrade_id).state == "open"
        jobs = {put_work(session, teacher, REGRADE, subject_of(regrade_id), {}) for _ in range(3)}
    assert len(jobs) == 1


def at_once(call: object) -> list[str]:
    """What four callers at the same moment get: a result, or the code of a refusal."""
    got: list[str] = []

    def one() -> None:
        try:
            got.append(str(call()))  # type: ignore[operator]
        except Refused as error:
            got.append(error.code)

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got
