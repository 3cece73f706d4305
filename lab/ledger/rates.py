"""The exchange rate of a day, between the shop's currency and any other.

Where the market holds a path of both currencies (`lab.market.currencies`) the rate is that of the simulated day; else
it is the lab's frozen one (`lab.customs.exchange`). Both go through the reference currency. A rate is a whole number of
millionths, rounded half up, and amounts are converted with that number, so that whoever sees the rate can repeat the
sum. Margins of platforms and banks are not in here.

What an instructor makes happen to a currency (`Setting.rate_shocks`) counts from its own minute to its end, on top of either
rate; marks and taxes that go by the frozen rates alone do not hear of it.
"""

from fractions import Fraction
from functools import lru_cache

from lab.customs.exchange import rate
from lab.market.calendars import DAYS, FIRST_DAY
from lab.values.moment import Moment
from lab.values.money import Money, minor_digits, round_half_up
from lab.world.setting import Setting

MICRO = 1_000_000


def rate_micro(setting: Setting, currency: str, at: Moment) -> int:
    """Millionths of `currency` for one unit of the shop's currency on the day of a moment; at least 1.

    Raises BadInput for a currency without a rate.
    """
    home = setting.currency
    if currency == home:
        return MICRO
    demand = setting.market.demand
    paths = demand.rates if demand else {}
    worth = dearer(setting, currency, at) if setting.rate_shocks else 1
    if currency in paths and home in paths:
        day = max(0, min((setting.date_at(at) - FIRST_DAY).days, DAYS - 1))
        return _millionths(int(paths[currency][day]), int(paths[home][day]), worth)
    return _millionths(rate(currency), rate(home), worth)


@lru_cache(maxsize=1024)
def _millionths(foreign: int | Fraction, home: int | Fraction, worth: int | Fraction) -> int:
    """Kept, because a day's rate is asked for whenever anybody meets a price."""
    return max(1, round_half_up(Fraction(foreign) / home / worth * MICRO))


def dearer(setting: Setting, currency: str, at: Moment) -> Fraction:
    """How many times as much one unit of a currency is worth at a moment as without the shocks in force; 1 without any.

    Shocks of one currency multiply. The shop's own is never among them.
    """
    worth = Fraction(1)
    for shock in setting.rate_shocks:
        if shock.currency == currency and shock.is_in_force(at):
            worth *= Fraction(100 + shock.percent, 100)
    return worth


def at_rate(money: Money, currency: str, per_unit: Fraction) -> Money:
    """An amount in another currency at a rate (units of `currency` for one unit of the amount's), rounded half up."""
    return Money(round_half_up(scaled(money, currency, per_unit)), currency)


def scaled(money: Money, currency: str, per_unit: Fraction) -> Fraction:
    """The same, not rounded: minor units of `currency`."""
    return money.amount * per_unit * Fraction(10) ** (minor_digits(currency) - minor_digits(money.currency))


def to_home(setting: Setting, money: Money, at: Moment) -> Money:
    """An amount in the shop's currency at the rate of a day, half up. Raises BadInput as `rate_micro`."""
    if money.currency == setting.currency:
        return money
    return at_rate(money, setting.currency, Fraction(MICRO, rate_micro(setting, money.currency, at)))


def from_home(setting: Setting, money: Money, currency: str, at: Moment) -> Money:
    """An amount of the shop's currency in another one at the rate of a day, half up.

    Raises ValueError for money in another currency than the shop's, BadInput as `rate_micro`.
    """
    if money.currency != setting.currency:
        raise ValueError(f"{money} is not in the shop's currency")
    if currency == setting.currency:
        return money
    return at_rate(money, currency, Fraction(rate_micro(setting, currency, at), MICRO))
