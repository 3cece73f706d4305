from io import BytesIO
from pathlib import Path
from threading import Event

import pytest
from PIL import Image

from lab import __version__
from lab.proofs.prove import SEEDS
from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.drafts import create_draft, delete_draft, draft_for, file_of, save_file
from lab.school.proving import (
    FEW_SEEDS,
    MEASURE,
    PROOFS,
    ProofLine,
    Verdict,
    ask_measuring,
    ask_proofs,
    call_off,
    verdict_of,
    work_on,
)
from lab.school.worker import work
from lab.values.errors import NotFound
from tests.school.drafting import small_files


@pytest.fixture
def draft_id(db: Database, teacher: Viewer, markets: Path) -> int:
    db.settings.markets.symlink_to(markets, target_is_directory=True)
    return create_draft(db, teacher, small_files())


def work_all(db: Database) -> None:
    work(db, Event(), until_idle=True)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_proofs_belong_to_the_very_content_that_was_played(db: Database, teacher: Viewer, draft_id: int) -> None:
    assert verdict_of(work_on(db, teacher, draft_id, PROOFS)) is None
    ask_proofs(db, teacher, draft_id, quick=True)
    work_all(db)
    job = work_on(db, teacher, draft_id, PROOFS)
    verdict = verdict_of(job)
    assert job is not None and job.state == "done" and job.progress == 1000
    assert verdict is not None and [one.number for one in verdict.proofs] == list(range(1, 12))
    before = draft_for(db, teacher, draft_id).content_hash
    assert verdict.fits(before) and verdict.engine == __version__ and verdict.seeds == FEW_SEEDS and not verdict.is_whole
    assert all(one.tried for one in verdict.proofs if one.number in (1, 2, 3, 6))
    save_file(db, teacher, draft_id, "notes.md", b"new", seen="")
    assert not verdict.fits(draft_for(db, teacher, draft_id).content_hash)


def test_a_draft_with_faults_fails_the_first_proof_with_its_line(db: Database, teacher: Viewer, draft_id: int) -> None:
    file = file_of(db, teacher, draft_id, "scenario.yaml")
    save_file(db, teacher, draft_id, "scenario.yaml", file.data.replace(b"total: 10", b"total: 9"), seen=file.sha256)
    ask_proofs(db, teacher, draft_id)
    work_all(db)
    verdict = verdict_of(work_on(db, teacher, draft_id, PROOFS))
    line = file.text[: file.text.index("grading:")].count("\n") + 1
    assert verdict is not None and not verdict.holds
    assert verdict.proofs[0].failures == (f"scenario.yaml:{line}:18: grading.total: the checks give 10 points, not 9",)


def test_a_draft_that_goes_on_before_its_turn_is_not_proved_as_something_else(db: Database, teacher: Viewer, draft_id: int) -> None:
    ask_proofs(db, teacher, draft_id)
    save_file(db, teacher, draft_id, "notes.md", b"new", seen="")
    work_all(db)
    job = work_on(db, teacher, draft_id, PROOFS)
    assert job is not None and (job.state, job.error) == ("failed", "draft_went_on")


def test_the_same_is_asked_once_and_can_be_called_off(db: Database, teacher: Viewer, other_teacher: Viewer, draft_id: int) -> None:
    first = ask_proofs(db, teacher, draft_id)
    assert ask_proofs(db, teacher, draft_id) == first
    for tried in (lambda: ask_proofs(db, other_teacher, draft_id), lambda: work_on(db, other_teacher, draft_id, PROOFS)):
        with pytest.raises(NotFound, match="no_such_draft"):
            tried()
    call_off(db, teacher, draft_id, PROOFS)
    job = work_on(db, teacher, draft_id, PROOFS)
    assert job is not None and job.state == "cancelled"
    with pytest.raises(NotFound, match="no_such_job"):
        call_off(db, teacher, draft_id, MEASURE)
    delete_draft(db, teacher, draft_id)
    with pytest.raises(NotFound):
        work_on(db, teacher, draft_id, PROOFS)


def test_pictures_are_measured_and_the_figures_kept_in_the_draft(db: Database, teacher: Viewer, draft_id: int) -> None:
    out = BytesIO()
    Image.new("RGB", (300, 200), (200, 30, 30)).save(out, "JPEG")
    save_file(db, teacher, draft_id, "pictures/red.jpg", out.getvalue(), seen="")
    ask_measuring(db, teacher, draft_id)
    work_all(db)
    job = work_on(db, teacher, draft_id, MEASURE)
    assert job is not None and job.state == "done" and job.result == {"pictures": 1, "file": "pictures/facts.yaml"}
    text = file_of(db, teacher, draft_id, "pictures/facts.yaml").text
    assert "red.jpg" in text and 'width_px: "300"' in text
    # measured again nothing changes
    revision = draft_for(db, teacher, draft_id).revision
    ask_measuring(db, teacher, draft_id)
    work_all(db)
    assert draft_for(db, teacher, draft_id).revision == revision


def test_a_verdict_holds_only_when_every_proof_does() -> None:
    good, bad = ProofLine(1, "a", 1, ()), ProofLine(2, "b", 1, ("x",))
    assert Verdict("h", __version__, SEEDS, (good,)).holds and Verdict("h", __version__, SEEDS, (good,)).is_whole
    assert not Verdict("h", __version__, SEEDS, (good, bad)).holds
    assert not Verdict("h", __version__, SEEDS, ()).holds
    assert not Verdict("h", "0.0.1", SEEDS, (good,)).fits("h")
