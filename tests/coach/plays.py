"""Plays with a shop that has already lived some days, for tests of the coach: the sample scenario with many shoppers."""

from collections.abc import Callable
from dataclasses import replace

from lab.engine.actions import Advance, EndDay
from lab.market.base import Market
from lab.orders.actions import ShipOrder
from lab.scenarios.contents import action_of
from lab.scenarios.deal import deal
from lab.scenarios.play import Play, start
from lab.scenarios.script import load_scenario
from lab.values.moment import HOUR
from lab.values.places import ROOT
from lab.world.action import Action
from lab.world.order import PackedItem

SCENARIO = ROOT / "scenarios" / "desk-lamp-two-markets"
SEED = 11
VISITS = 5_000_000
"""Searches a day in the whole market: the most that the arithmetic takes, so that six days bring some orders."""
LAMP, KZ_LAMP = "meridian/DE/lamp", "caravan/KZ/lamp"
Twist = Callable[[Action], Action]


def fresh_play(market: Market, seed: int = SEED) -> Play:
    """The sample scenario before its first action, with many searches a day, real consequences and twelve days."""
    scenario = load_scenario(SCENARIO)
    more = {"visits_per_day": VISITS, "consequences": "on", "end": "2026-05-16T18:00:00+02:00"}
    world = scenario.file.world.model_copy(update=more)
    scenario = replace(scenario, file=scenario.file.model_copy(update={"world": world}))
    return start(scenario, deal(scenario, seed, market), market)


def act(play: Play, *actions: Action) -> Play:
    """Do actions that the shop must not refuse."""
    for action in actions:
        _, outcome = play.act(action, "test")
        assert outcome.ok, (action, outcome)
    return play


def play_reference(play: Play, until: int, twist: Twist = lambda action: action) -> Play:
    """The reference of the scenario up to a moment; `twist` may change each action."""
    for step in sorted(play.scenario.file.reference, key=lambda step: step.at):
        if step.at >= until:
            break
        if step.at > play.world.now:
            act(play, Advance(step.at - play.world.now))
        action = action_of(play.scenario.folder, step.do, step.on, step.with_, play.variant, play.world)
        act(play, twist(action))
    return act(play, Advance(until - play.world.now)) if until > play.world.now else play


def send_all(play: Play) -> Play:
    """Send every waiting order from Germany, packed as ordered."""
    for order in list(play.world.orders.values()):
        if order.state == "unshipped" and order.country == "DE":
            items = tuple(PackedItem(item.sku, item.quantity) for item in order.items)
            act(play, ShipOrder(order.id, items, "de_parcel", ("invoice",)))
    return play


def lived_play(market: Market, count: int = 6, twist: Twist = lambda action: action) -> Play:
    """Both lamps on sale from the first evening on, then so many days."""
    play = play_reference(fresh_play(market), 18 * HOUR, twist)
    for _ in range(count):
        act(send_all(play), EndDay())
    return play
