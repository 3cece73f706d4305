"""Grade records, marks by people, and the report cut down to what its reader may see.

Records and marks are only ever added; the newest counts. A record comes from the journal, the newest mark or override
of each check, and nothing else, so that anybody with the journal can make it again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from lab.engine.codec import decode_action
from lab.grading.evidence import Mark
from lab.grading.grade import CheckResult
from lab.scenarios.marking import GradeRecord, grade_play, record_from_json
from lab.scenarios.play import Play, start
from lab.school.accounts import Viewer
from lab.school.assignments import is_past, newest_grades, score_is_shown
from lab.school.clock import now
from lab.school.database import Database
from lab.school.loading import FoundRun, deal_for, find_run, find_taught_run, read_play, read_rows
from lab.school.models import Assignment, Grade, Member, Run, Snapshot, User
from lab.school.models import Mark as MarkRow
from lab.school.overrides import Override, with_overrides
from lab.school.rubrics import Rubric, rubric_of
from lab.values.errors import BadInput, LabError, NotFound, Refused
from lab.values.text import tidy, tidy_lines

MAX_COMMENT = 2000


@dataclass(frozen=True, slots=True)
class GradeView:
    """One grade record in the list of a run's records; `made_by` is empty for the lab itself."""

    id: int
    made_at: datetime
    made_by: str
    reason: str
    points: str
    max_points: int
    withheld: bool


@dataclass(frozen=True, slots=True)
class Report:
    """The newest grade of a run as its viewer may see it now.

    `points` is None before hand-in, before the scores are shown, and while the total is withheld.
    `checks` holds only what may be shown; with `score_shown` False it is empty.
    `receipt` names what was graded, so that the grade can be made again: hashes of scenario, market, journal, world.
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
    marks: dict[str, Mark] = {}
    overrides: dict[str, Override] = {}
    for row, marker in rows:
        if row.levels is None:
            overrides[row.check_id] = Override(Fraction(row.fraction), marker, row.comment)
        else:  # a mark made after an override replaces it
            levels = {name: str(level) for name, level in row.levels.items()}
            marks[row.check_id] = Mark(Fraction(row.fraction), levels, row.comment, marker)
            overrides.pop(row.check_id, None)
    return Judgements(marks, overrides)


def grade_now(play: Play, judgements: Judgements) -> GradeRecord:
    """Grade a play, with what people decided."""
    record = grade_play(play, judgements.marks)
    return with_overrides(record, judgements.overrides, Fraction(play.scenario.file.grading.rounding))


def add_grade(session: Session, run_id: int, record: GradeRecord, *, made_by: int | None, reason: str) -> int:
    """Append a grade record; its id."""
    row = Grade(
        run_id=run_id, made_at=now(), made_by=made_by, reason=reason, record=record.to_json().decode(),
        points=record.grade.points, max_points=record.grade.max_points, withheld=record.grade.withheld,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def regrade(db: Database, viewer: Viewer, run_id: int, reason: str) -> int:
    """Replay a run from its first action, compare every hash, and append a new grade; its id.

    For who teaches the course (others get NotFound). Raises Refused for a run that was not handed in, BadInput without
    a reason, LabError when the replay differs from what was written down.
    """
    reason = _reason(reason)
    with db.session() as session:
        found = find_taught_run(session, viewer, run_id)
        _check_handed_in(found)
        record = grade_now(replayed(db, session, found), marks_of(session, run_id))
    with db.write() as session:
        find_taught_run(session, viewer, run_id, lock=True)
        return add_grade(session, run_id, record, made_by=viewer.id, reason=reason)


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


def mark(
    db: Database, viewer: Viewer, run_id: int, check_id: str, levels: Mapping[str, int], comment: str = ""
) -> int:
    """Mark a check that a person judges, one level number per criterion, and append a new grade; its id.

    For who teaches the course (others get NotFound). Raises Refused before hand-in, BadInput for missing levels.
    """
    comment = tidy_lines(comment)
    if len(comment) > MAX_COMMENT:
        raise BadInput("comment_too_long", found=len(comment), limit=MAX_COMMENT)
    rubric = rubric_for(db, viewer, run_id, check_id)
    share = rubric.share(levels)
    return _judge(db, viewer, run_id, check_id, share, dict(levels), comment, f"mark of {check_id}")


def rubric_for(db: Database, viewer: Viewer, run_id: int, check_id: str) -> Rubric:
    """The rubric of a check, for who teaches the course. Raises NotFound."""
    with db.session() as session:
        found = find_taught_run(session, viewer, run_id)
        _check_handed_in(found)
        scenario, _, _ = deal_for(db.settings, found.run, found.assignment)
    return rubric_of(scenario, check_id)


def override(db: Database, viewer: Viewer, run_id: int, check_id: str, fraction: str, reason: str) -> int:
    """Decide a check by hand ("0", "1/2", "1"), with a reason, and append a new grade; its id.

    For who teaches the course (others get NotFound). Raises Refused before hand-in, BadInput for a share outside
    0 to 1 or without a reason.
    """
    reason = _reason(reason)
    share = _share(fraction)
    with db.session() as session:
        found = find_taught_run(session, viewer, run_id)
        _check_handed_in(found)
        scenario, _, _ = deal_for(db.settings, found.run, found.assignment)
    if check_id not in {check.id for check in scenario.checks}:
        raise NotFound("no_such_check", check=check_id[:40])
    return _judge(db, viewer, run_id, check_id, share, None, reason, f"override of {check_id}: {reason}")


def grades_of(db: Database, viewer: Viewer, run_id: int) -> list[GradeView]:
    """The grade records of a run, the newest first; for its student only once scores are shown. Raises NotFound."""
    with db.session() as session:
        found = find_run(session, viewer, run_id)
        if not found.is_taught and not score_is_shown(found.assignment):
            return []
        rows = session.execute(
            select(Grade, User.name).outerjoin(User, User.id == Grade.made_by).where(Grade.run_id == run_id)
        ).all()
    views = [
        GradeView(
            grade.id, grade.made_at, name or "", grade.reason,
            "" if grade.withheld and not found.is_taught else grade.points, grade.max_points, grade.withheld,
        )
        for grade, name in rows
    ]  # fmt: skip
    return sorted(views, key=lambda view: -view.id)


def report_for(db: Database, viewer: Viewer, run_id: int) -> Report:
    """The newest grade of a run, cut down to what the viewer may see now. Raises NotFound."""
    with db.session() as session:
        found = find_run(session, viewer, run_id)
        grade = newest_grades(session, [run_id]).get(run_id)
        all_in = grade is not None and _everybody_handed_in(session, found.assignment)
    shown = found.is_taught or score_is_shown(found.assignment)
    if grade is None or found.run.state == "erased" or not shown:
        return Report(
            run_id, found.run.state, shown, False, None, None, grade.max_points if grade else None, 0, (), {}
        )
    record = record_from_json(grade.record.encode())
    checks = tuple(
        check for check in record.grade.checks if found.is_taught or _may_see(check, found.assignment, all_in)
    )
    withheld = record.grade.withheld
    return Report(
        run_id=run_id, state=found.run.state, score_shown=True, withheld=withheld, made_at=grade.made_at,
        points=None if withheld and not found.is_taught else record.grade.points, max_points=record.grade.max_points,
        waiting_points=record.grade.waiting_points, checks=checks,
        receipt={
            "scenario": f"{record.scenario} {record.version}", "content": record.content_hash,
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


def _judge(
    db: Database, viewer: Viewer, run_id: int, check_id: str, share: Fraction,
    levels: dict[str, int] | None, comment: str, reason: str,
) -> int:  # fmt: skip
    with db.write() as session:
        found = find_taught_run(session, viewer, run_id, lock=True)
        session.add(
            MarkRow(
                run_id=run_id, check_id=check_id, fraction=str(share), levels=levels, comment=comment,
                marker_id=viewer.id, made_at=now(),
            )
        )  # fmt: skip
        session.flush()
        record = grade_now(read_play(db, session, found), marks_of(session, run_id))
        return add_grade(session, run_id, record, made_by=viewer.id, reason=reason)


def _may_see(check: CheckResult, assignment: Assignment, all_in: bool) -> bool:
    """What a student may see of a run that was handed in and whose scores are shown."""
    if check.visible in ("always", "after_submit"):
        return True
    if check.visible == "after_due":
        return assignment.due_at is None or is_past(assignment.due_at) or all_in
    return check.visible == "after_release" and assignment.released_at is not None


def _everybody_handed_in(session: Session, assignment: Assignment) -> bool:
    """Every student of the course has handed in, and nobody has another attempt open."""
    members = set(session.scalars(select(Member.user_id).where(Member.course_id == assignment.course_id)))
    runs = session.execute(select(Run.user_id, Run.state).where(Run.assignment_id == assignment.id)).all()
    handed_in = {user_id for user_id, state in runs if state != "open"}
    still_open = {user_id for user_id, state in runs if state == "open"}
    return members <= handed_in and not members & still_open


def _check_handed_in(found: FoundRun) -> None:
    if found.run.state == "open":
        raise Refused("not_handed_in")


def _reason(text: str) -> str:
    reason = tidy(text)
    if not reason:
        raise BadInput("reason_needed")
    if len(reason) > MAX_COMMENT:
        raise BadInput("comment_too_long", found=len(reason), limit=MAX_COMMENT)
    return reason


def _share(text: str) -> Fraction:
    try:
        share = Fraction(text.strip()[:40])
    except (ValueError, ZeroDivisionError):
        raise BadInput("share_unreadable", text=text[:40], example="1/2") from None
    if not 0 <= share <= 1 or share.denominator > 10_000:
        raise BadInput("share_out_of_range", text=text[:40], example="1/2")
    return share
