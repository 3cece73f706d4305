"""Instances for tests, soon ready: the tables are made once for a process and copied, templates are compiled once for all."""

import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import FileSystemBytecodeCache

from lab.app import create_app
from lab.school.database import Database, make_engine, migrate, open_database
from lab.school.settings import Settings, load_settings

DATABASE = "lab.sqlite3"


@cache
def _tables() -> Path:
    """A migrated database without a row in it."""
    folder = Path(tempfile.mkdtemp(prefix="tradewind-lab-tables-"))
    engine = make_engine(f"sqlite:///{(folder / DATABASE).as_posix()}")
    migrate(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return folder / DATABASE


@cache
def _compiled() -> FileSystemBytecodeCache:
    """Compiled templates, by the text of each; all processes of this user share them."""
    folder = Path(tempfile.gettempdir()) / "tradewind-lab-test-templates"
    folder.mkdir(mode=0o700, exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


def fresh_settings(folder: Path) -> Settings:
    """The settings of an instance in a folder, with empty tables in it."""
    settings = load_settings({"LAB_INSTANCE": str(folder)})
    if not (settings.instance / DATABASE).exists():
        shutil.copyfile(_tables(), settings.instance / DATABASE)
    return settings


def fresh_database(folder: Path) -> Database:
    """An empty database, which its owner closes."""
    return open_database(fresh_settings(folder))


def fresh_app(folder: Path, **wishes: Any) -> Flask:
    """An application over an empty instance; its owner closes its database."""
    app = create_app(fresh_settings(folder), **({"time_zone": "Asia/Almaty"} | wishes))
    app.jinja_env.bytecode_cache = _compiled()
    return app


@cache
def _common_app() -> tuple[Flask, dict[str, Any]]:
    app = fresh_app(Path(tempfile.mkdtemp(prefix="tradewind-lab-app-")))
    app.extensions["lab_database"].close()
    return app, dict(app.config)


def common_app(folder: Path) -> Flask:
    """The one application of this process, moved into an empty instance: building it takes longer than most tests.

    One at a time; what a test sets in its configuration is gone for the next one. Its owner closes its database.
    """
    app, config = _common_app()
    settings = fresh_settings(folder)
    app.config.clear()
    app.config.update(config, SECRET_KEY=settings.secret_key)
    app.extensions["lab_database"] = open_database(settings)
    return app
