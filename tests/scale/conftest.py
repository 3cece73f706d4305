"""An instance that several processes work on at once, on SQLite and on PostgreSQL.

PostgreSQL is asked for at LAB_TEST_POSTGRES (a database whose user may create others). Without an answer its tests are
skipped with the reason, or fail when LAB_REQUIRE_SERVICES=1.
"""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from lab.school.accounts import Viewer, create_user
from lab.school.assignments import assign
from lab.school.clock import now
from lab.school.courses import create_course, join_course
from lab.school.database import Database, open_database
from lab.school.runs import open_run
from lab.school.settings import load_settings
from lab.values.places import ROOT

SCENARIO = "desk-lamp-two-markets"
POSTGRES = os.environ.get("LAB_TEST_POSTGRES", "postgresql+psycopg://root@127.0.0.1:5432/test")
BOTH = [pytest.param("sqlite", id="sqlite"), pytest.param("postgresql", id="postgresql", marks=pytest.mark.services)]


@dataclass(frozen=True, slots=True)
class Instance:
    """An instance with one student and the environment that other processes need to find it."""

    db: Database
    environ: dict[str, str]
    teacher: Viewer
    student: Viewer
    assignment_id: int

    def open_run(self) -> int:
        return open_run(self.db, self.student, self.assignment_id)

    def start_actor(self, run_id: int, name: str, count: int, *more: str) -> "subprocess.Popen[str]":
        """A process that acts `count` times in the run and prints a line for each action that was acknowledged."""
        command = [sys.executable, str(Path(__file__).with_name("actor.py")), str(run_id), name, str(count), *more]
        environ = {**os.environ, **self.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        return subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True, cwd=ROOT)


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """A fresh, empty database on the server."""
    admin = create_engine(POSTGRES, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    name = f"lab_{uuid.uuid4().hex[:12]}"
    try:
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    except OperationalError as error:
        admin.dispose()
        reason = f"no PostgreSQL answers at {admin.url.render_as_string(hide_password=True)}: {error.orig}"
        if os.environ.get("LAB_REQUIRE_SERVICES") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    try:
        yield admin.url.set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Database, dict[str, str]]]:
    """An empty database of the kind that the test asks for, and the environment that leads to it."""
    environ = {"LAB_INSTANCE": str(tmp_path / "instance")}
    if request.param == "postgresql":
        environ["LAB_DATABASE_URL"] = request.getfixturevalue("postgres_url")
    db = open_database(load_settings(environ))
    yield db, environ
    db.close()


@pytest.fixture
def instance(database: tuple[Database, dict[str, str]], markets: Path) -> Instance:
    db, environ = database
    db.settings.markets.symlink_to(markets, target_is_directory=True)
    teacher = create_user(db, login="teacher", name="Petra Keller", password="correct horse", role="instructor")
    student = create_user(db, login="actor", name="Aigerim Bekova", password="correct horse", role="student")
    course = create_course(db, teacher, "Export management")
    assert course.join_code is not None
    join_course(db, student, course.join_code)
    assignment = assign(
        db, teacher, course.id, scenario_id=SCENARIO, opens_at=now() - timedelta(hours=1), attempts=5
    )
    return Instance(db, environ, teacher, student, assignment.id)
