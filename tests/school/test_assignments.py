"""Assignments, how far students have come, and the gradebook."""

import shutil
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import pytest

from lab.ledger.actions import SubmitReflection
from lab.scenarios.script import content_hash, load_scenario
from lab.school.accounts import Viewer
from lab.school.assignments import (
    AssignmentView,
    assign,
    assignment_for,
    assignments_of,
    change_rules,
    release_scores,
    script_of,
)
from lab.school.clock import now
from lab.school.courses import CourseView, archive_course, create_course, join_course
from lab.school.database import Database
from lab.school.gradebooks import gradebook, progress
from lab.school.models import Course, Run
from lab.school.runs import act, hand_in, open_run, override
from lab.school.scripts import installed_scenarios, keep_script
from lab.school.settings import Settings
from lab.values.errors import BadInput, LabError, NotFound, Refused
from lab.values.places import SCENARIOS
from tests.dates import move_dates

SCENARIO = "desk-lamp-two-markets"


def test_an_assigned_scenario_is_copied_under_the_hash_of_its_content(db: Database, assignment: AssignmentView) -> None:
    folder = db.settings.scripts / assignment.content_hash
    assert content_hash(folder) == assignment.content_hash == content_hash(SCENARIOS / SCENARIO)
    script = script_of(db.settings, assignment.content_hash)
    assert (script.id, script.version, script.folder) == (SCENARIO, assignment.version, folder)
    assert [path.name for path in db.settings.scripts.iterdir()] == [assignment.content_hash]


def test_a_change_to_the_scenario_touches_no_assignment_under_way(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / SCENARIO
    shutil.copytree(SCENARIOS / SCENARIO, folder)
    first = keep_script(settings, load_scenario(folder))
    file = folder / "scenario.yaml"
    file.write_text(file.read_text("utf-8").replace("level: 2", "level: 3"), "utf-8")
    second = keep_script(settings, load_scenario(folder))
    assert first != second
    assert script_of(settings, first).file.level == 2
    assert script_of(settings, second).file.level == 3


def test_a_copy_that_somebody_changed_is_not_used(settings: Settings, tmp_path: Path) -> None:
    digest = keep_script(settings, load_scenario(SCENARIOS / SCENARIO))
    with (settings.scripts / digest / "scenario.yaml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    with pytest.raises(LabError, match="script_was_changed"):
        script_of(settings, digest)
    with pytest.raises(NotFound, match="script_missing"):
        script_of(settings, "0" * 64)


def test_the_title_is_the_scenarios_own_unless_another_is_given(
    db: Database, course: CourseView, teacher: Viewer, assignment: AssignmentView
) -> None:
    assert assignment.title == "One lamp, two markets"
    assert assign(db, teacher, course.id, scenario_id=SCENARIO, title=" Week 3 ").title == "Week 3"


@pytest.mark.parametrize(("fields", "code"), [
    ({"attempts": 0}, "attempts_out_of_range"), ({"attempts": 21}, "attempts_out_of_range"),
    ({"show_score": "never"}, "no_such_choice"), ({"title": "t" * 121}, "title_length"),
    ({"scenario_id": "no-such"}, "no_such_scenario"), ({"scenario_id": "../desk"}, "no_such_scenario"),
    ({"due_at": now() - timedelta(days=1)}, "due_before_open"), ({"due_at": now().replace(year=2090, tzinfo=None)}, "date_without_zone"),
])  # fmt: skip
def test_an_assignment_that_makes_no_sense_is_refused(
    db: Database, course: CourseView, teacher: Viewer, fields: dict[str, object], code: str
) -> None:
    with pytest.raises(LabError, match=code):
        assign(db, teacher, course.id, **{"scenario_id": SCENARIO, **fields})  # type: ignore[arg-type]
    assert assignments_of(db, teacher, course.id) == []


def test_an_archived_course_gets_no_assignments(db: Database, course: CourseView, teacher: Viewer) -> None:
    archive_course(db, teacher, course.id)
    with pytest.raises(Refused, match="course_archived"):
        assign(db, teacher, course.id, scenario_id=SCENARIO)


def test_strangers_are_told_that_there_is_no_such_assignment(
    db: Database, assignment: AssignmentView, student: Viewer, stranger: Viewer, other_teacher: Viewer
) -> None:
    for viewer in (stranger, other_teacher):
        for use_case in (assignment_for, open_run, progress, release_scores):
            with pytest.raises(NotFound, match="no_such_assignment"):
                use_case(db, viewer, assignment.id)
        with pytest.raises(NotFound):
            assignments_of(db, viewer, assignment.course_id)
        with pytest.raises(NotFound):
            gradebook(db, viewer, assignment.course_id)
    for use_case in (progress, release_scores):
        with pytest.raises(NotFound, match="no_such_assignment"):
            use_case(db, student, assignment.id)
    with pytest.raises(NotFound):
        gradebook(db, student, assignment.course_id)
    with pytest.raises(NotFound):
        change_rules(db, student, assignment.id, opens_at=now(), due_at=None, attempts=1, rules=assignment.rules)


def test_a_student_finds_the_assignments_of_all_courses_the_next_due_first(
    db: Database, assignment: AssignmentView, course: CourseView, teacher: Viewer, student: Viewer
) -> None:
    second = create_course(db, teacher, "Logistics")
    join_course(db, student, second.join_code or "")
    late = assign(db, teacher, second.id, scenario_id=SCENARIO, title="Late", due_at=now() + timedelta(days=9))
    soon = assign(db, teacher, course.id, scenario_id=SCENARIO, title="Soon", due_at=now() + timedelta(days=2))
    assert [one.id for one in assignments_of(db, student)] == [soon.id, late.id, assignment.id]
    archive_course(db, teacher, second.id)
    assert [one.id for one in assignments_of(db, student)] == [soon.id, assignment.id]
    assert assignments_of(db, teacher) == []


def test_dates_can_be_moved(db: Database, assignment: AssignmentView, teacher: Viewer) -> None:
    opens_at, due_at = now() - timedelta(days=3), now() - timedelta(days=1)
    moved = move_dates(db, teacher, assignment.id, opens_at=opens_at, due_at=due_at)
    assert (moved.opens_at, moved.due_at, moved.is_open, moved.is_past_due) == (opens_at, due_at, False, True)
    assert move_dates(db, teacher, assignment.id, opens_at=opens_at, due_at=None).is_open
    with pytest.raises(BadInput, match="due_before_open"):
        move_dates(db, teacher, assignment.id, opens_at=due_at, due_at=opens_at)


def test_progress_lists_every_student_with_every_attempt(
    db: Database, assignment: AssignmentView, run_id: int, teacher: Viewer, student: Viewer, stranger: Viewer
) -> None:
    join_course(db, stranger, code(db, assignment.course_id))
    act(db, student, run_id, SubmitReflection("Prices differ."))
    own, other = progress(db, teacher, assignment.id)
    assert (own.login, own.run_id, own.attempt, own.state, own.actions, own.points) == (
        "aigerim", run_id, 1, "open", 1, None,
    )  # fmt: skip
    assert own.seen_at is not None and now() - own.seen_at < timedelta(minutes=1)
    assert (other.login, other.run_id, other.state, other.actions) == ("stranger", None, "not_started", 0)
    hand_in(db, student, run_id)
    assert progress(db, teacher, assignment.id)[0].state == "handed_in"
    assert progress(db, teacher, assignment.id)[0].points == "0.00"


def test_a_teachers_own_try_is_not_in_the_progress(db: Database, assignment: AssignmentView, teacher: Viewer) -> None:
    open_run(db, teacher, assignment.id)
    assert [row.login for row in progress(db, teacher, assignment.id)] == ["aigerim"]


def test_the_gradebook_counts_the_best_attempt(
    db: Database, assignment: AssignmentView, run_id: int, teacher: Viewer, student: Viewer
) -> None:
    assert gradebook(db, teacher, assignment.course_id).rows[0].points == {}
    hand_in(db, student, run_id)
    second = open_run(db, student, assignment.id)
    hand_in(db, student, second)
    override(db, teacher, run_id, "de_live", "1", "It was live, the clock was wrong.")
    book = gradebook(db, teacher, assignment.course_id)
    assert [view.id for view in book.assignments] == [assignment.id]
    assert book.max_points == {assignment.id: 100}
    assert [(row.login, row.points) for row in book.rows] == [("aigerim", {assignment.id: "4.00"})]


def test_students_see_their_points_when_the_teacher_wants_it(
    db: Database, course: CourseView, assignment: AssignmentView, teacher: Viewer, student: Viewer
) -> None:
    kept = assign(db, teacher, course.id, scenario_id=SCENARIO, show_score="after_release")
    for one in (assignment, kept):
        hand_in(db, student, open_run(db, student, one.id))
    assert assignment_for(db, student, assignment.id).runs[0].points == "0.00"
    assert assignment_for(db, student, kept.id).runs[0].points is None
    release_scores(db, teacher, kept.id)
    assert assignment_for(db, student, kept.id).runs[0].points == "0.00"


def test_releasing_twice_keeps_the_first_time(db: Database, assignment: AssignmentView, teacher: Viewer) -> None:
    first = release_scores(db, teacher, assignment.id).released_at
    assert first is not None
    assert release_scores(db, teacher, assignment.id).released_at == first


def test_no_view_shows_a_seed_or_the_secret(
    db: Database, assignment: AssignmentView, run_id: int, teacher: Viewer, student: Viewer
) -> None:
    with db.session() as session:
        hidden = (session.get_one(Run, run_id).seed, session.get_one(Course, assignment.course_id).secret)
    views = [
        assignment_for(db, student, assignment.id), assignment_for(db, teacher, assignment.id),
        *progress(db, teacher, assignment.id), gradebook(db, teacher, assignment.course_id),
    ]  # fmt: skip
    for view in views:
        for secret in hidden:
            assert secret not in repr(view)
            assert secret not in str(asdict(view))
            assert str(int(secret, 16)) not in repr(view)


def test_every_installed_scenario_can_be_read() -> None:
    assert SCENARIO in [scenario.id for scenario in installed_scenarios()]


def code(db: Database, course_id: int) -> str:
    with db.session() as session:
        return session.get_one(Course, course_id).join_code
