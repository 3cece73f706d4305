"""The people of a course: lists, passwords, sections, staff."""
import io
import re

from lab.school.accounts import Viewer
from lab.school.courses import CourseView, members_of
from lab.school.database import Database
from tests.web.browser import PASSWORD, Browser


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
    assert "Line 2, “!!”: this cannot be a login" in at_desk.page
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


def test_a_file_of_canvas_is_read_twice_and_adds_nobody_twice(at_desk: Browser, db: Database, teacher: Viewer, course: CourseView) -> None:
    data = "Student,ID,SIS Login ID,Section\n\"Wei, Li\",17,li.wei,Morning\n\"Groß, Jürgen\",18,juergen,Evening\n".encode()
    at_desk.get(f"/courses/{course.id}/students")
    for status in (200, 302):
        answer = at_desk.client.post(
            f"/courses/{course.id}/invite", data={"csrf_token": at_desk.token, "list": "", "file": (io.BytesIO(data), "class.csv")}
        )
        assert answer.status_code == status, answer.text
    assert [(one.name, one.login, one.section) for one in members_of(db, teacher, course.id)] == [
        ("Aigerim Bekova", "aigerim", ""), ("Jürgen Groß", "juergen", "Evening"), ("Li Wei", "li.wei", "Morning"),
    ]  # fmt: skip
    assert "2 people were in the course already" in at_desk.get(f"/courses/{course.id}/students")


def test_a_section_is_changed(at_desk: Browser, db: Database, teacher: Viewer, course: CourseView, student: Viewer) -> None:
    at_desk.get(f"/courses/{course.id}/students")
    at_desk.send(f"/courses/{course.id}/students/{student.id}/section", section="<Evening>")
    assert members_of(db, teacher, course.id)[0].section == "<Evening>"
    assert "&lt;Evening&gt;" in at_desk.client.get(f"/courses/{course.id}/students").text


def test_a_grader_without_an_account_gets_one_and_comes_to_the_course(at_desk: Browser, browser: Browser, course: CourseView) -> None:
    at_desk.get(f"/courses/{course.id}/staff")
    at_desk.send(f"/courses/{course.id}/staff", 422, login="grace", place="grader")
    assert "Nobody has the login “grace”" in at_desk.page
    at_desk.send(f"/courses/{course.id}/staff", 200, login="grace", name="Grace Grader", place="grader")
    (password,) = re.findall(r'dir="ltr">(\w{4}-\w{4}-\w{4})<', at_desk.page)
    browser.get("/sign-in")
    browser.send("/sign-in", login="grace", password=password)
    page = browser.get("/courses")
    assert course.title in page and "New course" not in page
    page = browser.get(f"/courses/{course.id}")
    assert "Join code" not in page and f"/courses/{course.id}/students" not in page
    for path in ("students", "staff", "grades", "grades.csv", "assign"):
        browser.get(f"/courses/{course.id}/{path}", 404)
    at_desk.get(f"/courses/{course.id}/staff")
    (user_id,) = re.findall(r"/staff/(\d+)/remove", at_desk.page)
    at_desk.send(f"/courses/{course.id}/staff/{user_id}/remove")
    browser.get(f"/courses/{course.id}", 404)


def test_a_students_data_is_given_out_and_deleted_once_the_login_is_typed(
    at_desk: Browser, at_home: Browser, db: Database, teacher: Viewer, course: CourseView, student: Viewer
) -> None:
    path = f"/courses/{course.id}/students/{student.id}"
    assert '"login": "aigerim"' in at_desk.get(f"{path}/data.json")
    assert '"login": "aigerim"' in at_home.get("/my/data.json")
    at_home.get(path, 404)
    at_desk.get(path)
    at_desk.send(f"{path}/delete", 422, login="somebody")
    assert "type the login “aigerim”" in at_desk.page
    at_desk.send(f"{path}/delete", login="Aigerim ")
    assert "aigerim" not in at_desk.get(f"/courses/{course.id}/students")
    assert at_home.client.get("/my").status_code == 302
