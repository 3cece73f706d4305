"""Whether two versions of a scenario put students into the same world, so that a run of one may be graded by the checks of the other."""

from lab.engine.pack import world_hash
from lab.market.base import Market
from lab.scenarios.deal import Variant
from lab.scenarios.script import Scenario
from lab.scenarios.stage import put_event, stage
from lab.world.world import World

PARTS = ("id", "world", "variants", "before", "events", "questions")


def changed_part(played: Scenario, other: Scenario) -> str:
    """The first part of the author's file, or "shop", that makes another world of it; empty when none does.

    Texts and products stand in files of their own: `same_start` compares what they come to for one variant.
    """
    for name in PARTS:
        if getattr(played.file, name) != getattr(other.file, name):
            return name
    if played.file.brief.photos != other.file.brief.photos:
        return "brief"
    return "" if played.shop == other.shop else "shop"


def same_start(played: Scenario, other: Scenario, variant: Variant, market: Market) -> bool:
    """Whether a variant begins in the same world with the same to come in both versions, down to the last word of a message."""
    first, second = (_with_everything(scenario, variant, market) for scenario in (played, other))
    return first.setting == second.setting and world_hash(first) == world_hash(second)


def _with_everything(scenario: Scenario, variant: Variant, market: Market) -> World:
    """The first world, with the events that wait for a check on the agenda too."""
    world = stage(scenario, variant, market)
    for event in scenario.file.events:
        if event.when is not None:
            put_event(scenario, variant, world, event, world.now + 1)
    return world
