"""Progress and gradebook: which attempt counts, late work, blind marking, and how many questions a large class takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, update

from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView, assign, change_rules, release_scores
from lab.school.clock import now
from lab.school.courses import CourseView, create_course
from lab.school.database import Database
from lab.school.enrolment import enrol
from lab.school.gradebooks import gradebook, progress, that_counts
from lab.school.models import Assignment, Grade, Member, Run
from lab.school.rosters import Roster, RosterEntry
from lab.school.rules import Rules
from lab.school.runs import hand_in, open_run
from lab.school.terms import LateStep
from lab.values.errors import NotFound

SCENARIO = "desk-lamp-two-markets"


@contextmanager
def questions(db: Database) -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield asked
    event.remove(db.engine, "before_cursor_execute", note)


def class_of(db: Database, teacher: Viewer, size: int, monkeypatch: pytest.MonkeyPatch, template: AssignmentView, title: str) -> int:
    """A course with so many students, each with a graded run of an assignment; its id. The rows are copies: nobody played."""
    monkeypatch.setattr("lab.school.enrolment.hash_password", lambda _password: "x")
    course = create_course(db, teacher, title)
    enrol(db, teacher, course.id, Roster("names", tuple(RosterEntry(f"Student {number}", f"{title}{number}") for number in range(size))))
    given = assign(db, teacher, course.id, scenario_id=template.scenario_id)
    with db.write() as session:
        students = [row.user_id for row in session.query(Member).where(Member.course_id == course.id)]
        for number, user_id in enumerate(students):
            run = Run(
                assignment_id=given.id, user_id=user_id, attempt=1, seed="0" * 16, market_sha256="", state="handed_in", opened_at=now(),
                handed_in_at=now(), received_at=now(), next_seq=0, chain_hash="", sim_time=0,
            )  # fmt: skip
            session.add(run)
            session.flush()
            session.add(Grade(run_id=run.id, made_at=now(), reason="", record="{}", points=f"{number % 100}.00", max_points=100, withheld=False))
    return course.id


def test_a_class_of_any_size_takes_the_same_number_of_questions(
    db: Database, assignment: AssignmentView, teacher: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = []
    for size in (3, 60):
        course_id = class_of(db, teacher, size, monkeypatch, assignment, f"class{size}-")
        with db.session() as session:
            assignment_id = session.query(Assignment.id).where(Assignment.course_id == course_id).scalar()
        with questions(db) as asked:
            book = gradebook(db, teacher, course_id)
            assert len(progress(db, teacher, assignment_id)) == size
        assert len(book.rows) == size and all(row.points for row in book.rows)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 24


@pytest.mark.parametrize(
    ("counts", "tries", "found"),
    [
        ("best", [("40.00", 1000), ("60.00", 500), ("35.00", 1000)], ("40.00", 1000)),
        ("last", [("40.00", 1000), ("60.00", 500), ("35.00", 1000)], ("35.00", 1000)),
        ("first", [("40.00", 500), ("60.00", 1000)], ("20.00", 500)),
        ("best", [], None),
    ],
)
def test_the_attempt_that_counts(counts: str, tries: list[tuple[str, int]], found: tuple[str, int] | None) -> None:
    assert that_counts(counts, tries) == found


def test_late_work_counts_by_the_moment_when_the_server_received_it(
    db: Database, assignment: AssignmentView, teacher: Viewer, student: Viewer
) -> None:
    due = now() - timedelta(hours=2)
    rules = Rules(late=(LateStep(due + timedelta(hours=6), 800),))
    change_rules(db, teacher, assignment.id, opens_at=due - timedelta(days=1), due_at=due, attempts=2, rules=rules)
    run_id = open_run(db, student, assignment.id)
    hand_in(db, student, run_id)
    with db.write() as session:
        session.execute(update(Grade).where(Grade.run_id == run_id).values(points="50.00"))
    (row,) = gradebook(db, teacher, assignment.course_id).rows
    assert (row.points[assignment.id], row.credits[assignment.id], row.states[assignment.id]) == ("40.00", 800, "handed_in")
    (line,) = progress(db, teacher, assignment.id)
    assert (line.points, line.counted, line.credit) == ("50.00", "40.00", 800)


def test_while_an_assignment_is_blind_no_points_stand_beside_names(
    db: Database, course: CourseView, assignment: AssignmentView, teacher: Viewer, student: Viewer
) -> None:
    blind = assign(db, teacher, course.id, scenario_id=SCENARIO, rules=Rules(blind=True, show_score="after_release"))
    hand_in(db, student, open_run(db, student, blind.id))
    book = gradebook(db, teacher, course.id)
    assert (book.sealed, book.rows[0].points, book.rows[0].states) == (frozenset({blind.id}), {}, {blind.id: "handed_in"})
    (line,) = progress(db, teacher, blind.id)
    assert line.points == "0.00" and line.login == "" and "Aigerim" not in line.name
    release_scores(db, teacher, blind.id)
    assert blind.id in gradebook(db, teacher, course.id).rows[0].points
    assert progress(db, teacher, blind.id)[0].name == "Aigerim Bekova"


def test_only_leaders_see_the_gradebook(db: Database, course: CourseView, student: Viewer, other_teacher: Viewer) -> None:
    for viewer in (student, other_teacher):
        with pytest.raises(NotFound):
            gradebook(db, viewer, course.id)
