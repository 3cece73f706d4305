"""A new scenario out of a few answers passes at once."""

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from lab.market.base import Market
from lab.proofs.prove import Verdicts, prove_reading, prove_schema, prove_secrecy, rounds_of
from lab.proofs.rounds import play_round
from lab.scenarios.newcomer import OPTIONS, PARTS, Answers, files_of, market_names, write_scenario
from lab.scenarios.script import load_scenario
from lab.values.errors import BadFile, BadInput

PLAIN = Answers("my-first", "My first: \"a\" scenario", "我的第一个任务")


@pytest.mark.parametrize("market_name", sorted(market_names()))
def test_everything_at_once_passes_the_proofs(tmp_path: Path, markets: Path, market: Market, market_name: str) -> None:
    folder = tmp_path / "new"
    names = write_scenario(replace(PLAIN, market=market_name), folder)
    assert sorted(names) == sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    scenario = load_scenario(folder)
    assert sum(check.points for check in scenario.checks) == 100
    ended = [play_round(scenario, market, one) for one in rounds_of(scenario, 2, 1)]
    proofs = [prove_schema(folder, markets), *Verdicts(scenario, ended).proofs(), prove_secrecy(scenario, markets), prove_reading(scenario, markets)]
    assert [(proof.number, proof.failures) for proof in proofs] == [(number, ()) for number in (1, 2, 3, 4, 5, 6, 7, 9, 10)]


@pytest.mark.parametrize("parts", [one for count in (1, 2, 3) for one in combinations(PARTS, count)])
@pytest.mark.parametrize("chinese", ["", "中文标题"])
def test_any_choice_of_parts_is_a_right_file_without_the_other_parts(tmp_path: Path, parts: tuple[str, ...], chinese: str) -> None:
    write_scenario(replace(PLAIN, parts=parts, title_zh=chinese), tmp_path)
    scenario = load_scenario(tmp_path)
    assert [task.id for task in scenario.file.tasks] == [part for part in PARTS if part in parts]
    assert sum(check.points for check in scenario.checks) == sum(PARTS[part] for part in parts)
    text = (tmp_path / "scenario.yaml").read_text(encoding="utf-8")
    assert "#<" not in text and "{{" not in text
    assert ("zh:" in text) == bool(chinese)
    assert (tmp_path / "texts").exists() == ("letter" in parts)
    assert any(name.name.endswith(".zh.md") for name in (tmp_path / "tasks").iterdir()) == bool(chinese)


def test_the_right_answer_is_never_the_first_box(tmp_path: Path) -> None:
    write_scenario(replace(PLAIN, options=("yes", "no"), options_zh=("是", "否")), tmp_path)
    question = load_scenario(tmp_path).file.questions[0]
    assert {key: texts["en"] for key, texts in question.options.items()} == {"a": "no", "b": "yes"}
    assert question.options["b"]["zh"] == "是"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"market": "moon"}, "no_such_market"),
        ({"parts": ("letter", "dance")}, "no_such_part"),
        ({"parts": ()}, "no_such_part"),
        ({"title": " "}, "title_needed"),
        ({"title": "x" * 121}, "answer_too_long"),
        ({"title": "${buyer}"}, "answer_has_a_slot"),
        ({"question": "{{id}}"}, "answer_has_a_slot"),
        ({"options": ("one",)}, "options_out_of_range"),
        ({"options": tuple("abcdefg")}, "options_out_of_range"),
        ({"level": 9}, "level_or_minutes_out_of_range"),
    ],
)
def test_an_answer_that_does_not_fit_is_named(change: dict[str, object], code: str) -> None:
    with pytest.raises(BadInput) as error:
        files_of(replace(PLAIN, **change))  # type: ignore[arg-type]
    assert error.value.code == code


def test_a_name_that_is_no_folder_is_refused() -> None:
    with pytest.raises(BadFile):
        files_of(replace(PLAIN, id="../x"))


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(BadInput) as error:
        write_scenario(PLAIN, tmp_path)
    assert error.value.code == "folder_not_empty"
    assert len(OPTIONS) == 6 and [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
