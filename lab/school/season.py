"""The calendar of holidays and sale days as every seller can know it; never how many shoppers a day will bring."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from lab.market.base import Market
from lab.market.calendars import RAMP_FROM, RAMP_TO


@dataclass(frozen=True, slots=True)
class Coming:
    """A holiday or a sale in the days to come, and the countries of the shop that keep it."""

    day: date
    in_days: int
    name_key: str
    is_sale: bool
    countries: tuple[str, ...]


def coming(market: Market, countries: Iterable[str], today: date, days: int = 30) -> tuple[Coming, ...]:
    """What these countries keep from today on and before `days` days have passed, by day and then by name."""
    found: dict[tuple[date, str, bool], list[str]] = {}
    for country in dict.fromkeys(countries):
        for occasion in market.demand.occasions.get(country, ()):
            if today <= occasion.day < today + timedelta(days=days):
                found.setdefault((occasion.day, occasion.name_key, occasion.is_sale), []).append(country)
    return tuple(
        Coming(day, (day - today).days, name, is_sale, tuple(where)) for (day, name, is_sale), where in sorted(found.items())
    )


def kept_on(market: Market, countries: Iterable[str], day: date) -> tuple[tuple[str, str, bool], ...]:
    """Holidays and sales that begin on a day: country, name, and whether it is a sale."""
    return tuple(
        (country, occasion.name_key, occasion.is_sale)
        for country in dict.fromkeys(countries)
        for occasion in market.demand.occasions.get(country, ())
        if occasion.day == day
    )


def presents_for(market: Market, country: str, day: date) -> tuple[str, int] | None:
    """The next day of presents, if people are buying for it by now, and how many days off it is; None otherwise."""
    for occasion in market.demand.occasions.get(country, ()):
        ahead = (occasion.day - day).days
        if not occasion.is_sale and -RAMP_TO <= ahead <= -RAMP_FROM:
            return occasion.name_key, ahead
    return None
