"""Strikes: while one lasts, the parcels that it hits stand still.

It hits a carrier's service, or every parcel from or to a country. A parcel under way arrives later by as long as the strike lasts,
one that is handed over meanwhile by as long as it still lasts; strikes that overlap hold a parcel up once, not twice. What was
promised to the buyer stays promised. Goods on their way back, and freight to warehouses, are not hit.
"""

from dataclasses import replace

from lab.orders.agenda import put
from lab.values.moment import Moment
from lab.world.due import Due
from lab.world.order import Parcel, Scan
from lab.world.shock import Shock
from lab.world.world import World

Scans = tuple[Scan, ...]


def hits(strike: Shock, lane: str, from_country: str, to_country: str) -> bool:
    """Whether a strike stops parcels of a service between two countries."""
    return strike.lane == lane if strike.lane else strike.country in (from_country, to_country)


def standstill(world: World, lane: str, from_country: str, to_country: str) -> int:
    """Minutes from now for which such a parcel stands still because of the strikes in force; 0 without any."""
    ends = [
        shock.ends for shock in world.shocks
        if shock.kind == "strike" and shock.ends is not None and shock.is_in_force(world.now) and hits(shock, lane, from_country, to_country)
    ]  # fmt: skip
    return max([world.now, *ends]) - world.now


def put_off(scans: Scans, now: Moment, minutes: int) -> Scans:
    """Scans of which those to come are made so many minutes later."""
    return tuple(Scan(scan.kind, scan.at + minutes) if scan.at > now else scan for scan in scans) if minutes else scans


def hold_up(world: World, strike: Shock) -> None:
    """A strike begins that is not among the world's shocks yet: the parcels under way that it hits arrive later."""
    assert strike.ends is not None, "every strike ends"
    later: dict[tuple[str, int], Moment] = {}
    for order in world.orders.values():
        for place, parcel in enumerate(order.parcels):
            origin = parcel.ship_from or world.setting.home
            if place in order.settled_parcels or parcel.due_at <= world.now or not hits(strike, parcel.lane, origin, order.country):
                continue
            minutes = strike.ends - world.now - standstill(world, parcel.lane, origin, order.country)
            if minutes > 0:
                order.parcels[place] = _delayed(parcel, world.now, minutes)
                later[order.id, place] = parcel.due_at + minutes
    moved = [due for due in world.agenda if due.kind == "delivery" and (due.ref, due.parcel) in later]
    world.agenda = [due for due in world.agenda if not (due.kind == "delivery" and (due.ref, due.parcel) in later)]
    for due in moved:
        put(world, Due(at=later[due.ref, due.parcel], number=0, kind="delivery", ref=due.ref, parcel=due.parcel))


def _delayed(parcel: Parcel, now: Moment, minutes: int) -> Parcel:
    return replace(parcel, due_at=parcel.due_at + minutes, scans=put_off(parcel.scans, now, minutes))
