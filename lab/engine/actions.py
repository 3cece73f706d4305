"""Passing time. Simulated time moves only through these actions."""

from dataclasses import dataclass

from lab.engine.advance import advance
from lab.values.errors import Refused
from lab.values.moment import DAY, HOUR, minute_of_day
from lab.world.action import Action, action
from lab.world.world import World

OPENING = 8 * HOUR
"""A day in the shop begins at eight in the morning of the run's own clock."""

LONGEST_WAIT = 14 * DAY
"""Minutes that one action may let pass."""


def check_time_is_left(world: World) -> None:
    """Raises Refused when the run has come to its end."""
    if world.now >= world.setting.end:
        raise Refused("run_is_over")


@action("clock.advance")
@dataclass(frozen=True, slots=True)
class Advance(Action):
    """Let some minutes pass, at most to the end of the run."""

    minutes: int

    def apply(self, world: World) -> None:
        check_time_is_left(world)
        if not 1 <= self.minutes <= LONGEST_WAIT:
            raise Refused("minutes_out_of_range", found=self.minutes, limit=LONGEST_WAIT)
        advance(world, self.minutes)


@action("clock.next_event")
@dataclass(frozen=True, slots=True)
class AdvanceToNext(Action):
    """Let time pass until something happens, at most to the next morning; what may come to nothing is passed over."""

    def apply(self, world: World) -> None:
        check_time_is_left(world)
        limit = until_morning(world)
        minutes = next((due.at - world.now for due in world.agenda if due.is_sure), limit)
        advance(world, max(1, min(minutes, limit)))


@action("clock.end_day")
@dataclass(frozen=True, slots=True)
class EndDay(Action):
    """Let time pass until the next morning at eight."""

    def apply(self, world: World) -> None:
        check_time_is_left(world)
        advance(world, until_morning(world))


def until_morning(world: World) -> int:
    """Minutes to the next eight o'clock in the morning, 1 to 1440."""
    return DAY - (minute_of_day(world.setting.start, world.now) - OPENING) % DAY
