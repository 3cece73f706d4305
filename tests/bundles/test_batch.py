"""Many bundles graded at once: in order, each for itself, whatever the others do."""

import os
import signal
import time
from pathlib import Path

import pytest

from lab.bundles import batch
from lab.bundles.batch import Graded, Task, grade_all, grade_one, time_limit
from lab.bundles.shelf import Shelf
from lab.scenarios.marking import grade_play
from tests.bundles.made import Made


def test_a_bundle_is_graded_with_the_titles_of_its_tasks(made: Made, shelf: Shelf, tmp_path: Path) -> None:
    graded = grade_one(Task(made.file(tmp_path)), shelf)
    assert graded.problem is None and graded.record is not None
    assert graded.record.to_json() == grade_play(made.play).to_json()
    assert graded.tasks == {"answer": "Answer", "ship": "Ship"}
    assert graded.head is not None and graded.head.scenario == "small"


def test_a_broken_bundle_does_not_stop_the_rest(made: Made, markets: Path, tmp_path: Path) -> None:
    good = made.file(tmp_path)
    broken = made.file(tmp_path, made.data[:-100], "broken.tradewind")
    told: list[Graded] = []
    found = grade_all([Task(broken), Task(good), Task(tmp_path)], [made.folder], markets, progress=told.append)
    assert [one.code for one in found] == ["bundle_line_changed" if found[0].code == "bundle_line_changed" else "bundle_cut_short", "", "bundle_not_a_file"]
    assert told == found


def test_a_seed_that_the_bundle_does_not_carry_is_given_with_the_task(made: Made, shelf: Shelf, tmp_path: Path) -> None:
    sealed = made.resealed(lambda number, plain: plain.replace(b'"deal":{"seed":"0000000000000005"}', b'"deal":{"run":4}'))
    path = made.file(tmp_path, sealed)
    unknown = grade_one(Task(path), shelf)
    assert (unknown.code, unknown.args) == ("bundle_seed_unknown", {"run": 4})
    known = grade_one(Task(path, "5"), shelf)
    assert known.record is not None and known.record.grade.points == "10.00"


@pytest.mark.slow
def test_several_processes_give_the_same_in_the_same_order(made: Made, markets: Path, tmp_path: Path) -> None:
    tasks = [Task(made.file(tmp_path, name=f"{number}.tradewind")) for number in range(5)]
    tasks.insert(2, Task(made.file(tmp_path, b"junk", "junk.tradewind")))
    alone = grade_all(tasks, [made.folder], markets)
    assert grade_all(tasks, [made.folder], markets, workers=2) == alone
    assert [one.code for one in alone] == ["", "", "bundle_cut_short", "", "", ""]


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="this system has no alarm signal")
def test_what_takes_too_long_is_ended_even_inside_a_check(made: Made, shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_anything: object) -> None:
        try:
            time.sleep(30)
        except Exception:  # as grading does with a check that breaks
            time.sleep(30)

    monkeypatch.setattr(batch, "replayed", slow)
    begin, before = time.monotonic(), signal.getsignal(signal.SIGALRM)
    graded = grade_one(Task(made.file(tmp_path)), shelf, seconds=0.3)
    assert (graded.code, graded.args) == ("bundle_too_slow", {"seconds": 0})
    assert time.monotonic() - begin < 5
    with time_limit(5):
        assert signal.getsignal(signal.SIGALRM) is not before
    assert signal.getsignal(signal.SIGALRM) is before


def test_a_fault_of_the_lab_is_told_as_one(made: Made, shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_anything: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(batch, "replayed", broken)
    assert grade_one(Task(made.file(tmp_path)), shelf).args == {"error": "ZeroDivisionError"}



class DeadlyPath(type(Path())):  # type: ignore[misc]
    def is_symlink(self) -> bool:
        os._exit(7)


@pytest.mark.slow
def test_a_bundle_that_kills_its_process_is_named_and_the_rest_is_graded(made: Made, markets: Path, tmp_path: Path) -> None:
    tasks = [Task(made.file(tmp_path, name=f"{number}.tradewind")) for number in range(3)]
    tasks.insert(1, Task(DeadlyPath(tmp_path / "deadly.tradewind")))
    found = grade_all(tasks, [made.folder], markets, workers=2)
    assert [one.code for one in found] == ["", "bundle_killed_process", "", ""]
