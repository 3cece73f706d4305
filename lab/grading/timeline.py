"""The world as it was at given moments, kept while a journal is done or done again."""

from collections.abc import Callable, Iterable, Sequence

from lab.engine.actions import Advance
from lab.engine.advance import advance
from lab.engine.clone import clone
from lab.engine.do import do
from lab.grading.evidence import Deed
from lab.values.moment import Moment
from lab.world.action import Action
from lab.world.world import World

Wake = Callable[[World, Sequence[Deed]], None]
"""What a scenario does after each action: it may put events on the agenda that waited for something."""


class Watch:
    """Keeps the world at some moments, with everything done up to and including that minute.

    Before each action `before` is asked, and after it `after` is told what `before` gave and how late it is now. `end` says
    that nothing more is done: later moments see the world as it was left, since time does not go on by itself.
    """

    def __init__(self, moments: Iterable[Moment]) -> None:
        self.waiting = sorted(set(moments))
        self.worlds: dict[Moment, World] = {}

    def fork(self) -> "Watch":
        """A watch of its own from here; worlds of the past are shared, for nobody changes them."""
        other = Watch(self.waiting)
        other.worlds = dict(self.worlds)
        return other

    def before(self, world: World, action: Action) -> World | None:
        """A copy of the world, if the action may carry the clock past a moment that is waited for."""
        if not self.waiting or not action.name.startswith("clock."):
            return None
        if isinstance(action, Advance) and world.now + action.minutes <= self.waiting[0]:
            return None
        return clone(world)

    def after(self, before: World | None, now: Moment) -> None:
        """Keep the moments that have passed: the copy is moved to the very minute of each."""
        while before is not None and self.waiting and now > self.waiting[0]:
            moment = self.waiting.pop(0)
            if moment > before.now:
                advance(before, moment - before.now)
            self.worlds[moment] = clone(before)

    def end(self, world: World) -> None:
        for moment in self.waiting:
            self.worlds[moment] = world
        self.waiting.clear()


def worlds_at(
    start: World, deeds: Sequence[Deed], moments: Iterable[Moment], wake: Wake
) -> tuple[dict[Moment, World], World]:
    """The world at each moment, by one replay of a journal, and the last world."""
    world = clone(start)
    watch = Watch(moments)
    for number, deed in enumerate(deeds, start=1):
        if deed.ok:
            before = watch.before(world, deed.action)
            outcome = do(world, deed.action)
            if not outcome.ok:
                raise ValueError(f"action {deed.seq} was accepted then and is refused now: {outcome.code}")
            watch.after(before, world.now)
        wake(world, deeds[:number])
    watch.end(world)
    return watch.worlds, world
