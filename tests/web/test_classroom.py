from datetime import UTC, datetime

from flask import Flask

from lab.school.accounts import Viewer, create_user
from lab.school.assignments import assign
from lab.school.courses import CourseView, course_for, courses_of
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
