"""Three hundred runs graded once more, with workers killed in the middle: nothing is lost, done twice, or half written."""

import time
from pathlib import Path

import pytest

from lab.engine.actions import EndDay
from lab.school.accounts import create_user
from lab.school.assignments import assign
from lab.school.courses import create_course
from lab.school.database import open_database
from lab.school.regrades import Applied, apply_regrade, ask_regrade, regrade_for
from lab.school.runs import act, hand_in, open_run
from lab.school.settings import load_settings
from tests.markets import market_folder
from tests.scale.conftest import SCENARIO, Instance
from tests.scale.test_worker_killed import let_the_dead_be_found, start_worker

RUNS = 300
DEATHS = (60, 180)
"""After so many runs the worker is killed with SIGKILL."""


@pytest.mark.timeout(3600)
def test_three_hundred_runs_are_graded_again_although_workers_are_killed(tmp_path: Path) -> None:
    environ = {"LAB_INSTANCE": str(tmp_path / "instance")}
    db = open_database(load_settings(environ))
    db.settings.markets.symlink_to(market_folder(), target_is_directory=True)
    teacher = create_user(db, login="teacher", name="Teacher", password="correct horse", role="instructor")
    given = assign(db, teacher, create_course(db, teacher, "Large").id, scenario_id=SCENARIO)
    instance = Instance(db, environ, teacher, teacher, given.id)
    for _ in range(RUNS):
        run_id = open_run(db, teacher, given.id)
        act(db, teacher, run_id, EndDay())
        hand_in(db, teacher, run_id)
    began = time.monotonic()
    regrade_id = ask_regrade(db, teacher, given.id, "A check was mended.")
    seen = []
    for done in DEATHS:
        process = start_worker(instance)
        while RUNS - regrade_for(db, teacher, regrade_id).waiting < done:
            job = regrade_for(db, teacher, regrade_id).job
            seen.append(job.progress if job is not None else 0)
            time.sleep(0.2)
        process.kill()
        process.wait()
        let_the_dead_be_found(instance)
    assert start_worker(instance, "--until-idle").wait(1800) == 0
    taken = time.monotonic() - began
    view = regrade_for(db, teacher, regrade_id)
    assert [(line.state, line.direction) for line in view.lines] == [("found", "same")] * RUNS
    assert max(seen) > 0
    assert apply_regrade(db, teacher, regrade_id) == Applied(RUNS, 0, 0)
    print(f"{RUNS} runs graded again in {taken:.0f} s with {len(DEATHS)} kills")
    db.close()
