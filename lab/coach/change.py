"""One change to a shop, laid over its journal: what a student could have done otherwise.

A change is taken off before every action of the journal and laid on again after it. Actions so find the shop as the
student had it, and shoppers find it changed. Laying it on twice, or on a shop that does not hold what it is about,
changes nothing.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from lab.ads.actions import LEAST_BID, MOST_BID
from lab.images.measure import ImageFacts
from lab.images.quality import image_quality
from lab.listings.actions import MAX_PRICE, check_price
from lab.values.errors import BadInput, Refused
from lab.values.moment import DAY, HOUR, Moment
from lab.values.money import Money
from lab.values.text import tidy, tidy_lines
from lab.world.listing import Incoterm, Listing, ListingImage
from lab.world.world import World

ChangeKind = Literal[
    "nothing", "price_percent", "price", "picture", "words", "handling", "slack", "lane", "incoterm", "bids", "no_ads", "stock"
]
ABOUT_LISTING = frozenset({"price_percent", "price", "picture", "words", "stock"})
ABOUT_PLACE = frozenset({"handling", "slack", "lane", "incoterm"})
PLENTY = 900_000
"""Pieces on offer and in store when stock never runs out."""
PERCENT = range(-90, 301)
WORDS = ("title", "bullets", "description", "search_terms")


@dataclass(frozen=True, slots=True)
class Change:
    """What is different. `on` is a listing's key, a place of sale or a campaign's id, by kind; "" is all campaigns.

    `percent` belongs to prices and bids, `permille` to the quality of the main picture, `number` to hours of handling and days
    of slack, `choice` to a lane or an Incoterm; of the words None stays. It holds from the beginning of the run's day
    `from_day` on, or from the listing's first appearance.
    """

    kind: ChangeKind
    on: str = ""
    percent: int = 0
    price: Money | None = None
    permille: int = 1000
    title: str | None = None
    bullets: tuple[str, ...] | None = None
    description: str | None = None
    search_terms: str | None = None
    number: int = 0
    choice: str = ""
    from_day: int = 0


def check_change(world: World, change: Change) -> None:
    """Raises BadInput for a change that a shop could not make, or that is about something that it does not have."""
    setting = world.setting
    if change.kind in ABOUT_LISTING and change.on not in world.listings:
        raise BadInput("no_such_listing", listing=change.on[:100])
    if change.kind in ABOUT_PLACE and change.on not in world.templates:
        raise BadInput("no_such_place", place=change.on[:60])
    if change.kind == "bids" and change.on and change.on not in world.campaigns:
        raise BadInput("no_such_campaign", campaign=change.on[:60])
    if change.kind in ("bids", "no_ads") and not world.campaigns:
        raise BadInput("no_campaign_to_change")
    if change.kind in ("price_percent", "bids") and change.percent not in PERCENT:
        raise BadInput("percent_out_of_range", low=PERCENT.start, high=PERCENT.stop - 1)
    if change.kind == "price":
        _check_price(world, change.price)
    if change.kind == "picture" and not 100 <= change.permille <= 1000:
        raise BadInput("number_out_of_range", field="picture", limit=1000)
    if change.kind == "words" and all(getattr(change, name) is None for name in WORDS):
        raise BadInput("text_empty", field="title")
    if change.kind == "lane":
        _check_lane(world, change)
    if change.kind == "incoterm" and change.choice not in ("DDP", "DAP"):
        raise BadInput("no_such_choice")
    if change.kind == "handling":
        longest = setting.platforms[change.on.split("/")[0]].handling_days_max * 24
        if not 1 <= change.number <= longest:
            raise BadInput("handling_out_of_range", found=change.number, limit=longest)
    if change.kind == "slack" and not 0 <= change.number <= 30:
        raise BadInput("slack_out_of_range", found=change.number, limit=30)


def _check_price(world: World, price: Money | None) -> None:
    if price is None:
        raise BadInput("amount_missing")
    try:
        check_price(world, price)
    except Refused as refusal:
        raise BadInput(refusal.code, **refusal.args_) from None


def _check_lane(world: World, change: Change) -> None:
    lane = world.setting.lanes.get(change.choice)
    if lane is None or lane.from_country != world.setting.home:
        raise BadInput("no_such_lane", lane=change.choice[:40])
    unserved = sorted(set(world.templates[change.on].regions) - set(lane.regions))
    if unserved:
        raise BadInput("lane_does_not_serve", lane=change.choice, countries=unserved)


class Overlay:
    """A change that can be laid over a world and taken off again. `plain` remembers what stood there before."""

    def __init__(self, change: Change) -> None:
        self.change = change
        self.plain: dict[str, Any] = {}

    def begins_at(self, world: World) -> Moment:
        """The minute before the change's first day, whose shoppers are the first to see it; 0 from the start on."""
        start = world.setting.start
        return max(0, self.change.from_day * DAY - start.hour * HOUR - start.minute - 1)

    def lay(self, world: World) -> None:
        """Lay the change over the world as it is."""
        change = self.change
        if change.kind in ABOUT_LISTING:
            listing = world.listings.get(change.on)
            if listing is not None:
                self._lay_on_listing(world, listing)
        elif change.kind in ABOUT_PLACE:
            template = world.templates.get(change.on)
            if template is not None:
                self.plain["template"] = template
                world.templates[change.on] = replace(template, **self._of_template())
        elif change.kind in ("bids", "no_ads"):
            for campaign in world.campaigns.values():
                if change.on in ("", campaign.id):
                    self.plain[campaign.id] = (campaign.targets, campaign.running)
                    if change.kind == "no_ads":
                        campaign.running = False
                    else:
                        campaign.targets = [replace(one, bid=_bid(one.bid, change.percent)) for one in campaign.targets]

    def lift(self, world: World) -> None:
        """Take the change off: the world is as the journal made it."""
        plain, self.plain = self.plain, {}
        change = self.change
        if change.kind in ABOUT_LISTING:
            listing = world.listings.get(change.on)
            if listing is not None:
                for name, value in plain.items():
                    setattr(listing, name, value)
        elif change.kind in ABOUT_PLACE:
            if plain:
                world.templates[change.on] = plain["template"]
        else:
            for campaign_id, (targets, running) in plain.items():
                campaign = world.campaigns[campaign_id]
                campaign.targets, campaign.running = targets, running

    def _lay_on_listing(self, world: World, listing: Listing) -> None:
        change = self.change
        if change.kind == "stock":  # nothing to take off again: what is plenty stays plenty
            listing.stock = world.shop.stock[listing.sku] = PLENTY
            return
        for name, value in self._of_listing(listing).items():
            self.plain[name] = getattr(listing, name)
            setattr(listing, name, value)

    def _of_listing(self, listing: Listing) -> dict[str, Any]:
        """The fields of a listing that the change touches, with their new values."""
        change = self.change
        if change.kind == "picture":
            if not listing.images:
                return {}
            main = listing.images[0]
            return {"images": [ListingImage(main.sha256, facts_worth(change.permille), main.alt), *listing.images[1:]]}
        if change.kind == "words":
            words: dict[str, Any] = {
                "title": None if change.title is None else tidy(change.title),
                "bullets": None if change.bullets is None else [text for text in map(tidy, change.bullets) if text],
                "description": None if change.description is None else tidy_lines(change.description),
                "search_terms": None if change.search_terms is None else tidy(change.search_terms),
            }
            return {name: value for name, value in words.items() if value is not None}
        if listing.price is None:
            return {}
        if change.kind == "price":
            return {"price": change.price}
        return {"price": price_changed(listing.price, change.percent)}

    def _of_template(self) -> dict[str, Any]:
        change = self.change
        if change.kind == "handling":
            return {"handling_hours": change.number}
        if change.kind == "slack":
            return {"slack_days": change.number}
        if change.kind == "lane":
            return {"lane": change.choice}
        incoterm: Incoterm = "DAP" if change.choice == "DAP" else "DDP"
        return {"incoterm": incoterm}


def price_changed(price: Money, percent: int) -> Money:
    """A price so many percent higher, rounded half up; at least one minor unit and at most what can be asked."""
    changed = price.times(Fraction(100 + percent, 100))
    return Money(min(max(1, changed.amount), MAX_PRICE), price.currency)


def _bid(bid: Money, percent: int) -> Money:
    changed = bid.times(Fraction(100 + percent, 100))
    return Money(min(max(LEAST_BID, changed.amount), MOST_BID), bid.currency)


BEST_PICTURE = ImageFacts(1600, 1600, 200_000, "JPEG", 1000, 1000, 1000, 870, 600, 0, 10, 0, False)
"""What is measured on a picture that keeps every rule: white, sharp, filled, centred, whole."""


def facts_worth(permille: int) -> ImageFacts:
    """A picture whose quality is `permille` (100 to 1000): first its background is less white, then it is less filled,
    then smaller."""
    missing = 1000 - permille
    white = min(missing, 350)
    fill = min(missing - white, 300)
    size = min(missing - white - fill, 250)
    side = _lowest(300, 1600, 250, 250 - size)
    facts = replace(
        BEST_PICTURE,
        white_bg=_lowest(500, 992, 350, 350 - white) if white else 1000,
        fill_long=_lowest(400, 850, 300, 300 - fill) if fill else 870,
        width_px=side,
        height_px=side,
    )
    assert image_quality(facts) == permille
    return facts


def _lowest(zero: int, full: int, points: int, wanted: int) -> int:
    """The lowest measure that earns `wanted` of the points given between `zero` and `full`."""
    return zero + -(-wanted * (full - zero) // points)
