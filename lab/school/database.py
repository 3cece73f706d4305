"""The database: SQLite in the instance folder, or PostgreSQL; the same code for both.

Two ways in. `session()` reads from one consistent picture of the data. `write()` is one transaction that other
writers wait for (SQLite, BEGIN IMMEDIATE) or that locks the rows it asks to lock (PostgreSQL, SELECT FOR UPDATE).
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.orm import Session

from lab.school.plays import PlayCache
from lab.school.settings import Settings

HEAD = "0008"
"""The newest revision in migrations/versions."""
BUSY_SECONDS = 20
_BETWEEN_TRIES = 0.02
_MIGRATION_LOCK = 0x7472616465


class Database:
    """An open database with the settings of its instance and the plays that this process holds ready."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self.settings = settings
        self.engine = engine
        self.plays = PlayCache()
        self._reader: Engine = engine
        if engine.dialect.name == "postgresql":
            self._reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            self._writer: Engine = engine.execution_options(isolation_level="READ COMMITTED")
        else:
            self._writer = engine.execution_options(lab_writes=True)
        self._asker: Engine = self._reader.execution_options(lab_asks_once=True)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Read. Everything read inside is of one moment; nothing is kept."""
        with Session(self._reader, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def question(self) -> Iterator[Connection]:
        """Ask one question about columns, on the shortest way: no session, and no transaction where one select needs none."""
        with self._asker.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: kept as a whole when the block ends well, undone as a whole when it raises."""
        with Session(self._writer, expire_on_commit=False, info={"settings": self.settings}) as session, session.begin():
            session.connection()  # begins, and so waits, here and not at the first question
            yield session

    def close(self) -> None:
        self.engine.dispose()


def open_database(settings: Settings) -> Database:
    """Connect, and bring the tables up to date."""
    engine = make_engine(settings.database_url)
    migrate(engine)
    return Database(settings, engine)


def make_engine(url: str) -> Engine:
    """An engine for a database URL of SQLite or PostgreSQL."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_size=8, max_overflow=16, pool_pre_ping=True)
    engine = create_engine(url, pool_size=8, max_overflow=16, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # The driver's own habit of beginning transactions is switched off; _begin_sqlite does it.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    _switch_to_wal(cursor)
    # FULL: an acknowledged action also outlives a power cut.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _switch_to_wal(cursor: sqlite3.Cursor) -> None:
    """Waits for others that switch the same new file: SQLite itself refuses at once here, whatever the busy timeout."""
    last = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if (error.sqlite_errorcode & 0xFF) not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) or time.monotonic() > last:
                raise
            time.sleep(_BETWEEN_TRIES)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get("lab_asks_once"):
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("lab_writes") else "BEGIN")


def migrate(engine: Engine) -> None:
    """Bring the tables up to date, in one transaction; two processes that start at once wait for each other."""
    if _revision(engine) == HEAD:
        return
    # Alembic is slow to import and needed only now.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    with engine.execution_options(lab_writes=True).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
