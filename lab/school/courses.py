"""Courses: who teaches them, who is in them, how people join.

A course belongs to one instructor, whom others may help (`lab.school.staff`). Whoever may not see a course is told that
there is none.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, exists, func, not_, or_, select
from sqlalchemy.orm import Session, aliased

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
from lab.school.names import SIGNS
from lab.school.staff import STAFF, led_by, place_in
from lab.values.errors import BadInput, NotFound
from lab.values.text import tidy

CODE_SIGNS = SIGNS
"""Nothing that is misread from a whiteboard, and hardly a word."""
CODE_LENGTH = 8


@dataclass(frozen=True, slots=True)
class CourseView:
    """A course as one viewer may see it; `join_code` is None for whoever does not lead it.

    `place` is the viewer's: leader, grader, guest or student.
    """

    id: int
    title: str
    owner: str
    place: str
    join_code: str | None
    students: int
    created_at: datetime
    archived_at: datetime | None

    @property
    def is_led(self) -> bool:
        """The viewer leads it."""
        return self.place == "leader"

    @property
    def is_staffed(self) -> bool:
        """The viewer belongs to its staff."""
        return self.place in ("leader", "grader", "guest")


@dataclass(frozen=True, slots=True)
class MemberView:
    """A student of a course; `seen_at` is the last sign of life of any of their sign-ins.

    `may_reset`: who looks may give them a new password.
    """

    id: int
    login: str
    name: str
    joined_at: datetime
    seen_at: datetime | None
    section: str
    may_reset: bool


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
        return _views(session, viewer, courses)


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
    """A course that the viewer leads. Raises NotFound."""
    question = select(Course).where(Course.id == course_id, led_by(viewer))
    course = session.scalar(question.with_for_update() if lock else question)
    if course is None:
        raise NotFound("no_such_course")
    return course


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


def members_of(db: Database, viewer: Viewer, course_id: int) -> list[MemberView]:
    """The students of a course, by name. For its leaders; others get NotFound."""
    with db.session() as session:
        taught_course(session, viewer, course_id)
        seen = (
            select(SignInRow.user_id, func.max(SignInRow.seen_at).label("seen_at"))
            .group_by(SignInRow.user_id)
            .subquery()
        )
        rows = session.execute(
            select(User, Member.joined_at, Member.section, seen.c.seen_at, _is_nobody_elses(viewer))
            .join(Member, Member.user_id == User.id)
            .outerjoin(seen, seen.c.user_id == User.id)
            .where(Member.course_id == course_id, Member.role == "student", User.deleted_at.is_(None))
        ).all()
    members = [MemberView(user.id, user.login, user.name, joined_at, seen_at, section, may_reset) for user, joined_at, section, seen_at, may_reset in rows]
    return sorted(members, key=lambda member: (member.name.casefold(), member.id))


def _is_nobody_elses(viewer: Viewer) -> ColumnElement[bool]:
    """Whether an account is a plain student's who works for no course that the viewer does not lead."""
    works = aliased(Member)
    of_others = select(Course.id).where(not_(led_by(viewer)))
    works_elsewhere = exists().where(works.user_id == User.id, works.role.in_(STAFF), works.course_id.in_(of_others))
    return and_(User.role == "student", ~works_elsewhere)


def reset_password(db: Database, viewer: Viewer, course_id: int, user_id: int) -> str:
    """Give a student of one's course a new random password and revoke their sign-ins.

    Raises NotFound for anybody who is not a plain student of this course, and for who works for a course that the viewer does not
    lead: no instructor can take over a colleague, nor see a colleague's course through its graders.
    """
    password = new_password()
    password_hash = hash_password(password)
    with db.write() as session:
        taught_course(session, viewer, course_id)
        user = session.scalar(
            select(User)
            .join(Member, Member.user_id == User.id)
            .where(Member.course_id == course_id, Member.role == "student", User.id == user_id)
            .where(User.deleted_at.is_(None), _is_nobody_elses(viewer))
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
            delete(Member)
            .where(Member.course_id == course_id, Member.user_id == user_id, Member.role == "student")
            .returning(Member.user_id)
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
    return or_(led_by(viewer), Course.id.in_(joined))


def _view(session: Session, viewer: Viewer, course: Course) -> CourseView:
    return _views(session, viewer, [course])[0]


def _views(session: Session, viewer: Viewer, courses: Sequence[Course]) -> list[CourseView]:
    """Courses for a page, with three questions however many they are."""
    ids = [course.id for course in courses]
    students = dict(
        session.execute(
            select(Member.course_id, func.count())
            .where(Member.course_id.in_(ids), Member.role == "student")
            .group_by(Member.course_id)
        ).all()
    )
    roles = dict(
        session.execute(
            select(Member.course_id, Member.role).where(Member.course_id.in_(ids), Member.user_id == viewer.id)
        ).all()
    )
    owners = dict(session.execute(select(User.id, User.name).where(User.id.in_({course.owner_id for course in courses}))).all())
    views = []
    for course in courses:
        place = place_in(viewer, course.owner_id, roles.get(course.id))
        views.append(
            CourseView(
                id=course.id, title=course.title, owner=owners[course.owner_id], place=place,
                join_code=course.join_code if place == "leader" else None, students=students.get(course.id, 0),
                created_at=course.created_at, archived_at=course.archived_at,
            )
        )  # fmt: skip
    return views


def _course_of_code(session: Session, code: str) -> Course:
    course = session.scalar(
        select(Course).where(Course.join_code == readable_code(code), Course.archived_at.is_(None))
    )
    if course is None:
        raise NotFound("no_such_join_code")
    return course


def _add_member(session: Session, course: Course, user_id: int) -> None:
    if session.get(Member, (course.id, user_id)) is None:
        session.add(Member(course_id=course.id, user_id=user_id, role="student", joined_at=now(), section=""))
        session.flush()


def free_code(session: Session) -> str:
    """A join code that no course has."""
    while True:
        code = "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))
        if session.scalar(select(Course.id).where(Course.join_code == code)) is None:
            return code
