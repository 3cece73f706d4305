"""Staff of an archive: names on records, and no rights for anybody."""

import io
import json
from typing import Any

import pytest
from sqlalchemy import select, update

from lab.school.accounts import Viewer, create_user, renew_password, sign_in
from lab.school.course_import import import_course
from lab.school.course_staff import FORMER
from lab.school.courses import CourseView
from lab.school.database import Database
from lab.school.grades import grades_of
from lab.school.judging import override
from lab.school.models import Course, Mark, Member, Run, User
from lab.school.privacy import delete_person
from lab.school.staff import add_staff, place_of, remove_staff, staff_of
from lab.values.errors import BadInput, NotFound
from tests.school.conftest import PASSWORD
from tests.school.eventful_course import NAMES, elsewhere, eventful, there
from tests.school.test_course_files import archive, parts, played
from tests.school.test_course_import import edited

__all__ = ["elsewhere", "eventful", "played", "there"]
SAME = {"login": "frau.keller", "name": "Somebody Else", "password": PASSWORD}


def listed(data: bytes) -> list[tuple[str, str, str]]:
    return [(one.get("name", ""), one.get("login", ""), one.get("place", "")) for one in json.loads(parts(data)["course.json"])["staff"]]


@pytest.fixture
def marked(db: Database, played: int, course: CourseView, teacher: Viewer) -> bytes:
    """The archive of a course with a co-instructor, two graders and a guest, one of whom has left, and an override."""
    for login, name, role, place in (("co", "كريم", "instructor", "teacher"), ("gerda", "=1+1", "student", "grader"), ("gast", "Gast", "guest", "guest")):
        create_user(db, login=login, name=name, password=PASSWORD, role=role)
        add_staff(db, teacher, course.id, place, login)
    override(db, teacher, played, "de_live", "1/2", "half of it")
    return archive(db, teacher, course.id)


def members(db: Database, course_id: int) -> set[tuple[str, str]]:
    with db.session() as session:
        rows = session.execute(select(User.login, Member.role).join(Member, Member.user_id == User.id).where(Member.course_id == course_id, Member.role != "student"))
        return {(login, role) for login, role in rows}


def test_the_archive_names_them_with_their_places(marked: bytes) -> None:
    assert listed(marked) == [("كريم", "co", "teacher"), ("Petra Keller", "frau.keller", "owner"), ("Gast", "gast", "guest"), ("=1+1", "gerda", "grader")]


def test_foreign_staff_get_no_rights(db: Database, marked: bytes, elsewhere: Database, there: Viewer) -> None:
    """Not even somebody who has the same login here."""
    namesake = create_user(elsewhere, role="instructor", **SAME)
    made = import_course(elsewhere, there, io.BytesIO(marked))
    assert {role for _, role in members(elsewhere, made.course_id)} == {FORMER}
    assert [(one.login, one.place) for one in staff_of(elsewhere, there, made.course_id)] == [("dr.chen", "owner")]
    with elsewhere.session() as session:
        course = session.get_one(Course, made.course_id)
        assert place_of(session, namesake, course) == ""
        nobodies = session.scalars(select(User).where(User.login.startswith("archived-"))).all()
        assert {(user.role, user.password_hash, user.disabled_at is not None) for user in nobodies} == {("student", "", True)}
        assert {user.name for user in nobodies} == {"Petra Keller", "كريم", "=1+1", "Gast"}
        logins = [user.login for user in nobodies]
        marker = session.scalars(select(User).join(Mark, Mark.marker_id == User.id)).one()
    assert (marker.name, marker.id == namesake.id) == ("Petra Keller", False)
    assert [line.made_by for line in grades_of(elsewhere, there, 1)] == ["Petra Keller", ""]
    for login in logins:  # a password, were one ever set, opens nothing
        for password in ("", renew_password(elsewhere, login=login)):
            with pytest.raises(BadInput, match="sign_in_failed"):
                sign_in(elsewhere, login=login, password=password, address="::1")
    with pytest.raises(NotFound):
        staff_of(elsewhere, namesake, made.course_id)
    assert archive(elsewhere, there, made.course_id) == marked


def test_an_admin_gives_known_people_the_places_that_they_may_hold(db: Database, marked: bytes, elsewhere: Database) -> None:
    boss = create_user(elsewhere, login="boss", name="Boss", password=PASSWORD, role="admin")
    create_user(elsewhere, role="instructor", **SAME)
    for login in ("co", "gerda", "gast"):  # a student cannot lead a course, but may mark in one
        create_user(elsewhere, login=login, name=login, password=PASSWORD, role="student")
    with elsewhere.write() as session:
        session.execute(update(User).where(User.login == "gast").values(disabled_at=User.created_at))
    made = import_course(elsewhere, boss, io.BytesIO(marked))
    assert {one for one in members(elsewhere, made.course_id) if one[1] != FORMER} == {("frau.keller", "teacher"), ("gerda", "grader")}
    assert sorted(place for _, _, place in listed(archive(elsewhere, boss, made.course_id))) == ["grader", "guest", "owner", "teacher"]


def test_importers_find_themselves(db: Database, marked: bytes, teacher: Viewer) -> None:
    made = import_course(db, teacher, io.BytesIO(marked))
    assert {role for _, role in members(db, made.course_id)} == {FORMER}
    with db.session() as session:
        run_ids = select(Run.id).where(Run.assignment_id != 1)
        assert session.scalars(select(Mark.marker_id).where(Mark.run_id.in_(run_ids))).all() == [teacher.id]
    assert listed(archive(db, teacher, made.course_id)) == listed(marked)


def test_new_students_cannot_slip_in_as_staff(db: Database, marked: bytes, elsewhere: Database) -> None:
    """An administrator knows who was here before, not whom the archive brings along."""
    boss = create_user(elsewhere, login="boss", name="Boss", password=PASSWORD, role="admin")

    def edit(data: dict[str, Any]) -> None:
        data["staff"][3]["login"] = data["people"][0]["login"]

    made = import_course(elsewhere, boss, io.BytesIO(edited(marked, "course.json", edit)))
    assert {role for _, role in members(elsewhere, made.course_id)} == {FORMER}


def test_who_left_stays_on_their_records_and_who_is_deleted_loses_the_name(
    db: Database, played: int, course: CourseView, teacher: Viewer, admin: Viewer, elsewhere: Database, there: Viewer
) -> None:
    gone = create_user(db, login="gone", name="Gone", password=PASSWORD, role="instructor")
    add_staff(db, teacher, course.id, "teacher", "gone")
    override(db, gone, played, "de_live", "1/2", "half of it")
    remove_staff(db, teacher, course.id, gone.id)
    assert ("Gone", "gone", "") in listed(archive(db, teacher, course.id))
    delete_person(db, admin, gone.id)
    data = archive(db, teacher, course.id)
    assert listed(data) == [("", "", ""), ("Petra Keller", "frau.keller", "owner")]
    made = import_course(elsewhere, there, io.BytesIO(data))
    assert archive(elsewhere, there, made.course_id) == data
    assert grades_of(elsewhere, there, 1)[0].made_by == ""


def test_without_names_staff_are_markers_also_in_the_records(db: Database, eventful: int, course: CourseView, teacher: Viewer, elsewhere: Database, there: Viewer) -> None:
    data = archive(db, teacher, course.id, with_names=False)
    told = b"".join(content for name, content in parts(data).items() if not name.startswith("scenarios/")).decode()
    for name in (*NAMES.values(), "frau.keller", '"gerda"', "Ada Admin", "root-admin"):
        assert name not in told and json.dumps(name)[1:-1] not in told, name
    staff = listed(data)
    assert [name for name, _, _ in staff] == [f"Marker {number}" for number in range(1, len(staff) + 1)]
    assert not any(login for _, login, _ in staff)
    made = import_course(elsewhere, there, io.BytesIO(data))
    assert made.not_recomputed == 0
    assert grades_of(elsewhere, there, 1)[0].made_by.startswith("Marker ")
