"""PostgreSQL behaves like SQLite where it is easy to differ."""

import threading

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select

from lab.school import throttle
from lab.school.accounts import create_user, sign_in, signed_in
from lab.school.clock import now
from lab.school.database import Database, make_engine, migrate
from lab.school.models import Base, Run, Throttle
from lab.school.runs import open_run
from tests.scale.conftest import Instance

pytestmark = pytest.mark.services
ON_POSTGRESQL = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


@ON_POSTGRESQL
def test_migrations_from_empty_give_the_tables_of_the_models(database: tuple[Database, dict[str, str]]) -> None:
    with database[0].engine.connect() as connection:
        assert connection.dialect.name == "postgresql"
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_processes_that_migrate_together_all_succeed(postgres_url: str) -> None:
    engines = [make_engine(postgres_url) for _ in range(3)]
    faults: list[Exception] = []

    def run(number: int) -> None:
        try:
            migrate(engines[number])
        except Exception as error:
            faults.append(error)

    together([lambda number=number: run(number) for number in range(3)])
    for engine in engines:
        engine.dispose()
    assert faults == []


@ON_POSTGRESQL
def test_times_and_sign_ins_come_back_as_on_sqlite(database: tuple[Database, dict[str, str]]) -> None:
    db, _ = database
    person = create_user(db, login="Жанна", name="王小明", password="correct horse", role="student")
    token = sign_in(db, login="жанна", password="correct horse", address="::1", agent="a\x00b").token
    assert signed_in(db, token) == person
    moment = now()
    with db.write() as session:
        session.add(Throttle(key="k", failures=1, blocked_until=moment))
    with db.session() as session:
        assert session.get_one(Throttle, "k").blocked_until == moment


@ON_POSTGRESQL
def test_failures_at_the_same_moment_are_all_counted(database: tuple[Database, dict[str, str]]) -> None:
    db, _ = database
    together([lambda: throttle.count_failure(db, {"k": 100, "l": 100})] * 8)
    with db.session() as session:
        assert {row.key: row.failures for row in session.scalars(select(Throttle))} == {"k": 8, "l": 8}


@ON_POSTGRESQL
def test_a_reader_sees_one_moment_while_others_write(database: tuple[Database, dict[str, str]]) -> None:
    db, _ = database
    with db.session() as reader:
        assert reader.get(Throttle, "k") is None
        with db.write() as writer:
            writer.add(Throttle(key="k", failures=1, blocked_until=now()))
        assert reader.scalar(select(Throttle.failures)) is None
    with db.session() as reader:
        assert reader.scalar(select(Throttle.failures)) == 1


@ON_POSTGRESQL
def test_an_assignment_opened_in_two_windows_at_once_is_one_run(instance: Instance) -> None:
    opened: list[int] = []
    together([lambda: opened.append(open_run(instance.db, instance.student, instance.assignment_id))] * 6)
    assert len(opened) == 6
    assert len(set(opened)) == 1
    with instance.db.session() as session:
        assert len(session.scalars(select(Run.id)).all()) == 1


def together(tasks: list) -> None:  # type: ignore[type-arg]
    """Run the tasks in threads that begin at the same moment."""
    gate = threading.Barrier(len(tasks))

    def one(task) -> None:  # type: ignore[no-untyped-def]
        gate.wait()
        task()

    threads = [threading.Thread(target=one, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
