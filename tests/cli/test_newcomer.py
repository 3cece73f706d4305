"""`lab scenario new`: from questions to a scenario."""

from pathlib import Path

from click.testing import CliRunner

from lab.cli.newcomer import PART_WORDS, new
from lab.scenarios.newcomer import PARTS
from lab.scenarios.script import load_scenario
from tests.cli.conftest import Run


def test_a_scenario_from_options_alone(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "my-lesson"
    done = run("scenario", "new", str(folder), "--title", "My lesson", "--title-zh", "", "--market", "kazakhstan", "--part", "order")
    assert done.code == 0
    assert f"scenario check {folder}" in done.out
    assert "scenario.yaml" in done.err
    made = load_scenario(folder)
    assert (made.id, made.file.title, made.file.world.places) == ("my-lesson", {"en": "My lesson"}, ("caravan/KZ",))


def test_what_is_not_given_is_asked(tmp_path: Path) -> None:
    folder = tmp_path / "asked"
    done = CliRunner().invoke(new, [str(folder)], input="A title\n标题\ngermany\ny\nn\nn\ny\n")
    assert done.exit_code == 0, done.output
    made = load_scenario(folder)
    assert made.file.title == {"en": "A title", "zh": "标题"}
    assert [task.id for task in made.file.tasks] == ["letter", "question"]
    assert list(PART_WORDS) == list(PARTS)


def test_a_folder_with_something_in_it_is_an_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    done = run("scenario", "new", str(tmp_path / "full"), "--title", "x", "--title-zh", "", "--market", "germany", "--part", "price")
    assert done.code == 1
    assert done.err.count("\n") == 1


def test_a_name_that_cannot_be_an_id_is_an_error(run: Run, tmp_path: Path) -> None:
    done = run("scenario", "new", str(tmp_path / "My Lesson"), "--title", "x", "--title-zh", "", "--market", "germany", "--part", "price")
    assert done.code == 1
    assert not (tmp_path / "My Lesson").exists()
