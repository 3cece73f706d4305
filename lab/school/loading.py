"""Who may see a run, and how its play is loaded."""

import hashlib
import hmac
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session, aliased

from lab.market.base import Market
from lab.scenarios.deal import Variant, deal
from lab.scenarios.play import Play, Row, resume
from lab.scenarios.script import Scenario
from lab.school.accounts import HOLDER_COLUMNS, Viewer, holder_of, token_hash
from lab.school.assignments import is_past
from lab.school.database import Database
from lab.school.models import Assignment, Course, JournalRow, Member, Run, Snapshot, User
from lab.school.models import SignIn as SignInRow
from lab.school.scripts import market_of, script_of
from lab.school.settings import Settings
from lab.values.errors import LabError, NotFound


@dataclass(frozen=True, slots=True)
class RunView:
    """A run as its viewer may know it. `seq` is the number of actions so far, for `seen_seq`."""

    id: int
    assignment_id: int
    assignment_title: str
    course_id: int
    course_title: str
    scenario_id: str
    user_id: int
    student: str
    attempt: int
    state: str
    opened_at: datetime
    handed_in_at: datetime | None
    due_at: datetime | None
    seq: int
    sim_time: int
    is_own: bool
    is_taught: bool

    @property
    def may_act(self) -> bool:
        """Its student may still do things in it."""
        return self.is_own and self.state == "open" and not is_past(self.due_at)


@dataclass(frozen=True, slots=True)
class FoundRun:
    """The rows of a run that a viewer may see; not for anything outside this package."""

    run: Run
    assignment: Assignment
    course: Course
    is_own: bool
    is_taught: bool


def find_run(session: Session, viewer: Viewer, run_id: int, *, lock: bool = False) -> FoundRun:
    """The one place that knows who may see a run.

    Its student as long as they are in the course; the instructor who owns the course; admins. Everybody else gets
    NotFound, as for a run that does not exist. `lock` makes other writers to the run wait.
    """
    question = (
        select(Run, Assignment, Course)
        .join(Assignment, Run.assignment_id == Assignment.id)
        .join(Course, Assignment.course_id == Course.id)
        .where(Run.id == run_id)
    )
    found = session.execute(question.with_for_update(of=Run) if lock else question).one_or_none()
    if found is None:
        raise NotFound("no_such_run")
    run, assignment, course = found
    is_own, is_taught = _standing(viewer, run.user_id, course.owner_id)
    if not is_taught and not (is_own and session.get(Member, (course.id, viewer.id)) is not None):
        raise NotFound("no_such_run")
    return FoundRun(run, assignment, course, is_own, is_taught)


def _standing(viewer: Viewer, student: int, owner: int) -> tuple[bool, bool]:
    """Whether a run is the viewer's own, and whether the viewer teaches it."""
    return student == viewer.id, viewer.is_admin or (viewer.may_teach and owner == viewer.id)


@dataclass(frozen=True, slots=True)
class SeenRun:
    """A run as its viewer may know it, and the hash of its journal."""

    view: RunView
    chain_hash: str


def viewer_at_run(db: Database, token: str, run_id: int) -> tuple[Viewer | None, SeenRun | None]:
    """Who holds a sign-in token, and the run if they may see it: `signed_in`, `find_run` and `view_of` in one question.

    Every page of a run begins with this, so it reads columns and builds no rows.
    """
    if not 20 <= len(token) <= 100:
        return None, None
    with db.question() as connection:
        found = connection.execute(_SEEN, {"run_id": run_id, "token_hash": token_hash(token)}).one_or_none()
    viewer = None if found is None else holder_of(db, tuple(found[: len(HOLDER_COLUMNS)]))
    if found is None or viewer is None or found.id is None:
        return viewer, None
    is_own, is_taught = _standing(viewer, found.user_id, found.owner_id)
    if not is_taught and not (is_own and found.member is not None):
        return viewer, None
    columns = found._mapping
    view = RunView(**{name: columns[name] for name in _VIEW_NAMES}, is_own=is_own, is_taught=is_taught)
    return viewer, SeenRun(view, found.chain_hash)


_VIEW_NAMES = tuple(one.name for one in fields(RunView) if one.name not in ("is_own", "is_taught"))
_STUDENT = aliased(User)
_SEEN = (
    select(
        *(column.label(f"holder_{number}") for number, column in enumerate(HOLDER_COLUMNS)),
        Run.id, Assignment.id.label("assignment_id"), Assignment.title.label("assignment_title"), Course.id.label("course_id"),
        Course.title.label("course_title"), Assignment.scenario_id, Run.user_id, _STUDENT.name.label("student"), Run.attempt,
        Run.state, Run.opened_at, Run.handed_in_at, Assignment.due_at, Run.next_seq.label("seq"), Run.sim_time,
        Run.chain_hash, Course.owner_id, Member.user_id.label("member"),
    )
    .select_from(SignInRow)
    .join(User, SignInRow.user_id == User.id)
    .outerjoin(Run, Run.id == bindparam("run_id"))
    .outerjoin(Assignment, Run.assignment_id == Assignment.id)
    .outerjoin(Course, Assignment.course_id == Course.id)
    .outerjoin(_STUDENT, Run.user_id == _STUDENT.id)
    .outerjoin(Member, and_(Member.course_id == Course.id, Member.user_id == User.id))
    .where(SignInRow.token_hash == bindparam("token_hash"))
)  # fmt: skip


def find_taught_run(session: Session, viewer: Viewer, run_id: int, *, lock: bool = False) -> FoundRun:
    """A run of a course that the viewer teaches. Raises NotFound."""
    found = find_run(session, viewer, run_id, lock=lock)
    if not found.is_taught:
        raise NotFound("no_such_run")
    return found


def view_of(session: Session, found: FoundRun) -> RunView:
    run, assignment, course = found.run, found.assignment, found.course
    return RunView(
        id=run.id, assignment_id=assignment.id, assignment_title=assignment.title, course_id=course.id,
        course_title=course.title, scenario_id=assignment.scenario_id, user_id=run.user_id,
        student=session.get_one(User, run.user_id).name, attempt=run.attempt, state=run.state,
        opened_at=run.opened_at, handed_in_at=run.handed_in_at, due_at=assignment.due_at, seq=run.next_seq,
        sim_time=run.sim_time, is_own=found.is_own, is_taught=found.is_taught,
    )  # fmt: skip


def seed_of(course: Course, assignment_id: int, user_id: int, attempt: int) -> str:
    """The seed of an attempt, 16 hex digits: the first 8 bytes of an HMAC-SHA256 under the course's secret."""
    message = f"{assignment_id}/{user_id}/{attempt}".encode()
    return hmac.new(bytes.fromhex(course.secret), message, hashlib.sha256).hexdigest()[:16]


def deal_for(settings: Settings, run: Run, assignment: Assignment) -> tuple[Scenario, Variant, Market]:
    """What a run is played with, always the same for the same run."""
    scenario = script_of(settings, assignment.content_hash)
    market = market_of(settings, run.market_sha256)
    return scenario, deal(scenario, int(run.seed, 16), market, run.picks), market


def read_play(db: Database, session: Session, found: FoundRun) -> Play:
    """The play of a run, to look at and never to change."""
    run = found.run
    play = db.plays.lend(run.id, run.next_seq, run.chain_hash)
    if play is None:
        play = load_play(db.settings, session, found)
        db.plays.keep(run.id, play, lent=True)
    return play


def load_play(settings: Settings, session: Session, found: FoundRun) -> Play:
    """The play of a run from its newest snapshot and the rest of its journal.

    Raises NotFound for a run whose student was deleted, LabError("journal_broken") when it does not add up.
    """
    run = found.run
    if run.state == "erased":
        raise NotFound("run_erased")
    rows = read_rows(session, run.id)
    snapshot = session.scalar(
        select(Snapshot)
        .where(Snapshot.run_id == run.id, Snapshot.seq <= run.next_seq)
        .order_by(Snapshot.seq.desc())
        .limit(1)
    )
    scenario, variant, market = deal_for(settings, run, found.assignment)
    if snapshot is None:
        play = resume(scenario, variant, market, rows)
    else:
        play = resume(scenario, variant, market, rows, snapshot.data, snapshot.seq)
    if play.seq != run.next_seq or play.chain_hash != run.chain_hash:
        raise LabError("journal_broken", seq=play.seq)
    return play


def read_rows(session: Session, run_id: int) -> list[Row]:
    """The whole journal of a run, in order."""
    rows = session.scalars(select(JournalRow).where(JournalRow.run_id == run_id).order_by(JournalRow.seq))
    return [Row(row.seq, row.sim_time, row.actor, row.action, row.outcome, row.chain_hash) for row in rows]
