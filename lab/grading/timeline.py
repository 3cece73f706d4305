"""The world as it was at given moments, by one replay of a journal."""

from collections.abc import Callable, Iterable, Sequence

from lab.engine.advance import advance
from lab.engine.clone import clone
from lab.engine.do import do
from lab.grading.evidence import Deed
from lab.values.moment import Moment
from lab.world.action import Action
from lab.world.world import World

Wake = Callable[[World, Sequence[Deed]], None]
"""What a scenario does after each action: it may put events on the agenda that waited for something."""


def worlds_at(
    start: World, deeds: Sequence[Deed], moments: Iterable[Moment], wake: Wake
) -> tuple[dict[Moment, World], World]:
    """The world at each moment, with everything done up to and including that minute, and the last world.

    A moment after the last action sees the last world as it was left: time does not go on by itself.
    """
    world = clone(start)
    waiting = sorted(set(moments), reverse=True)
    seen: dict[Moment, World] = {}
    for number, deed in enumerate(deeds, start=1):
        if deed.ok:
            before = clone(world) if waiting and _moves_clock(deed.action) else None
            outcome = do(world, deed.action)
            if not outcome.ok:
                raise ValueError(f"action {deed.seq} was accepted then and is refused now: {outcome.code}")
            while waiting and before is not None and world.now > waiting[-1]:
                moment = waiting.pop()
                if moment > before.now:
                    advance(before, moment - before.now)
                seen[moment] = clone(before)
        wake(world, deeds[:number])
    for moment in waiting:
        seen[moment] = world
    return seen, world


def _moves_clock(action: Action) -> bool:
    return action.name.startswith("clock.")
