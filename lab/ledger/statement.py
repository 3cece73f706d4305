"""The report of a period: what came in, what it cost, what stands on every account, and who earned it.

    profit = revenue - refunds - VAT - fees - ads - postage - duty - storage - goods - other + exchange

Everything is in the shop's currency and read off the books in one pass. Revenue is what buyers paid, VAT and shipping
charge included; refunds are what they got back, cancelled orders among them; VAT is what is owed on the rest.
`exchange` is a gain, or a loss below nothing. Accounts of which the lab knows no better come under `other`, as a cost.
Periods are of the run's calendar: advertising and storage, billed at midnight, belong to the day that has just ended.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import chain

from lab.ledger.index import OrderIndex
from lab.values.moment import DAY, HOUR, Moment
from lab.values.money import Money
from lab.world.entry import Entry
from lab.world.order import Order
from lab.world.setting import Setting
from lab.world.world import World

COSTS = ("fees", "ads", "postage", "duty", "storage", "goods", "other")
FIGURES = ("revenue", "refunds", "vat", *COSTS, "exchange", "profit")
"""The names of a statement's figures, in the order in which they are read."""
GIVEN_BACK = frozenset({"refund", "cancellation"})
"""Kinds of entries that take a sale back."""
BILLED = frozenset({"ads", "storage"})
"""Kinds of entries that are written at midnight for the day that has just ended."""
KEPT = frozenset({"cash", "platform", "stock", "stock_on_way", "vat", "capital", "exchange"})
"""Accounts that hold something and earn nothing, by what stands before a colon in their names."""
_FIGURE_OF = {
    "fees": "fees", "ads": "ads", "postage": "postage", "duty": "duty", "storage": "storage", "goods_sold": "goods",
    "exchange_result": "exchange",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount and the entries behind it, as places in `world.ledger`."""

    amount: Money
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AccountLine:
    """What stood on an account in one currency before and after a period. Debit is positive."""

    account: str
    currency: str
    opening: Money
    closing: Money


@dataclass(frozen=True, slots=True)
class Group:
    """What the orders of one country, or of one listing, brought in a period.

    `net` is what buyers paid and did not get back, without VAT; `profit` what is left of it after every cost that
    belongs to one order. `pieces` are those delivered in the period.
    """

    key: str
    net: Money
    profit: Money
    pieces: int
    orders: tuple[str, ...]
    entries: tuple[int, ...]

    @property
    def profit_per_piece(self) -> Money | None:
        """Half up; None while nothing has been delivered."""
        return _share(self.profit, self.pieces)


@dataclass(frozen=True, slots=True)
class Statement:
    """The report of a period from `since` until just before `until`.

    `countries` and `listings` stand in the order of their first entry; what belongs to no order (advertising, storage,
    exchange) is in `without_order`, so that the profits of a list and this make up the whole.
    """

    since: Moment
    until: Moment
    figures: Mapping[str, Figure]
    accounts: tuple[AccountLine, ...]
    countries: tuple[Group, ...]
    listings: tuple[Group, ...]
    without_order: Money
    pieces: int

    @property
    def profit(self) -> Money:
        return self.figures["profit"].amount

    @property
    def net(self) -> Money:
        """Revenue less refunds and VAT."""
        return self.figures["revenue"].amount - self.figures["refunds"].amount - self.figures["vat"].amount

    @property
    def gross_margin(self) -> Fraction | None:
        """What is left of each unit of net revenue after the cost of the goods; None without revenue."""
        net = self.net
        return Fraction((net - self.figures["goods"].amount).amount, net.amount) if net.amount > 0 else None

    @property
    def profit_per_piece(self) -> Money | None:
        """Half up; None while nothing has been delivered."""
        return _share(self.profit, self.pieces)


def _share(money: Money, pieces: int) -> Money | None:
    return money.times(Fraction(1, pieces)) if pieces else None


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar month of the run, or the part of it that the run has."""

    year: int
    month: int
    since: Moment
    until: Moment


def months(setting: Setting, now: Moment) -> tuple[Period, ...]:
    """The calendar months from the start of a run to a moment; the last one ends at its own end, whatever the
    moment."""
    found: list[Period] = []
    since: Moment = 0
    while since <= now:
        day = setting.date_at(since)
        following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        until = (following - setting.date_at(0)).days * DAY - setting.start.hour * HOUR - setting.start.minute
        found.append(Period(day.year, day.month, since, until))
        since = until
    return tuple(found)


@dataclass(slots=True)
class _Tally:
    """What one pass over the books gathers."""

    opening: dict[str, dict[str, int]]
    closing: dict[str, dict[str, int]]
    amounts: dict[str, int]
    behind: dict[str, list[int]]
    by_order: dict[str | None, list[int]]
    net: dict[str | None, int]
    profit: dict[str | None, int]


def statement(world: World, since: Moment = 0, until: Moment | None = None) -> Statement:
    """The report of a period; without moments, of the whole run so far."""
    until = world.now + 1 if until is None else until
    currency = world.setting.currency
    tally = _read(world.ledger, currency, since, until)
    amounts = tally.amounts
    amounts["exchange"] = -amounts["exchange"]
    spent = sum(amounts[name] for name in COSTS)
    amounts["profit"] = amounts["revenue"] - amounts["refunds"] - amounts["vat"] - spent + amounts["exchange"]
    tally.behind["profit"] = sorted(set().union(*tally.behind.values()))
    figures = {name: Figure(Money(amounts[name], currency), tuple(tally.behind[name])) for name in FIGURES}
    came = [
        order
        for order in world.orders.values()
        if order.delivered_at is not None and since <= order.delivered_at < until
    ]
    concerned = {key: world.orders[key] for key in tally.by_order if key is not None and key in world.orders}
    concerned |= {order.id: order for order in came if order.id not in concerned}
    pieces = {order.id: sum(item.quantity for item in order.items) for order in came}

    def grouped(keys: Mapping[str, str]) -> tuple[Group, ...]:
        orders: dict[str, list[str]] = {}
        for order_id in concerned:
            orders.setdefault(keys[order_id], []).append(order_id)
        return tuple(_group(key, found, tally, pieces, currency) for key, found in orders.items())

    return Statement(
        since,
        until,
        figures,
        _accounts(tally),
        grouped({key: order.country for key, order in concerned.items()}),
        grouped({key: order.listing for key, order in concerned.items()}),
        Money(sum(amount for key, amount in tally.profit.items() if key not in concerned), currency),
        sum(pieces.values()),
    )


def _group(key: str, orders: list[str], tally: _Tally, pieces: Mapping[str, int], currency: str) -> Group:
    return Group(
        key,
        Money(sum(tally.net.get(order, 0) for order in orders), currency),
        Money(sum(tally.profit.get(order, 0) for order in orders), currency),
        sum(pieces.get(order, 0) for order in orders),
        tuple(orders),
        tuple(sorted(chain.from_iterable(tally.by_order.get(order, ()) for order in orders))),
    )


def _accounts(tally: _Tally) -> tuple[AccountLine, ...]:
    return tuple(
        AccountLine(
            account, currency, Money(tally.opening[currency].get(account, 0), currency), Money(amount, currency)
        )
        for currency, on in tally.closing.items()
        for account, amount in on.items()
    )


def _read(ledger: list[Entry], currency: str, since: Moment, until: Moment) -> _Tally:
    opening: dict[str, dict[str, int]] = defaultdict(dict)
    closing: dict[str, dict[str, int]] = defaultdict(dict)
    amounts = dict.fromkeys(FIGURES, 0)
    behind: dict[str, list[int]] = {name: [] for name in FIGURES}
    by_order: dict[str | None, list[int]] = {}
    net: dict[str | None, int] = {}
    profit: dict[str | None, int] = {}
    for place, entry in enumerate(ledger):
        kind, found, key = entry.kind, entry.currency, entry.order
        at = max(0, entry.at - 1) if kind in BILLED else entry.at
        if at >= until:
            continue
        on = closing[found]
        if at < since:
            before = opening[found]
            for posting in entry.postings:
                account = posting.account
                on[account] = on.get(account, 0) + posting.amount
                before[account] = before.get(account, 0) + posting.amount
            continue
        if key is not None:
            by_order.setdefault(key, []).append(place)
        earned = sold = vat = 0
        for posting in entry.postings:
            account, amount = posting.account, posting.amount
            on[account] = on.get(account, 0) + amount
            if found != currency or account in _NEUTRAL:
                continue
            if account == "sales":
                sold -= amount
            elif account == "vat":
                vat -= amount
            elif (name := _figure_of(account)) is not None:
                earned -= amount
                amounts[name] += amount
                behind[name].append(place)
        if sold or (
            vat and kind in GIVEN_BACK
        ):  # the tax on a cent may come back alone; VAT that is paid over is no income
            name = "refunds" if kind in GIVEN_BACK else "revenue"
            amounts[name] += -(sold + vat) if kind in GIVEN_BACK else sold + vat
            behind[name].append(place)
            net[key] = net.get(key, 0) + sold
            earned += sold
            if vat:
                amounts["vat"] += vat
                behind["vat"].append(place)
        if earned:
            profit[key] = profit.get(key, 0) + earned
    return _Tally(opening, closing, amounts, behind, by_order, net, profit)


_NEUTRAL = KEPT - {"vat"}


def _figure_of(account: str) -> str | None:
    """Under which cost of a statement an account comes; None for one that holds something."""
    name = _FIGURE_OF.get(account)
    if name is None and account.partition(":")[0] not in KEPT:
        return "other"
    return name


def order_lines(world: World, order_id: str, index: OrderIndex | None = None) -> dict[str, Figure]:
    """The figures of a statement for one order, over the whole run; `owed` is what the platform has yet to pay for it.

    `owed` is in the order's own currency. Raises KeyError for an order that there is not.
    """
    order: Order = world.orders[order_id]
    currency = world.setting.currency
    places = (index or OrderIndex(world.ledger)).of(order_id)
    tally = _read([world.ledger[place] for place in places], currency, -DAY, world.now + DAY)
    amounts = tally.amounts
    amounts["exchange"] = -amounts["exchange"]
    amounts["profit"] = tally.profit.get(order_id, 0)
    behind = {name: tuple(places[place] for place in found) for name, found in tally.behind.items()}
    behind["profit"] = tuple(sorted({place for found in behind.values() for place in found}))
    lines = {name: Figure(Money(amounts[name], currency), behind[name]) for name in FIGURES}
    account = f"platform:{order.platform}"
    owed = tuple(
        place for place in places if any(posting.account == account for posting in world.ledger[place].postings)
    )
    return {**lines, "owed": Figure(Money(order.owed - order.paid_out, order.currency), owed)}


def entries_of(world: World, places: Iterable[int]) -> tuple[Entry, ...]:
    """The entries behind a figure."""
    return tuple(world.ledger[place] for place in places)
