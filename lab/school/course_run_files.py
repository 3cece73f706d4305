"""A run in the archive of a course, but for its bundle: what `lab.school.course_run_layout` says, read from the tables.

Left out are an opinion whose second is still missing, for whoever exports may be the second marker; questions of somebody who is no
student of the course any more; rows of regrades that are not closed; pictures half done in the studio, and jobs.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from lab.bundles.layout import MAX_PICTURES
from lab.school.course_layout import STAFF
from lab.school.course_run_layout import (
    AppealData,
    GradeData,
    MarkData,
    OpinionData,
    PictureData,
    ProposalData,
    ProposalState,
    QuestionData,
    ReceiptData,
    RegradeRowData,
    RowState,
    RunFile,
)
from lab.school.models import (
    Appeal,
    Grade,
    HelpRequest,
    JournalRow,
    Mark,
    Opinion,
    Proposal,
    Receipt,
    RegradeRow,
    RunMedia,
)
from lab.school.opinions import MARKERS, newest_opinions
from lab.world.action import is_staff_actor

BY_MARKER = ("mark", "override")
"""The kinds of evidence that name who judged."""
_ENCODER = msgspec.json.Encoder(order="sorted")


class Keys(msgspec.Struct, frozen=True):
    """What the archive calls people by id, and the regrades of the run's assignment; `markers` renames who judged, None leaves the names."""

    people: Mapping[int, str]
    staff: Mapping[int, str]
    regrades: Mapping[int, str]
    markers: Mapping[str, str] | None = None


def run_file(session: Session, run_id: int, keys: Keys) -> RunFile:
    """Everything that is kept of a run beside its bundle."""
    journal = session.execute(select(JournalRow.wall_time, JournalRow.actor).where(JournalRow.run_id == run_id).order_by(JournalRow.seq)).all()
    grades = _rows(session, Grade, run_id)
    marks = _rows(session, Mark, run_id)
    places = {row.id: place for place, row in enumerate(grades)}
    return RunFile(
        times=[wall_time for wall_time, _ in journal], actors=[_actor(actor, keys) for _, actor in journal],
        pictures=[
            PictureData(
                sha256=row.sha256, name=row.name, kind="made" if row.kind == "made" else "upload", source=row.source, facts=row.facts,
                compared=row.compared, added_at=row.added_at,
            )
            for row in pictures_brought(session, run_id)
        ],
        grades=[
            GradeData(made_at=row.made_at, by=_by(row.made_by, keys), reason=row.reason, record=_record(row.record, keys)) for row in grades
        ],
        marks=[
            MarkData(
                check=row.check_id, fraction=row.fraction, levels=row.levels, comment=row.comment, before=row.before,
                by=_by(row.marker_id, keys), made_at=row.made_at,
            )
            for row in marks
        ],
        opinions=_opinions(session, run_id, {row.check_id for row in marks}, keys),
        proposals=[_proposal(row, places, keys) for row in _rows(session, Proposal, run_id)],
        appeals=_appeals(session, run_id, {row.id: place for place, row in enumerate(marks)}, keys),
        questions=_questions(session, run_id, keys),
        regrades=[
            _regrade_row(row, places, keys)
            for row in session.scalars(select(RegradeRow).where(RegradeRow.run_id == run_id).order_by(RegradeRow.regrade_id))
            if row.regrade_id in keys.regrades
        ],
        receipts=[ReceiptData(signed=row.signed, grade=_place(row.grade_id, places)) for row in _rows(session, Receipt, run_id)],
    )  # fmt: skip


def pictures_brought(session: Session, run_id: int) -> Sequence[RunMedia]:
    """What a student brought or made; raw photos are developed again from the seed."""
    question = select(RunMedia).where(RunMedia.run_id == run_id, RunMedia.kind != "photo")
    return session.scalars(question.order_by(RunMedia.added_at, RunMedia.sha256).limit(MAX_PICTURES)).all()


def renamed(record: str, markers: Mapping[str, str]) -> str:
    """A grade record with other names for those who judged; one who is not among `markers` is called "Marker"."""
    plain = msgspec.json.decode(record)
    for check in plain["grade"]["checks"]:
        for item in check["evidence"]:
            if item.get("kind") in BY_MARKER and "marker" in item:
                item["marker"] = markers.get(item["marker"], "Marker")
    return _ENCODER.encode(plain).decode()


def _rows(session: Session, table: Any, run_id: int) -> Sequence[Any]:
    """The rows about a run, the oldest first."""
    return session.scalars(select(table).where(table.run_id == run_id).order_by(table.id)).all()


def _record(record: str, keys: Keys) -> str:
    return record if keys.markers is None or not record else renamed(record, keys.markers)


def _by(user_id: int | None, keys: Keys) -> str | None:
    return keys.staff[user_id] if user_id is not None else None


def _place(row_id: int | None, places: Mapping[int, int]) -> int | None:
    return places[row_id] if row_id is not None else None


def _actor(actor: str, keys: Keys) -> str:
    """The key of who did something; of somebody who has left the course nothing but whether it was a student."""
    _, _, number = actor.partition(":")
    user_id = int(number) if number.isdecimal() else 0
    return keys.staff.get(user_id, STAFF) if is_staff_actor(actor) else keys.people.get(user_id, "")


def _opinions(session: Session, run_id: int, marked: set[str], keys: Keys) -> list[OpinionData]:
    rows = _rows(session, Opinion, run_id)
    given = {check: newest_opinions([row for row in rows if row.check_id == check]) for check in {row.check_id for row in rows}}
    return [
        OpinionData(
            check=row.check_id, fraction=row.fraction, levels=row.levels, comment=row.comment, by=keys.staff[row.marker_id], made_at=row.made_at
        )
        for row in rows
        if row.check_id in marked or len(given[row.check_id]) >= MARKERS
    ]


def _proposal(row: Proposal, places: Mapping[int, int], keys: Keys) -> ProposalData:
    return ProposalData(
        regrade=keys.regrades.get(row.regrade_id or 0), old_grade=places[row.old_grade_id], grade=_place(row.grade_id, places),
        record=_record(row.record, keys), check=row.check_id, fraction=row.fraction, before=row.before, levels=row.levels,
        comment=row.comment, reason=row.reason, by=keys.staff[row.proposed_by], made_at=row.proposed_at,
        state=cast(ProposalState, row.state), decided_by=_by(row.decided_by, keys), decided_at=row.decided_at, answer=row.answer,
    )  # fmt: skip


def _appeals(session: Session, run_id: int, marks: Mapping[int, int], keys: Keys) -> list[AppealData]:
    return [
        AppealData(
            check=row.check_id, text=row.text, before=row.before, made_at=row.made_at, state=row.state, answer=row.answer,
            fraction=row.fraction, answered_by=_by(row.answered_by, keys), answered_at=row.answered_at, mark=_place(row.mark_id, marks),
        )
        for row in _rows(session, Appeal, run_id)
    ]  # fmt: skip


def _questions(session: Session, run_id: int, keys: Keys) -> list[QuestionData]:
    return [
        QuestionData(
            person=keys.people[row.user_id], page=row.page.removeprefix(f"/runs/{run_id}/"), text=row.text, asked_at=row.asked_at,
            state=row.state, answer=row.answer, answered_by=_by(row.answered_by, keys), answered_at=row.answered_at,
        )
        for row in _rows(session, HelpRequest, run_id)
        if row.user_id in keys.people
    ]  # fmt: skip


def _regrade_row(row: RegradeRow, places: Mapping[int, int], keys: Keys) -> RegradeRowData:
    args = {name: value if type(value) is int else str(value) for name, value in row.error_args.items()}
    return RegradeRowData(
        regrade=keys.regrades[row.regrade_id], state=cast(RowState, row.state), old_grade=_place(row.old_grade_id, places),
        record=_record(row.record, keys), error=row.error, error_args=args,
    )  # fmt: skip
