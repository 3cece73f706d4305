"""Groups and extra time as pages."""

import re

import pytest
from flask import Flask

from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView, assign
from lab.school.courses import CourseView
from lab.school.database import Database
from lab.school.extras import granted
from lab.school.groups import groups_of
from lab.school.rules import Rules
from lab.web.errors import say
from tests.web.browser import Browser

SCENARIO = "desk-lamp-two-markets"


@pytest.fixture
def together(db: Database, teacher: Viewer, course: CourseView, student: Viewer) -> AssignmentView:
    return assign(db, teacher, course.id, scenario_id=SCENARIO, rules=Rules(group_size=3, group_by="students"))


def test_everybody_is_put_into_groups_with_one_click(at_desk: Browser, db: Database, teacher: Viewer, together: AssignmentView, student: Viewer) -> None:
    at_desk.get(f"/assignments/{together.id}/groups")
    at_desk.send(f"/assignments/{together.id}/groups/form")
    (group,) = groups_of(db, teacher, together.id)
    assert (group.name, [user_id for user_id, _, _ in group.members]) == ("Group 1", [student.id])
    page = at_desk.get(f"/assignments/{together.id}/groups")
    assert f'name="group-{student.id}" value="Group 1"' in page


def test_the_table_of_groups_and_roles_is_saved_as_a_whole(at_desk: Browser, db: Database, teacher: Viewer, together: AssignmentView, student: Viewer) -> None:
    at_desk.get(f"/assignments/{together.id}/groups")
    at_desk.send(f"/assignments/{together.id}/groups", **{f"group-{student.id}": "<Blue>", f"roles-{student.id}": "finance"})
    (group,) = groups_of(db, teacher, together.id)
    assert (group.name, group.members[0][2]) == ("<Blue>", ("finance",))
    page = at_desk.get(f"/assignments/{together.id}/groups")
    assert 'value="<Blue>"' in page and re.search(rf'name="roles-{student.id}" value="finance"[^>]* checked', page)
    at_desk.send(f"/assignments/{together.id}/groups", 422, **{f"group-{student.id}": "Red", f"roles-{student.id}": "boss"})
    assert 'value="Red"' in at_desk.page


def test_a_student_makes_and_joins_a_group_and_is_told_what_is_wrong(at_home: Browser, db: Database, teacher: Viewer, together: AssignmentView) -> None:
    assert "No groups yet" in at_home.get(f"/assignments/{together.id}/groups")
    at_home.send(f"/assignments/{together.id}/groups/join", new="Blue", roles="service")
    page = at_home.get(f"/assignments/{together.id}/groups")
    assert "You are in the group “Blue”" in page and "Customer service" in page
    at_home.send(f"/assignments/{together.id}/groups/join", new="", group="")
    assert "Give the group a name" in at_home.get(f"/assignments/{together.id}/groups")
    assert at_home.client.post(f"/assignments/{together.id}/groups", data={"csrf_token": at_home.token}).status_code == 404
    assert [group.name for group in groups_of(db, teacher, together.id)] == ["Blue"]


def test_another_role_s_work_is_refused_with_its_name(app: Flask) -> None:
    with app.test_request_context("/sign-in"):
        text = say("not_your_role", needed="logistics", roles=["service", "finance"])
    assert "(Logistics)" in text and "Customer service, Finance" in text


def test_extra_time_is_granted_with_a_reason(at_desk: Browser, db: Database, teacher: Viewer, together: AssignmentView, student: Viewer) -> None:
    path = f"/assignments/{together.id}/extras"
    at_desk.get(path)
    at_desk.send(path, 422, reason="ill")
    assert "Tick the students it is for" in at_desk.page and 'value="ill"' in at_desk.page
    at_desk.send(path, 422, students=str(student.id), reason="")
    at_desk.send(path, 422, students=str(student.id), due_at="2020-01-01T00:00", reason="ill")
    assert "earlier than what holds for everybody" in at_desk.page
    at_desk.send(path, students=str(student.id), attempts="2", reason="ill for a week")
    (line,) = granted(db, teacher, together.id)
    assert (line.user_id, line.attempts, line.reason) == (student.id, 2, "ill for a week")
    assert "ill for a week" in at_desk.get(path)
