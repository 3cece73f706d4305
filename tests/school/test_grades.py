"""Grade records, marks, overrides, and reports cut down to their reader."""

import json
from dataclasses import asdict
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from lab.ledger.actions import SubmitReflection
from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView, assign, change_dates, release_scores, script_of
from lab.school.clock import now
from lab.school.courses import join_course
from lab.school.database import Database
from lab.school.grades import record_of
from lab.school.models import Assignment, Course, Grade, JournalRow, Mark, Run, Snapshot
from lab.school.runs import (
    act,
    grades_of,
    hand_in,
    mark,
    open_run,
    override,
    play_of,
    regrade,
    report_for,
    rubric_for,
)
from lab.values.errors import BadInput, LabError, NotFound, Refused

SCENARIO = "desk-lamp-two-markets"


def best_levels(db: Database, teacher: Viewer, run_id: int) -> dict[str, int]:
    """The highest level of each criterion of the reflection's rubric."""
    rubric = rubric_for(db, teacher, run_id, "thoughts")
    return {one.id: max(range(len(one.levels)), key=lambda n: one.levels[n].give) for one in rubric.criteria}


@pytest.fixture
def handed_in(db: Database, run_id: int, student: Viewer) -> int:
    """A run with nothing but a reflection, handed in."""
    act(db, student, run_id, SubmitReflection("Prices differ because postage does."))
    hand_in(db, student, run_id)
    return run_id


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


def kinds_shown(db: Database, viewer: Viewer, run_id: int) -> list[str]:
    return [check.visible for check in report_for(db, viewer, run_id).checks]


def test_without_a_due_time_handing_in_shows_what_waits_for_it(db: Database, veiled: int, student: Viewer) -> None:
    assert kinds_shown(db, student, veiled) == ["always", "after_submit", "after_due"]


def test_what_waits_for_the_due_time_waits_for_everybody(
    db: Database, veiled: int, assignment: AssignmentView, student: Viewer, stranger: Viewer, teacher: Viewer
) -> None:
    with db.session() as session:
        code = session.get_one(Course, assignment.course_id).join_code
    join_course(db, stranger, code)
    change_dates(db, teacher, assignment.id, opens_at=now() - timedelta(days=1), due_at=now() + timedelta(days=1))
    assert kinds_shown(db, student, veiled) == ["always", "after_submit"]
    other = open_run(db, stranger, assignment.id)
    hand_in(db, stranger, other)
    assert kinds_shown(db, student, veiled) == ["always", "after_submit", "after_due"]
    open_run(db, stranger, assignment.id)
    assert kinds_shown(db, student, veiled) == ["always", "after_submit"]
    change_dates(db, teacher, assignment.id, opens_at=now() - timedelta(days=1), due_at=now() - timedelta(hours=1))
    assert kinds_shown(db, student, veiled) == ["always", "after_submit", "after_due"]


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


def test_a_regrade_of_an_unchanged_run_gives_the_same_record_to_the_byte(
    db: Database, handed_in: int, teacher: Viewer
) -> None:
    first = record_of(db, teacher, handed_in)
    regrade(db, teacher, handed_in, "The student asked.")
    assert record_of(db, teacher, handed_in) == first
    newest, oldest = grades_of(db, teacher, handed_in)
    assert (newest.reason, newest.made_by, oldest.reason, oldest.made_by) == (
        "The student asked.", "Petra Keller", "hand-in", "",
    )  # fmt: skip


def test_a_regrade_compares_every_row_and_every_world(db: Database, handed_in: int, teacher: Viewer) -> None:
    with db.write() as session:
        session.execute(update(Snapshot).values(world_hash="00" * 32))
    with pytest.raises(LabError, match="world_differs"):
        regrade(db, teacher, handed_in, "check")
    with db.write() as session:
        session.execute(update(JournalRow).values(outcome=b'{"ok":false,"code":"no","args":{}}'))
    with pytest.raises(LabError, match="journal_broken"):
        regrade(db, teacher, handed_in, "check")
    assert len(grades_of(db, teacher, handed_in)) == 1


def test_grading_again_needs_a_reason_and_a_run_that_was_handed_in(
    db: Database, run_id: int, student: Viewer, teacher: Viewer
) -> None:
    with pytest.raises(Refused, match="not_handed_in"):
        regrade(db, teacher, run_id, "because")
    with pytest.raises(Refused, match="not_handed_in"):
        override(db, teacher, run_id, "de_live", "1", "because")
    hand_in(db, student, run_id)
    with pytest.raises(BadInput, match="reason_needed"):
        regrade(db, teacher, run_id, " \n ")
    with pytest.raises(BadInput, match="reason_needed"):
        override(db, teacher, run_id, "de_live", "1", "")


def test_only_who_teaches_the_course_grades(
    db: Database, handed_in: int, student: Viewer, stranger: Viewer, other_teacher: Viewer
) -> None:
    for viewer in (student, stranger, other_teacher):
        with pytest.raises(NotFound, match="no_such_run"):
            regrade(db, viewer, handed_in, "because")
        with pytest.raises(NotFound, match="no_such_run"):
            override(db, viewer, handed_in, "de_live", "1", "because")
        with pytest.raises(NotFound, match="no_such_run"):
            mark(db, viewer, handed_in, "thoughts", {})
        with pytest.raises(NotFound, match="no_such_run"):
            rubric_for(db, viewer, handed_in, "thoughts")
        with pytest.raises(NotFound, match="no_such_run"):
            record_of(db, viewer, handed_in)


# --- marks and overrides ---


def test_a_reflection_waits_for_a_mark_and_earns_what_its_levels_give(
    db: Database, handed_in: int, student: Viewer, teacher: Viewer
) -> None:
    waiting = next(check for check in report_for(db, teacher, handed_in).checks if check.id == "thoughts")
    assert (waiting.status, waiting.points) == ("waiting", "0.00")
    assert report_for(db, teacher, handed_in).waiting_points == waiting.max_points == 3
    mark(db, teacher, handed_in, "thoughts", best_levels(db, teacher, handed_in), "Well argued.")
    marked = next(check for check in report_for(db, teacher, handed_in).checks if check.id == "thoughts")
    assert (marked.status, marked.fraction, marked.points) == ("pass", "1", "3.00")
    assert "Well argued." in str(marked.evidence)
    assert (report_for(db, teacher, handed_in).points, report_for(db, teacher, handed_in).waiting_points) == ("3.00", 0)


def test_the_newest_mark_counts_and_the_older_one_is_kept(db: Database, handed_in: int, teacher: Viewer) -> None:
    best = best_levels(db, teacher, handed_in)
    mark(db, teacher, handed_in, "thoughts", best, "First.")
    mark(db, teacher, handed_in, "thoughts", dict.fromkeys(best, 0), "On second thoughts.")
    assert report_for(db, teacher, handed_in).points == "0.00"
    with db.session() as session:
        assert [row.comment for row in session.scalars(select(Mark).order_by(Mark.id))] == [
            "First.", "On second thoughts.",
        ]  # fmt: skip
    assert [grade.points for grade in grades_of(db, teacher, handed_in)] == ["0.00", "3.00", "0.00"]


def test_a_mark_names_every_criterion_and_an_existing_level(db: Database, handed_in: int, teacher: Viewer) -> None:
    best = best_levels(db, teacher, handed_in)
    for levels, code in (({}, "rubric_incomplete"), ({**best, "more": 0}, "rubric_incomplete"),
                         (dict.fromkeys(best, 99), "no_such_level"), (dict.fromkeys(best, -1), "no_such_level")):  # fmt: skip
        with pytest.raises(BadInput, match=code):
            mark(db, teacher, handed_in, "thoughts", levels)
    with pytest.raises(NotFound, match="no_such_rubric"):
        mark(db, teacher, handed_in, "de_live", best)
    assert len(grades_of(db, teacher, handed_in)) == 1


def test_an_override_counts_shows_its_reason_and_outlives_a_regrade(
    db: Database, handed_in: int, student: Viewer, teacher: Viewer
) -> None:
    override(db, teacher, handed_in, "de_live", "1/2", "The server was down\x00 that hour.")
    regrade(db, teacher, handed_in, "once more")
    for viewer in (teacher, student):
        report = report_for(db, viewer, handed_in)
        check = next(check for check in report.checks if check.id == "de_live")
        assert report.points == "2.00"
        assert (check.status, check.fraction, check.points, check.message) == ("partial", "1/2", "2.00", "overridden")
        assert check.evidence[0]["reason"] == "The server was down that hour."
        assert check.evidence[0]["marker"] == "Petra Keller"


def test_the_newest_override_counts(db: Database, handed_in: int, teacher: Viewer) -> None:
    override(db, teacher, handed_in, "de_live", "1", "Granted.")
    override(db, teacher, handed_in, "de_live", "0", "Taken back.")
    assert report_for(db, teacher, handed_in).points == "0.00"


def test_a_mark_after_an_override_takes_its_place(db: Database, handed_in: int, teacher: Viewer) -> None:
    override(db, teacher, handed_in, "thoughts", "1/3", "By eye.")
    assert report_for(db, teacher, handed_in).points == "1.00"
    mark(db, teacher, handed_in, "thoughts", best_levels(db, teacher, handed_in))
    assert report_for(db, teacher, handed_in).points == "3.00"


@pytest.mark.parametrize("share", ["-1/2", "2", "half", "", "1/0", "nan", "1e400", "1/10001"])
def test_an_override_is_a_share_from_nothing_to_all(db: Database, handed_in: int, teacher: Viewer, share: str) -> None:
    with pytest.raises(BadInput, match="share_"):
        override(db, teacher, handed_in, "de_live", share, "because")
    with pytest.raises(NotFound, match="no_such_check"):
        override(db, teacher, handed_in, "no_such", "1", "because")


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
