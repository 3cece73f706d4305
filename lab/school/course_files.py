"""A whole course as one file, to be kept or to be taken to another server; `lab.school.course_import` reads it again.

For who leads the course. With names, or with pseudonyms in their place; texts that people wrote stay as they are. Left out are
staff, receipts (they are found where they were signed), appeals, questions, runs that were erased or are of nobody in the course,
and all runs of an assignment that is marked blind and not released: its results are told to nobody.
"""

from collections.abc import Iterator, Sequence
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from lab.bundles.layout import ENDING as BUNDLE
from lab.bundles.layout import MAX_PICTURES, Deal
from lab.bundles.writing import bundle_lines, head_of
from lab.school.accounts import Viewer, viewer_of
from lab.school.bundles import with_bytes
from lab.school.course_layout import (
    COURSE,
    STAFF,
    AssignmentData,
    CourseData,
    ExtraData,
    GradeData,
    GroupData,
    GroupMemberData,
    MarkData,
    PersonData,
    PictureData,
    RunData,
    RunFile,
    to_json,
)
from lab.school.courses import taught_course
from lab.school.database import Database
from lab.school.loading import find_run, read_play
from lab.school.models import (
    Assignment,
    Course,
    Extra,
    Grade,
    Group,
    GroupMember,
    JournalRow,
    Mark,
    Member,
    Run,
    RunMedia,
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


def write_course(db: Database, viewer: Viewer, course_id: int, file: IO[bytes], *, with_names: bool = True) -> CourseData:
    """Write the archive of a course into an open file; what stands in its course.json.

    Raises NotFound for who does not lead the course, LabError for a run that does not add up.
    """
    with db.session() as session:
        course = taught_course(session, viewer, course_id)
        people = _people(session, course, with_names)
        assignments = session.scalars(select(Assignment).where(Assignment.course_id == course.id).order_by(Assignment.id)).all()
        counter = iter(range(1, 1_000_000))
        listed = [_assignment(session, number, row, people, counter, with_names) for number, row in enumerate(assignments, 1)]
        data = CourseData(
            title=course.title, archived=course.archived_at is not None, with_names=with_names,
            people=list(people.values()), assignments=[one for one, _ in listed],
        )  # fmt: skip
        runs = [pair for _, pairs in listed for pair in pairs]
        hashes = {row.content_hash for row in assignments}
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            archive.writestr(_entry(COURSE), to_json(data))
            for about, run_id in runs:
                kept = _run_file(session, run_id, people)
                hashes |= {msgspec.json.decode(grade.record, type=_Named).content_hash for grade in kept.grades} - {""}
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


def _assignment(
    session: Session, number: int, row: Assignment, people: dict[int, PersonData], counter: Iterator[int], with_names: bool
) -> tuple[AssignmentData, list[tuple[RunData, int]]]:
    """An assignment, and its runs with their ids."""
    groups, keys = _groups(session, row, people, with_names)
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
            key=f"r{next(counter)}", person=key, group=keys.get(run.group_id or 0), attempt=run.attempt, seed=run.seed, picks=run.picks,
            market=run.market_sha256, state="open" if run.state == "open" else "handed_in", opened_at=run.opened_at,
            handed_in_at=run.handed_in_at, received_at=run.received_at, collected=run.collected_by is not None,
        )  # fmt: skip
        runs.append((about, run.id))
    extras = session.scalars(select(Extra).where(Extra.assignment_id == row.id).order_by(Extra.id)).all()
    data = AssignmentData(
        key=f"a{number}", scenario=row.scenario_id, version=row.version, content_hash=row.content_hash, title=row.title,
        opens_at=row.opens_at, due_at=row.due_at, attempts=row.attempts, released_at=row.released_at, appeals_until=row.appeals_until,
        created_at=row.created_at, rules=rules_at(row), sealed=is_sealed(row), groups=groups, runs=[about for about, _ in runs],
        extras=[
            ExtraData(
                person=people[extra.user_id].key, due_at=extra.due_at, closes_at=extra.closes_at, attempts=extra.attempts, minutes=extra.minutes,
                reason=extra.reason, granted_at=extra.granted_at,
            )
            for extra in extras
            if extra.user_id in people
        ],
    )  # fmt: skip
    return data, runs


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


def _run_file(session: Session, run_id: int, people: dict[int, PersonData]) -> RunFile:
    journal = session.execute(select(JournalRow.wall_time, JournalRow.actor).where(JournalRow.run_id == run_id).order_by(JournalRow.seq)).all()
    grades = session.scalars(select(Grade).where(Grade.run_id == run_id).order_by(Grade.id)).all()
    marks = session.scalars(select(Mark).where(Mark.run_id == run_id).order_by(Mark.id)).all()
    return RunFile(
        times=[wall_time for wall_time, _ in journal], actors=[_actor(actor, people) for _, actor in journal],
        pictures=[
            PictureData(
                sha256=row.sha256, name=row.name, kind="made" if row.kind == "made" else "upload", source=row.source, facts=row.facts,
                compared=row.compared, added_at=row.added_at,
            )
            for row in _pictures(session, run_id)
        ],
        grades=[GradeData(made_at=row.made_at, by_person=row.made_by is not None, reason=row.reason, record=row.record) for row in grades],
        marks=[
            MarkData(check=row.check_id, fraction=row.fraction, levels=row.levels, comment=row.comment, before=row.before, made_at=row.made_at)
            for row in marks
        ],
    )  # fmt: skip


def _actor(actor: str, people: dict[int, PersonData]) -> str:
    """The key of who did something; of somebody who has left the course nothing but that it was a student."""
    if is_staff_actor(actor):
        return STAFF
    kind, _, number = actor.partition(":")
    person = people.get(int(number)) if kind == "user" and number.isdecimal() else None
    return person.key if person is not None else ""


def _pictures(session: Session, run_id: int) -> Sequence[RunMedia]:
    """What a student brought or made; raw photos are developed again from the seed."""
    question = select(RunMedia).where(RunMedia.run_id == run_id, RunMedia.kind != "photo")
    return session.scalars(question.order_by(RunMedia.added_at, RunMedia.sha256).limit(MAX_PICTURES)).all()


def _bundle(db: Database, session: Session, viewer: Viewer, run_id: int, about: RunData) -> Iterator[bytes]:
    """The run as a bundle that says nothing of this server: the seed, and no receipts."""
    play = read_play(db, session, find_run(session, viewer, run_id))
    names = [row.sha256 for row in _pictures(session, run_id)]
    head = head_of(play, Deal(seed=about.seed, picks=about.picks), about.state, time_text(about.handed_in_at), len(names))
    students = {row.actor: "student" for row in play.rows if not is_staff_actor(row.actor)}
    return bundle_lines(head, list(play.rows), students, with_bytes(db, names))


def _entry(name: str) -> ZipInfo:
    """An entry without a time of its own, so that the same course gives the same archive."""
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
