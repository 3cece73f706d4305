"""What the finance pages show of the books: money by platform and currency, goods by place, days, rates, prices abroad.

Nothing here changes a world, and nothing looks past its present moment. Amounts without a currency of their own are in
the shop's. Not here: the report of a period (`lab.ledger.statement`), what one piece earns (`lab.ledger.sale`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from lab.ledger.books import all_balances
from lab.ledger.payouts import available, next_payout, on_hold
from lab.ledger.pricing import converted, currency_of, ending_fits
from lab.ledger.rates import rate_micro, to_home
from lab.ledger.sale import UnitLines, unit_lines
from lab.ledger.statement import BILLED, KEPT, Period, months
from lab.listings.promotions import coupon, running
from lab.listings.shipping import ships_from
from lab.values.moment import DAY, HOUR, Moment, day_of
from lab.values.money import Money
from lab.world.listing import Listing
from lab.world.money import Ending, Payout, PricingRule
from lab.world.setting import Setting
from lab.world.world import World

ENDINGS: tuple[Ending, ...] = ("exact", "whole", "ninety_nine", "ninety_five", "nine", "ninety")


@dataclass(frozen=True, slots=True)
class Held:
    """What one platform owes in one currency: `ready` at its next payout, `on_hold` until its orders are old enough.

    Less than nothing is owed by the shop. `ready` and `on_hold` are None where platforms pay nothing out.
    """

    platform: str
    owed: Money
    ready: Money | None
    on_hold: Money | None


@dataclass(frozen=True, slots=True)
class PlatformMoney:
    """One platform's lines by currency, and the midnight of its next payout; None where nothing is paid out."""

    platform: str
    lines: tuple[Held, ...]
    next_payout: Moment | None


def platform_money(world: World) -> tuple[PlatformMoney, ...]:
    """What every platform owes on which the shop sells, or with which it has an account."""
    books = all_balances(world)
    local = world.setting.local_money
    found = []
    for platform in platforms_of(world):
        ready = available(world, platform) if local else {}
        held = on_hold(world, platform) if local else {}
        owed = {currency: money for (account, currency), money in books.items() if account == f"platform:{platform}"}
        lines = []
        for currency in dict.fromkeys([*owed, *ready, *held]):
            nothing = Money(0, currency)
            line = Held(
                platform,
                owed.get(currency, nothing),
                ready.get(currency, nothing) if local else None,
                held.get(currency, nothing) if local else None,
            )
            if any(money is not None and money.amount for money in (line.owed, line.ready, line.on_hold)):
                lines.append(line)
        found.append(PlatformMoney(platform, tuple(lines), next_payout(world, platform) if local else None))
    return tuple(found)


def platforms_of(world: World) -> tuple[str, ...]:
    """Platforms on which the shop sells, in the order of its places."""
    return tuple(dict.fromkeys(place.partition("/")[0] for place in world.setting.places))


@dataclass(frozen=True, slots=True)
class Goods:
    """Goods at one place, at what they have cost: `where` is "home", "way" (bought or sent, not there yet) or a country."""

    where: str
    pieces: int
    worth: Money


def goods_by_place(world: World) -> tuple[Goods, ...]:
    """At home, in each warehouse abroad that has something, and on the way; together the goods in the books."""
    currency = world.setting.currency
    books = all_balances(world)
    nothing = Money(0, currency)
    abroad = [
        Goods(country, sum(pile.pieces for pile in piles.values()), Money(sum(pile.worth for pile in piles.values()), currency))
        for country, piles in world.shop.abroad.items()
    ]
    stored = books.get(("stock", currency), nothing)
    at_home = Money(stored.amount - sum(one.worth.amount for one in abroad), currency)
    coming = sum(one.quantity for one in world.inbound if one.arrived_at is None)
    return (
        Goods("home", sum(world.shop.stock.values()), at_home),
        *(one for one in abroad if one.pieces or one.worth.amount),
        Goods("way", coming, books.get(("stock_on_way", currency), nothing)),
    )


@dataclass(frozen=True, slots=True)
class DayFigures:
    """Cash at the end of a day (0 is the first), and the profit since the start."""

    day: int
    cash: Money
    profit: Money


def by_day(world: World) -> tuple[DayFigures, ...]:
    """One line per day until today. What is billed at midnight belongs to the day that has ended, as in a statement."""
    setting = world.setting
    today = day_of(setting.start, world.now)
    cash, profit = [0] * (today + 1), [0] * (today + 1)
    for entry in world.ledger:
        if entry.currency != setting.currency:
            continue
        at = max(0, entry.at - 1) if entry.kind in BILLED else entry.at
        day = min(today, max(0, day_of(setting.start, at)))
        for posting in entry.postings:
            if posting.account == "cash":
                cash[day] += posting.amount
            elif posting.account.partition(":")[0] not in KEPT:
                profit[day] -= posting.amount
    found, in_cash, earned = [], 0, 0
    for day in range(today + 1):
        in_cash, earned = in_cash + cash[day], earned + profit[day]
        found.append(DayFigures(day, Money(in_cash, setting.currency), Money(earned, setting.currency)))
    return tuple(found)


# ------------------------------------------------------------------------------------------------ the books


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries of the books are looked for; empty means any. `order` is an order's id."""

    account: str = ""
    kind: str = ""
    currency: str = ""
    order: str = ""

    @property
    def is_all(self) -> bool:
        return not (self.account or self.kind or self.currency or self.order)


@dataclass(frozen=True, slots=True)
class Balance:
    """What some `entries` move in one currency: debits and credits, which are equal unless only one account is looked at."""

    currency: str
    entries: int
    debit: Money
    credit: Money

    @property
    def left(self) -> Money:
        return self.debit - self.credit


def places_of(world: World, wanted: Wanted) -> Sequence[int]:
    """Places in the ledger of the entries that are looked for, the newest first."""
    ledger = world.ledger
    if wanted.is_all:
        return range(len(ledger) - 1, -1, -1)
    return [
        place
        for place in range(len(ledger) - 1, -1, -1)
        if (not wanted.kind or ledger[place].kind == wanted.kind)
        and (not wanted.currency or ledger[place].currency == wanted.currency)
        and (not wanted.order or ledger[place].order == wanted.order)
        and (not wanted.account or any(posting.account == wanted.account for posting in ledger[place].postings))
    ]


def balance_lines(world: World, places: Sequence[int], account: str = "") -> tuple[Balance, ...]:
    """One line per currency over some entries, of all accounts or of one."""
    sums: dict[str, list[int]] = {}
    for place in places:
        entry = world.ledger[place]
        total = sums.setdefault(entry.currency, [0, 0, 0])
        total[2] += 1
        for posting in entry.postings:
            if not account or posting.account == account:
                total[posting.amount < 0] += abs(posting.amount)
    return tuple(
        Balance(currency, entries, Money(debit, currency), Money(credit, currency))
        for currency, (debit, credit, entries) in sums.items()
    )


def kinds_and_accounts(world: World) -> tuple[list[str], list[str], list[str]]:
    """Kinds, accounts and currencies of all entries, each in the order of first use."""
    kinds = dict.fromkeys(entry.kind for entry in world.ledger)
    books = all_balances(world)
    return list(kinds), list(dict.fromkeys(account for account, _ in books)), list(dict.fromkeys(currency for _, currency in books))


def order_named(world: World, text: str) -> str:
    """The id of the order with that number or id; "" for none."""
    wish = text.strip()
    if wish in world.orders:
        return wish
    return next((order.id for order in world.orders.values() if order.number.lower() == wish.lower()), "") if wish else ""


def period_named(world: World, name: str, *, latest: bool = False) -> Period | None:
    """The month "2026-05" of the run; None for the whole run. `latest` gives the present month where none is named."""
    known = months(world.setting, world.now)
    for period in known:
        if name == period_name(period):
            return period
    return known[-1] if latest and name != "all" else None


def period_name(period: Period) -> str:
    return f"{period.year}-{period.month:02d}"


def unit_rows(world: World) -> list[tuple[Listing, UnitLines | None, str]]:
    """What one piece of each listing earns, and the country that it would be sent from ("" is home)."""
    rows = []
    for listing in world.listings.values():
        origin = ships_from(world.setting, world.templates.get(listing.place))
        ship_from = "" if origin == world.setting.home else origin
        rows.append((listing, unit_lines(world, listing, ship_from), ship_from))
    return rows


# ---------------------------------------------------------------------------------- other currencies: rates, payouts, prices


def places_abroad(world: World) -> tuple[str, ...]:
    """Places of sale whose buyers pay in another currency than the shop's."""
    setting = world.setting
    return tuple(place for place in setting.places if currency_of(setting, place) != setting.currency)


def currencies_abroad(world: World) -> tuple[str, ...]:
    """Currencies in which buyers pay, without the shop's."""
    return tuple(dict.fromkeys(currency_of(world.setting, place) for place in places_abroad(world)))


def rates_so_far(world: World, currency: str) -> tuple[int, ...]:
    """The rate of every day from the first to today, in millionths of `currency` for one unit of the shop's."""
    setting = world.setting
    return tuple(rate_micro(setting, currency, day_begins(setting, day)) for day in range(day_of(setting.start, world.now) + 1))


def day_begins(setting: Setting, day: int) -> Moment:
    """The first moment of a day of the run; the run's own start on the first."""
    return max(0, day * DAY - setting.start.hour * HOUR - setting.start.minute)


@dataclass(frozen=True, slots=True)
class PayoutLine:
    """A payout taken apart, in the shop's currency: at the middle rate of the day its `gross` was worth `middle`.

    The platform's margin took `margin`; between sale and payout the rate gave `moved` (a loss below nothing). Together
    they are `result`, the difference between what arrived and what the books had it for.
    """

    payout: Payout
    middle_micro: int
    middle: Money
    margin: Money
    moved: Money
    result: Money


def payout_lines(world: World) -> list[PayoutLine]:
    """Every payout, the newest first."""
    lines = []
    for payout in reversed(world.payouts):
        middle = to_home(world.setting, payout.gross, payout.at)
        rate = rate_micro(world.setting, payout.gross.currency, payout.at)
        margin = middle - payout.paid
        lines.append(PayoutLine(payout, rate, middle, margin, middle - payout.booked, payout.paid - payout.booked))
    return lines


@dataclass(frozen=True, slots=True)
class PricePreview:
    """A listing's price in the buyers' currency: `now` by the rule in force, `then` by another; None without a price.

    `exact` is `then` before its ending. `lowered` tells whether a promotion comes off both.
    """

    listing: Listing
    now: Money | None
    exact: Money | None
    then: Money | None
    lowered: bool


def price_preview(world: World, place: str, rule: PricingRule | None) -> list[PricePreview]:
    """What buyers at a place would be asked under a rule (None: the rate of the day), per listing, without promotions."""
    setting = world.setting
    currency = currency_of(setting, place)
    rows = []
    for listing in world.listings.values():
        if listing.place != place:
            continue
        lowered = running(world, listing, world.now) is not None or coupon(world, listing, world.now) is not None
        if listing.price is None:
            rows.append(PricePreview(listing, None, None, None, lowered))
            continue
        plain = None if rule is None else PricingRule(place, rule.rate_micro, rule.markup_permille, "exact")
        exact = converted(setting, listing.price, currency, plain, world.now)
        then = converted(setting, listing.price, currency, rule, world.now)
        now = converted(setting, listing.price, currency, world.pricing.get(place), world.now)
        rows.append(PricePreview(listing, now, exact, then, lowered))
    return rows


def charge_preview(world: World, place: str, rule: PricingRule | None) -> Money | None:
    """The shipping charge of a place under a rule: converted alike, without an ending. None without a template."""
    template = world.templates.get(place)
    if template is None:
        return None
    if template.charge.currency != world.setting.currency or not template.charge.amount:
        return template.charge
    plain = None if rule is None else PricingRule(place, rule.rate_micro, rule.markup_permille, "exact")
    return converted(world.setting, template.charge, currency_of(world.setting, place), plain, world.now)


def endings_for(currency: str) -> list[Ending]:
    """The endings that prices in a currency can have."""
    return [ending for ending in ENDINGS if ending_fits(ending, currency)]


def share(part: Money, whole: Money) -> Fraction | None:
    """A part of a whole; None where there is no whole to divide by."""
    return Fraction(part.amount, whole.amount) if whole.amount > 0 else None
