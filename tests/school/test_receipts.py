"""Receipts of a server: made with every grade, signed with a key that only the owner can read, seen by whom they may be seen."""

import stat
from pathlib import Path

import pytest
from sqlalchemy import func, select

from lab.bundles.receipt import check_signature, differences
from lab.bundles.replaying import Replayed
from lab.ledger.actions import SubmitReflection
from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView, assign, release_scores
from lab.school.courses import CourseView
from lab.school.database import Database
from lab.school.judging import override
from lab.school.models import Receipt, Run
from lab.school.privacy import delete_person, export_person
from lab.school.receipts import KEY_FILE, public_key, receipt_by_code, receipts_of, seed_id, signing_key
from lab.school.runs import act, hand_in, open_run, play_of
from lab.school.settings import Settings
from lab.values.errors import BadInput, NotFound
from tests.school.conftest import SCENARIO


@pytest.fixture
def handed_in(db: Database, run_id: int, student: Viewer) -> int:
    act(db, student, run_id, SubmitReflection("Prices differ because postage does."))
    hand_in(db, student, run_id)
    return run_id


def test_the_key_is_made_once_and_only_its_owner_can_read_it(settings: Settings) -> None:
    key = public_key(settings)
    assert public_key(settings) == key and len(key) == 64
    path = settings.instance / KEY_FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert key not in path.read_text(encoding="ascii")


def test_a_damaged_key_is_an_error_with_its_file(settings: Settings) -> None:
    (settings.instance / KEY_FILE).write_text("x" * 64, encoding="ascii")
    with pytest.raises(BadInput, match=KEY_FILE):
        signing_key(settings)


def test_the_name_of_a_seed_is_the_same_for_the_same_seed_and_server_only(settings: Settings, tmp_path: Path) -> None:
    other = Settings(tmp_path, "sqlite://", "another secret of more than thirty-two")
    assert seed_id(settings, "ab" * 8) == seed_id(settings, "ab" * 8)
    assert len({seed_id(settings, "ab" * 8), seed_id(settings, "ac" * 8), seed_id(other, "ab" * 8)}) == 3


def test_handing_in_gives_a_receipt_of_it_and_one_of_the_grade(db: Database, handed_in: int, student: Viewer) -> None:
    found = receipts_of(db, student, handed_in)
    assert [line.kind for line in found] == ["grade", "hand-in"]
    grade, hand = (receipt_by_code(db, line.code) for line in found)
    for one in (grade, hand):
        check_signature(one.signed, public_key(db.settings))
        assert one.is_newest
    play = play_of(db, student, handed_in)
    assert (grade.receipt.journal_hash, grade.receipt.world_hash) == (play.chain_hash, play.world_hash())
    assert grade.receipt.max_points == 100 and len(grade.receipt.checks) == len(play.scenario.checks)
    assert (hand.receipt.points, hand.receipt.checks) == (None, ())
    assert grade.receipt.handed_in_at == hand.receipt.handed_in_at is not None


def test_a_receipt_names_nobody_and_no_seed(db: Database, handed_in: int, student: Viewer) -> None:
    with db.session() as session:
        seed = session.get_one(Run, handed_in).seed
        texts = session.scalars(select(Receipt.signed)).all()
    assert len(texts) == 2
    for text in texts:
        for secret in (student.name, "aigerim", seed, "Prices differ", db.settings.secret_key):
            assert secret not in text


def test_a_grade_can_be_computed_again_from_its_receipt(db: Database, handed_in: int, student: Viewer, teacher: Viewer) -> None:
    play = play_of(db, student, handed_in)
    replayed = Replayed(play, {})
    assert differences(receipt_by_code(db, receipts_of(db, student, handed_in)[0].code).receipt, replayed) == []
    override(db, teacher, handed_in, "de_live", "1/2", "Talked about it.")
    newest = receipt_by_code(db, receipts_of(db, student, handed_in)[0].code)
    assert [one.share for one in newest.receipt.judged] == ["1/2"]
    assert differences(newest.receipt, replayed) == []
    assert b"Talked" not in newest.signed.to_json()


def test_a_later_grade_makes_an_earlier_receipt_an_old_one(db: Database, handed_in: int, student: Viewer, teacher: Viewer) -> None:
    before = receipts_of(db, student, handed_in)
    override(db, teacher, handed_in, "de_live", "1", "Talked about it.")
    after = receipts_of(db, student, handed_in)
    assert [line.kind for line in after] == ["grade", "grade", "hand-in"]
    old, new = receipt_by_code(db, before[0].code), receipt_by_code(db, after[0].code)
    assert (old.is_newest, new.is_newest) == (False, True)
    assert receipt_by_code(db, after[2].code).is_newest


def test_before_the_release_a_student_has_the_receipt_of_the_hand_in_only(
    db: Database, course: CourseView, teacher: Viewer, student: Viewer, assignment: AssignmentView
) -> None:
    late = assign(db, teacher, course.id, scenario_id=SCENARIO, show_score="after_release")
    run_id = open_run(db, student, late.id)
    hand_in(db, student, run_id)
    assert [line.kind for line in receipts_of(db, student, run_id)] == ["hand-in"]
    assert [line.kind for line in receipts_of(db, teacher, run_id)] == ["grade", "hand-in"]
    release_scores(db, teacher, late.id)
    assert [line.kind for line in receipts_of(db, student, run_id)] == ["grade", "hand-in"]


def test_strangers_see_no_list_and_a_wrong_code_opens_nothing(db: Database, handed_in: int, stranger: Viewer, student: Viewer) -> None:
    with pytest.raises(NotFound):
        receipts_of(db, stranger, handed_in)
    code = receipts_of(db, student, handed_in)[0].code
    assert receipt_by_code(db, f" {code.lower()} ").signed.code == code
    for wrong in ("", "x", code[:-1], f"{code}0", "0000-0000-0000-0000", "' OR 1=1 --"):
        with pytest.raises(NotFound, match="no_such_receipt"):
            receipt_by_code(db, wrong)


def test_who_is_deleted_leaves_no_receipt(db: Database, handed_in: int, student: Viewer) -> None:
    (run,) = export_person(db, student, student.id)["runs"]
    assert [one["kind"] for one in run["receipts"]] == ["hand-in", "grade"]
    delete_person(db, student, student.id)
    with db.session() as session:
        assert session.scalar(select(func.count()).select_from(Receipt)) == 0
