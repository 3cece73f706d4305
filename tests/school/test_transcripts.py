"""A student's transcript: what counts and is shown, signed, and found by its code."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from lab.bundles.transcript import check_transcript
from lab.ledger.actions import SubmitReflection
from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView, RunLine, assignment_for, release_scores
from lab.school.courses import CourseView
from lab.school.database import Database
from lab.school.models import Assignment, JournalRow, User
from lab.school.receipts import public_key, receipt_by_code
from lab.school.runs import act, hand_in, override
from lab.school.transcripts import IssuedLine, issue_transcript, that_counts, transcript_by_code, transcript_for
from lab.values.errors import NotFound, Refused


def test_it_says_what_counts_and_for_which_competences(db: Database, handed_in: int, course: CourseView, student: Viewer, teacher: Viewer, assignment: AssignmentView) -> None:
    override(db, teacher, handed_in, "de_live", "1", "It was live.")
    view = transcript_for(db, student, course.id)
    (line,) = view.transcript.lines
    (run,) = assignment_for(db, student, assignment.id).runs
    assert (view.name, view.transcript.course, view.issued, view.is_issued) == (student.name, course.title, (), False)
    assert (line.title, line.scenario, line.attempt, line.points, line.max_points, line.credit, line.minutes) == (
        assignment.title, assignment.scenario_id, 1, run.counted, run.max_points, 1000, 10,
    )  # fmt: skip
    assert float(line.points) > 0
    assert receipt_by_code(db, line.receipt).receipt.points == line.points
    assert sum(one.max_points for one in view.transcript.competences) == line.max_points
    assert f"{sum(float(one.points) for one in view.transcript.competences):.2f}" == line.points


def test_time_is_counted_in_slots_in_which_something_was_done(db: Database, run_id: int, course: CourseView, student: Viewer) -> None:
    for word in ("one", "two", "three"):
        act(db, student, run_id, SubmitReflection(word))
    with db.write() as session:
        row = session.get_one(JournalRow, (run_id, 2))
        row.wall_time += timedelta(hours=3)
    hand_in(db, student, run_id)
    assert transcript_for(db, student, course.id).transcript.minutes == 20


def test_it_is_issued_once_and_found_by_its_code(db: Database, handed_in: int, course: CourseView, student: Viewer) -> None:
    code = issue_transcript(db, student, course.id)
    assert issue_transcript(db, student, course.id) == code
    found = transcript_by_code(db, code.lower().replace("-", " "))
    check_transcript(found.signed, public_key(db.settings))
    assert found.is_newest and found.signed.transcript.is_of(student.name)
    assert student.name not in found.signed.to_json().decode() and student.login not in found.signed.to_json().decode()
    view = transcript_for(db, student, course.id)
    assert ([line.code for line in view.issued], view.is_issued) == ([code], True)
    assert isinstance(view.issued[0], IssuedLine)


def test_another_result_or_name_makes_another(db: Database, handed_in: int, course: CourseView, student: Viewer, teacher: Viewer) -> None:
    first = issue_transcript(db, student, course.id)
    override(db, teacher, handed_in, "de_live", "1", "It was live.")
    second = issue_transcript(db, student, course.id)
    assert first != second
    assert (transcript_by_code(db, first).is_newest, transcript_by_code(db, second).is_newest) == (False, True)
    with db.write() as session:
        session.execute(update(User).where(User.id == student.id).values(name="Aigerim Sarsenova"))
    assert issue_transcript(db, replace(student, name="Aigerim Sarsenova"), course.id) != second


def test_nothing_is_said_before_scores_are_shown(db: Database, run_id: int, course: CourseView, student: Viewer, teacher: Viewer, assignment: AssignmentView) -> None:
    hand_in(db, student, run_id)
    with db.write() as session:
        session.execute(update(Assignment).values(show_score="after_release", blind=True))
    assert transcript_for(db, student, course.id).transcript.lines == ()
    with pytest.raises(Refused, match="transcript_empty"):
        issue_transcript(db, student, course.id)
    release_scores(db, teacher, assignment.id)
    assert len(transcript_for(db, student, course.id).transcript.lines) == 1


def test_only_a_student_of_the_course_has_one(db: Database, handed_in: int, course: CourseView, teacher: Viewer, stranger: Viewer, admin: Viewer) -> None:
    for viewer in (teacher, stranger, admin):
        with pytest.raises(NotFound, match="no_such_course"):
            transcript_for(db, viewer, course.id)
        with pytest.raises(NotFound, match="no_such_course"):
            issue_transcript(db, viewer, course.id)
    with pytest.raises(NotFound, match="no_such_receipt"):
        transcript_by_code(db, "0000-0000-0000-0000")


@pytest.mark.parametrize(("counts", "run"), [("first", 1), ("last", 3), ("best", 2)])
def test_the_attempt_that_counts_is_the_rule_s(db: Database, assignment: AssignmentView, counts: str, run: int) -> None:
    lines = tuple(RunLine(number, number, "handed_in", points, 10, 1000, points) for number, points in ((1, "4.00"), (2, "10.00"), (3, "9.00")))
    still_open = RunLine(4, 4, "open", None, None)
    view = replace(assignment, runs=(*lines, still_open), rules=replace(assignment.rules, counts=counts))
    found = that_counts(view)
    assert found is not None and found.run_id == run
    assert that_counts(replace(view, runs=(still_open,))) is None
