"""When a platform pays what it owes, and at which rate.

On its cycle days (`payout_every_days`, counted from the first day of the run), at midnight, a platform pays out
everything of orders that were delivered, or ended otherwise, at least `payout_hold_days` ago; later refunds and fees
of those orders are taken off. What would be less than nothing is carried over to the next time.
Money of another currency arrives in the shop's at the rate of the day less the platform's margin (`exchange_margin`).
The books have it at the rate of each sale; the difference, margin included, is a realised gain or loss of exchange.
What else a platform has on its account, such as advertising, is in the shop's currency: it is settled with money in
that currency, and where there is too little with what the same platform pays out at the same time.

Not here: reserves, and money that a platform keeps back while a claim is open.
"""

from collections.abc import Iterator
from fractions import Fraction

from lab.ledger.books import balance, book
from lab.ledger.rates import MICRO, at_rate, rate_micro
from lab.values.moment import DAY, HOUR, Moment, day_of
from lab.values.money import Money, round_half_up
from lab.world.money import Payout
from lab.world.order import Order
from lab.world.world import World


def pay_out(world: World) -> None:
    """Pay out what every platform has due at this midnight; to be called once a day, after the day's bills."""
    for platform in _cycle_today(world):
        _pay(world, platform)


def next_payout(world: World, platform: str) -> Moment:
    """The midnight of a platform's next cycle day; never the present moment."""
    start = world.setting.start
    every = world.setting.platforms[platform].payout_every_days
    day = (day_of(start, world.now) // every + 1) * every
    return day * DAY - start.hour * HOUR - start.minute


def available(world: World, platform: str) -> dict[str, Money]:
    """What a platform would pay out now, by currency; less than nothing is owed by the shop. What is nothing is left
    out.

    Advertising and the like, on the account without an order, is in the sum of the shop's currency.
    """
    sums = _sums(order for order in _unpaid(world, platform) if is_due(world, order))
    home = world.setting.currency
    sums[home] = sums.get(home, 0) + without_order(world, platform)
    return {currency: Money(amount, currency) for currency, amount in sums.items() if amount}


def on_hold(world: World, platform: str) -> dict[str, Money]:
    """What a platform owes for orders that are not due yet, by currency."""
    sums = _sums(order for order in _unpaid(world, platform) if not is_due(world, order))
    return {currency: Money(amount, currency) for currency, amount in sums.items() if amount}


def ended_at(order: Order) -> Moment | None:
    """When an order came to its end: delivered, called off, or given back because it never came; None before."""
    return {
        "delivered": order.delivered_at,
        "returned": order.delivered_at,
        "cancelled": order.cancelled_at,
        "refused": order.refunded_at,
        "lost": order.refunded_at,
    }.get(order.state)


def is_due(world: World, order: Order) -> bool:
    """Whether an order has ended long enough ago to be paid out."""
    ended = ended_at(order)
    return ended is not None and ended + world.setting.platforms[order.platform].payout_hold_days * DAY <= world.now


def is_unpaid(order: Order) -> bool:
    """Whether anything of an order is still to be paid out or taken off."""
    return (order.owed, order.owed_home) != (order.paid_out, order.paid_out_home)


def without_order(world: World, platform: str) -> int:
    """What stands on a platform's account in the shop's currency apart from orders, say advertising, in minor units."""
    home = world.setting.currency
    return balance(world, f"platform:{platform}").amount - _sums(_unpaid(world, platform)).get(home, 0)


def _cycle_today(world: World) -> list[str]:
    day = day_of(world.setting.start, world.now)
    return [key for key, profile in world.setting.platforms.items() if day > 0 and day % profile.payout_every_days == 0]


def _unpaid(world: World, platform: str) -> Iterator[Order]:
    return (order for order in world.orders.values() if order.platform == platform and is_unpaid(order))


def _sums(orders: Iterator[Order]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for order in orders:
        sums[order.currency] = sums.get(order.currency, 0) + order.owed - order.paid_out
    return sums


def _pay(world: World, platform: str) -> None:
    home = world.setting.currency
    due: dict[str, list[Order]] = {}
    for order in _unpaid(world, platform):
        if is_due(world, order):
            due.setdefault(order.currency, []).append(order)
    arrived = sum(
        _pay_abroad(world, platform, currency, orders) for currency, orders in due.items() if currency != home
    )
    _settle_at_home(world, platform, due.get(home, []), arrived)


def _pay_abroad(world: World, platform: str, currency: str, orders: list[Order]) -> int:
    """Pay out one foreign currency; what arrived in the shop's, in minor units."""
    setting = world.setting
    gross = Money(sum(order.owed - order.paid_out for order in orders), currency)
    if gross.amount <= 0:
        return 0
    rate = round_half_up(rate_micro(setting, currency, world.now) / (1 - setting.platforms[platform].exchange_margin))
    paid = at_rate(gross, setting.currency, Fraction(MICRO, rate))
    booked = Money(sum(order.owed_home - order.paid_out_home for order in orders), setting.currency)
    book(world, "payout", None, [("exchange", gross.amount), (f"platform:{platform}", -gross.amount)], currency)
    book(world, "payout", None, [("cash", paid.amount), ("exchange", -paid.amount)])
    result = (paid - booked).amount
    book(world, "exchange_result", None, [("exchange", result), ("exchange_result", -result)])
    _note(world, platform, gross, paid, booked, rate, orders)
    return paid.amount


def _settle_at_home(world: World, platform: str, orders: list[Order], arrived: int) -> None:
    """Pay out the shop's own currency, or take what the shop owes there off what has `arrived` in others."""
    account, home = f"platform:{platform}", world.setting.currency
    gross = sum(order.owed - order.paid_out for order in orders) + without_order(world, platform)
    if gross > 0:
        book(world, "payout", None, [("cash", gross), (account, -gross)])
        money = Money(gross, home)
        _note(world, platform, money, money, money, MICRO, orders)
    else:
        taken = min(-gross, arrived)
        book(world, "offset", None, [(account, taken), ("cash", -taken)])


def _note(
    world: World, platform: str, gross: Money, paid: Money, booked: Money, rate: int, orders: list[Order]
) -> None:
    """Keep a record of a payout, and of every order in it that it is paid."""
    for order in orders:
        order.paid_out, order.paid_out_home = order.owed, order.owed_home
    world.payouts.append(Payout(len(world.payouts) + 1, platform, world.now, gross, paid, booked, rate, len(orders)))
