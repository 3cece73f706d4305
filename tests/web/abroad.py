"""A run of the sample scenario in which buyers pay in their own money, and time goes on for eight weeks."""

import shutil
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

CHANGES = {
    "  consequences: off ": "  money: local\n  consequences: off ",  # the order from Kazakhstan always arrives and is paid out
    'end: "2026-05-07T18:00:00+02:00"': 'end: "2026-06-30T18:00:00+02:00"',
}


def open_abroad(db: Database, student: Viewer, assignment: AssignmentView, folder: Path) -> int:
    """The student's run of the assignment, after its scenario has been given local money."""
    copied = folder / "abroad"
    shutil.copytree(SCENARIOS / SCENARIO, copied)
    text = (copied / "scenario.yaml").read_text("utf-8")
    for old, new in CHANGES.items():
        assert old in text
        text = text.replace(old, new)
    (copied / "scenario.yaml").write_text(text, "utf-8")
    digest = keep_script(db.settings, load_scenario(copied))
    with db.write() as session:
        row = session.get(Assignment, assignment.id)
        assert row is not None
        row.content_hash = digest
    return open_run(db, student, assignment.id)
