"""A run of the sample scenario after its files were changed."""

import shutil
from collections.abc import Callable
from pathlib import Path

from lab.scenarios.script import load_scenario
from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView
from lab.school.database import Database
from lab.school.models import Assignment
from lab.school.runs import open_run
from lab.school.scripts import keep_script
from lab.values.places import SCENARIOS
from tests.web.browser import SCENARIO


def open_rewritten(db: Database, student: Viewer, assignment: AssignmentView, folder: Path, rewrite: Callable[[Path], None]) -> int:
    """The student's run of the assignment, after `rewrite` was let at a copy of its scenario's folder."""
    copied = folder / "rewritten"
    shutil.copytree(SCENARIOS / SCENARIO, copied)
    rewrite(copied)
    digest = keep_script(db.settings, load_scenario(copied))
    with db.write() as session:
        row = session.get(Assignment, assignment.id)
        assert row is not None
        row.content_hash = digest
    return open_run(db, student, assignment.id)
