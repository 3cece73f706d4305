"""Why a listing stands where it stands for a search, and why it is clicked and bought or not: its named terms beside those of
the rivals on the same page. Without the market's daily noise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lab.coach.odds import odds_percent
from lab.market.appeal import GROUPS, Term, buy_terms, click_terms, match_of, total
from lab.market.base import Keyword, Market
from lab.market.build import appeal_of, rival_rank_terms
from lab.market.textscore import relevance_points
from lab.search.offer import Offer, offer_of
from lab.search.rank import Found, Rank, found_at, rank
from lab.search.text import readable
from lab.shoppers.shelf import LANGUAGE_COST
from lab.values.errors import NotFound
from lab.world.world import World

PAGES = (16, 48)
"""How many rivals a comparison may take in: the first page, or all that shoppers ever see."""
GROUP_WEIGHTS = (1, 2, 1)
"""Of four shoppers one is relaxed, two are as most are, one hunts for prices (`lab.market.appeal.GROUP_OF_256`)."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One named term: of the listing, the median of the rivals (milli-utils), and what the difference does to the odds (percent)."""

    name: str
    own: int
    usual: int
    percent: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """All terms of one sum. `percent` is what all of them together do to the odds against a usual rival."""

    bars: tuple[Bar, ...]
    own: int
    usual: int
    percent: int


@dataclass(frozen=True, slots=True)
class Waterfall:
    """`click` and `buy` are the mean of all shoppers; `click_groups` and `buy_groups` those of the three groups: relaxed, as most
    are, price hunters. `rivals` were compared."""

    keyword: Keyword
    rank: Rank
    rivals: int
    place: Comparison
    click: Comparison
    buy: Comparison
    click_groups: tuple[Comparison, ...]
    buy_groups: tuple[Comparison, ...]


Terms = Mapping[str, int]


def waterfall(world: World, listing_key: str, query: int, first: int = PAGES[0]) -> Waterfall | None:
    """Compare a listing with the first rivals that a keyword finds at its place; None without a price or without rivals.

    Raises NotFound for an unknown listing or keyword.
    """
    listing = world.listings.get(listing_key)
    market = world.setting.market
    if listing is None:
        raise NotFound("no_such_listing", listing=listing_key[:100])
    if not 0 <= query < len(market.keywords):
        raise NotFound("no_such_keyword")
    if listing.price is None:
        return None
    keyword = market.keywords[query]
    found = found_at(world, listing.platform, listing.country, keyword.language, keyword.text)
    places = [place for place in range(len(found)) if int(found.item[place]) < found.goods][:first]
    if not places:
        return None
    offer = offer_of(world, listing)
    own_rank = rank(world, listing_key, keyword.text, keyword.language)
    rivals = [_Rival(market, keyword, listing.country, found, place) for place in places]
    own_click = [_own(offer, market, keyword, click_terms(offer.appeal, group), half=False) for group in range(GROUPS)]
    own_buy = [_own(offer, market, keyword, buy_terms(offer.appeal, group), half=True) for group in range(GROUPS)]
    click = [[one.click(group) for one in rivals] for group in range(GROUPS)]
    buy = [[one.buy(group) for one in rivals] for group in range(GROUPS)]
    return Waterfall(
        keyword,
        own_rank,
        len(rivals),
        _compare({term.name: term.value for term in own_rank.terms}, [one.rank() for one in rivals]),
        _compare(_mean(own_click), [_mean([click[group][i] for group in range(GROUPS)]) for i in range(len(rivals))]),
        _compare(_mean(own_buy), [_mean([buy[group][i] for group in range(GROUPS)]) for i in range(len(rivals))]),
        tuple(_compare(own_click[group], click[group]) for group in range(GROUPS)),
        tuple(_compare(own_buy[group], buy[group]) for group in range(GROUPS)),
    )


def _own(offer: Offer, market: Market, keyword: Keyword, terms: Sequence[Term], *, half: bool) -> dict[str, int]:
    type_ = market.types[offer.wording.type]
    match = match_of(type_, dict(offer.wording.truth), market.types[keyword.type], keyword.wants)
    cost = LANGUAGE_COST * (1000 - readable(offer.wording, keyword.language)) // 1000
    values = {term.name: term.value for term in terms if term.name != "base"}
    return {**values, "match": match // 2 if half else match, "language": -cost}


class _Rival:
    """A rival on the page, as sums of named terms."""

    def __init__(self, market: Market, keyword: Keyword, country: str, found: Found, place: int) -> None:
        self._market, self._country = market, country
        self._number = int(found.item[place])
        self._rel = int(found.rel[place])
        type_ = list(market.types.values())[int(market.goods.type[self._number])]
        self._appeal = appeal_of(market.goods, self._number, type_)
        low, high = (int(edge) for edge in market.candidates.start[keyword.id : keyword.id + 2])
        known = dict(zip(market.candidates.item[low:high].tolist(), market.candidates.match[low:high].tolist(), strict=True))
        self._match = int(known.get(self._number, 0))

    def rank(self) -> dict[str, int]:
        terms = rival_rank_terms(int(self._market.goods.velocity[self._number]), self._appeal)
        return {"relevance": relevance_points(self._market.tables, self._rel), **{term.name: term.value for term in terms}}

    def click(self, group: int) -> dict[str, int]:
        values = {term.name: term.value for term in click_terms(self._appeal, group) if term.name != "base"}
        return {**values, "match": self._match, "language": 0}

    def buy(self, group: int) -> dict[str, int]:
        terms = buy_terms(self._appeal, group)
        values = {term.name: term.value for term in terms}
        if self._country in self._market.countries:  # the market's column knows how far away the country is
            column = self._market.buy_u[self._market.countries.index(self._country), group]
            values["delivery"] += int(column[self._number]) - total(terms)
        return {**values, "match": self._match // 2, "language": 0}


def _mean(groups: Sequence[Terms]) -> dict[str, int]:
    """The terms of all shoppers together, rounded down."""
    return {
        name: sum(weight * group[name] for weight, group in zip(GROUP_WEIGHTS, groups, strict=True)) // sum(GROUP_WEIGHTS)
        for name in groups[0]
    }


def _compare(own: Terms, rivals: Sequence[Terms]) -> Comparison:
    bars = []
    for name, value in own.items():
        usual = median([rival.get(name, 0) for rival in rivals])
        bars.append(Bar(name, value, usual, odds_percent(value - usual)))
    mine, usual = sum(own.values()), sum(bar.usual for bar in bars)
    return Comparison(tuple(bars), mine, usual, odds_percent(mine - usual))


def median(values: Sequence[int]) -> int:
    """The middle one; of an even number the mean of the two in the middle, rounded down."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) // 2
