"""The page of the author's solution."""

from datetime import timedelta
from pathlib import Path

from lab.school.accounts import Viewer
from lab.school.assignments import assign, change_rules
from lab.school.clock import now
from lab.school.courses import CourseView
from lab.school.database import Database
from lab.school.rules import Rules
from lab.school.runs import hand_in, open_run
from tests.web.browser import SCENARIO, Browser


def test_a_student_reads_the_solution_once_it_is_shown(
    at_home: Browser, db: Database, teacher: Viewer, student: Viewer, course: CourseView, markets: Path
) -> None:
    db.settings.markets.symlink_to(markets, target_is_directory=True)
    made = assign(db, teacher, course.id, scenario_id=SCENARIO)
    run_id = open_run(db, student, made.id)
    hand_in(db, student, run_id)
    assert "See a solution" not in at_home.get(f"/runs/{run_id}/report")
    at_home.get(f"/runs/{run_id}/solution", 409)
    due = now() - timedelta(minutes=1)
    change_rules(db, teacher, made.id, opens_at=due - timedelta(days=1), due_at=due, attempts=1, rules=Rules(show_solution="after_due"))
    assert "See a solution" in at_home.get(f"/runs/{run_id}/report")
    page = at_home.get(f"/runs/{run_id}/solution")
    assert ("One way to full points" in page and "Save a listing" in page) or "Listing" in page
