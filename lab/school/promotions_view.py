"""What the promotions page shows: promotions by state, what each gave and earned, and a promotion tried without booking it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lab.ledger.index import OrderIndex
from lab.ledger.sale import sale_lines
from lab.listings.promotion_actions import SavePromotion, check_slot
from lab.listings.promotions import PromotionState, is_in_union, pieces_left, state_of
from lab.platforms.profile import PlatformProfile
from lab.values.errors import Refused
from lab.values.moment import DAY, HOUR, Moment, day_of, minute_of_day
from lab.values.money import Money
from lab.world.promotion import Promotion
from lab.world.setting import Setting
from lab.world.world import World

STATES: tuple[PromotionState, ...] = ("running", "planned", "over")


@dataclass(frozen=True, slots=True)
class PromotionRow:
    """A promotion with its figures, in the shop's currency: `given` away, `revenue` and `profit` of its orders.

    `pieces` are those of a flash sale that are still set aside, None for the other kinds; `budget_left` is a coupon's.
    An order lowered by a discount and a coupon counts with the discount in `revenue` and `profit`, with both in `given`.
    """

    promotion: Promotion
    state: PromotionState
    platform: str
    given: Money
    revenue: Money
    profit: Money
    pieces: int | None
    budget_left: Money | None


def promotion_rows(world: World) -> list[PromotionRow]:
    """Every promotion: the running ones, then the planned ones, then those that are over, in each the newest first."""
    orders: dict[str, list[str]] = {}
    for order in world.orders.values():
        if order.promotion:
            orders.setdefault(order.promotion, []).append(order.id)
    index = OrderIndex(world.ledger)
    rows = [_row(world, promotion, orders.get(promotion.id, []), index) for promotion in reversed(world.promotions.values())]
    return sorted(rows, key=lambda row: STATES.index(row.state))


def promotion_row(world: World, promotion: Promotion) -> PromotionRow:
    """One promotion with its figures."""
    its = [order.id for order in world.orders.values() if order.promotion == promotion.id]
    return _row(world, promotion, its, OrderIndex(world.ledger))


def _row(world: World, promotion: Promotion, its: Sequence[str], index: OrderIndex) -> PromotionRow:
    currency = world.setting.currency
    nothing = Money(0, currency)
    lines = sale_lines(world, its, index) if its else {"revenue": nothing, "profit": nothing}
    given = Money(promotion.given, currency)
    state = state_of(promotion, world.now)
    pieces = None
    if promotion.kind == "flash":
        known = (world.listings[key] for key in promotion.listings if key in world.listings)
        pieces = 0 if state == "over" else sum(pieces_left(world, promotion, listing) for listing in known)
    left = None if promotion.budget is None else max(nothing, promotion.budget - given)
    platform = promotion.listings[0].partition("/")[0]
    return PromotionRow(promotion, state, platform, given, lines["revenue"], lines["profit"], pieces, left)


def trial(world: World, action: SavePromotion) -> Refused | None:
    """Why a promotion could not be booked now; None if it could. Nothing is booked.

    Booking writes nothing but a new entry of `promotions`, which here is one of a world that is thrown away.
    """
    try:
        action.apply(replace(world, promotions=dict(world.promotions)))
    except Refused as refusal:
        return refusal
    return None


def profiles_of(world: World) -> list[PlatformProfile]:
    """The platforms on which the shop sells, in the order of its places."""
    keys = dict.fromkeys(place.partition("/")[0] for place in world.setting.places)
    return [world.setting.platforms[key] for key in keys]


def without_slot(world: World) -> list[str]:
    """Platforms that give the shop no flash sale now."""
    found = []
    for profile in profiles_of(world):
        try:
            check_slot(world, profile.key)
        except Refused:
            found.append(profile.key)
    return found


def union_countries(world: World) -> list[str]:
    """Countries of the shop's places where a reduction is measured against the lowest price of the last 30 days."""
    countries = dict.fromkeys(place.partition("/")[2] for place in world.setting.places)
    return [country for country in countries if is_in_union(world.setting, country)]


def free_id(world: World) -> str:
    """An id that no promotion has yet: "p1", "p2" ..."""
    number = len(world.promotions) + 1
    while f"p{number}" in world.promotions:
        number += 1
    return f"p{number}"


def moment_at(setting: Setting, day: int, minute: int) -> Moment:
    """The moment of a day of the run (the first is 1) and a minute of that day; before the start it is less than nothing."""
    return (day - 1) * DAY + minute - setting.start.hour * HOUR - setting.start.minute


def day_and_minute(setting: Setting, moment: Moment) -> tuple[int, int]:
    """The day of the run (the first is 1) and the minute of that day: the other way round."""
    return day_of(setting.start, moment) + 1, minute_of_day(setting.start, moment)


def flash_end(world: World, listing: str, begins: Moment) -> Moment | None:
    """When a flash sale of a listing would end, which its platform says; None for a listing that is not there."""
    found = world.listings.get(listing)
    return None if found is None else begins + world.profile_of(found).flash_hours * HOUR
