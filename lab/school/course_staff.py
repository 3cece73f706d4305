"""The staff of a course in its archive: who worked for it, and whose name stands under what was decided.

An archive is a file from anybody, so nobody gets a right from it. Somebody named in one is an account of this server only for an
administrator who imports it, under a login that exists here and with a place that the account may hold; importers also find
themselves, who lead the new course anyway. Everybody else becomes a name: an account that nobody can sign in to, with no password,
no role but that of a student, and in the course the place `former`, which allows nothing and stands in no list of its staff. It
remembers login and place as the archive has them, so that the next archive says the same.
"""

import secrets
from collections.abc import Mapping, Sequence
from typing import Final, get_args

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from lab.school.accounts import Viewer, readable_login
from lab.school.clock import now
from lab.school.course_layout import Place, StaffData
from lab.school.models import (
    Appeal,
    Assignment,
    Course,
    Extra,
    Grade,
    HelpRequest,
    JournalRow,
    Mark,
    Member,
    Opinion,
    Proposal,
    Regrade,
    Run,
    User,
)
from lab.school.names import pseudonym
from lab.school.staff import STAFF
from lab.values.errors import BadInput
from lab.values.text import tidy
from lab.world.action import STAFF_ACTOR

FORMER: Final = "former"
"""The role of a member who worked for the course where it came from."""
LOGIN: Final = "archive_login"
PLACE: Final = "archive_place"
_COMMON = 0
_PLACES: dict[str, Place] = {place: place for place in get_args(Place)}
_BY_RUN: tuple[InstrumentedAttribute[int | None] | InstrumentedAttribute[int], ...] = (
    Grade.made_by, Mark.marker_id, Opinion.marker_id, Proposal.proposed_by, Proposal.decided_by, Appeal.answered_by, HelpRequest.answered_by,
)  # fmt: skip
_BY_ASSIGNMENT: tuple[InstrumentedAttribute[int | None] | InstrumentedAttribute[int], ...] = (
    Run.collected_by, Extra.granted_by, Regrade.asked_by, Regrade.closed_by,
)  # fmt: skip


def archived_staff(session: Session, course: Course, *, with_names: bool) -> dict[int, StaffData]:
    """The staff by id: by login, or in the order of their pseudonyms.

    The owner is among them, unless the course came from an archive that names another and they have decided nothing in it yet.
    """
    makers = _makers(session, course)
    members = {member.user_id: member for member in session.scalars(select(Member).where(Member.course_id == course.id, Member.role != "student"))}
    came_with_owner = any(_place(member) == "owner" for member in members.values())
    ids = makers | set(members) | (set() if came_with_owner else {course.owner_id})
    found = []
    for user in session.scalars(select(User).where(User.id.in_(ids))):
        member = members.get(user.id)
        place: Place = "owner" if user.id == course.owner_id else _place(member)
        is_gone = user.deleted_at is not None
        login = "" if is_gone else _refs(member).get(LOGIN, "") if member is not None and member.role == FORMER else user.login
        since = member.joined_at if member is not None and place not in ("owner", "") else None
        order = (login, user.id) if with_names else (pseudonym(course.secret, _COMMON, f"staff/{user.id}"), 0)
        found.append((order, user.id, StaffData(key="s0", name="" if is_gone else user.name, login=login, place=place, since=since)))
    found.sort(key=lambda one: one[0])
    return {
        user_id: StaffData(
            key=f"s{number}", name=data.name if with_names else f"Marker {number}" if data.name else "", login=data.login if with_names else "",
            place=data.place, since=data.since,
        )
        for number, (_, user_id, data) in enumerate(found, 1)
    }  # fmt: skip


def marker_names(session: Session, staff: Mapping[int, StaffData]) -> dict[str, str]:
    """What each name of somebody of the staff becomes in the archive."""
    return {name: staff[user_id].name for user_id, name in session.execute(select(User.id, User.name).where(User.id.in_(list(staff))))}


def take_in_staff(session: Session, viewer: Viewer, course: Course, staff: Sequence[StaffData]) -> dict[str, int]:
    """The accounts, by key, under which the records of the staff of an archive are kept; see above for whose they are."""
    accounts = {}
    for one in staff:
        known = _known(session, viewer, one)
        if known is None:
            known = _nobody(one)
            session.add(known)
            session.flush()
            _add_member(session, course, known, one, FORMER)
        elif known.id != viewer.id and one.place:
            _add_member(session, course, known, one, "teacher" if one.place == "owner" else one.place)
        accounts[one.key] = known.id
    return accounts


def _makers(session: Session, course: Course) -> set[int]:
    """Everybody who made a record of the course's."""
    assignments = select(Assignment.id).where(Assignment.course_id == course.id)
    runs = select(Run.id).where(Run.assignment_id.in_(assignments))
    found: set[int | None] = set()
    for column in _BY_RUN:
        found |= set(session.scalars(select(column).where(column.class_.run_id.in_(runs)).distinct()))
    for column in _BY_ASSIGNMENT:
        found |= set(session.scalars(select(column).where(column.class_.assignment_id.in_(assignments)).distinct()))
    actors = session.scalars(select(JournalRow.actor).where(JournalRow.run_id.in_(runs), JournalRow.actor.like(f"{STAFF_ACTOR}%")).distinct())
    numbers = (actor.removeprefix(STAFF_ACTOR) for actor in actors)
    return {one for one in found if one is not None} | {int(number) for number in numbers if number.isdecimal()}


def _refs(member: Member | None) -> Mapping[str, str]:
    return (member.refs if member is not None else None) or {}


def _place(member: Member | None) -> Place:
    """The place that somebody has in the course, or had where it came from."""
    if member is None:
        return ""
    was = _PLACES.get(_refs(member).get(PLACE, ""), "")
    if member.role == FORMER or (member.role == "teacher" and was == "owner"):
        return was
    return _PLACES[member.role] if member.role in STAFF else ""


def _known(session: Session, viewer: Viewer, one: StaffData) -> User | None:
    """The account here that an entry may stand for."""
    try:
        login = readable_login(one.login)
    except BadInput:
        return None
    user = session.scalar(select(User).where(User.login == login, User.deleted_at.is_(None), User.disabled_at.is_(None)))
    if user is None or not (user.id == viewer.id or viewer.is_admin):
        return None
    return None if one.place in ("owner", "teacher") and user.role not in ("admin", "instructor") else user


def _nobody(one: StaffData) -> User:
    """An account that is a name and nothing else; without a name it is one whose data was deleted."""
    name, moment = tidy(one.name), now()
    return User(
        login=f"{'archived' if name else 'deleted'}-{secrets.token_hex(8)}", name=name, role="student", password_hash="", language="en",
        theme="auto", created_at=moment, disabled_at=moment, deleted_at=None if name else moment, is_demo=False,
    )  # fmt: skip


def _add_member(session: Session, course: Course, user: User, one: StaffData, role: str) -> None:
    session.add(
        Member(
            course_id=course.id, user_id=user.id, role=role, joined_at=one.since or now(), section="",
            refs={name: text for name, text in ((LOGIN, one.login), (PLACE, one.place)) if text} or None,
        )
    )  # fmt: skip
