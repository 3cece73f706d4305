"""A person's own data: everything that is kept about them in one piece, and its deletion.

A deleted person leaves a tombstone: an account without name, login or password that nobody can sign in to, and the
points of what was handed in, so that a class's gradebook still adds up. Journals, pictures, texts, and the evidence in
grade records (which quotes the person's texts) are gone.
"""

import json
import secrets
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from lab.school.accounts import Viewer
from lab.school.assignments import score_is_shown
from lab.school.clock import now
from lab.school.database import Database
from lab.school.drafts import is_text, remove_drafts
from lab.school.media import remove_files
from lab.school.models import (
    Appeal,
    Assignment,
    Course,
    Draft,
    DraftFile,
    Extra,
    Grade,
    Group,
    GroupMember,
    HelpRequest,
    Job,
    JournalRow,
    Mark,
    Media,
    Member,
    Opinion,
    PictureDraft,
    Proposal,
    Receipt,
    Regrade,
    RegradeRow,
    Release,
    Run,
    RunMedia,
    SignIn,
    Snapshot,
    Transcript,
    User,
)
from lab.school.receipts import FOREIGN
from lab.school.rules import is_sealed
from lab.school.staff import led_by
from lab.school.terms import extra_for, terms_of
from lab.values.errors import NotFound, Refused


def export_person(db: Database, viewer: Viewer, user_id: int) -> dict[str, Any]:
    """Everything kept about a person, as plain data for JSON.

    For themselves, for admins, and for who leads all courses that a student is in or has worked in; others get NotFound.

    Seeds, evidence and points that students may not see yet stay out, as everywhere. So does, for others, what is in runs that are
    marked blind until the results are released: texts beside a name would tell markers whose they are.
    """
    with db.session() as session:
        user = _person(session, viewer, user_id)
        courses = session.execute(
            select(Course.title, Member).join(Member).where(Member.user_id == user.id).order_by(Course.id)
        ).all()
        sign_ins = session.scalars(select(SignIn).where(SignIn.user_id == user.id).order_by(SignIn.id)).all()
        runs = session.execute(
            select(Run, Assignment)
            .join(Assignment, Run.assignment_id == Assignment.id)
            .where(Run.user_id == user.id)
            .order_by(Run.id)
        ).all()
        groups = session.execute(
            select(Assignment.title, Group.name, GroupMember.roles)
            .join(Group, Group.id == GroupMember.group_id)
            .join(Assignment, Assignment.id == GroupMember.assignment_id)
            .where(GroupMember.user_id == user.id)
            .order_by(Assignment.id)
        ).all()
        extras = session.execute(
            select(Assignment.title, Extra).join(Assignment, Assignment.id == Extra.assignment_id).where(Extra.user_id == user.id).order_by(Extra.id)
        ).all()
        questions = session.scalars(select(HelpRequest).where(HelpRequest.user_id == user.id).order_by(HelpRequest.id)).all()
        transcripts = session.scalars(select(Transcript).where(Transcript.user_id == user.id).order_by(Transcript.id)).all()
        drafts = session.scalars(select(Draft).where(Draft.owner_id == user.id).order_by(Draft.id)).all()
        releases = session.scalars(select(Release).where(Release.owner_id == user.id).order_by(Release.id)).all()
        return {
            "person": {
                "login": user.login, "name": user.name, "role": user.role, "language": user.language,
                "theme": user.theme, "time_zone": user.time_zone, "created_at": user.created_at.isoformat(),
            },
            "courses": [
                {
                    "title": title, "place": member.role, "joined_at": member.joined_at.isoformat(), "section": member.section,
                    "known_elsewhere_as": member.refs or {},
                }
                for title, member in courses
            ],
            "groups": [{"assignment": title, "group": name, "roles": roles} for title, name, roles in groups],
            "granted": [
                {
                    "assignment": title, "due_at": _text(row.due_at), "closes_at": _text(row.closes_at), "attempts": row.attempts,
                    "minutes": row.minutes, "reason": row.reason, "at": row.granted_at.isoformat(),
                }
                for title, row in extras
            ],
            "questions_to_instructors": [
                {"at": row.asked_at.isoformat(), "page": row.page, "text": row.text, "state": row.state, "answer": row.answer}
                for row in questions
            ],
            "transcripts": [{"code": row.code, "at": row.made_at.isoformat()} for row in transcripts],
            "sign_ins": [
                {"at": row.created_at.isoformat(), "seen_at": row.seen_at.isoformat(), "browser": row.agent}
                for row in sign_ins
            ],
            "drafts": [_draft_data(session, draft) for draft in drafts],
            "releases": [
                {"scenario": row.scenario_id, "version": row.version, "title": row.title, "notes": row.notes, "at": row.made_at.isoformat()}
                for row in releases
            ],
            "runs": [
                _run_data(session, run, assignment) if viewer.id == user.id or not is_sealed(assignment) else _sealed_data(run, assignment)
                for run, assignment in runs
            ],
        }  # fmt: skip


def delete_person(db: Database, viewer: Viewer, user_id: int) -> None:
    """Delete a person's data for good.

    For themselves, for admins, and for who leads all courses that a student is in or has worked in; others get NotFound.

    Raises Refused for somebody who still owns a course that is not archived, and for the last admin.
    """
    with db.write() as session:
        user = _person(session, viewer, user_id)
        owns = select(Course.id).where(Course.owner_id == user.id, Course.archived_at.is_(None)).limit(1)
        if session.scalar(owns) is not None:
            raise Refused("owns_courses")
        admins = select(User.id).where(User.role == "admin", User.disabled_at.is_(None))
        if session.scalars(admins).all() == [user.id]:
            raise Refused("last_admin")
        _hand_on_group_runs(session, user.id)
        groups = session.scalars(select(GroupMember.group_id).where(GroupMember.user_id == user.id)).all()
        run_ids = session.scalars(select(Run.id).where(Run.user_id == user.id)).all()
        lonely = _pictures_of_nobody_else(session, list(run_ids))
        for table in (JournalRow, Snapshot, RunMedia, PictureDraft, Appeal, Proposal, RegradeRow, Receipt, Mark, Opinion, HelpRequest, Job):
            session.execute(delete(table).where(table.run_id.in_(run_ids)))
        session.execute(delete(Job).where(Job.run_id.is_(None), Job.owner == user.id))
        session.execute(delete(Media).where(Media.sha256.in_(lonely)))
        session.execute(
            update(Grade).where(Grade.run_id.in_(run_ids)).values(record=json.dumps({"deleted": True}), reason="")
        )
        session.execute(update(Regrade).where(Regrade.run_id.in_(run_ids)).values(reason=""))
        session.execute(update(Run).where(Run.id.in_(run_ids)).values(state="erased"))
        remove_drafts(session, list(session.scalars(select(Draft.id).where(Draft.owner_id == user.id))))
        for own in (Extra, GroupMember, HelpRequest, Transcript):
            session.execute(delete(own).where(own.user_id == user.id))
        with_members = select(GroupMember.group_id)
        for group in session.scalars(select(Group).where(Group.id.in_(groups), Group.id.not_in(with_members))):
            group.name = f"deleted-{secrets.token_hex(6)}"  # people name groups after themselves
        session.execute(update(Member).where(Member.user_id == user.id).values(section="", refs=None))
        session.execute(delete(SignIn).where(SignIn.user_id == user.id))
        user.login, user.name = f"deleted-{secrets.token_hex(6)}", ""
        user.password_hash, user.time_zone = "", None
        user.language, user.theme = "en", "auto"
        user.disabled_at = user.deleted_at = now()
    for run_id in run_ids:
        db.plays.drop(run_id)
    remove_files(db.settings, lonely)


def may_delete(db: Database, viewer: Viewer, user_id: int) -> bool:
    """Whether the viewer may delete somebody's data, and read all of it."""
    with db.session() as session:
        try:
            _person(session, viewer, user_id)
        except NotFound:
            return False
    return True


def _person(session: Session, viewer: Viewer, user_id: int) -> User:
    user = session.get(User, user_id)
    if user is None or user.deleted_at is not None:
        raise NotFound("no_such_person")
    if not (viewer.is_admin or viewer.id == user_id or _is_wholly_taught(session, viewer, user)):
        raise NotFound("no_such_person")
    return user


def _is_wholly_taught(session: Session, viewer: Viewer, user: User) -> bool:
    """Whether somebody is a student, and the viewer leads every course that they are in or have worked in: then nobody else has a say."""
    if user.role != "student":
        return False
    courses = set(session.scalars(select(Member.course_id).where(Member.user_id == user.id)))
    worked = session.scalars(select(Assignment.course_id).join(Run, Run.assignment_id == Assignment.id).where(Run.user_id == user.id))
    concerned = courses | set(worked)
    led = set(session.scalars(select(Course.id).where(Course.id.in_(concerned), led_by(viewer))))
    return bool(courses) and concerned == led


def _hand_on_group_runs(session: Session, user_id: int) -> None:
    """Runs that others of the group work in as well become theirs: nobody's work is deleted with somebody else."""
    for run in session.scalars(select(Run).where(Run.user_id == user_id, Run.group_id.is_not(None))).all():
        others = select(func.min(GroupMember.user_id)).where(GroupMember.group_id == run.group_id, GroupMember.user_id != user_id)
        heir = session.scalar(others)
        if heir is None:
            continue
        last = session.scalar(select(func.max(Run.attempt)).where(Run.assignment_id == run.assignment_id, Run.user_id == heir))
        run.user_id, run.attempt = heir, max(run.attempt, (last or 0) + 1)
        session.flush()


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def _pictures_of_nobody_else(session: Session, run_ids: list[int]) -> list[str]:
    """Pictures that only these runs hold."""
    own = set(session.scalars(select(RunMedia.sha256).where(RunMedia.run_id.in_(run_ids))))
    shared = session.scalars(select(RunMedia.sha256).where(RunMedia.sha256.in_(own), RunMedia.run_id.not_in(run_ids)))
    return sorted(own - set(shared))


def _draft_data(session: Session, draft: Draft) -> dict[str, Any]:
    """A draft with its texts; of pictures the size only."""
    rows = session.scalars(select(DraftFile).where(DraftFile.draft_id == draft.id).order_by(DraftFile.path))
    return {
        "title": draft.title, "begun_at": draft.made_at.isoformat(), "changed_at": draft.changed_at.isoformat(),
        "files": {row.path: row.data.decode("utf-8", "replace") if is_text(row.path) else row.bytes for row in rows},
    }  # fmt: skip


def _sealed_data(run: Run, assignment: Assignment) -> dict[str, Any]:
    return {"assignment": assignment.title, "attempt": run.attempt, "left_out": "marked blind, and the results are not released yet"}


def _run_data(session: Session, run: Run, assignment: Assignment) -> dict[str, Any]:
    rows = session.scalars(select(JournalRow).where(JournalRow.run_id == run.id).order_by(JournalRow.seq))
    grades = session.scalars(select(Grade).where(Grade.run_id == run.id).order_by(Grade.id))
    pictures = session.scalars(select(RunMedia).where(RunMedia.run_id == run.id).order_by(RunMedia.added_at))
    drafts = session.scalars(select(PictureDraft).where(PictureDraft.run_id == run.id).order_by(PictureDraft.source))
    jobs = session.scalars(select(Job).where(Job.run_id == run.id).order_by(Job.id))
    receipts = session.scalars(select(Receipt).where(Receipt.run_id == run.id).order_by(Receipt.id))
    appeals = session.scalars(select(Appeal).where(Appeal.run_id == run.id).order_by(Appeal.id))
    with_scores = score_is_shown(assignment, terms_of(assignment, extra_for(session, assignment.id, run.user_id)).closes_at)
    return {
        "assignment": assignment.title, "attempt": run.attempt, "state": run.state,
        "opened_at": run.opened_at.isoformat(),
        "handed_in_at": run.handed_in_at.isoformat() if run.handed_in_at else None,
        "journal": [
            {
                "number": row.seq, "simulated_minute": row.sim_time, "at": row.wall_time.isoformat(),
                "action": msgspec.json.decode(row.action), "outcome": msgspec.json.decode(row.outcome),
            }
            for row in rows
        ],
        "pictures": [
            {"sha256": row.sha256, "name": row.name, "kind": row.kind, "added_at": row.added_at.isoformat()} for row in pictures
        ],
        "picture_drafts": [{"source": row.source, "steps": row.steps, "changed_at": row.changed_at.isoformat()} for row in drafts],
        "asked_the_coach": [{"at": job.made_at.isoformat(), "kind": job.kind, "question": job.parameters} for job in jobs],
        "appeals": [
            {
                "at": appeal.made_at.isoformat(), "check": appeal.check_id, "text": appeal.text, "state": appeal.state,
                "answer": appeal.answer, "answered_at": appeal.answered_at.isoformat() if appeal.answered_at else None,
            }
            for appeal in appeals
        ],
        "receipts": [
            {"at": receipt.made_at.isoformat(), "kind": receipt.kind, "code": None if receipt.kind == FOREIGN else receipt.code}
            for receipt in receipts
            if receipt.kind == "hand-in" or with_scores
        ],
        "grades": [
            {"at": grade.made_at.isoformat(), "points": grade.points, "max_points": grade.max_points}
            for grade in grades
            if with_scores and not grade.withheld
        ],
    }  # fmt: skip
