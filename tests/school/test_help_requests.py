"""Questions to who teaches: their limits, who sees them, and how they are answered."""

import pytest
from sqlalchemy import select

from lab.engine.actions import EndDay
from lab.engine.staff import StaffHint
from lab.school.accounts import Viewer, viewer_of
from lab.school.assignments import AssignmentView
from lab.school.database import Database
from lab.school.help_requests import MAX_OPEN, MAX_TEXT, answer, ask, open_questions, questions_of, talk_of, withdraw
from lab.school.models import Assignment, User
from lab.school.runs import act, hand_in, journal_of, play_of
from lab.school.staff import add_staff
from lab.school.steering import steer
from lab.values.errors import BadInput, NotFound, Refused


def staff(db: Database, teacher: Viewer, course_id: int, place: str) -> Viewer:
    login = f"some.{place}"
    add_staff(db, teacher, course_id, place, login, f"Some {place}")
    with db.session() as session:
        return viewer_of(session.scalars(select(User).where(User.login == login)).one())


def test_a_question_is_asked_seen_answered_and_read(
    db: Database, assignment: AssignmentView, run_id: int, teacher: Viewer, student: Viewer
) -> None:
    act(db, student, run_id, EndDay())
    asked = ask(db, student, run_id, "  Why is my <i>price</i> refused?\r\nIt is 9.00.  ", f"/runs/{run_id}/listings/meridian/DE/bulb")
    (seen,) = questions_of(db, teacher, assignment.id)
    assert (seen.id, seen.run_id, seen.label, seen.state) == (asked, run_id, "Aigerim Bekova", "open")
    assert seen.text == "Why is my <i>price</i> refused?\nIt is 9.00."
    assert seen.page == f"/runs/{run_id}/listings/meridian/DE/bulb"
    with db.session() as session:
        assert open_questions(session, assignment.id) == {run_id: 1}
    assert (talk_of(db, student, run_id).open, talk_of(db, student, run_id).fresh) == (1, ())
    answer(db, teacher, assignment.id, asked, "Read the fee table.")
    talk = talk_of(db, student, run_id)
    assert (talk.open, talk.fresh) == (0, talk.questions)
    assert (talk.questions[0].answer, talk.questions[0].answered_by, talk.questions[0].is_own) == ("Read the fee table.", "Petra Keller", True)
    steer(db, teacher, run_id, StaffHint("And mind the postage."))
    assert talk_of(db, student, run_id).fresh == talk.questions  # what staff do is not the student's reading
    act(db, student, run_id, EndDay())
    assert talk_of(db, student, run_id).fresh == ()


def test_an_answer_as_a_hint_stands_in_the_journal(db: Database, assignment: AssignmentView, run_id: int, teacher: Viewer, student: Viewer) -> None:
    asked = ask(db, student, run_id, "And now?")
    answer(db, teacher, assignment.id, asked, "Compare the postage.", as_hint=True)
    assert [note.text for note in play_of(db, student, run_id).world.notes] == ["Compare the postage."]
    assert talk_of(db, student, run_id).questions[0].state == "answered"
    with pytest.raises(Refused, match="question_is_answered"):
        answer(db, teacher, assignment.id, asked, "Once more.", as_hint=True)
    assert len(journal_of(db, student, run_id)) == 1  # no hint without its answer


def test_a_hint_needs_an_open_run_and_an_answer_does_not(
    db: Database, assignment: AssignmentView, run_id: int, teacher: Viewer, student: Viewer
) -> None:
    asked = ask(db, student, run_id, "And now?")
    hand_in(db, student, run_id)
    with pytest.raises(Refused, match="run_closed"):
        answer(db, teacher, assignment.id, asked, "Look.", as_hint=True)
    answer(db, teacher, assignment.id, asked, "Look.")
    with pytest.raises(Refused, match="run_closed"):
        ask(db, student, run_id, "Too late?")


def test_only_so_many_wait_at_once_and_one_may_be_withdrawn(db: Database, run_id: int, assignment: AssignmentView, teacher: Viewer, student: Viewer) -> None:
    ids = [ask(db, student, run_id, f"Question {number}") for number in range(MAX_OPEN)]
    with pytest.raises(Refused, match="too_many_questions"):
        ask(db, student, run_id, "One more")
    withdraw(db, student, run_id, ids[0])
    withdraw(db, student, run_id, ids[0])
    with pytest.raises(Refused, match="question_is_withdrawn"):
        answer(db, teacher, assignment.id, ids[0], "Too late.")
    ask(db, student, run_id, "One more")
    assert [one.text for one in questions_of(db, teacher, assignment.id)] == ["Question 1", "Question 2", "Question 3", "Question 4", "One more"]
    assert ids[0] not in [one.id for one in talk_of(db, student, run_id).questions]
    answer(db, teacher, assignment.id, ids[1], "Yes.")
    with pytest.raises(Refused, match="question_is_answered"):
        withdraw(db, student, run_id, ids[1])


def test_texts_have_limits_and_a_page_is_one_of_the_run(db: Database, run_id: int, assignment: AssignmentView, teacher: Viewer, student: Viewer) -> None:
    for text, code in ((" \n ", "text_empty"), ("x" * (MAX_TEXT + 1), "comment_too_long")):
        with pytest.raises(BadInput, match=code):
            ask(db, student, run_id, text)
    for page in ("https://elsewhere.example/", "/runs/999/", "//elsewhere.example", f"/runs/{run_id}/" + "x" * 400, f"/runs/{run_id}/\n"):
        asked = ask(db, student, run_id, "ж" * MAX_TEXT, page)
        assert next(one for one in questions_of(db, teacher, assignment.id) if one.id == asked).page == ""
        withdraw(db, student, run_id, asked)
    asked = ask(db, student, run_id, "?")
    with pytest.raises(BadInput, match="text_empty"):
        answer(db, teacher, assignment.id, asked, " ", as_hint=True)


def test_who_sees_and_answers_questions(
    db: Database, assignment: AssignmentView, run_id: int, teacher: Viewer, student: Viewer, stranger: Viewer, other_teacher: Viewer
) -> None:
    asked = ask(db, student, run_id, "May I?")
    grader, guest = (staff(db, teacher, assignment.course_id, place) for place in ("grader", "guest"))
    for viewer in (student, stranger, other_teacher, guest):
        with pytest.raises(NotFound):
            questions_of(db, viewer, assignment.id)
        with pytest.raises(NotFound):
            answer(db, viewer, assignment.id, asked, "Yes.")
    for viewer in (teacher, grader, guest):
        with pytest.raises(Refused, match="not_your_run"):
            ask(db, viewer, run_id, "Mine?")
        with pytest.raises(NotFound, match="no_such_help_request"):
            withdraw(db, viewer, run_id, asked)
    with pytest.raises(NotFound):
        ask(db, stranger, run_id, "Mine?")
    assert len(questions_of(db, grader, assignment.id)) == 1
    with pytest.raises(NotFound):  # hints are for leaders
        answer(db, grader, assignment.id, asked, "Yes.", as_hint=True)
    answer(db, grader, assignment.id, asked, "Yes.")
    assert questions_of(db, teacher, assignment.id)[0].answered_by == "Some grader"


def test_a_question_of_another_assignment_is_not_there(db: Database, assignment: AssignmentView, run_id: int, teacher: Viewer, student: Viewer) -> None:
    asked = ask(db, student, run_id, "May I?")
    with pytest.raises(NotFound):
        answer(db, teacher, assignment.id + 1, asked, "Yes.")
    with pytest.raises(NotFound, match="no_such_help_request"):
        answer(db, teacher, assignment.id, asked + 1, "Yes.", as_hint=True)


def test_names_stay_hidden_while_an_assignment_is_blind(db: Database, assignment: AssignmentView, run_id: int, teacher: Viewer, student: Viewer) -> None:
    ask(db, student, run_id, "May I?")
    with db.write() as session:
        session.get_one(Assignment, assignment.id).blind = True
    assert "Aigerim" not in questions_of(db, teacher, assignment.id)[0].label
