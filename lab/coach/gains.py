"""The changes that would have gained most: a fixed short list is tried out, one after the other."""

from dataclasses import dataclass

from lab.coach.change import Change
from lab.coach.what_if import Progress, WhatIf, _nobody, what_if
from lab.images.quality import image_quality
from lab.scenarios.play import Play
from lab.values.errors import BadInput
from lab.world.listing import Listing
from lab.world.world import World

BEST = 3
GOOD_PICTURE = 950
FAST_HOURS = 24
PRICES = (-15, -7, 7, 15)


@dataclass(frozen=True, slots=True)
class Gains:
    """The best changes that were tried, one of a kind, the largest gain in profit first; only those that gain anything."""

    best: tuple[WhatIf, ...]
    tried: int


def candidates(world: World, key: str) -> list[Change]:
    """What is worth trying out for a listing. Raises BadInput for an unknown one."""
    listing = world.listings.get(key)
    if listing is None:
        raise BadInput("no_such_listing", listing=key[:100])
    found = [Change("price_percent", key, percent=percent) for percent in PRICES] if listing.price is not None else []
    if listing.images and image_quality(listing.images[0].facts) < GOOD_PICTURE:
        found.append(Change("picture", key))
    found += _shipping(world, listing)
    if _ran_out(world, listing):
        found.append(Change("stock", key))
    if any(key in campaign.listings for campaign in world.campaigns.values()):
        found += [Change("no_ads"), Change("bids", percent=50)]
    return found


def _shipping(world: World, listing: Listing) -> list[Change]:
    template = world.templates.get(listing.place)
    if template is None:
        return []
    found = []
    if template.handling_hours > FAST_HOURS:
        found.append(Change("handling", listing.place, number=FAST_HOURS))
    if template.slack_days:
        found.append(Change("slack", listing.place, number=0))
    if listing.country != world.setting.home:
        found.append(Change("incoterm", listing.place, choice="DAP" if template.incoterm == "DDP" else "DDP"))
    lanes = world.setting.lanes
    quick = [
        lane
        for lane in lanes.values()
        if lane.from_country == world.setting.home and set(template.regions) <= set(lane.regions) and lane.key != template.lane
    ]
    if quick:
        best = min(quick, key=lambda lane: (lane.days_min + lane.days_max, lane.key))
        found.append(Change("lane", listing.place, choice=best.key))
    return found


def _ran_out(world: World, listing: Listing) -> bool:
    ordered = sum(item.quantity for order in world.orders.values() if order.listing == listing.key for item in order.items)
    return listing.stock <= ordered // 4


def gains(play: Play, key: str, progress: Progress = _nobody) -> Gains:
    """Try the list out for a listing, and keep the three that gain most. Raises BadInput for an unknown listing."""
    changes = candidates(play.world, key)
    results = []
    for place, change in enumerate(changes):
        results.append(what_if(play, change, lambda done, of, place=place: progress(place * of + done, len(changes) * of)))  # type: ignore[misc]
    best: dict[str, WhatIf] = {}
    for one in sorted((one for one in results if one.gain > 0), key=lambda one: -one.gain):
        best.setdefault(one.change.kind, one)
    return Gains(tuple(best.values())[:BEST], len(changes))
