"""Account health for a page: each measure against its target, how much room is left, which orders are in danger."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from lab.orders.health import CLEAN_DAYS, FEWEST_ORDERS, last_fault_at, measures, missed_ship_day
from lab.values.moment import DAY, Moment
from lab.world.health import Health, MeasureName
from lab.world.order import Order
from lab.world.world import World

Verdict = Literal["few", "kept", "near", "over", "far"]


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure as it is now: `bad` of `of` orders, over `window_days`, against `limit` (0 to 1).

    `room` is how many more bad orders among the same number would still keep the limit; below 0 it is broken.
    """

    name: MeasureName
    bad: int
    of: int
    rate: Fraction | None
    limit: Fraction
    window_days: int
    room: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class PlatformHealth:
    """One platform's judgement (`health`, made at midnight; None before any order) and the measures as they are now.

    `clean_until` is when a restriction ends if nothing else goes wrong; None without a plan.
    """

    platform: str
    health: Health | None
    lines: tuple[MeasureLine, ...]
    late: tuple[Order, ...]
    at_risk: tuple[Order, ...]
    clean_until: Moment | None


def health_of(world: World) -> tuple[PlatformHealth, ...]:
    """Every platform that the shop may sell on."""
    platforms = dict.fromkeys(place.split("/")[0] for place in world.setting.places)
    return tuple(_platform(world, platform) for platform in platforms)


def _platform(world: World, platform: str) -> PlatformHealth:
    profile = world.setting.platforms[platform]
    windows = {
        "defects": profile.defect_window_days, "late": profile.late_shipment_window_days,
        "cancels": profile.cancel_window_days, "untracked": profile.valid_tracking_window_days,
    }  # fmt: skip
    lines = []
    for measure in measures(world, platform):
        limit = Fraction(measure.limit, 10_000)
        room = int(limit * measure.of) - measure.bad
        lines.append(
            MeasureLine(
                measure.name, measure.bad, measure.of, measure.rate, limit, windows[measure.name], room,
                _verdict(measure.of, measure.rate, limit, room),
            )
        )  # fmt: skip
    health = world.health.get(platform)
    mine = [order for order in world.orders.values() if order.platform == platform]
    since = world.now - windows["late"] * DAY
    return PlatformHealth(
        platform,
        health,
        tuple(lines),
        tuple(_by_ship_day(order for order in mine if order.placed_at >= since and missed_ship_day(order, world.now))),
        tuple(_by_ship_day(order for order in mine if order.is_open and world.now <= order.ship_by)),
        _clean_until(world, platform, health),
    )


def _verdict(of: int, rate: Fraction | None, limit: Fraction, room: int) -> Verdict:
    if rate is None or of < FEWEST_ORDERS:
        return "few"
    if rate > 2 * limit:
        return "far"
    if rate > limit:
        return "over"
    return "near" if room == 0 else "kept"


def _by_ship_day(orders: Iterable[Order]) -> list[Order]:
    return sorted(orders, key=lambda order: (order.ship_by, order.id))


def _clean_until(world: World, platform: str, health: Health | None) -> Moment | None:
    if health is None or health.state != "restricted" or health.plan_at is None:
        return None
    fault = last_fault_at(world, platform)
    return max(health.plan_at, fault if fault is not None else 0) + CLEAN_DAYS * DAY
