"""Courses, joining them, and who may see them."""

import re
from collections.abc import Callable
from dataclasses import asdict

import pytest
from sqlalchemy import select, update

from lab.school import throttle
from lab.school.accounts import Viewer, sign_in, signed_in
from lab.school.clock import now
from lab.school.courses import (
    CourseView,
    archive_course,
    course_for,
    courses_of,
    create_course,
    join_course,
    members_of,
    new_join_code,
    register_with_code,
    remove_member,
    reset_password,
)
from lab.school.database import Database
from lab.school.models import Course, Throttle, User
from lab.school.staff import add_staff, remove_staff
from lab.values.errors import BadInput, LabError, NotFound, Refused

PASSWORD = "correct horse battery"


def code_of(course: CourseView) -> str:
    assert course.join_code is not None
    return course.join_code


def test_a_join_code_has_eight_signs_that_nobody_misreads(db: Database, teacher: Viewer) -> None:
    codes = {code_of(create_course(db, teacher, f"Course {number}")) for number in range(20)}
    assert len(codes) == 20
    assert all(re.fullmatch(r"[2-9ABCDEFGHJKMNPQRSTVWXYZ]{8}", code) for code in codes)


def test_students_make_no_courses(db: Database, student: Viewer) -> None:
    with pytest.raises(NotFound):
        create_course(db, student, "Mine")


@pytest.mark.parametrize("title", ["", " \u200b ", "t" * 121])
def test_a_course_has_a_title(db: Database, teacher: Viewer, title: str) -> None:
    with pytest.raises(BadInput, match="title_length"):
        create_course(db, teacher, title)


def test_a_code_may_be_typed_in_small_letters_with_gaps(db: Database, course: CourseView, stranger: Viewer) -> None:
    code = code_of(course).lower()
    joined = join_course(db, stranger, f" {code[:4]}-{code[4:]} ")
    assert (joined.id, joined.students, joined.join_code, joined.is_led) == (course.id, 2, None, False)


def test_joining_twice_is_joining_once(db: Database, course: CourseView, student: Viewer) -> None:
    assert join_course(db, student, code_of(course)).students == 1


def test_codes_cannot_be_guessed_in_a_row(db: Database, course: CourseView, stranger: Viewer) -> None:
    for _ in range(5):
        with pytest.raises(NotFound, match="no_such_join_code"):
            join_course(db, stranger, "AAAAAAAA")
    with pytest.raises(Refused, match="too_many_tries"):
        join_course(db, stranger, code_of(course))


def test_a_new_student_registers_with_a_code_and_is_signed_in(db: Database, course: CourseView, teacher: Viewer) -> None:
    result = register_with_code(db, code_of(course), "wei", "Wei Zhang", PASSWORD, address="::1", language="zh")
    assert result.user.role == "student"
    assert signed_in(db, result.token) == result.user
    assert [member.login for member in members_of(db, teacher, course.id)] == ["aigerim", "wei"]


@pytest.mark.parametrize(("code", "login", "password", "fault"), [
    ("AAAAAAAA", "wei", PASSWORD, "no_such_join_code"), (None, "aigerim", PASSWORD, "login_taken"),
    (None, "wei", "short", "password_too_short"),
])  # fmt: skip
def test_a_failed_registration_leaves_nobody_behind(
    db: Database, course: CourseView, code: str | None, login: str, password: str, fault: str
) -> None:
    with pytest.raises(LabError, match=fault):
        register_with_code(db, code or code_of(course), login, "Wei", password)
    with db.session() as session:
        assert set(session.scalars(select(User.login))) == {"aigerim", "frau.keller"}


def test_strangers_are_told_that_there_is_no_such_course(
    db: Database, course: CourseView, stranger: Viewer, other_teacher: Viewer
) -> None:
    for viewer in (stranger, other_teacher):
        assert courses_of(db, viewer) == []
        with pytest.raises(NotFound, match="no_such_course"):
            course_for(db, viewer, course.id)


def test_what_only_teachers_may_do_is_not_found_by_everybody_else(
    db: Database, course: CourseView, student: Viewer, stranger: Viewer, other_teacher: Viewer
) -> None:
    for viewer in (student, stranger, other_teacher):
        attempts: list[tuple[Callable[..., object], tuple[object, ...]]] = [
            (members_of, ()), (reset_password, (student.id,)),
            (remove_member, (student.id,)), (new_join_code, ()), (archive_course, ()),
        ]  # fmt: skip
        for use_case, more in attempts:
            with pytest.raises(NotFound, match="no_such_course"):
                use_case(db, viewer, course.id, *more)


def test_admins_see_and_run_every_course(db: Database, course: CourseView, admin: Viewer) -> None:
    assert [one.id for one in courses_of(db, admin)] == [course.id]
    assert [member.login for member in members_of(db, admin, course.id)] == ["aigerim"]


def test_a_student_who_is_also_named_owner_gains_nothing(db: Database, course: CourseView, teacher: Viewer) -> None:
    with db.write() as session:
        session.execute(update(User).where(User.id == teacher.id).values(role="student"))
    demoted = Viewer(teacher.id, teacher.login, teacher.name, "student", "en", "auto")
    with pytest.raises(NotFound):
        members_of(db, demoted, course.id)


def test_no_view_shows_the_secret_of_a_course(
    db: Database, course: CourseView, teacher: Viewer, student: Viewer, admin: Viewer
) -> None:
    with db.session() as session:
        secret = session.get_one(Course, course.id).secret
    assert len(secret) == 64
    for viewer in (teacher, student, admin):
        view = course_for(db, viewer, course.id)
        assert secret not in repr(view)
        assert secret not in str(asdict(view))


def test_students_do_not_see_the_join_code(db: Database, course: CourseView, student: Viewer) -> None:
    assert code_of(course) not in repr(course_for(db, student, course.id))


def test_a_reset_password_signs_in_and_ends_what_was_open(
    db: Database, course: CourseView, teacher: Viewer, student: Viewer
) -> None:
    token = sign_in(db, login="aigerim", password=PASSWORD, address="::1").token
    for _ in range(5):
        with pytest.raises(BadInput):
            sign_in(db, login="aigerim", password="forgotten", address="::1")
    password = reset_password(db, teacher, course.id, student.id)
    assert signed_in(db, token) is None
    assert sign_in(db, login="aigerim", password=password, address="::1").user == student


def test_a_teacher_cannot_take_over_a_colleague_who_joined(
    db: Database, course: CourseView, teacher: Viewer, other_teacher: Viewer, admin: Viewer, stranger: Viewer
) -> None:
    for viewer in (other_teacher, admin):
        join_course(db, viewer, code_of(course))
    for person in (other_teacher, admin, stranger, teacher):
        with pytest.raises(NotFound, match="no_such_member"):
            reset_password(db, teacher, course.id, person.id)


def test_a_removed_student_no_longer_sees_the_course(
    db: Database, course: CourseView, teacher: Viewer, student: Viewer
) -> None:
    remove_member(db, teacher, course.id, student.id)
    with pytest.raises(NotFound):
        course_for(db, student, course.id)
    with pytest.raises(NotFound, match="no_such_member"):
        remove_member(db, teacher, course.id, student.id)


def test_an_old_join_code_opens_nothing(db: Database, course: CourseView, teacher: Viewer, stranger: Viewer) -> None:
    fresh = new_join_code(db, teacher, course.id)
    with pytest.raises(NotFound):
        join_course(db, stranger, code_of(course))
    assert join_course(db, stranger, fresh).id == course.id


def test_nobody_joins_an_archived_course_until_it_is_opened_again(
    db: Database, course: CourseView, teacher: Viewer, stranger: Viewer
) -> None:
    archive_course(db, teacher, course.id)
    archived = course_for(db, teacher, course.id).archived_at
    assert archived is not None and archived <= now()
    with pytest.raises(NotFound):
        join_course(db, stranger, code_of(course))
    archive_course(db, teacher, course.id, archived=False)
    assert join_course(db, stranger, code_of(course)).archived_at is None


def test_archived_courses_stand_last(db: Database, teacher: Viewer) -> None:
    first, second = create_course(db, teacher, "First"), create_course(db, teacher, "Second")
    assert [course.id for course in courses_of(db, teacher)] == [second.id, first.id]
    archive_course(db, teacher, second.id)
    assert [course.id for course in courses_of(db, teacher)] == [first.id, second.id]


def test_a_failed_join_counts_although_the_join_is_undone(db: Database, course: CourseView, stranger: Viewer) -> None:
    with pytest.raises(NotFound):
        join_course(db, stranger, "NOTACODE")
    with db.session() as session:
        assert session.get_one(Throttle, throttle.key_for(db, "code", str(stranger.id))).failures == 1


def test_a_teacher_cannot_take_over_a_student_who_marks_for_a_colleague(
    db: Database, course: CourseView, student: Viewer, teacher: Viewer, other_teacher: Viewer, admin: Viewer
) -> None:
    theirs = create_course(db, other_teacher, "Law")
    assert [one.may_reset for one in members_of(db, teacher, course.id)] == [True]
    add_staff(db, other_teacher, theirs.id, "grader", student.login)
    assert [one.may_reset for one in members_of(db, teacher, course.id)] == [False]
    with pytest.raises(NotFound, match="no_such_member"):
        reset_password(db, teacher, course.id, student.id)
    add_staff(db, other_teacher, theirs.id, "teacher", teacher.login)
    assert reset_password(db, teacher, course.id, student.id)  # who leads that course as well learns nothing new
    remove_staff(db, other_teacher, theirs.id, teacher.id)
    assert reset_password(db, admin, course.id, student.id)
    remove_staff(db, other_teacher, theirs.id, student.id)
    assert reset_password(db, teacher, course.id, student.id)
