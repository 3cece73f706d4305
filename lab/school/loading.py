"""Who may see a run, and how its play is loaded."""

import hashlib
import hmac
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from lab.market.base import Market
from lab.scenarios.deal import Variant, deal
from lab.scenarios.play import Play, Row, resume
from lab.scenarios.script import Scenario
from lab.school.accounts import HOLDER_COLUMNS, Viewer, holder_of, token_hash
from lab.school.assignments import is_past
from lab.school.database import Database
from lab.school.models import Assignment, Course, Extra, Group, GroupMember, JournalRow, Member, Run, Snapshot, User
from lab.school.models import SignIn as SignInRow
from lab.school.names import Names, hides_names, names_at
from lab.school.scripts import market_of, script_of
from lab.school.settings import Settings
from lab.school.staff import place_in
from lab.school.terms import Terms, terms_of
from lab.values.errors import LabError, NotFound


@dataclass(frozen=True, slots=True)
class RunView:
    """A run as its viewer may know it. `seq` is the number of actions so far, for `seen_seq`.

    `student` is a pseudonym where `names_hidden`, and the group's name for a run of a group (`group_id`). `is_taught`: the
    viewer is of the course's staff; `is_led`: they lead it. `due_at` and `ends_at` hold for this student; nothing can be done
    after `ends_at`.
    """

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
    is_led: bool = False
    names_hidden: bool = False
    ends_at: datetime | None = None
    group_id: int | None = None

    @property
    def may_act(self) -> bool:
        """Its student may still do things in it."""
        return self.is_own and self.state == "open" and not is_past(self.ends_at)


@dataclass(frozen=True, slots=True)
class FoundRun:
    """The rows of a run that a viewer may see; not for anything outside this package."""

    run: Run
    assignment: Assignment
    course: Course
    is_own: bool
    is_taught: bool
    is_led: bool = False
    place: str = ""
    group: Group | None = None
    extra: Extra | None = None

    @property
    def terms(self) -> Terms:
        return terms_of(self.assignment, self.extra)

    @property
    def ends_at(self) -> datetime | None:
        """When nothing can be done in it any more."""
        return self.terms.ends_at(self.run.opened_at)

    @property
    def credit(self) -> int:
        """The permille of its points that count."""
        return self.terms.credit_at(self.run.received_at or self.run.handed_in_at)

    def names(self) -> Names:
        """How the viewer may call whose run it is."""
        if self.is_own:
            return Names(False, self.course.secret, self.assignment.id)
        return names_at(self.place, self.assignment, self.course)


def find_run(session: Session, viewer: Viewer, run_id: int, *, lock: bool = False) -> FoundRun:
    """The one place that knows who may see a run.

    Its student, or the members of its group, as long as they are in the course; the course's staff. Everybody else gets
    NotFound, as for a run that does not exist. `lock` makes other writers to the run wait.
    """
    question = (
        select(Run, Assignment, Course, Member.role, GroupMember.group_id, Group, Extra)
        .join(Assignment, Run.assignment_id == Assignment.id)
        .join(Course, Assignment.course_id == Course.id)
        .outerjoin(Member, and_(Member.course_id == Course.id, Member.user_id == viewer.id))
        .outerjoin(GroupMember, and_(GroupMember.assignment_id == Run.assignment_id, GroupMember.user_id == viewer.id))
        .outerjoin(Group, Group.id == Run.group_id)
        .outerjoin(Extra, Extra.id == _NEWEST_EXTRA)
        .where(Run.id == run_id)
    )
    found = session.execute(question.with_for_update(of=Run) if lock else question).one_or_none()
    if found is None:
        raise NotFound("no_such_run")
    run, assignment, course, role, own_group, group, extra = found
    place, is_own, is_taught = _standing(viewer, run.user_id, course.owner_id, role, run.group_id, own_group)
    if not is_taught and not is_own:
        raise NotFound("no_such_run")
    return FoundRun(run, assignment, course, is_own, is_taught, place == "leader", place, group, extra)


def _standing(
    viewer: Viewer, student: int, owner: int, role: str | None, group_id: int | None, own_group: int | None
) -> tuple[str, bool, bool]:
    """The viewer's place in the course of a run, whether the run is the viewer's own, and whether they are of the staff."""
    place = place_in(viewer, owner, role)
    is_taught = place in ("leader", "grader", "guest")
    is_own = own_group == group_id if group_id is not None else student == viewer.id
    return place, is_own and place != "", is_taught


@dataclass(frozen=True, slots=True)
class SeenRun:
    """A run as its viewer may know it, and the hash of its journal."""

    view: RunView
    chain_hash: str


def viewer_at_run(db: Database, token: str, run_id: int) -> tuple[Viewer | None, SeenRun | None]:
    """Who holds a sign-in token, and the run if they may see it: `signed_in`, `find_run` and `view_of` in one question.

    Every page of a run begins with this, so it reads columns and builds no rows but those of dates that were granted.
    """
    if not 20 <= len(token) <= 100:
        return None, None
    with db.question() as connection:
        found = connection.execute(_SEEN, {"run_id": run_id, "token_hash": token_hash(token)}).one_or_none()
    viewer = None if found is None else holder_of(db, tuple(found[: len(HOLDER_COLUMNS)]))
    if found is None or viewer is None or found.id is None:
        return viewer, None
    place, is_own, is_taught = _standing(viewer, found.user_id, found.owner_id, found.member_role, found.group_id, found.own_group)
    if not is_taught and not is_own:
        return viewer, None
    columns = found._mapping
    known = {name: columns[name] for name in _VIEW_NAMES}
    assignment = Assignment(**{name: columns[f"of_{name}"] for name in _TERM_COLUMNS})
    extra = Extra(**{name: columns[f"extra_{name}"] for name in _EXTRA_COLUMNS}) if found.extra_attempts is not None else None
    terms = terms_of(assignment, extra)
    hidden = not is_own and hides_names(place, assignment)
    names = Names(hidden, found.secret, found.assignment_id)
    view = RunView(
        **known, student=names.of(found.user_id, found.student, found.group_id, found.group_name or ""), due_at=terms.due_at,
        is_own=is_own, is_taught=is_taught, is_led=place == "leader", names_hidden=hidden, ends_at=terms.ends_at(found.opened_at),
    )  # fmt: skip
    return viewer, SeenRun(view, found.chain_hash)


_RECKONED = ("student", "due_at", "is_own", "is_taught", "is_led", "names_hidden", "ends_at")
_VIEW_NAMES = tuple(one.name for one in fields(RunView) if one.name not in _RECKONED)
_TERM_COLUMNS = ("opens_at", "due_at", "late", "closes_at", "attempts", "minutes", "blind", "released_at")
_EXTRA_COLUMNS = ("due_at", "closes_at", "attempts", "minutes")
_STUDENT = aliased(User)
_NEWER = aliased(Extra)
_NEWEST_EXTRA = (
    select(func.max(_NEWER.id))
    .where(_NEWER.assignment_id == Run.assignment_id, _NEWER.user_id == Run.user_id)
    .correlate(Run)
    .scalar_subquery()
)
_SEEN: Select[*tuple[Any, ...]] = (
    select(
        *(column.label(f"holder_{number}") for number, column in enumerate(HOLDER_COLUMNS)),
        Run.id, Assignment.id.label("assignment_id"), Assignment.title.label("assignment_title"), Course.id.label("course_id"),
        Course.title.label("course_title"), Assignment.scenario_id, Run.user_id, _STUDENT.name.label("student"), Run.attempt,
        Run.state, Run.opened_at, Run.handed_in_at, Run.next_seq.label("seq"), Run.sim_time, Run.group_id,
        Run.chain_hash, Course.owner_id, Course.secret, Member.role.label("member_role"),
        GroupMember.group_id.label("own_group"), Group.name.label("group_name"),
        *(getattr(Assignment, name).label(f"of_{name}") for name in _TERM_COLUMNS),
        *(getattr(Extra, name).label(f"extra_{name}") for name in _EXTRA_COLUMNS),
    )
    .select_from(SignInRow)
    .join(User, SignInRow.user_id == User.id)
    .outerjoin(Run, Run.id == bindparam("run_id"))
    .outerjoin(Assignment, Run.assignment_id == Assignment.id)
    .outerjoin(Course, Assignment.course_id == Course.id)
    .outerjoin(_STUDENT, Run.user_id == _STUDENT.id)
    .outerjoin(Member, and_(Member.course_id == Course.id, Member.user_id == User.id))
    .outerjoin(GroupMember, and_(GroupMember.assignment_id == Assignment.id, GroupMember.user_id == User.id))
    .outerjoin(Group, Group.id == Run.group_id)
    .outerjoin(Extra, Extra.id == _NEWEST_EXTRA)
    .where(SignInRow.token_hash == bindparam("token_hash"))
)  # fmt: skip


def find_led_run(session: Session, viewer: Viewer, run_id: int, *, lock: bool = False) -> FoundRun:
    """A run of a course that the viewer leads. Raises NotFound."""
    found = find_run(session, viewer, run_id, lock=lock)
    if not found.is_led:
        raise NotFound("no_such_run")
    return found


def find_taught_run(session: Session, viewer: Viewer, run_id: int, *, lock: bool = False) -> FoundRun:
    """A run of a course whose staff the viewer belongs to. Raises NotFound."""
    found = find_run(session, viewer, run_id, lock=lock)
    if not found.is_taught:
        raise NotFound("no_such_run")
    return found


def view_of(session: Session, found: FoundRun) -> RunView:
    run, assignment, course = found.run, found.assignment, found.course
    names = found.names()
    name = session.get_one(User, run.user_id).name
    return RunView(
        id=run.id, assignment_id=assignment.id, assignment_title=assignment.title, course_id=course.id,
        course_title=course.title, scenario_id=assignment.scenario_id, user_id=run.user_id,
        student=names.of(run.user_id, name, run.group_id, found.group.name if found.group else ""), attempt=run.attempt,
        state=run.state, opened_at=run.opened_at, handed_in_at=run.handed_in_at, due_at=found.terms.due_at, seq=run.next_seq,
        sim_time=run.sim_time, is_own=found.is_own, is_taught=found.is_taught, is_led=found.is_led,
        names_hidden=names.hidden, ends_at=found.ends_at, group_id=run.group_id,
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
