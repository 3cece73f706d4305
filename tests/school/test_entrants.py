"""Who does an assignment: students alone, and groups once."""

from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView, assign
from lab.school.courses import CourseView
from lab.school.database import Database
from lab.school.entrants import Entrant, entrants
from lab.school.groups import set_groups
from lab.school.models import Assignment
from lab.school.names import Names
from lab.school.rules import Rules

SECRET = "5a" * 32


def found(db: Database, assignment_id: int, *, hidden: bool = False) -> list[Entrant]:
    with db.session() as session:
        return entrants(session, session.get_one(Assignment, assignment_id), Names(hidden, SECRET, assignment_id))


def test_students_stand_by_name_and_a_group_once_for_its_members(
    db: Database, course: CourseView, assignment: AssignmentView, teacher: Viewer, student: Viewer, wei: Viewer
) -> None:
    alone = found(db, assignment.id)
    assert [(one.label, one.login, one.key) for one in alone] == [
        ("Aigerim Bekova", "aigerim", f"user/{student.id}"), ("Wei Zhang", "wei", f"user/{wei.id}"),
    ]  # fmt: skip
    together = assign(db, teacher, course.id, scenario_id=assignment.scenario_id, rules=Rules(group_size=2))
    set_groups(db, teacher, together.id, {wei.id: ("Blue", ()), student.id: ("Blue", ())})
    (group,) = found(db, together.id)
    assert (group.user_id, group.user_ids, group.label, group.login, group.section) == (student.id, (student.id, wei.id), "Blue", "", "")
    assert group.key == f"group/{group.group_id}"


def test_where_names_are_hidden_nothing_tells_who_it_is(db: Database, assignment: AssignmentView, student: Viewer) -> None:
    (one,) = found(db, assignment.id, hidden=True)
    assert one.label != "Aigerim Bekova" and (one.login, one.section) == ("", "")
    assert "aigerim" not in one.order
