"""One run: journal, chain of hashes, resuming, and events that wait for a check."""

import zlib
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from lab.engine.actions import Advance, EndDay
from lab.engine.chain import START
from lab.listings.actions import SetStock, UnpublishListing
from lab.messages.actions import Reply
from lab.scenarios.deal import deal
from lab.scenarios.marking import grade_play
from lab.scenarios.play import Play, Row, resume, start
from lab.scenarios.robot import play_plan, reference_plan
from lab.scenarios.script import Scenario, load_scenario
from lab.values.errors import LabError
from tests.builders import quiet_market
from tests.scenarios.small import write_small

BULB = "meridian/DE/bulb"
MARKET = quiet_market()


def fresh(scenario: Scenario) -> Play:
    return start(scenario, deal(scenario, 5, MARKET, {"worry": "cord"}), MARKET)


@pytest.fixture
def scenario(tmp_path: Path) -> Scenario:
    return load_scenario(write_small(tmp_path))


@pytest.fixture
def plain(tmp_path: Path) -> Scenario:
    """The small scenario without an event that waits, so that snapshots can be used."""
    return load_scenario(write_small(tmp_path, ("when: answered", 'at: "+2h"')))


def played(scenario: Scenario) -> Play:
    play = fresh(scenario)
    for action in (
        SetStock(BULB, 7),
        Advance(45),
        SetStock(BULB, -1),
        Reply("q1", "180 cm"),
        Advance(600),
        EndDay(),
        UnpublishListing(BULB),
    ):
        play.act(action, "aigerim")
    return play


def again(play: Play, rows: list[Row], snapshot: bytes | None = None, seq: int = 0) -> Play:
    return resume(play.scenario, play.variant, MARKET, rows, snapshot, seq)


def test_every_action_is_written_down_accepted_or_refused(scenario: Scenario) -> None:
    play = played(scenario)
    assert [row.seq for row in play.rows] == list(range(7)) and play.seq == 7
    assert [row.sim_time for row in play.rows] == [0, 0, 45, 45, 45, 645, 1440]
    assert [row.deed.ok for row in play.rows] == [True, True, False, True, True, True, True]
    assert play.rows[2].outcome == b'{"args":{"found":-1,"limit":999999},"code":"stock_out_of_range","ok":false}'
    assert play.rows[-1].chain_hash == play.chain_hash != START


def test_a_journal_is_played_again_to_the_same_world(scenario: Scenario) -> None:
    play = played(scenario)
    other = again(play, play.rows)
    assert (other.chain_hash, other.world_hash(), other.rows) == (play.chain_hash, play.world_hash(), play.rows)


def test_a_snapshot_of_an_older_lab_is_passed_over(plain: Scenario) -> None:
    play = played(plain)
    older = zlib.compress(msgspec.msgpack.encode([1, {"name": "Kontorlicht"}]))
    other = again(play, play.rows, older, 3)
    assert (other.world_hash(), other.chain_hash, other.rows) == (play.world_hash(), play.chain_hash, play.rows)


@pytest.mark.parametrize("seq", [0, 3, 7])
def test_a_snapshot_saves_playing_again_what_came_before(plain: Scenario, seq: int) -> None:
    play = fresh(plain)
    whole = played(plain)
    for row in whole.rows[:seq]:
        play.act(row.deed.action, "aigerim")
    other = again(whole, whole.rows, play.snapshot(), seq)
    assert (other.chain_hash, other.world_hash(), other.seq) == (whole.chain_hash, whole.world_hash(), 7)


@pytest.mark.parametrize("number", [0, 3, 6])
@pytest.mark.parametrize(
    "change",
    [
        {"action": b'{"do":"clock.advance","minutes":7}'},
        {"action": b'{"do":"shop.burn"}'},
        {"outcome": b'{"ok":false}'},
        {"chain_hash": "0" * 64},
        {"seq": 9},
        {"sim_time": 1},
    ],
)
def test_a_journal_that_was_changed_is_not_played(plain: Scenario, number: int, change: dict[str, object]) -> None:
    play = played(plain)
    rows = list(play.rows)
    rows[number] = replace(rows[number], **change)
    with pytest.raises(LabError, match="journal_broken"):
        again(play, rows)
    if change.keys() & {"action", "outcome", "chain_hash", "seq"}:
        with pytest.raises(LabError, match="journal_broken"):
            again(play, rows, play.snapshot(), 7)


def test_a_row_left_out_is_noticed(plain: Scenario) -> None:
    play = played(plain)
    with pytest.raises(LabError, match="journal_broken"):
        again(play, play.rows[:2] + play.rows[3:])


def test_a_run_with_an_alarm_is_resumed_and_graded_alike(scenario: Scenario) -> None:
    play = play_plan(scenario, deal(scenario, 5, MARKET), MARKET, reference_plan(scenario)).play
    play.act(EndDay(), "reference")
    assert "q2" in play.world.threads
    other = again(play, play.rows, play.snapshot(), play.seq)
    assert other.world_hash() == play.world_hash()
    assert grade_play(other).to_json() == grade_play(play).to_json()
    assert grade_play(play).world_hash == play.world_hash()
