"""Moving the dates of an assignment in a test: its other rules stay as they are."""

from datetime import datetime

from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView, assignment_for, change_rules
from lab.school.database import Database


def move_dates(db: Database, viewer: Viewer, assignment_id: int, *, opens_at: datetime, due_at: datetime | None) -> AssignmentView:
    found = assignment_for(db, viewer, assignment_id)
    return change_rules(db, viewer, assignment_id, opens_at=opens_at, due_at=due_at, attempts=found.attempts, rules=found.rules)
