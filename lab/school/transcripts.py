"""A student's transcript of a course: the results that count and are shown, by assignment and by competence.

Issued transcripts are signed with the instance's key and kept; they are found by their code like receipts, and hold no name.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from msgspec.structs import replace
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lab.bundles.receipt import tidy_code
from lab.bundles.transcript import (
    Competence,
    SignedTranscript,
    Transcript,
    TranscriptLine,
    holder_hash,
    read_transcript,
    sign_transcript,
)
from lab.scenarios.marking import GradeRecord, record_from_json
from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView, RunLine, assignments_of, newest_grades
from lab.school.clock import now
from lab.school.courses import visible_course
from lab.school.database import Database
from lab.school.models import Course, Grade, JournalRow, Receipt, Run
from lab.school.models import Transcript as TranscriptRow
from lab.school.receipts import signing_key, time_text
from lab.school.staff import place_of
from lab.values.errors import NotFound, Refused

SLOT_SECONDS = 600
"""Time is counted in slots of ten minutes in which the student did something."""
MAX_ISSUED = 100
"""Transcripts of one student and course that are kept."""


@dataclass(frozen=True, slots=True)
class IssuedLine:
    """A transcript that was issued before."""

    code: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class TranscriptView:
    """A student's results in a course as they are now, not signed, and the transcripts issued so far, the newest first.

    `is_issued`: the newest of them says the same.
    """

    course_id: int
    name: str
    transcript: Transcript
    issued: tuple[IssuedLine, ...]
    is_issued: bool


@dataclass(frozen=True, slots=True)
class FoundTranscript:
    """A transcript as anybody with its code may see it. `is_newest`: no later one of the same student and course was issued."""

    signed: SignedTranscript
    is_newest: bool


def transcript_for(db: Database, viewer: Viewer, course_id: int) -> TranscriptView:
    """The viewer's own transcript. Raises NotFound for who is no student of the course."""
    body = _body(db, viewer, course_id)
    with db.session() as session:
        rows = _issued(session, viewer, course_id)
    newest = read_transcript(rows[0].signed.encode()).transcript if rows else None
    return TranscriptView(
        course_id, viewer.name, body, tuple(IssuedLine(row.code, row.made_at) for row in rows), newest is not None and _says_the_same(newest, body, viewer)
    )


def issue_transcript(db: Database, viewer: Viewer, course_id: int) -> str:
    """Sign the viewer's transcript as it is now; its code. One that says the same as the newest is not issued again.

    Raises NotFound, and Refused while there is no result, or where too many were issued.
    """
    body = _body(db, viewer, course_id)
    if not body.lines:
        raise Refused("transcript_empty")
    with db.write() as session:
        _course(session, viewer, course_id)
        rows = _issued(session, viewer, course_id)
        if rows and _says_the_same(read_transcript(rows[0].signed.encode()).transcript, body, viewer):
            return rows[0].code
        if len(rows) >= MAX_ISSUED:
            raise Refused("too_many_transcripts", limit=MAX_ISSUED)
        signed = sign_transcript(body, signing_key(db.settings))
        session.add(TranscriptRow(course_id=course_id, user_id=viewer.id, code=signed.code, signed=signed.to_json().decode(), made_at=now()))
        return signed.code


def transcript_by_code(db: Database, code: str) -> FoundTranscript:
    """The transcript of a code, for whoever has the code. Raises NotFound("no_such_receipt")."""
    proper = tidy_code(code)
    with db.session() as session:
        row = session.scalar(select(TranscriptRow).where(TranscriptRow.code == proper)) if proper else None
        if row is None:
            raise NotFound("no_such_receipt")
        newest = session.scalar(
            select(func.max(TranscriptRow.id)).where(TranscriptRow.course_id == row.course_id, TranscriptRow.user_id == row.user_id)
        )
    return FoundTranscript(read_transcript(row.signed.encode()), row.id == newest)


def _body(db: Database, viewer: Viewer, course_id: int) -> Transcript:
    """The transcript as it is now, with a fresh salt."""
    with db.session() as session:
        title = _course(session, viewer, course_id).title
    views = sorted(assignments_of(db, viewer, course_id), key=lambda view: (view.opens_at, view.id))
    counting = [(view, line) for view in views if (line := that_counts(view)) is not None]
    with db.session() as session:
        grades = newest_grades(session, [line.run_id for _, line in counting])
        records = {run_id: record_from_json(grade.record.encode()) for run_id, grade in grades.items()}
        lines = tuple(_line(session, viewer, view, line, grades[line.run_id], records[line.run_id]) for view, line in counting)
    salt = secrets.token_hex(16)
    return Transcript(
        course=title, made_at=now().isoformat(), salt=salt, holder=holder_hash(salt, viewer.name), lines=lines,
        competences=competences_of([records[line.run_id] for _, line in counting]),
    )  # fmt: skip


def that_counts(view: AssignmentView) -> RunLine | None:
    """The viewer's attempt whose points count by the rules of the assignment; None while there are none to be shown."""
    lines = [line for line in view.runs if line.counted is not None and line.points is not None]
    if not lines:
        return None
    if view.rules.counts == "first":
        return lines[0]
    return lines[-1] if view.rules.counts == "last" else max(lines, key=lambda line: Decimal(line.counted or 0))


def competences_of(records: Sequence[GradeRecord]) -> tuple[Competence, ...]:
    """The points of every competence over some grades, by its name."""
    found: dict[str, tuple[Decimal, int, int]] = {}
    for record in records:
        for check in record.grade.checks:
            if check.skill:
                points, most, checks = found.get(check.skill, (Decimal(0), 0, 0))
                found[check.skill] = (points + Decimal(check.points), most + check.max_points, checks + 1)
    return tuple(
        Competence(skill=skill, points=f"{points:f}", max_points=most, checks=checks) for skill, (points, most, checks) in sorted(found.items())
    )


def _line(session: Session, viewer: Viewer, view: AssignmentView, line: RunLine, grade: Grade, record: GradeRecord) -> TranscriptLine:
    run = session.get_one(Run, line.run_id)
    code = session.scalar(select(Receipt.code).where(Receipt.grade_id == grade.id, Receipt.kind == "grade").order_by(Receipt.id.desc()).limit(1))
    times = session.scalars(select(JournalRow.wall_time).where(JournalRow.run_id == run.id, JournalRow.actor == f"user:{viewer.id}"))
    slots = {int(moment.timestamp()) // SLOT_SECONDS for moment in times}
    return TranscriptLine(
        title=view.title, scenario=record.scenario, version=record.version, content_hash=record.content_hash, attempt=line.attempt,
        handed_in_at=time_text(run.handed_in_at), points=line.counted or grade.points, max_points=grade.max_points, credit=line.credit,
        waiting=record.grade.waiting_points, minutes=len(slots) * SLOT_SECONDS // 60, receipt=code or "",
    )  # fmt: skip


def _says_the_same(old: Transcript, new: Transcript, viewer: Viewer) -> bool:
    """Whether two transcripts differ only in when they were made, and the name is still the holder's."""
    return old.is_of(viewer.name) and replace(old, made_at=new.made_at, salt=new.salt, holder=new.holder) == new


def _course(session: Session, viewer: Viewer, course_id: int) -> Course:
    course = visible_course(session, viewer, course_id)
    if place_of(session, viewer, course) != "student":
        raise NotFound("no_such_course")
    return course


def _issued(session: Session, viewer: Viewer, course_id: int) -> list[TranscriptRow]:
    question = select(TranscriptRow).where(TranscriptRow.course_id == course_id, TranscriptRow.user_id == viewer.id)
    return list(session.scalars(question.order_by(TranscriptRow.id.desc())))
