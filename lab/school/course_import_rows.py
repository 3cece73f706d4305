"""A course made of an archive that was found to hold: its rows, in one transaction of the caller's."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from lab.engine.chain import START
from lab.scenarios.marking import GradeRecord
from lab.school.accounts import add_user, numbered_login, readable_login
from lab.school.clock import now
from lab.school.course_import_grades import Claim
from lab.school.course_import_runs import NOBODY, ProvenRun, facts_of
from lab.school.course_layout import STAFF, AssignmentData, PersonData
from lab.school.course_run_layout import PictureData, RegradeRowData
from lab.school.differences import differences, to_plain
from lab.school.models import (
    Appeal,
    Assignment,
    Course,
    Extra,
    Grade,
    Group,
    GroupMember,
    HelpRequest,
    JournalRow,
    Mark,
    Media,
    Member,
    Opinion,
    Proposal,
    Receipt,
    Regrade,
    RegradeRow,
    Run,
    RunMedia,
    Snapshot,
    User,
)
from lab.school.receipts import FOREIGN
from lab.values.errors import BadInput
from lab.values.text import tidy

_Row = Grade | Mark | Opinion | Proposal | Appeal | HelpRequest | Receipt


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts here, by key of the archive. The importer stands for whom the first format did not name."""

    importer: int
    people: Mapping[str, int]
    staff: Mapping[str, int]

    def by(self, key: str | None) -> int:
        """Who of the staff made something."""
        return self.staff[key] if key is not None else self.importer

    def maybe(self, key: str | None, *, is_known: bool = False) -> int | None:
        """As `by`, where nobody may have done it; `is_known`: somebody did."""
        return self.by(key) if key is not None or is_known else None

    def actor(self, key: str) -> str:
        """The actor of a row of a journal."""
        if key == STAFF or key in self.staff:
            return f"staff:{self.staff.get(key, self.importer)}"
        return f"user:{self.people[key]}" if key in self.people else NOBODY


def add_person(session: Session, course: Course, person: PersonData, password_hash: str) -> User:
    """A student of the archive as somebody new, with a login that is free."""
    user = add_user(
        session, login=_free_login(session, person), name=person.name, password_hash=password_hash, role="student", language=person.language
    )
    session.add(
        Member(
            course_id=course.id, user_id=user.id, role="student", joined_at=person.joined_at, section=tidy(person.section),
            refs=dict(person.refs) or None,
        )
    )  # fmt: skip
    return user


def add_assignment(session: Session, course: Course, data: AssignmentData, accounts: Accounts, proven: Mapping[str, ProvenRun]) -> None:
    """An assignment with everything that hangs on it."""
    row = Assignment(
        course_id=course.id, scenario_id=data.scenario, version=data.version, content_hash=data.content_hash, title=tidy(data.title),
        opens_at=data.opens_at, due_at=data.due_at, attempts=data.attempts, released_at=data.released_at, appeals_until=data.appeals_until,
        created_at=data.created_at,
    )  # fmt: skip
    data.rules.put_on(row)
    session.add(row)
    session.flush()
    groups = {}
    for group in data.groups:
        made = Group(assignment_id=row.id, name=tidy(group.name), made_at=group.made_at)
        session.add(made)
        session.flush()
        groups[group.key] = made.id
        for member in group.members:
            session.add(GroupMember(assignment_id=row.id, user_id=accounts.people[member.person], group_id=made.id, roles=list(member.roles)))
    for extra in data.extras:
        session.add(
            Extra(
                assignment_id=row.id, user_id=accounts.people[extra.person], due_at=extra.due_at, closes_at=extra.closes_at,
                attempts=extra.attempts, minutes=extra.minutes, reason=extra.reason, granted_by=accounts.by(extra.by), granted_at=extra.granted_at,
            )
        )  # fmt: skip
        session.flush()  # one after the other: the newest row counts
    runs = {about.key: _add_run(session, row, proven[about.key], accounts, groups) for about in data.runs}
    regrades = {}
    for regrade in data.regrades:
        closed = Regrade(
            assignment_id=row.id, run_id=runs[regrade.only] if regrade.only is not None else None, content_hash=regrade.content_hash,
            version=regrade.version, reason=regrade.reason, asked_by=accounts.by(regrade.asked_by), asked_at=regrade.asked_at,
            state=regrade.state, closed_by=accounts.maybe(regrade.closed_by), closed_at=regrade.closed_at,
        )  # fmt: skip
        session.add(closed)
        session.flush()
        regrades[regrade.key] = closed.id
    for about in data.runs:
        _Results(session, runs[about.key], proven[about.key], accounts, regrades).add()


def _free_login(session: Session, person: PersonData) -> str:
    """The person's own login or, without one, the pseudonym or "student"; with a number where it is taken."""
    base = "student"
    for wanted in (person.login, person.name if not person.login else ""):
        try:
            base = readable_login(wanted)[:56]
            break
        except BadInput:
            continue
    return numbered_login(session, base)


def _add_run(session: Session, assignment: Assignment, run: ProvenRun, accounts: Accounts, groups: Mapping[str, int]) -> int:
    """A run with its journal, its last world and its pictures; its id."""
    about, kept = run.about, run.kept
    row = Run(
        assignment_id=assignment.id, user_id=accounts.people[about.person], attempt=about.attempt, seed=about.seed, picks=about.picks,
        market_sha256=about.market, state=about.state, opened_at=about.opened_at, handed_in_at=about.handed_in_at, next_seq=len(run.rows),
        chain_hash=run.rows[-1].chain_hash if run.rows else START, sim_time=run.sim_time,
        group_id=groups[about.group] if about.group else None, received_at=about.received_at,
        collected_by=accounts.maybe(about.collected_by, is_known=about.collected), waiting=len(run.waiting),
        waits_since=run.waiting[0] if run.waiting else None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    journal = [
        {
            "run_id": row.id, "seq": one.seq, "sim_time": one.sim_time, "wall_time": wall_time, "actor": accounts.actor(actor),
            "action": one.action, "outcome": one.outcome, "chain_hash": one.chain_hash,
        }
        for one, wall_time, actor in zip(run.rows, kept.times, kept.actors, strict=True)
    ]  # fmt: skip
    if journal:
        session.execute(insert(JournalRow), journal)
    session.add(Snapshot(run_id=row.id, seq=len(run.rows), world_hash=run.world_hash, data=run.world))
    for picture in kept.pictures:
        if picture.sha256 in run.pictures:
            _add_picture(session, row.id, picture, run.pictures[picture.sha256])
    return row.id


def _add_picture(session: Session, run_id: int, picture: PictureData, size: int) -> None:
    facts = facts_of(picture)
    if session.get(Media, picture.sha256) is None:
        session.add(Media(sha256=picture.sha256, bytes=size, width=facts.width_px, height=facts.height_px, first_seen_at=now()))
        session.flush()
    session.add(
        RunMedia(
            run_id=run_id, sha256=picture.sha256, name=picture.name, facts=picture.facts, added_at=picture.added_at, kind=picture.kind,
            source=picture.source, compared=picture.compared,
        )
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Results:
    """What was said about a run, row by row in the order of the archive: the newest counts."""

    session: Session
    run_id: int
    run: ProvenRun
    accounts: Accounts
    regrades: Mapping[str, int]

    def add(self) -> None:
        grades = [self._put(one) for one in self._grades()]
        marks = [self._put(one) for one in self._marks()]
        rows: list[_Row] = [*self._opinions(), *self._proposals(grades), *self._appeals(marks), *self._questions(), *self._receipts(grades)]
        for row in rows:
            self._put(row)
        for one, claim in zip(self.run.kept.regrades, self.run.claims.regrades, strict=True):
            self.session.add(self._regrade_row(one, claim, grades))

    def _put(self, row: _Row) -> int:
        self.session.add(row)
        self.session.flush()
        return row.id

    def _record(self, place: int) -> GradeRecord:
        return self.run.claims.grades[place].record

    def _grades(self) -> list[Grade]:
        return [
            Grade(
                run_id=self.run_id, made_at=one.made_at, made_by=self.accounts.maybe(one.by, is_known=one.by_person), reason=one.reason,
                record=one.record, points=claim.record.grade.points, max_points=claim.record.grade.max_points,
                withheld=claim.record.grade.withheld,
            )
            for one, claim in zip(self.run.kept.grades, self.run.claims.grades, strict=True)
        ]  # fmt: skip

    def _marks(self) -> list[Mark]:
        return [
            Mark(
                run_id=self.run_id, check_id=one.check, fraction=one.fraction, levels=one.levels, comment=one.comment,
                marker_id=self.accounts.by(one.by), made_at=one.made_at, before=one.before,
            )
            for one in self.run.kept.marks
        ]  # fmt: skip

    def _opinions(self) -> list[Opinion]:
        return [
            Opinion(
                run_id=self.run_id, check_id=one.check, fraction=one.fraction, levels=one.levels, comment=one.comment,
                marker_id=self.accounts.by(one.by), made_at=one.made_at,
            )
            for one in self.run.kept.opinions
        ]  # fmt: skip

    def _proposals(self, grades: list[int]) -> list[Proposal]:
        return [
            Proposal(
                run_id=self.run_id, regrade_id=self.regrades[one.regrade] if one.regrade is not None else None,
                old_grade_id=grades[one.old_grade], old_points=self._record(one.old_grade).grade.points, points=claim.record.grade.points,
                max_points=claim.record.grade.max_points, record=one.record, check_id=one.check, fraction=one.fraction, before=one.before,
                levels=one.levels, comment=one.comment, reason=one.reason, proposed_by=self.accounts.by(one.by), proposed_at=one.made_at,
                state=one.state, decided_by=self.accounts.maybe(one.decided_by), decided_at=one.decided_at, answer=one.answer,
                grade_id=grades[one.grade] if one.grade is not None else None,
            )
            for one, claim in zip(self.run.kept.proposals, self.run.claims.proposals, strict=True)
        ]  # fmt: skip

    def _appeals(self, marks: list[int]) -> list[Appeal]:
        return [
            Appeal(
                run_id=self.run_id, check_id=one.check, text=one.text, before=one.before, made_at=one.made_at, state=one.state,
                answer=one.answer, fraction=one.fraction, answered_by=self.accounts.maybe(one.answered_by), answered_at=one.answered_at,
                mark_id=marks[one.mark] if one.mark is not None else None,
            )
            for one in self.run.kept.appeals
        ]  # fmt: skip

    def _questions(self) -> list[HelpRequest]:
        return [
            HelpRequest(
                run_id=self.run_id, user_id=self.accounts.people[one.person], page=f"/runs/{self.run_id}/{one.page}" if one.page else "",
                text=one.text, asked_at=one.asked_at, state=one.state, answer=one.answer,
                answered_by=self.accounts.maybe(one.answered_by), answered_at=one.answered_at,
            )
            for one in self.run.kept.questions
        ]  # fmt: skip

    def _receipts(self, grades: list[int]) -> list[Receipt]:
        """Kept under a code that nobody can look up: their own is known to the server that signed them."""
        return [
            Receipt(
                run_id=self.run_id, grade_id=grades[one.grade] if one.grade is not None else None, kind=FOREIGN,
                code=f"~{secrets.token_hex(9)}", signed=one.signed, made_at=datetime.fromisoformat(signed.receipt.made_at),
            )
            for one, signed in zip(self.run.kept.receipts, self.run.receipts, strict=True)
        ]  # fmt: skip

    def _regrade_row(self, one: RegradeRowData, claim: Claim | None, grades: list[int]) -> RegradeRow:
        """What it found is worked out from the two records, as the regrade did."""
        old = self._record(one.old_grade).grade if one.old_grade is not None else None
        new = claim.record.grade if claim is not None else None
        return RegradeRow(
            regrade_id=self.regrades[one.regrade], run_id=self.run_id, state=one.state,
            old_grade_id=grades[one.old_grade] if one.old_grade is not None else None, old_points=old.points if old else "",
            old_max_points=old.max_points if old else 0, points=new.points if new else "", max_points=new.max_points if new else 0,
            withheld=new.withheld if new else False, changes=to_plain(differences(old, new)) if new else [], record=one.record,
            error=one.error, error_args=dict(one.error_args),
        )  # fmt: skip
