"""A person's own data, and its deletion."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from lab.ledger.actions import SubmitReflection
from lab.school.accounts import Viewer, create_user, sign_in, signed_in
from lab.school.appeals import answer_appeal, appeal
from lab.school.assignments import AssignmentView, assign, change_rules, release_scores, take_appeals
from lab.school.clock import now
from lab.school.courses import CourseView, archive_course, create_course, join_course, remove_member
from lab.school.database import Database
from lab.school.drafts import create_draft, drafts_of
from lab.school.gradebooks import gradebook, progress
from lab.school.groups import set_groups
from lab.school.jobs import claim
from lab.school.judging import override
from lab.school.media import add_picture
from lab.school.models import (
    Appeal,
    Course,
    Grade,
    JournalRow,
    Media,
    Proposal,
    RegradeRow,
    Run,
    RunMedia,
    SignIn,
    Snapshot,
    User,
)
from lab.school.privacy import delete_person, export_person, may_delete
from lab.school.regrades import ask_regrade
from lab.school.releases import releases_of
from lab.school.rules import Rules
from lab.school.runs import act, hand_in, open_run, play_of, report_for, run_for
from lab.values.errors import BadInput, NotFound, Refused
from tests.school.drafting import add_release, small_files
from tests.school.regrading import asked
from tests.school.test_media import photo

PASSWORD = "correct horse battery"
WORDS = "Aigerim thinks that postage decides."


@pytest.fixture
def full(db: Database, run_id: int, student: Viewer) -> int:
    """A run with a text, a picture and a grade."""
    act(db, student, run_id, SubmitReflection(WORDS))
    add_picture(db, student, run_id, "aigerim.png", photo())
    hand_in(db, student, run_id)
    return run_id


def everything(db: Database) -> str:
    """All that the database file holds, as text."""
    with db.session() as session:
        tables = session.connection().exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").all()
        return "\n".join(
            str(row) for (name,) in tables for row in session.connection().exec_driver_sql(f'SELECT * FROM "{name}"')
        )


def test_a_person_gets_all_their_data_in_one_piece(
    db: Database, full: int, assignment: AssignmentView, student: Viewer
) -> None:
    sign_in(db, login="aigerim", password=PASSWORD, address="::1", agent="Firefox")
    data = json.loads(json.dumps(export_person(db, student, student.id)))
    assert (data["person"]["login"], data["person"]["name"]) == ("aigerim", "Aigerim Bekova")
    assert [course["title"] for course in data["courses"]] == ["Export management"]
    assert [one["browser"] for one in data["sign_ins"]] == ["Firefox"]
    (run,) = data["runs"]
    assert run["appeals"] == []
    assert (run["assignment"], run["attempt"], run["state"]) == ("One lamp, two markets", 1, "handed_in")
    assert run["journal"][0]["action"] == {"do": "reflection.submit", "text": WORDS}
    assert [one["name"] for one in run["pictures"]] == ["aigerim.png"]
    assert [one["points"] for one in run["grades"]] == ["0.00"]


def test_an_export_holds_neither_seed_nor_secret_nor_password(
    db: Database, full: int, assignment: AssignmentView, student: Viewer
) -> None:
    with db.session() as session:
        seed = session.get_one(Run, full).seed
        secret = session.get_one(Course, assignment.course_id).secret
        password_hash = session.get_one(User, student.id).password_hash
    text = json.dumps(export_person(db, student, student.id))
    for hidden in (seed, str(int(seed, 16)), secret, password_hash):
        assert hidden not in text


def test_nobody_but_oneself_and_admins_exports_or_deletes(
    db: Database, student: Viewer, stranger: Viewer, teacher: Viewer, admin: Viewer
) -> None:
    for viewer in (stranger, teacher):
        with pytest.raises(NotFound, match="no_such_person"):
            export_person(db, viewer, student.id)
        with pytest.raises(NotFound, match="no_such_person"):
            delete_person(db, viewer, student.id)
    assert export_person(db, admin, student.id)["person"]["login"] == "aigerim"


def test_a_deleted_person_leaves_points_and_nothing_else(
    db: Database, full: int, assignment: AssignmentView, student: Viewer, teacher: Viewer
) -> None:
    token = sign_in(db, login="aigerim", password=PASSWORD, address="::1").token
    pictures = [path for path in db.settings.media.rglob("*") if path.is_file()]
    assert pictures
    delete_person(db, student, student.id)
    left = everything(db)
    for word in ("aigerim", "Aigerim", "postage", WORDS):
        assert word not in left
    assert [path for path in db.settings.media.rglob("*") if path.is_file()] == []
    with db.session() as session:
        for table in (JournalRow, Snapshot, RunMedia, Media, SignIn):
            assert session.scalar(select(func.count()).select_from(table)) == 0
        assert session.scalars(select(Grade)).one().points == "0.00"
    assert signed_in(db, token) is None
    with pytest.raises(BadInput, match="sign_in_failed"):
        sign_in(db, login="aigerim", password=PASSWORD, address="::1")
    (row,) = progress(db, teacher, assignment.id)
    assert (row.name, row.state, row.points) == ("", "erased", "0.00")
    assert row.login.startswith("deleted-")
    assert gradebook(db, teacher, assignment.course_id).rows[0].points == {assignment.id: "0.00"}


def test_appeals_are_given_out_and_go_with_the_person_and_so_do_regrades_and_proposals(
    db: Database, full: int, assignment: AssignmentView, student: Viewer, teacher: Viewer, admin: Viewer
) -> None:
    take_appeals(db, teacher, assignment.id, now() + timedelta(days=1))
    answer_appeal(db, teacher, appeal(db, student, full, "de_live", "My lamp was on sale."), "granted", "Granted to her.", "1")
    (given,) = export_person(db, student, student.id)["runs"][0]["appeals"]
    assert (given["check"], given["text"], given["state"], given["answer"]) == ("de_live", "My lamp was on sale.", "granted", "Granted to her.")
    assert override(db, teacher, full, "de_live", "0", "Not hers.").waits
    asked(db, teacher, assignment.id, "For the class.")
    asked(db, teacher, assignment.id, "For her alone.", run_id=full)
    delete_person(db, student, student.id)
    left = everything(db)
    for words in ("My lamp was on sale.", "Granted to her.", "Not hers.", "For her alone.", WORDS):
        assert words not in left, words
    with db.session() as session:
        for table in (Appeal, Proposal, RegradeRow):
            assert session.scalar(select(func.count()).select_from(table)) == 0


def test_open_questions_of_a_deleted_teacher_are_called_off(
    db: Database, full: int, assignment: AssignmentView, teacher: Viewer, admin: Viewer
) -> None:
    ask_regrade(db, teacher, assignment.id, "because")
    archive_course(db, teacher, assignment.course_id)
    delete_person(db, admin, teacher.id)
    assert claim(db) is None


def test_the_run_of_a_deleted_person_is_a_shell(db: Database, full: int, student: Viewer, teacher: Viewer) -> None:
    play_of(db, teacher, full)
    delete_person(db, student, student.id)
    assert run_for(db, teacher, full).state == "erased"
    report = report_for(db, teacher, full)
    assert (report.points, report.checks) == (None, ())
    with pytest.raises(NotFound, match="run_erased"):
        play_of(db, teacher, full)


def test_a_picture_that_somebody_else_has_too_stays(
    db: Database, full: int, assignment: AssignmentView, student: Viewer, teacher: Viewer
) -> None:
    other = open_run(db, teacher, assignment.id)
    image = add_picture(db, teacher, other, "same.png", photo())
    delete_person(db, student, student.id)
    with db.session() as session:
        assert session.scalars(select(Media.sha256)).all() == [image.sha256]
    assert (db.settings.media / image.sha256[:2] / image.sha256[2:]).is_file()


def test_the_login_of_a_deleted_person_is_free_again(db: Database, student: Viewer) -> None:
    delete_person(db, student, student.id)
    again = create_user(db, login="aigerim", name="Aigerim Two", password=PASSWORD, role="student")
    assert again.id != student.id
    with pytest.raises(NotFound):
        delete_person(db, student, student.id)


def test_who_still_teaches_and_the_last_admin_stay(
    db: Database, assignment: AssignmentView, teacher: Viewer, admin: Viewer
) -> None:
    with pytest.raises(Refused, match="owns_courses"):
        delete_person(db, admin, teacher.id)
    archive_course(db, teacher, assignment.course_id)
    delete_person(db, admin, teacher.id)
    with pytest.raises(Refused, match="last_admin"):
        delete_person(db, admin, admin.id)


def test_drafts_are_in_an_author_s_data_and_go_with_the_author_while_releases_stay(db: Database, teacher: Viewer, admin: Viewer, tmp_path: Path) -> None:
    create_draft(db, teacher, {**small_files(), "pictures/a.jpg": b"\xff\xd8\xffrest"})
    add_release(db, teacher, tmp_path / "released")
    data = json.loads(json.dumps(export_person(db, teacher, teacher.id)))
    (draft,) = data["drafts"]
    assert draft["title"] == "Small" and draft["files"]["pictures/a.jpg"] == 7 and draft["files"]["texts/q1.txt"].startswith("Kabel")
    assert [one["version"] for one in data["releases"]] == ["1.0.0"]
    delete_person(db, teacher, teacher.id)
    assert drafts_of(db, admin) == []
    assert "Wie lang ist das Kabel" not in everything(db)
    assert [one.owner for one in releases_of(db, admin)] == [""]


def test_an_instructor_deletes_students_of_their_own_courses_only(
    db: Database, course: CourseView, run_id: int, teacher: Viewer, other_teacher: Viewer, student: Viewer
) -> None:
    assert not may_delete(db, other_teacher, student.id) and not may_delete(db, teacher, other_teacher.id)
    strange = create_course(db, other_teacher, "Another")
    assert strange.join_code is not None
    join_course(db, student, strange.join_code)
    assert not may_delete(db, teacher, student.id)
    with pytest.raises(NotFound):
        delete_person(db, teacher, student.id)
    remove_member(db, other_teacher, strange.id, student.id)
    assert may_delete(db, teacher, student.id)
    assert export_person(db, teacher, student.id)["courses"][0]["place"] == "student"
    delete_person(db, teacher, student.id)
    with db.session() as session:
        assert session.get_one(User, student.id).name == ""


def test_the_work_of_a_group_stays_with_the_others(
    db: Database, course: CourseView, assignment: AssignmentView, teacher: Viewer, student: Viewer, stranger: Viewer
) -> None:
    assert course.join_code is not None
    join_course(db, stranger, course.join_code)
    together = assign(db, teacher, course.id, scenario_id=assignment.scenario_id, rules=Rules(group_size=2))
    set_groups(db, teacher, together.id, {student.id: ("Blue", ("service",)), stranger.id: ("Blue", ())})
    run_id = open_run(db, student, together.id)
    act(db, student, run_id, SubmitReflection("ours"))
    delete_person(db, student, student.id)
    view = run_for(db, stranger, run_id)
    assert (view.user_id, view.state, view.seq, view.student) == (stranger.id, "open", 1, "Blue")
    assert play_of(db, stranger, run_id).world.papers.reflection == "ours"


def test_work_for_a_colleague_keeps_others_off_after_the_student_left_that_course(
    db: Database, full: int, course: CourseView, teacher: Viewer, student: Viewer, other_teacher: Viewer
) -> None:
    law = create_course(db, other_teacher, "Law")
    assert law.join_code is not None
    join_course(db, student, law.join_code)
    theirs = assign(db, other_teacher, law.id, scenario_id="desk-lamp-two-markets")
    open_run(db, student, theirs.id)
    remove_member(db, other_teacher, law.id, student.id)
    for leader in (teacher, other_teacher):
        assert not may_delete(db, leader, student.id)
        with pytest.raises(NotFound):
            export_person(db, leader, student.id)
        with pytest.raises(NotFound):
            delete_person(db, leader, student.id)


def test_who_marks_blind_does_not_read_texts_with_names_before_the_release(
    db: Database, assignment: AssignmentView, full: int, teacher: Viewer, student: Viewer, admin: Viewer
) -> None:
    rules = Rules(show_score="after_release", blind=True)
    change_rules(db, teacher, assignment.id, opens_at=assignment.opens_at, due_at=None, attempts=2, rules=rules)
    for viewer in (teacher, admin):
        assert WORDS not in json.dumps(export_person(db, viewer, student.id))
    assert WORDS in json.dumps(export_person(db, student, student.id))
    release_scores(db, teacher, assignment.id)
    assert WORDS in json.dumps(export_person(db, teacher, student.id))


def test_the_name_of_a_group_goes_with_its_last_member(
    db: Database, course: CourseView, assignment: AssignmentView, teacher: Viewer, student: Viewer, wei: Viewer
) -> None:
    together = assign(db, teacher, course.id, scenario_id=assignment.scenario_id, rules=Rules(group_size=2))
    set_groups(db, teacher, together.id, {student.id: ("Aigerim and Wei", ()), wei.id: ("Aigerim and Wei", ())})
    open_run(db, student, together.id)
    delete_person(db, student, student.id)
    assert "Aigerim and Wei" in everything(db)
    delete_person(db, wei, wei.id)
    assert "Aigerim and Wei" not in everything(db)
