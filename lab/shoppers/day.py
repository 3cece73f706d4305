"""A day of shoppers, quarter by quarter: who comes, what they see, ask and buy, and what the platform remembers of it.

A quarter is simulated with the shop as it stands at its beginning. Only visits to pages that hold an own offer are
simulated; the others cannot touch the shop, so this is exact. Every draw belongs to the shopper and the item:
changing one listing never re-rolls what shoppers think of another.

As long as nothing about the shop changes, all quarters of a day come from one calculation, kept in memory. So is what a quarter
brought, for other plays of the same run that meet the same shop.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import numpy as np

from lab.ads.spending import may_bid
from lab.ledger.pricing import basket_price, charge_in_place, full_price
from lab.listings.promotions import coupon, for_sale, reduced, running, with_coupon
from lab.market.appeal import GROUPS, Term, buy_terms, click_terms, total
from lab.market.base import I64, Market
from lab.market.build import appeal_of
from lab.market.people import Person
from lab.messages.questions import asks, question_about
from lab.search.offer import Offer, in_reference
from lab.shoppers.browse import BATCH, Engine, Scene, Walk, browse
from lab.shoppers.shelf import Pages, Plan, pages_of, plan_of
from lab.shoppers.visits import PART_MINUTES, PARTS, minutes_of_day, place_key
from lab.values.chance import GOLD, U64, below, draw, mix64_array
from lab.values.moment import DAY, HOUR, Moment
from lab.values.money import Money
from lab.world.campaign import AdTraffic, MatchType
from lab.world.listing import Listing
from lab.world.setting import Setting
from lab.world.traffic import NearMiss, Reason, Traffic
from lab.world.world import World

MEMORY_PERCENT = 95
"""What is left of looks, clicks and orders after a day."""
VELOCITY_LEFT = 905_724
"""Millionths of the velocity left after a day: half of it after seven."""
SECOND_OF_10000, THIRD_OF_10000 = 1304, 170
"""Of 10,000 buyers, how many take two at least and three: 1.15 pieces on average."""
NEAR_MISSES = 20
"""Nearly made sales kept per day."""
NEAR = 500
REASONS = 3
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Purchase:
    """A shopper's decision to buy at a listing's price of that moment. `key` is the visit's own."""

    at: Moment
    listing: str
    buyer: Person
    quantity: int
    price: Money
    key: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A shopper who asks before buying. `worth` is what the listing is worth to this shopper, `other` the best of all else.

    `query` is the keyword typed, `ad` the campaign, kind of match and target of a sponsored slot that was clicked.
    """

    at: Moment
    listing: str
    buyer: Person
    attribute: str
    key: int
    worth: int
    other: int
    query: int
    ad: tuple[str, MatchType, str] | None


@dataclass(frozen=True, slots=True)
class PartResult:
    """What one quarter of a day brought: counts per listing and keyword, per target of a campaign, purchases and
    questions in the order of time, and sales that were nearly made."""

    traffic: tuple[Traffic, ...]
    ad_traffic: tuple[AdTraffic, ...]
    purchases: tuple[Purchase, ...]
    questions: tuple[Asked, ...]
    near_misses: tuple[NearMiss, ...]


_NOTHING = PartResult((), (), (), (), ())


@dataclass(frozen=True, slots=True, eq=False)
class DayOfShop:
    """All visits of a day to the pages of a plan, and what they made of them. `minute` [V] is the minute of the day."""

    plan: Plan
    pages: Pages
    cell: I64
    keys: U64
    minute: I64
    walk: Walk


def simulate_part(world: World, day: int, part: int, engine: Engine = browse) -> PartResult:
    """One quarter (0: 00-06, .. 3: 18-24) of a day of the run's calendar; changes nothing.

    Shoppers whose minute lies before the run's start are left out. Raises ValueError for another part.
    """
    if not 0 <= part < PARTS:
        raise ValueError("a day has the parts 0 to 3")
    state = _circumstances(world, day, engine)
    pieces = tuple(for_sale(world, listing) for listing in world.listings.values())

    def brought() -> PartResult:
        made = _DAYS.get(state, world.setting, lambda: _simulate_day(world, day, engine))
        return _Part(world, day, part, made).result() if made is not None else _NOTHING

    return _PARTS.get((*state, part, pieces), world.setting, brought)


class _Kept(Generic[_Made]):
    """What was made last for shops in some state, at most so many pieces of it. Safe between threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._found: OrderedDict[tuple[object, ...], tuple[Setting, _Made]] = OrderedDict()

    def get(self, state: tuple[object, ...], setting: Setting, make: Callable[[], _Made]) -> _Made:
        """What is kept, or else made now, for a state."""
        with self._lock:
            known = self._found.get(state)
            # Two runs may look alike and still stand in different settings; those are told apart by being the same object.
            if known is not None and known[0] is setting:
                self._found.move_to_end(state)
                return known[1]
        made = make()
        with self._lock:
            self._found[state] = (setting, made)
            self._found.move_to_end(state)
            while len(self._found) > self._most:
                self._found.popitem(last=False)
        return made


_DAYS: _Kept[DayOfShop | None] = _Kept(4)
"""A day with all its visits takes megabytes."""
_PARTS: _Kept[PartResult] = _Kept(1024)
"""What a quarter brought takes kilobytes. Plays that begin alike and part, as those of a proof do, mostly meet the same shoppers."""


def day_of_shop(world: World, day: int, engine: Engine = browse) -> DayOfShop | None:
    """The whole day as it would be with the shop as it stands; None when nobody meets it."""
    return _DAYS.get(_circumstances(world, day, engine), world.setting, lambda: _simulate_day(world, day, engine))


def _circumstances(world: World, day: int, engine: Engine) -> tuple[object, ...]:
    """Everything that a day of a shop hangs on, beside the setting."""
    setting = world.setting
    return (setting.market.sha256, setting.seed, setting.start, setting.visits_per_day, day, engine, _state_of(world))


def _state_of(world: World) -> tuple[object, ...]:
    """Everything about a shop that shoppers and the ranking look at."""
    listings = tuple(
        (
            listing.key, listing.title, tuple(listing.bullets), listing.description, listing.search_terms, listing.category,
            tuple(listing.translations.items()),
            tuple(listing.attributes.items()), tuple(listing.images), *_prices_of(world, listing), for_sale(world, listing) > 0, listing.is_live,
            *(getattr(listing.record, name) for name in listing.record.__dataclass_fields__ if name != "sold"),
        )
        for listing in world.listings.values()
    )  # fmt: skip
    templates = tuple(
        (
            key, charge_in_place(world, template),
            *((tuple(value) if isinstance(value, list) else value) for value in _values(template)),
        )
        for key, template in world.templates.items()
    )
    campaigns = tuple(
        (campaign.id, campaign.place, tuple(campaign.listings), tuple(campaign.targets), tuple(campaign.negatives), may_bid(world, campaign))
        for campaign in world.campaigns.values()
    )
    standing = tuple(world.standing_permille(platform) for platform in sorted(world.setting.platforms))
    return (listings, templates, campaigns, standing)


def _prices_of(world: World, listing: Listing) -> tuple[object, ...]:
    """What shoppers are asked to pay, and what draws their eyes to it."""
    if listing.price is None:
        return (None,)
    deal, taken = running(world, listing, world.now), coupon(world, listing, world.now)
    kinds = tuple(one.kind if one else "" for one in (deal, taken))
    full = full_price(world, listing)
    offered = reduced(world, listing, full)
    return (full, offered, with_coupon(world, listing, offered), *kinds)


def _values(thing: object) -> list[object]:
    return [getattr(thing, name) for name in thing.__dataclass_fields__]  # type: ignore[attr-defined]


def _simulate_day(world: World, day: int, engine: Engine) -> DayOfShop | None:
    plan = plan_of(world, day)
    if plan is None:
        return None
    market = world.setting.market
    pages = pages_of(market, day, plan)
    cell, keys, minute = visits_to(world, day, plan)
    scene = scene_of(world, plan, pages)
    return DayOfShop(plan, pages, cell, keys, minute, engine(scene, cell, keys, False))


def visits_to(world: World, day: int, plan: Plan) -> tuple[I64, U64, I64]:
    """Cell, key and minute of the day of every visit of a day."""
    seed = world.setting.seed
    of_place = np.array([place_key(seed, day, *place) for place in plan.places], dtype=np.uint64)
    bases = of_place[plan.cell_place] ^ plan.cell_query.astype(np.uint64) << np.uint64(32)
    cell = np.repeat(np.arange(plan.cells, dtype=np.int64), plan.cell_visits)
    before = np.cumsum(plan.cell_visits) - plan.cell_visits
    nth = (np.arange(len(cell), dtype=np.int64) - np.repeat(before, plan.cell_visits)).astype(np.uint64)
    keys = mix64_array(bases[cell] + nth * np.uint64(GOLD))
    minute = minutes_of_day(keys)
    start = world.setting.start
    here = minute >= start.hour * HOUR + start.minute - day * DAY
    return cell[here], keys[here], minute[here]


def scene_of(world: World, plan: Plan, pages: Pages) -> Scene:
    """What the shoppers of a plan meet."""
    market, destinations = world.setting.market, world.setting.destinations
    countries = [country for _, country in plan.places]
    needs = np.array([destinations[country].own_language_need for country in countries], dtype=np.int64)
    numbers = np.array([market.countries.index(country) for country in countries], dtype=np.int64)
    click = [[total(click_terms(offer.appeal, group)) for offer in plan.offers] for group in range(GROUPS)]
    buy = [[total(buy_terms(offer.appeal, group)) for offer in plan.offers] for group in range(GROUPS)]
    return Scene(
        market.tables, pages, numbers[plan.cell_place], needs[plan.cell_place], market.click_u, market.buy_u,
        np.array(click, dtype=np.int64), np.array(buy, dtype=np.int64), len(market.goods),
    )  # fmt: skip


class _Part:
    """One quarter cut out of a day."""

    def __init__(self, world: World, day: int, part: int, made: DayOfShop) -> None:
        self._world, self._day, self._made = world, day, made
        self._market: Market = world.setting.market
        self._goods = len(self._market.goods)
        start = world.setting.start
        self._midnight = day * DAY - start.hour * HOUR - start.minute
        self._here = made.minute // PART_MINUTES == part
        walk = made.walk
        mine = self._item(walk.click_visit, walk.click_slot) >= self._goods
        self._clicks = np.flatnonzero(mine & self._here[walk.click_visit])
        self._questions = self._asked()
        asking = {int(walk.click_visit[row]) for row, _ in self._questions}
        bought = walk.bought[self._here[walk.click_visit[walk.bought]]]
        bought = bought[[int(visit) not in asking for visit in walk.click_visit[bought]]] if asking else bought
        self._winners = bought
        self._bought = bought[self._item(walk.click_visit[bought], walk.click_slot[bought]) >= self._goods]
        self._asking = asking

    def _item(self, visit: I64, slot: I64) -> I64:
        item: I64 = self._made.pages.item[self._made.cell[visit], slot]
        return item

    def result(self) -> PartResult:
        purchases, rows = self._purchases()
        traffic, ad_traffic = self._traffic(rows, purchases)
        questions = sorted((self._question(row, attribute) for row, attribute in self._questions), key=lambda one: (one.at, one.key))
        return PartResult(traffic, ad_traffic, purchases, tuple(questions), self._near_misses())

    def _offer(self, visit: int, slot: int) -> Offer:
        return self._made.plan.offers[int(self._made.pages.item[self._made.cell[visit], slot]) - self._goods]

    # -------------------------------------------------------------------------------------- questions

    def _asked(self) -> list[tuple[int, str]]:
        """Rows of own clicks whose shoppers ask first, at most one a visit, and what about."""
        if not self._world.setting.consequences:
            return []
        found: list[tuple[int, str]] = []
        visits: set[int] = set()
        walk = self._made.walk
        for row in self._clicks.tolist():
            visit = int(walk.click_visit[row])
            if visit in visits:
                continue
            offer = self._offer(visit, int(walk.click_slot[row]))
            type_ = self._market.types[offer.wording.type]
            key = int(self._made.keys[visit])
            if asks(key, offer.number, offer.appeal.description, type_):
                known = self._world.setting.products[offer.listing.sku].truth
                attribute = question_about(key, type_, known, offer.listing.attributes)
                if attribute is not None:
                    visits.add(visit)
                    found.append((row, attribute))
        return found

    def _question(self, row: int, attribute: str) -> Asked:
        walk = self._made.walk
        visit = int(walk.click_visit[row])
        others = np.flatnonzero(walk.click_visit == visit)
        others = others[others != row]
        other = max([int(walk.outside[visit]), *walk.click_worth[others].tolist()])
        offer = self._offer(visit, int(walk.click_slot[row]))
        at = self._midnight + int(self._made.minute[visit])
        key = int(self._made.keys[visit])
        query = int(self._made.plan.cell_query[self._made.cell[visit]])
        ad = self._ad_of(visit, int(walk.click_slot[row]))
        return Asked(at, offer.listing.key, self._buyer(visit, offer), attribute, key, int(walk.click_worth[row]), other, query, ad)

    def _ad_of(self, visit: int, slot: int) -> tuple[str, MatchType, str] | None:
        """Campaign, kind of match and target behind a slot of a visit's page; None for a slot that nobody pays for."""
        plan = self._made.plan
        ad = int(self._made.pages.ad[self._made.cell[visit], slot])
        if ad < 0:
            return None
        campaign = plan.campaigns[int(plan.ads.campaign[ad])]
        words = campaign.targets[int(plan.ads.target[ad])]
        return campaign.id, words.match, words.text

    # -------------------------------------------------------------------------------------- purchases

    def _buyer(self, visit: int, offer: Offer) -> Person:
        people = self._market.people[offer.listing.country]
        person = people[below(draw(int(self._made.keys[visit]), "buyer"), len(people))]
        language = self._market.keywords[int(self._made.plan.cell_query[self._made.cell[visit]])].language
        return person if person.language == language else replace(person, language=language)

    def _purchases(self) -> tuple[tuple[Purchase, ...], I64]:
        """What is bought, in the order of time, and the rows of clicks that it came from."""
        made = self._made
        # The day may have been made for another world that looked alike: what is for sale and for how much is this one's.
        own = self._world.listings
        left = {offer.listing.key: for_sale(self._world, own[offer.listing.key]) for offer in made.plan.offers}
        wishes = sorted(
            (int(made.minute[visit]), int(made.keys[visit]), int(row))
            for row, visit in zip(self._bought.tolist(), made.walk.click_visit[self._bought].tolist(), strict=True)
        )
        purchases, rows = [], []
        prices: dict[str, Money] = {}
        for minute, key, row in wishes:
            visit = int(made.walk.click_visit[row])
            offer = self._offer(visit, int(made.walk.click_slot[row]))
            listing = own[offer.listing.key]
            quantity = min(quantity_of(key), left[listing.key])
            if quantity == 0 or listing.price is None:
                continue
            price = prices.get(listing.key)
            if price is None:
                price = prices[listing.key] = basket_price(self._world, listing)
            left[listing.key] -= quantity
            rows.append(row)
            buyer = self._buyer(visit, offer)
            purchases.append(Purchase(self._midnight + minute, listing.key, buyer, quantity, price, key))
        return tuple(purchases), np.array(rows, dtype=np.int64)

    # -------------------------------------------------------------------------------------- counts

    def _traffic(
        self, bought: I64, purchases: Sequence[Purchase]
    ) -> tuple[tuple[Traffic, ...], tuple[AdTraffic, ...]]:
        made, walk, plan, pages = self._made, self._made.walk, self._made.plan, self._made.pages
        cells, slots = np.nonzero(pages.item >= self._goods)
        loaded = _loaded(made.cell[self._here], walk.depth[self._here], plan.cells)
        looks = self._here[walk.look_visit]
        looked = self._flat(walk.look_visit[looks], walk.look_slot[looks])
        clicked = self._flat(walk.click_visit[self._clicks], walk.click_slot[self._clicks])
        sold = self._flat(walk.click_visit[bought], walk.click_slot[bought])
        size = pages.item.size
        columns = np.stack([np.bincount(flat, minlength=size) for flat in (looked, clicked, sold)])
        sales: dict[int, int] = {}
        for flat, purchase in zip(sold.tolist(), purchases, strict=True):
            sales[flat] = sales.get(flat, 0) + in_reference(purchase.price.times(purchase.quantity))
        visits = np.bincount(made.cell[self._here], minlength=plan.cells)
        shown = loaded[cells, slots // BATCH]
        traffic: dict[tuple[str, int], Traffic] = {}
        ads: dict[tuple[int, str, int, int], AdTraffic] = {}
        seen = np.flatnonzero(shown)
        cell, slot = cells[seen], slots[seen]
        at = cell * pages.item.shape[1] + slot
        table = (
            pages.item[cell, slot] - self._goods, plan.cell_query[cell], at, shown[seen], *columns[:, at], visits[cell],
            pages.ad[cell, slot], pages.price[cell, slot],
        )  # fmt: skip
        for offer, query, flat, times, looks_here, clicks_here, bought_here, came, ad, price in np.stack(table, axis=1).tolist():
            key = plan.offers[offer].listing.key
            row = traffic.get((key, query))
            if row is None:
                row = traffic[key, query] = Traffic(self._day, key, query, came)
            row.looked += looks_here
            row.clicked += clicks_here
            row.bought += bought_here
            row.shown += times
            if ad < 0:
                continue
            cost = clicks_here * price
            row.ad_shown += times
            row.ad_clicked += clicks_here
            row.ad_cost += cost
            row.ad_bought += bought_here
            place, target = int(plan.ads.campaign[ad]), int(plan.ads.target[ad])
            campaign = plan.campaigns[place]
            words = campaign.targets[target]
            line = ads.setdefault(
                (place, key, query, target), AdTraffic(self._day, campaign.id, key, query, words.match, words.text)
            )
            line.shown += times
            line.clicked += clicks_here
            line.cost += cost
            line.bought += bought_here
            line.sales += sales.get(flat, 0)
        rows = tuple(sorted(traffic.values(), key=lambda one: (one.listing, one.query)))
        lines = tuple(sorted(ads.values(), key=lambda one: (one.campaign, one.listing, one.query, one.match, one.target)))
        return rows, lines

    def _flat(self, visit: I64, slot: I64) -> I64:
        flat: I64 = self._made.cell[visit] * self._made.pages.item.shape[1] + slot
        return flat

    # -------------------------------------------------------------------------------------- near misses

    def _near_misses(self) -> tuple[NearMiss, ...]:
        made, walk = self._made, self._made.walk
        winner_of = dict(zip(walk.click_visit[self._winners].tolist(), self._winners.tolist(), strict=True))
        best: dict[int, int] = {}
        for row in self._clicks.tolist():
            visit = int(walk.click_visit[row])
            if visit not in best or walk.click_worth[row] > walk.click_worth[best[visit]]:
                best[visit] = row
        found = []
        for visit, row in best.items():
            if visit in self._asking:
                continue
            winner = winner_of.get(visit)
            if winner is not None and self._item(walk.click_visit[[winner]], walk.click_slot[[winner]])[0] >= self._goods:
                continue
            worth = int(walk.click_worth[winner]) if winner is not None else int(walk.outside[visit])
            gap = worth - int(walk.click_worth[row])
            if 0 <= gap < NEAR:
                found.append((gap, int(made.keys[visit]), visit, row, winner))
        return tuple(self._near_miss(*one) for one in sorted(found, key=lambda one: one[:2])[:NEAR_MISSES])

    def _near_miss(self, gap: int, _key: int, visit: int, row: int, winner: int | None) -> NearMiss:
        made, walk = self._made, self._made.walk
        offer = self._offer(visit, int(walk.click_slot[row]))
        group = int(walk.group[visit])
        number = -1
        reasons: tuple[Reason, ...] = ()
        if winner is not None:
            number = int(made.pages.item[made.cell[visit], walk.click_slot[winner]])
            reasons = reasons_between(self._market, offer, number, group)
        query = int(made.plan.cell_query[made.cell[visit]])
        return NearMiss(self._day, int(made.minute[visit]), offer.listing.key, query, group, number, gap, reasons)


def reasons_between(market: Market, offer: Offer, rival: int, group: int) -> tuple[Reason, ...]:
    """The named parts of a choice that spoke most for a rival and against an own offer, the weightiest first."""
    type_ = list(market.types.values())[int(market.goods.type[rival])]
    theirs = {term.name: term.value for term in buy_terms(appeal_of(market.goods, rival, type_), group)}
    own: Sequence[Term] = buy_terms(offer.appeal, group)
    against = [Reason(term.name, term.value, theirs.get(term.name, 0)) for term in own]
    against = [reason for reason in against if reason.other > reason.own]
    return tuple(sorted(against, key=lambda reason: (reason.own - reason.other, reason.name))[:REASONS])


def _loaded(cell: I64, depth: I64, cells: int) -> I64:
    """[C, 3] how many visits of each cell loaded the first, second and third batch of slots."""
    batches = (depth + BATCH - 1) // BATCH
    counts = np.bincount(cell * 4 + batches, minlength=cells * 4)[: cells * 4].reshape(-1, 4)
    loaded: I64 = counts[:, ::-1].cumsum(axis=1)[:, ::-1][:, 1:]
    return loaded


def quantity_of(visit: int) -> int:
    """How many pieces a buyer takes, 1 to 3."""
    drawn = below(draw(visit, "quantity"), 10_000)
    return 3 if drawn < THIRD_OF_10000 else 2 if drawn < SECOND_OF_10000 else 1


def close_part(world: World, result: PartResult) -> None:
    """Add what a quarter brought to the day's counts and to what campaigns have spent."""
    add_traffic(world.traffic, result.traffic)
    add_ad_traffic(world.ad_traffic, result.ad_traffic)
    for line in result.ad_traffic:
        world.campaigns[line.campaign].spent += line.cost
    for purchase in result.purchases:
        world.listings[purchase.listing].record.sold += purchase.quantity
    if result.near_misses:
        today = result.near_misses[0].day
        kept = [miss for miss in world.near_misses if miss.day == today]
        nearest = sorted((*kept, *result.near_misses), key=lambda miss: (miss.gap, miss.minute, miss.listing))[:NEAR_MISSES]
        world.near_misses = [miss for miss in world.near_misses if miss.day != today]
        world.near_misses += sorted(nearest, key=lambda miss: (miss.minute, miss.listing, miss.gap))


def add_traffic(known: list[Traffic], new: Sequence[Traffic]) -> None:
    """Add counts of one day to those of the same day, at the end of `known`; rows stay sorted by listing and keyword."""
    if not new:
        return
    rows = {(row.listing, row.query): row for row in _taken(known, new[0].day)}
    for row in new:
        key = (row.listing, row.query)
        before = rows.get(key)
        if before is None:
            rows[key] = replace(row)
            continue
        for name in _COUNTS:
            setattr(before, name, getattr(before, name) + getattr(row, name))
    known.extend(rows[key] for key in sorted(rows))


def add_ad_traffic(known: list[AdTraffic], new: Sequence[AdTraffic]) -> None:
    """`add_traffic` for the targets of campaigns."""
    if not new:
        return
    rows = {_ad_key(row): row for row in _taken(known, new[0].day)}
    for row in new:
        before = rows.setdefault(_ad_key(row), AdTraffic(row.day, row.campaign, row.listing, row.query, row.match, row.target))
        for name in _AD_COUNTS:
            setattr(before, name, getattr(before, name) + getattr(row, name))
    known.extend(rows[key] for key in sorted(rows))


_COUNTS = ("visits", "shown", "looked", "clicked", "bought", "ad_shown", "ad_clicked", "ad_cost", "ad_bought")
_AD_COUNTS = ("shown", "clicked", "cost", "bought", "sales")
_Row = TypeVar("_Row", Traffic, AdTraffic)


def _ad_key(row: AdTraffic) -> tuple[str, str, int, str, str]:
    return row.campaign, row.listing, row.query, row.match, row.target


def _taken(rows: list[_Row], day: int) -> list[_Row]:
    """The rows of a day, taken off the end."""
    first = len(rows)
    while first and rows[first - 1].day == day:
        first -= 1
    taken = rows[first:]
    del rows[first:]
    return taken


def close_day(world: World, day: int) -> None:
    """Let the records of all listings fade by one day, and add what the day brought."""
    for listing in world.listings.values():
        record = listing.record
        record.looks = record.looks * MEMORY_PERCENT // 100
        record.clicks = record.clicks * MEMORY_PERCENT // 100
        record.orders = record.orders * MEMORY_PERCENT // 100
        record.velocity = record.velocity * VELOCITY_LEFT // 1_000_000 + record.sold * 1000
        record.sold = 0
    for row in reversed(world.traffic):
        if row.day != day:
            break
        record = world.listings[row.listing].record
        record.looks += row.looked * 1000
        record.clicks += row.clicked * 1000
        record.orders += row.bought * 1000
