"""How followers react to a post, quarter by quarter: who sees it, who opens the listing, who buys, and who follows or leaves.

A quarter is worked out at its beginning with the shop as it stands, like that of the shoppers in a search. A post is seen for
two days. Counts come from the expected number; what is left of a whole one comes or does not by a draw of its own, and every click
is a person with a key of its own who compares the listing with two others of its kind and with leaving. So no post re-rolls
another, nor any shopper's dice. Numbers of followers move at the end of the quarter. All figures are set for teaching.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from lab.ledger.pricing import basket_price
from lab.listings.promotions import for_sale
from lab.market.appeal import GROUP_OF_256, GROUPS, OUTSIDE, buy_terms, total
from lab.market.catalogue import ProductType
from lab.market.people import Person
from lab.orders.agenda import put
from lab.search.offer import Offer, offer_of, why_not_shown
from lab.search.text import readable
from lab.social.networks import Network, load_networks
from lab.social.rules import PostFault, Reading, draft_of, goods_of, reading_of
from lab.social.segments import MOST_FOLLOWERS, Move, Segment, follower_key, followers_of, segments_in
from lab.social.writing import flaws_in, moves_in, quality, understood
from lab.values.chance import GOLD, below, draw, key_of, mix64
from lab.values.moment import DAY, HOUR, Moment, day_of, minute_of_day
from lab.world.due import ComingOrder, Due, OrderTarget
from lab.world.listing import Listing
from lab.world.post import Post, PostDay
from lab.world.world import World

PART, PARTS = 6 * HOUR, 4
LIFE = 2 * DAY
"""Minutes for which a post is seen."""
HOURS_PERMILLE = (550, 180, 90, 180)
"""Of those of a group who see a post in a day, how many do so in its own quarter, in the next one, and so on."""
LANGUAGE_PERMILLE = {"yes": 1000, "unsure": 850, "no": 120}
TAG_GAIN, TAG_COST = 60, 100
"""What a tag that fits adds to who sees a post, and one that does not takes away, in permille."""
TIRED_PERMILLE = (1000, 650, 400, 200)
"""By how many posts of the last 24 hours were too many; from the last on it stays."""
FAULT_PERMILLE: Mapping[str, int] = {
    "tag_banned": 300, "link_leads_away": 400, "ad_mark_missing": 600, "claim_forbidden": 500, "promise_forbidden": 700, "post_alt_missing": 930,
}  # fmt: skip
"""What is left of who sees a post with a fault, each kind once: networks hide it, people report it, or cannot see the picture."""
LUCK = (850, 1150)
CARES = (300, 1000, 1250)
"""Interest in goods of another department, of a department that a group follows, and of a type that it looks for above all."""
MOVED = (650, 500, 300)
"""What clicks begin with, what the strongest thing that moves a group adds, and the second."""
PICTURE_FROM, PICTURE_MOST = 700, 1300
INTENT = -250
"""Who comes from a post did not look for the goods: what that takes off their worth, in milli-utils."""
OFF_INTEREST = -700
UNREADABLE, READABLE_FROM = -350, 500
"""What a listing's page loses that can be read in half or less only, as in a search; below 500 permille nobody buys."""
RIVALS = 2
CLICKS_PER_LOOK_PERMILLE = 60
"""A listing's click rate stays where it is: a visit from a post counts with as many looks as bring a click on average."""


@dataclass(frozen=True, slots=True)
class View:
    """What a group makes of a post before any draw. Shares in permille; `clicks` is of those who see it, 0 without a listing that
    can be opened. `tired` is how many posts of the last 24 hours were too many."""

    reach: int
    clicks: int
    language: str
    tired: int
    quality: int
    interest: int


@dataclass(slots=True)
class _Cut:
    """What all groups of a quarter share about a post: `shown` of 1000 followers who read the language see it, and `pull` is
    the network's share of clicks after picture and wording, 0 without a listing that can be opened."""

    post: Post
    network: Network
    listing: Listing | None
    offer: Offer | None
    reading: Reading
    shown: int
    pull: int
    tired: int
    moves: frozenset[Move]
    quality: int
    worth: tuple[int, ...]


def react(world: World, taken: Mapping[str, int]) -> None:
    """Let the followers meet every post that is out, in the quarter of a day that begins now; puts purchases on the agenda.

    `taken` are the pieces by listing that searching shoppers buy in this quarter; they are not sold again.
    """
    out = [post for post in world.posts.values() if _is_seen(post, world.now)]
    if not out:
        return
    left: dict[str, int] = {}
    moved: dict[str, int] = {}
    offers: dict[str, Offer | None] = {}
    start = world.setting.start
    day = day_of(start, world.now)
    part = minute_of_day(start, world.now) // PART
    for post in out:
        cut = _cut(world, post, offers)
        if cut is None:
            continue
        for segment in segments_in(post.country):
            _meet(world, cut, segment, day, part, left, taken, moved)
    for key, number in moved.items():
        world.followers[key] = number


def _is_seen(post: Post, now: Moment) -> bool:
    return post.removed_at is None and post.at <= now < post.at + LIFE


def close_day(world: World, day: int) -> None:
    """At midnight: add the clicks and purchases that posts brought on a day to the records of the listings."""
    for post in world.posts.values():
        listing = world.listings.get(post.listing)
        if listing is None or post.at + LIFE + DAY < world.now:
            continue
        rows = [row for row in post.days if row.day == day]
        clicks, sales = sum(row.clicks for row in rows), sum(row.sales for row in rows)
        listing.record.looks += clicks * 1_000_000 // CLICKS_PER_LOOK_PERMILLE
        listing.record.clicks += clicks * 1000
        listing.record.orders += sales * 1000


def view_of(world: World, post: Post, segment: Segment) -> View | None:
    """How a group stands to a post as the shop is now, hour and age of the post left out; None for an unknown network."""
    cut = _cut(world, post, {})
    return _view(world, cut, segment) if cut is not None else None


def _cut(world: World, post: Post, offers: dict[str, Offer | None]) -> _Cut | None:
    """`offers` are those that were worked out for other posts in this quarter."""
    network = load_networks().get(post.network)
    if network is None:
        return None
    draft = draft_of(post, network)
    reading = reading_of(world, draft)
    listing = goods_of(world, draft)
    listing = listing if listing is not None and listing.price is not None else None
    is_open = listing is not None and listing.is_live
    if listing is not None and listing.key not in offers:
        sells = why_not_shown(world, listing) is None and post.country in world.setting.market.people
        offers[listing.key] = offer_of(world, listing) if sells else None
    offer = offers[listing.key] if listing is not None else None
    earlier = earlier_posts(world, post)
    worth = tuple(total(buy_terms(offer.appeal, group)) for group in range(GROUPS)) if offer is not None else ()
    moves = moves_in(world, draft, post.points, post.at, earlier)
    reads_well = quality(flaws_in(world, draft, earlier))
    tired = tired_of(post, network, earlier)
    shown = _shown(network, reading, tired)
    pull = network.click_permille * _picture(post, network) * (500 + reads_well // 2) if is_open else 0
    return _Cut(post, network, listing, offer, reading, shown, pull, tired, moves, reads_well, worth)


def _shown(network: Network, reading: Reading, tired: int) -> int:
    strange = sum(1 for fault in reading.faults if fault.rule == "tags")
    useful = min(len(reading.tags), network.tags_useful)
    shown = network.sees_permille * max(300, 1000 + TAG_GAIN * useful - TAG_COST * strange) // 1000
    shown = shown * TIRED_PERMILLE[min(tired, len(TIRED_PERMILLE) - 1)] // 1000
    for code in dict.fromkeys(fault.code for fault in reading.faults):
        shown = shown * FAULT_PERMILLE.get(code, 1000) // 1000
    return shown


def tired_of(post: Post, network: Network, earlier: Collection[Post]) -> int:
    """How many posts to a country's followers in the 24 hours up to a post were more than they bear."""
    near = sum(
        1
        for other in earlier
        if other.network == post.network and other.country == post.country and post.at - DAY < other.at
    )
    return max(0, near + 1 - network.posts_a_day)


def earlier_posts(world: World, post: Post) -> list[Post]:
    """The posts that came out before one; of those of one minute the one made first was first."""
    found, is_later = [], False
    for other in world.posts.values():
        is_later = is_later or other.id == post.id
        if other.is_out(post.at) and (other.at < post.at or not is_later):
            found.append(other)
    return found


def _view(world: World, cut: _Cut, segment: Segment) -> View:
    language = understood(world, cut.post.text, segment.reads)
    reach = cut.shown * LANGUAGE_PERMILLE[language] // 1000
    interest = clicks = 0
    if cut.listing is not None:
        interest = _interest(world.setting.type_of(cut.listing.sku), segment)
    if cut.pull:
        moved = MOVED[0]
        for move, gain in zip(segment.moves, MOVED[1:], strict=False):
            moved += gain if move in cut.moves else 0
        clicks = cut.pull * interest * moved // 1000**4
    return View(min(1000, reach), min(1000, clicks), language, cut.tired, cut.quality, interest)


def _interest(type_: ProductType, segment: Segment) -> int:
    return CARES[2] if type_.key in segment.types else CARES[1] if segment.cares_for(type_) else CARES[0]


def _picture(post: Post, network: Network) -> int:
    """What the picture does to clicks, in permille: all that a network gives to pictures is missing without one."""
    if not post.picture:
        return 1000 - network.picture_weight
    points = PICTURE_FROM + (PICTURE_MOST - PICTURE_FROM) * post.points // 1000
    return 1000 + (points - 1000) * network.picture_weight // 600


def _meet(
    world: World, cut: _Cut, segment: Segment, day: int, part: int, left: dict[str, int], taken: Mapping[str, int], moved: dict[str, int]
) -> None:
    """One group meets one post in a quarter of a day."""
    post, network = cut.post, cut.network
    name = follower_key(post.network, segment)
    followers = followers_of(world, post.network, segment)
    view = _view(world, cut, segment)
    own = mix64(world.setting.seed ^ _key(post.id, name))
    key = mix64(own + (day * PARTS + part + 1) * GOLD)
    age = 1000 if world.now - post.at < DAY else network.second_day_permille
    luck = LUCK[0] + below(own, LUCK[1] - LUCK[0] + 1)
    # Followers x permille of reach, hour, age and luck.
    expected = followers * view.reach * HOURS_PERMILLE[(part - segment.looks) % PARTS] * age * luck
    reach = min(followers, _whole(expected, 1000**4, mix64(key + 1)))
    if not reach:
        return
    clicks = min(reach, _whole(reach * view.clicks, 1000, mix64(key + 2)))
    sales = _sales(world, cut, segment, view, key, clicks, left, taken) if cut.offer is not None else 0
    row = next((one for one in post.days if one.day == day and one.segment == segment.id), None)
    if row is None:
        row = PostDay(day, segment.id)
        post.days.append(row)
    row.reach += reach
    row.clicks += clicks
    row.sales += sales
    change = _growth(view, network, cut.reading.faults, reach, key)
    if change:
        before = moved.get(name, followers)
        moved[name] = min(MOST_FOLLOWERS, max(0, before + change))


@lru_cache(maxsize=4096)
def _key(post: str, group: str) -> int:
    return key_of("post", post, group)


def _whole(number: int, unit: int, drawn: int) -> int:
    """A number of units, whose rest comes or does not by chance."""
    whole, rest = divmod(number, unit)
    return whole + (below(drawn, unit) < rest)


def _growth(view: View, network: Network, faults: Sequence[PostFault], reach: int, key: int) -> int:
    """How many begin to follow, less those who leave."""
    bad = any(fault.code in FAULT_PERMILLE and fault.code != "post_alt_missing" for fault in faults)
    if view.language == "no" or view.tired or bad:
        return -_whole(reach * network.loss_permille * (1 + min(view.tired, 3)), 1000, mix64(key + 3))
    return _whole(reach * network.gain_permille * view.quality, 1_000_000, mix64(key + 3))


def _sales(
    world: World, cut: _Cut, segment: Segment, view: View, key: int, clicks: int, left: dict[str, int], taken: Mapping[str, int]
) -> int:
    """How many of those who opened the listing buy a piece; their purchases are put on the agenda at minutes of the quarter."""
    offer = cut.offer
    assert offer is not None
    listing = offer.listing
    if listing.key not in left:
        left[listing.key] = max(0, for_sale(world, listing) - taken.get(listing.key, 0))
    can_read = max(readable(offer.wording, language) for language in segment.reads)
    if can_read < READABLE_FROM:
        return 0
    extra = INTENT + (OFF_INTEREST if view.interest < CARES[1] else 0) + UNREADABLE * (1000 - can_read) // 1000
    sold = 0
    for nth in range(clicks):
        person = mix64(key + (nth + 1) * GOLD)
        if left[listing.key] and _buys(world, cut, extra, person):
            left[listing.key] -= 1
            sold += 1
            at = max(world.now + 1, world.now + below(draw(person, "minute"), PART))
            buyer = _buyer(world, segment, person)
            coming = ComingOrder("", buyer, (OrderTarget(listing.key, 1),), "shopper", basket_price(world, listing), person)
            put(world, Due(at=at, number=0, kind="order", order=coming))
    listing.record.sold += sold
    return sold


def _buys(world: World, cut: _Cut, extra: int, person: int) -> bool:
    """Whether one who opened the listing finds it worth more than leaving and than two others of its kind.

    As in a search, 16 bits of one number each are the taste for the listing and what leaving is worth, 8 are the group.
    """
    market = world.setting.market
    gumbel = market.tables.gumbel
    low, high = GROUP_OF_256
    of_256 = person >> 32 & 0xFF
    group = 0 if of_256 < low else 1 if of_256 < high else 2
    worth = cut.worth[group] + extra + int(gumbel[person & 0xFFFF])
    if worth <= OUTSIDE + int(gumbel[person >> 48]):
        return False
    assert cut.listing is not None
    if cut.post.country not in market.countries:
        return True
    rivals = market.items_of(world.setting.type_of(cut.listing.sku).key)
    place = market.countries.index(cut.post.country)
    for nth in range(RIVALS if len(rivals) else 0):
        drawn = mix64(person + 2 + nth)
        rival = rivals[below(drawn, len(rivals))]
        if int(market.buy_u[place, group, rival]) + INTENT + int(gumbel[drawn & 0xFFFF]) > worth:
            return False
    return True


def _buyer(world: World, segment: Segment, person: int) -> Person:
    people = world.setting.market.people[segment.country]
    buyer = people[below(draw(person, "buyer"), len(people))]
    return buyer if buyer.language in segment.reads else replace(buyer, language=segment.reads[0])
