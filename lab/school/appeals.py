"""Appeals: a student objects to the result of one check in words, and who teaches the course answers.

An appeal that is granted is an override of the check, which can only give more than the check has; who would take something
away decides by hand, with a second person.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from lab.school.accounts import Viewer
from lab.school.assignments import is_past, newest_grades
from lab.school.clock import now
from lab.school.courses import taught_course
from lab.school.database import Database
from lab.school.grades import report_for
from lab.school.judging import judge_in, led_and_handed_in, share_before, share_given
from lab.school.loading import FoundRun, find_run
from lab.school.models import Appeal, Assignment, Course, Group, Run, User
from lab.school.names import Names, names_at
from lab.school.staff import led_by
from lab.values.errors import BadInput, NotFound, Refused
from lab.values.text import tidy_lines

MAX_WORDS = 2000
DECISIONS = ("granted", "declined")
MAX_LISTED = 500


@dataclass(frozen=True, slots=True)
class AppealView:
    """An appeal; `student` is a pseudonym where names are hidden. `before` is the share objected to, `fraction` the one granted; `state` is open, granted or declined."""

    id: int
    run_id: int
    assignment_title: str
    student: str
    attempt: int
    check_id: str
    text: str
    before: str
    made_at: datetime
    state: str
    answer: str
    fraction: str
    answered_by: str
    answered_at: datetime | None


def may_appeal(db: Database, viewer: Viewer, run_id: int) -> bool:
    """Whether the viewer may object to checks of an own run now: handed in, its score shown, and appeals not over. Raises NotFound."""
    with db.session() as session:
        found = find_run(session, viewer, run_id)
    ends = found.assignment.appeals_until
    shown = report_for(db, viewer, run_id).points is not None
    return found.is_own and found.run.state == "handed_in" and shown and ends is not None and not is_past(ends)


def appeal(db: Database, viewer: Viewer, run_id: int, check_id: str, text: str) -> int:
    """Object to the result of a check of an own run; the id of the appeal.

    Raises NotFound for a strange run or a check that the student may not see; Refused when the run is somebody else's, when
    no appeals are taken (any more), and while an appeal about the check is open; BadInput without words.
    """
    words = _words(text, "appeal_needs_words")
    _check_may_appeal(db, viewer, run_id, check_id)
    try:
        with db.write() as session:
            found = find_run(session, viewer, run_id, lock=True)
            if is_past(found.assignment.appeals_until) or found.assignment.appeals_until is None:
                raise Refused("appeals_are_over")
            still = (Appeal.run_id == run_id, Appeal.check_id == check_id, Appeal.state == "open")
            if session.scalar(select(Appeal.id).where(*still)) is not None:
                raise Refused("appeal_is_open")
            before = share_before(newest_grades(session, [run_id]).get(run_id), check_id)
            row = Appeal(
                run_id=run_id, check_id=check_id, text=words, before=before, made_at=now(), state="open", answer="", fraction="",
            )  # fmt: skip
            session.add(row)
            session.flush()
            return row.id
    except IntegrityError:  # sent twice at the same moment
        raise Refused("appeal_is_open") from None


def answer_appeal(db: Database, viewer: Viewer, appeal_id: int, decision: str, answer: str, fraction: str = "") -> None:
    """Grant an appeal with a share for its check, or decline it; in both cases with words for the student.

    Raises NotFound for who does not teach the course; Refused for one that was answered; BadInput without a decision or
    words, and for a share that is not more than the check has.
    """
    course_of_appeal(db, viewer, appeal_id)  # who may not answer learns nothing of what would be wrong with it
    if decision not in DECISIONS:
        raise BadInput("no_such_choice", field="decision", known=list(DECISIONS))
    words = _words(answer, "answer_needs_words")
    share = share_given(fraction) if decision == "granted" else None
    with db.write() as session:
        row, found = _locked(session, viewer, appeal_id)
        if share is not None:
            before = Fraction(share_before(newest_grades(session, [row.run_id]).get(row.run_id), row.check_id))
            if share <= before:
                raise BadInput("appeal_gives_no_more", before=str(before), given=str(share))
            judged = judge_in(
                session, db, viewer, found, row.check_id, share, words, f"appeal granted, override of {row.check_id}: {words}"
            )
            row.mark_id, row.fraction = judged.mark_id, str(share)
        row.state, row.answer, row.answered_by, row.answered_at = decision, words, viewer.id, now()


def appeals_of_run(db: Database, viewer: Viewer, run_id: int) -> Mapping[str, list[AppealView]]:
    """The appeals of a run by check, the newest first, for those who may see the run. Raises NotFound."""
    with db.session() as session:
        names = find_run(session, viewer, run_id).names()
        found = _views(session, [Appeal.run_id == run_id], lambda _assignment, _course: names)
    by_check: dict[str, list[AppealView]] = {}
    for view in found:
        by_check.setdefault(view.check_id, []).append(view)
    return by_check


def appeals_of_course(db: Database, viewer: Viewer, course_id: int) -> list[AppealView]:
    """The appeals of a course: open ones first, then the newest. For who teaches the course; others get NotFound."""
    with db.session() as session:
        taught_course(session, viewer, course_id)
        return _views(session, [Assignment.course_id == course_id], lambda assignment, course: names_at("leader", assignment, course))


def course_of_appeal(db: Database, viewer: Viewer, appeal_id: int) -> int:
    """The course that an appeal belongs to. For who teaches it; others get NotFound."""
    with db.session() as session:
        found: int | None = session.scalar(_joined(Course.id).where(Appeal.id == appeal_id, led_by(viewer)))
    if found is None:
        raise NotFound("no_such_appeal")
    return found


def open_appeals(db: Database, viewer: Viewer) -> dict[int, int]:
    """How many appeals are open, by course, in the courses that the viewer teaches."""
    question = _joined(Course.id, func.count()).where(led_by(viewer), Appeal.state == "open").group_by(Course.id)
    with db.session() as session:
        return dict(session.execute(question).all())


def _joined(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Appeal)
        .join(Run, Run.id == Appeal.run_id)
        .join(Assignment, Assignment.id == Run.assignment_id)
        .join(Course, Course.id == Assignment.course_id)
    )


def _views(
    session: Session, wanted: list[ColumnElement[bool]], names: Callable[[Assignment, Course], Names]
) -> list[AppealView]:
    """Appeals for a page; `names` says how the students of an assignment may be called."""
    by = aliased(User)
    question = (
        _joined(Appeal, Run, Assignment, Course, User.name, Group.name, by.name)
        .join(User, User.id == Run.user_id)
        .outerjoin(Group, Group.id == Run.group_id)
        .outerjoin(by, by.id == Appeal.answered_by)
        .where(*wanted)
        .order_by(Appeal.state != "open", Appeal.id.desc())
        .limit(MAX_LISTED)
    )
    return [
        AppealView(
            row.id, row.run_id, assignment.title,
            names(assignment, course).of(run.user_id, student, run.group_id, group or ""), run.attempt, row.check_id, row.text,
            row.before, row.made_at, row.state, row.answer, row.fraction, answered_by or "", row.answered_at,
        )
        for row, run, assignment, course, student, group, answered_by in session.execute(question)
    ]  # fmt: skip


def _check_may_appeal(db: Database, viewer: Viewer, run_id: int, check_id: str) -> None:
    with db.session() as session:
        found = find_run(session, viewer, run_id)
    if not found.is_own:
        raise Refused("not_your_run")
    if found.run.state != "handed_in":
        raise Refused("not_handed_in")
    report = report_for(db, viewer, run_id)
    if report.points is None:
        raise Refused("score_not_shown")
    if check_id not in {check.id for check in report.checks}:
        raise NotFound("no_such_check", check=check_id[:40])


def _locked(session: Session, viewer: Viewer, appeal_id: int) -> tuple[Appeal, FoundRun]:
    """An open appeal and its run, which is locked before the appeal is read. Raises NotFound, Refused."""
    run_id = session.scalar(select(Appeal.run_id).where(Appeal.id == appeal_id))
    if run_id is None:
        raise NotFound("no_such_appeal")
    try:
        found = led_and_handed_in(session, viewer, run_id, lock=True)
    except NotFound:
        raise NotFound("no_such_appeal") from None
    row = session.get(Appeal, appeal_id)
    if row is None:
        raise NotFound("no_such_appeal")
    if row.state != "open":
        raise Refused("appeal_is_answered")
    return row, found


def _words(text: str, code: str) -> str:
    words = tidy_lines(text)
    if not words.strip():
        raise BadInput(code)
    if len(words) > MAX_WORDS:
        raise BadInput("comment_too_long", found=len(words), limit=MAX_WORDS)
    return words
