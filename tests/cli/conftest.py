"""The command line in this process, with an instance of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from lab.cli.main import main


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left: its exit code, and the two streams."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def instance(tmp_path: Path, markets: Path) -> Path:
    """An instance folder that finds the session's market."""
    folder = tmp_path / "instance"
    folder.mkdir()
    (folder / "market").symlink_to(markets, target_is_directory=True)
    return folder


@pytest.fixture
def run(instance: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("LAB_INSTANCE", str(instance))
    monkeypatch.delenv("LAB_DATABASE_URL", raising=False)

    def run_command(*words: str) -> Done:
        monkeypatch.setattr("sys.argv", ["lab", *words])
        code = 0
        try:
            main()
        except SystemExit as leaving:
            code = leaving.code if isinstance(leaving.code, int) else 1
        streams = capsys.readouterr()
        return Done(code, streams.out, streams.err)

    return run_command
