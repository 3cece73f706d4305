"""Workers are killed with -9 in the middle: no job is lost, none is done twice over, every one ends."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select, update

from lab.coach.change import Change
from lab.engine.actions import EndDay
from lab.school.clock import now
from lab.school.coaching import ask_what_if
from lab.school.jobs import LEASE_SECONDS, MAX_OPEN, JobView, job_of, jobs_of
from lab.school.models import Job
from lab.school.runs import act
from lab.values.places import ROOT
from tests.journeys.house import House
from tests.scale.conftest import BOTH, Instance

BULB = "meridian/DE/bulb"
PATIENCE = 60
DEATHS = 3


def questions(instance: Instance, days: int = 3, count: int = MAX_OPEN) -> tuple[int, list[int]]:
    """A run of some days and questions about it; no more may wait."""
    run_id = instance.open_run()
    for _ in range(days):
        act(instance.db, instance.student, run_id, EndDay())
    changes = [Change("price_percent", BULB, percent=percent) for percent in range(1, count + 1)]
    return run_id, [ask_what_if(instance.db, instance.student, run_id, change) for change in changes]


def start_worker(instance: Instance, *more: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "lab.cli", "worker", *more]
    return subprocess.Popen(command, env=environ_of(instance), cwd=ROOT)


def start_dying(instance: Instance, point: str) -> "subprocess.Popen[bytes]":
    """A worker that kills itself in its first job: `claimed`, `finishing` (the result is written, not kept) or `finished`."""
    command = [sys.executable, str(Path(__file__).with_name("dying_worker.py")), point]
    return subprocess.Popen(command, env=environ_of(instance), cwd=ROOT)


def environ_of(instance: Instance) -> dict[str, str]:
    return {**os.environ, **instance.environ, "PYTHONPATH": str(ROOT)}


def let_the_dead_be_found(instance: Instance) -> None:
    """A minute passes for jobs whose worker is gone."""
    with instance.db.write() as session:
        old = now() - timedelta(seconds=LEASE_SECONDS + 1)
        session.execute(update(Job).where(Job.state == "working").values(heartbeat_at=old))


def states(instance: Instance, run_id: int) -> list[str]:
    return [job.state for job in jobs_of(instance.db, instance.student, run_id)]


@pytest.mark.slow
@pytest.mark.parametrize("database", BOTH, indirect=True)
@pytest.mark.parametrize(("point", "left"), [("claimed", "working"), ("finishing", "working"), ("finished", "done")])
def test_a_job_outlives_the_worker_that_dies_in_it(instance: Instance, point: str, left: str) -> None:
    run_id, jobs = questions(instance, days=1, count=2)
    dying = start_dying(instance, point)
    assert dying.wait(PATIENCE) == -signal.SIGKILL
    first = job_of(instance.db, instance.student, run_id, jobs[0])
    assert first.state == left
    assert (first.result is None) == (left != "done")
    let_the_dead_be_found(instance)
    assert start_worker(instance, "--until-idle").wait(PATIENCE) == 0
    assert states(instance, run_id) == ["done"] * len(jobs)


@pytest.mark.slow
@pytest.mark.parametrize("database", BOTH, indirect=True)
def test_every_job_ends_while_workers_are_killed_at_any_moment(instance: Instance) -> None:
    chance = Random(20261125)
    run_id, jobs = questions(instance)
    for _ in range(DEATHS):
        waiting = states(instance, run_id).count("waiting")
        process = start_worker(instance)
        end = time.monotonic() + PATIENCE
        while waiting and states(instance, run_id).count("waiting") == waiting and time.monotonic() < end:
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.03))
        process.kill()
        assert process.wait() == -signal.SIGKILL
        let_the_dead_be_found(instance)
    assert start_worker(instance, "--until-idle").wait(PATIENCE) == 0
    found = [job_of(instance.db, instance.student, run_id, job) for job in jobs]
    for job in found:
        assert job.state == "done" or (job.state, job.error) == ("failed", "job_gave_up")
        assert job.state == "failed" or _is_whole(job)
    assert sum(job.state == "done" for job in found) >= len(jobs) - 1


def _is_whole(job: JobView) -> bool:
    return job.result is not None and len(job.result["before"]) == len(job.result["after"]) == 4


@pytest.mark.slow
@pytest.mark.parametrize("database", BOTH, indirect=True)
def test_two_workers_share_the_jobs_and_do_each_once(instance: Instance) -> None:
    run_id, jobs = questions(instance)
    pair = [start_worker(instance, "--until-idle") for _ in range(2)]
    assert [process.wait(PATIENCE) for process in pair] == [0, 0]
    assert states(instance, run_id) == ["done"] * len(jobs)
    with instance.db.session() as session:
        assert session.scalars(select(Job.attempts)).all() == [1] * len(jobs)


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_worker_that_is_asked_to_stop_gives_its_job_back_and_goes(instance: Instance) -> None:
    run_id, _ = questions(instance)
    process = start_worker(instance)
    while states(instance, run_id).count("done") == 0:
        time.sleep(0.01)
    process.send_signal(signal.SIGTERM)
    assert process.wait(15) == 0
    assert "working" not in states(instance, run_id)


# --- beside the server ---


def workers_of(server: int) -> list[int]:
    """Processes that work for a server, by their command line."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"worker" in words and str(server).encode() in words:
            found.append(int(folder.name))
    return found


def wait_for(wanted: int, server: int) -> list[int]:
    end = time.monotonic() + 20
    while len(found := workers_of(server)) != wanted and time.monotonic() < end:
        time.sleep(0.1)
    return found


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="needs /proc")
@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGKILL])
def test_the_worker_beside_a_server_comes_back_and_goes_with_it(tmp_path: Path, markets: Path, sent: signal.Signals) -> None:
    (tmp_path / "market").symlink_to(markets, target_is_directory=True)
    house = House(tmp_path)
    house.start()
    try:
        assert house.server is not None
        server = house.server.pid
        first = wait_for(1, server)
        assert len(first) == 1
        os.kill(first[0], signal.SIGKILL)
        end = time.monotonic() + 20
        while workers_of(server) in ([], first) and time.monotonic() < end:
            time.sleep(0.1)
        assert len(workers_of(server)) == 1 and workers_of(server) != first
        os.kill(server, sent)
        assert wait_for(0, server) == []
    finally:
        house.kill()
