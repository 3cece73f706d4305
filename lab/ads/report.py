"""What advertising brought: figures per campaign, target, day and search, and what a search's figures call for.

    click-through rate = clicks / impressions        order rate = orders / clicks
    ACOS = cost / sales credited to ads              TACOS = cost / all sales of the shop

Rates are exact fractions, and None where nothing stands below the line. Costs are micro-units and sales minor units of the
reference currency, as the world counts them; `spent` and `sold` give them in the shop's currency. Sales are what buyers
paid for goods, tax included and shipping charge left out. The break-even ACOS is what one piece earns as a share of its
price: an ACOS above it loses money on every sale (Amazon Ads help, "ACOS").
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from lab.ads.actions import LEAST_BID
from lab.ads.matching import holds
from lab.ads.spending import MICRO_PER_MINOR, may_bid, micro
from lab.customs.exchange import exact
from lab.languages.search_tokens import search_tokens
from lab.ledger.sale import unit_lines
from lab.market.base import REFERENCE
from lab.search.offer import why_not_shown
from lab.values.moment import day_of
from lab.values.money import Money, round_half_up
from lab.world.campaign import AdTraffic, Campaign, MatchType
from lab.world.listing import is_meant
from lab.world.world import World

HintKind = Literal["take_exact", "make_negative", "bid_less", "no_margin"]
StateName = Literal["running", "paused", "restricted", "out_of_budget", "nothing_to_show"]
WEEK = 7


@dataclass(frozen=True, slots=True)
class Figures:
    """Whole counts of some rows together; see the module for units."""

    shown: int = 0
    clicked: int = 0
    cost: int = 0
    bought: int = 0
    sales: int = 0

    @property
    def click_rate(self) -> Fraction | None:
        return _share(self.clicked, self.shown)

    @property
    def order_rate(self) -> Fraction | None:
        return _share(self.bought, self.clicked)

    @property
    def acos(self) -> Fraction | None:
        return _share(self.cost, self.sales * MICRO_PER_MINOR)

    def spent(self, currency: str) -> Money:
        return Money(round_half_up(in_minor(self.cost, currency)), currency)

    def sold(self, currency: str) -> Money:
        return Money(round_half_up(exact(Money(self.sales, REFERENCE), currency)), currency)

    def per_click(self, currency: str) -> Money | None:
        """What a click cost; None without clicks."""
        return Money(round_half_up(in_minor(self.cost, currency) / self.clicked), currency) if self.clicked else None


@dataclass(frozen=True, slots=True)
class State:
    """Whether a campaign bids now. `reasons` gives, per listing that cannot be shown, why (as `why_not_shown`)."""

    name: StateName
    reasons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Hint:
    """What a search's figures call for, with the numbers behind it.

    `profit` is what one piece earns, `break_even` that as a share of its price; `bid` is the most that a click may cost
    on these figures (`bid_less` only).
    """

    kind: HintKind
    profit: Money
    break_even: Fraction
    bid: Money | None = None


@dataclass(frozen=True, slots=True)
class TermRow:
    """What shoppers typed (a keyword's number, text and language), the target that let it in, and what came of it.

    `barred` says that a negative word keeps the search out by now.
    """

    query: int
    text: str
    language: str
    match: MatchType
    target: str
    figures: Figures
    barred: bool
    hint: Hint | None


def in_minor(cost: int, currency: str) -> Fraction:
    """Micro-units of the reference currency as exact minor units of a currency."""
    return exact(Money(cost, REFERENCE), currency) / MICRO_PER_MINOR


def last_days(world: World, count: int | None = None) -> range:
    """The run's days up to today, the last `count` of them or all."""
    today = day_of(world.setting.start, world.now)
    return range(0 if count is None else max(0, today - count + 1), today + 1)


def figures_of(rows: Iterable[AdTraffic]) -> Figures:
    """Some rows added up."""
    shown = clicked = cost = bought = sales = 0
    for row in rows:
        shown, clicked, cost = shown + row.shown, clicked + row.clicked, cost + row.cost
        bought, sales = bought + row.bought, sales + row.sales
    return Figures(shown, clicked, cost, bought, sales)


def rows_of(world: World, campaign: str | None, days: range) -> list[AdTraffic]:
    """The rows of one campaign, or of all, on some days."""
    return [row for row in world.ad_traffic if row.day in days and campaign in (None, row.campaign)]


def rows_within(world: World, on: Sequence[str], days: range) -> list[AdTraffic]:
    """The rows of some listings or places (keys such as "meridian/DE/lamp" and "meridian/DE"), or of all, on some days."""
    rows = rows_of(world, None, days)
    return [row for row in rows if is_meant(row.listing, on)]


def by_day(world: World, campaign: str | None, days: range) -> tuple[Figures, ...]:
    """Figures of each day, in order."""
    rows = rows_of(world, campaign, days)
    return tuple(figures_of(row for row in rows if row.day == day) for day in days)


def by_target(world: World, campaign: Campaign, days: range) -> tuple[tuple[Figures, ...], Figures]:
    """Figures of each target of a campaign, in its order, and of targets that it no longer has."""
    rows = rows_of(world, campaign.id, days)
    languages = {row.query: world.setting.market.keywords[row.query].language for row in rows}
    places = {(one.match, one.text, one.language): number for number, one in reversed(list(enumerate(campaign.targets)))}
    sorted_: list[list[AdTraffic]] = [[] for _ in range(len(campaign.targets) + 1)]
    for row in rows:
        sorted_[places.get((row.match, row.target, languages[row.query]), len(campaign.targets))].append(row)
    *known, gone = map(figures_of, sorted_)
    return tuple(known), gone


def total_acos(world: World, days: range) -> Fraction | None:
    """Cost of all campaigns over everything that the shop sold on some days, by ads or not; None without a sale."""
    start, zero = world.setting.start, Fraction(0)
    orders = [order for order in world.orders.values() if day_of(start, order.placed_at) in days]
    sales = sum((exact(order.goods, REFERENCE) for order in orders), zero)
    cost = figures_of(rows_of(world, None, days)).cost
    return Fraction(cost, MICRO_PER_MINOR) / sales if sales else None


def state_of(world: World, campaign: Campaign) -> State:
    """Whether a campaign takes part in the auctions of the coming quarter of a day, and why not."""
    reasons = tuple(
        (key, why or "") for key in campaign.listings if (why := why_not_shown(world, world.listings[key])) is not None
    )
    if not campaign.running:
        return State("paused", reasons)
    if not may_bid(world, campaign):
        out = campaign.spent >= micro(campaign.daily_budget)
        return State("out_of_budget" if out else "restricted", reasons)
    return State("nothing_to_show" if len(reasons) == len(campaign.listings) else "running", reasons)


def worth_of(world: World, listing: str) -> tuple[Money, Fraction] | None:
    """What one piece of a listing earns before advertising, and that as a share of its price; None while unknown."""
    unit = unit_lines(world, world.listings[listing]) if listing in world.listings else None
    if unit is None or unit.profit is None or unit.price.amount <= 0:
        return None
    return unit.profit, Fraction(unit.profit.amount, unit.price.amount)


def search_terms(world: World, campaign: Campaign, days: range) -> tuple[TermRow, ...]:
    """What shoppers typed that a campaign was shown for, the most spent and then the most shown first."""
    keywords = world.setting.market.keywords
    found: dict[tuple[int, MatchType, str], list[AdTraffic]] = {}
    for row in rows_of(world, campaign.id, days):
        found.setdefault((row.query, row.match, row.target), []).append(row)
    rows = []
    for (query, match, target), parts in found.items():
        keyword, figures = keywords[query], figures_of(parts)
        tokens = search_tokens(keyword.text, keyword.language)
        barred = _is_barred(campaign, keyword.language, tokens)
        hint = None if barred else _hint(world, campaign, parts, figures, match, keyword.language, tokens)
        rows.append(TermRow(query, keyword.text, keyword.language, match, target, figures, barred, hint))
    return tuple(sorted(rows, key=lambda row: (-row.figures.cost, -row.figures.shown, row.query, row.match, row.target)))


def _is_barred(campaign: Campaign, language: str, tokens: Sequence[str]) -> bool:
    return any(
        one.language == language and holds(tokens, search_tokens(one.text, language), one.match) for one in campaign.negatives
    )


def _hint(
    world: World, campaign: Campaign, parts: Sequence[AdTraffic], figures: Figures, match: MatchType, language: str, tokens: Sequence[str]
) -> Hint | None:
    # A search is judged by the listing that spent most on it.
    dearest = max(parts, key=lambda row: (row.cost, row.listing))
    worth = worth_of(world, dearest.listing)
    if worth is None or not figures.cost:
        return None
    profit, break_even = worth
    if profit.amount <= 0:
        return Hint("no_margin", profit, break_even)
    if not figures.bought:
        over = in_minor(figures.cost, profit.currency) > profit.amount
        return Hint("make_negative", profit, break_even) if over else None
    acos = figures.acos
    if acos is not None and acos > break_even:
        a_click = break_even * exact(Money(figures.sales, REFERENCE), profit.currency) / figures.clicked
        return Hint("bid_less", profit, break_even, Money(max(LEAST_BID, int(a_click)), profit.currency))
    taken = any(
        one.match == "exact" and one.language == language and search_tokens(one.text, language) == list(tokens)
        for one in campaign.targets
    )
    return None if match == "exact" or taken else Hint("take_exact", profit, break_even)


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None
