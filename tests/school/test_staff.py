"""Places in a course: who may lead it, who may mark in it, and who gets them."""

import pytest
from sqlalchemy import select

from lab.ledger.actions import SubmitReflection
from lab.school.accounts import Viewer, create_user, sign_in, signed_in
from lab.school.assignments import AssignmentView, staffed_assignment, taught_assignment
from lab.school.courses import CourseView, course_for, courses_of, members_of
from lab.school.database import Database
from lab.school.loading import find_run, viewer_at_run
from lab.school.models import Course
from lab.school.runs import act, report_for, run_for
from lab.school.staff import add_staff, led_by, place_in, place_of, remove_staff, staff_of, staffed_by
from lab.values.errors import BadInput, NotFound, Refused

PASSWORD = "correct horse battery"


@pytest.fixture
def grader(db: Database, course: CourseView, teacher: Viewer) -> Viewer:
    person = create_user(db, login="grace", name="Grace Grader", password=PASSWORD, role="student")
    add_staff(db, teacher, course.id, "grader", "grace")
    return person


@pytest.mark.parametrize(
    ("account", "owns", "role", "place"),
    [
        ("admin", False, None, "leader"), ("instructor", True, None, "leader"), ("instructor", False, "teacher", "leader"),
        ("instructor", False, None, ""), ("student", True, None, ""), ("student", False, "teacher", ""),
        ("student", False, "grader", "grader"), ("guest", False, "guest", "guest"), ("student", False, "student", "student"),
        ("instructor", False, "student", "student"), ("instructor", False, "grader", "grader"),
    ],
)  # fmt: skip
def test_the_place_in_a_course_comes_from_account_and_membership(account: str, owns: bool, role: str | None, place: str) -> None:
    assert place_in(Viewer(7, "x", "X", account, "en", "auto"), 7 if owns else 8, role) == place


def test_conditions_and_places_say_the_same(
    db: Database, course: CourseView, teacher: Viewer, other_teacher: Viewer, student: Viewer, stranger: Viewer, grader: Viewer, admin: Viewer
) -> None:
    with db.session() as session:
        row = session.get_one(Course, course.id)
        for viewer in (teacher, other_teacher, student, stranger, grader, admin):
            place = place_of(session, viewer, row)
            led = session.scalar(select(Course.id).where(Course.id == course.id, led_by(viewer))) is not None
            staffed = session.scalar(select(Course.id).where(Course.id == course.id, staffed_by(viewer))) is not None
            assert (led, staffed) == (place == "leader", place in ("leader", "grader", "guest")), viewer.login


def test_a_co_instructor_leads_and_stops_leading_when_the_place_is_taken(
    db: Database, course: CourseView, assignment: AssignmentView, run_id: int, teacher: Viewer, other_teacher: Viewer
) -> None:
    add_staff(db, teacher, course.id, "teacher", "other.teacher")
    assert course_for(db, other_teacher, course.id).is_led
    assert [view.id for view in courses_of(db, other_teacher)] == [course.id]
    assert members_of(db, other_teacher, course.id)
    assert run_for(db, other_teacher, run_id).is_led
    remove_staff(db, teacher, course.id, other_teacher.id)
    with pytest.raises(NotFound):
        run_for(db, other_teacher, run_id)


def test_a_grader_sees_runs_and_leads_nothing(
    db: Database, course: CourseView, assignment: AssignmentView, run_id: int, grader: Viewer
) -> None:
    view = run_for(db, grader, run_id)
    assert (view.is_taught, view.is_led, view.is_own, view.student) == (True, False, False, "Aigerim Bekova")
    assert report_for(db, grader, run_id).state == "open"
    with db.session() as session:
        staffed_assignment(session, grader, assignment.id)
        with pytest.raises(NotFound):
            taught_assignment(session, grader, assignment.id)
    with pytest.raises(NotFound):
        members_of(db, grader, course.id)
    with pytest.raises(Refused, match="not_your_run"):
        act(db, grader, run_id, SubmitReflection("x"))
    assert course_for(db, grader, course.id).join_code is None


def test_a_guest_from_a_company_sees_pseudonyms_only(
    db: Database, course: CourseView, assignment: AssignmentView, run_id: int, teacher: Viewer
) -> None:
    added = add_staff(db, teacher, course.id, "guest", "acme.buyer", "Bea Buyer")
    token = sign_in(db, login=added.login, password=added.password, address="::1").token
    guest = signed_in(db, token)
    assert guest is not None and (guest.role, guest.assists, guest.may_author, guest.may_teach) == ("guest", True, True, False)
    _, seen = viewer_at_run(db, token, run_id)
    assert seen is not None
    view = run_for(db, guest, run_id)
    assert view == seen.view
    assert view.names_hidden and "Aigerim" not in view.student and len(view.student) == 7
    with db.session() as session:
        assert find_run(session, guest, run_id).names().login("aigerim") == ""


def test_what_is_seen_in_one_question_is_what_is_found_in_many(
    db: Database, run_id: int, teacher: Viewer, student: Viewer, grader: Viewer
) -> None:
    for person in (teacher, student, grader):
        token = sign_in(db, login=person.login, password=PASSWORD, address="::1").token
        viewer, seen = viewer_at_run(db, token, run_id)
        assert viewer is not None and seen is not None
        assert run_for(db, viewer, run_id) == seen.view


def test_an_account_is_made_for_who_has_none(db: Database, course: CourseView, teacher: Viewer, admin: Viewer) -> None:
    with pytest.raises(BadInput, match="staff_needs_name"):
        add_staff(db, teacher, course.id, "grader", "newcomer")
    made = add_staff(db, teacher, course.id, "grader", "newcomer", "Nia Newcomer")
    assert sign_in(db, login="newcomer", password=made.password, address="::1").user.role == "student"
    with pytest.raises(Refused, match="only_admins_make_instructors"):
        add_staff(db, teacher, course.id, "teacher", "colleague", "Carl Colleague")
    assert add_staff(db, admin, course.id, "teacher", "colleague", "Carl Colleague").password
    assert [(line.login, line.place) for line in staff_of(db, teacher, course.id)] == [
        ("frau.keller", "owner"), ("colleague", "teacher"), ("newcomer", "grader"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("place", "login", "code"),
    [("boss", "grace", "no_such_choice"), ("teacher", "stranger", "not_an_instructor"), ("grader", "aigerim", "is_student_here"), ("grader", "frau.keller", "already_owner")],
)
def test_nobody_gets_a_place_that_does_not_fit(
    db: Database, course: CourseView, teacher: Viewer, stranger: Viewer, place: str, login: str, code: str
) -> None:
    with pytest.raises((BadInput, Refused), match=code):
        add_staff(db, teacher, course.id, place, login)
    assert len(staff_of(db, teacher, course.id)) == 1


def test_a_place_is_changed_and_only_leaders_give_and_take_it(
    db: Database, course: CourseView, teacher: Viewer, other_teacher: Viewer, student: Viewer, grader: Viewer
) -> None:
    add_staff(db, teacher, course.id, "guest", "grace")
    assert staff_of(db, teacher, course.id)[1].place == "guest"
    for viewer in (other_teacher, student, grader):
        with pytest.raises(NotFound):
            staff_of(db, viewer, course.id)
        with pytest.raises(NotFound):
            add_staff(db, viewer, course.id, "grader", "other.teacher")
        with pytest.raises(NotFound):
            remove_staff(db, viewer, course.id, grader.id)
    with pytest.raises(NotFound, match="no_such_member"):
        remove_staff(db, teacher, course.id, student.id)
