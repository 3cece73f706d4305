"""Account health: how each platform judges the shop, once a day at midnight.

Four measures, each over the window that the platform's profile gives, with the profile's own limit:

| measure   | of                                        | bad                                                     |
| defects   | orders placed in the window               | a review of one or two stars, or a claim or chargeback that counts |
| late      | orders placed in it that left or should   | shipped after the promised ship day, or still not shipped |
| cancels   | orders placed in it                       | cancelled by the shop, or by the platform for not shipping |
| untracked | orders placed in it that left             | sent without a tracking number                          |

A claim counts from the day it is opened until it is withdrawn. One that was ruled for the shop counts where the platform's
profile says so (`denied_claims_are_defects`); a chargeback counts once it is lost.

A measure over fewer than ten orders says nothing, nor does a single bad order. Any measure beyond its limit: warned. Any beyond
twice its limit with four bad orders at least, or more than 2 % defects: restricted, until seven days have passed without a new fault since the shop handed in a plan
(action account.plan); then warned, and older orders can no longer restrict the shop.
Measures and limits: seller performance pages of the platforms, see seed/platforms. Steps and days are set.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from lab.orders.claims import is_lost
from lab.values.moment import DAY, Moment
from lab.world.aftermath import Dispute
from lab.world.health import Health, Measure, MeasureName
from lab.world.order import Order
from lab.world.world import World

FEWEST_ORDERS = 10
FEWEST_BAD, FEWEST_BAD_TO_RESTRICT = 2, 4
"""Bad orders from which on a measure warns and restricts: one angry buyer among twenty tells nothing about a shop."""
CLEAN_DAYS = 7
DEFECTS_ALWAYS_TOO_MANY = Fraction(2, 100)
POOR_REVIEW = 2


def update_health(world: World) -> None:
    """Judge the shop anew on every platform where it has had orders."""
    for platform in dict.fromkeys(order.platform for order in world.orders.values()):
        health = world.health.setdefault(platform, Health(since=world.now))
        _judge(world, platform, health)


@dataclass(frozen=True, slots=True)
class _Way:
    """How one measure is taken: over how many days, its limit, which orders it is of, and which of them are bad."""

    name: MeasureName
    days: int
    limit: Fraction
    is_of: Callable[[Order], bool]
    is_bad: Callable[[Order], bool]


def measures(world: World, platform: str, *, placed_from: Moment = 0) -> tuple[Measure, ...]:
    """The four measures of a platform as they are now, over orders placed at `placed_from` or later."""
    every = _placed(world, platform)

    def measure(way: _Way) -> Measure:
        since = max(placed_from, world.now - way.days * DAY)
        counted = [way.is_bad(order) for order in every if order.placed_at >= since and way.is_of(order)]
        return Measure(way.name, sum(counted), len(counted), int(way.limit * 10_000))

    return tuple(measure(way) for way in _ways(world, platform))


def bad_orders(world: World, platform: str, name: MeasureName, *, placed_from: Moment = 0) -> list[Order]:
    """The orders that a measure counts against the shop, in the order in which they came."""
    way = next(way for way in _ways(world, platform) if way.name == name)
    since = max(placed_from, world.now - way.days * DAY)
    return [
        order for order in _placed(world, platform) if order.placed_at >= since and way.is_of(order) and way.is_bad(order)
    ]


def _placed(world: World, platform: str) -> list[Order]:
    return [order for order in world.orders.values() if order.platform == platform and order.placed_at < world.now]


def _ways(world: World, platform: str) -> tuple[_Way, ...]:
    profile = world.setting.platforms[platform]
    defective = _with_defect(world)
    return (
        _Way(
            "defects", profile.defect_window_days, profile.defect_rate_max,
            lambda order: True, lambda order: order.id in defective,
        ),
        _Way(
            "late", profile.late_shipment_window_days, profile.late_shipment_rate_max,
            lambda order: bool(order.parcels) or _should_have_left(order, world.now), is_late,
        ),
        _Way(
            "cancels", profile.cancel_window_days, profile.cancel_rate_max,
            lambda order: True, is_shops_cancel,
        ),
        _Way(
            "untracked", profile.valid_tracking_window_days, 1 - profile.valid_tracking_rate_min,
            lambda order: bool(order.parcels), lambda order: not order.parcels[0].tracking_number,
        ),
    )  # fmt: skip


def missed_ship_day(order: Order, now: Moment) -> bool:
    """Whether the promised ship day of an order that its buyer did not call off is over, and was missed."""
    return _should_have_left(order, now) and is_late(order)


def _should_have_left(order: Order, now: Moment) -> bool:
    return order.ship_by < now and order.cancelled_by != "buyer"


def is_late(order: Order) -> bool:
    """Whether an order that left, or should have left, missed its promised ship day."""
    return order.shipped_at is None or order.shipped_at > order.ship_by


def is_shops_cancel(order: Order) -> bool:
    """Whether the shop is to blame for a cancellation."""
    return order.cancelled_by in ("shop", "platform")


def counts_as_defect(world: World, dispute: Dispute) -> bool:
    """Whether the platform holds a claim or a chargeback against the shop, as it stands now."""
    if dispute.kind == "chargeback":
        return is_lost(dispute)
    if dispute.ruling == "for_shop":
        return world.setting.platforms[world.orders[dispute.order].platform].denied_claims_are_defects
    return dispute.ruling != "withdrawn"


def level(found: Iterable[Measure]) -> int:
    """0 when every measure keeps its limit, 1 when one is beyond it, 2 when one is far beyond; few orders say nothing."""
    worst = 0
    for measure in found:
        rate = measure.rate
        if rate is None or measure.of < FEWEST_ORDERS:
            continue
        limit = Fraction(measure.limit, 10_000)
        too_many = rate > 2 * limit or (measure.name == "defects" and rate > DEFECTS_ALWAYS_TOO_MANY)
        if too_many and measure.bad >= FEWEST_BAD_TO_RESTRICT:
            return 2
        worst = max(worst, int(rate > limit and measure.bad >= FEWEST_BAD))
    return worst


def last_fault_at(world: World, platform: str) -> Moment | None:
    """When the last thing happened that a platform counts against the shop; None if nothing ever did."""
    moments: list[Moment] = []
    for order in world.orders.values():
        if order.platform != platform:
            continue
        if missed_ship_day(order, world.now):
            # A late order is a fault every day until it leaves.
            moments.append(min(world.now, _ended(order, world.now)))
        if is_shops_cancel(order) and order.cancelled_at is not None:
            moments.append(order.cancelled_at)
        moments += [parcel.shipped_at for parcel in order.parcels if not parcel.tracking_number]
    ours = {order.id for order in world.orders.values() if order.platform == platform}
    moments += [review.at for review in world.reviews if review.stars <= POOR_REVIEW and review.order in ours]
    moments += [_counted_from(dispute) for dispute in world.disputes if dispute.order in ours and counts_as_defect(world, dispute)]
    return max(moments, default=None)


def _ended(order: Order, now: Moment) -> Moment:
    """When an order stopped waiting to be shipped."""
    for moment in (order.shipped_at, order.cancelled_at):
        if moment is not None:
            return moment
    return now


def _counted_from(dispute: Dispute) -> Moment:
    """When a claim or a chargeback became a fault."""
    if dispute.kind == "chargeback" and dispute.closed_at is not None:
        return dispute.closed_at
    return dispute.at


def _with_defect(world: World) -> set[str]:
    poor = {review.order for review in world.reviews if review.stars <= POOR_REVIEW}
    return poor | {dispute.order for dispute in world.disputes if counts_as_defect(world, dispute)}


def _judge(world: World, platform: str, health: Health) -> None:
    health.measures = measures(world, platform)
    found = level(health.measures)
    if health.state == "restricted":
        if health.plan_at is None or not _is_clean_since(world, platform, health.plan_at):
            return
        health.lifted_at = world.now
        _set(health, "warned", world.now)
        return
    if found == 2 and health.lifted_at is not None and health.plan_at is not None:
        # What led to the restriction was answered for; only what came after the plan can restrict the shop again.
        found = 1 + (level(measures(world, platform, placed_from=health.plan_at)) == 2)
    if found == 2:
        health.plan, health.plan_at, health.lifted_at = "", None, None
        _set(health, "restricted", world.now)
    elif found == 1:
        _set(health, "warned", world.now)
    else:
        enough = any(measure.of >= FEWEST_ORDERS for measure in health.measures)
        _set(health, "good" if enough else "unknown", world.now)


def _is_clean_since(world: World, platform: str, since: Moment) -> bool:
    fault = last_fault_at(world, platform)
    return world.now - max(since, fault if fault is not None else since) >= CLEAN_DAYS * DAY


def _set(health: Health, state: str, now: Moment) -> None:
    if health.state != state:
        health.state, health.since = state, now  # type: ignore[assignment]
