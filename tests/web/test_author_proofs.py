"""Proving, measuring and releasing by pages."""

import re
from pathlib import Path
from threading import Event

import pytest

from lab.school.accounts import Viewer
from lab.school.assignments import assignments_of
from lab.school.courses import CourseView
from lab.school.database import Database
from lab.school.drafts import create_draft, file_of, save_file
from lab.school.releases import releases_of
from lab.school.worker import work
from lab.web.author_proofs import proof_words
from tests.school.drafting import add_release, small_files
from tests.web.browser import Browser


@pytest.fixture
def draft_id(db: Database, teacher: Viewer, markets: Path) -> int:
    db.settings.markets.symlink_to(markets, target_is_directory=True)
    return create_draft(db, teacher, small_files())


def work_all(db: Database) -> None:
    work(db, Event(), until_idle=True)


def test_a_fault_in_a_proof_leads_to_its_line(at_desk: Browser, db: Database, teacher: Viewer, draft_id: int) -> None:
    base = f"/scenarios/drafts/{draft_id}"
    file = file_of(db, teacher, draft_id, "scenario.yaml")
    save_file(db, teacher, draft_id, file.path, file.data.replace(b"total: 10", b"total: 3"), seen=file.sha256)
    assert "1 fault can be seen without playing." in at_desk.get(f"{base}/proofs")
    at_desk.send(f"{base}/prove")
    page = at_desk.get(f"{base}/proofs")
    assert "The robots are at work" in page and "job.js" in page and '<meta http-equiv="refresh"' in page
    assert at_desk.client.get(f"{base}/proving/proofs").get_json() == {"over": False, "percent": 0, "text": "Waits for its turn"}
    work_all(db)
    assert at_desk.client.get(f"{base}/proving/proofs").get_json()["over"] is True
    page = at_desk.get(f"{base}/proofs")
    line = file.text[: file.text.index("grading:")].count("\n") + 1
    assert "Not all proofs hold" in page and f'href="{base}/edit/scenario.yaml#line-{line}"' in page
    assert "the checks give 10 points, not 3" in page and str(db.settings.instance) not in page and "/tmp" not in page
    assert "Not all proofs hold" in at_desk.get(f"{base}/release") and 'name="notes"' not in at_desk.page
    at_desk.send(f"{base}/release", 409)
    assert releases_of(db, teacher) == []
    file = file_of(db, teacher, draft_id, "tasks/ship.en.md")
    save_file(db, teacher, draft_id, file.path, b"# Go\n", seen=file.sha256)
    assert "Out of date" in at_desk.get(f"{base}/proofs")


def test_a_job_is_called_off_and_pictures_are_measured(at_desk: Browser, db: Database, draft_id: int) -> None:
    base = f"/scenarios/drafts/{draft_id}"
    at_desk.get(f"{base}/proofs")
    at_desk.send(f"{base}/prove", quick="1")
    at_desk.send(f"{base}/proving/proofs/cancel")
    assert "Called off" in at_desk.get(f"{base}/proofs")
    at_desk.send(f"{base}/proving/measure/cancel", 404)
    assert "No pictures in this draft" in at_desk.get(f"{base}/pictures")
    at_desk.send(f"{base}/measure")
    assert "The pictures are being measured" in at_desk.get(f"{base}/pictures")
    work_all(db)
    assert "0 pictures were measured" in at_desk.get(f"{base}/pictures") and "facts.yaml" not in at_desk.get(base)
    assert at_desk.client.get(f"{base}/proving/strange").status_code == 404


def test_a_release_is_shared_assigned_and_withdrawn(at_desk: Browser, db: Database, teacher: Viewer, course: CourseView, tmp_path: Path) -> None:
    number = add_release(db, teacher, tmp_path / "released", "1.2.0")
    page = at_desk.get("/scenarios/releases")
    assert "version 1.2.0" in page and "Assign to:" in page and ">Share<" in page
    at_desk.get(f"/courses/{course.id}/assign?scenario=small@1.2.0")
    assert re.search(r'value="small@1\.2\.0" required checked', at_desk.page) and "by Petra Keller" in at_desk.page
    at_desk.send(f"/courses/{course.id}/assign", scenario_id="small@1.2.0", attempts="1", show_score="at_hand_in")
    given = assignments_of(db, teacher, course.id)[0]
    assert (given.scenario_id, given.version, given.content_hash) == ("small", "1.2.0", releases_of(db, teacher)[0].content_hash)
    for do, words in (("share", "Keep to myself<"), ("keep", "Share<"), ("withdraw", "Offer again<"), ("offer", "Withdraw<"), ("strange", "Withdraw<")):
        at_desk.get("/scenarios/releases")
        at_desk.send(f"/scenarios/releases/{number}", do=do)
        assert words in at_desk.get("/scenarios/releases"), do
    at_desk.send("/scenarios/releases/999", 404, do="share")
    at_desk.send(f"/scenarios/releases/{number}", do="withdraw")
    at_desk.get(f"/courses/{course.id}/assign")
    at_desk.send(f"/courses/{course.id}/assign", 422, scenario_id="small@1.2.0", attempts="1", show_score="at_hand_in")
    assert "This scenario is not installed." in at_desk.page


def test_every_proof_has_words() -> None:
    assert sorted(proof_words()) == list(range(1, 12))
