"""What a course archive is made of. It is a zip with

    course.json                 the course, its students and staff, assignments with their groups, what was granted, and regrades
    scenarios/<hash>/…          every scenario that was given or counted, file by file, under the hash of its content
    runs/<key>.json             what is kept of a run beside its journal (`lab.school.course_run_layout`)
    runs/<key>.tradewind        the same run as a bundle (`lab.bundles.layout`), with its seed

Students (p), staff (s), groups (g), assignments (a), regrades (c) and runs (r) are named by keys of the archive ("p1"), in the
order of their ids in the lab. Nothing tells passwords, join codes, the course's secret, nor when the archive was made: the same
course gives the same bytes. The first format, "course/1", knew no staff and nothing that was said about a result; it is still read.
"""

from datetime import datetime
from typing import Annotated, Final, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct

from lab.bundles.layout import Hash, Seed
from lab.school.rules import Rules
from lab.values.errors import BadInput

T = TypeVar("T", bound=Struct)
FORMAT: Final = "course/2"
COURSE = "course.json"
ENDING = ".tradewind-course"
MAX_PEOPLE = 2_000
MAX_STAFF = 1_000
MAX_ASSIGNMENTS = 200
MAX_RUNS = 20_000
MAX_COURSE_BYTES = 16 << 20
MAX_RUN_BYTES = 32 << 20
MAX_ENTRIES = 60_000

Key = Annotated[str, Meta(pattern=r"^[acgprs]\d{1,6}\Z")]
Moment = Annotated[datetime, Meta(tz=True)]
Short = Annotated[str, Meta(max_length=120)]
Text = Annotated[str, Meta(max_length=20_000)]
Small = Annotated[int, Meta(ge=0, le=1_000_000)]
Share = Annotated[str, Meta(pattern=r"^\d{1,12}(/[1-9]\d{0,11})?\Z")]
Place = Literal["owner", "teacher", "grader", "guest", ""]
STAFF: Final = "staff"
"""The actor of what staff did in a run, in the first format."""


class PersonData(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A student. Without names: a pseudonym, and neither login nor references."""

    key: Key
    name: Annotated[str, Meta(min_length=1, max_length=120)]
    login: Annotated[str, Meta(max_length=64)] = ""
    language: Annotated[str, Meta(max_length=20)] = "en"
    section: Short = ""
    refs: dict[Short, Annotated[str, Meta(max_length=200)]] = {}
    joined_at: Moment


class StaffData(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Somebody of the staff, or who made a record that the archive holds and has no place in the course any more (`place` empty).

    `since` belongs to the place. Without names: "Marker 1", and no login. Without a name: somebody whose data was deleted.
    """

    key: Key
    name: Annotated[str, Meta(max_length=120)] = ""
    login: Annotated[str, Meta(max_length=64)] = ""
    place: Place = ""
    since: Moment | None = None


class ExtraData(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """What a student was granted for an assignment."""

    person: Key
    due_at: Moment | None = None
    closes_at: Moment | None = None
    attempts: Small = 0
    minutes: Small = 0
    reason: Text = ""
    by: Key | None = None
    granted_at: Moment


class GroupMemberData(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    person: Key
    roles: list[Short]


class GroupData(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A group of an assignment."""

    key: Key
    name: Short
    made_at: Moment
    members: list[GroupMemberData]


class RunData(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A run. `collected_by`: who of the staff closed it in the student's place; the first format said only that somebody did."""

    key: Key
    person: Key
    group: Key | None = None
    attempt: Annotated[int, Meta(ge=1, le=10_000)]
    seed: Seed
    picks: dict[Short, Short] | None = None
    market: Hash
    state: Literal["open", "handed_in"]
    opened_at: Moment
    handed_in_at: Moment | None = None
    received_at: Moment | None = None
    collected: bool = False
    collected_by: Key | None = None


class RegradeData(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A regrade that was closed; its rows are with the runs. `only`: it is about one run."""

    key: Key
    only: Key | None = None
    content_hash: Hash
    version: Short
    reason: Text
    asked_by: Key
    asked_at: Moment
    state: Literal["applied", "dropped"]
    closed_by: Key | None = None
    closed_at: Moment | None = None


class AssignmentData(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A scenario that was given, with everything that hangs on it. `sealed`: marked blind and not released, so its runs are left out."""

    key: Key
    scenario: Short
    version: Short
    content_hash: Hash
    title: Annotated[str, Meta(min_length=1, max_length=120)]
    opens_at: Moment
    due_at: Moment | None = None
    attempts: Annotated[int, Meta(ge=1, le=20)]
    released_at: Moment | None = None
    appeals_until: Moment | None = None
    created_at: Moment
    rules: Rules
    sealed: bool = False
    extras: list[ExtraData] = []
    groups: list[GroupData] = []
    runs: list[RunData] = []
    regrades: list[RegradeData] = []


class CourseData(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A whole course, without what its runs hold."""

    format: Literal["course/1", "course/2"] = FORMAT
    title: Annotated[str, Meta(min_length=1, max_length=120)]
    archived: bool
    with_names: bool
    people: Annotated[list[PersonData], Meta(max_length=MAX_PEOPLE)]
    staff: Annotated[list[StaffData], Meta(max_length=MAX_STAFF)] = []
    assignments: Annotated[list[AssignmentData], Meta(max_length=MAX_ASSIGNMENTS)]

    @property
    def runs(self) -> list[tuple[AssignmentData, RunData]]:
        """Every run with its assignment, in order."""
        return [(assignment, run) for assignment in self.assignments for run in assignment.runs]


_ENCODER = msgspec.json.Encoder(order="sorted")


def to_json(value: Struct) -> bytes:
    """A file of the archive, the same for the same content."""
    return msgspec.json.format(_ENCODER.encode(value), indent=1) + b"\n"


def read_course(data: bytes) -> CourseData:
    """The course of an archive. Raises BadInput("course_file_unreadable")."""
    return decoded(data, CourseData, COURSE)


def decoded(data: bytes, kind: type[T], name: str) -> T:
    """A file of an archive, of whatever kind. Raises BadInput("course_file_unreadable")."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError) as error:
        raise BadInput("course_file_unreadable", file=name, reason=str(error)[:200]) from None
