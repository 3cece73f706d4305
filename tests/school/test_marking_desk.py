"""The marking desk: what is to be marked, in an order that tells nothing, asked with the same few questions for any class."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from lab.ledger.actions import SubmitReflection
from lab.school.accounts import Viewer, create_user
from lab.school.assignments import AssignmentView, change_rules, release_scores
from lab.school.courses import CourseView, join_course, remove_member
from lab.school.database import Database
from lab.school.groups import set_groups
from lab.school.judging import mark
from lab.school.marking_desk import Answer, Queue, desk_of, own_comments, that_may_count
from lab.school.models import Run
from lab.school.opinions import give_opinion, settle
from lab.school.rules import Rules
from lab.school.runs import act, hand_in, open_run
from lab.school.staff import add_staff
from lab.values.errors import NotFound
from tests.school.conftest import PASSWORD
from tests.school.test_judging import best_levels

CHECK = "thoughts"


def classmate(db: Database, course: CourseView, login: str) -> Viewer:
    made = create_user(db, login=login, name=login.title(), password=PASSWORD, role="student")
    assert course.join_code
    join_course(db, made, course.join_code)
    return made


def handed_in_by(db: Database, student: Viewer, assignment_id: int, words: str = "Because of the postage.") -> int:
    run_id = open_run(db, student, assignment_id)
    if words:
        act(db, student, run_id, SubmitReflection(words))
    hand_in(db, student, run_id)
    return run_id


def rule(db: Database, teacher: Viewer, assignment: AssignmentView, rules: Rules) -> None:
    change_rules(db, teacher, assignment.id, opens_at=assignment.opens_at, due_at=None, attempts=4, rules=rules)


@contextmanager
def questions(db: Database) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield asked
    event.remove(db.engine, "before_cursor_execute", note)


def test_a_desk_lists_what_was_handed_in_and_what_is_left(
    db: Database, course: CourseView, assignment: AssignmentView, handed_in: int, teacher: Viewer
) -> None:
    li, bo = classmate(db, course, "li"), classmate(db, course, "bo")
    silent = handed_in_by(db, li, assignment.id, "")
    open_run(db, bo, assignment.id)
    (queue,) = desk_of(db, teacher, assignment.id).queues
    assert (queue.check_id, queue.points, queue.to_mark, queue.left) == (CHECK, 3, 1, 1)
    assert {answer.run_id: answer.state for answer in queue.answers} == {handed_in: "open", silent: "empty"}
    assert {answer.label for answer in queue.answers} == {"Aigerim Bekova", "Li"}
    mark(db, teacher, handed_in, CHECK, best_levels(db, teacher, handed_in), "Well argued.")
    (queue,) = desk_of(db, teacher, assignment.id).queues
    done = queue.answers[queue.place_of(handed_in)]
    assert (done.state, done.marked_by, done.fraction, queue.left, queue.count("marked")) == ("marked", ("Petra Keller",), "1", 0, 1)


def test_the_order_is_random_and_stays(db: Database, course: CourseView, assignment: AssignmentView, teacher: Viewer) -> None:
    students = [classmate(db, course, f"student{number}") for number in range(9)]
    runs = [handed_in_by(db, student, assignment.id) for student in students]
    order = [answer.run_id for answer in desk_of(db, teacher, assignment.id).queue(CHECK).answers]
    assert sorted(order) == runs and order not in (runs, runs[::-1])
    assert [answer.run_id for answer in desk_of(db, teacher, assignment.id).queue(CHECK).answers] == order


def test_blind_there_are_pseudonyms_and_after_the_release_names_but_not_for_guests(
    db: Database, course: CourseView, assignment: AssignmentView, handed_in: int, teacher: Viewer
) -> None:
    rule(db, teacher, assignment, Rules(blind=True, show_score="after_release"))
    guest = create_user(db, login="gast", name="Gast", password=PASSWORD, role="guest")
    add_staff(db, teacher, course.id, "guest", "gast")

    def label(viewer: Viewer) -> str:
        return desk_of(db, viewer, assignment.id).queue(CHECK).answers[0].label

    assert label(teacher) == label(guest) != "Aigerim Bekova" and len(label(teacher)) == 7
    release_scores(db, teacher, assignment.id)
    assert label(teacher) == "Aigerim Bekova" and len(label(guest)) == 7


def test_only_the_attempt_that_counts_is_marked_and_all_where_points_decide(
    db: Database, assignment: AssignmentView, student: Viewer, teacher: Viewer
) -> None:
    rule(db, teacher, assignment, Rules())
    runs = [handed_in_by(db, student, assignment.id) for _ in range(3)]
    found = {}
    for counts in ("best", "last", "first"):
        rule(db, teacher, assignment, Rules(counts=counts))
        found[counts] = [answer.run_id for answer in desk_of(db, teacher, assignment.id).queue(CHECK).answers]
    assert found == {"best": runs, "last": runs[2:], "first": runs[:1]}


def test_a_group_counts_once() -> None:
    rows = [
        (Run(user_id=user, group_id=group, attempt=attempt), "", None) for user, group, attempt in ((1, 7, 1), (2, 7, 2), (3, None, 1))
    ]
    assert sorted((row[0].user_id, row[0].attempt) for row in that_may_count(rows, "last")) == [(2, 2), (3, 1)]
    assert sorted((row[0].user_id, row[0].attempt) for row in that_may_count(rows, "first")) == [(1, 1), (3, 1)]


def test_with_two_markers_each_sees_the_own_state(
    db: Database, course: CourseView, assignment: AssignmentView, handed_in: int, teacher: Viewer, admin: Viewer
) -> None:
    rule(db, teacher, assignment, Rules(markers=2))
    grader = create_user(db, login="gerda", name="Gerda", password=PASSWORD, role="student")
    add_staff(db, teacher, course.id, "grader", "gerda")
    best = best_levels(db, teacher, handed_in)

    def answer(viewer: Viewer) -> Answer:
        return desk_of(db, viewer, assignment.id).queue(CHECK).answers[0]

    give_opinion(db, grader, handed_in, CHECK, best)
    assert (answer(grader).state, answer(grader).marked_by, answer(grader).is_to_do) == ("waits", ("Gerda",), False)
    assert (answer(teacher).state, answer(teacher).marked_by, answer(teacher).given, answer(teacher).is_to_do) == ("open", (), 1, True)
    give_opinion(db, teacher, handed_in, CHECK, dict.fromkeys(best, 0))
    assert (answer(grader).state, answer(grader).is_to_do) == ("differs", False)
    assert answer(teacher).is_to_do and answer(admin).is_to_do and answer(admin).marked_by == ("Gerda", "Petra Keller")
    settle(db, admin, handed_in, CHECK, best, "Reasons are there.")
    assert (answer(grader).state, answer(grader).marked_by) == ("marked", ("Gerda", "Petra Keller"))


def test_the_questions_do_not_grow_with_the_class(
    db: Database, course: CourseView, assignment: AssignmentView, handed_in: int, teacher: Viewer
) -> None:
    rule(db, teacher, assignment, Rules(markers=2))
    best = best_levels(db, teacher, handed_in)
    give_opinion(db, teacher, handed_in, CHECK, best)
    with questions(db) as few:
        desk_of(db, teacher, assignment.id)
    for number in range(4):
        give_opinion(db, teacher, handed_in_by(db, classmate(db, course, f"student{number}"), assignment.id), CHECK, best)
    with questions(db) as many:
        desk_of(db, teacher, assignment.id)
    assert len(many) == len(few) < 25


def test_own_comments_come_back_the_newest_first(
    db: Database, course: CourseView, assignment: AssignmentView, handed_in: int, teacher: Viewer, admin: Viewer
) -> None:
    best = best_levels(db, teacher, handed_in)
    assert own_comments(db, teacher, assignment.id, CHECK) == []
    for viewer, words in ((teacher, "One."), (teacher, "Two."), (admin, "Not mine."), (teacher, "One."), (teacher, "")):
        mark(db, viewer, handed_in, CHECK, best, words)
    assert own_comments(db, teacher, assignment.id, CHECK) == ["One.", "Two."]
    assert own_comments(db, teacher, assignment.id, "de_live") == []


def test_students_and_strangers_find_no_desk(
    db: Database, assignment: AssignmentView, student: Viewer, stranger: Viewer, other_teacher: Viewer
) -> None:
    for viewer in (student, stranger, other_teacher):
        with pytest.raises(NotFound):
            desk_of(db, viewer, assignment.id)
        with pytest.raises(NotFound):
            own_comments(db, viewer, assignment.id, CHECK)


def test_the_next_one_to_do_is_looked_for_all_round() -> None:
    queue = Queue(CHECK, 3, tuple(Answer(number, "x", 1, state) for number, state in ((1, "open"), (2, "marked"), (3, "open"), (4, "waits"))))
    found = [queue.next_to_do(number) for number in (1, 2, 3, 4)]
    assert [one.run_id if one else None for one in found] == [3, 3, 1, 1]
    with pytest.raises(NotFound):
        queue.next_to_do(9)


def test_the_work_of_a_group_is_marked_after_who_opened_it_has_left(
    db: Database, course: CourseView, assignment: AssignmentView, teacher: Viewer, student: Viewer, wei: Viewer
) -> None:
    rule(db, teacher, assignment, Rules(group_size=2))
    set_groups(db, teacher, assignment.id, {student.id: ("Blue", ()), wei.id: ("Blue", ())})
    run_id = handed_in_by(db, student, assignment.id)
    remove_member(db, teacher, course.id, student.id)
    assert [(answer.run_id, answer.label) for answer in desk_of(db, teacher, assignment.id).queue(CHECK).answers] == [(run_id, "Blue")]
    remove_member(db, teacher, course.id, wei.id)
    assert desk_of(db, teacher, assignment.id).queue(CHECK).answers == ()
