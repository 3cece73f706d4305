from pathlib import Path
from threading import Event

import pytest

from lab import __version__
from lab.proofs.prove import SEEDS
from lab.scenarios.newcomer import Answers, files_of
from lab.scenarios.script import scenario_folders
from lab.school.accounts import Viewer
from lab.school.clock import now
from lab.school.database import Database
from lab.school.drafts import create_draft, draft_for, file_of, save_file
from lab.school.models import Release
from lab.school.proving import PROOFS, ProofLine, Verdict, ask_proofs, verdict_of, work_on
from lab.school.releases import releases_of, script_of_release
from lab.school.releasing import MAX_NOTES, check_id, check_proved, release_draft
from lab.school.worker import work
from lab.values.errors import BadInput, LabError, NotFound, Refused

GOOD = (ProofLine(1, "schema", 1, ()),)


@pytest.fixture(scope="module")
def small() -> dict[str, bytes]:
    """What the questions of a first scenario give: one decision."""
    return {name: text.encode() for name, text in files_of(Answers("small-letter", "A letter", parts=("question",))).items()}


def raised(db: Database, viewer: Viewer, draft_id: int, **more: object) -> str:
    with pytest.raises(LabError) as caught:
        release_draft(db, viewer, draft_id, **more)  # type: ignore[arg-type]
    return caught.value.code


def released(db: Database, owner: Viewer, version: str) -> Release:
    """A release of that id as it would stand in the database."""
    row = Release(
        scenario_id="small-letter", version=version, content_hash="0" * 64, title="x", notes="", owner_id=owner.id, made_at=now(), proofs=[],
        shared=False, withdrawn_at=None,
    )  # fmt: skip
    with db.write() as session:
        session.add(row)
    return row


def remove(db: Database, row: Release) -> None:
    with db.write() as session:
        session.delete(session.get_one(Release, row.id))


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_a_draft_is_released_once_it_is_proved_and_not_a_moment_before(
    db: Database, teacher: Viewer, other_teacher: Viewer, markets: Path, small: dict[str, bytes]
) -> None:
    db.settings.markets.symlink_to(markets, target_is_directory=True)
    draft_id = create_draft(db, teacher, small)
    assert raised(db, teacher, draft_id) == "not_proved"
    ask_proofs(db, teacher, draft_id)
    work(db, Event(), until_idle=True)
    verdict = verdict_of(work_on(db, teacher, draft_id, PROOFS))
    assert verdict is not None and verdict.holds, verdict
    # an edit makes the proofs stale; taking it back gives the content that was proved
    seen = file_of(db, teacher, draft_id, "scenario.yaml")
    changed = save_file(db, teacher, draft_id, "scenario.yaml", seen.data + b"\n# a thought\n", seen=seen.sha256)
    assert raised(db, teacher, draft_id) == "proofs_are_stale"
    save_file(db, teacher, draft_id, "scenario.yaml", seen.data, seen=changed)
    assert raised(db, teacher, draft_id, notes="x" * (MAX_NOTES + 1)) == "notes_too_long"
    with pytest.raises(NotFound):
        release_draft(db, other_teacher, draft_id)
    theirs = released(db, other_teacher, "0.0.1")
    assert raised(db, teacher, draft_id) == "scenario_id_taken"
    remove(db, theirs)
    later = released(db, teacher, "99.0.0")
    assert raised(db, teacher, draft_id) == "version_not_higher"
    remove(db, later)
    release = release_draft(db, teacher, draft_id, notes="First\n", shared=True)
    assert (release.scenario_id, release.notes, release.shared, release.is_own) == ("small-letter", "First", True, True)
    assert [one["number"] for one in release.proofs] == list(range(1, 12))
    assert script_of_release(db, release).content_hash == draft_for(db, teacher, draft_id).content_hash
    assert raised(db, teacher, draft_id) == "version_not_higher"
    assert [one.version for one in releases_of(db, other_teacher)] == [release.version]


def test_the_id_of_a_scenario_that_comes_with_the_lab_cannot_be_taken() -> None:
    for folder in scenario_folders():
        with pytest.raises(Refused, match="scenario_id_taken"):
            check_id(folder.name)
    check_id("small-letter")


@pytest.mark.parametrize(
    ("verdict", "code"),
    [
        (None, "not_proved"),
        (Verdict("other", __version__, SEEDS, GOOD), "proofs_are_stale"),
        (Verdict("this", "0.0.1", SEEDS, GOOD), "proofs_are_stale"),
        (Verdict("this", __version__, SEEDS, (*GOOD, ProofLine(2, "reference", 1, ("x",)))), "proofs_fail"),
        (Verdict("this", __version__, SEEDS, ()), "proofs_fail"),
        (Verdict("this", __version__, SEEDS - 1, GOOD), "proofs_are_quick"),
    ],
)
def test_what_is_not_proved_in_full_is_refused_with_its_reason(verdict: Verdict | None, code: str) -> None:
    with pytest.raises(Refused, match=code):
        check_proved(verdict, "this")


def test_full_proofs_of_this_very_content_are_enough() -> None:
    check_proved(Verdict("this", __version__, SEEDS, GOOD), "this")
    with pytest.raises((BadInput, Refused)):
        check_proved(Verdict("this", __version__, SEEDS, GOOD), "that")
