"""Questions of students to who teaches them, from any page of a run, and their answers.

Leaders and graders of the course see and answer them; guests do not, for a question is a talk between people who know each
other. An answer may also go into the run's journal as a hint, so that a grade and a replay see it.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from lab.engine.do import Outcome
from lab.engine.staff import StaffHint
from lab.school.accounts import Viewer
from lab.school.assignments import staffed_assignment
from lab.school.clock import now
from lab.school.database import Database
from lab.school.loading import find_run
from lab.school.models import Assignment, Course, Group, HelpRequest, JournalRow, Run, User
from lab.school.names import names_at
from lab.school.runs import check_is_open
from lab.school.staff import place_of
from lab.school.steering import steer
from lab.values.errors import BadInput, NotFound, Refused
from lab.values.text import tidy_lines
from lab.world.action import STAFF_ACTOR

MAX_OPEN = 5
"""Questions of one run that may wait for an answer at once."""
MAX_TEXT = 1000
MAX_ANSWER = 2000
MAX_PAGE = 300
MOST_ANSWERED = 40
"""Answered questions that the list of an assignment shows."""
_STUDENT, _TEACHER = aliased(User), aliased(User)


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question as its reader may see it; `label` is whose run it is. `page` is the address where it was asked, or "".

    `state` is open, answered or withdrawn. `is_own`: the reader asked it.
    """

    id: int
    run_id: int
    label: str
    page: str
    text: str
    asked_at: datetime
    state: str
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Talk:
    """What was asked in a run, the newest first; `fresh` are those answered since its student last did something."""

    questions: tuple[QuestionView, ...] = ()
    fresh: tuple[QuestionView, ...] = ()

    @property
    def open(self) -> int:
        return sum(one.state == "open" for one in self.questions)


def ask(db: Database, viewer: Viewer, run_id: int, text: str, page: str = "") -> int:
    """Ask a question in one's own run; its id. `page` is kept if it is an address of that run.

    Raises NotFound; BadInput for no text or too much of it; Refused in somebody else's run, in one that is closed, and when
    too many questions wait already.
    """
    text = _checked(text, MAX_TEXT)
    page = page if page.startswith(f"/runs/{run_id}/") and len(page) <= MAX_PAGE and page.isprintable() else ""
    with db.write() as session:
        found = find_run(session, viewer, run_id, lock=True)
        if not found.is_own:
            raise Refused("not_your_run")
        check_is_open(found)
        waiting = select(func.count()).select_from(HelpRequest).where(HelpRequest.run_id == run_id, HelpRequest.state == "open")
        if (session.scalar(waiting) or 0) >= MAX_OPEN:
            raise Refused("too_many_questions", limit=MAX_OPEN)
        row = HelpRequest(
            run_id=run_id, user_id=viewer.id, page=page, text=text, asked_at=now(), state="open", answer="", answered_by=None,
            answered_at=None,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id


def withdraw(db: Database, viewer: Viewer, run_id: int, question_id: int) -> None:
    """Take one's own question back; doing it twice is no error. Raises NotFound, Refused once it is answered."""
    with db.write() as session:
        found = find_run(session, viewer, run_id)
        row = _question(session, HelpRequest.run_id == run_id, question_id)
        if not found.is_own or row.user_id != viewer.id:
            raise NotFound("no_such_help_request")
        if row.state == "answered":
            raise Refused("question_is_answered")
        row.state = "withdrawn"


def answer(db: Database, viewer: Viewer, assignment_id: int, question_id: int, text: str, *, as_hint: bool = False) -> None:
    """Answer a question; `as_hint` also gives the answer as a hint in the run's journal, in the same transaction.

    For the course's leaders and graders, hints for leaders only; others get NotFound. Raises BadInput for no text or too
    much of it, Refused when it was answered or withdrawn meanwhile, and for a hint in a run that is closed.
    """
    text = _checked(text, MAX_ANSWER)

    def put(session: Session) -> None:
        row = _question(session, _of_assignment(assignment_id), question_id)
        if row.state != "open":
            raise Refused("question_is_answered" if row.state == "answered" else "question_is_withdrawn")
        row.state, row.answer, row.answered_by, row.answered_at = "answered", text, viewer.id, now()

    def put_with_hint(session: Session, outcome: Outcome) -> None:
        if not outcome.ok:
            raise Refused(outcome.code, **outcome.args)
        put(session)

    if not as_hint:
        with db.write() as session:
            _staffed(session, viewer, assignment_id)
            put(session)
        return
    with db.session() as session:
        _staffed(session, viewer, assignment_id)
        run_id = session.scalar(select(HelpRequest.run_id).where(HelpRequest.id == question_id, _of_assignment(assignment_id)))
    if run_id is None:
        raise NotFound("no_such_help_request")
    steer(db, viewer, run_id, StaffHint(text), put_with_hint)


def questions_of(db: Database, viewer: Viewer, assignment_id: int) -> list[QuestionView]:
    """The questions of an assignment: open ones first, those that wait longest at the top; then the last answered ones.

    For the course's leaders and graders; others get NotFound.
    """
    with db.session() as session:
        assignment, course, place = _staffed(session, viewer, assignment_id)
        names = names_at(place, assignment, course)
        asked = (
            select(HelpRequest, Run.user_id, _STUDENT.name, Run.group_id, Group.name, _TEACHER.name)
            .join(Run, Run.id == HelpRequest.run_id)
            .join(_STUDENT, _STUDENT.id == Run.user_id)
            .outerjoin(Group, Group.id == Run.group_id)
            .outerjoin(_TEACHER, _TEACHER.id == HelpRequest.answered_by)
            .where(Run.assignment_id == assignment_id)
        )
        waiting = session.execute(asked.where(HelpRequest.state == "open").order_by(HelpRequest.id)).all()
        answered = session.execute(
            asked.where(HelpRequest.state == "answered").order_by(HelpRequest.answered_at.desc(), HelpRequest.id.desc()).limit(MOST_ANSWERED)
        ).all()
    return [
        QuestionView(
            row.id, row.run_id, names.of(user_id, student, group_id, group or ""), row.page, row.text, row.asked_at, row.state, row.answer,
            teacher or "", row.answered_at, row.user_id == viewer.id,
        )
        for row, user_id, student, group_id, group, teacher in (*waiting, *answered)
    ]  # fmt: skip


def open_questions(session: Session, assignment_id: int) -> dict[int, int]:
    """How many questions wait for an answer, by run."""
    rows = session.execute(
        select(HelpRequest.run_id, func.count())
        .join(Run, Run.id == HelpRequest.run_id)
        .where(Run.assignment_id == assignment_id, HelpRequest.state == "open")
        .group_by(HelpRequest.run_id)
    ).all()
    return {row[0]: row[1] for row in rows}


def talk_of(db: Database, viewer: Viewer, run_id: int) -> Talk:
    """What was asked in a run and answered, for the frame of its pages: one question to the database, none for who may not see the run.

    The caller has made sure that the viewer may see it.
    """
    teacher = select(User.name).where(User.id == HelpRequest.answered_by).scalar_subquery()
    last = (
        select(JournalRow.wall_time)
        .where(JournalRow.run_id == run_id, JournalRow.actor.not_like(f"{STAFF_ACTOR}%"))
        .order_by(JournalRow.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    columns = (
        HelpRequest.id, HelpRequest.page, HelpRequest.text, HelpRequest.asked_at, HelpRequest.state, HelpRequest.answer,
        HelpRequest.answered_at, HelpRequest.user_id, teacher.label("teacher"), last.label("last"),
    )  # fmt: skip
    with db.question() as connection:
        rows = connection.execute(
            select(*columns).where(HelpRequest.run_id == run_id, HelpRequest.state != "withdrawn").order_by(HelpRequest.id.desc())
        ).all()
    questions = tuple(
        QuestionView(
            row.id, run_id, "", row.page, row.text, row.asked_at, row.state, row.answer, row.teacher or "", row.answered_at,
            row.user_id == viewer.id,
        )
        for row in rows
    )  # fmt: skip
    last_at = next((row.last for row in rows), None)
    fresh = tuple(one for one in questions if one.answered_at is not None and (last_at is None or one.answered_at >= last_at))
    return Talk(questions, fresh)


def _staffed(session: Session, viewer: Viewer, assignment_id: int) -> tuple[Assignment, Course, str]:
    """An assignment for its course's leaders and graders, its course, and the viewer's place there. Raises NotFound."""
    assignment, course = staffed_assignment(session, viewer, assignment_id)
    place = place_of(session, viewer, course)
    if place not in ("leader", "grader"):
        raise NotFound("no_such_assignment")
    return assignment, course, place


def _of_assignment(assignment_id: int) -> ColumnElement[bool]:
    return HelpRequest.run_id.in_(select(Run.id).where(Run.assignment_id == assignment_id))


def _question(session: Session, condition: ColumnElement[bool], question_id: int) -> HelpRequest:
    """A question under a condition, locked where something is written. Raises NotFound."""
    row = session.scalar(select(HelpRequest).where(HelpRequest.id == question_id, condition).with_for_update())
    if row is None:
        raise NotFound("no_such_help_request")
    return row


def _checked(text: str, limit: int) -> str:
    text = tidy_lines(text)
    if not text:
        raise BadInput("text_empty", field="text")
    if len(text) > limit:
        raise BadInput("comment_too_long", field="text", found=len(text), limit=limit)
    return text
