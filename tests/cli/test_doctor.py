"""`lab doctor`: what is there and what is missing."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_a_machine_that_can_run_the_lab_gives_exit_code_0(run: Run, instance: Path) -> None:
    done = run("doctor")
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0].startswith("ok       Python 3.")
    assert any("packages of requirements.lock" in line for line in lines)
    assert f"ok       {instance} can be written to" in lines
    assert not (instance / ".lab-doctor").exists()


def test_a_package_of_another_version_is_named_with_the_way_out(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lab.cli.doctor.version", lambda name: "0.0.1" if name == "flask" else "")
    done = run("doctor")
    assert done.code == 1
    assert any(line.startswith("missing  flask ") and "(found 0.0.1)  -> run: python run.py" in line for line in done.out.splitlines())


def test_an_instance_that_cannot_be_written_to_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, *_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.write_text", refuse)
    done = run("doctor")
    assert done.code == 1
    assert any(line.startswith("missing") and "Permission denied" in line for line in done.out.splitlines())


def test_the_library_for_text_on_pictures_is_named_where_it_is_missing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lab.cli.doctor.features.check", lambda name: name != "raqm")
    done = run("doctor")
    assert done.code == 0
    assert any(line.startswith("absent   FriBiDi") and "libfribidi0" in line for line in done.out.splitlines())
