"""A course made from an archive (`lab.school.course_files`): everything or nothing.

Whatever the archive says is checked before the first row is written: every scenario by the hash of its content, every run by playing
it again from nothing, each outcome and the world at the end by hash, every grade by computing it once more with what people
decided, and every receipt by its signature. Students are new people with new passwords; a login that somebody has already gets a
number. The importer leads the course. The staff of the old one get no rights (`lab.school.course_staff`).
"""

import re
import secrets
from collections import defaultdict
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO
from zipfile import ZipFile

from sqlalchemy import select

from lab.images.store import MediaStore
from lab.scenarios.script import hash_of_files, read_scenario
from lab.school.accounts import Viewer, hash_password, new_password, readable_login, viewer_of
from lab.school.clock import now
from lab.school.course_import_checks import check_course
from lab.school.course_import_rows import Accounts, add_assignment, add_person
from lab.school.course_import_runs import ProvenRun, proven_runs
from lab.school.course_import_zip import bundle_of, opened, part
from lab.school.course_layout import COURSE, MAX_COURSE_BYTES, CourseData, read_course
from lab.school.course_staff import take_in_staff
from lab.school.courses import Invited, free_code
from lab.school.database import Database
from lab.school.drafts import MAX_PICTURE, checked_files
from lab.school.models import Course, User
from lab.school.scripts import keep_script
from lab.school.settings import Settings
from lab.values.errors import BadFile, BadInput, NotFound
from lab.values.text import tidy

_SCENARIO = re.compile(r"scenarios/([0-9a-f]{64})/(.+)")


@dataclass(frozen=True, slots=True)
class Imported:
    """The course that was made; the passwords of its people are shown this once.

    `not_recomputed` counts the grade records that an older version of the lab made and that come out otherwise today: they count
    as they were.
    """

    course_id: int
    title: str
    people: tuple[Invited, ...]
    assignments: int
    runs: int
    not_recomputed: int = 0


def import_course(db: Database, viewer: Viewer, file: IO[bytes], *, most_actions: int | None = None) -> Imported:
    """Make a new course of the viewer's from an archive.

    Raises NotFound for who does not teach; BadInput, before anything is written, for whatever does not hold: course_file_*, what
    `lab.bundles.reading` raises; course_file_grade_differs for a grade that does not come out again; course_file_too_long(found,
    limit) where more than `most_actions` actions would have to be played.
    """
    if not viewer.may_teach:
        raise NotFound("no_such_page")
    with opened(file) as archive:
        data = read_course(part(archive, COURSE, MAX_COURSE_BYTES))
        check_course(data)
        _keep_scenarios(db.settings, archive, data)
        proven = proven_runs(db.settings, archive, data, most_actions)
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
        staff = take_in_staff(session, viewer, course, data.staff)  # before there are new people, whose logins the archive has chosen
        users, invited = {}, []
        for person, password, password_hash in zip(data.people, passwords, hashes, strict=True):
            user = add_person(session, course, person, password_hash)
            users[person.key] = user.id
            invited.append(Invited(user.name, user.login, password))
        accounts = Accounts(viewer.id, users, staff)
        for assignment in data.assignments:
            add_assignment(session, course, assignment, accounts, proven)
        not_recomputed = sum(run.not_recomputed for run in proven.values())
        return Imported(course.id, course.title, tuple(invited), len(data.assignments), len(proven), not_recomputed)


def instructor_called(db: Database, login: str) -> Viewer:
    """Who teaches under a login, for who runs the installation. Raises NotFound."""
    with db.session() as session:
        user = session.scalar(select(User).where(User.login == readable_login(login), User.deleted_at.is_(None)))
    if user is None or not viewer_of(user).may_teach:
        raise NotFound("no_such_instructor", login=login[:64])
    return viewer_of(user)


def _keep_scenarios(settings: Settings, archive: ZipFile, data: CourseData) -> None:
    """Put every scenario of the archive among the instance's copies, once its content is what its name says."""
    names: defaultdict[str, list[str]] = defaultdict(list)
    for entry in archive.infolist():
        if found := _SCENARIO.fullmatch(entry.filename):
            names[found[1]].append(found[2])
    for assignment in data.assignments:
        for needed in (assignment.content_hash, *(regrade.content_hash for regrade in assignment.regrades)):
            if needed not in names:
                raise BadInput("course_file_lacks", file=f"scenarios/{needed[:12]}")
    for digest, paths in names.items():
        if (settings.scripts / digest).is_dir():
            continue
        files = checked_files({path: part(archive, f"scenarios/{digest}/{path}", MAX_PICTURE) for path in paths})
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


def _keep_pictures(store: MediaStore, archive: ZipFile, proven: Mapping[str, ProvenRun]) -> None:
    """Put the pictures of all runs into the store; they are read a second time so that they are never in memory together."""
    for run in proven.values():
        if run.pictures:
            for sha, data in bundle_of(archive, run.about).pictures.items():
                if data is not None:
                    store.put(sha, data)
