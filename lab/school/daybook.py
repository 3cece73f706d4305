"""What each calendar day brought a shop, and what can be named as a reason why it was not like the day before.

Reasons are facts that a seller can see: the calendar, own changes, stock, budgets, reviews, the account. The luck of a day
and the noise of a market are none.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from fractions import Fraction
from typing import Literal

from lab.ads.spending import MICRO_PER_MINOR, micro
from lab.customs.exchange import exact
from lab.ledger.statement import BILLED, GIVEN_BACK
from lab.listings.actions import SaveListing, SetPrice, SetStock
from lab.listings.promotions import for_sale
from lab.market.base import REFERENCE
from lab.scenarios.play import Play, Row
from lab.school.season import kept_on, presents_for
from lab.school.traffic import NOTHING, Counts, Sums, sums_of
from lab.shoppers.visits import WEEKDAYS
from lab.values.moment import DAY, Moment, day_of, minute_of_day
from lab.values.money import Money, round_half_up
from lab.world.setting import Setting
from lab.world.world import World

FEWEST_SEARCHES = 20
"""A keyword with fewer searches a day says nothing about where a listing stands."""
LEAST_MOVE = 3
"""Looks per 100 searches by which a listing must have moved on a keyword to be worth a word."""
WEEKDAY_STEP = 8
"""Percent by which two weekdays must differ to be worth a word."""
LEAST_PERCENT = 10
"""A step that changed by less is not worth a word: shops have good and bad days."""

Step = Literal["searches", "looks", "clicks", "orders"]
CauseKind = Literal[
    "first_day", "short_day_before", "weekday", "occasion", "occasion_over", "presents", "first_on_sale", "sold_out",
    "budget_spent", "ads", "rating", "standing", "price", "changed", "reach", "promotion", "promotion_over",
]  # fmt: skip
_STEPS: tuple[tuple[Step, str, str], ...] = (("looks", "looked", "visits"), ("clicks", "clicked", "looked"), ("orders", "bought", "clicked"))
_MONEY = {"fees": "fees", "postage": "postage", "duty": "duty", "ads": "ads", "storage": "storage", "exchange_result": "exchange"}


@dataclass(frozen=True, slots=True)
class DayFigures:
    """Whole counts, and money in minor units of the books' currency.

    `paid` is what buyers paid on this day, tax and shipping included; `given_back` what buyers got back on it. `ads` is what
    the day's advertising cost, though the platform bills it at the midnight after; so is `storage`, the rent of warehouses.
    `exchange` is what payouts of the day lost by the rate, less than nothing for a gain. `disputes` are claims and chargebacks.
    """

    day: int
    counts: Counts = NOTHING
    orders: int = 0
    messages: int = 0
    delivered: int = 0
    reviews: int = 0
    stars: int = 0
    returns: int = 0
    disputes: int = 0
    paid: int = 0
    given_back: int = 0
    fees: int = 0
    postage: int = 0
    duty: int = 0
    ads: int = 0
    storage: int = 0
    exchange: int = 0

    @property
    def money_out(self) -> int:
        return self.given_back + self.fees + self.postage + self.duty + self.ads + self.storage + self.exchange


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason, and the step of a shopper's way that it acts on. `args` are the figures and names of its sentence."""

    kind: CauseKind
    step: Step
    listing: str = ""
    args: Mapping[str, str | int | Money] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
    """The step at which a day differed most from the day before: its shares then and now, and by how many percent."""

    step: Step
    before: Fraction
    now: Fraction

    @property
    def percent(self) -> int:
        return round_half_up((self.now / self.before - 1) * 100)


def day_start(setting: Setting, day: int) -> Moment:
    """The midnight at which a calendar day begins; that of the first day may be before the run."""
    return day * DAY - minute_of_day(setting.start, 0)


def days_of_shop(world: World, sums: Sums | None = None) -> list[DayFigures]:
    """Every calendar day of the run up to now; `sums` are those of all these days, where they are known already."""
    start = world.setting.start
    last = day_of(start, world.now)
    names = [one.name for one in fields(DayFigures) if one.name not in ("day", "counts")]
    rows = [dict.fromkeys(names, 0) for _ in range(last + 1)]

    def row_at(moment: Moment) -> dict[str, int]:
        return rows[min(max(0, day_of(start, moment)), last)]

    for order in world.orders.values():
        row_at(order.placed_at)["orders"] += 1
        if order.delivered_at is not None:
            row_at(order.delivered_at)["delivered"] += 1
    for thread in world.threads.values():
        for message in thread.messages:
            if message.by == "buyer":
                row_at(message.at)["messages"] += 1
    for review in world.reviews:
        row_at(review.at)["reviews"] += 1
        row_at(review.at)["stars"] += review.stars
    for sent_back in world.returns:
        row_at(sent_back.at)["returns"] += 1
    for dispute in world.disputes:
        row_at(dispute.at)["disputes"] += 1
    for entry in world.ledger:
        # What happens in another currency has an entry in that of the books besides.
        if entry.kind == "opening" or entry.currency != world.setting.currency:
            continue
        # Advertising and rent are billed at midnight for the day that has just ended.
        row = row_at(entry.at - 1 if entry.kind in BILLED else entry.at)
        sold = vat = 0
        for posting in entry.postings:
            if posting.account in _MONEY:
                row[_MONEY[posting.account]] += posting.amount
            elif posting.account == "sales":
                sold -= posting.amount
            elif posting.account == "vat":
                vat -= posting.amount
        if entry.kind in GIVEN_BACK:
            row["given_back"] -= sold + vat
        elif sold:  # tax alone is that of goods moved abroad, which no buyer paid
            row["paid"] += sold + vat
    rows[last]["ads"] += unbilled_ads(world).amount
    counts = (sums or sums_of(world, 0, last)).days
    return [DayFigures(day, counts=counts[day], **row) for day, row in enumerate(rows)]


def unbilled_ads(world: World) -> Money:
    """What campaigns have spent today; it is billed at midnight."""
    currency = world.setting.currency
    total = 0
    for campaign in world.campaigns.values():
        total += round_half_up(exact(Money(campaign.spent, REFERENCE), currency) / MICRO_PER_MINOR)
    return Money(total, currency)


def shown_day(world: World, since: Moment, until: Moment) -> int:
    """The day that a report about a span of time is about: the last one that is over in it, or the present one."""
    start = world.setting.start
    first, last = day_of(start, max(0, since)), day_of(start, until)
    return last - 1 if last > first else last


def turn_between(now: Counts, before: Counts) -> Turn | None:
    """Where two days differ most, by ratio, of the steps at which they differ by more than chance; None where they do not."""
    found: list[Turn] = []
    if (now.visits - before.visits) ** 2 > 4 * (now.visits + before.visits) and before.visits:
        found.append(Turn("searches", Fraction(before.visits), Fraction(now.visits)))
    for step, part, whole in _STEPS:
        was, here = ((getattr(one, part), getattr(one, whole)) for one in (before, now))
        if was[0] and here[0] and differ(*was, *here):
            found.append(Turn(step, Fraction(*was), Fraction(*here)))
    moved = [turn for turn in found if abs(turn.percent) >= LEAST_PERCENT]
    return max(moved, key=lambda turn: max(turn.now / turn.before, turn.before / turn.now), default=None)


def differ(part: int, whole: int, other_part: int, other_whole: int) -> bool:
    """Whether two shares differ by more than two standard errors, so that it is hardly chance alone."""
    if min(whole, other_whole) < FEWEST_SEARCHES or part > whole or other_part > other_whole:
        return False
    share = Fraction(part + other_part, whole + other_whole)
    gap = Fraction(part, whole) - Fraction(other_part, other_whole)
    return gap**2 > 4 * share * (1 - share) * (Fraction(1, whole) + Fraction(1, other_whole))


# ------------------------------------------------------------------------------------------------- reasons


def causes(play: Play, day: int, today: Sums, before: Sums) -> list[Cause]:
    """What can be named as a reason why a day was not like the day before, along the way of a shopper.

    `today` and `before` are the sums of the day and of the day before it.
    """
    world = play.world
    found = [
        *_calendar(world, day),
        *_shop(world, day),
        *_ads(world, day, today.total, before.total),
        *_standing(world, day),
        *_reach(today, before),
        *_ratings(world, day),
        *_promotions(world, day),
        *_own_changes(play, day),
        *_sold_out(play, day),
    ]
    order: list[Step] = ["searches", "looks", "clicks", "orders"]
    return sorted(found, key=lambda cause: order.index(cause.step))


def _calendar(world: World, day: int) -> Iterator[Cause]:
    setting, market = world.setting, world.setting.market
    on = setting.start.date() + timedelta(days=day)
    eve = on - timedelta(days=1)
    countries = _countries(world)
    if day == 0:
        yield Cause("first_day", "searches")
        return
    if day == 1 and minute_of_day(setting.start, 0):
        yield Cause("short_day_before", "searches", args={"minute": minute_of_day(setting.start, 0)})
    elif abs(step := WEEKDAYS[on.weekday()] * 100 // WEEKDAYS[eve.weekday()] - 100) >= WEEKDAY_STEP:
        yield Cause("weekday", "searches", args={"percent": step, "weekday": on.weekday(), "before": eve.weekday()})
    for country, name, is_sale in kept_on(market, countries, on):
        yield Cause("occasion", "searches", args={"name": name, "country": country, "sale": int(is_sale)})
    for country, name, is_sale in kept_on(market, countries, eve):
        yield Cause("occasion_over", "searches", args={"name": name, "country": country, "sale": int(is_sale)})
    for country in countries:
        presents = presents_for(market, country, on)
        if presents is not None:
            yield Cause("presents", "searches", args={"name": presents[0], "country": country, "days": presents[1]})


def _countries(world: World) -> list[str]:
    """Where the shop has ever sold anything, in the order of its listings."""
    return list(dict.fromkeys(one.country for one in world.listings.values() if one.first_live_at is not None))


def _shop(world: World, day: int) -> Iterator[Cause]:
    start = world.setting.start
    for listing in world.listings.values():
        if listing.first_live_at and day_of(start, listing.first_live_at) == day:
            yield Cause("first_on_sale", "searches", listing.key, {"at": listing.first_live_at})


def _sold_out(play: Play, day: int) -> Iterator[Cause]:
    """Listings on sale that have nothing left, if their last piece was sold by the end of the day."""
    world = play.world
    ends = day_start(world.setting, day + 1)
    for listing in world.listings.values():
        if not listing.is_live or for_sale(world, listing) > 0:
            continue
        emptied = [order.placed_at for order in world.orders.values() if order.listing == listing.key]
        emptied += [row.sim_time for row in _rows(play.rows, listing.key, b"stock.set", b"listing.save") if _sets_stock(row)]
        since = max(emptied, default=0)
        if since < ends:
            yield Cause("sold_out", "looks", listing.key, {"at": since})


def _sets_stock(row: Row) -> bool:
    deed = row.deed
    return deed.ok and (isinstance(deed.action, SetStock) or (isinstance(deed.action, SaveListing) and deed.action.stock is not None))


def _ads(world: World, day: int, now: Counts, before: Counts) -> Iterator[Cause]:
    spent: dict[str, int] = {}
    for line in world.ad_traffic:
        if line.day == day:
            spent[line.campaign] = spent.get(line.campaign, 0) + line.cost
    for campaign in world.campaigns.values():
        if spent.get(campaign.id, 0) >= micro(campaign.daily_budget):
            yield Cause("budget_spent", "looks", args={"campaign": campaign.name, "budget": campaign.daily_budget})
    more = abs(now.ad_clicked - before.ad_clicked)
    if more >= 5 and more * 5 >= before.ad_clicked:
        yield Cause("ads", "looks", args={"now": now.ad_clicked, "before": before.ad_clicked})


def _standing(world: World, day: int) -> Iterator[Cause]:
    for platform, health in world.health.items():
        if health.state in ("warned", "restricted") and day_of(world.setting.start, health.since) == day:
            yield Cause("standing", "looks", args={"platform": platform, "state": health.state})


def _reach(today: Sums, before: Sums) -> Iterator[Cause]:
    """The keyword on which a listing moved most, as far as shares of searchers who looked at it can tell."""
    best: tuple[int, int, str, int, int] | None = None
    for (listing, query), now in today.queries.items():
        then = before.queries.get((listing, query))
        if then is None or not differ(then.looked, then.visits, now.looked, now.visits):
            continue
        share, was = 100 * now.looked // now.visits, 100 * then.looked // then.visits
        moved = abs(share - was) * min(now.visits, then.visits)
        if abs(share - was) >= LEAST_MOVE and (best is None or (-moved, query, listing) < best[:3]):
            best = (-moved, query, listing, share, was)
    if best is not None:
        yield Cause("reach", "looks", best[2], {"query": best[1], "now": best[3], "before": best[4]})


def _ratings(world: World, day: int) -> Iterator[Cause]:
    """Ratings that shoppers saw from the midnight of the day on, where the reviews of the day before changed them."""
    midnight, eve = day_start(world.setting, day), day_start(world.setting, day - 1)
    for listing in world.listings.values():
        stars = [(review.at, review.stars) for review in world.reviews if review.listing == listing.key and review.at < midnight]
        new = [given for at, given in stars if at >= eve]
        old = [given for at, given in stars if at < eve]
        if new:
            now = 1000 * (sum(new) + sum(old)) // len(stars)
            was = 1000 * sum(old) // len(old) if old else 0
            if now // 100 != was // 100:
                yield Cause("rating", "clicks", listing.key, {"now": now, "before": was, "reviews": len(new)})


def _promotions(world: World, day: int) -> Iterator[Cause]:
    """Promotions that began on the day, and those that ended on it or at its first moment."""
    begins, ends = day_start(world.setting, day), day_start(world.setting, day + 1)
    for promotion in world.promotions.values():
        if promotion.ends <= promotion.begins:
            continue
        args: dict[str, str | int | Money] = {"name": promotion.name, "kind": promotion.kind, "percent": promotion.percent}
        step: Step = "looks" if promotion.kind == "flash" else "clicks"
        if begins <= promotion.begins < min(ends, world.now + 1):
            yield Cause("promotion", step, args=args)
        if begins <= promotion.ends < min(ends, world.now + 1):
            yield Cause("promotion_over", step, args=args)


def _own_changes(play: Play, day: int) -> Iterator[Cause]:
    """What was done on the day to listings that were on sale before: new prices by their amounts, all else by what it was."""
    world = play.world
    begins, ends = day_start(world.setting, day), day_start(world.setting, day + 1)
    prices: dict[str, tuple[Money, Money | None]] = {}
    others: dict[tuple[str, str], None] = {}
    for row in play.rows:
        if not begins <= row.sim_time < ends:
            continue
        deed = row.deed
        action = deed.action
        listing = getattr(action, "listing", "")
        if not deed.ok or not listing:
            continue
        price = action.price if isinstance(action, SetPrice | SaveListing) else None
        if price is not None:
            was = prices[listing][1] if listing in prices else _price_before(play.rows[: row.seq], listing)
            prices[listing] = (price, was)
        one = world.listings.get(listing)
        was_on_sale = one is not None and one.first_live_at is not None and one.first_live_at < row.sim_time
        if was_on_sale and not isinstance(action, SetPrice | SetStock):
            others[listing, action.name] = None
    for listing, (now, before) in prices.items():
        if before is not None and before != now:
            yield Cause("price", "orders", listing, {"now": now, "before": before})
    for listing, name in others:
        yield Cause("changed", "clicks", listing, {"action": name})


def _price_before(rows: list[Row], listing: str) -> Money | None:
    """The price that the journal set last; None if it never did."""
    for row in reversed(list(_rows(rows, listing, b"price.set", b"listing.save"))):
        action = row.deed.action
        if row.deed.ok and isinstance(action, SetPrice | SaveListing) and action.price is not None:
            return action.price
    return None


def _rows(rows: Iterable[Row], listing: str, *names: bytes) -> Iterator[Row]:
    """Rows of a journal about a listing, by the names of actions; looked for in their bytes, which is quick."""
    key = f'"{listing}"'.encode()
    wanted = [b'"do":"%s"' % name for name in names]
    return (row for row in rows if key in row.action and any(name in row.action for name in wanted))
