"""A whole course as one file, to be kept or to be taken to another server; `lab.school.course_import` reads it again.

For who leads the course. With names, or with pseudonyms in their place, also for staff and in grade records; texts that people
wrote stay as they are. Table by table:

    courses, members, users       title, students and staff (`lab.school.course_staff`); no passwords, no join code, no secret
    assignments, groups, extras   all of them
    runs, journal                 those of students of the course, as bundles with the seed; snapshots are made again
    run_media                     what students brought or made; raw photos are made again
    grades, marks                 all of them, and who made them
    opinions                      once two have marked, or a mark was made: before that one marker must not see the other's
    proposals, appeals            all of them, decided or not
    help_requests                 those of students of the course, without the number of the run in the address
    regrades, regrade_rows        those that were applied or dropped; one that is open is a piece of work, and can be asked for anew
    receipts                      the signed files as they are: anybody checks them with the key that signed them
    transcripts                   none: a transcript is its student's own paper, found where it was signed, and the hash of its
                                  holder would prove a guessed name to who has an archive with pseudonyms
    jobs, picture_drafts          none: work that is not done

Left out with everything that hangs on them are runs that were erased or are of nobody in the course, and all runs of an assignment
that is marked blind and not released: its results are told to nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from lab.bundles.layout import ENDING as BUNDLE
from lab.bundles.layout import Deal
from lab.bundles.writing import bundle_lines, head_of
from lab.school.accounts import Viewer, viewer_of
from lab.school.bundles import with_bytes
from lab.school.course_layout import (
    COURSE,
    AssignmentData,
    CourseData,
    ExtraData,
    GroupData,
    GroupMemberData,
    PersonData,
    RegradeData,
    RunData,
    StaffData,
    to_json,
)
from lab.school.course_run_files import Keys, pictures_brought, run_file
from lab.school.course_run_layout import RunFile
from lab.school.course_staff import archived_staff, marker_names
from lab.school.courses import taught_course
from lab.school.database import Database
from lab.school.loading import find_run, read_play
from lab.school.models import (
    Assignment,
    Course,
    Extra,
    Group,
    GroupMember,
    Member,
    Regrade,
    Run,
    User,
)
from lab.school.names import pseudonym
from lab.school.receipts import time_text
from lab.school.rules import is_sealed, rules_at
from lab.school.scripts import script_of
from lab.values.errors import NotFound
from lab.world.action import is_staff_actor

_COMMON = 0
"""The assignment for which pseudonyms of the whole course are made: none has this id."""


class _Named(msgspec.Struct):
    content_hash: str = ""


@dataclass(frozen=True, slots=True)
class _Cast:
    """Who is in the archive, by id."""

    people: dict[int, PersonData]
    staff: dict[int, StaffData]
    with_names: bool

    @staticmethod
    def keys(people: "dict[int, PersonData] | dict[int, StaffData]") -> dict[int, str]:
        return {user_id: data.key for user_id, data in people.items()}

    def by(self, user_id: int | None) -> str | None:
        """The key of somebody of the staff."""
        return self.staff[user_id].key if user_id is not None else None


@dataclass(frozen=True, slots=True)
class _Listed:
    """An assignment, its runs with their ids, and the keys of its closed regrades by id."""

    data: AssignmentData
    runs: list[tuple[RunData, int]]
    regrades: dict[int, str]


def write_course(db: Database, viewer: Viewer, course_id: int, file: IO[bytes], *, with_names: bool = True) -> CourseData:
    """Write the archive of a course into an open file; what stands in its course.json.

    Raises NotFound for who does not lead the course, LabError for a run that does not add up.
    """
    with db.session() as session:
        course = taught_course(session, viewer, course_id)
        cast = _Cast(_people(session, course, with_names), archived_staff(session, course, with_names=with_names), with_names)
        assignments = session.scalars(select(Assignment).where(Assignment.course_id == course.id).order_by(Assignment.id)).all()
        runs, regrades = iter(range(1, 1_000_000)), iter(range(1, 1_000_000))
        listed = [_assignment(session, number, row, cast, runs, regrades) for number, row in enumerate(assignments, 1)]
        data = CourseData(
            title=course.title, archived=course.archived_at is not None, with_names=with_names,
            people=list(cast.people.values()), staff=list(cast.staff.values()), assignments=[one.data for one in listed],
        )  # fmt: skip
        markers = None if with_names else marker_names(session, cast.staff)
        hashes = {row.content_hash for row in assignments} | {one.content_hash for given in data.assignments for one in given.regrades}
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            archive.writestr(_entry(COURSE), to_json(data))
            for given in listed:
                keys = Keys(cast.keys(cast.people), cast.keys(cast.staff), given.regrades, markers)
                for about, run_id in given.runs:
                    kept = run_file(session, run_id, keys)
                    hashes |= _named_in(kept)
                    archive.writestr(_entry(f"runs/{about.key}.json"), to_json(kept))
                    with archive.open(_entry(f"runs/{about.key}{BUNDLE}"), "w") as target:
                        for line in _bundle(db, session, viewer, run_id, about):
                            target.write(line)
            for digest in sorted(hashes):
                folder = script_of(db.settings, digest).folder
                for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                    archive.writestr(_entry(f"scenarios/{digest}/{path.relative_to(folder).as_posix()}"), path.read_bytes())
    return data


def owner_of(db: Database, course_id: int) -> Viewer:
    """Whose course it is, for who runs the installation. Raises NotFound."""
    with db.session() as session:
        owner = session.scalar(select(User).join(Course, Course.owner_id == User.id).where(Course.id == course_id, Course.kind == "class"))
        if owner is None:
            raise NotFound("no_such_course")
        return viewer_of(owner)


def _people(session: Session, course: Course, with_names: bool) -> dict[int, PersonData]:
    """The students by id: in the order of their ids, or of their pseudonyms, so that the order tells nothing either."""
    rows = session.execute(
        select(User, Member)
        .join(Member, Member.user_id == User.id)
        .where(Member.course_id == course.id, Member.role == "student", User.deleted_at.is_(None))
    ).all()
    pseudonyms = {user.id: pseudonym(course.secret, _COMMON, f"user/{user.id}") for user, _ in rows}
    found = {}
    for number, (user, member) in enumerate(sorted(rows, key=lambda pair: pair[0].id if with_names else pseudonyms[pair[0].id]), 1):
        found[user.id] = PersonData(
            key=f"p{number}", name=user.name if with_names else pseudonyms[user.id], login=user.login if with_names else "",
            language=user.language, section=member.section, refs=dict(member.refs or {}) if with_names else {}, joined_at=member.joined_at,
        )  # fmt: skip
    return found


def _assignment(session: Session, number: int, row: Assignment, cast: _Cast, run_numbers: Iterator[int], regrade_numbers: Iterator[int]) -> _Listed:
    people = cast.people
    groups, keys = _groups(session, row, people, cast.with_names)
    members = {
        group_id: sorted(people[user_id].key for user_id in users if user_id in people)
        for group_id, users in _members(session, row).items()
    }
    runs: list[tuple[RunData, int]] = []
    for run in [] if is_sealed(row) else session.scalars(select(Run).where(Run.assignment_id == row.id).order_by(Run.id)):
        person = people.get(run.user_id)
        key = person.key if person is not None else next(iter(members.get(run.group_id or 0, [])), None)
        if key is None or run.state not in ("open", "handed_in"):
            continue
        about = RunData(
            key=f"r{next(run_numbers)}", person=key, group=keys.get(run.group_id or 0), attempt=run.attempt, seed=run.seed, picks=run.picks,
            market=run.market_sha256, state="open" if run.state == "open" else "handed_in", opened_at=run.opened_at,
            handed_in_at=run.handed_in_at, received_at=run.received_at, collected_by=cast.by(run.collected_by),
        )  # fmt: skip
        runs.append((about, run.id))
    regrades = _regrades(session, row, cast, {run_id: about.key for about, run_id in runs}, regrade_numbers)
    extras = session.scalars(select(Extra).where(Extra.assignment_id == row.id).order_by(Extra.id)).all()
    data = AssignmentData(
        key=f"a{number}", scenario=row.scenario_id, version=row.version, content_hash=row.content_hash, title=row.title,
        opens_at=row.opens_at, due_at=row.due_at, attempts=row.attempts, released_at=row.released_at, appeals_until=row.appeals_until,
        created_at=row.created_at, rules=rules_at(row), sealed=is_sealed(row), groups=groups, runs=[about for about, _ in runs],
        regrades=list(regrades.values()),
        extras=[
            ExtraData(
                person=people[extra.user_id].key, due_at=extra.due_at, closes_at=extra.closes_at, attempts=extra.attempts, minutes=extra.minutes,
                reason=extra.reason, by=cast.by(extra.granted_by), granted_at=extra.granted_at,
            )
            for extra in extras
            if extra.user_id in people
        ],
    )  # fmt: skip
    return _Listed(data, runs, {regrade_id: one.key for regrade_id, one in regrades.items()})


def _regrades(session: Session, row: Assignment, cast: _Cast, runs: dict[int, str], numbers: Iterator[int]) -> dict[int, RegradeData]:
    """The closed regrades of an assignment by id, but for those that are about a run which is not in the archive."""
    question = select(Regrade).where(Regrade.assignment_id == row.id, Regrade.state != "open").order_by(Regrade.id)
    return {
        one.id: RegradeData(
            key=f"c{next(numbers)}", only=runs[one.run_id] if one.run_id is not None else None, content_hash=one.content_hash,
            version=one.version, reason=one.reason, asked_by=cast.staff[one.asked_by].key, asked_at=one.asked_at,
            state="applied" if one.state == "applied" else "dropped", closed_by=cast.by(one.closed_by), closed_at=one.closed_at,
        )
        for one in ([] if is_sealed(row) else session.scalars(question))
        if one.run_id is None or one.run_id in runs
    }  # fmt: skip


def _groups(session: Session, row: Assignment, people: dict[int, PersonData], with_names: bool) -> tuple[list[GroupData], dict[int, str]]:
    """The groups of an assignment, and their keys by id."""
    groups = session.scalars(select(Group).where(Group.assignment_id == row.id).order_by(Group.id)).all()
    placed = session.scalars(select(GroupMember).where(GroupMember.assignment_id == row.id).order_by(GroupMember.user_id)).all()
    keys = {group.id: f"g{number}" for number, group in enumerate(groups, 1)}
    found = [
        GroupData(
            key=keys[group.id], name=group.name if with_names else keys[group.id].upper(), made_at=group.made_at,
            members=sorted(
                (
                    GroupMemberData(person=people[one.user_id].key, roles=list(one.roles))
                    for one in placed
                    if one.group_id == group.id and one.user_id in people
                ),
                key=lambda member: int(member.person[1:]),
            ),
        )
        for group in groups
    ]  # fmt: skip
    return found, keys


def _members(session: Session, row: Assignment) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for group_id, user_id in session.execute(select(GroupMember.group_id, GroupMember.user_id).where(GroupMember.assignment_id == row.id)):
        found.setdefault(group_id, []).append(user_id)
    return found


def _named_in(kept: RunFile) -> set[str]:
    """The scenarios whose checks were used for a run."""
    records = [one.record for one in kept.grades] + [one.record for one in kept.proposals] + [one.record for one in kept.regrades if one.record]
    return {msgspec.json.decode(record, type=_Named).content_hash for record in records} - {""}


def _bundle(db: Database, session: Session, viewer: Viewer, run_id: int, about: RunData) -> Iterator[bytes]:
    """The run as a bundle that says nothing of this server: the seed, and no receipts."""
    play = read_play(db, session, find_run(session, viewer, run_id))
    names = [row.sha256 for row in pictures_brought(session, run_id)]
    head = head_of(play, Deal(seed=about.seed, picks=about.picks), about.state, time_text(about.handed_in_at), len(names))
    students = {row.actor: "student" for row in play.rows if not is_staff_actor(row.actor)}
    return bundle_lines(head, list(play.rows), students, with_bytes(db, names))


def _entry(name: str) -> ZipInfo:
    """An entry without a time of its own, so that the same course gives the same archive."""
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
