"""Runs as bundles: what a student and an instructor get, and finding the seed again."""

import hashlib
import io

import msgspec
import pytest

from lab.bundles.batch import replayed
from lab.bundles.layout import Bundle
from lab.bundles.reading import read_lines
from lab.bundles.receipt import read_signed
from lab.bundles.shelf import Shelf
from lab.ledger.actions import SubmitReflection
from lab.listings.actions import PublishListing
from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView
from lab.school.bundles import check_kept, class_runs, run_bundle, seed_for
from lab.school.database import Database
from lab.school.grades import record_of
from lab.school.media import add_picture
from lab.school.models import Run
from lab.school.privacy import delete_person
from lab.school.runs import act, hand_in, open_run
from lab.values.errors import BadInput, NotFound, Refused
from tests.school.test_media import photo


@pytest.fixture
def handed_in(db: Database, run_id: int, student: Viewer) -> int:
    act(db, student, run_id, SubmitReflection("Prices differ because postage does."))
    act(db, student, run_id, PublishListing("meridian/DE/lamp"))
    hand_in(db, student, run_id)
    return run_id


def bundle_of(db: Database, viewer: Viewer, run_id: int) -> tuple[bytes, Bundle]:
    data = b"".join(run_bundle(db, viewer, run_id))
    return data, read_lines(io.BytesIO(data))


def run_of(db: Database, run_id: int) -> Run:
    with db.session() as session:
        return session.get_one(Run, run_id)


def test_a_student_s_bundle_holds_neither_seed_nor_name(db: Database, handed_in: int, student: Viewer) -> None:
    data, bundle = bundle_of(db, student, handed_in)
    run = run_of(db, handed_in)
    assert (bundle.head.deal.seed, bundle.head.deal.run, bundle.head.state) == (None, handed_in, "handed_in")
    for secret in (run.seed, str(int(run.seed, 16)), student.name, "aigerim", f"user:{student.id}", db.settings.secret_key):
        assert secret.encode() not in data
    assert {row.actor for row in bundle.rows} == {"student"}
    assert [read_signed(one).receipt.kind for one in bundle.receipts] == ["grade", "hand-in"]


def test_the_server_finds_the_seed_again_and_the_grade_is_the_one_it_gave(db: Database, handed_in: int, student: Viewer, teacher: Viewer) -> None:
    _, bundle = bundle_of(db, student, handed_in)
    seed = seed_for(db, bundle.head)
    assert seed == run_of(db, handed_in).seed
    shelf = Shelf([db.settings.scripts], db.settings.markets)
    assert replayed(bundle, shelf, seed).grade().to_json() == record_of(db, teacher, handed_in)
    check_kept(db, bundle.head)


def test_an_instructor_s_bundle_carries_the_seed(db: Database, handed_in: int, teacher: Viewer) -> None:
    _, bundle = bundle_of(db, teacher, handed_in)
    assert bundle.head.deal.seed == run_of(db, handed_in).seed
    assert replayed(bundle, Shelf([db.settings.scripts], db.settings.markets)).play.chain_hash == bundle.head.journal_hash


def test_an_open_run_is_not_for_the_student_to_download(db: Database, run_id: int, student: Viewer, teacher: Viewer) -> None:
    with pytest.raises(Refused, match="not_handed_in"):
        run_bundle(db, student, run_id)
    assert bundle_of(db, teacher, run_id)[1].head.state == "open"


def test_strangers_find_nothing(db: Database, handed_in: int, stranger: Viewer, other_teacher: Viewer, assignment: AssignmentView) -> None:
    for viewer in (stranger, other_teacher):
        with pytest.raises(NotFound):
            run_bundle(db, viewer, handed_in)
        with pytest.raises(NotFound):
            class_runs(db, viewer, assignment.id)


def test_uploads_are_in_the_bundle_with_their_bytes(db: Database, run_id: int, student: Viewer) -> None:
    sha = add_picture(db, student, run_id, "own.png", photo()).sha256
    hand_in(db, student, run_id)
    _, bundle = bundle_of(db, student, run_id)
    data = bundle.pictures[sha]
    assert data is not None and hashlib.sha256(data).hexdigest() == sha


def test_a_bundle_of_another_server_or_changed_since_is_found_out(db: Database, handed_in: int, student: Viewer) -> None:
    head = bundle_of(db, student, handed_in)[1].head
    replace = msgspec.structs.replace
    for deal in (replace(head.deal, seed_id="0" * 32), replace(head.deal, run=999), replace(head.deal, run=None)):
        with pytest.raises(BadInput, match="bundle_of_another_server"):
            seed_for(db, replace(head, deal=deal))
    with pytest.raises(BadInput, match="bundle_is_not_the_run"):
        check_kept(db, replace(head, journal_hash="0" * 64))
    check_kept(db, replace(head, journal_hash="0" * 64, deal=replace(head.deal, seed_id="0" * 32)))


def test_a_class_s_runs_are_listed_by_student_with_their_seeds(
    db: Database, handed_in: int, teacher: Viewer, student: Viewer, assignment: AssignmentView
) -> None:
    second = open_run(db, student, assignment.id)
    found = class_runs(db, teacher, assignment.id)
    assert [(one.run_id, one.login, one.attempt, one.state) for one in found] == [(handed_in, "aigerim", 1, "handed_in"), (second, "aigerim", 2, "open")]
    head = bundle_of(db, student, handed_in)[1].head
    assert (found[0].seed_id, found[0].seed) == (head.deal.seed_id, run_of(db, handed_in).seed)


def test_an_erased_run_has_no_bundle_and_no_seed(db: Database, handed_in: int, teacher: Viewer, student: Viewer, assignment: AssignmentView) -> None:
    head = bundle_of(db, student, handed_in)[1].head
    delete_person(db, student, student.id)
    with pytest.raises(NotFound):
        run_bundle(db, teacher, handed_in)
    with pytest.raises(BadInput):
        seed_for(db, head)
    assert class_runs(db, teacher, assignment.id) == []
