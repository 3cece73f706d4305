"""The grade record of a run."""

from fractions import Fraction
from pathlib import Path

import pytest

from lab import __version__
from lab.grading.evidence import Mark
from lab.ledger.actions import SubmitReflection
from lab.scenarios.deal import deal
from lab.scenarios.marking import grade_play, record_from_json
from lab.scenarios.play import Play, start
from lab.scenarios.robot import play_plan, reference_plan
from lab.scenarios.script import Scenario, load_scenario
from tests.builders import quiet_market
from tests.scenarios.small import write_small

MARKET = quiet_market()


def reference_play(scenario: Scenario) -> Play:
    return play_plan(scenario, deal(scenario, 5, MARKET), MARKET, reference_plan(scenario)).play


@pytest.fixture
def scenario(tmp_path: Path) -> Scenario:
    return load_scenario(write_small(tmp_path))


def test_a_grade_record_is_canonical_and_read_back(scenario: Scenario) -> None:
    play = play_plan(scenario, deal(scenario, 5, MARKET), MARKET, reference_plan(scenario)).play
    record = grade_play(play)
    assert (record.grade.points, record.grade.max_points, record.grade.withheld) == ("10.00", 10, False)
    assert record_from_json(record.to_json()) == record
    assert record_from_json(record.to_json()).to_json() == record.to_json()
    assert b"seed" not in record.to_json()


def test_a_record_names_everything_that_it_hangs_on_but_not_the_seed(scenario: Scenario) -> None:
    play = reference_play(scenario)
    record = grade_play(play)
    assert (record.scenario, record.version, record.content_hash) == ("small", "1.0.0", scenario.content_hash)
    assert (record.market, record.engine, record.picks) == (MARKET.sha256, __version__, dict(play.variant.picks))
    assert (record.journal_hash, record.world_hash) == (play.chain_hash, play.world_hash())


def test_grading_does_not_change_the_run(scenario: Scenario) -> None:
    play = reference_play(scenario)
    before = play.world_hash()
    assert grade_play(play) == grade_play(play)
    assert play.world_hash() == before


def test_nothing_done_is_graded_to_nothing(scenario: Scenario) -> None:
    record = grade_play(start(scenario, deal(scenario, 5, MARKET), MARKET))
    assert record.grade.points == "0.00"
    assert {result.id: result.status for result in record.grade.checks} == {
        "answered": "fail", "right": "fail", "clean": "not_reached", "sent": "fail",
    }  # fmt: skip


def test_a_persons_mark_ends_the_wait(tmp_path: Path) -> None:
    folder = write_small(
        tmp_path,
        ("check: order.shipped_within, on: o1, steps: [{hours: 24, give: 1}], points: 1", "check: reflection.rubric, rubric: r.yaml, points: 1"),
        ("same: [answered, sent]", "same: [answered]"),
    )
    scenario = load_scenario(folder)
    play = reference_play(scenario)
    play.act(SubmitReflection("Ich habe schnell geantwortet."), "s")
    waiting = grade_play(play).grade
    assert (waiting.points, waiting.waiting_points) == ("9.00", 1)
    marked = grade_play(play, {"sent": Mark(Fraction(1, 2), {"speed": "some"}, "Gut.", "Petra Keller")}).grade
    assert (marked.points, marked.waiting_points) == ("9.50", 0)
