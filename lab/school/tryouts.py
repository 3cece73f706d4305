"""Playing a draft: a run of its author's own, in a course that nobody else can see or join.

The draft is copied as it is, like an assigned scenario; after a change the next try-out is of the new content. Nothing of
it counts anywhere: the course stands in no list, and has no students.
"""

import secrets
import tempfile
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from lab.scenarios.script import read_scenario
from lab.school.accounts import Viewer
from lab.school.clock import now
from lab.school.courses import free_code
from lab.school.database import Database
from lab.school.drafts import draft_for, files_of, find_draft, write_folder
from lab.school.models import Assignment, Course, TryOut
from lab.school.runs import hand_in, open_run, run_for
from lab.school.scripts import keep_script
from lab.values.text import chosen

TRYOUT = "tryout"
"""The kind of course that holds somebody's try-outs."""
MOST_ATTEMPTS = 10_000


def play_draft(db: Database, viewer: Viewer, draft_id: int, *, anew: bool = False) -> int:
    """The id of the viewer's run of a draft as it is now: the one that is open, or with `anew` another with other numbers.

    The one before is handed in then, so that its report can be read.

    Raises NotFound, BadFile for a draft with faults.
    """
    draft_for(db, viewer, draft_id)
    with tempfile.TemporaryDirectory(prefix="lab-try-") as name:
        folder = Path(name)
        write_folder(files_of(db, viewer, draft_id), folder)
        scenario = read_scenario(folder)
        digest = keep_script(db.settings, scenario)
    with db.write() as session:
        draft = find_draft(session, viewer, draft_id, lock=True)
        course = _own_course(session, viewer)
        assignment_id = session.scalar(
            select(Assignment.id)
            .join(TryOut, TryOut.assignment_id == Assignment.id)
            .where(TryOut.draft_id == draft.id, Assignment.course_id == course.id, Assignment.content_hash == digest)
        )
        if assignment_id is None:
            assignment_id = _assigned(session, course, draft.id, scenario.id, scenario.version, digest, chosen(scenario.file.title, viewer.language))
    run_id = open_run(db, viewer, assignment_id)
    if anew and run_for(db, viewer, run_id).seq:
        hand_in(db, viewer, run_id)
        run_id = open_run(db, viewer, assignment_id)
    return run_id


def _own_course(session: Session, viewer: Viewer) -> Course:
    """The viewer's course of try-outs; archived from the start, so that no code lets anybody in."""
    course = session.scalar(select(Course).where(Course.owner_id == viewer.id, Course.kind == TRYOUT))
    if course is None:
        course = Course(
            title="Try-outs", owner_id=viewer.id, join_code=free_code(session), secret=secrets.token_hex(32), created_at=now(),
            archived_at=now(), kind=TRYOUT,
        )  # fmt: skip
        session.add(course)
        session.flush()
    return course


def _assigned(session: Session, course: Course, draft_id: int, scenario_id: str, version: str, digest: str, title: str) -> int:
    row = Assignment(
        course_id=course.id, scenario_id=scenario_id, version=version, content_hash=digest, title=title[:120], opens_at=now(),
        due_at=None, attempts=MOST_ATTEMPTS, show_score="at_hand_in", released_at=None, created_at=now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.add(TryOut(assignment_id=row.id, draft_id=draft_id))
    session.flush()
    return row.id
