"""Marks and overrides: dated rows, and none that lowers a released score by one person's word."""

import pytest
from sqlalchemy import select

from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView, assign, change_rules, release_scores
from lab.school.courses import CourseView, remove_member
from lab.school.database import Database
from lab.school.judging import Judged, mark, override, rubric_for, share_given
from lab.school.models import Grade, Mark
from lab.school.opinions import give_opinion
from lab.school.proposals import confirm_proposal
from lab.school.rules import Rules
from lab.school.runs import grades_of, hand_in, open_run, report_for
from lab.school.staff import add_staff
from lab.values.errors import BadInput, NotFound, Refused
from tests.school.regrading import SCENARIO, regraded


def best_levels(db: Database, teacher: Viewer, run_id: int) -> dict[str, int]:
    """The highest level of each criterion of the reflection's rubric."""
    rubric = rubric_for(db, teacher, run_id, "thoughts")
    return {one.id: max(range(len(one.levels)), key=lambda n: one.levels[n].give) for one in rubric.criteria}


def confirmed(db: Database, admin: Viewer, judged: Judged) -> None:
    """The second person agrees."""
    assert judged.proposal_id is not None and judged.grade_id is None and judged.waits
    confirm_proposal(db, admin, judged.proposal_id)


def test_deciding_needs_a_reason_and_a_run_that_was_handed_in(db: Database, run_id: int, student: Viewer, teacher: Viewer) -> None:
    with pytest.raises(Refused, match="not_handed_in"):
        override(db, teacher, run_id, "de_live", "1", "because")
    with pytest.raises(Refused, match="not_handed_in"):
        rubric_for(db, teacher, run_id, "thoughts")
    hand_in(db, student, run_id)
    with pytest.raises(BadInput, match="reason_needed"):
        override(db, teacher, run_id, "de_live", "1", " \n ")
    with pytest.raises(BadInput, match="comment_too_long"):
        override(db, teacher, run_id, "de_live", "1", "x" * 2001)
    with pytest.raises(BadInput, match="comment_too_long"):
        mark(db, teacher, run_id, "thoughts", {}, "x" * 2001)


def test_only_who_teaches_the_course_judges(
    db: Database, handed_in: int, student: Viewer, stranger: Viewer, other_teacher: Viewer
) -> None:
    for viewer in (student, stranger, other_teacher):
        for call in (
            lambda viewer=viewer: override(db, viewer, handed_in, "de_live", "1", "because"),  # type: ignore[misc]
            lambda viewer=viewer: mark(db, viewer, handed_in, "thoughts", {}),  # type: ignore[misc]
            lambda viewer=viewer: rubric_for(db, viewer, handed_in, "thoughts"),  # type: ignore[misc]
        ):
            with pytest.raises(NotFound, match="no_such_run"):
                call()


def test_a_reflection_waits_for_a_mark_and_earns_what_its_levels_give(
    db: Database, handed_in: int, student: Viewer, teacher: Viewer
) -> None:
    waiting = next(check for check in report_for(db, teacher, handed_in).checks if check.id == "thoughts")
    assert (waiting.status, waiting.points) == ("waiting", "0.00")
    assert report_for(db, teacher, handed_in).waiting_points == waiting.max_points == 3
    judged = mark(db, teacher, handed_in, "thoughts", best_levels(db, teacher, handed_in), "Well argued.")
    assert judged.grade_id is not None and not judged.waits
    marked = next(check for check in report_for(db, teacher, handed_in).checks if check.id == "thoughts")
    assert (marked.status, marked.fraction, marked.points) == ("pass", "1", "3.00")
    assert "Well argued." in str(marked.evidence)
    assert (report_for(db, teacher, handed_in).points, report_for(db, teacher, handed_in).waiting_points) == ("3.00", 0)


def test_a_lower_mark_counts_once_a_second_person_agrees_and_the_older_one_is_kept(
    db: Database, handed_in: int, teacher: Viewer, admin: Viewer
) -> None:
    best = best_levels(db, teacher, handed_in)
    mark(db, teacher, handed_in, "thoughts", best, "First.")
    lower = mark(db, teacher, handed_in, "thoughts", dict.fromkeys(best, 0), "On second thoughts.")
    assert report_for(db, teacher, handed_in).points == "3.00"
    with db.session() as session:
        assert [row.comment for row in session.scalars(select(Mark))] == ["First."]
    confirmed(db, admin, lower)
    assert report_for(db, teacher, handed_in).points == "0.00"
    with db.session() as session:
        rows = session.scalars(select(Mark).order_by(Mark.id)).all()
        assert [(row.comment, row.before, row.fraction, row.marker_id) for row in rows] == [
            ("First.", "0", "1", teacher.id), ("On second thoughts.", "1", "0", teacher.id),
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


def test_an_override_is_a_dated_record_that_counts_and_outlives_a_regrade(
    db: Database, handed_in: int, assignment: AssignmentView, student: Viewer, teacher: Viewer
) -> None:
    override(db, teacher, handed_in, "de_live", "1/2", "The server was down\x00 that hour.")
    regraded(db, teacher, assignment.id)
    for viewer in (teacher, student):
        report = report_for(db, viewer, handed_in)
        check = next(check for check in report.checks if check.id == "de_live")
        assert report.points == "2.00"
        assert (check.status, check.fraction, check.points, check.message) == ("partial", "1/2", "2.00", "overridden")
        assert check.evidence[0]["reason"] == "The server was down that hour."
        assert check.evidence[0]["marker"] == "Petra Keller"
    with db.session() as session:
        row = session.scalars(select(Mark)).one()
        first = session.scalars(select(Grade).order_by(Grade.id)).first()
    assert first is not None and row.made_at >= first.made_at
    assert (row.check_id, row.before, row.fraction, row.marker_id) == ("de_live", "0", "1/2", teacher.id)


def test_the_newest_override_counts(db: Database, handed_in: int, teacher: Viewer, admin: Viewer) -> None:
    override(db, teacher, handed_in, "de_live", "1/2", "Granted in part.")
    override(db, teacher, handed_in, "de_live", "1", "Granted.")
    assert report_for(db, teacher, handed_in).points == "4.00"
    confirmed(db, admin, override(db, teacher, handed_in, "de_live", "0", "Taken back."))
    assert report_for(db, teacher, handed_in).points == "0.00"


def test_a_mark_after_an_override_takes_its_place(db: Database, handed_in: int, teacher: Viewer) -> None:
    override(db, teacher, handed_in, "thoughts", "1/3", "By eye.")
    assert report_for(db, teacher, handed_in).points == "1.00"
    mark(db, teacher, handed_in, "thoughts", best_levels(db, teacher, handed_in))
    assert report_for(db, teacher, handed_in).points == "3.00"


def test_before_scores_are_shown_one_person_may_lower_them(
    db: Database, assignment: AssignmentView, teacher: Viewer, student: Viewer
) -> None:
    kept = assign(db, teacher, assignment.course_id, scenario_id=SCENARIO, show_score="after_release")
    run_id = open_run(db, student, kept.id)
    hand_in(db, student, run_id)
    override(db, teacher, run_id, "de_live", "1", "Seen by hand.")
    assert not override(db, teacher, run_id, "de_live", "1/2", "Half of it.").waits
    assert report_for(db, teacher, run_id).points == "2.00"
    release_scores(db, teacher, kept.id)
    assert override(db, teacher, run_id, "de_live", "1/4", "Less still.").waits
    assert report_for(db, teacher, run_id).points == "2.00"


@pytest.mark.parametrize("share", ["-1/2", "2", "half", "", "1/0", "nan", "1e400", "1E-9999999999", "1/10001"])
def test_an_override_is_a_share_from_nothing_to_all(db: Database, handed_in: int, teacher: Viewer, share: str) -> None:
    with pytest.raises(BadInput, match="share_"):
        override(db, teacher, handed_in, "de_live", share, "because")
    with pytest.raises(NotFound, match="no_such_check"):
        override(db, teacher, handed_in, "no_such", "1", "because")


def test_shares_are_read_as_people_type_them() -> None:
    assert [str(share_given(text)) for text in (" 1/2 ", "0.25", "1", "0")] == ["1/2", "1/4", "1", "0"]


@pytest.mark.parametrize("markers", [1, 2])
def test_nobody_marks_what_they_did_as_a_student_before(
    db: Database, handed_in: int, assignment: AssignmentView, course: CourseView, student: Viewer, teacher: Viewer, markers: int
) -> None:
    levels = best_levels(db, teacher, handed_in)
    rules = Rules(markers=markers)
    change_rules(db, teacher, assignment.id, opens_at=assignment.opens_at, due_at=None, attempts=2, rules=rules)
    remove_member(db, teacher, course.id, student.id)
    add_staff(db, teacher, course.id, "grader", student.login)
    with pytest.raises(Refused, match="own_work"):
        (mark if markers == 1 else give_opinion)(db, student, handed_in, "thoughts", levels)
    (mark if markers == 1 else give_opinion)(db, teacher, handed_in, "thoughts", levels)
