"""Exit codes and error lines."""

from pathlib import Path

import pytest

from lab import __version__
from tests.cli.conftest import Run


def test_help_and_version_are_no_errors(run: Run) -> None:
    done = run("--help")
    assert (done.code, done.err) == (0, "")
    for command in ("demo", "doctor", "market", "scenario", "serve", "account"):
        assert command in done.out
    assert __version__ in run("--version").out


@pytest.mark.parametrize("words", [("nonsense",), ("demo", "--loud"), ("scenario", "check"), ("scenario", "check", "/no/such/folder"), ("serve", "--port", "0")])
def test_wrong_usage_gives_exit_code_2_and_says_how(run: Run, words: tuple[str, ...]) -> None:
    done = run(*words)
    assert (done.code, done.out) == (2, "")
    assert "Error:" in done.err and "Traceback" not in done.err


def test_an_error_that_a_person_can_mend_is_one_line_and_exit_code_1(run: Run, tmp_path: Path) -> None:
    done = run("scenario", "play", str(tmp_path))
    assert (done.code, done.out) == (1, "")
    assert done.err == f"Error: {tmp_path}/scenario.yaml:1:1: there is no such file\n"


def test_an_unsupported_database_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAB_DATABASE_URL", "mysql://x")
    done = run("doctor")
    assert done.code == 1
    assert done.err.count("\n") == 1 and "postgresql" in done.err


def test_square_brackets_in_an_error_are_not_taken_for_colours(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "[red]x"
    folder.mkdir()
    assert "[red]x/scenario.yaml" in run("scenario", "play", str(folder)).err
