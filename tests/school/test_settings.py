"""An instance: its folder, its database, its secret."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from lab.school.settings import load_settings
from lab.values.errors import BadInput


def test_the_secret_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    first = load_settings({"LAB_INSTANCE": str(tmp_path / "here")})
    second = load_settings({"LAB_INSTANCE": str(tmp_path / "here")})
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) == 64
    assert stat.S_IMODE((tmp_path / "here" / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "here").iterdir()] == ["secret_key"]


def test_two_instances_have_different_secrets(tmp_path: Path) -> None:
    one = load_settings({"LAB_INSTANCE": str(tmp_path / "one")})
    two = load_settings({"LAB_INSTANCE": str(tmp_path / "two")})
    assert one.secret_key != two.secret_key


def test_processes_that_start_together_agree_on_one_secret(tmp_path: Path) -> None:
    code = (
        "import sys; from lab.school.settings import load_settings; "
        "print(load_settings({'LAB_INSTANCE': sys.argv[1]}).secret_key)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "shared")]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    secrets = {process.communicate()[0].strip() for process in started}
    assert len(secrets) == 1
    assert len(secrets.pop()) == 64


def test_neither_secret_nor_database_address_shows_in_a_log(tmp_path: Path) -> None:
    environ = {"LAB_INSTANCE": str(tmp_path), "LAB_DATABASE_URL": "postgresql://lab:hunter2@db/lab"}
    settings = load_settings(environ)
    assert settings.secret_key not in repr(settings)
    assert "hunter2" not in repr(settings)


def test_sqlite_in_the_instance_is_what_one_gets_without_asking(tmp_path: Path) -> None:
    settings = load_settings({"LAB_INSTANCE": str(tmp_path)})
    assert settings.database_url == f"sqlite:///{tmp_path.resolve()}/lab.sqlite3"


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_every_way_to_write_a_postgresql_address_is_understood(tmp_path: Path, scheme: str) -> None:
    settings = load_settings({"LAB_INSTANCE": str(tmp_path), "LAB_DATABASE_URL": f"{scheme}://u@h/d"})
    assert settings.database_url == "postgresql+psycopg://u@h/d"


@pytest.mark.parametrize("url", ["mysql://u@h/d", "lab.db"])
def test_another_database_is_refused_with_an_example(tmp_path: Path, url: str) -> None:
    with pytest.raises(BadInput, match="database_not_supported"):
        load_settings({"LAB_INSTANCE": str(tmp_path), "LAB_DATABASE_URL": url})
