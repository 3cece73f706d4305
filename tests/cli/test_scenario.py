"""`lab scenario`: list, check and play."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.scenarios.small import write_small


def test_the_scenarios_that_come_with_the_lab_are_listed(run: Run) -> None:
    done = run("scenario", "list")
    assert done.code == 0
    assert "\ndesk-lamp-two-markets  " in done.out


def test_a_robot_plays_and_the_report_shows_points(run: Run, tmp_path: Path) -> None:
    folder = str(write_small(tmp_path / "small"))
    done = run("scenario", "play", folder, "--robot", "wrong-cord", "--pick", "worry=gift", "--seed", "4")
    assert done.code == 0
    assert "6.00 of 10 points" in done.out
    assert "worry = gift" in done.out


def test_a_report_as_json_is_the_grade_record(run: Run, tmp_path: Path) -> None:
    folder = str(write_small(tmp_path / "small"))
    record = json.loads(run("scenario", "play", folder, "--json").out)
    assert (record["scenario"], record["grade"]["points"], len(record["grade"]["checks"])) == ("small", "10.00", 4)
    assert run("scenario", "play", folder, "--json").out == run("scenario", "play", folder, "--json").out


def test_a_step_that_was_refused_is_told(run: Run, tmp_path: Path) -> None:
    folder = write_small(tmp_path / "small", ("{sku: bulb, quantity: 2}", "{sku: bulb, quantity: 900}"))
    assert "refused: r2: not_in_store" in run("scenario", "play", str(folder), "--robot", "reference").out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--robot", "nobody"), "There is no robot 'nobody'"),
        (("--pick", "worry=luck"), "There is no alternative worry=luck. The pools are: worry: cord, gift"),
        (("--pick", "worry"), "There is no alternative worry="),
        (("--pick", "lamp=arc"), "There is no alternative lamp=arc"),
    ],
)
def test_a_robot_or_pick_that_is_not_there_is_an_error_that_helps(run: Run, tmp_path: Path, words: tuple[str, ...], message: str) -> None:
    done = run("scenario", "play", str(write_small(tmp_path / "small")), *words)
    assert done.code == 1
    assert message in done.err and done.err.count("\n") == 1


def test_a_faulty_file_fails_the_first_proof_with_every_place(run: Run, tmp_path: Path) -> None:
    folder = write_small(tmp_path / "small", ("{total: 10}", "{total: 12}"), ("when: answered", "when: nobody"))
    done = run("scenario", "check", str(folder))
    assert done.code == 1
    assert "fails   1  schema and references" in done.out
    assert len([line for line in done.out.splitlines() if "scenario.yaml:" in line]) == 2
    as_json = run("scenario", "check", str(folder), "--json")
    shown = json.loads(as_json.out)
    assert (as_json.code, shown["proof"], shown["holds"], len(shown["failures"])) == (1, 1, False, 2)


@pytest.mark.slow
def test_a_right_scenario_is_proved_with_exit_code_0(run: Run, tmp_path: Path) -> None:
    folder = write_small(tmp_path / "small", ("{total: 10}", '{total: 10, spam_max: "60 %"}'))
    done = run("scenario", "check", str(folder), "--seeds", "1", "--workers", "1", "--json")
    assert done.code == 0
    assert [json.loads(line)["proof"] for line in done.out.splitlines()] == list(range(1, 12))


def test_the_schema_knows_every_check_type_with_its_own_fields(run: Run) -> None:
    schema = json.loads(run("scenario", "schema").out)
    kinds = {kind["properties"]["check"]["const"]: kind["properties"] for kind in schema["properties"]["checks"]["items"]["anyOf"]}
    assert "steps" in kinds["message.replied_within"] and "query" in kinds["search.rank_at_most"]
    references = {part for part in json.dumps(schema).split('"') if part.startswith("#/$defs/")}
    assert references <= {f"#/$defs/{name}" for name in schema["$defs"]}


def test_slips_in_any_file_are_told_together_before_anything_is_played(run: Run, tmp_path: Path) -> None:
    folder = write_small(
        tmp_path / "small", ("text: tasks/ship.md", "text: tasks/shipp.md"), files={"texts/q1.txt": "Kabel\n\nGruß, ${bayer}\n"}
    )
    done = run("scenario", "check", str(folder))
    assert done.code == 1
    assert "there is no file 'tasks/shipp.en.md', nor one in another language; did you mean 'tasks/ship.md'?" in done.out
    assert "texts/q1.txt:3:7: nothing is called 'bayer' under variants; did you mean 'buyer'?" in done.out
    assert "holds" not in done.out and "Traceback" not in done.out + done.err


def test_a_folder_without_a_scenario_says_which_file_is_meant(run: Run, tmp_path: Path) -> None:
    folder = write_small(tmp_path / "small")
    (folder / "scenario.yaml").rename(folder / "scenario.yml")
    assert "rename scenario.yml" in run("scenario", "check", str(folder)).out
    (folder / "scenario.yml").unlink()
    assert "python run.py scenario new" in run("scenario", "check", str(folder)).out


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_a_file_of_another_encoding_is_no_traceback(run: Run, tmp_path: Path, encoding: str) -> None:
    folder = write_small(tmp_path / "small")
    path = folder / "scenario.yaml"
    path.write_bytes(path.read_text(encoding="utf-8").replace("Klein", "Größe").encode(encoding))
    done = run("scenario", "check", str(folder))
    assert done.code == 1 and "not UTF-8 text" in done.out and "save it again with the encoding UTF-8" in done.out
