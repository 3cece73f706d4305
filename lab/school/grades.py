"""Grade records, marks by people, and the report cut down to what its reader may see.

Records and marks are only ever added; the newest counts. A record comes from the journal, the newest mark or override
of each check, and nothing else, so that anybody with the journal can make it again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from lab.engine.codec import decode_action
from lab.grading.evidence import Mark
from lab.grading.grade import CheckResult
from lab.scenarios.marking import GradeRecord, grade_play, record_from_json
from lab.scenarios.play import Play, start
from lab.scenarios.script import Scenario
from lab.school.accounts import Viewer
from lab.school.assignments import newest_grades
from lab.school.clock import now
from lab.school.database import Database
from lab.school.loading import FoundRun, deal_for, find_run, find_taught_run, read_rows
from lab.school.models import Assignment, Grade, GroupMember, Member, Proposal, Run, Snapshot, User
from lab.school.models import Mark as MarkRow
from lab.school.overrides import Override, with_overrides
from lab.school.receipts import add_receipts
from lab.school.rules import is_over_for, is_shown, score_is_shown
from lab.school.scripts import script_of
from lab.school.settings import Settings
from lab.school.terms import FULL, counted
from lab.values.errors import LabError, NotFound


@dataclass(frozen=True, slots=True)
class GradeView:
    """One grade record in the list of a run's records; `made_by` is empty for the lab itself.

    `confirmed_by` is the second person, where one was needed; `version` the scenario's whose checks were used.
    """

    id: int
    made_at: datetime
    made_by: str
    reason: str
    points: str
    max_points: int
    withheld: bool
    confirmed_by: str
    version: str


@dataclass(frozen=True, slots=True)
class Report:
    """The newest grade of a run as its viewer may see it now.

    `points` is None before hand-in, before the scores are shown, and while the total is withheld.
    `checks` holds only what may be shown; with `score_shown` False it is empty.
    `receipt` names what was graded, so that the grade can be made again: hashes of scenario, market, journal, world.
    `credit` is the permille of the points that counts for work that came late, `counted` what is left of them.
    `evidence_shown`: the checks may be shown at all.
    """

    run_id: int
    state: str
    score_shown: bool
    withheld: bool
    made_at: datetime | None
    points: str | None
    max_points: int | None
    waiting_points: int
    checks: tuple[CheckResult, ...]
    receipt: Mapping[str, str]
    credit: int = FULL
    counted: str = ""
    evidence_shown: bool = True


@dataclass(frozen=True, slots=True)
class Judgements:
    """The newest judgement of each check: rubric marks, and overrides of whatever was computed."""

    marks: Mapping[str, Mark]
    overrides: Mapping[str, Override]


def marks_of(session: Session, run_id: int) -> Judgements:
    """What people decided about a run."""
    rows = session.execute(
        select(MarkRow, User.name)
        .join(User, User.id == MarkRow.marker_id)
        .where(MarkRow.run_id == run_id)
        .order_by(MarkRow.id)
    ).all()
    return in_force((row.check_id, row.fraction, row.levels, row.comment, marker) for row, marker in rows)


def in_force(decided: Iterable[tuple[str, str, Mapping[str, Any] | None, str, str]]) -> Judgements:
    """What counts of decisions, the oldest first: check, share, levels (None for an override), words, and whose it is."""
    marks: dict[str, Mark] = {}
    overrides: dict[str, Override] = {}
    for check, share, levels, comment, marker in decided:
        if levels is None:
            overrides[check] = Override(Fraction(share), marker, comment)
        else:  # a mark made after an override replaces it
            marks[check] = Mark(Fraction(share), {name: str(level) for name, level in levels.items()}, comment, marker)
            overrides.pop(check, None)
    return Judgements(marks, overrides)


def grade_now(play: Play, judgements: Judgements, rules: Scenario | None = None) -> GradeRecord:
    """Grade a play, with what people decided; `rules` is another version of its scenario, whose checks are to count."""
    record = grade_play(play, judgements.marks, rules)
    return with_overrides(record, judgements.overrides, Fraction((rules or play.scenario).file.grading.rounding))


class _Named(msgspec.Struct):
    """What a grade record says about the scenario whose checks were used."""

    content_hash: str = ""
    version: str = ""


def rules_of(settings: Settings, assignment: Assignment, grade: Grade | None) -> Scenario:
    """The version of the scenario whose checks count for a run: that of its newest grade, else the assigned one.

    Raises NotFound when the instance lost it.
    """
    named = msgspec.json.decode(grade.record, type=_Named) if grade is not None else _Named()
    return script_of(settings, named.content_hash or assignment.content_hash)


def rules_shown(settings: Settings, report: Report, played: Scenario) -> Scenario:
    """The version of the scenario whose checks a report is about; that of the run where there is no report yet."""
    digest = report.receipt.get("content", "")
    return script_of(settings, digest) if digest not in ("", played.content_hash) else played


def add_grade(session: Session, run_id: int, record: GradeRecord, *, made_by: int | None, reason: str) -> int:
    """Append a grade record, with its signed receipt; its id."""
    row = Grade(
        run_id=run_id, made_at=now(), made_by=made_by, reason=reason, record=record.to_json().decode(),
        points=record.grade.points, max_points=record.grade.max_points, withheld=record.grade.withheld,
    )  # fmt: skip
    session.add(row)
    session.flush()
    add_receipts(session, row, record)
    return row.id


def replayed(db: Database, session: Session, found: FoundRun) -> Play:
    """A run replayed from nothing, every row and every snapshot compared.

    Raises LabError("journal_broken") or LabError("world_differs") with the number of the first difference.
    """
    run = found.run
    if run.state == "erased":
        raise NotFound("run_erased")
    hashes = dict(
        session.execute(select(Snapshot.seq, Snapshot.world_hash).where(Snapshot.run_id == run.id)).all()
    )
    play = start(*deal_for(db.settings, run, found.assignment))
    for row in read_rows(session, run.id):
        again, _ = play.act(decode_action(row.action), row.actor)
        if again != row:
            raise LabError("journal_broken", seq=row.seq)
        if play.seq in hashes and play.world_hash() != hashes[play.seq]:
            raise LabError("world_differs", seq=play.seq)
    if play.seq != run.next_seq or play.chain_hash != run.chain_hash:
        raise LabError("journal_broken", seq=play.seq)
    return play


def grades_of(db: Database, viewer: Viewer, run_id: int) -> list[GradeView]:
    """The grade records of a run, the newest first; for its student only once scores are shown. Raises NotFound."""
    with db.session() as session:
        found = find_run(session, viewer, run_id)
        if not found.is_taught and not score_is_shown(found.assignment, found.terms.closes_at):
            return []
        second = aliased(User)
        rows = session.execute(
            select(Grade, User.name, second.name)
            .outerjoin(User, User.id == Grade.made_by)
            .outerjoin(Proposal, Proposal.grade_id == Grade.id)
            .outerjoin(second, second.id == Proposal.decided_by)
            .where(Grade.run_id == run_id)
        ).all()
    views = [
        GradeView(
            grade.id, grade.made_at, name or "", grade.reason,
            "" if grade.withheld and not found.is_taught else grade.points, grade.max_points, grade.withheld,
            confirmed or "", msgspec.json.decode(grade.record, type=_Named).version,
        )
        for grade, name, confirmed in rows
    ]  # fmt: skip
    return sorted(views, key=lambda view: -view.id)


def report_for(db: Database, viewer: Viewer, run_id: int) -> Report:
    """The newest grade of a run, cut down to what the viewer may see now. Raises NotFound."""
    with db.session() as session:
        found = find_run(session, viewer, run_id)
        grade = newest_grades(session, [run_id]).get(run_id)
        all_in = grade is not None and _everybody_handed_in(session, found.assignment)
    closes_at = found.terms.closes_at
    shown = found.is_taught or score_is_shown(found.assignment, closes_at)
    with_evidence = found.is_taught or is_shown(found.assignment, found.assignment.show_evidence, closes_at)
    if grade is None or found.run.state == "erased" or not shown:
        return Report(
            run_id, found.run.state, shown, False, None, None, grade.max_points if grade else None, 0, (), {}
        )
    record = record_from_json(grade.record.encode())
    checks = tuple(
        check
        for check in record.grade.checks
        if found.is_taught or (with_evidence and _may_see(check, found.assignment, closes_at, all_in))
    )
    withheld = record.grade.withheld
    credit = found.credit
    return Report(
        run_id=run_id, state=found.run.state, score_shown=True, withheld=withheld, made_at=grade.made_at,
        credit=credit, counted=counted(record.grade.points, credit), evidence_shown=with_evidence,
        points=None if withheld and not found.is_taught else record.grade.points, max_points=record.grade.max_points,
        waiting_points=record.grade.waiting_points, checks=checks,
        receipt={
            "scenario": f"{record.scenario} {record.version}", "content": record.content_hash, "played": record.played_with,
            "market": record.market, "engine": record.engine, "journal": record.journal_hash,
            "world": record.world_hash,
        },
    )  # fmt: skip


def record_of(db: Database, viewer: Viewer, run_id: int) -> bytes:
    """The newest grade record as canonical JSON, in full; for who teaches the course. Raises NotFound."""
    with db.session() as session:
        find_taught_run(session, viewer, run_id)
        grade = newest_grades(session, [run_id]).get(run_id)
    if grade is None:
        raise NotFound("no_such_grade")
    return grade.record.encode()


def _may_see(check: CheckResult, assignment: Assignment, closes_at: datetime | None, all_in: bool) -> bool:
    """What a student, for whom everything closes at a moment, may see of a run that was handed in and whose scores are shown."""
    if check.visible in ("always", "after_submit"):
        return True
    if check.visible == "after_due":
        return assignment.due_at is None or is_over_for(assignment, closes_at) or all_in
    return check.visible == "after_release" and assignment.released_at is not None


def _everybody_handed_in(session: Session, assignment: Assignment) -> bool:
    """Every student of the course has handed in, and nobody has another attempt open."""
    students = (
        select(Member.user_id)
        .join(User, User.id == Member.user_id)
        .where(Member.course_id == assignment.course_id, Member.role == "student", User.deleted_at.is_(None))
    )
    members = set(session.scalars(students))
    runs = session.execute(
        select(func.coalesce(GroupMember.user_id, Run.user_id), Run.state)
        .outerjoin(GroupMember, GroupMember.group_id == Run.group_id)
        .where(Run.assignment_id == assignment.id)
    ).all()
    handed_in = {user_id for user_id, state in runs if state != "open"}
    still_open = {user_id for user_id, state in runs if state == "open"}
    return members <= handed_in and not members & still_open

