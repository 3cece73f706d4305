"""Likenesses of a class: asked for, worked on, shown to staff alone, and never older than they say."""

import threading

import pytest
from sqlalchemy import select, update

from lab.engine.actions import Advance
from lab.messages.actions import Reply
from lab.scenarios.brief import brief_of
from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView
from lab.school.courses import CourseView, remove_member
from lab.school.database import Database
from lab.school.jobs import claim
from lab.school.likenesses import (
    LIKENESS,
    ask_likenesses,
    call_off_likenesses,
    do_likenesses,
    likenesses_for,
    pair_for,
    subject_of,
)
from lab.school.media import add_picture
from lab.school.models import Assignment, Job, Run
from lab.school.runs import act, hand_in, open_run, play_of
from lab.school.staff import add_staff
from lab.school.worker import work
from lab.values.errors import NotFound, Refused
from lab.values.moment import HOUR
from tests.robot import play_reference
from tests.school.test_media import photo
from tests.school.whole_class import hand_in_with, join, questions_counted

OWN = (
    "I answered the German lady too late because I looked for the cable first, and next time the inbox comes before the listings.",
    "The tax in Kazakhstan surprised me most; without it the parcel to Almaty would have earned nearly twice as much as the one to Kassel.",
    "Half of my evening went into the pictures. White is not white, as I know now, and a lamp needs more room on the left than I thought.",
    "My worksheet was wrong by the postage of one parcel. I should have written down each cost on the day on which it was booked.",
)
COPIED = f"This is what I have learnt. {OWN[0]} Thanks for reading!"


@pytest.fixture
def class_(db: Database, course: CourseView, assignment: AssignmentView, student: Viewer) -> list[int]:
    """Five runs; the last one's reflection is a copy of the first one's."""
    people = [student, *(join(db, course, login, login.title()) for login in ("li.wei", "omar", "sam", "zoe"))]
    return [hand_in_with(db, one, assignment.id, text) for one, text in zip(people, (*OWN, COPIED), strict=True)]


def compared(db: Database, viewer: Viewer, assignment_id: int) -> None:
    ask_likenesses(db, viewer, assignment_id)
    assert work(db, threading.Event(), until_idle=True) == 1


def test_a_copied_reflection_is_found_and_stands_side_by_side(db: Database, teacher: Viewer, assignment: AssignmentView, class_: list[int]) -> None:
    assert likenesses_for(db, teacher, assignment.id).hints is None
    compared(db, teacher, assignment.id)
    found = likenesses_for(db, teacher, assignment.id)
    assert found.job is not None and found.job.state == "done" and (found.compared, found.is_stale, found.is_at_work) == (5, False, False)
    (hint,) = found.hints or ()
    assert (hint.kind, hint.run, hint.other) == ("texts", class_[0], class_[4]) and hint.permille > 900
    pair = pair_for(db, teacher, assignment.id, hint.run, hint.other)
    assert (pair.first.label, pair.second.label) == ("Aigerim Bekova", "Zoe") and pair.hints == (hint,)
    passage = hint.passages[0]
    first, second = ({(one.seq, one.part): one.text for one in side.texts} for side in (pair.first, pair.second))
    assert first[passage.seq, passage.part][passage.start : passage.end] == second[passage.other_seq, passage.other_part][passage.other_start : passage.other_end]
    assert pair.first.steps[passage.seq].name == "reflection.submit"


def test_the_job_keeps_no_words_and_no_names(db: Database, teacher: Viewer, assignment: AssignmentView, class_: list[int]) -> None:
    compared(db, teacher, assignment.id)
    with db.session() as session:
        result = str(session.scalar(select(Job.result).where(Job.kind == LIKENESS)))
    assert "inbox" not in result and "Bekova" not in result and "reflection" not in result


def test_what_students_were_given_is_no_copy(db: Database, teacher: Viewer, student: Viewer, course: CourseView, assignment: AssignmentView) -> None:
    play = play_of(db, student, open_run(db, student, assignment.id))
    brief = brief_of(play.scenario, play.variant, "en")
    given = max((*brief.sheets.values(), *(task.text for task in brief.tasks)), key=len)[:900]
    for login in ("li.wei", "omar"):
        hand_in_with(db, join(db, course, login, login), assignment.id, given)
    compared(db, teacher, assignment.id)
    assert likenesses_for(db, teacher, assignment.id).hints == ()


def test_what_the_buyer_wrote_may_be_quoted(db: Database, teacher: Viewer, course: CourseView, assignment: AssignmentView) -> None:
    for login in ("li.wei", "omar"):
        student = join(db, course, login, login)
        run_id = open_run(db, student, assignment.id)
        act(db, student, run_id, Advance(60))
        question = play_of(db, student, run_id).world.threads["q1"].messages[0].text
        assert act(db, student, run_id, Reply("q1", f"{question}\n{question}")).ok
        hand_in(db, student, run_id)
    compared(db, teacher, assignment.id)
    assert likenesses_for(db, teacher, assignment.id).hints == ()


def test_robots_that_play_the_solution_are_no_class_of_copies(
    db: Database, teacher: Viewer, course: CourseView, assignment: AssignmentView
) -> None:
    for number in range(4):
        student = join(db, course, f"robot{number}", f"Robot {number}")
        run_id = open_run(db, student, assignment.id)
        play_reference(db, student, run_id, 41 * HOUR)
        hand_in(db, student, run_id)
    compared(db, teacher, assignment.id)
    found = likenesses_for(db, teacher, assignment.id)
    assert (found.compared, found.hints) == (4, ())


def test_a_file_that_two_uploaded_is_found(db: Database, teacher: Viewer, course: CourseView, assignment: AssignmentView) -> None:
    runs = []
    for number in range(3):
        student = join(db, course, f"student{number}", f"Student {number}")
        runs.append(open_run(db, student, assignment.id))
        add_picture(db, student, runs[-1], "lamp.jpg", photo("crimson" if number == 1 else "navy"))
        hand_in(db, student, runs[-1])
    compared(db, teacher, assignment.id)
    (hint,) = likenesses_for(db, teacher, assignment.id).hints or ()
    assert (hint.kind, hint.run, hint.other, hint.permille) == ("pictures", runs[0], runs[2], 1000)
    assert [one.why for one in hint.pictures] == ["same_file"]


def test_the_same_question_is_asked_once_and_may_be_called_off(db: Database, teacher: Viewer, assignment: AssignmentView, class_: list[int]) -> None:
    job = ask_likenesses(db, teacher, assignment.id)
    assert ask_likenesses(db, teacher, assignment.id) == job and likenesses_for(db, teacher, assignment.id).is_at_work
    call_off_likenesses(db, teacher, assignment.id)
    found = likenesses_for(db, teacher, assignment.id)
    assert found.job is not None and found.job.state == "cancelled" and found.hints is None
    assert ask_likenesses(db, teacher, assignment.id) != job


def test_doing_it_twice_gives_the_same(db: Database, teacher: Viewer, assignment: AssignmentView, class_: list[int]) -> None:
    ask_likenesses(db, teacher, assignment.id)
    job = claim(db)
    assert job is not None
    steps: list[int] = []
    first = do_likenesses(db, job, lambda done, of: steps.append(1000 * done // of))
    assert do_likenesses(db, job, lambda done, of: None) == first
    assert steps == sorted(steps) and steps[0] == 0


def test_it_says_when_other_runs_count_by_now(db: Database, teacher: Viewer, course: CourseView, assignment: AssignmentView, class_: list[int]) -> None:
    compared(db, teacher, assignment.id)
    hand_in_with(db, join(db, course, "late", "Late"), assignment.id, OWN[2])
    found = likenesses_for(db, teacher, assignment.id)
    assert found.is_stale and found.compared == 5 and len(found.hints or ()) == 1
    compared(db, teacher, assignment.id)
    again = likenesses_for(db, teacher, assignment.id)
    assert not again.is_stale and sorted((hint.run, hint.other) for hint in again.hints or ()) != []
    assert len(again.hints or ()) == 2


def test_who_left_is_nobodys_business_any_more(db: Database, teacher: Viewer, student: Viewer, course: CourseView, assignment: AssignmentView, class_: list[int]) -> None:
    compared(db, teacher, assignment.id)
    remove_member(db, teacher, course.id, student.id)
    assert likenesses_for(db, teacher, assignment.id).hints == ()
    with pytest.raises(NotFound, match="no_such_likeness"):
        pair_for(db, teacher, assignment.id, class_[0], class_[4])


def test_only_pairs_with_a_hint_stand_side_by_side(db: Database, teacher: Viewer, assignment: AssignmentView, class_: list[int]) -> None:
    compared(db, teacher, assignment.id)
    for pair in ((class_[0], class_[1]), (class_[4], class_[0]), (0, 0)):
        with pytest.raises(NotFound, match="no_such_likeness"):
            pair_for(db, teacher, assignment.id, *pair)


def test_names_stay_hidden_and_only_staff_may_ask(
    db: Database, teacher: Viewer, student: Viewer, stranger: Viewer, other_teacher: Viewer, course: CourseView, assignment: AssignmentView,
    class_: list[int],
) -> None:  # fmt: skip
    add_staff(db, teacher, course.id, "guest", stranger.login)
    compared(db, stranger, assignment.id)
    found = likenesses_for(db, stranger, assignment.id)
    assert found.names_hidden and "Aigerim Bekova" not in found.labels.values()
    assert pair_for(db, stranger, assignment.id, class_[0], class_[4]).first.label == found.labels[class_[0]]
    for viewer in (student, other_teacher):
        for ask in (likenesses_for, ask_likenesses, call_off_likenesses):
            with pytest.raises(NotFound, match="no_such_assignment"):
                ask(db, viewer, assignment.id)  # type: ignore[operator]
        with pytest.raises(NotFound, match="no_such_assignment"):
            pair_for(db, viewer, assignment.id, class_[0], class_[4])


def test_one_run_cannot_be_compared(db: Database, teacher: Viewer, assignment: AssignmentView, handed_in: int) -> None:
    with pytest.raises(Refused, match="nothing_to_compare"):
        ask_likenesses(db, teacher, assignment.id)
    call_off_likenesses(db, teacher, assignment.id)  # nothing to call off is no fault


def test_an_assignment_that_is_gone_fails_the_job(db: Database, teacher: Viewer, assignment: AssignmentView, class_: list[int]) -> None:
    ask_likenesses(db, teacher, assignment.id)
    with db.write() as session:
        session.execute(update(Job).values(subject=subject_of(999)))
    work(db, threading.Event(), until_idle=True)
    with db.session() as session:
        assert session.scalar(select(Job.error)) == "no_such_assignment"
        assert session.get(Assignment, assignment.id) is not None and session.get(Run, class_[0]) is not None


def test_pages_ask_the_same_number_of_questions_however_large_the_class(
    db: Database, teacher: Viewer, course: CourseView, assignment: AssignmentView, class_: list[int]
) -> None:
    compared(db, teacher, assignment.id)
    counts = []
    for login in ("", "late"):
        if login:
            hand_in_with(db, join(db, course, login, login), assignment.id, OWN[2])
        with questions_counted(db) as sent:
            likenesses_for(db, teacher, assignment.id)
        counts.append(len(sent))
    assert counts[0] == counts[1] < 25
