"""The tables. Times are aware UTC datetimes; hashes are lower-case hex.

The journal is the truth of a run: `journal` rows are only ever inserted. `grades` and `marks` grow and are never
edited; the newest counts. A person who is deleted leaves a tombstone (`lab.school.privacy`).
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class UtcTime(TypeDecorator[datetime]):
    """An aware datetime in UTC, also where the database (SQLite) keeps no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcTime, str: Text, int: Integer, bool: Boolean, bytes: LargeBinary}  # noqa: RUF012


class User(Base):
    """A person. `login` is casefolded; `deleted_at` marks a tombstone."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str]
    role: Mapped[str] = mapped_column(String(12))
    password_hash: Mapped[str]
    language: Mapped[str] = mapped_column(String(20))
    theme: Mapped[str] = mapped_column(String(8))
    time_zone: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    is_demo: Mapped[bool]


class SignIn(Base):
    """One browser signed in. Only hashes of the token and of the address are kept."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    address_hash: Mapped[str] = mapped_column(String(64))
    agent: Mapped[str]


class Throttle(Base):
    """Failures under one key; while `blocked_until` lies ahead, no further try is looked at."""

    __tablename__ = "throttles"

    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    failures: Mapped[int]
    blocked_until: Mapped[datetime]


class Course(Base):
    """A class. Its `secret` makes the seeds of its runs and never leaves the server.

    `kind` is "class", or "tryout" for the one in which an author plays drafts and that no list shows.
    """

    __tablename__ = "courses"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    join_code: Mapped[str] = mapped_column(String(8), unique=True)
    secret: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
    kind: Mapped[str] = mapped_column(String(8), server_default="class")


class Member(Base):
    """Somebody's place in a course: `role` is student; teacher, grader or guest for who helps to teach it; former for
    who did so on the server from which the course came, without any right.

    `refs` are the person's names in other systems ("canvas_id", "sis_id", "email"), for round trips.
    """

    __tablename__ = "members"

    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(12))
    joined_at: Mapped[datetime]
    section: Mapped[str] = mapped_column(server_default=text("''"))
    refs: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))


class Assignment(Base):
    """A scenario given to a course. `content_hash` names the copy that all its runs are played with.

    `late` holds steps {"until": moment, "credit": permille}; nothing is taken after `closes_at`. `counts` is best, last or
    first. `clock` is student, class (`clock_days` is the day that all may reach) or paced (so many days for each real day).
    `minutes` is the time for one attempt. `group_size` 0 lets everybody work alone. `markers` is 1 or 2. `board` is off,
    names or labels; it shows nothing new in the last `freeze_minutes`.
    """

    __tablename__ = "assignments"

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id", ondelete="CASCADE"), index=True)
    scenario_id: Mapped[str]
    version: Mapped[str]
    content_hash: Mapped[str]
    title: Mapped[str]
    opens_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    attempts: Mapped[int]
    show_score: Mapped[str] = mapped_column(String(16))
    released_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    appeals_until: Mapped[datetime | None]
    late: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    closes_at: Mapped[datetime | None]
    counts: Mapped[str] = mapped_column(String(8), server_default="best")
    show_evidence: Mapped[str] = mapped_column(String(16), server_default="with_score")
    show_solution: Mapped[str] = mapped_column(String(16), server_default="never")
    blind: Mapped[bool] = mapped_column(server_default=false())
    markers: Mapped[int] = mapped_column(server_default=text("1"))
    clock: Mapped[str] = mapped_column(String(8), server_default="student")
    clock_days: Mapped[int] = mapped_column(server_default=text("0"))
    minutes: Mapped[int | None]
    group_size: Mapped[int] = mapped_column(server_default=text("0"))
    group_by: Mapped[str] = mapped_column(String(8), server_default="teacher")
    board: Mapped[str] = mapped_column(String(8), server_default="off")
    freeze_minutes: Mapped[int] = mapped_column(server_default=text("0"))


class Extra(Base):
    """What one student was granted for an assignment; the newest row counts. None leaves what the assignment says."""

    __tablename__ = "extras"
    __table_args__ = (Index(None, "assignment_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    due_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    attempts: Mapped[int]
    minutes: Mapped[int]
    reason: Mapped[str]
    granted_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    granted_at: Mapped[datetime]


class Group(Base):
    """Students who do an assignment in one run."""

    __tablename__ = "groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    made_at: Mapped[datetime]


class GroupMember(Base):
    """A student's place in a group; `roles` are those of operator, service, logistics, finance, or none for all of them."""

    __tablename__ = "group_members"

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    roles: Mapped[list[str]] = mapped_column(JSON)


class Run(Base):
    """One attempt; its `state` is open, handed_in or erased. `next_seq`, `chain_hash` and `sim_time` repeat the end of its journal.

    `user_id` opened it, and in a group (`group_id`) all members work in it. `received_at` is the moment that lateness is
    reckoned from; `collected_by` closed it in the student's place. `waiting` customers wait for an answer at the end of its journal,
    the first of them since the minute `waits_since` of its market (None where nobody waits); None is not known before the next action.
    """

    __tablename__ = "runs"
    __table_args__ = (UniqueConstraint("assignment_id", "user_id", "attempt"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    attempt: Mapped[int]
    seed: Mapped[str] = mapped_column(String(16))
    picks: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    market_sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(12))
    opened_at: Mapped[datetime]
    handed_in_at: Mapped[datetime | None]
    next_seq: Mapped[int]
    chain_hash: Mapped[str]
    sim_time: Mapped[int]
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"), index=True)
    received_at: Mapped[datetime | None]
    collected_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    waiting: Mapped[int | None]
    waits_since: Mapped[int | None]


class JournalRow(Base):
    """One action of a run and what became of it. The primary key is what keeps a number from being used twice."""

    __tablename__ = "journal"

    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    sim_time: Mapped[int]
    wall_time: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[bytes]
    outcome: Mapped[bytes]
    chain_hash: Mapped[str]


class Snapshot(Base):
    """The packed world after the first `seq` rows of a journal."""

    __tablename__ = "snapshots"

    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    world_hash: Mapped[str]
    data: Mapped[bytes]


class Grade(Base):
    """One grade record as `lab.grading` made it: `record` is its canonical JSON. `made_by` None is the lab itself."""

    __tablename__ = "grades"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), index=True)
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str]
    record: Mapped[str]
    points: Mapped[str] = mapped_column(String(20))
    max_points: Mapped[int]
    withheld: Mapped[bool]


class Mark(Base):
    """A person's judgement of one check: rubric `levels`, or an override when there are none. The newest counts.

    `before` is the share that the check had until then.
    """

    __tablename__ = "marks"
    __table_args__ = (Index(None, "run_id", "check_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"))
    check_id: Mapped[str]
    fraction: Mapped[str] = mapped_column(String(40))
    levels: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    comment: Mapped[str]
    marker_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime]
    before: Mapped[str] = mapped_column(String(40), server_default=text("''"))


class Opinion(Base):
    """What one of two markers thinks of a check, by its rubric; the other does not see it. Their newest rows count.

    Two that agree, or a third person between them, make the mark (`marks`).
    """

    __tablename__ = "opinions"
    __table_args__ = (Index(None, "run_id", "check_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"))
    check_id: Mapped[str]
    marker_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    levels: Mapped[dict[str, Any]] = mapped_column(JSON)
    fraction: Mapped[str] = mapped_column(String(40))
    comment: Mapped[str]
    made_at: Mapped[datetime]


class HelpRequest(Base):
    """A student's question to who teaches; `state` is open, answered or withdrawn. `page` is where it was asked."""

    __tablename__ = "help_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    page: Mapped[str]
    text: Mapped[str]
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12), index=True)
    answer: Mapped[str]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None]


class Transcript(Base):
    """A signed transcript of a student's results in a course; `code` is the way to look it up."""

    __tablename__ = "transcripts"

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    code: Mapped[str] = mapped_column(String(19), unique=True)
    signed: Mapped[str]
    made_at: Mapped[datetime]


class Regrade(Base):
    """Runs of an assignment graded once more, with their checks as they were or as a corrected scenario has them.

    `run_id` is set when it is about one run only. Nothing counts before it is applied: `state` is open, applied or dropped.
    """

    __tablename__ = "regrades"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id", ondelete="CASCADE"), index=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"))
    content_hash: Mapped[str]
    version: Mapped[str]
    reason: Mapped[str]
    asked_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12))
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    closed_at: Mapped[datetime | None]


class RegradeRow(Base):
    """What a regrade found for one run: the grade that counted, the new one, and the checks that differ.

    `state` is waiting, found, failed (with `error`), applied, proposed, or stale: another grade had come meanwhile.
    """

    __tablename__ = "regrade_rows"

    regrade_id: Mapped[int] = mapped_column(ForeignKey("regrades.id", ondelete="CASCADE"), primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True, index=True)
    state: Mapped[str] = mapped_column(String(12))
    old_grade_id: Mapped[int | None] = mapped_column(ForeignKey("grades.id"))
    old_points: Mapped[str] = mapped_column(String(20))
    old_max_points: Mapped[int]
    points: Mapped[str] = mapped_column(String(20))
    max_points: Mapped[int]
    withheld: Mapped[bool]
    changes: Mapped[list[Any]] = mapped_column(JSON)
    record: Mapped[str]
    error: Mapped[str] = mapped_column(String(60))
    error_args: Mapped[dict[str, Any]] = mapped_column(JSON)


class Proposal(Base):
    """A change that would lower a score which its student has seen: it counts once a second person has confirmed it.

    `record` is the grade record that counts then, `grade_id` the grade that it became. With a `check_id` it is somebody's
    judgement of a check (`fraction`, `before`, `levels`, `comment` as in `marks`), else a row of a regrade.
    `state` is waiting, confirmed, rejected or withdrawn.
    """

    __tablename__ = "proposals"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), index=True)
    regrade_id: Mapped[int | None] = mapped_column(ForeignKey("regrades.id", ondelete="CASCADE"))
    old_grade_id: Mapped[int] = mapped_column(ForeignKey("grades.id"))
    old_points: Mapped[str] = mapped_column(String(20))
    points: Mapped[str] = mapped_column(String(20))
    max_points: Mapped[int]
    record: Mapped[str]
    check_id: Mapped[str]
    fraction: Mapped[str] = mapped_column(String(40))
    before: Mapped[str] = mapped_column(String(40))
    levels: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    comment: Mapped[str]
    reason: Mapped[str]
    proposed_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12), index=True)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    answer: Mapped[str]
    grade_id: Mapped[int | None] = mapped_column(ForeignKey("grades.id"))


OPEN_APPEAL = "state = 'open'"


class Appeal(Base):
    """A student's objection to the result of one check, and what was answered; `state` is open, granted or declined.

    `before` is the share objected to, `fraction` the one granted, `mark_id` the override that grants it.
    """

    __tablename__ = "appeals"
    __table_args__ = (
        Index(None, "run_id", "check_id"),
        Index(
            "uq_appeals_open_run_id_check_id", "run_id", "check_id", unique=True,
            sqlite_where=text(OPEN_APPEAL), postgresql_where=text(OPEN_APPEAL),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"))
    check_id: Mapped[str]
    text: Mapped[str]
    before: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12))
    answer: Mapped[str]
    fraction: Mapped[str] = mapped_column(String(40))
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None]
    mark_id: Mapped[int | None] = mapped_column(ForeignKey("marks.id"))


class Media(Base):
    """A stored picture by the hash of its bytes; the bytes lie in the media store.

    `sizes_at` says when a worker had made its smaller copies; until then they are made when somebody asks.
    """

    __tablename__ = "media"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    bytes: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    first_seen_at: Mapped[datetime]
    sizes_at: Mapped[datetime | None] = mapped_column(index=True)


class RunMedia(Base):
    """A picture that a run may show, under the name that its student gave it, with what was measured when it came.

    `kind`: "upload"; "photo", a raw photo of the scenario as it was developed for this run, `source` its asset; or "made",
    what came out of the studio, `source` the original that it was made from. `compared` is its record beside the photos.
    """

    __tablename__ = "run_media"

    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("media.sha256"), primary_key=True)
    name: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    added_at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(8), server_default="upload")
    source: Mapped[str] = mapped_column(String(120), server_default=text("''"))
    compared: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class PictureDraft(Base):
    """What somebody is doing to a picture in the studio: the steps so far, and those taken back that could be done again."""

    __tablename__ = "picture_drafts"

    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)
    source: Mapped[str] = mapped_column(String(120), primary_key=True)
    steps: Mapped[list[Any]] = mapped_column(JSON)
    undone: Mapped[list[Any]] = mapped_column(JSON)
    changed_at: Mapped[datetime]


OPEN_WORK = "subject <> '' AND state IN ('waiting', 'working')"
"""Jobs that are not about a run, and not over: of these there is one for each question."""


class Job(Base):
    """Something asked for that takes too long for a page; its `state` is waiting, working, done, failed or cancelled.

    Either it is about a run: the first `seq` actions of its journal, whose last hash is `head`. Or it is about a `subject`
    ("draft:12", "regrade:3"), and has no run. `digest` names kind and parameters. Who works on it holds `lease` and lets its
    heart beat. `progress` is in permille; `error` is a code.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        UniqueConstraint("run_id", "head", "digest"),
        Index(None, "state", "id"),
        Index(
            "uq_jobs_open_subject_digest", "subject", "digest", unique=True,
            sqlite_where=text(OPEN_WORK), postgresql_where=text(OPEN_WORK),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"))
    subject: Mapped[str] = mapped_column(String(60), server_default=text("''"))
    owner: Mapped[int] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(String(20))
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON)
    seq: Mapped[int]
    head: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(12))
    progress: Mapped[int]
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    error: Mapped[str | None] = mapped_column(String(60))
    made_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    attempts: Mapped[int]
    lease: Mapped[str] = mapped_column(String(32))


class Draft(Base):
    """A scenario that is being written. `revision` counts its changes; `content_hash` is that of all its files together."""

    __tablename__ = "drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    slug: Mapped[str] = mapped_column(String(60))
    title: Mapped[str]
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    revision: Mapped[int]
    content_hash: Mapped[str] = mapped_column(String(64))


class DraftFile(Base):
    """One file of a draft, by its path in the scenario's folder."""

    __tablename__ = "draft_files"

    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True)
    path: Mapped[str] = mapped_column(String(160), primary_key=True)
    data: Mapped[bytes]
    bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))


class TryOut(Base):
    """A draft as its author plays it: the assignment, in a course of the author's own, that holds its copy."""

    __tablename__ = "try_outs"

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id", ondelete="CASCADE"), primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), index=True)


class Release(Base):
    """A version of a scenario that was proved and can be assigned. Only `shared` and `withdrawn_at` ever change."""

    __tablename__ = "releases"
    __table_args__ = (UniqueConstraint("scenario_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scenario_id: Mapped[str] = mapped_column(String(60))
    version: Mapped[str] = mapped_column(String(40))
    content_hash: Mapped[str] = mapped_column(String(64))
    title: Mapped[str]
    notes: Mapped[str]
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    made_at: Mapped[datetime]
    proofs: Mapped[list[Any]] = mapped_column(JSON)
    shared: Mapped[bool]
    withdrawn_at: Mapped[datetime | None]


class Receipt(Base):
    """A signed receipt of a hand-in or of one grade; `signed` is the file as it is given out, `code` the way to look it up.

    Those of kind foreign came with a course from the server that signed them, and are looked up there.
    """

    __tablename__ = "receipts"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), index=True)
    grade_id: Mapped[int | None] = mapped_column(ForeignKey("grades.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(8))
    code: Mapped[str] = mapped_column(String(19), unique=True)
    signed: Mapped[str]
    made_at: Mapped[datetime]
