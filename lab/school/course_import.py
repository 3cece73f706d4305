"""A course made from an archive (`lab.school.course_files`): everything or nothing.

Whatever the archive says is checked before the first row is written: every scenario by the hash of its content, and every run by
playing it again from nothing, each outcome and the world at the end by hash. People are new people with new passwords; a login
that somebody has already gets a number. The importer leads the course and stands for the staff of the old one.
"""

import re
import secrets
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO
from zipfile import BadZipFile, ZipFile
from zlib import error as BadZlib

import msgspec
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from lab.bundles.layout import ENDING as BUNDLE
from lab.bundles.layout import Bundle
from lab.bundles.reading import read_lines
from lab.engine.chain import START
from lab.engine.codec import decode_action
from lab.engine.pack import pack_and_hash
from lab.images.measure import ImageFacts
from lab.images.store import MediaStore
from lab.scenarios.deal import deal
from lab.scenarios.marking import GradeRecord, record_from_json
from lab.scenarios.play import Row, start
from lab.scenarios.script import hash_of_files, read_scenario
from lab.school.accounts import Viewer, add_user, hash_password, new_password, readable_login, viewer_of
from lab.school.clock import now
from lab.school.course_layout import (
    COURSE,
    MAX_COURSE_BYTES,
    MAX_ENTRIES,
    MAX_RUN_BYTES,
    MAX_RUNS,
    STAFF,
    AssignmentData,
    CourseData,
    PersonData,
    PictureData,
    RunData,
    RunFile,
    read_course,
    read_run,
)
from lab.school.courses import Invited, free_code
from lab.school.database import Database
from lab.school.drafts import MAX_PICTURE, checked_files
from lab.school.groups import ROLES
from lab.school.models import (
    Assignment,
    Course,
    Extra,
    Grade,
    Group,
    GroupMember,
    JournalRow,
    Mark,
    Media,
    Member,
    Run,
    RunMedia,
    Snapshot,
    User,
)
from lab.school.scripts import keep_script, market_of, script_of
from lab.school.settings import Settings
from lab.values.errors import BadFile, BadInput, LabError, NotFound
from lab.values.text import tidy

_NOBODY = "user:0"
"""The actor of what was done by somebody who is not in the archive."""
_SCENARIO = re.compile(r"scenarios/([0-9a-f]{64})/(.+)")


@dataclass(frozen=True, slots=True)
class Imported:
    """The course that was made; the passwords of its people are shown this once."""

    course_id: int
    title: str
    people: tuple[Invited, ...]
    assignments: int
    runs: int


@dataclass(frozen=True, slots=True)
class _Proven:
    """A run that came out again as it was written down: its rows, the bytes of each picture, and its last world, packed."""

    about: RunData
    kept: RunFile
    rows: tuple[Row, ...]
    pictures: Mapping[str, int]
    records: tuple[GradeRecord, ...]
    sim_time: int
    world: bytes
    world_hash: str


def import_course(db: Database, viewer: Viewer, file: IO[bytes], *, most_actions: int | None = None) -> Imported:
    """Make a new course of the viewer's from an archive.

    Raises NotFound for who does not teach; BadInput, before anything is written, for whatever does not hold: course_file_*, what
    `lab.bundles.reading` raises; course_file_too_long(found, limit) where the runs hold more than `most_actions` actions.
    """
    if not viewer.may_teach:
        raise NotFound("no_such_page")
    with _opened(file) as archive:
        data = read_course(_part(archive, COURSE, MAX_COURSE_BYTES))
        _check(data)
        _keep_scenarios(db.settings, archive, data)
        proven = _proven(db.settings, archive, data, most_actions)
        passwords = [new_password() for _ in data.people]
        # Hashing is slow on purpose; it is done before the transaction and releases the interpreter lock.
        with ThreadPoolExecutor(max_workers=2) as pool:
            hashes = list(pool.map(hash_password, passwords))
        _keep_pictures(MediaStore(db.settings.media), archive, proven)
    with db.write() as session:
        course = Course(
            title=tidy(data.title), owner_id=viewer.id, join_code=free_code(session), secret=secrets.token_hex(32), created_at=now(),
            archived_at=now() if data.archived else None,
        )  # fmt: skip
        session.add(course)
        session.flush()
        users, invited = {}, []
        for person, password, password_hash in zip(data.people, passwords, hashes, strict=True):
            user = _add_person(session, course, person, password_hash)
            users[person.key] = user.id
            invited.append(Invited(user.name, user.login, password))
        for assignment in data.assignments:
            _add_assignment(session, viewer, course, assignment, users, proven)
        return Imported(course.id, course.title, tuple(invited), len(data.assignments), len(proven))


def instructor_called(db: Database, login: str) -> Viewer:
    """Who teaches under a login, for who runs the installation. Raises NotFound."""
    with db.session() as session:
        user = session.scalar(select(User).where(User.login == readable_login(login), User.deleted_at.is_(None)))
    if user is None or not viewer_of(user).may_teach:
        raise NotFound("no_such_instructor", login=login[:64])
    return viewer_of(user)


@contextmanager
def _unzipping() -> Iterator[None]:
    """Whatever is wrong with an archive as a zip becomes BadInput("course_file_broken")."""
    try:
        yield
    except (BadZipFile, BadZlib, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, OverflowError):
        raise BadInput("course_file_broken") from None


@contextmanager
def _opened(file: IO[bytes]) -> Iterator[ZipFile]:
    with _unzipping():
        archive = ZipFile(file)
    with archive:
        if len(archive.infolist()) > MAX_ENTRIES:
            raise BadInput("course_file_too_large", file="", limit=MAX_ENTRIES)
        yield archive


def _part(archive: ZipFile, name: str, limit: int) -> bytes:
    """One file of the archive, at most `limit` bytes of it whatever the archive says of its size."""
    try:
        with _unzipping(), archive.open(name) as file:
            data = file.read(limit + 1)
    except KeyError:
        raise BadInput("course_file_lacks", file=name[:80]) from None
    if len(data) > limit:
        raise BadInput("course_file_too_large", file=name[:80], limit=limit >> 20)
    return data


def _check(data: CourseData) -> None:
    """Raises BadInput("course_file_wrong") where one part of a course does not fit another."""
    people = _unique("people", [person.key for person in data.people])
    _unique("assignments", [assignment.key for assignment in data.assignments])
    _unique("runs", [run.key for _, run in data.runs])
    if len(data.runs) > MAX_RUNS:
        raise BadInput("course_file_too_large", file=COURSE, limit=MAX_RUNS)
    if not tidy(data.title) or not all(tidy(person.name) for person in data.people):
        raise BadInput("course_file_wrong", where="people", what="name")
    for assignment in data.assignments:
        groups = _unique("groups", [group.key for group in assignment.groups])
        members = [member.person for group in assignment.groups for member in group.members]
        _unique("members", members)
        _unique("attempts", [f"{run.person}/{run.attempt}" for run in assignment.runs])
        named = {*members, *(extra.person for extra in assignment.extras), *(run.person for run in assignment.runs)}
        if strangers := sorted(named - people) or sorted({run.group for run in assignment.runs if run.group} - groups):
            raise BadInput("course_file_wrong", where=assignment.key, what=strangers[0])
        if roles := [role for group in assignment.groups for member in group.members for role in member.roles if role not in ROLES]:
            raise BadInput("course_file_wrong", where=assignment.key, what=roles[0][:40])
        try:
            assignment.rules.check(assignment.opens_at, assignment.due_at)
        except TypeError:  # a date without a zone beside dates with one
            raise BadInput("course_file_wrong", where=assignment.key, what="rules") from None


def _unique(where: str, keys: list[str]) -> set[str]:
    twice = [key for key, count in Counter(keys).items() if count > 1]
    if twice:
        raise BadInput("course_file_wrong", where=where, what=twice[0][:40])
    return set(keys)


def _keep_scenarios(settings: Settings, archive: ZipFile, data: CourseData) -> None:
    """Put every scenario of the archive among the instance's copies, once its content is what its name says."""
    names: defaultdict[str, list[str]] = defaultdict(list)
    for entry in archive.infolist():
        if found := _SCENARIO.fullmatch(entry.filename):
            names[found[1]].append(found[2])
    for assignment in data.assignments:
        if assignment.content_hash not in names:
            raise BadInput("course_file_lacks", file=f"scenarios/{assignment.content_hash[:12]}")
    for digest, paths in names.items():
        if (settings.scripts / digest).is_dir():
            continue
        files = checked_files({path: _part(archive, f"scenarios/{digest}/{path}", MAX_PICTURE) for path in paths})
        if hash_of_files(files) != digest:
            raise BadInput("course_file_scenario_wrong", content=digest[:12], reason="its files are not those of its hash")
        with TemporaryDirectory(prefix="course-") as folder:
            for path, content in files.items():
                target = Path(folder) / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
            try:
                keep_script(settings, read_scenario(Path(folder)))
            except BadFile as error:
                raise BadInput("course_file_scenario_wrong", content=digest[:12], reason=str(error.faults[0])[:200]) from None


def _proven(settings: Settings, archive: ZipFile, data: CourseData, most_actions: int | None) -> dict[str, _Proven]:
    """Every run, played again from nothing, by key."""
    actions = 0
    found = {}
    for assignment, about in data.runs:
        kept = read_run(_part(archive, f"runs/{about.key}.json", MAX_RUN_BYTES), f"runs/{about.key}.json")
        actions += len(kept.times)
        if most_actions is not None and actions > most_actions:
            raise BadInput("course_file_too_long", found=actions, limit=most_actions)
        found[about.key] = _replayed(settings, assignment, about, kept, _bundle(archive, about))
    return found


def _bundle(archive: ZipFile, about: RunData) -> Bundle:
    try:
        with _unzipping(), archive.open(f"runs/{about.key}{BUNDLE}") as file:
            return read_lines(file)
    except KeyError:
        raise BadInput("course_file_lacks", file=f"runs/{about.key}{BUNDLE}") from None


def _replayed(settings: Settings, assignment: AssignmentData, about: RunData, kept: RunFile, bundle: Bundle) -> _Proven:
    """Raises BadInput("course_file_run_wrong", run, what) for a run that is not what its parts say of it."""

    def wrong(what: str, seq: int = 0) -> BadInput:
        return BadInput("course_file_run_wrong", run=about.key, what=what, seq=seq)

    head = bundle.head
    if (head.content_hash, head.market, head.state) != (assignment.content_hash, about.market, about.state):
        raise wrong("head")
    if (head.deal.seed, head.deal.picks) != (about.seed, about.picks) or not len(kept.times) == len(bundle.rows) == len(kept.actors):
        raise wrong("head")
    scenario = script_of(settings, assignment.content_hash)
    try:
        market = market_of(settings, about.market)
    except NotFound:
        raise BadInput("course_file_market_missing", market=about.market[:12]) from None
    try:
        play = start(scenario, deal(scenario, int(about.seed, 16), market, about.picks), market)
    except KeyError:
        raise wrong("picks") from None
    for row, actor in zip(bundle.rows, kept.actors, strict=True):
        try:
            again, _ = play.act(decode_action(row.action), "staff:0" if actor == STAFF else _NOBODY)
        except BadInput:
            raise wrong("action", row.seq) from None
        if replace(again, actor=row.actor) != row:
            raise wrong("action", row.seq)
    world, digest = pack_and_hash(play.world)
    if digest != head.world_hash or play.world.now != head.ended_at:
        raise wrong("world", len(bundle.rows))
    if any(kept_picture.sha256 not in bundle.pictures for kept_picture in kept.pictures):
        raise wrong("pictures")
    there = {sha: len(picture) for sha, picture in bundle.pictures.items() if picture is not None}
    records = tuple(_record(settings, grade.record, play.chain_hash, digest) for grade in kept.grades)
    if any(record is None for record in records):
        raise wrong("grade")
    for picture in kept.pictures:
        _facts(picture)
    return _Proven(about, kept, bundle.rows, there, tuple(one for one in records if one is not None), play.world.now, world, digest)


def _record(settings: Settings, text: str, chain_hash: str, digest: str) -> GradeRecord | None:
    """A grade record of exactly this run; None for any other text."""
    try:
        record = record_from_json(text.encode())
    except (msgspec.MsgspecError, UnicodeError, LabError, ValueError, RecursionError):
        return None
    is_own = (record.journal_hash, record.world_hash) == (chain_hash, digest) and record.to_json() == text.encode()
    return record if is_own and (settings.scripts / record.content_hash).is_dir() else None


def _facts(picture: PictureData) -> ImageFacts:
    try:
        return msgspec.convert(picture.facts, ImageFacts)
    except (msgspec.ValidationError, TypeError, ValueError):
        raise BadInput("course_file_wrong", where="pictures", what=picture.sha256[:12]) from None


def _keep_pictures(store: MediaStore, archive: ZipFile, proven: Mapping[str, _Proven]) -> None:
    """Put the pictures of all runs into the store; they are read a second time so that they are never in memory together."""
    for run in proven.values():
        if run.pictures:
            for sha, data in _bundle(archive, run.about).pictures.items():
                if data is not None:
                    store.put(sha, data)


def _add_person(session: Session, course: Course, person: PersonData, password_hash: str) -> User:
    user = add_user(
        session, login=_free_login(session, person), name=person.name, password_hash=password_hash, role="student", language=person.language
    )
    session.add(
        Member(
            course_id=course.id, user_id=user.id, role="student", joined_at=person.joined_at, section=tidy(person.section),
            refs=dict(person.refs) or None,
        )
    )  # fmt: skip
    return user


def _free_login(session: Session, person: PersonData) -> str:
    """The person's own login or, without one, the pseudonym or "student"; with a number where it is taken."""
    base = "student"
    for wanted in (person.login, person.name if not person.login else ""):
        try:
            base = readable_login(wanted)[:56]
            break
        except BadInput:
            continue
    taken = set(session.scalars(select(User.login).where(User.login.startswith(base, autoescape=True))))
    number = 1
    while (login := base if number == 1 else f"{base}{number}") in taken:
        number += 1
    return login


def _add_assignment(
    session: Session, viewer: Viewer, course: Course, data: AssignmentData, users: Mapping[str, int], proven: Mapping[str, _Proven]
) -> None:
    row = Assignment(
        course_id=course.id, scenario_id=data.scenario, version=data.version, content_hash=data.content_hash, title=tidy(data.title),
        opens_at=data.opens_at, due_at=data.due_at, attempts=data.attempts, released_at=data.released_at, appeals_until=data.appeals_until,
        created_at=data.created_at,
    )  # fmt: skip
    data.rules.put_on(row)
    session.add(row)
    session.flush()
    groups = {}
    for group in data.groups:
        made = Group(assignment_id=row.id, name=tidy(group.name), made_at=group.made_at)
        session.add(made)
        session.flush()
        groups[group.key] = made.id
        for member in group.members:
            session.add(GroupMember(assignment_id=row.id, user_id=users[member.person], group_id=made.id, roles=list(member.roles)))
    for extra in data.extras:
        session.add(
            Extra(
                assignment_id=row.id, user_id=users[extra.person], due_at=extra.due_at, closes_at=extra.closes_at, attempts=extra.attempts,
                minutes=extra.minutes, reason=extra.reason, granted_by=viewer.id, granted_at=extra.granted_at,
            )
        )  # fmt: skip
        session.flush()  # one after the other: the newest row counts
    for about in data.runs:
        _add_run(session, viewer, row, proven[about.key], users, groups)


def _add_run(
    session: Session, viewer: Viewer, assignment: Assignment, run: _Proven, users: Mapping[str, int], groups: Mapping[str, int]
) -> None:
    about, kept = run.about, run.kept
    row = Run(
        assignment_id=assignment.id, user_id=users[about.person], attempt=about.attempt, seed=about.seed, picks=about.picks,
        market_sha256=about.market, state=about.state, opened_at=about.opened_at, handed_in_at=about.handed_in_at, next_seq=len(run.rows),
        chain_hash=run.rows[-1].chain_hash if run.rows else START, sim_time=run.sim_time,
        group_id=groups[about.group] if about.group else None, received_at=about.received_at,
        collected_by=viewer.id if about.collected else None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    journal = [
        {
            "run_id": row.id, "seq": one.seq, "sim_time": one.sim_time, "wall_time": wall_time, "actor": _actor(actor, viewer, users),
            "action": one.action, "outcome": one.outcome, "chain_hash": one.chain_hash,
        }
        for one, wall_time, actor in zip(run.rows, kept.times, kept.actors, strict=True)
    ]  # fmt: skip
    if journal:
        session.execute(insert(JournalRow), journal)
    session.add(Snapshot(run_id=row.id, seq=len(run.rows), world_hash=run.world_hash, data=run.world))
    for picture in kept.pictures:
        if picture.sha256 in run.pictures:
            _add_picture(session, row.id, picture, run.pictures[picture.sha256])
    for grade, record in zip(kept.grades, run.records, strict=True):
        session.add(
            Grade(
                run_id=row.id, made_at=grade.made_at, made_by=viewer.id if grade.by_person else None, reason=grade.reason, record=grade.record,
                points=record.grade.points, max_points=record.grade.max_points, withheld=record.grade.withheld,
            )
        )  # fmt: skip
        session.flush()
    for mark in kept.marks:
        session.add(
            Mark(
                run_id=row.id, check_id=mark.check, fraction=mark.fraction, levels=mark.levels, comment=mark.comment, marker_id=viewer.id,
                made_at=mark.made_at, before=mark.before,
            )
        )  # fmt: skip
        session.flush()


def _actor(actor: str, viewer: Viewer, users: Mapping[str, int]) -> str:
    if actor == STAFF:
        return f"staff:{viewer.id}"
    return f"user:{users[actor]}" if actor in users else _NOBODY


def _add_picture(session: Session, run_id: int, picture: PictureData, size: int) -> None:
    facts = _facts(picture)
    if session.get(Media, picture.sha256) is None:
        session.add(Media(sha256=picture.sha256, bytes=size, width=facts.width_px, height=facts.height_px, first_seen_at=now()))
        session.flush()
    session.add(
        RunMedia(
            run_id=run_id, sha256=picture.sha256, name=picture.name, facts=picture.facts, added_at=picture.added_at, kind=picture.kind,
            source=picture.source, compared=picture.compared,
        )
    )  # fmt: skip
