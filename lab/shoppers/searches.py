"""How often a search is typed in a month at one place of sale: the arrivals of `lab.shoppers.visits` without chance.

    searches a month = 30 x V x country x language x keyword / platforms

Weekday, season and the day's luck are left out, so the figure stays the same all year; the season stands beside it.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from lab.market.base import Market
from lab.shoppers.visits import Place
from lab.world.setting import Setting

MONTH_DAYS = 30
_SHARE_BITS = 30


def ordinary_milli_searches(setting: Setting, place: Place) -> int:
    """Searches, in thousandths, of all shoppers of a place on an ordinary day: `milli_searches` at weekday, season and luck 1."""
    destination = setting.destinations[place.country]
    platforms = sum(1 for profile in setting.platforms.values() if place.country in profile.markets)
    share = destination.population_share * destination.languages.get(place.language, 0)
    return setting.visits_per_day * share // (1000 * max(1, platforms))


def searches_a_month(setting: Setting, place: Place, queries: Sequence[int]) -> tuple[Fraction, ...]:
    """How often keywords (of the place's language) are typed at a place in thirty ordinary days, exactly."""
    whole = Fraction(MONTH_DAYS * ordinary_milli_searches(setting, place), 1000 << _SHARE_BITS)
    return tuple(whole * int(share) for share in setting.market.demand.share[list(queries)])


def months_of_category(market: Market, category: str) -> tuple[int, ...]:
    """Permille of normal demand for goods of a category, January to December; a year of 1000s where none is known."""
    return market.demand.category.get(category.split("/")[0], (1000,) * 12)


def coming_months(market: Market, category: str, on: date, count: int = 3) -> tuple[tuple[int, int], ...]:
    """The month of a date and those after it, each with its permille of normal demand."""
    months = months_of_category(market, category)
    numbers = [(on.month - 1 + ahead) % 12 for ahead in range(count)]
    return tuple((number + 1, months[number]) for number in numbers)
