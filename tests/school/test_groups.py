"""Groups: one run for several students, each with their own work."""

import pytest

from lab.engine.actions import EndDay
from lab.ledger.actions import SubmitReflection
from lab.listings.actions import SetPrice
from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView, assign, assignment_for
from lab.school.courses import CourseView, join_course, remove_member
from lab.school.database import Database
from lab.school.gradebooks import gradebook, progress
from lab.school.groups import form_groups, groups_of, join_group, role_for, set_groups
from lab.school.rules import Rules
from lab.school.runs import act, hand_in, open_run, play_of, run_for
from lab.values.errors import BadInput, NotFound, Refused
from lab.world.action import ACTIONS
from lab.world.world import World

PASSWORD = "correct horse battery"
SCENARIO = "desk-lamp-two-markets"


@pytest.fixture
def together(db: Database, assignment: AssignmentView, course: CourseView, teacher: Viewer) -> AssignmentView:
    return assign(db, teacher, course.id, scenario_id=SCENARIO, rules=Rules(group_size=2, group_by="students"))


def test_every_action_of_the_shop_belongs_to_a_role_or_to_everybody() -> None:
    everybody = {name for name in ACTIONS if role_for(name) is None and not name.startswith("staff.")}
    assert {name.split(".")[0] for name in everybody} == {"clock", "decision", "reflection"}
    assert {role_for(name) for name in ACTIONS} == {None, "operator", "service", "logistics", "finance"}


def test_a_group_works_in_one_run_and_gets_one_grade(
    db: Database, together: AssignmentView, teacher: Viewer, student: Viewer, wei: Viewer
) -> None:
    set_groups(db, teacher, together.id, {student.id: ("Blue", ()), wei.id: ("Blue", ())})
    run_id = open_run(db, student, together.id)
    assert open_run(db, wei, together.id) == run_id
    assert (run_for(db, wei, run_id).is_own, run_for(db, wei, run_id).student) == (True, "Blue")
    act(db, student, run_id, SubmitReflection("What we thought"))
    act(db, wei, run_id, EndDay())
    hand_in(db, wei, run_id)
    assert [row.name for row in progress(db, teacher, together.id)] == ["Blue"]
    points = {row.login: row.points[together.id] for row in gradebook(db, teacher, together.course_id).rows}
    assert points["aigerim"] == points["wei"]
    assert [line.run_id for line in assignment_for(db, student, together.id).runs] == [run_id]
    assert assignment_for(db, student, together.id).attempts_left == 0
    with pytest.raises(Refused, match="no_attempts_left"):
        open_run(db, student, together.id)


def test_a_member_with_a_role_does_its_work_only(
    db: Database, together: AssignmentView, teacher: Viewer, student: Viewer, wei: Viewer
) -> None:
    set_groups(db, teacher, together.id, {student.id: ("Blue", ("service", "finance")), wei.id: ("Blue", ("operator",))})
    run_id = open_run(db, student, together.id)
    listing = next(iter(run_world(db, student, run_id).listings))
    price = run_world(db, student, run_id).listings[listing].price
    with pytest.raises(Refused, match="not_your_role") as caught:
        act(db, student, run_id, SetPrice(listing, price))
    assert (caught.value.args_["needed"], caught.value.args_["roles"]) == ("operator", ["service", "finance"])
    assert run_for(db, student, run_id).seq == 0
    act(db, wei, run_id, SetPrice(listing, price))
    act(db, student, run_id, EndDay())
    assert run_for(db, student, run_id).seq == 2


def run_world(db: Database, viewer: Viewer, run_id: int) -> World:
    return play_of(db, viewer, run_id).world


def test_without_a_group_nobody_begins_where_groups_are_asked_for(db: Database, together: AssignmentView, student: Viewer, teacher: Viewer) -> None:
    with pytest.raises(Refused, match="needs_group"):
        open_run(db, student, together.id)
    open_run(db, teacher, together.id)


def test_a_stranger_to_the_group_does_not_see_its_run(
    db: Database, together: AssignmentView, teacher: Viewer, student: Viewer, wei: Viewer, course: CourseView
) -> None:
    set_groups(db, teacher, together.id, {student.id: ("Blue", ()), wei.id: ("Red", ())})
    run_id = open_run(db, student, together.id)
    with pytest.raises(NotFound):
        run_for(db, wei, run_id)
    remove_member(db, teacher, course.id, student.id)
    with pytest.raises(NotFound):
        run_for(db, student, run_id)


def test_students_join_and_change_until_their_group_has_begun(
    db: Database, together: AssignmentView, student: Viewer, wei: Viewer, stranger: Viewer
) -> None:
    join_group(db, student, together.id, "Blue")
    join_group(db, wei, together.id, "Red", ["finance"])
    join_group(db, wei, together.id, " Blue ")
    (blue,) = [group for group in groups_of(db, wei, together.id) if group.members]
    assert (blue.name, [name for _, name, _ in blue.members]) == ("Blue", ["Aigerim Bekova", "Wei Zhang"])
    run_id = open_run(db, wei, together.id)
    with pytest.raises(Refused, match="group_has_begun"):
        join_group(db, wei, together.id, "Red")
    assert [group.run_id for group in groups_of(db, wei, together.id) if group.members] == [run_id]
    with pytest.raises(NotFound):
        join_group(db, stranger, together.id, "Blue")
    with pytest.raises(BadInput, match="group_needs_name"):
        join_group(db, student, together.id, "  ")


def test_a_full_group_takes_nobody_and_the_teacher_may_keep_groups_to_themselves(
    db: Database, together: AssignmentView, course: CourseView, teacher: Viewer, student: Viewer, wei: Viewer, stranger: Viewer
) -> None:
    assert course.join_code is not None
    join_course(db, stranger, course.join_code)
    for person in (student, wei):
        join_group(db, person, together.id, "Blue")
    with pytest.raises(Refused, match="group_is_full"):
        join_group(db, stranger, together.id, "Blue")
    closed = assign(db, teacher, course.id, scenario_id=SCENARIO, rules=Rules(group_size=2))
    with pytest.raises(Refused, match="groups_by_teacher"):
        join_group(db, student, closed.id, "Blue")
    with pytest.raises(BadInput, match="group_too_large"):
        set_groups(db, teacher, closed.id, {one.id: ("Blue", ()) for one in (student, wei, stranger)})


def test_the_teacher_moves_people_but_not_out_of_a_group_at_work(
    db: Database, together: AssignmentView, teacher: Viewer, student: Viewer, wei: Viewer, other_teacher: Viewer
) -> None:
    assert set_groups(db, teacher, together.id, {student.id: ("Blue", ()), wei.id: ("Red", ())}) == 2
    assert set_groups(db, teacher, together.id, {student.id: ("Blue", ()), wei.id: ("Blue", ("service",))}) == 1
    open_run(db, student, together.id)
    with pytest.raises(Refused, match="group_has_begun"):
        set_groups(db, teacher, together.id, {student.id: ("Blue", ())})
    with pytest.raises(BadInput, match="not_in_course"):
        set_groups(db, teacher, together.id, {other_teacher.id: ("Blue", ())})
    with pytest.raises(BadInput, match="no_such_choice"):
        set_groups(db, teacher, together.id, {student.id: ("Blue", ("boss",)), wei.id: ("Blue", ())})
    with pytest.raises(NotFound):
        set_groups(db, student, together.id, {student.id: ("Blue", ())})


@pytest.mark.parametrize(("people", "size", "sizes"), [(7, 3, [3, 2, 2]), (6, 3, [3, 3]), (1, 4, [1]), (0, 4, []), (5, 2, [2, 2, 1])])
def test_groups_differ_by_one_at_most(people: int, size: int, sizes: list[int]) -> None:
    groups = form_groups(range(people), size)
    assert sorted((len(group) for group in groups), reverse=True) == sizes
    assert sorted(number for group in groups for number in group) == list(range(people))


def test_nobody_joins_a_group_at_work_for_its_result(
    db: Database, together: AssignmentView, teacher: Viewer, student: Viewer, wei: Viewer
) -> None:
    join_group(db, student, together.id, "Blue")
    hand_in(db, student, open_run(db, student, together.id))
    with pytest.raises(Refused, match="group_has_begun"):
        join_group(db, wei, together.id, "Blue")
    assert together.id not in {row.login: row.points for row in gradebook(db, teacher, together.course_id).rows}["wei"]
    join_group(db, student, together.id, "Blue", ["finance"])  # other roles in one's own group
    set_groups(db, teacher, together.id, {student.id: ("Blue", ()), wei.id: ("Blue", ())})  # whom the teacher puts there is there


def test_a_group_goes_on_when_somebody_leaves_the_course(
    db: Database, together: AssignmentView, teacher: Viewer, student: Viewer, wei: Viewer, course: CourseView
) -> None:
    set_groups(db, teacher, together.id, {student.id: ("Blue", ("operator",)), wei.id: ("Blue", ("service",))})
    run_id = open_run(db, student, together.id)
    remove_member(db, teacher, course.id, student.id)
    (blue,) = groups_of(db, teacher, together.id)
    assert [(user_id, roles) for user_id, _, roles in blue.members] == [(wei.id, ("service",))]
    set_groups(db, teacher, together.id, {wei.id: ("Blue", ("operator", "service"))})
    (blue,) = groups_of(db, teacher, together.id)
    assert [roles for _, _, roles in blue.members] == [("operator", "service")]
    act(db, wei, run_id, EndDay())
    assert course.join_code is not None
    join_course(db, student, course.join_code)
    assert run_for(db, student, run_id).is_own  # back in the course, back in the group
    assert set_groups(db, teacher, together.id, {wei.id: ("Blue", ()), student.id: ("Blue", ())}) == 1


def test_a_group_of_those_who_left_before_it_began_is_gone(
    db: Database, together: AssignmentView, teacher: Viewer, student: Viewer, wei: Viewer, course: CourseView
) -> None:
    set_groups(db, teacher, together.id, {student.id: ("Blue", ()), wei.id: ("Red", ())})
    remove_member(db, teacher, course.id, student.id)
    assert set_groups(db, teacher, together.id, {wei.id: ("Red", ())}) == 1
    assert [group.name for group in groups_of(db, teacher, together.id)] == ["Red"]
