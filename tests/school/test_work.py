"""The table of kinds of jobs: each is done by its own handler."""

import threading
from typing import Any

import pytest

from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.jobs import Claim, Progress, claim, enqueue_work, work_of
from lab.school.work import HANDLERS, do_job
from lab.school.worker import work
from lab.values.errors import LabError


def test_a_job_about_a_subject_is_done_by_the_handler_of_its_kind(
    db: Database, teacher: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def count(_db: Database, job: Claim, progress: Progress) -> dict[str, Any]:
        for step in range(3):
            progress(step, 3)
        return {"subject": job.subject, "steps": 3}

    monkeypatch.setitem(HANDLERS, "count", count)
    job = enqueue_work(db, teacher, "count", "draft:12", {})
    assert work(db, threading.Event(), until_idle=True) == 1
    found = work_of(db, teacher, job)
    assert (found.state, found.progress, found.result) == ("done", 1000, {"subject": "draft:12", "steps": 3})


def test_a_kind_that_nobody_knows_is_refused(db: Database, teacher: Viewer) -> None:
    enqueue_work(db, teacher, "bake_bread", "oven:1", {})
    job = claim(db)
    assert job is not None
    with pytest.raises(LabError, match="no_such_job"):
        do_job(db, job, lambda done, of: None)


def test_every_kind_fits_into_its_column() -> None:
    assert {"what_if", "gains"} <= set(HANDLERS)
    assert all(len(kind) <= 20 for kind in HANDLERS)
