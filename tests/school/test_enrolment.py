"""Lists of people become students of a course, once each, all or none."""

import re

import pytest

from lab.school.accounts import Viewer, create_user, sign_in
from lab.school.courses import CourseView, archive_course, course_for, create_course, join_course, members_of
from lab.school.database import Database
from lab.school.enrolment import change_section, enrol, free_login
from lab.school.models import Member, User
from lab.school.rosters import Roster, RosterEntry, read_roster
from lab.school.staff import add_staff
from lab.values.errors import BadInput, NotFound, Refused

PASSWORD = "correct horse battery"


def pasted(text: str) -> Roster:
    return read_roster(text.encode())


def test_a_pasted_list_becomes_students_who_can_sign_in(db: Database, course: CourseView, teacher: Viewer) -> None:
    enrolment = enrol(db, teacher, course.id, pasted("Jürgen Groß, juergen\n\n王小明\nАлия Смагулова;aliya\r\nJosé Ñandú\n"))
    assert (enrolment.joined, enrolment.known) == (0, 0)
    assert [(one.name, one.login) for one in enrolment.invited] == [
        ("Jürgen Groß", "juergen"), ("王小明", "student"), ("Алия Смагулова", "aliya"), ("José Ñandú", "jose.nandu"),
    ]  # fmt: skip
    for one in enrolment.invited:
        assert re.fullmatch(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}", one.password)
        assert one.password not in repr(one)
        assert sign_in(db, login=one.login, password=one.password, address="::1").user.name == one.name
    assert course_for(db, teacher, course.id).students == 5


def test_the_same_list_again_adds_nobody_but_brings_sections_and_references(db: Database, course: CourseView, teacher: Viewer) -> None:
    first = Roster("canvas_gradebook", (RosterEntry("Li Wei", "li.wei", "A", {"canvas_id": "17"}),))
    enrol(db, teacher, course.id, first)
    again = Roster("canvas_gradebook", (RosterEntry("Li Wei (renamed)", "", "B", {"canvas_id": "17", "sis_id": "S1"}),))
    assert enrol(db, teacher, course.id, again).known == 1
    (member,) = [member for member in members_of(db, teacher, course.id) if member.login == "li.wei"]
    assert (member.name, member.section) == ("Li Wei", "B")
    with db.session() as session:
        assert session.get_one(Member, (course.id, member.id)).refs == {"canvas_id": "17", "sis_id": "S1"}


def test_a_shared_e_mail_address_does_not_make_two_people_one(db: Database, course: CourseView, teacher: Viewer) -> None:
    people = tuple(RosterEntry(name, "", "", {"email": "class@school.example"}) for name in ("Anna", "Bert"))
    assert len(enrol(db, teacher, course.id, Roster("names", people)).invited) == 2


def test_a_login_of_a_stranger_is_not_taken_over_but_gets_a_number(db: Database, course: CourseView, teacher: Viewer, stranger: Viewer) -> None:
    (invited,) = enrol(db, teacher, course.id, pasted("Sam Other, stranger")).invited
    assert invited.login == "stranger2"
    assert stranger.id not in {member.id for member in members_of(db, teacher, course.id)}


def test_a_student_of_another_own_course_comes_with_the_account_they_have(
    db: Database, course: CourseView, teacher: Viewer, other_teacher: Viewer, student: Viewer
) -> None:
    second = create_course(db, teacher, "Second")
    enrolment = enrol(db, teacher, second.id, pasted("Aigerim Bekova, aigerim"))
    assert (enrolment.invited, enrolment.joined) == ((), 1)
    assert [member.id for member in members_of(db, teacher, second.id)] == [student.id]
    strange = create_course(db, other_teacher, "Strange")
    assert [one.login for one in enrol(db, other_teacher, strange.id, pasted("Aigerim Bekova, aigerim")).invited] == ["aigerim2"]


def test_staff_of_the_course_in_a_list_stops_it_and_nobody_is_added(db: Database, course: CourseView, teacher: Viewer) -> None:
    grader = create_user(db, login="grace", name="Grace Grader", password=PASSWORD, role="student")
    add_staff(db, teacher, course.id, "grader", grader.login)
    with pytest.raises(Refused, match="staff_in_list"):
        enrol(db, teacher, course.id, pasted("Anna, anna\nGrace Grader, grace"))
    assert [member.login for member in members_of(db, teacher, course.id)] == ["aigerim"]


def test_only_leaders_of_an_open_course_enrol(db: Database, course: CourseView, teacher: Viewer, student: Viewer, other_teacher: Viewer) -> None:
    for viewer in (student, other_teacher):
        with pytest.raises(NotFound):
            enrol(db, viewer, course.id, pasted("Anna"))
    archive_course(db, teacher, course.id)
    with pytest.raises(Refused, match="course_archived"):
        enrol(db, teacher, course.id, pasted("Anna"))


def test_sections_are_changed_for_students_only(db: Database, course: CourseView, teacher: Viewer, student: Viewer, stranger: Viewer) -> None:
    assert change_section(db, teacher, course.id, {student.id: " Evening "}) == 1
    assert change_section(db, teacher, course.id, {student.id: "Evening"}) == 0
    assert members_of(db, teacher, course.id)[0].section == "Evening"
    with pytest.raises(BadInput, match="not_in_course"):
        change_section(db, teacher, course.id, {stranger.id: "Evening"})


@pytest.mark.parametrize(
    ("given", "name", "login"),
    [
        ("", "Li Wei", "li.wei"), ("", "王小明", "student"), ("", "X", "student.x"), ("Aigerim", "", "aigerim2"), ("", "Ж", "student"),
        ("a.b@c.example", "Anna", "a.b@c.example"),
    ],
)  # fmt: skip
def test_a_login_is_made_from_what_there_is(db: Database, student: Viewer, given: str, name: str, login: str) -> None:
    with db.session() as session:
        assert free_login(session, given, name) == login


def test_three_hundred_people_come_once_however_often_the_list_is_read(db: Database, teacher: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lab.school.enrolment.hash_password", lambda _password: "x")
    course = create_course(db, teacher, "Large")
    people = tuple(RosterEntry(f"Student {number}", f"s{number}") for number in range(300))
    assert len(enrol(db, teacher, course.id, Roster("names", people)).invited) == 300
    again = enrol(db, teacher, course.id, Roster("names", people))
    assert (again.invited, again.known) == ((), 300)
    with db.session() as session:
        assert session.query(User).count() == 301


def test_join_code_and_list_go_together(db: Database, course: CourseView, teacher: Viewer, stranger: Viewer) -> None:
    assert course.join_code is not None
    join_course(db, stranger, course.join_code)
    assert enrol(db, teacher, course.id, pasted("Sam Stranger, stranger")).known == 1
