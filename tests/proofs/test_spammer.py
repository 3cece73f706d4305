"""The spammer presses every button."""

from pathlib import Path

from lab.engine.actions import Advance
from lab.market.base import Market
from lab.proofs.spammer import EVERY, MOST_ROUNDS, spam
from lab.scenarios.deal import deal
from lab.scenarios.play import start
from lab.scenarios.script import load_scenario
from tests.scenarios.small import write_small


def test_it_comes_twice_a_day_until_the_last_check_looks(tmp_path: Path, market: Market) -> None:
    scenario = load_scenario(write_small(tmp_path))
    moves = spam(scenario, deal(scenario, 1, market))
    assert [move.at for move in moves] == [1, 1 + EVERY, 1 + 2 * EVERY]
    assert len(moves) <= MOST_ROUNDS + 1


def test_it_writes_sells_ships_and_hands_in(tmp_path: Path, market: Market) -> None:
    scenario = load_scenario(write_small(tmp_path))
    play = start(scenario, deal(scenario, 1, market), market)
    names: set[str] = set()
    for move in spam(scenario, play.variant)[:2]:
        while play.world.now < move.at:
            play.act(Advance(move.at - play.world.now), "robot")
        for action in move.make(play):
            names.add(action.name)
            play.act(action, "robot")
    assert {"listing.save", "listing.publish", "message.reply", "message.close", "order.ship", "order.refund", "social.post"} <= names
    assert {"worksheet.submit", "reflection.submit", "ads.save", "stock.reorder", "compliance.decide"} <= names
    assert play.world.orders["o1"].shipped_at is not None
    assert play.world.threads["q1"].messages[-1].by == "shop"
