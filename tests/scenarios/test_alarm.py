"""Events that wait for a check begin when it first holds."""

from pathlib import Path

import pytest

from lab.checks.message_replied_within import MessageRepliedWithin
from lab.engine.actions import Advance
from lab.grading.check import Finding
from lab.grading.evidence import Evidence
from lab.messages.actions import Reply
from lab.scenarios.deal import deal
from lab.scenarios.marking import grade_play
from lab.scenarios.play import Play, start
from lab.scenarios.script import Scenario, load_scenario
from tests.builders import quiet_market
from tests.scenarios.small import write_small

MARKET = quiet_market()


def fresh(scenario: Scenario) -> Play:
    return start(scenario, deal(scenario, 5, MARKET, {"worry": "cord"}), MARKET)


@pytest.fixture
def scenario(tmp_path: Path) -> Scenario:
    return load_scenario(write_small(tmp_path))


def test_an_event_that_waits_for_a_check_begins_a_minute_after_it_holds(scenario: Scenario) -> None:
    play = fresh(scenario)
    play.act(Advance(90), "s")
    assert play.alarm.waiting == ["q2"]
    play.act(Reply("q1", "Das Kabel ist lang."), "s")
    assert (play.alarm.waiting, play.world.agenda[0].at) == ([], 91)
    play.act(Advance(5), "s")
    assert play.world.threads["q2"].messages[0].at == 91
    assert play.world.threads["q2"].order == "o1"


def test_an_answer_too_late_does_not_ring_the_alarm(scenario: Scenario) -> None:
    play = fresh(scenario)
    play.act(Advance(20 * 60), "s")
    play.act(Reply("q1", "Das Kabel ist lang."), "s")
    assert play.alarm.waiting == ["q2"]


def test_a_check_that_breaks_stops_no_run_and_withholds_the_grade(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: MessageRepliedWithin, evidence: Evidence) -> Finding:
        raise ZeroDivisionError

    monkeypatch.setattr(MessageRepliedWithin, "examine", broken)
    play = fresh(scenario)
    play.act(Advance(90), "s")
    assert (play.seq, play.alarm.waiting) == (1, ["q2"])
    assert grade_play(play).grade.withheld
