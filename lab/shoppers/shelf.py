"""The result pages of a day: for every place and keyword that finds or is bid on for the shop, the 48 slots shown.

A `Plan` says which own offers and advertisements compete where; `pages_of` puts them among the rivals. Scores differ
from those of `lab.search.rank` only by the market's daily noise, which keeps one early sale from locking a place in. The
noise belongs to market, day, keyword and item. Eight of the slots are sold, see `lab.market.adverts`.
"""

import threading
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from lab.ads.matching import searches_entered
from lab.ads.spending import may_bid, micro
from lab.market.adverts import PER_KEYWORD, RESERVE, SLOTS, STEP, quality_root
from lab.market.appeal import GROUPS, click_terms, match_of, total
from lab.market.base import I16, I32, I64, U8, Market
from lab.market.build import CANDIDATES
from lab.market.exact import SLOTS as PAGE_SLOTS
from lab.market.textscore import relevance_points
from lab.search.offer import Offer, offers_at
from lab.search.slots import EMPTY, insert_own
from lab.search.text import Wording, hits, readable
from lab.shoppers.visits import Place, visits_of_day
from lab.values.chance import GOLD, U64, mix64, mix64_array
from lab.world.campaign import Campaign, Negative, Target
from lab.world.world import World

GUMBEL_MEAN, GUMBEL_DEVIATION = 577, 1283
NOISE_DEVIATION = 500
LANGUAGE_COST = 350
READABLE_FROM = 500
"""Who buys in the own language only leaves pages readable by less than this share (permille) alone."""
ORGANIC: I64 = np.array([slot for slot in range(PAGE_SLOTS) if slot not in SLOTS], dtype=np.int64)
"""Slots of a page, from 0, that are not sold."""
_SOLD: I64 = np.array(SLOTS, dtype=np.int64)
_NO_AD = -1


@dataclass(frozen=True, slots=True, eq=False)
class Own:
    """R own offers on pages, as columns. `cost` is what an unreadable page loses, `veto` marks pages that readers of the
    language only leave alone. `match` and `score` in milli-utils."""

    cell: I64
    offer: I64
    number: I64
    score: I64
    match: I64
    cost: I64
    veto: I64


@dataclass(frozen=True, slots=True, eq=False)
class OwnAds:
    """A own advertisements on pages, as columns: as `Own`, with score, root of the quality and bid as in
    `lab.market.adverts`, the campaign's place in the plan and the target's in the campaign."""

    cell: I64
    offer: I64
    number: I64
    score: I64
    match: I64
    cost: I64
    veto: I64
    root: I64
    bid: I64
    campaign: I64
    target: I64


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Who competes where on a day. Cells are pages: a place (in `places`), a keyword and the visits that see it."""

    places: tuple[tuple[str, str], ...]
    cell_place: I64
    cell_query: I64
    cell_visits: I64
    offers: tuple[Offer, ...]
    campaigns: tuple[Campaign, ...]
    own: Own
    ads: OwnAds

    @property
    def cells(self) -> int:
        return len(self.cell_query)


@dataclass(frozen=True, slots=True, eq=False)
class Pages:
    """Pages of C cells, S = 48 slots each, [C, S].

    `item` counts rivals from 0 and own offers on from there, -1 is an empty slot; `number` is the item's number in draws.
    `click_add` and `buy_add` are milli-utils that the page adds to the item's own; `veto` as in `Own`. `ad` is the row of an own
    advertisement, else -1, and `price` its price of a click in micro-units. `first_own` [C] is the first slot with an own offer, or 48.
    """

    item: I64
    number: I64
    click_add: I64
    buy_add: I64
    veto: U8
    ad: I64
    price: I64
    first_own: I64


def plan_of(world: World, day: int) -> Plan | None:
    """The pages of all keywords that find an own offer, or are bid on, and that anybody types on a day; None without any."""
    setting = world.setting
    market = setting.market
    offers: list[Offer] = []
    campaigns: list[Campaign] = []
    places: list[tuple[str, str]] = []
    own, ads = _Rows(8), _Rows(12)
    for place in sorted({listing.place for listing in world.listings.values()}):
        platform, country = place.split("/")
        destination = setting.destinations.get(country)
        here = list(offers_at(world, place))
        if destination is None or not here or country not in market.countries:
            continue
        bidding = [campaign for campaign in world.campaigns.values() if campaign.place == place and may_bid(world, campaign)]
        for language in destination.languages:
            if language in market.index:
                _add_offers(own, ads, world, language, len(places), here, len(offers), bidding, len(campaigns))
        offers.extend(here)
        campaigns.extend(bidding)
        places.append((platform, country))
    if not places:
        return None
    return _with_cells(world, day, tuple(places), tuple(offers), tuple(campaigns), own.table(), ads.table())


def plan_of_keyword(world: World, place: str, query: int) -> Plan:
    """The page of one keyword at a place as it stands now, whether or not anybody types it."""
    market = world.setting.market
    here = list(offers_at(world, place))
    bidding = [campaign for campaign in world.campaigns.values() if campaign.place == place and may_bid(world, campaign)]
    own, ads = _Rows(8), _Rows(12)
    _add_offers(own, ads, world, market.keywords[query].language, 0, here, 0, bidding, 0)
    own_rows, ad_rows = (rows.table() for rows in (own, ads))
    own_rows, ad_rows = own_rows[:, own_rows[1] == query], ad_rows[:, ad_rows[1] == query]
    zero = np.zeros(1, dtype=np.int64)
    platform, country = place.split("/")
    return Plan(
        ((platform, country),), zero, zero + query, zero, tuple(here), tuple(bidding),
        Own(np.zeros(own_rows.shape[1], dtype=np.int64), *own_rows[2:]),
        OwnAds(np.zeros(ad_rows.shape[1], dtype=np.int64), *ad_rows[2:]),
    )  # fmt: skip


def _add_offers(
    own: "_Rows", ads: "_Rows", world: World, language: str, place: int, here: list[Offer], first_offer: int,
    bidding: list[Campaign], first_campaign: int,
) -> None:  # fmt: skip
    """The rows of the offers at a place, and of the campaigns that bid there, on all pages of a language."""
    market = world.setting.market
    for nth, offer in enumerate(here, start=first_offer):
        share = readable(offer.wording, language)
        cost, veto = LANGUAGE_COST * (1000 - share) // 1000, int(share < READABLE_FROM)
        found = _hit_columns(market, offer.wording, language)
        base = total(offer.rank_terms(language, world))
        own.add(found[0], place, nth, offer.number, found[1] + base, found[2], cost, veto)
        for at, campaign in enumerate(bidding, start=first_campaign):
            if offer.listing.key in campaign.listings:
                _add_ad_rows(ads, market, offer, language, campaign, at, place, nth, cost, veto)


class _Rows:
    """Columns grown piece by piece: place, keyword, offer, number, score, match and more; a value stands for a whole piece."""

    def __init__(self, width: int) -> None:
        self._pieces: list[list[I64]] = [[] for _ in range(width)]
        self._lengths: list[int] = []
        self._values: list[list[int]] = [[] for _ in range(width)]

    def add(self, query: I64, place: int, offer: int, number: int, score: I64, match: I64, *rest: int | I64) -> None:
        self._lengths.append(len(query))
        for at, column in enumerate((place, query, offer, number, score, match, *rest)):
            if isinstance(column, int):
                self._values[at].append(column)
            else:
                self._pieces[at].append(column)

    def table(self) -> I64:
        """[width, rows]."""
        lengths = np.array(self._lengths, dtype=np.int64)
        table = np.zeros((len(self._pieces), int(lengths.sum())), dtype=np.int64)
        for at, (pieces, values) in enumerate(zip(self._pieces, self._values, strict=True)):
            if pieces:
                np.concatenate(pieces, out=table[at])
            elif values:
                table[at] = np.repeat(np.array(values, dtype=np.int64), lengths)
        return table


@lru_cache(maxsize=4096)
def _hit_columns(market: Market, wording: Wording, language: str) -> I64:
    """[3, H]: keyword, points for relevance, match."""
    rows = [(hit.query, relevance_points(market.tables, hit.rel), hit.match) for hit in hits(market, wording, language)]
    return np.array(rows, dtype=np.int64).reshape(-1, 3).T


@lru_cache(maxsize=4096)
def _entry_columns(
    market: Market, wording: Wording, language: str, targets: tuple[Target, ...], negatives: tuple[Negative, ...]
) -> I64:
    """[3, E]: keyword, place of the target, match."""
    truth, type_ = dict(wording.truth), market.types[wording.type]
    rows = []
    for entry in searches_entered(market, wording, language, targets, negatives):
        keyword = market.keywords[entry.query]
        rows.append((entry.query, entry.target, match_of(type_, truth, market.types[keyword.type], keyword.wants)))
    return np.array(rows, dtype=np.int64).reshape(-1, 3).T


def _add_ad_rows(
    rows: _Rows, market: Market, offer: Offer, language: str, campaign: Campaign, at: int, place: int, nth: int, cost: int, veto: int
) -> None:
    query, target, match = _entry_columns(
        market, offer.wording, language, tuple(campaign.targets), tuple(campaign.negatives)
    )
    click = tuple(total(click_terms(offer.appeal, group)) - cost for group in range(GROUPS))
    roots = {value: quality_root(market.tables, click, value) for value in sorted(set(match.tolist()))}
    root = np.array([roots[value] for value in match.tolist()], dtype=np.int64)
    bids = np.array([max(RESERVE, micro(one.bid)) for one in campaign.targets], dtype=np.int64)
    bid = bids[target]
    rows.add(query, place, nth, offer.number, bid * root >> 16, match, cost, veto, root, bid, at, target)


def _with_cells(
    world: World,
    day: int,
    places: tuple[tuple[str, str], ...],
    offers: tuple[Offer, ...],
    campaigns: tuple[Campaign, ...],
    own: I64,
    every_ad: I64,
) -> Plan | None:
    market = world.setting.market
    width = len(market.keywords)
    codes = np.concatenate([own[0] * width + own[1], every_ad[0] * width + every_ad[1]])
    cells, of_row = np.unique(codes, return_inverse=True)
    cell_place, cell_query = cells // width, cells % width
    visits = np.zeros(len(cells), dtype=np.int64)
    languages = _language_numbers(market)
    for number, (platform, country) in enumerate(places):
        low, high = np.searchsorted(cell_place, [number, number + 1]).tolist()
        for language in sorted(set(languages[cell_query[low:high]].tolist())):
            here = low + np.flatnonzero(languages[cell_query[low:high]] == language)
            place = Place(platform, country, list(market.index)[language])
            visits[here] = visits_of_day(world.setting, day, place, cell_query[here])
    kept = visits > 0
    if not kept.any():
        return None
    renumbered = np.cumsum(kept) - 1
    cell = renumbered[of_row]
    seen = kept[of_row]
    mine, bought = seen[: own.shape[1]], seen[own.shape[1] :]
    return Plan(
        places, cell_place[kept], cell_query[kept], visits[kept], offers, campaigns,
        Own(cell[: own.shape[1]][mine], *own[2:, mine]),
        OwnAds(cell[own.shape[1] :][bought], *every_ad[2:, bought]),
    )  # fmt: skip


@lru_cache(maxsize=8)
def _language_numbers(market: Market) -> I64:
    """[Q] the place of each keyword's language in the market's index."""
    places = {language: place for place, language in enumerate(market.index)}
    return np.array([places[keyword.language] for keyword in market.keywords], dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """The best rivals of U keywords on a day, [U, K]: items (-1 none), scores (`EMPTY` there) and matches."""

    item: I64
    score: I64
    match: I64


def base_pages(market: Market, day: int, queries: I64, *, with_noise: bool = True) -> Base:
    """The rivals that stand in the unsold slots of keywords if nobody else does, kept for shops that sell the same."""
    return _base_book(market, day, with_noise).pages(queries)


@lru_cache(maxsize=40)
def _base_book(market: Market, day: int, with_noise: bool) -> "_BaseBook":
    return _BaseBook(market, day, with_noise)


class _BaseBook:
    """The base pages of one day that somebody has asked for, each worked out once. Safe between threads."""

    def __init__(self, market: Market, day: int, with_noise: bool) -> None:
        self._market, self._day, self._with_noise = market, day, with_noise
        self._row = np.full(len(market.keywords), -1, dtype=np.int32)
        width = (0, len(ORGANIC))
        # Kept narrow: a worker holds the pages of many days.
        self._item: I16 = np.zeros(width, dtype=np.int16)
        self._score: I32 = np.zeros(width, dtype=np.int32)
        self._match: I16 = np.zeros(width, dtype=np.int16)
        self._lock = threading.Lock()

    def pages(self, queries: I64) -> Base:
        with self._lock:
            missing = queries[self._row[queries] < 0]
            if len(missing):
                new = _base_pages(self._market, self._day, missing, self._with_noise)
                self._row[missing] = len(self._item) + np.arange(len(missing), dtype=np.int32)
                self._item = np.concatenate([self._item, new.item.astype(np.int16)])
                self._score = np.concatenate([self._score, new.score.astype(np.int32)])
                self._match = np.concatenate([self._match, new.match.astype(np.int16)])
            rows = self._row[queries]
            return Base(*(column[rows].astype(np.int64) for column in (self._item, self._score, self._match)))


def _base_pages(market: Market, day: int, queries: I64, with_noise: bool) -> Base:
    found = market.candidates
    start = found.start[queries].astype(np.int64)
    count = found.start[queries + 1] - start
    at = start[:, np.newaxis] + np.arange(CANDIDATES)
    there = np.arange(CANDIDATES) < count[:, np.newaxis]
    at = np.where(there, at, 0)
    item = found.item[at].astype(np.int64)
    score = found.score[at].astype(np.int64)
    if with_noise:
        score += rank_noise(market, day, queries[:, np.newaxis], item)
    score = np.where(there, score, -(1 << 30))
    # Falling score, then lower item, then where it stood: one number to sort by.
    packed = ((1 << 31) - score) << 24 | item << 8 | np.arange(CANDIDATES)
    packed.sort(axis=1)
    best = packed[:, : len(ORGANIC)] & 0xFF
    row = np.arange(len(queries))[:, np.newaxis]
    real = there[row, best]
    return Base(
        np.where(real, item[row, best], -1),
        np.where(real, score[row, best], EMPTY),
        np.where(real, found.match[at[row, best]].astype(np.int64), 0),
    )


def rank_noise(market: Market, day: int, query: I64, number: I64) -> I64:
    """Milli-units of noise for items of keywords (shapes that broadcast): Gumbel, mean 0, deviation 500."""
    of_day = np.uint64(mix64(market.noise_key + day * GOLD))
    keys: U64 = mix64_array(of_day ^ query.astype(np.uint64) << np.uint64(32))
    drawn = mix64_array(keys ^ (number + 1).astype(np.uint64) * np.uint64(GOLD))
    gumbel = market.tables.gumbel[(drawn >> np.uint64(48)).astype(np.int64)].astype(np.int64)
    return (gumbel - GUMBEL_MEAN) * NOISE_DEVIATION // GUMBEL_DEVIATION


def pages_of(market: Market, day: int, plan: Plan, *, with_noise: bool = True) -> Pages:
    """The pages of a plan, filled."""
    goods, cells = len(market.goods), plan.cells
    queries, of_cell = np.unique(plan.cell_query, return_inverse=True)
    base = base_pages(market, day, queries, with_noise=with_noise)
    shape = (cells, PAGE_SLOTS)
    item, number = np.full(shape, -1, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    click_add, buy_add = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    ad, price = np.full(shape, _NO_AD, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    veto = np.zeros(shape, dtype=np.uint8)

    def put_rivals(slots: I64, shift: I64, items: I64, matches: I64) -> None:
        place = np.arange(items.shape[1]) + shift
        row, at = np.nonzero((place < len(slots)) & (items >= 0))
        slot = slots[place[row, at]]
        item[row, slot] = number[row, slot] = items[row, at]
        click_add[row, slot] = matches[row, at]
        buy_add[row, slot] = matches[row, at] // 2

    def put_own(rows: Own | OwnAds, order: I64, place: I64, slots: I64) -> tuple[I64, I64, I64]:
        kept = place < len(slots)
        order, slot = order[kept], slots[place[kept]]
        cell = rows.cell[order]
        item[cell, slot] = goods + rows.offer[order]
        number[cell, slot] = rows.number[order]
        click_add[cell, slot] = rows.match[order] - rows.cost[order]
        buy_add[cell, slot] = rows.match[order] // 2 - rows.cost[order]
        veto[cell, slot] = rows.veto[order]
        return order, cell, slot

    score = plan.own.score
    if with_noise:
        score = score + rank_noise(market, day, plan.cell_query[plan.own.cell], plan.own.number)
    organic = insert_own(base.score[of_cell], plan.own.cell, score, plan.own.number)
    put_rivals(ORGANIC, organic.shift, base.item[of_cell], base.match[of_cell])
    put_own(plan.own, organic.order, organic.place, ORGANIC)

    sold = market.adverts
    rival_item = sold.item[plan.cell_query].astype(np.int64)
    rival_score = np.where(rival_item >= 0, sold.score[plan.cell_query].astype(np.int64), EMPTY)
    auction = insert_own(rival_score, plan.ads.cell, plan.ads.score, plan.ads.number)
    put_rivals(_SOLD, auction.shift, rival_item, sold.match[plan.cell_query].astype(np.int64))
    order, cell, slot = put_own(plan.ads, auction.order, auction.place, _SOLD)
    ad[cell, slot] = order
    prices = _prices(plan.ads, auction.order, auction.before, rival_score)
    price[cell, slot] = prices[auction.place < PER_KEYWORD]
    is_own = item >= goods
    first_own = np.where(is_own.any(axis=1), is_own.argmax(axis=1), PAGE_SLOTS)
    return Pages(item, number, click_add, buy_add, veto, ad, price, first_own.astype(np.int64))


def _prices(ads: OwnAds, order: I64, before: I64, rival_score: I64) -> I64:
    """What a click on each own ad costs, in the order given: by the score of the next one in the auction."""
    if not len(order):
        return order
    cell, score = ads.cell[order], ads.score[order]
    padded = np.concatenate([rival_score, np.full((len(rival_score), 1), EMPTY, dtype=np.int64)], axis=1)
    rival_next = padded[cell, np.minimum(before, PER_KEYWORD)]
    own_next = np.full(len(order), EMPTY, dtype=np.int64)
    same = cell[1:] == cell[:-1]
    own_next[:-1][same] = score[1:][same]
    following = np.maximum(np.maximum(rival_next, own_next), 0)
    asked = np.maximum(RESERVE, (following << 16) // ads.root[order] + STEP)
    prices: I64 = np.minimum(ads.bid[order], asked)
    return prices
