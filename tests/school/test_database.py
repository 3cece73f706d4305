"""The tables, the way they come into being, and the two ways into the database."""

import sqlite3
import threading
import time
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

import lab.school
from lab.school.accounts import Viewer
from lab.school.clock import now
from lab.school.database import HEAD, Database, make_engine, migrate
from lab.school.models import Base, Course, Throttle, User


def test_migrations_from_empty_give_the_tables_of_the_models(db: Database) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_named_head_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(lab.school.__file__).with_name("migrations")))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_migrating_again_changes_nothing(db: Database, teacher: Viewer) -> None:
    migrate(db.engine)
    with db.session() as session:
        assert session.scalars(select(User.login)).all() == ["frau.keller"]


def test_processes_that_migrate_together_both_succeed(tmp_path: Path) -> None:
    engines = [make_engine(f"sqlite:///{tmp_path / 'new.sqlite3'}") for _ in range(4)]
    faults: list[Exception] = []

    def run(number: int) -> None:
        try:
            migrate(engines[number])
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for engine in engines:
        engine.dispose()
    assert faults == []


def test_a_new_file_that_another_process_has_locked_is_waited_for(tmp_path: Path) -> None:
    """SQLite refuses to switch a locked file to a write-ahead log at once; it does not wait as for everything else."""
    other = sqlite3.connect(tmp_path / "new.sqlite3", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    thread = threading.Timer(0.3, other.rollback)
    thread.start()
    engine = make_engine(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    with engine.connect() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
    thread.join()
    other.close()
    engine.dispose()


def test_sqlite_keeps_foreign_keys_and_a_write_ahead_log(db: Database) -> None:
    with db.session() as session:
        assert session.scalar(text("PRAGMA foreign_keys")) == 1
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"
        assert session.scalar(text("PRAGMA synchronous")) == 2
        assert session.scalar(text("PRAGMA busy_timeout")) == 20_000
    with pytest.raises(IntegrityError), db.write() as session:
        session.add(Course(title="x", owner_id=999, join_code="AAAAAAAA", secret="00", created_at=now()))


def test_a_write_that_raises_leaves_nothing_behind(db: Database) -> None:
    with pytest.raises(RuntimeError), db.write() as session:
        session.add(Throttle(key="k", failures=1, blocked_until=now()))
        session.flush()
        raise RuntimeError
    with db.session() as session:
        assert session.get(Throttle, "k") is None


def test_a_second_writer_waits_for_the_first_one(db: Database) -> None:
    order: list[str] = []
    inside = threading.Event()

    def second() -> None:
        inside.wait()
        with db.write():
            order.append("second")

    thread = threading.Thread(target=second)
    thread.start()
    with db.write():
        inside.set()
        time.sleep(0.15)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_a_reader_sees_one_moment_while_others_write(db: Database) -> None:
    with db.session() as reader:
        assert reader.get(Throttle, "k") is None
        with db.write() as writer:
            writer.add(Throttle(key="k", failures=1, blocked_until=now()))
        reader.expire_all()
        assert reader.get(Throttle, "k") is None
    with db.session() as reader:
        assert reader.get(Throttle, "k") is not None


def test_times_come_back_aware_and_in_utc(db: Database) -> None:
    moment = now()
    with db.write() as session:
        session.add(Throttle(key="k", failures=1, blocked_until=moment))
    with db.session() as session:
        row = session.get_one(Throttle, "k")
        assert row.blocked_until == moment
        assert row.blocked_until.utcoffset() is not None
    with pytest.raises(Exception, match="without a zone"), db.write() as session:
        session.add(Throttle(key="n", failures=1, blocked_until=moment.replace(tzinfo=None)))
