"""What if: the same journal on the same seed with one change, and what the same shoppers would have done.

Only days that were lived are played again. The same play and change always give the same result, and no change gives no
difference.
"""

from collections.abc import Callable
from dataclasses import dataclass

from lab.coach.change import Change, Overlay, check_change
from lab.coach.days import Figures, days_of, summed
from lab.coach.rerun import Rerun
from lab.market.base import Market
from lab.scenarios.play import Play, start
from lab.values.moment import Moment, day_of

Progress = Callable[[int, int], None]
"""Told after each simulated day how many of how many are over; raising stops the work."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Figures of every day as it was (`before`) and as it would have been (`after`).

    `until` is the moment at which the journal ends. `left_out` counts actions that would have found nothing to act on.
    """

    change: Change
    until: Moment
    currency: str
    before: tuple[Figures, ...]
    after: tuple[Figures, ...]
    left_out: int

    @property
    def total_before(self) -> Figures:
        return summed(self.before)

    @property
    def total_after(self) -> Figures:
        return summed(self.after)

    @property
    def gain(self) -> int:
        """The profit that the change would have brought, in minor units."""
        return self.total_after.profit - self.total_before.profit

    @property
    def is_same(self) -> bool:
        return self.before == self.after


def _nobody(_done: int, _of: int) -> None:
    """Nobody is watching."""


def what_if(play: Play, change: Change, progress: Progress = _nobody) -> WhatIf:
    """Play a run once more with a change; the play given is only read. Raises BadInput for an impossible change."""
    check_change(play.world, change)
    again = rerun_of(play, change, progress)
    world = again.play.world
    before, after = days_of(play.world), days_of(world)
    return WhatIf(change, play.world.now, world.setting.currency, tuple(before), tuple(after), again.left_out)


def rerun_of(play: Play, change: Change, progress: Progress = _nobody) -> Rerun:
    """The second play, from the first minute to where the first one stands."""
    days = day_of(play.world.setting.start, play.world.now) + 1
    market: Market = play.world.setting.market
    again = Rerun(
        start(play.scenario, play.variant, market),
        play.world.now,
        Overlay(change),
        play.world,
        on_day=lambda day: progress(day + 1, days),
    )
    again.run(play.rows)
    return again
