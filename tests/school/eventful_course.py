"""A course in which everything has happened that an archive keeps, and its rows in a form that two servers can be compared by."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from lab.engine.staff import StaffHint
from lab.ledger.actions import SubmitReflection
from lab.school.accounts import Viewer, create_user
from lab.school.appeals import answer_appeal, appeal
from lab.school.assignments import AssignmentView, change_rules, release_scores, take_appeals
from lab.school.clock import now
from lab.school.courses import CourseView
from lab.school.database import Database
from lab.school.help_requests import answer, ask
from lab.school.judging import override
from lab.school.models import (
    Appeal,
    Assignment,
    Base,
    Grade,
    HelpRequest,
    JournalRow,
    Mark,
    Opinion,
    Proposal,
    Receipt,
    Regrade,
    RegradeRow,
    Run,
    User,
)
from lab.school.opinions import give_opinion
from lab.school.proposals import confirm_proposal, reject_proposal, withdraw_proposal
from lab.school.regrades import ask_regrade, drop_regrade
from lab.school.rules import Rules
from lab.school.runs import act, hand_in, open_run
from lab.school.staff import add_staff
from lab.school.steering import steer
from tests.instances import fresh_database
from tests.school.conftest import PASSWORD
from tests.school.regrading import asked, corrected, regraded
from tests.school.test_judging import best_levels
from tests.school.test_regrades import EASIER

TABLES = (Run, JournalRow, Grade, Mark, Opinion, HelpRequest, Regrade, RegradeRow, Proposal, Appeal, Receipt)
"""What hangs on an assignment."""
STUDENT = "=SUM(A1) مريم"
NAMES = {"gerda": "=1+1", "gustav": "غوستاف مُعلِّم", "petra": "Petra Keller"}


@pytest.fixture
def eventful(
    db: Database, run_id: int, assignment: AssignmentView, course: CourseView, teacher: Viewer, student: Viewer, admin: Viewer, tmp_path: Path
) -> int:
    """A run with questions, two markers, an override, appeals, every kind of proposal, and regrades; and one that has only begun."""
    with db.write() as session:
        session.execute(update(User).where(User.id == student.id).values(name=STUDENT))
    graders = {}
    for login, name in list(NAMES.items())[:2]:
        graders[login] = create_user(db, login=login, name=name, password=PASSWORD, role="student")
        add_staff(db, teacher, course.id, "grader", login)
    rules = Rules(markers=2, show_score="after_release")
    change_rules(db, teacher, assignment.id, opens_at=assignment.opens_at, due_at=None, attempts=2, rules=rules)
    act(db, student, run_id, SubmitReflection("Prices differ because postage does."))
    answer(db, teacher, assignment.id, ask(db, student, run_id, "=What\nnow?", f"/runs/{run_id}/listings?x=1"), "Go on.")
    ask(db, student, run_id, "And now?")
    hand_in(db, student, run_id)
    best = best_levels(db, teacher, run_id)
    give_opinion(db, graders["gerda"], run_id, "thoughts", dict.fromkeys(best, 0), "A first thought.")
    for login in NAMES:
        if login in graders:
            give_opinion(db, graders[login], run_id, "thoughts", best, f"Good, says {login}.")
    release_scores(db, teacher, assignment.id)
    take_appeals(db, teacher, assignment.id, now() + timedelta(days=7))
    answer_appeal(db, teacher, appeal(db, student, run_id, "de_live", "It was on sale."), "granted", "True.", "3/4")
    answer_appeal(db, admin, appeal(db, student, run_id, "de_live", "All of it."), "declined", "No.")
    appeal(db, student, run_id, "thoughts", "مرة أخرى")
    for what in (withdraw_proposal, None, confirm_proposal):
        judged = override(db, teacher, run_id, "de_live", "1/4", "Taken back.")
        assert judged.proposal_id is not None
        if what is None:
            reject_proposal(db, admin, judged.proposal_id, "Not so fast.")
        else:
            what(db, admin if what is confirm_proposal else teacher, judged.proposal_id)
    regraded(db, teacher, assignment.id, "nothing changed")
    drop_regrade(db, teacher, asked(db, teacher, assignment.id, "only looked"))
    scenario = corrected(db, teacher, tmp_path / "corrected", EASIER)
    regraded(db, teacher, assignment.id, "mended", content_hash=scenario.content_hash, run_id=run_id)
    override(db, teacher, run_id, "de_live", "0", "This waits.")
    second = open_run(db, student, assignment.id)
    steer(db, teacher, second, StaffHint("Look at the cord."))
    ask_regrade(db, teacher, assignment.id, "not looked at yet")
    return run_id


@pytest.fixture
def elsewhere(tmp_path: Path, markets: Path) -> Iterator[Database]:
    """Another server."""
    database = fresh_database(tmp_path / "elsewhere")
    database.settings.markets.symlink_to(markets, target_is_directory=True)
    yield database
    database.close()


@pytest.fixture
def there(elsewhere: Database) -> Viewer:
    return create_user(elsewhere, login="dr.chen", name="Chen Li", password=PASSWORD, role="instructor")


def told(db: Database, course_id: int) -> dict[str, list[dict[str, Any]]]:
    """The rows of a course's assignments, with names in place of people's ids and places in place of other ids."""
    with db.session() as session:
        assignments = list(session.scalars(select(Assignment.id).where(Assignment.course_id == course_id)))
        runs = list(session.scalars(select(Run.id).where(Run.assignment_id.in_(assignments)).order_by(Run.id)))
        names = {f"users.{user.id}": user.name for user in session.scalars(select(User))}
        regrades = list(session.scalars(select(Regrade.id).where(Regrade.assignment_id.in_(assignments), Regrade.state != "open").order_by(Regrade.id)))
        places = {f"assignments.{one}": f"assignment {place}" for place, one in enumerate(assignments)}
        places |= {f"runs.{one}": f"run {place}" for place, one in enumerate(runs)} | {f"regrades.{one}": f"regrade {place}" for place, one in enumerate(regrades)}
        found: dict[str, list[dict[str, Any]]] = {}
        for table in TABLES:
            columns = table.__table__.columns
            scope = table.assignment_id.in_(assignments) if table in (Run, Regrade) else table.run_id.in_(runs)
            rows = session.execute(select(table.__table__).where(scope).order_by(*table.__table__.primary_key)).mappings().all()
            if table is Regrade:
                rows = [row for row in rows if row["id"] in regrades]
            if table is RegradeRow:
                rows = [row for row in rows if row["regrade_id"] in regrades]
            if "id" in columns:
                places |= {f"{table.__tablename__}.{row['id']}": f"{table.__tablename__} {place}" for place, row in enumerate(rows)}
            found[table.__tablename__] = [_row(table, row, names, places) for row in rows]
    return found


def _row(table: type[Base], row: Any, names: dict[str, str], places: dict[str, str]) -> dict[str, Any]:
    """A row without its id, and without the code under which a receipt is looked up."""
    plain = {}
    for column in table.__table__.columns:
        value = row[column.name]
        if column.name == "id" or (table is Receipt and column.name in ("kind", "code")):
            continue
        for key in column.foreign_keys:
            if value is not None:
                value = {**names, **places}[f"{key.column.table.name}.{value}"]
        if table is HelpRequest and column.name == "page":
            value = value.replace(f"/runs/{row['run_id']}/", "/runs/N/")
        if table is JournalRow and column.name == "actor":
            kind, _, number = value.partition(":")
            value = f"{kind}:{names[f'users.{number}']}"
        plain[column.name] = value
    return plain
