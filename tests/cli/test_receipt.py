"""`lab receipt`: the key, checking a receipt with and without its bundle, and checking a transcript."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace
from sqlalchemy import select

from lab.bundles.transcript import Transcript, read_transcript, sign_transcript
from lab.ledger.actions import SubmitReflection
from lab.school.accounts import Viewer, create_user, viewer_of
from lab.school.assignments import assign
from lab.school.bundles import run_bundle
from lab.school.courses import create_course, join_course
from lab.school.database import Database, open_database
from lab.school.judging import mark, override, rubric_for
from lab.school.models import Course, User
from lab.school.receipts import public_key, receipt_by_code, receipts_of
from lab.school.runs import act, hand_in, open_run
from lab.school.settings import load_settings
from lab.school.transcripts import issue_transcript, transcript_by_code
from tests.cli.conftest import Run


@pytest.fixture
def db(instance: Path) -> Iterator[Database]:
    found = open_database(load_settings({"LAB_INSTANCE": str(instance)}))
    yield found
    found.close()


@pytest.fixture
def teacher(db: Database) -> Viewer:
    return create_user(db, login="teacher", name="Teacher", password="correct horse battery", role="instructor")


@pytest.fixture
def run_id(db: Database, teacher: Viewer) -> int:
    """A run that was handed in with a reflection."""
    student = create_user(db, login="student", name="Student", password="correct horse battery", role="student")
    course = create_course(db, teacher, "Trade")
    join_course(db, student, course.join_code or "")
    assignment = assign(db, teacher, course.id, scenario_id="desk-lamp-two-markets")
    found = open_run(db, student, assignment.id)
    act(db, student, found, SubmitReflection("Prices differ because postage does."))
    hand_in(db, student, found)
    return found


def files(db: Database, teacher: Viewer, run_id: int, folder: Path) -> tuple[str, str]:
    """The newest receipt and the bundle of a run."""
    receipt, bundle = folder / "receipt.json", folder / "run.tradewind"
    receipt.write_bytes(receipt_by_code(db, receipts_of(db, teacher, run_id)[0].code).signed.to_json())
    bundle.write_bytes(b"".join(run_bundle(db, teacher, run_id)))
    return str(receipt), str(bundle)


def test_the_key_is_printed_alone(run: Run, instance: Path) -> None:
    done = run("receipt", "key")
    assert (done.code, done.err) == (0, "")
    assert done.out == public_key(load_settings({"LAB_INSTANCE": str(instance)})) + "\n"


def test_a_receipt_is_computed_again_from_the_bundle(run: Run, db: Database, teacher: Viewer, run_id: int, tmp_path: Path) -> None:
    receipt, bundle = files(db, teacher, run_id, tmp_path)
    done = run("receipt", "check", receipt, bundle)
    assert (done.code, done.err) == (0, "")
    assert "The signature is right: grade of desk-lamp-two-markets" in done.out
    assert done.out.endswith("Computed again: every hash is the same\n")


def test_marks_and_overrides_of_people_are_taken_from_the_receipt(run: Run, db: Database, teacher: Viewer, run_id: int, tmp_path: Path) -> None:
    levels = {one.id: len(one.levels) - 1 for one in rubric_for(db, teacher, run_id, "thoughts").criteria}
    mark(db, teacher, run_id, "thoughts", levels)
    override(db, teacher, run_id, "de_live", "1/2", "Talked about it.")
    done = run("receipt", "check", *files(db, teacher, run_id, tmp_path))
    assert done.code == 0, done.err
    assert done.out.endswith("every hash is the same; 2 checks were decided by a person\n")


def test_a_forged_receipt_or_another_key_is_refused(run: Run, db: Database, teacher: Viewer, run_id: int, tmp_path: Path) -> None:
    receipt, _ = files(db, teacher, run_id, tmp_path)
    done = run("receipt", "check", receipt, "--key", "0" * 64)
    assert done.code == 1 and "signed with another key" in done.err
    tree = json.loads(Path(receipt).read_bytes())
    tree["receipt"]["points"] = "100.00"
    Path(receipt).write_text(json.dumps(tree), encoding="utf-8")
    done = run("receipt", "check", receipt)
    assert done.code == 1 and "was changed, or is forged" in done.err
    Path(receipt).write_text("junk", encoding="utf-8")
    assert run("receipt", "check", receipt).code == 1
    assert run("receipt", "check", str(tmp_path / "none")).code == 2


def test_a_bundle_of_another_run_does_not_fit(run: Run, db: Database, teacher: Viewer, run_id: int, tmp_path: Path) -> None:
    receipt, bundle = files(db, teacher, run_id, tmp_path)
    assert run("scenario", "play", "scenarios/desk-lamp-two-markets", "--bundle", bundle).code == 0
    done = run("receipt", "check", receipt, bundle)
    assert done.code == 1 and "The bundle says otherwise. journal:" in done.err


def transcript(db: Database, folder: Path) -> str:
    """The file of the student's transcript."""
    with db.session() as session:
        student = viewer_of(session.scalars(select(User).where(User.login == "student")).one())
        course_id = session.scalars(select(Course.id)).one()
    file = folder / "transcript.json"
    file.write_bytes(transcript_by_code(db, issue_transcript(db, student, course_id)).signed.to_json())
    return str(file)


def test_a_transcript_says_who_signed_it_and_what_it_says(run: Run, db: Database, run_id: int, tmp_path: Path) -> None:
    file = transcript(db, tmp_path)
    done = run("receipt", "check", file)
    assert (done.code, done.err) == (0, "")
    assert "The signature is right: transcript of the course “Trade”" in done.out
    assert f"Signed by this instance (key {public_key(db.settings)})" in done.out
    (line,) = read_transcript(Path(file).read_bytes()).transcript.lines
    assert f"{line.points} of {line.max_points} points: {line.title} (desk-lamp-two-markets 1." in done.out
    assert f"receipt {line.receipt}\n" in done.out and "competence listing" in done.out
    assert done.out.endswith(f"{line.points} of {line.max_points} points in all\n")
    for name, code, says in (("Student", 0, "It is the transcript of “Student”."), ("Teacher", 1, "It is not the transcript of “Teacher”.")):
        done = run("receipt", "check", file, "--name", name)
        assert done.code == code and says in done.out + done.err


def test_a_forged_transcript_or_one_of_another_server_is_refused(run: Run, db: Database, run_id: int, tmp_path: Path) -> None:
    file = transcript(db, tmp_path)
    theirs = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    body = read_transcript(Path(file).read_bytes()).transcript
    other = tmp_path / "other.json"
    other.write_bytes(sign_transcript(replace(body, course="\x1b[31mTrade"), theirs).to_json())
    done = run("receipt", "check", str(other))
    assert done.code == 1 and "signed with another key" in done.err and done.out == ""
    done = run("receipt", "check", str(other), "--key", theirs.public_key().public_bytes_raw().hex().upper())
    assert done.code == 0 and "the server of the key that you named" in done.out and "\x1b" not in done.out
    tree = json.loads(Path(file).read_bytes())
    tree["transcript"]["lines"][0]["points"] = "100.00"
    Path(file).write_text(json.dumps(tree), encoding="utf-8")
    done = run("receipt", "check", file)
    assert done.code == 1 and "was changed, or is forged" in done.err


def test_a_transcript_has_no_bundle_and_a_receipt_no_name(run: Run, db: Database, teacher: Viewer, run_id: int, tmp_path: Path) -> None:
    receipt, bundle = files(db, teacher, run_id, tmp_path)
    assert run("receipt", "check", transcript(db, tmp_path), bundle).code == 2
    assert run("receipt", "check", receipt, "--name", "Student").code == 2


def test_without_a_key_to_compare_with_it_says_so(run: Run, tmp_path: Path) -> None:
    body = Transcript(course="Trade", made_at="2026-11-26T09:00:00+00:00", salt="0f" * 16, holder="a" * 64, lines=(), competences=())
    file = tmp_path / "transcript.json"
    file.write_bytes(sign_transcript(body, Ed25519PrivateKey.from_private_bytes(bytes(range(32)))).to_json())
    done = run("receipt", "check", str(file))
    assert done.code == 0 and "No key to compare with is known" in done.err and "Signed by" not in done.out
