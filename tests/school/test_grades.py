"""Grade records, and reports cut down to their reader."""

import json
from dataclasses import asdict
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView, assign, release_scores, script_of
from lab.school.clock import now
from lab.school.courses import join_course
from lab.school.database import Database
from lab.school.grades import record_of, replayed, rules_of, rules_shown
from lab.school.loading import find_run
from lab.school.models import Assignment, Course, Grade, JournalRow, Run, Snapshot
from lab.school.privacy import delete_person
from lab.school.runs import grades_of, hand_in, open_run, play_of, report_for
from lab.values.errors import LabError, NotFound
from tests.dates import move_dates

SCENARIO = "desk-lamp-two-markets"


# --- the report ---


def test_before_hand_in_there_is_nothing_to_report(db: Database, run_id: int, student: Viewer, teacher: Viewer) -> None:
    for viewer in (student, teacher):
        report = report_for(db, viewer, run_id)
        assert (report.state, report.points, report.max_points, report.checks) == ("open", None, None, ())


def test_the_teacher_sees_every_check_and_the_receipt(db: Database, handed_in: int, teacher: Viewer) -> None:
    report = report_for(db, teacher, handed_in)
    scenario = play_of(db, teacher, handed_in).scenario
    assert [check.id for check in report.checks] == [check.id for check in scenario.checks]
    assert (report.points, report.max_points, report.score_shown) == ("0.00", 100, True)
    assert report.receipt["content"] == scenario.content_hash
    assert report.receipt["journal"] == play_of(db, teacher, handed_in).chain_hash
    assert report.receipt["world"] == play_of(db, teacher, handed_in).world_hash()


@pytest.fixture
def veiled(db: Database, handed_in: int, teacher: Viewer) -> int:
    """The same run, its newest record with one check of every kind of visibility."""
    with db.write() as session:
        grade = session.scalars(select(Grade).where(Grade.run_id == handed_in)).one()
        record = json.loads(grade.record)
        kinds = ["always", "after_submit", "after_due", "after_release", "never"]
        for check, kind in zip(record["grade"]["checks"], kinds, strict=False):
            check["visible"] = kind
        record["grade"]["checks"] = record["grade"]["checks"][:5]
        grade.record = json.dumps(record)
    return handed_in


@pytest.fixture
def awaited(db: Database, veiled: int, assignment: AssignmentView, stranger: Viewer, teacher: Viewer) -> int:
    """The same run while there is still time, with a second student in the course who has not begun."""
    with db.session() as session:
        code = session.get_one(Course, assignment.course_id).join_code
    join_course(db, stranger, code)
    move_dates(db, teacher, assignment.id, opens_at=now() - timedelta(days=1), due_at=now() + timedelta(days=1))
    return veiled


def kinds_shown(db: Database, viewer: Viewer, run_id: int) -> list[str]:
    return [check.visible for check in report_for(db, viewer, run_id).checks]


def test_without_a_due_time_handing_in_shows_what_waits_for_it(db: Database, veiled: int, student: Viewer) -> None:
    assert kinds_shown(db, student, veiled) == ["always", "after_submit", "after_due"]


def test_what_waits_for_the_due_time_waits_for_everybody(
    db: Database, awaited: int, assignment: AssignmentView, student: Viewer, stranger: Viewer, teacher: Viewer
) -> None:
    assert kinds_shown(db, student, awaited) == ["always", "after_submit"]
    other = open_run(db, stranger, assignment.id)
    hand_in(db, stranger, other)
    assert kinds_shown(db, student, awaited) == ["always", "after_submit", "after_due"]
    open_run(db, stranger, assignment.id)
    assert kinds_shown(db, student, awaited) == ["always", "after_submit"]
    move_dates(db, teacher, assignment.id, opens_at=now() - timedelta(days=1), due_at=now() - timedelta(hours=1))
    assert kinds_shown(db, student, awaited) == ["always", "after_submit", "after_due"]


def test_nobody_waits_for_a_person_who_was_deleted(db: Database, awaited: int, student: Viewer, stranger: Viewer) -> None:
    assert kinds_shown(db, student, awaited) == ["always", "after_submit"]
    delete_person(db, stranger, stranger.id)
    assert kinds_shown(db, student, awaited) == ["always", "after_submit", "after_due"]


def test_the_release_shows_more_and_never_stays_never(
    db: Database, veiled: int, assignment: AssignmentView, student: Viewer, teacher: Viewer
) -> None:
    release_scores(db, teacher, assignment.id)
    assert kinds_shown(db, student, veiled) == ["always", "after_submit", "after_due", "after_release"]
    assert kinds_shown(db, teacher, veiled) == ["always", "after_submit", "after_due", "after_release", "never"]


def test_scores_kept_for_the_release_show_nothing_before(
    db: Database, assignment: AssignmentView, teacher: Viewer, student: Viewer
) -> None:
    kept = assign(db, teacher, assignment.course_id, scenario_id=SCENARIO, show_score="after_release")
    run_id = open_run(db, student, kept.id)
    hand_in(db, student, run_id)
    report = report_for(db, student, run_id)
    assert (report.score_shown, report.points, report.checks, report.state) == (False, None, (), "handed_in")
    assert grades_of(db, student, run_id) == []
    assert report_for(db, teacher, run_id).points == "0.00"
    release_scores(db, teacher, kept.id)
    assert report_for(db, student, run_id).points == "0.00"
    assert len(grades_of(db, student, run_id)) == 1


def test_a_check_that_broke_withholds_the_total_from_students(
    db: Database, handed_in: int, assignment: AssignmentView, student: Viewer, teacher: Viewer
) -> None:
    with db.write() as session:
        grade = session.scalars(select(Grade).where(Grade.run_id == handed_in)).one()
        record = json.loads(grade.record)
        record["grade"]["withheld"] = True
        grade.record, grade.withheld = json.dumps(record), True
    assert report_for(db, student, handed_in).points is None
    assert report_for(db, teacher, handed_in).points == "0.00"
    assert grades_of(db, student, handed_in)[0].points == ""


# --- grading again ---


def test_a_replay_compares_every_row_and_every_world(db: Database, handed_in: int, teacher: Viewer) -> None:
    def replay() -> str:
        with db.session() as session:
            return replayed(db, session, find_run(session, teacher, handed_in)).chain_hash

    assert replay() == play_of(db, teacher, handed_in).chain_hash
    with db.write() as session:
        session.execute(update(Snapshot).values(world_hash="00" * 32))
    with pytest.raises(LabError, match="world_differs"):
        replay()
    with db.write() as session:
        session.execute(update(JournalRow).values(outcome=b'{"ok":false,"code":"no","args":{}}'))
    with pytest.raises(LabError, match="journal_broken"):
        replay()


def test_only_who_teaches_the_course_takes_the_record_away(
    db: Database, handed_in: int, student: Viewer, stranger: Viewer, other_teacher: Viewer
) -> None:
    for viewer in (student, stranger, other_teacher):
        with pytest.raises(NotFound, match="no_such_run"):
            record_of(db, viewer, handed_in)


def test_a_grade_names_the_version_whose_checks_were_used(db: Database, handed_in: int, assignment: AssignmentView, teacher: Viewer) -> None:
    (grade,) = grades_of(db, teacher, handed_in)
    assert (grade.version, grade.made_by, grade.confirmed_by) == (assignment.version, "", "")
    with db.session() as session:
        row, kept = session.scalars(select(Grade)).one(), session.get_one(Assignment, assignment.id)
        for known in (row, None):
            assert rules_of(db.settings, kept, known).content_hash == assignment.content_hash
    played = play_of(db, teacher, handed_in).scenario
    assert rules_shown(db.settings, report_for(db, teacher, handed_in), played) is played


def test_a_grade_record_holds_neither_seed_nor_secret(
    db: Database, handed_in: int, assignment: AssignmentView, teacher: Viewer
) -> None:
    with db.session() as session:
        seed = session.get_one(Run, handed_in).seed
        secret = session.get_one(Course, assignment.course_id).secret
    record = record_of(db, teacher, handed_in).decode()
    for hidden in (seed, str(int(seed, 16)), secret):
        assert hidden not in record
        assert hidden not in str(asdict(report_for(db, teacher, handed_in)))


def test_the_record_is_made_with_the_assigned_copy(db: Database, handed_in: int, assignment: AssignmentView) -> None:
    with db.session() as session:
        row = session.scalars(select(Grade)).one()
        content = session.get_one(Assignment, assignment.id).content_hash
    assert json.loads(row.record)["content_hash"] == content
    assert script_of(db.settings, content).content_hash == content
