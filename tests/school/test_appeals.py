"""Appeals against the result of a check."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import update

from lab.school.accounts import Viewer
from lab.school.appeals import (
    MAX_WORDS,
    answer_appeal,
    appeal,
    appeals_of_course,
    appeals_of_run,
    may_appeal,
    open_appeals,
)
from lab.school.assignments import AssignmentView, assign, assignment_for, release_scores, take_appeals
from lab.school.clock import now
from lab.school.database import Database
from lab.school.judging import override
from lab.school.models import Assignment
from lab.school.runs import grades_of, hand_in, open_run, report_for
from lab.values.errors import BadInput, NotFound, Refused
from tests.school.regrading import SCENARIO


@pytest.fixture
def open_until(db: Database, assignment: AssignmentView, teacher: Viewer) -> AssignmentView:
    """Appeals are taken for a week."""
    return take_appeals(db, teacher, assignment.id, now() + timedelta(days=7))


@pytest.fixture
def asked(db: Database, handed_in: int, open_until: AssignmentView, student: Viewer) -> int:
    return appeal(db, student, handed_in, "de_live", "It was on sale,\r\n I have a picture of it.")


def test_an_appeal_is_seen_by_both_sides_and_changes_nothing(
    db: Database, handed_in: int, assignment: AssignmentView, asked: int, student: Viewer, teacher: Viewer
) -> None:
    (view,) = appeals_of_course(db, teacher, assignment.course_id)
    assert (view.id, view.check_id, view.text, view.before, view.state) == (
        asked, "de_live", "It was on sale,\nI have a picture of it.", "0", "open",
    )  # fmt: skip
    assert (view.student, view.assignment_title, view.answer, view.answered_by) == ("Aigerim Bekova", assignment.title, "", "")
    assert appeals_of_run(db, student, handed_in) == appeals_of_run(db, teacher, handed_in) == {"de_live": [view]}
    assert open_appeals(db, teacher) == {assignment.course_id: 1}
    assert len(grades_of(db, teacher, handed_in)) == 1


def test_granting_is_an_override_with_the_answer_as_its_reason(
    db: Database, handed_in: int, assignment: AssignmentView, asked: int, student: Viewer, teacher: Viewer
) -> None:
    answer_appeal(db, teacher, asked, "granted", "The picture shows it.", "3/4")
    report = report_for(db, student, handed_in)
    check = next(one for one in report.checks if one.id == "de_live")
    assert (report.points, check.fraction, check.evidence[0]["reason"]) == ("3.00", "3/4", "The picture shows it.")
    (view,) = appeals_of_run(db, student, handed_in)["de_live"]
    assert (view.state, view.answer, view.fraction, view.answered_by) == ("granted", "The picture shows it.", "3/4", "Petra Keller")
    assert grades_of(db, student, handed_in)[0].reason == "appeal granted, override of de_live: The picture shows it."
    assert open_appeals(db, teacher) == {}


def test_declining_has_words_and_leaves_the_score(db: Database, handed_in: int, asked: int, student: Viewer, teacher: Viewer) -> None:
    with pytest.raises(BadInput, match="answer_needs_words"):
        answer_appeal(db, teacher, asked, "declined", " \n ")
    answer_appeal(db, teacher, asked, "declined", "It was saved, not published.")
    (view,) = appeals_of_run(db, student, handed_in)["de_live"]
    assert (view.state, view.answer, view.fraction) == ("declined", "It was saved, not published.", "")
    assert len(grades_of(db, student, handed_in)) == 1


def test_an_answer_stands(db: Database, asked: int, teacher: Viewer, admin: Viewer) -> None:
    answer_appeal(db, teacher, asked, "declined", "No.")
    with pytest.raises(Refused, match="appeal_is_answered"):
        answer_appeal(db, admin, asked, "granted", "Yes.", "1")


def test_granting_gives_more_than_the_check_has(db: Database, handed_in: int, asked: int, student: Viewer, teacher: Viewer) -> None:
    override(db, teacher, handed_in, "de_live", "1/2", "Half of it was right.")
    for share in ("1/2", "0"):
        with pytest.raises(BadInput, match="appeal_gives_no_more"):
            answer_appeal(db, teacher, asked, "granted", "Yes.", share)
    for share in ("", "2", "much"):
        with pytest.raises(BadInput, match="share_"):
            answer_appeal(db, teacher, asked, "granted", "Yes.", share)
    with pytest.raises(BadInput, match="no_such_choice"):
        answer_appeal(db, teacher, asked, "perhaps", "Yes.")
    assert appeals_of_run(db, student, handed_in)["de_live"][0].state == "open"
    assert report_for(db, student, handed_in).points == "2.00"


def test_one_appeal_per_check_is_open_and_another_may_follow(
    db: Database, handed_in: int, asked: int, student: Viewer, teacher: Viewer
) -> None:
    with pytest.raises(Refused, match="appeal_is_open"):
        appeal(db, student, handed_in, "de_live", "Once more.")
    appeal(db, student, handed_in, "de_title", "And the title is fine.")
    answer_appeal(db, teacher, asked, "declined", "No.")
    appeal(db, student, handed_in, "de_live", "I have found another picture.")
    assert [one.state for one in appeals_of_run(db, student, handed_in)["de_live"]] == ["open", "declined"]


def test_sent_many_times_at_once_it_is_one(db: Database, handed_in: int, open_until: AssignmentView, student: Viewer) -> None:
    got: list[str] = []

    def send() -> None:
        try:
            appeal(db, student, handed_in, "de_live", "It was on sale.")
            got.append("sent")
        except Refused as error:
            got.append(error.code)

    threads = [threading.Thread(target=send) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == [*["appeal_is_open"] * 4, "sent"]


def test_appeals_begin_with_the_shown_score_and_end_when_the_teacher_says(
    db: Database, assignment: AssignmentView, student: Viewer, teacher: Viewer
) -> None:
    kept = assign(db, teacher, assignment.course_id, scenario_id=SCENARIO, show_score="after_release")
    run_id = open_run(db, student, kept.id)
    take_appeals(db, teacher, kept.id, now() + timedelta(days=1))
    with pytest.raises(Refused, match="not_handed_in"):
        appeal(db, student, run_id, "de_live", "Already.")
    hand_in(db, student, run_id)
    with pytest.raises(Refused, match="score_not_shown"):
        appeal(db, student, run_id, "de_live", "Already.")
    assert not may_appeal(db, student, run_id)
    release_scores(db, teacher, kept.id)
    assert may_appeal(db, student, run_id) and not may_appeal(db, teacher, run_id)
    with db.write() as session:
        session.execute(update(Assignment).values(appeals_until=now() - timedelta(seconds=1)))
    for until in (assignment_for(db, teacher, kept.id).appeals_until, None):
        if until is None:
            take_appeals(db, teacher, kept.id, None)
        assert not may_appeal(db, student, run_id)
        with pytest.raises(Refused, match="appeals_are_over"):
            appeal(db, student, run_id, "de_live", "Too late.")


def test_appeals_do_not_end_before_the_assignment_opens(db: Database, assignment: AssignmentView, teacher: Viewer, student: Viewer) -> None:
    with pytest.raises(BadInput, match="appeals_before_open"):
        take_appeals(db, teacher, assignment.id, assignment.opens_at)
    with pytest.raises(NotFound, match="no_such_assignment"):
        take_appeals(db, student, assignment.id, None)


def test_an_appeal_has_words_and_is_about_a_check_that_is_shown(
    db: Database, handed_in: int, open_until: AssignmentView, student: Viewer
) -> None:
    for words in ("", " \n\t ", "\x00"):
        with pytest.raises(BadInput, match="appeal_needs_words"):
            appeal(db, student, handed_in, "de_live", words)
    with pytest.raises(BadInput, match="comment_too_long"):
        appeal(db, student, handed_in, "de_live", "x" * (MAX_WORDS + 1))
    with pytest.raises(NotFound, match="no_such_check"):
        appeal(db, student, handed_in, "nothing", "What of this?")


def test_only_the_student_appeals_and_only_who_teaches_answers(
    db: Database, handed_in: int, assignment: AssignmentView, asked: int,
    student: Viewer, stranger: Viewer, teacher: Viewer, other_teacher: Viewer,
) -> None:  # fmt: skip
    with pytest.raises(Refused, match="not_your_run"):
        appeal(db, teacher, handed_in, "de_title", "For the student.")
    for viewer in (stranger, other_teacher):
        for call in (
            lambda viewer=viewer: appeal(db, viewer, handed_in, "de_title", "Not mine."),  # type: ignore[misc]
            lambda viewer=viewer: appeals_of_run(db, viewer, handed_in),  # type: ignore[misc]
            lambda viewer=viewer: may_appeal(db, viewer, handed_in),  # type: ignore[misc]
        ):
            with pytest.raises(NotFound, match="no_such_run"):
                call()
    for viewer in (student, stranger, other_teacher):
        with pytest.raises(NotFound, match="no_such_appeal"):
            answer_appeal(db, viewer, asked, "granted", "Yes.", "1")
        with pytest.raises(NotFound):
            appeals_of_course(db, viewer, assignment.course_id)
        assert open_appeals(db, viewer) == {}
    with pytest.raises(NotFound, match="no_such_appeal"):
        answer_appeal(db, teacher, asked + 1, "declined", "No.")
