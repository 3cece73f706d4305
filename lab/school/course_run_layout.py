"""What a course archive keeps of a run beside its bundle: who did what when, and everything that people said about its result.

Grades are named by their place in `grades`, marks by theirs in `marks`, both counted from 0. What can be worked out from the grade
records (points, what a regrade changed) is not written down a second time.
"""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from lab.bundles.layout import Hash
from lab.school.course_layout import Key, Moment, Share, Short, Text, decoded

MAX_RECORD = 8 << 20
MAX_SAID = 1_000
"""Grades, marks, proposals and so on of one run: each grade is looked at with all the marks before it."""
Place = Annotated[int, Meta(ge=0, le=10_000)]
Levels = dict[Short, Annotated[int, Meta(ge=0, le=1_000)]]
Record = Annotated[str, Meta(max_length=MAX_RECORD)]
ShareOrNone = Annotated[str, Meta(pattern=r"^(\d{1,12}(/[1-9]\d{0,11})?)?\Z")]
_Few = Meta(max_length=MAX_SAID)
Code = Annotated[str, Meta(pattern=r"^[a-z0-9_]{0,60}\Z")]

ProposalState = Literal["waiting", "confirmed", "rejected", "withdrawn"]
AppealState = Literal["open", "granted", "declined"]
QuestionState = Literal["open", "answered", "withdrawn"]
RowState = Literal["waiting", "found", "failed", "applied", "proposed", "stale"]


class PictureData(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A picture that a student brought or made; its bytes are in the bundle."""

    sha256: Hash
    name: Short
    kind: Literal["upload", "made"]
    source: Short = ""
    facts: dict[str, Any]
    compared: dict[str, Any] | None = None
    added_at: Moment


class GradeData(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A grade record, to the byte. `by`: who of the staff made it; the first format said only that somebody did."""

    made_at: Moment
    by_person: bool = False
    by: Key | None = None
    reason: Text
    record: Record


class MarkData(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A person's judgement of a check: rubric levels, or an override where there are none."""

    check: Short
    fraction: Share
    levels: Levels | None = None
    comment: Text = ""
    before: Annotated[str, Meta(max_length=40)] = ""
    by: Key | None = None
    made_at: Moment


class OpinionData(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """What one of two markers thinks of a check."""

    check: Short
    fraction: Share
    levels: Levels
    comment: Text = ""
    by: Key
    made_at: Moment


class ProposalData(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A change that a second person had to confirm. `grade` is the one that it became; `check` is empty for a row of a regrade."""

    regrade: Key | None = None
    old_grade: Place
    grade: Place | None = None
    record: Record
    check: Annotated[str, Meta(max_length=120)] = ""
    fraction: ShareOrNone = ""
    before: Annotated[str, Meta(max_length=40)] = ""
    levels: Levels | None = None
    comment: Text = ""
    reason: Text
    by: Key
    made_at: Moment
    state: ProposalState
    decided_by: Key | None = None
    decided_at: Moment | None = None
    answer: Text = ""


class AppealData(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A student's objection to the result of a check, and the answer. `mark` is the override that grants it."""

    check: Short
    text: Text
    before: Annotated[str, Meta(max_length=40)] = ""
    made_at: Moment
    state: AppealState
    answer: Text = ""
    fraction: ShareOrNone = ""
    answered_by: Key | None = None
    answered_at: Moment | None = None
    mark: Place | None = None


class QuestionData(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A student's question. `page` is where in the run it was asked, without the run's number."""

    person: Key
    page: Annotated[str, Meta(max_length=300)] = ""
    text: Text
    asked_at: Moment
    state: QuestionState
    answer: Text = ""
    answered_by: Key | None = None
    answered_at: Moment | None = None


class RegradeRowData(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """What a regrade found for the run: `record` beside the grade that counted, or the error that kept it from one."""

    regrade: Key
    state: RowState
    old_grade: Place | None = None
    record: Record = ""
    error: Code = ""
    error_args: dict[Short, int | Annotated[str, Meta(max_length=2_000)]] = {}


class ReceiptData(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A receipt, to the byte, and the grade that it is of; None for that of a hand-in."""

    signed: Annotated[str, Meta(max_length=1 << 20)]
    grade: Place | None = None


class RunFile(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """For each action, when it was done and by whom (a key, or "" for somebody who has left), and everything said about the run."""

    times: list[Moment]
    actors: list[str]
    pictures: list[PictureData]
    grades: Annotated[list[GradeData], _Few]
    marks: Annotated[list[MarkData], _Few]
    opinions: Annotated[list[OpinionData], _Few] = []
    proposals: Annotated[list[ProposalData], _Few] = []
    appeals: Annotated[list[AppealData], _Few] = []
    questions: Annotated[list[QuestionData], _Few] = []
    regrades: Annotated[list[RegradeRowData], _Few] = []
    receipts: Annotated[list[ReceiptData], _Few] = []


def read_run(data: bytes, name: str) -> RunFile:
    """A run of an archive. Raises BadInput("course_file_unreadable")."""
    return decoded(data, RunFile, name)
