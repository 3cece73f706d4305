"""Grading the runs of an assignment once more: first a table of differences, and only what is applied counts.

A regrade is a job that can stop and go on: each run is a row, and a row that has its result is not worked on again. The
world is replayed with the version that was played; the checks may be those of a corrected version of the same scenario, as
long as the world in it is the same. Applying appends grade records. A row that lowers a score which its student has seen
becomes a proposal for a second person.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, aliased, defer

from lab.scenarios.marking import record_from_json
from lab.scenarios.same_world import changed_part, same_start
from lab.scenarios.script import Scenario
from lab.school.accounts import Viewer
from lab.school.assignments import newest_grades, taught_assignment
from lab.school.clock import now
from lab.school.database import Database
from lab.school.differences import Difference, differences, from_plain, to_plain
from lab.school.grades import add_grade, grade_now, marks_of, replayed, rules_of
from lab.school.jobs import Claim, JobView, Progress, newest_work, put_work, stop_work
from lab.school.loading import FoundRun, find_led_run
from lab.school.models import Assignment, Course, Grade, Group, Regrade, RegradeRow, Run, User
from lab.school.names import Names, names_at
from lab.school.proposals import Total, lowers, propose, reason_given
from lab.school.releases import newest_release, script_of_release
from lab.school.scripts import installed_scenario, keep_script, script_of
from lab.values.errors import BadFile, BadInput, LabError, NotFound, Refused

REGRADE = "regrade"
_LOG = logging.getLogger("lab.regrade")


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a scenario whose checks may be used; `is_newest` for the one that is installed now."""

    content_hash: str
    version: str
    is_assigned: bool
    is_newest: bool


@dataclass(frozen=True, slots=True)
class RegradeLine:
    """One row of the table. `state` is that of the row; `direction` is up, down, same, or empty without a result.

    `needs_second`: applying it takes a second person. `withheld`: a check broke, so there is no total.
    """

    run_id: int
    student: str
    login: str
    attempt: int
    state: str
    direction: str
    old_points: str
    old_max_points: int
    points: str
    max_points: int
    withheld: bool
    needs_second: bool
    changes: tuple[Difference, ...]
    error: str
    error_args: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RegradeHead:
    """A regrade in a list; `runs` counts its rows, `done` those that are no longer waiting."""

    id: int
    reason: str
    version: str
    asked_by: str
    asked_at: datetime
    state: str
    runs: int
    done: int


@dataclass(frozen=True, slots=True)
class RegradeView:
    """A regrade with its table. `is_corrected`: the checks are those of another version than the one assigned."""

    id: int
    assignment_id: int
    assignment_title: str
    course_id: int
    course_title: str
    run_id: int | None
    content_hash: str
    version: str
    is_corrected: bool
    assigned_version: str
    reason: str
    asked_by: str
    asked_at: datetime
    state: str
    closed_by: str
    closed_at: datetime | None
    job: JobView | None
    lines: tuple[RegradeLine, ...]

    @property
    def waiting(self) -> int:
        return sum(line.state == "waiting" for line in self.lines)

    @property
    def is_at_work(self) -> bool:
        return self.state == "open" and self.waiting > 0 and self.job is not None and not self.job.is_over

    def count(self, direction: str) -> int:
        return sum(line.direction == direction for line in self.lines)


@dataclass(frozen=True, slots=True)
class Applied:
    """How many rows of a regrade count now, wait for a second person, or were passed over as out of date."""

    applied: int
    proposed: int
    stale: int


def versions_for(db: Database, viewer: Viewer, assignment_id: int) -> list[Version]:
    """The versions whose checks a regrade may use: the one assigned, those applied before, the newest installed."""
    with db.session() as session:
        assignment, _ = taught_assignment(session, viewer, assignment_id)
        used = session.execute(
            select(Regrade.content_hash, Regrade.version)
            .where(Regrade.assignment_id == assignment_id, Regrade.state == "applied")
            .order_by(Regrade.id)
        ).all()
    newest = _newest(db, viewer, assignment.scenario_id)
    known = {assignment.content_hash: assignment.version, **dict(used)}
    if newest is not None:
        known[newest.content_hash] = newest.version
    return [
        Version(digest, version, digest == assignment.content_hash, newest is not None and digest == newest.content_hash)
        for digest, version in known.items()
    ]


def ask_regrade(
    db: Database, viewer: Viewer, assignment_id: int, reason: str, *, run_id: int | None = None, content_hash: str = ""
) -> int:
    """The id of a regrade of all runs of an assignment that were handed in, or of one; the job is on its way.

    `content_hash` names one of `versions_for`; empty stands for the assigned version, or that of a single run's newest
    grade. Asked twice in the same words while the job is open it is one regrade. Raises NotFound for who does not teach
    the course; BadInput without a reason; Refused without such runs, or when the other version has another world.
    """
    with db.session() as session:
        assignment, _ = taught_assignment(session, viewer, assignment_id)
        reason = reason_given(reason)
        if run_id is not None:
            _check_run(session, viewer, assignment_id, run_id)
        if not content_hash and run_id is not None:
            content_hash = rules_of(db.settings, assignment, newest_grades(session, [run_id]).get(run_id)).content_hash
    elsewhere = content_hash not in ("", assignment.content_hash)
    rules = _other_rules(db, viewer, assignment, content_hash) if elsewhere else script_of(db.settings, assignment.content_hash)
    with db.write() as session:
        assignment, _ = taught_assignment(session, viewer, assignment_id)
        handed_in = select(Run.id).where(Run.assignment_id == assignment_id, Run.state == "handed_in").order_by(Run.id)
        run_ids = session.scalars(handed_in if run_id is None else handed_in.where(Run.id == run_id)).all()
        if not run_ids:
            raise Refused("nothing_to_regrade")
        known = _asked_already(session, viewer, assignment_id, run_id, reason, rules.content_hash)
        if known is not None:
            return known
        regrade = Regrade(
            assignment_id=assignment_id, run_id=run_id, content_hash=rules.content_hash, version=rules.version,
            reason=reason, asked_by=viewer.id, asked_at=now(), state="open",
        )  # fmt: skip
        session.add(regrade)
        session.flush()
        session.add_all(_empty_row(regrade.id, one) for one in run_ids)
        put_work(session, viewer, REGRADE, subject_of(regrade.id), {})
        return regrade.id


def go_on(db: Database, viewer: Viewer, regrade_id: int) -> None:
    """Ask once more for the rows that have no result yet, after the job failed. Raises NotFound, Refused when it is closed."""
    with db.write() as session:
        _open_regrade(session, viewer, regrade_id)
        put_work(session, viewer, REGRADE, subject_of(regrade_id), {})


def drop_regrade(db: Database, viewer: Viewer, regrade_id: int) -> None:
    """Close a regrade without applying it; a job at work on it stops. Raises NotFound, Refused when it is closed."""
    with db.write() as session:
        regrade = _open_regrade(session, viewer, regrade_id)
        stop_work(session, subject_of(regrade_id))
        regrade.state, regrade.closed_by, regrade.closed_at = "dropped", viewer.id, now()


def apply_regrade(db: Database, viewer: Viewer, regrade_id: int) -> Applied:
    """Let the table count: rows that rise or stay become grades, rows that lower a score that was seen become proposals.

    A row whose run got another grade meanwhile is passed over and marked as stale; a row that failed stays as it is.
    All of it is one transaction. Raises NotFound; Refused before every row has its result, or when it is closed.
    """
    with db.write() as session:
        regrade = _open_regrade(session, viewer, regrade_id)
        rows = session.scalars(select(RegradeRow).where(RegradeRow.regrade_id == regrade_id).order_by(RegradeRow.run_id)).all()
        if any(row.state == "waiting" for row in rows):
            raise Refused("regrade_at_work")
        for row in rows:
            if row.state == "found":
                row.state = _apply_row(session, viewer, regrade, row)
        regrade.state, regrade.closed_by, regrade.closed_at = "applied", viewer.id, now()
        states = [row.state for row in rows]
    return Applied(states.count("applied"), states.count("proposed"), states.count("stale"))


def regrade_for(db: Database, viewer: Viewer, regrade_id: int) -> RegradeView:
    """A regrade with its table, by student and attempt; where names are hidden, by chance. For who teaches the course; others get NotFound."""
    asker, closer = aliased(User), aliased(User)
    with db.session() as session:
        regrade, assignment, course = _found(session, viewer, regrade_id)
        asked_by, closed_by = session.execute(
            select(asker.name, closer.name)
            .select_from(Regrade)
            .join(asker, asker.id == Regrade.asked_by)
            .outerjoin(closer, closer.id == Regrade.closed_by)
            .where(Regrade.id == regrade_id)
        ).one()
        rows = session.execute(
            select(RegradeRow, Run, User, Group.name, Grade)
            .join(Run, Run.id == RegradeRow.run_id)
            .join(User, User.id == Run.user_id)
            .outerjoin(Group, Group.id == Run.group_id)
            .outerjoin(Grade, Grade.id == RegradeRow.old_grade_id)
            .where(RegradeRow.regrade_id == regrade_id)
            .options(defer(RegradeRow.record), defer(Grade.record))  # the table needs none of these long texts
        ).all()
    names = names_at("leader", assignment, course)
    lines = [(_order(names, run, user), _line(assignment, row, run, user, group or "", old, names)) for row, run, user, group, old in rows]
    return RegradeView(
        id=regrade.id, assignment_id=assignment.id, assignment_title=assignment.title, course_id=course.id,
        course_title=course.title, run_id=regrade.run_id, content_hash=regrade.content_hash, version=regrade.version,
        is_corrected=regrade.content_hash != assignment.content_hash, assigned_version=assignment.version,
        reason=regrade.reason, asked_by=asked_by, asked_at=regrade.asked_at, state=regrade.state, closed_by=closed_by or "",
        closed_at=regrade.closed_at, job=newest_work(db, subject_of(regrade_id), REGRADE),
        lines=tuple(line for _, line in sorted(lines, key=lambda pair: (pair[0], pair[1].attempt))),
    )  # fmt: skip


def regrades_of(db: Database, viewer: Viewer, assignment_id: int) -> list[RegradeHead]:
    """The regrades of an assignment, the newest first. For who teaches the course; others get NotFound."""
    with db.session() as session:
        taught_assignment(session, viewer, assignment_id)
        found = session.execute(
            select(Regrade, User.name)
            .join(User, User.id == Regrade.asked_by)
            .where(Regrade.assignment_id == assignment_id)
            .order_by(Regrade.id.desc())
        ).all()
        states = session.execute(
            select(RegradeRow.regrade_id, RegradeRow.state, func.count())
            .where(RegradeRow.regrade_id.in_([regrade.id for regrade, _ in found]))
            .group_by(RegradeRow.regrade_id, RegradeRow.state)
        ).all()
    return [
        RegradeHead(
            regrade.id, regrade.reason, regrade.version, name, regrade.asked_at, regrade.state,
            sum(count for owner, _, count in states if owner == regrade.id),
            sum(count for owner, state, count in states if owner == regrade.id and state != "waiting"),
        )
        for regrade, name in found
    ]  # fmt: skip


def subject_of(regrade_id: int) -> str:
    """What a job calls a regrade."""
    return f"{REGRADE}:{regrade_id}"


# ------------------------------------------------------------------------------------------ the job


def do_regrade(db: Database, job: Claim, progress: Progress) -> dict[str, Any]:
    """Grade every run of a regrade that has no result yet. A run that cannot be graded does not keep the others from it."""
    regrade_id = int(job.subject.partition(":")[2])
    with db.session() as session:
        regrade = session.get_one(Regrade, regrade_id)
        rows = session.execute(
            select(RegradeRow.run_id, RegradeRow.state).where(RegradeRow.regrade_id == regrade_id).order_by(RegradeRow.run_id)
        ).all()
    waiting = [run_id for run_id, state in rows if state == "waiting"]
    rules = script_of(db.settings, regrade.content_hash)
    for number, run_id in enumerate(waiting, start=len(rows) - len(waiting)):
        progress(number, len(rows))
        values = _result(db, rules, run_id)
        with db.write() as session:  # a second worker finds the same; whoever comes first writes it
            mine = (RegradeRow.regrade_id == regrade_id, RegradeRow.run_id == run_id, RegradeRow.state == "waiting")
            session.execute(update(RegradeRow).where(*mine).values(values))
    progress(len(rows), len(rows))
    return {"runs": len(rows)}


def _result(db: Database, rules: Scenario, run_id: int) -> dict[str, Any]:
    try:
        return _graded(db, rules, run_id)
    except LabError as error:
        return {"state": "failed", "error": error.code[:60], "error_args": _plain(error.args_)}
    except Exception:
        _LOG.exception("run %s could not be graded again", run_id)
        return {"state": "failed", "error": "regrade_broke", "error_args": {}}


def _graded(db: Database, rules: Scenario, run_id: int) -> dict[str, Any]:
    """The columns of a row: the run replayed from its first action, every hash compared, and graded."""
    with db.session() as session:
        run = session.get_one(Run, run_id)
        assignment = session.get_one(Assignment, run.assignment_id)
        found = FoundRun(run, assignment, session.get_one(Course, assignment.course_id), is_own=False, is_taught=True)
        old = newest_grades(session, [run_id]).get(run_id)
        play = replayed(db, session, found)
        judgements = marks_of(session, run_id)
    played = play.scenario
    if rules.content_hash != played.content_hash:
        part = changed_part(played, rules)
        if part:
            raise Refused("world_part_changed", part=part)
        if not same_start(played, rules, play.variant, play.world.setting.market):
            raise Refused("world_texts_changed")
    record = grade_now(play, judgements, None if rules.content_hash == played.content_hash else rules)
    before = record_from_json(old.record.encode()).grade if old is not None else None
    return {
        "state": "found",
        "old_grade_id": old.id if old is not None else None,
        "old_points": old.points if old is not None else "",
        "old_max_points": old.max_points if old is not None else 0,
        "points": record.grade.points,
        "max_points": record.grade.max_points,
        "withheld": record.grade.withheld,
        "changes": to_plain(differences(before, record.grade)),
        "record": record.to_json().decode(),
    }


# ------------------------------------------------------------------------------------------ shared


def _newest(db: Database, viewer: Viewer, scenario_id: str) -> Scenario | None:
    """The newest version of a scenario that the viewer could assign now."""
    try:
        release = newest_release(db, viewer, scenario_id)
        return script_of_release(db, release) if release is not None else installed_scenario(scenario_id)
    except (NotFound, BadFile):  # it was taken away, or somebody is writing in it
        return None


def _other_rules(db: Database, viewer: Viewer, assignment: Assignment, content_hash: str) -> Scenario:
    """Another version than the one assigned, kept in the instance.

    Raises BadInput for one that is not among `versions_for`, Refused for one with another world.
    """
    known = {one.content_hash: one.version for one in versions_for(db, viewer, assignment.id)}
    if content_hash not in known:
        raise BadInput("no_such_choice", field="version", known=list(known.values()))
    newest = _newest(db, viewer, assignment.scenario_id)
    if newest is not None and newest.content_hash == content_hash:
        keep_script(db.settings, newest)
    rules = script_of(db.settings, content_hash)
    part = changed_part(script_of(db.settings, assignment.content_hash), rules)
    if part:
        raise Refused("world_part_changed", part=part)
    return rules


def _check_run(session: Session, viewer: Viewer, assignment_id: int, run_id: int) -> None:
    found = find_led_run(session, viewer, run_id)
    if found.assignment.id != assignment_id:
        raise NotFound("no_such_run")
    if found.run.state == "open":
        raise Refused("not_handed_in")


def _asked_already(
    session: Session, viewer: Viewer, assignment_id: int, run_id: int | None, reason: str, content_hash: str
) -> int | None:
    """The same question while its rows still wait: a second click makes no second regrade."""
    same = (
        select(Regrade.id)
        .join(RegradeRow, RegradeRow.regrade_id == Regrade.id)
        .where(
            Regrade.assignment_id == assignment_id, Regrade.asked_by == viewer.id, Regrade.state == "open",
            Regrade.reason == reason, Regrade.content_hash == content_hash,
            Regrade.run_id.is_(None) if run_id is None else Regrade.run_id == run_id, RegradeRow.state == "waiting",
        )
        .limit(1)
    )  # fmt: skip
    return session.scalar(same)


def _empty_row(regrade_id: int, run_id: int) -> RegradeRow:
    return RegradeRow(
        regrade_id=regrade_id, run_id=run_id, state="waiting", old_points="", old_max_points=0, points="", max_points=0,
        withheld=False, changes=[], record="", error="", error_args={},
    )  # fmt: skip


def _found(session: Session, viewer: Viewer, regrade_id: int) -> tuple[Regrade, Assignment, Course]:
    regrade = session.get(Regrade, regrade_id)
    if regrade is None:
        raise NotFound("no_such_regrade")
    try:
        return regrade, *taught_assignment(session, viewer, regrade.assignment_id)
    except NotFound:
        raise NotFound("no_such_regrade") from None


def _open_regrade(session: Session, viewer: Viewer, regrade_id: int) -> Regrade:
    """A regrade that is not closed, locked. Raises NotFound, Refused."""
    _found(session, viewer, regrade_id)
    regrade = session.get_one(Regrade, regrade_id, with_for_update=True, populate_existing=True)
    if regrade.state != "open":
        raise Refused("regrade_is_closed")
    return regrade


def _apply_row(session: Session, viewer: Viewer, regrade: Regrade, row: RegradeRow) -> str:
    """Let one row count; its new state."""
    found = find_led_run(session, viewer, row.run_id, lock=True)
    old = newest_grades(session, [row.run_id]).get(row.run_id)
    if found.run.state != "handed_in" or (old.id if old is not None else None) != row.old_grade_id:
        return "stale"
    record = record_from_json(row.record.encode())
    reason = f"{REGRADE}: {regrade.reason}"
    if old is not None and lowers(found.assignment, old, record.grade):
        propose(session, viewer, old, record, reason, regrade_id=regrade.id)
        return "proposed"
    add_grade(session, row.run_id, record, made_by=viewer.id, reason=reason)
    return "applied"


def _order(names: Names, run: Run, user: User) -> tuple[str, str]:
    """Where a run stands in a table: by name and login, or by chance where names are hidden."""
    return (names.order(run.user_id, run.group_id), "") if names.hidden else (user.name.casefold(), user.login)


def _line(
    assignment: Assignment, row: RegradeRow, run: Run, user: User, group: str, old: Grade | None, names: Names
) -> RegradeLine:
    has_result = row.state not in ("waiting", "failed")
    return RegradeLine(
        run_id=row.run_id, student=names.of(user.id, user.name, run.group_id, group),
        login=names.login(user.login) if run.group_id is None else "", attempt=run.attempt, state=row.state,
        direction=_direction(old, row) if has_result else "", old_points=row.old_points,
        old_max_points=row.old_max_points, points=row.points, max_points=row.max_points,
        withheld=row.withheld, needs_second=row.state in ("found", "proposed") and lowers(assignment, old, row),
        changes=tuple(from_plain(row.changes)), error=row.error, error_args=row.error_args,
    )  # fmt: skip


def _direction(old: Total | None, new: Total) -> str:
    """Where a total goes, by its share of what can be had; one that is withheld counts as less than any."""
    was, will = _share(old), _share(new)
    return "same" if was == will else "up" if will > was else "down"


def _share(grade: Total | None) -> Fraction:
    if grade is None or grade.withheld:
        return Fraction(-1)
    return Fraction(grade.points) / max(1, grade.max_points)


def _plain(args: dict[str, Any]) -> dict[str, Any]:
    """What a sentence about an error needs, as JSON can hold it."""
    return {name: value if isinstance(value, int | str) else str(value) for name, value in args.items()}


def sorted_lines(lines: Sequence[RegradeLine], order: str) -> list[RegradeLine]:
    """The table in the order asked for: "change" puts what falls furthest first; anything else leaves it by student."""
    if order != "change":
        return list(lines)
    return sorted(lines, key=lambda line: (line.direction == "", _gain(line)))


def _gain(line: RegradeLine) -> Fraction:
    if not line.points:
        return Fraction(0)
    new = Fraction(-1) if line.withheld else Fraction(line.points)
    return new - Fraction(line.old_points or "0")
