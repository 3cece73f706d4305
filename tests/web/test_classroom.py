import re
from datetime import UTC, datetime

from flask import Flask

from lab.school.accounts import Viewer, create_user
from lab.school.assignments import assign, assignments_of
from lab.school.courses import CourseView, course_for, courses_of, members_of
from lab.school.database import Database
from tests.web.browser import PASSWORD, SCENARIO, Browser


def test_a_teacher_without_courses_is_told_how_to_begin(at_desk: Browser) -> None:
    assert "Your first course" in at_desk.get("/courses")


def test_a_course_is_made_and_a_bad_title_comes_back(at_desk: Browser, db: Database, teacher: Viewer) -> None:
    at_desk.get("/courses/new")
    at_desk.send("/courses/new", 422, title="x" * 121)
    assert "A title has 1 to 120 characters; this one has 121." in at_desk.page and "x" * 121 in at_desk.page
    answer = at_desk.send("/courses/new", title="Export & <b>more</b>")
    made = courses_of(db, teacher)[0]
    assert answer.location == f"/courses/{made.id}"
    page = at_desk.client.get(answer.location).text
    assert "Export &amp; &lt;b&gt;more&lt;/b&gt;" in page
    assert made.join_code is not None and f"{made.join_code[:4]}-{made.join_code[4:]}" in page


def test_a_pasted_list_makes_students_who_can_sign_in(at_desk: Browser, browser: Browser, course: CourseView) -> None:
    at_desk.get(f"/courses/{course.id}/students")
    at_desk.send(f"/courses/{course.id}/invite", 200, list="Li Wei, li.wei\nنور الدين\n")
    found = dict(re.findall(r'<td><bdi class="code" dir="ltr">([\w.]+)</bdi></td><td><bdi class="code" dir="ltr">([\w-]+)</bdi>', at_desk.page))
    assert set(found) == {"li.wei", "student"}
    browser.get("/sign-in")
    assert browser.send("/sign-in", login="li.wei", password=found["li.wei"]).location == "/"
    assert found["li.wei"] not in at_desk.get(f"/courses/{course.id}/students")


def test_a_list_with_a_fault_adds_nobody_and_comes_back(at_desk: Browser, db: Database, teacher: Viewer, course: CourseView) -> None:
    at_desk.get(f"/courses/{course.id}/students")
    at_desk.send(f"/courses/{course.id}/invite", 422, list="Li Wei\nBad Login, !!\n")
    assert "Line 2, “Bad Login,!!”" in at_desk.page or "Line 2, “Bad Login, !!”" in at_desk.page
    assert "Li Wei\nBad Login, !!" in at_desk.page
    assert [member.name for member in members_of(db, teacher, course.id)] == ["Aigerim Bekova"]


def test_a_new_password_is_shown_once_and_ends_the_old_sign_ins(at_desk: Browser, at_home: Browser, course: CourseView, student: Viewer) -> None:
    at_desk.get(f"/courses/{course.id}/students")
    at_desk.send(f"/courses/{course.id}/students/{student.id}/password", 200)
    password = re.findall(r'dir="ltr">(\w{4}-\w{4}-\w{4})<', at_desk.page)
    assert len(password) == 1
    assert at_home.client.get("/my").status_code == 302
    at_home.get("/sign-in")
    at_home.send("/sign-in", 422, login=student.login, password=PASSWORD)
    at_home.send("/sign-in", login=student.login, password=password[0])


def test_a_removed_student_loses_the_course(at_desk: Browser, at_home: Browser, course: CourseView, student: Viewer) -> None:
    at_desk.get(f"/courses/{course.id}/students")
    at_desk.send(f"/courses/{course.id}/students/{student.id}/remove")
    assert "You are in no course yet" in at_home.get("/my")


def test_a_new_code_replaces_the_old_one(at_desk: Browser, db: Database, teacher: Viewer, course: CourseView) -> None:
    at_desk.get(f"/courses/{course.id}")
    at_desk.send(f"/courses/{course.id}/code")
    assert course_for(db, teacher, course.id).join_code != course.join_code


def test_an_archived_course_offers_no_new_work(at_desk: Browser, course: CourseView) -> None:
    at_desk.get(f"/courses/{course.id}")
    at_desk.send(f"/courses/{course.id}/archive", archived="1")
    page = at_desk.get(f"/courses/{course.id}")
    assert "Archived" in page and "Assign a scenario" not in page and "Join code" not in page
    at_desk.send(f"/courses/{course.id}/archive", archived="0")
    assert "Join code" in at_desk.get(f"/courses/{course.id}")


def test_dates_are_read_in_the_time_zone_of_the_course(at_desk: Browser, db: Database, teacher: Viewer, course: CourseView) -> None:
    at_desk.get(f"/courses/{course.id}/assign")
    answer = at_desk.send(
        f"/courses/{course.id}/assign", scenario_id=SCENARIO, title="Lamp", attempts="3", show_score="after_release",
        opens_at="2026-01-10T09:00", due_at="2030-02-01T18:00",
    )  # fmt: skip
    made = assignments_of(db, teacher, course.id)[0]
    assert answer.location == f"/assignments/{made.id}"
    assert (made.opens_at, made.due_at) == (datetime(2026, 1, 10, 4, tzinfo=UTC), datetime(2030, 2, 1, 13, tzinfo=UTC))
    assert (made.title, made.attempts, made.show_score) == ("Lamp", 3, "after_release")
    page = at_desk.get(f"/assignments/{made.id}")
    assert 'value="2026-01-10T09:00"' in page and "Time zone: Asia/Almaty" in page


def test_each_fault_of_an_assignment_stands_beside_its_field(at_desk: Browser, db: Database, teacher: Viewer, course: CourseView) -> None:
    path = f"/courses/{course.id}/assign"
    right = {
        "scenario_id": SCENARIO, "title": "", "attempts": "2", "show_score": "at_hand_in", "opens_at": "2026-01-10T09:00",
        "due_at": "",
    }  # fmt: skip
    wrong = {
        "attempts": ("0", "Choose between 1 and 20 attempts."),
        "due_at": ("2025-01-01T00:00", "The assignment would be due before it opens."),
        "opens_at": ("yesterday", "“yesterday” is not a date and time."),
        "scenario_id": ("no-such", "This scenario is not installed."),
    }
    at_desk.get(path)
    for name, (value, text) in wrong.items():
        at_desk.send(path, 422, **{**right, name: value})
        assert text in at_desk.page, name
        assert f'id="f-{name}-fault"' in at_desk.page, name
    assert assignments_of(db, teacher, course.id) == []


def test_dates_can_be_moved_and_wrong_ones_come_back(at_desk: Browser, db: Database, teacher: Viewer, course: CourseView) -> None:
    made = assign(db, teacher, course.id, scenario_id=SCENARIO)
    at_desk.get(f"/assignments/{made.id}")
    at_desk.send(f"/assignments/{made.id}/dates", 422, opens_at="2026-01-10T09:00", due_at="2026-01-09T09:00")
    assert "The assignment would be due before it opens." in at_desk.page and 'value="2026-01-09T09:00"' in at_desk.page
    at_desk.send(f"/assignments/{made.id}/dates", opens_at="2026-01-10T09:00", due_at="2030-01-09T09:00")
    assert assignments_of(db, teacher, course.id)[0].due_at == datetime(2030, 1, 9, 4, tzinfo=UTC)


def test_results_are_released_once_and_for_all(at_desk: Browser, db: Database, teacher: Viewer, course: CourseView) -> None:
    made = assign(db, teacher, course.id, scenario_id=SCENARIO, show_score="after_release")
    assert "Release the results" in at_desk.get(f"/assignments/{made.id}")
    at_desk.send(f"/assignments/{made.id}/release")
    page = at_desk.get(f"/assignments/{made.id}")
    assert "Release the results" not in page and "released " in page


def test_the_list_of_scenarios_gives_away_no_solution(at_desk: Browser, course: CourseView) -> None:
    page = at_desk.get("/scenarios")
    assert "One lamp, two markets" in page and f"/courses/{course.id}/assign?scenario={SCENARIO}" in page
    assert "solution" not in page


def test_a_student_sees_the_assignment_with_what_is_left(at_home: Browser, db: Database, teacher: Viewer, course: CourseView) -> None:
    assert "Nothing to do yet" in at_home.get("/my")
    assign(db, teacher, course.id, scenario_id=SCENARIO, title="The lamp", attempts=2, opens_at=datetime(2026, 1, 1, tzinfo=UTC))
    assign(db, teacher, course.id, scenario_id=SCENARIO, title="Next year", opens_at=datetime(2090, 1, 1, tzinfo=UTC))
    page = at_home.get("/my")
    assert "The lamp" in page and "2 attempts left" in page and "Start" in page
    assert page.index("Coming") < page.index("Next year")
    assert "Opens 1 Jan 2090, 05:00" in page


def test_an_instructor_s_profile_has_no_courses_of_others(app: Flask, at_desk: Browser, course: CourseView) -> None:
    assert "Export management" in at_desk.get("/courses")
    create_user(app.extensions["lab_database"], login="other", name="Other", password=PASSWORD, role="instructor")
    other = Browser(app.test_client()).sign_in("other")
    assert "Export management" not in other.get("/courses")
