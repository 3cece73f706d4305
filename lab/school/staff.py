"""Who works for a course, and what each place in it allows.

    leader   the owner, co-instructors (`teacher`) and administrators: everything
    grader   sees runs and marks them
    guest    somebody from a company: sees runs and marks them, and never learns a name
    student  plays

An account may be a student in one course and a grader in another. Leading takes an instructor's account.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, exists, false, or_, select, true
from sqlalchemy.orm import Session, aliased

from lab.school.accounts import Viewer, add_user, hash_password, new_password, readable_login
from lab.school.clock import now
from lab.school.database import Database
from lab.school.models import Course, Member, User
from lab.values.errors import BadInput, NotFound, Refused

STAFF = ("teacher", "grader", "guest")
"""What a member may be in a course besides a student."""


@dataclass(frozen=True, slots=True)
class StaffLine:
    """Somebody of a course's staff; `place` is owner, teacher, grader or guest."""

    id: int
    login: str
    name: str
    place: str
    since: datetime


@dataclass(frozen=True, slots=True)
class NewStaff:
    """Who was added; `password` is that of an account made for them, shown this once, else empty."""

    name: str
    login: str
    place: str
    password: str = ""


_OWN = aliased(Member)
"""The viewer's own membership, under a name that questions about other members do not use."""


def led_by(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on `Course` under which a viewer leads it."""
    if viewer.is_admin:
        return true()
    if not viewer.may_teach:
        return false()
    return or_(Course.owner_id == viewer.id, _has_place(viewer, ("teacher",)))


def staffed_by(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on `Course` under which a viewer belongs to its staff, and so may see its runs and mark them."""
    return or_(led_by(viewer), _has_place(viewer, ("grader", "guest")))


def _has_place(viewer: Viewer, places: Sequence[str]) -> ColumnElement[bool]:
    return exists().where(and_(_OWN.course_id == Course.id, _OWN.user_id == viewer.id, _OWN.role.in_(places)))


def place_in(viewer: Viewer, owner_id: int, role: str | None) -> str:
    """The viewer's place in a course of this owner, where they are a member with `role` (None: no member)."""
    if viewer.is_admin or (viewer.may_teach and (owner_id == viewer.id or role == "teacher")):
        return "leader"
    return role if role in ("grader", "guest", "student") else ""


def place_of(session: Session, viewer: Viewer, course: Course) -> str:
    """leader, grader, guest, student, or "" for somebody who has nothing to do with the course."""
    role = session.scalar(select(Member.role).where(Member.course_id == course.id, Member.user_id == viewer.id))
    return place_in(viewer, course.owner_id, role)


def staff_of(db: Database, viewer: Viewer, course_id: int) -> list[StaffLine]:
    """Who works for a course, the owner first. For its leaders; others get NotFound."""
    with db.session() as session:
        course = _led(session, viewer, course_id)
        owner = session.get_one(User, course.owner_id)
        rows = session.execute(
            select(User, Member)
            .join(Member, Member.user_id == User.id)
            .where(Member.course_id == course_id, Member.role.in_(STAFF))
        ).all()
    lines = [StaffLine(user.id, user.login, user.name, member.role, member.joined_at) for user, member in rows]
    lines.sort(key=lambda line: (STAFF.index(line.place), line.name.casefold(), line.id))
    return [StaffLine(owner.id, owner.login, owner.name, "owner", course.created_at), *lines]


def add_staff(db: Database, viewer: Viewer, course_id: int, place: str, login: str, name: str = "") -> NewStaff:
    """Give somebody a place on a course's staff, by login. Who has no account gets one with a random password, if a name is given.

    Raises NotFound for who does not lead the course, BadInput for an unknown login without a name or an unknown place,
    Refused for a co-instructor without an instructor's account, and for students of the course.
    """
    if place not in STAFF:
        raise BadInput("no_such_choice", field="place", known=list(STAFF))
    login = readable_login(login)
    password = new_password()
    password_hash = hash_password(password)
    with db.write() as session:
        course = _led(session, viewer, course_id)
        user = session.scalar(select(User).where(User.login == login, User.deleted_at.is_(None)))
        if user is None:
            if not name.strip():
                raise BadInput("staff_needs_name", login=login)
            role = {"teacher": "instructor", "guest": "guest"}.get(place, "student")
            if role == "instructor" and not viewer.is_admin:
                raise Refused("only_admins_make_instructors")
            user = add_user(session, login=login, name=name, password_hash=password_hash, role=role, language=viewer.language)
        else:
            password = ""
        if user.id == course.owner_id:
            raise Refused("already_owner")
        if place == "teacher" and user.role not in ("admin", "instructor"):
            raise Refused("not_an_instructor", login=login)
        member = session.get(Member, (course.id, user.id))
        if member is not None and member.role == "student":
            raise Refused("is_student_here", login=login)
        if member is None:
            session.add(Member(course_id=course.id, user_id=user.id, role=place, joined_at=now(), section=""))
        else:
            member.role = place
        return NewStaff(user.name, user.login, place, password)


def remove_staff(db: Database, viewer: Viewer, course_id: int, user_id: int) -> None:
    """Take somebody's place on the staff; what they marked stays. Raises NotFound."""
    with db.write() as session:
        _led(session, viewer, course_id)
        gone = session.scalar(
            delete(Member)
            .where(Member.course_id == course_id, Member.user_id == user_id, Member.role.in_(STAFF))
            .returning(Member.user_id)
        )
        if gone is None:
            raise NotFound("no_such_member")


def _led(session: Session, viewer: Viewer, course_id: int) -> Course:
    course = session.scalar(select(Course).where(Course.id == course_id, led_by(viewer), Course.kind == "class"))
    if course is None:
        raise NotFound("no_such_course")
    return course
