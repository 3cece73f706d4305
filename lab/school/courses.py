"""Courses: who teaches them, who is in them, how people join.

A course belongs to one instructor. Whoever may not see a course is told that there is none.
"""

import re
import secrets
import unicodedata
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, or_, select, true
from sqlalchemy.orm import Session

from lab.school import throttle
from lab.school.accounts import (
    SignIn,
    Viewer,
    add_user,
    begin_sign_in,
    check_password,
    hash_password,
    new_password,
    readable_login,
    revoke_all,
)
from lab.school.clock import now
from lab.school.database import Database
from lab.school.models import Course, Member, User
from lab.school.models import SignIn as SignInRow
from lab.values.errors import BadInput, NotFound, Refused
from lab.values.text import tidy

CODE_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0 O 1 I L U: nothing that is misread from a whiteboard, and hardly a word."""
CODE_LENGTH = 8
MAX_INVITED = 500
_SEPARATOR = re.compile(r"[,;\t]")


@dataclass(frozen=True, slots=True)
class CourseView:
    """A course as one viewer may see it; `join_code` is None for its students."""

    id: int
    title: str
    owner: str
    is_owner: bool
    join_code: str | None
    students: int
    created_at: datetime
    archived_at: datetime | None


@dataclass(frozen=True, slots=True)
class MemberView:
    """A student of a course; `seen_at` is the last sign of life of any of their sign-ins."""

    id: int
    login: str
    name: str
    joined_at: datetime
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Invited:
    """A student made from a pasted list. The password is shown this once."""

    name: str
    login: str
    password: str = field(repr=False)


def create_course(db: Database, viewer: Viewer, title: str) -> CourseView:
    """A new course of the viewer's. Raises NotFound unless the viewer teaches, BadInput for an empty or long title."""
    if not viewer.may_teach:
        raise NotFound("no_such_page")
    title = tidy(title)
    if not 1 <= len(title) <= 120:
        raise BadInput("title_length", found=len(title), limit=120)
    with db.write() as session:
        course = Course(
            title=title, owner_id=viewer.id, join_code=free_code(session), secret=secrets.token_hex(32),
            created_at=now(),
        )  # fmt: skip
        session.add(course)
        session.flush()
        return _view(session, viewer, course)


def courses_of(db: Database, viewer: Viewer) -> list[CourseView]:
    """The courses that a viewer may see, present ones first, the newest first."""
    with db.session() as session:
        courses = session.scalars(
            select(Course)
            .where(_visible_to(viewer), Course.kind == "class")
            .order_by(Course.archived_at.is_not(None), Course.created_at.desc(), Course.id.desc())
        ).all()
        return [_view(session, viewer, course) for course in courses]


def course_for(db: Database, viewer: Viewer, course_id: int) -> CourseView:
    """One course. Raises NotFound when there is none or it is not the viewer's."""
    with db.session() as session:
        return _view(session, viewer, visible_course(session, viewer, course_id))


def visible_course(session: Session, viewer: Viewer, course_id: int) -> Course:
    """A course that the viewer takes part in, teaches or administers. Raises NotFound."""
    course = session.scalar(select(Course).where(Course.id == course_id, _visible_to(viewer)))
    if course is None:
        raise NotFound("no_such_course")
    return course


def taught_course(session: Session, viewer: Viewer, course_id: int, *, lock: bool = False) -> Course:
    """A course that the viewer owns or administers. Raises NotFound."""
    question = select(Course).where(Course.id == course_id, taught_by(viewer))
    course = session.scalar(question.with_for_update() if lock else question)
    if course is None:
        raise NotFound("no_such_course")
    return course


def taught_by(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on `Course` under which a viewer teaches it."""
    if viewer.is_admin:
        return true()
    return Course.owner_id == (viewer.id if viewer.may_teach else -1)


def join_course(db: Database, viewer: Viewer, code: str) -> CourseView:
    """Join a course by its code; joining twice is no error. Raises NotFound for a code that opens nothing."""
    key = throttle.key_for(db, "code", str(viewer.id))
    throttle.check_open(db, key)
    try:
        with db.write() as session:
            course = _course_of_code(session, code)
            if course.owner_id != viewer.id:
                _add_member(session, course, viewer.id)
            return _view(session, viewer, course)
    except NotFound:
        throttle.count_failure(db, {key: throttle.ACCOUNT_LIMIT})
        raise


def register_with_code(
    db: Database, code: str, login: str, name: str, password: str, *,
    address: str = "", agent: str = "", language: str = "en",
) -> SignIn:  # fmt: skip
    """A new student who joins a course at once. Raises NotFound for a wrong code, BadInput for the rest."""
    key = throttle.key_for(db, "code", f"address {address}")
    throttle.check_open(db, key)
    try:
        with db.session() as session:
            _course_of_code(session, code)
    except NotFound:
        throttle.count_failure(db, {key: throttle.ADDRESS_LIMIT})
        raise
    login = readable_login(login)
    check_password(password, login)
    password_hash = hash_password(password)
    with db.write() as session:
        course = _course_of_code(session, code)
        user = add_user(
            session, login=login, name=name, password_hash=password_hash, role="student", language=language
        )
        _add_member(session, course, user.id)
        return begin_sign_in(db, session, user, address=address, agent=agent)


def invite_list(db: Database, viewer: Viewer, course_id: int, text: str) -> list[Invited]:
    """Make students from pasted lines "name" or "name, login", all or none, and put them into a course.

    A missing login is made from the name. Passwords are random and given back this once.
    Raises BadInput naming the line for a fault, NotFound when the course is not the viewer's.
    """
    read = (tidy(_SEPARATOR.sub(",", line)) for line in text.splitlines())
    lines = [(number, line) for number, line in enumerate(read, start=1) if line]
    if not lines:
        raise BadInput("list_is_empty")
    if len(lines) > MAX_INVITED:
        raise BadInput("list_too_long", found=len(lines), limit=MAX_INVITED)
    with db.session() as session:
        taught_course(session, viewer, course_id)
    passwords = [new_password() for _ in lines]
    # Hashing is slow on purpose; it is done before the transaction and releases the interpreter lock.
    with ThreadPoolExecutor(max_workers=2) as pool:
        hashes = list(pool.map(hash_password, passwords))
    invited = []
    with db.write() as session:
        course = taught_course(session, viewer, course_id)
        _check_not_archived(course)
        for (number, line), password, password_hash in zip(lines, passwords, hashes, strict=True):
            name, _, login = (part.strip() for part in line.partition(","))
            try:
                login = readable_login(login) if login else _free_login(session, name)
                user = add_user(
                    session, login=login, name=name, password_hash=password_hash, role="student",
                    language=viewer.language,
                )  # fmt: skip
            except BadInput as error:
                raise BadInput("list_line_wrong", line=number, text=line[:80], reason=error.code) from None
            _add_member(session, course, user.id)
            invited.append(Invited(user.name, user.login, password))
    return invited


def members_of(db: Database, viewer: Viewer, course_id: int) -> list[MemberView]:
    """The students of a course, by name. For its owner and for admins; others get NotFound."""
    with db.session() as session:
        taught_course(session, viewer, course_id)
        seen = (
            select(SignInRow.user_id, func.max(SignInRow.seen_at).label("seen_at"))
            .group_by(SignInRow.user_id)
            .subquery()
        )
        rows = session.execute(
            select(User, Member.joined_at, seen.c.seen_at)
            .join(Member, Member.user_id == User.id)
            .outerjoin(seen, seen.c.user_id == User.id)
            .where(Member.course_id == course_id)
        ).all()
    members = [MemberView(user.id, user.login, user.name, joined_at, seen_at) for user, joined_at, seen_at in rows]
    return sorted(members, key=lambda member: (member.name.casefold(), member.id))


def reset_password(db: Database, viewer: Viewer, course_id: int, user_id: int) -> str:
    """Give a student of one's course a new random password and revoke their sign-ins.

    Raises NotFound for anybody who is not a plain student of this course: no instructor can take over a colleague.
    """
    password = new_password()
    password_hash = hash_password(password)
    with db.write() as session:
        taught_course(session, viewer, course_id)
        user = session.scalar(
            select(User)
            .join(Member, Member.user_id == User.id)
            .where(Member.course_id == course_id, User.id == user_id, User.role == "student")
            .where(User.deleted_at.is_(None))
        )
        if user is None:
            raise NotFound("no_such_member")
        user.password_hash = password_hash
        revoke_all(session, user.id)
    throttle_key = throttle.key_for(db, "account", user.login)
    with db.write() as session:
        throttle.forget(session, throttle_key)
    return password


def remove_member(db: Database, viewer: Viewer, course_id: int, user_id: int) -> None:
    """Take a student out of a course; their runs stay and show again when they come back. Raises NotFound."""
    with db.write() as session:
        taught_course(session, viewer, course_id)
        gone = session.scalar(
            delete(Member).where(Member.course_id == course_id, Member.user_id == user_id).returning(Member.user_id)
        )
        if gone is None:
            raise NotFound("no_such_member")


def new_join_code(db: Database, viewer: Viewer, course_id: int) -> str:
    """Replace the join code; the old one opens nothing from now on. Raises NotFound."""
    with db.write() as session:
        course = taught_course(session, viewer, course_id, lock=True)
        course.join_code = free_code(session)
        return course.join_code


def archive_course(db: Database, viewer: Viewer, course_id: int, *, archived: bool = True) -> None:
    """Close a course for joining and for new runs, or open it again. Raises NotFound."""
    with db.write() as session:
        course = taught_course(session, viewer, course_id, lock=True)
        if course.kind != "class":  # where drafts are tried out nobody ever joins
            raise NotFound("no_such_course")
        course.archived_at = now() if archived else None


def readable_code(text: str) -> str:
    """A join code as typed by a person: case, spaces and hyphens do not matter."""
    return re.sub(r"[\s-]", "", tidy(text)).upper()[:40]


def _visible_to(viewer: Viewer) -> ColumnElement[bool]:
    joined = select(Member.course_id).where(Member.user_id == viewer.id)
    return or_(taught_by(viewer), Course.id.in_(joined))


def _view(session: Session, viewer: Viewer, course: Course) -> CourseView:
    students = session.scalar(select(func.count()).where(Member.course_id == course.id)) or 0
    owner = session.get_one(User, course.owner_id)
    teaches = viewer.is_admin or (course.owner_id == viewer.id and viewer.may_teach)
    return CourseView(
        id=course.id, title=course.title, owner=owner.name, is_owner=teaches,
        join_code=course.join_code if teaches else None, students=students,
        created_at=course.created_at, archived_at=course.archived_at,
    )  # fmt: skip


def _course_of_code(session: Session, code: str) -> Course:
    course = session.scalar(
        select(Course).where(Course.join_code == readable_code(code), Course.archived_at.is_(None))
    )
    if course is None:
        raise NotFound("no_such_join_code")
    return course


def _check_not_archived(course: Course) -> None:
    if course.archived_at is not None:
        raise Refused("course_archived")


def _add_member(session: Session, course: Course, user_id: int) -> None:
    if session.get(Member, (course.id, user_id)) is None:
        session.add(Member(course_id=course.id, user_id=user_id, role="student", joined_at=now()))
        session.flush()


def free_code(session: Session) -> str:
    """A join code that no course has."""
    while True:
        code = "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))
        if session.scalar(select(Course.id).where(Course.join_code == code)) is None:
            return code


def _free_login(session: Session, name: str) -> str:
    """A login from a name: its Latin letters with dots between words, else "student"; a number where it is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    words: Sequence[str] = re.findall(r"[a-z0-9]+", plain)
    base = ".".join(words)[:40].strip(".") or "student"
    if len(base) < 2:
        base = f"student.{base}"
    taken = set(session.scalars(select(User.login).where(User.login.startswith(base, autoescape=True))))
    number = 1
    while (login := base if number == 1 else f"{base}{number}") in taken:
        number += 1
    return login
