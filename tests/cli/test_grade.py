"""`lab grade`: exit codes, files, seeds, and bundles of a server's students."""

import json
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from lab.school.accounts import create_user
from lab.school.assignments import assign
from lab.school.bundles import class_runs, run_bundle
from lab.school.courses import create_course, join_course
from lab.school.database import open_database
from lab.school.runs import hand_in, open_run
from lab.school.settings import load_settings
from tests.cli.conftest import Run
from tests.scenarios.small import write_small


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    return write_small(tmp_path / "scenarios" / "small")


@pytest.fixture
def bundle(run: Run, scenario: Path, tmp_path: Path) -> Path:
    """The small scenario, played by its reference."""
    path = tmp_path / "good.tradewind"
    assert run("scenario", "play", str(scenario), "--bundle", str(path)).code == 0
    return path


def test_a_bundle_is_graded_into_every_format(run: Run, bundle: Path, scenario: Path, tmp_path: Path, instance: Path) -> None:
    files = {name: tmp_path / f"out.{name}" for name in ("json", "xml", "csv")}
    done = run(
        "grade", str(bundle), "--scenarios", str(scenario.parent), "--results", str(files["json"]), "--junit", str(files["xml"]),
        "--csv", str(files["csv"]),
    )  # fmt: skip
    assert done.code == 0, done
    assert done.out == "good.tradewind  small 1.0.0  10.00 of 10\n"
    assert "1 graded, 0 refused" in done.err
    assert json.loads(files["json"].read_bytes())["score"] == 10.0
    assert fromstring(files["xml"].read_bytes()).get("tests") == "4"
    assert b"good.tradewind,,small,1.0.0,played,10.00,10" in files["csv"].read_bytes()
    assert not (instance / "lab.sqlite3").exists()


def test_some_refused_is_exit_code_1_and_the_rest_is_graded(run: Run, bundle: Path, scenario: Path, tmp_path: Path) -> None:
    lines = bundle.read_bytes().splitlines(keepends=True)
    lines[3] = lines[3].replace(b'"ok":true', b'"ok":True')
    (tmp_path / "bad.tradewind").write_bytes(b"".join(lines))
    done = run("grade", str(tmp_path), "--scenarios", str(scenario), "--jobs", "1", "--results", str(tmp_path / "r.json"))
    assert done.code == 1
    assert "good.tradewind  small 1.0.0  10.00 of 10" in done.out
    assert "bad.tradewind: Action 2 (" in done.err and "was changed after it was written" in done.err
    bad, good = json.loads((tmp_path / "r.json").read_bytes())
    assert (bad["score"], good["score"]) == (0, 10.0)
    assert "Action 2" in bad["output"]


def test_wrong_usage_is_exit_code_2(run: Run, bundle: Path, tmp_path: Path) -> None:
    assert run("grade").code == 2
    assert run("grade", str(tmp_path / "missing.tradewind")).code == 2
    assert run("grade", str(bundle), "--jobs", "0").code == 2
    before = bundle.read_bytes()
    done = run("grade", str(bundle), "--results", str(bundle))
    assert done.code == 2 and "written over a bundle" in done.err
    assert bundle.read_bytes() == before


def test_a_scenario_that_is_not_here_is_named(run: Run, bundle: Path) -> None:
    done = run("grade", str(bundle))
    assert done.code == 1
    assert "The scenario small 1.0.0" in done.err and "--scenarios" in done.err


def test_a_student_s_bundle_is_graded_on_its_server_and_elsewhere_with_the_class_s_seeds(
    run: Run, instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, markets: Path
) -> None:
    db = open_database(load_settings({"LAB_INSTANCE": str(instance)}))
    teacher = create_user(db, login="teacher", name="Teacher", password="correct horse battery", role="instructor")
    student = create_user(db, login="student", name="Student", password="correct horse battery", role="student")
    course = create_course(db, teacher, "Trade")
    join_course(db, student, course.join_code or "")
    assignment = assign(db, teacher, course.id, scenario_id="desk-lamp-two-markets")
    run_id = open_run(db, student, assignment.id)
    hand_in(db, student, run_id)
    path = tmp_path / "student.tradewind"
    path.write_bytes(b"".join(run_bundle(db, student, run_id)))
    (listed,) = class_runs(db, teacher, assignment.id)
    seeds = tmp_path / "seeds.csv"
    seeds.write_text(f"seed_id,seed\n{listed.seed_id},{listed.seed}\n", encoding="utf-8")
    db.close()

    here = run("grade", str(path))
    assert here.code == 0 and "desk-lamp-two-markets" in here.out
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "market").symlink_to(markets, target_is_directory=True)
    monkeypatch.setenv("LAB_INSTANCE", str(elsewhere))
    refused = run("grade", str(path))
    assert refused.code == 1 and "--seeds" in refused.err
    given = run("grade", str(path), "--seeds", str(seeds))
    assert (given.code, given.out) == (0, here.out)
