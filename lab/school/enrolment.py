"""Putting the people of a list into a course: accounts for new ones, new sections and references for those who are there.

Who is in the course already is found by what other systems call them, or by login. A login that somebody else has is only
taken for the same person when they are a student of another course of the viewer's; else a number is added to it, for
whoever leads a course can give its students new passwords.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from lab.school.accounts import Viewer, add_user, hash_password, new_password, numbered_login, readable_login
from lab.school.clock import now
from lab.school.courses import Invited, taught_course
from lab.school.database import Database
from lab.school.models import Course, Member, User
from lab.school.rosters import Roster, RosterEntry
from lab.school.staff import led_by
from lab.values.errors import BadInput, Refused


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What became of a list: new accounts with their passwords, how many came from other courses of the viewer's, how many were here."""

    invited: tuple[Invited, ...]
    joined: int
    known: int


def enrol(db: Database, viewer: Viewer, course_id: int, roster: Roster) -> Enrolment:
    """Put everybody of a list into a course, all or none. Doing it twice adds nobody twice.

    Raises NotFound for who does not lead the course, Refused for one that is archived or when somebody of its staff is in the list.
    """
    with db.session() as session:
        course = taught_course(session, viewer, course_id)
        people = _People(session, viewer, course)
        fresh = sum(people.find(entry) is None for entry in roster.entries)
    passwords = [new_password() for _ in range(fresh)]
    # Hashing is slow on purpose; it is done before the transaction and releases the interpreter lock.
    with ThreadPoolExecutor(max_workers=2) as pool:
        prepared = list(zip(passwords, pool.map(hash_password, passwords), strict=True))
    invited, joined, known = [], 0, 0
    with db.write() as session:
        course = taught_course(session, viewer, course_id)
        if course.archived_at is not None:
            raise Refused("course_archived")
        people = _People(session, viewer, course)
        for entry in roster.entries:
            user = people.find(entry)
            if user is None:
                password, password_hash = prepared.pop(0) if prepared else _one_more()
                login = free_login(session, entry.login, entry.name)
                user = add_user(session, login=login, name=entry.name, password_hash=password_hash, role="student", language=viewer.language)
                invited.append(Invited(user.name, user.login, password))
                people.add(course, user, entry)
            elif user.id not in people.members:
                joined += 1
                people.add(course, user, entry)
            else:
                known += 1
                people.update(user, entry)
    return Enrolment(tuple(invited), joined, known)


class _People:
    """Who is in a course, and the students of the viewer's other courses, to be found by what a list says of them."""

    def __init__(self, session: Session, viewer: Viewer, course: Course) -> None:
        self._session = session
        rows = session.execute(
            select(User, Member).join(Member, Member.user_id == User.id).where(Member.course_id == course.id, User.deleted_at.is_(None))
        ).all()
        self.members = {user.id: member for user, member in rows}
        self._by_ref = {ref: user for user, member in rows for ref in _strong_refs(member.refs)}
        elsewhere = session.scalars(
            select(User)
            .join(Member, Member.user_id == User.id)
            .join(Course, Course.id == Member.course_id)
            .where(User.role == "student", User.deleted_at.is_(None), Member.role == "student", led_by(viewer))
        )
        self._by_login = {**{user.login: user for user in elsewhere}, **{user.login: user for user, _ in rows}}

    def find(self, entry: RosterEntry) -> User | None:
        """The account of a person in a list; None for somebody new."""
        by_ref = next((self._by_ref[ref] for ref in _strong_refs(entry.refs) if ref in self._by_ref), None)
        return by_ref or self._by_login.get(entry.login.casefold())

    def add(self, course: Course, user: User, entry: RosterEntry) -> None:
        member = Member(
            course_id=course.id, user_id=user.id, role="student", joined_at=now(), section=entry.section, refs=dict(entry.refs) or None
        )
        self._session.add(member)
        self._session.flush()
        self.members[user.id] = member

    def update(self, user: User, entry: RosterEntry) -> None:
        """Raises Refused for somebody of the course's staff."""
        member = self.members[user.id]
        if member.role != "student":
            raise Refused("staff_in_list", login=user.login)
        member.section = entry.section or member.section
        member.refs = {**(member.refs or {}), **entry.refs} or None


def change_section(db: Database, viewer: Viewer, course_id: int, sections: dict[int, str]) -> int:
    """Put students into sections, by student; how many changed. Raises NotFound, BadInput for somebody who is no student of the course."""
    changed = 0
    with db.write() as session:
        taught_course(session, viewer, course_id)
        for user_id, section in sections.items():
            member = session.get(Member, (course_id, user_id))
            if member is None or member.role != "student":
                raise BadInput("not_in_course", user=user_id)
            section = section.strip()[:80]
            changed += member.section != section
            member.section = section
    return changed


def free_login(session: Session, login: str, name: str) -> str:
    """A login nobody has: the one given, else the Latin letters of the name with dots between words, else "student"; a number where it is taken."""
    if login:
        base = readable_login(login)[:50]
    else:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
        words: Sequence[str] = re.findall(r"[a-z0-9]+", plain)
        base = ".".join(words)[:40].strip(".") or "student"
        if len(base) < 2:
            base = f"student.{base}"
    return numbered_login(session, base)


def _strong_refs(refs: Mapping[str, str] | None) -> list[tuple[str, str]]:
    """What other systems call a person, without the e-mail address, which people share and change."""
    return [(key, value) for key, value in sorted((refs or {}).items()) if key != "email"]


def _one_more() -> tuple[str, str]:
    """For somebody who left the course between the two looks at it."""
    password = new_password()
    return password, hash_password(password)
