"""What staff may call a student: the name, or a pseudonym where names are hidden.

Names are hidden from guests of a course always, and from all of its staff while an assignment is marked blind and its
results are not released. A pseudonym belongs to a student (or group) and an assignment, tells nothing, and never changes.
"""

import hashlib
import hmac
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from lab.school.accounts import Viewer
from lab.school.models import Assignment, Course
from lab.school.staff import place_of

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0 O 1 I L U: nothing that is misread."""
_LENGTH = 6


@dataclass(frozen=True, slots=True)
class Names:
    """How the students of one assignment are called on a page. `hidden`: pseudonyms only."""

    hidden: bool
    secret: str = field(repr=False)
    assignment_id: int

    def of(self, user_id: int, name: str, group_id: int | None = None, group: str = "") -> str:
        """The name of a student, or of the group that a run belongs to; "7KQ-2MX" where names are hidden."""
        if not self.hidden:
            return group or name
        return pseudonym(self.secret, self.assignment_id, key_of(user_id, group_id))

    def login(self, login: str) -> str:
        """A student's login, "" where names are hidden."""
        return "" if self.hidden else login

    def order(self, user_id: int, group_id: int | None = None) -> str:
        """A key to sort by that is random, always the same, and has nothing to do with names or when a run was begun."""
        return _digest(self.secret, self.assignment_id, f"order {key_of(user_id, group_id)}").hex()


def names_for(session: Session, viewer: Viewer, assignment: Assignment, course: Course) -> Names:
    """How a viewer may call the students of an assignment."""
    return names_at(place_of(session, viewer, course), assignment, course)


def names_at(place: str, assignment: Assignment, course: Course) -> Names:
    """How somebody with a place in the course (`lab.school.staff`) may call the students of an assignment."""
    return Names(hides_names(place, assignment), course.secret, assignment.id)


def hides_names(place: str, assignment: Assignment) -> bool:
    """Whether an assignment's students are pseudonyms to somebody with this place in the course."""
    return place == "guest" or (assignment.blind and assignment.released_at is None)


def key_of(user_id: int, group_id: int | None) -> str:
    """Whose run it is, as pseudonyms and orders are made from: the group's, else the student's."""
    return f"group/{group_id}" if group_id is not None else f"user/{user_id}"


def pseudonym(secret: str, assignment_id: int, key: str) -> str:
    """Six signs in two groups, from an HMAC-SHA256 under the course's secret: nobody reckons back from it."""
    number = int.from_bytes(_digest(secret, assignment_id, f"name {key}")[:8], "big")
    signs = ""
    for _ in range(_LENGTH):
        number, place = divmod(number, len(SIGNS))
        signs += SIGNS[place]
    return f"{signs[:3]}-{signs[3:]}"


def _digest(secret: str, assignment_id: int, text: str) -> bytes:
    return hmac.new(bytes.fromhex(secret), f"{assignment_id}/{text}".encode(), hashlib.sha256).digest()
