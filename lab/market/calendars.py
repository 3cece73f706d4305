"""Demand over the year: days of presents, sale days of the platforms, and the months of each department.

The days stand in seed/market/gift_days.yaml and category_seasons.yaml. Public holidays come from the package
`holidays`, whose lists change; it is asked only when a market is built, and what it said lives on in the market file.
All levels are permille of normal demand and set for teaching.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from lab.values.dated import Confidence, Country, Figure, StrictModel, Texts, load_figures
from lab.values.errors import BadFile, Fault
from lab.values.places import SEED
from lab.values.text import chosen

FIRST_DAY = date(2025, 1, 1)
LAST_DAY = date(2027, 12, 31)
DAYS = (LAST_DAY - FIRST_DAY).days + 1

NORMAL = 1000
PEAK = 1300
"""Demand on the busiest day before a day of presents."""
RAMP_FROM, RAMP_TO = -14, -3
"""Days before it on which demand begins to rise, and on which it is highest; later orders would come too late."""
AT_HOME = 800
"""Demand on the holiday itself."""
SALE = 1900
BIGGEST_SALE = 2500

DAYS_FILE = SEED / "market" / "gift_days.yaml"
MONTHS_FILE = SEED / "market" / "category_seasons.yaml"
_STEPS = RAMP_TO - RAMP_FROM + 1

Name = Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
Month = Annotated[int, Field(ge=1, le=12)]
Permille = Annotated[int, Field(ge=0, le=5000)]


@dataclass(frozen=True, slots=True)
class Occasion:
    """A day that moves demand in a country: its first day, the key of what it is called (`occasion_name`), and whether
    it is a sale of the platforms or a day of presents."""

    day: date
    name_key: str
    is_sale: bool = False


class DateRule(StrictModel):
    """On which day of a year something falls: a holiday of the package, a date, or the nth weekday of a month.

    `weekday` is ISO's (Monday is 1), `nth` counts from 1 or, with -1, names the last. `announced` overrides the rule.
    """

    holidays: tuple[str, ...] = ()
    month: Month | None = None
    day: Annotated[int, Field(ge=1, le=31)] | None = None
    weekday: Annotated[int, Field(ge=1, le=7)] | None = None
    nth: Annotated[int, Field(ge=-1, le=4)] | None = None
    offset_days: Annotated[int, Field(ge=-60, le=60)] = 0
    announced: Mapping[int, date] = {}

    @model_validator(mode="after")
    def _is_one_rule(self) -> Self:
        given = {name for name in ("month", "day", "weekday", "nth") if getattr(self, name) is not None}
        if self.holidays and not given:
            return self
        if self.holidays or given not in ({"month", "day"}, {"month", "weekday", "nth"}) or self.nth == 0:
            raise ValueError("a rule is holidays, or month and day, or month, weekday and nth")
        return self


class GiftDay(StrictModel):
    """A day of presents in one country."""

    name: Name
    rule: DateRule
    source: str
    as_of: date
    confidence: Confidence


class SaleDay(StrictModel):
    """A sale that the platforms keep in some countries, for `days` days from the day of the rule."""

    name: Name
    countries: Annotated[tuple[Country, ...], Field(alias="in", min_length=1)]
    biggest_in: tuple[Country, ...] = ()
    days: Annotated[int, Field(ge=1, le=14)] = 1
    rule: DateRule
    source: str
    as_of: date
    confidence: Confidence


class DaysFile(StrictModel):
    """`seed/market/gift_days.yaml`."""

    sources: dict[str, str]
    names: dict[Name, Texts]
    gift_days: dict[Country, tuple[GiftDay, ...]]
    sale_days: tuple[SaleDay, ...]

    @model_validator(mode="after")
    def _names_and_sources_are_known(self) -> Self:
        entries: list[GiftDay | SaleDay] = [day for days in self.gift_days.values() for day in days]
        entries += self.sale_days
        for entry in entries:
            if entry.name not in self.names or entry.source not in self.sources:
                raise ValueError(f"{entry.name}: no such name or source '{entry.source}' in this file")
        if idle := set(self.names) - {entry.name for entry in entries}:
            raise ValueError(f"names that no day bears: {', '.join(sorted(idle))}")
        return self


class MonthsFile(StrictModel):
    """`seed/market/category_seasons.yaml`: twelve months of each top of the category tree."""

    sources: dict[str, str]
    departments: dict[str, Figure[Annotated[tuple[Permille, ...], Field(min_length=12, max_length=12)]]]


@cache
def _days_file(path: Path) -> DaysFile:
    return load_figures(DaysFile, path)


def seasons(countries: Sequence[str], path: Path = DAYS_FILE) -> dict[str, tuple[int, ...]]:
    """Permille of normal demand per country for every day from FIRST_DAY to LAST_DAY, sales and presents together.

    Towards a day of presents demand rises by equal steps from day RAMP_FROM to PEAK on day RAMP_TO; where two rises
    meet, the higher counts. On the holiday, all its days, it is AT_HOME whatever is being prepared for. What sales add
    (`sale_days`) multiplies it, rounded down.
    Raises BadFile for a faulty file, for a holiday that the package does not know, and for a country that is missing.
    """
    file = _days_file(path)
    sales = sale_days(countries, path)
    presents = {country: _presents(_gift_dates(file, country, path)) for country in countries}
    return {
        country: tuple(gift * sale // NORMAL for gift, sale in zip(presents[country], sales[country], strict=True))
        for country in countries
    }


def sale_days(countries: Sequence[str], path: Path = DAYS_FILE) -> dict[str, tuple[int, ...]]:
    """What sales alone do to demand, permille per country and day as in `seasons`.

    Every day of a sale is SALE, the first day of a country's biggest one BIGGEST_SALE. Raises BadFile as `seasons`.
    """
    file = _days_file(path)
    return {country: _sales(file, country, path) for country in countries}


def occasions(countries: Sequence[str], path: Path = DAYS_FILE) -> dict[str, tuple[Occasion, ...]]:
    """What is behind `seasons`, per country by day; a holiday or sale of several days stands once."""
    file = _days_file(path)
    found = {}
    for country in countries:
        gifts = {Occasion(days[0], name) for name, days in _gift_dates(file, country, path)}
        sales = {Occasion(first, sale.name, is_sale=True) for sale, first in _sale_dates(file, country, path)}
        known = sorted(gifts | sales, key=lambda occasion: (occasion.day, occasion.name_key))
        found[country] = tuple(occasion for occasion in known if FIRST_DAY <= occasion.day <= LAST_DAY)
    return found


def occasion_name(name_key: str, language: str, path: Path = DAYS_FILE) -> str:
    """What a day is called in an interface language (BCP 47), in English where the file has no other; "" if unknown."""
    return chosen(_days_file(path).names.get(name_key, {}), language)


def category_seasons(path: Path = MONTHS_FILE) -> dict[str, tuple[int, ...]]:
    """Permille of normal demand per top of the category tree, January to December. Raises BadFile."""
    return {department: months.value for department, months in load_figures(MonthsFile, path).departments.items()}


def _presents(gifts: Sequence[tuple[str, tuple[date, ...]]]) -> tuple[int, ...]:
    levels = [NORMAL] * DAYS
    for _, days in gifts:
        for step in range(1, _STEPS + 1):
            place = (days[0] - FIRST_DAY).days + RAMP_FROM + step - 1
            if 0 <= place < DAYS:
                levels[place] = max(levels[place], NORMAL + (PEAK - NORMAL) * step // _STEPS)
    for day in (day for _, days in gifts for day in days):
        if FIRST_DAY <= day <= LAST_DAY:
            levels[(day - FIRST_DAY).days] = AT_HOME
    return tuple(levels)


def _sales(file: DaysFile, country: str, path: Path) -> tuple[int, ...]:
    levels = [NORMAL] * DAYS
    for sale, first in _sale_dates(file, country, path):
        for number in range(sale.days):
            place = (first - FIRST_DAY).days + number
            level = BIGGEST_SALE if number == 0 and country in sale.biggest_in else SALE
            if 0 <= place < DAYS:
                levels[place] = max(levels[place], level)
    return tuple(levels)


def _years() -> range:
    """The years of the calendar and the next, whose first holidays are prepared for in the last December."""
    return range(FIRST_DAY.year, LAST_DAY.year + 2)


def _gift_dates(file: DaysFile, country: str, path: Path) -> list[tuple[str, tuple[date, ...]]]:
    if country not in file.gift_days:
        raise BadFile([Fault(path.name, 1, 1, "gift_days", f"the days of presents of '{country}' are missing")])
    entries = file.gift_days[country]
    return [(entry.name, _days_of(entry.rule, country, year, path)) for entry in entries for year in _years()]


def _sale_dates(file: DaysFile, country: str, path: Path) -> list[tuple[SaleDay, date]]:
    sales = [sale for sale in file.sale_days if country in sale.countries]
    return [(sale, _days_of(sale.rule, country, year, path)[0]) for sale in sales for year in _years()]


def _days_of(rule: DateRule, country: str, year: int, path: Path) -> tuple[date, ...]:
    """The days of a year on which a rule falls; more than one only for a holiday of several days."""
    if year in rule.announced:
        return (rule.announced[year],)
    shift = timedelta(days=rule.offset_days)
    if rule.holidays:
        days = tuple(day for day, name in _public_holidays(country, year) if name in rule.holidays)
        if not days:
            told = f"the package knows no '{', '.join(rule.holidays)}' of {country} in {year}"
            raise BadFile([Fault(path.name, 1, 1, "rule.holidays", told)])
        return (days[0] + shift,) if shift else days
    month = rule.month or 1
    if rule.day is not None:
        return (date(year, month, rule.day) + shift,)
    return (_nth_weekday(year, month, rule.weekday or 1, rule.nth or 1) + shift,)


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth weekday (ISO) of a month; the last for -1."""
    first = date(year, month, 1) + timedelta(days=(weekday - date(year, month, 1).isoweekday()) % 7)
    if nth > 0:
        return first + timedelta(days=7 * (nth - 1))
    fifth = first + timedelta(days=28)
    return fifth if fifth.month == month else first + timedelta(days=21)


@cache
def _public_holidays(country: str, year: int) -> tuple[tuple[date, str], ...]:
    """Days and English names, by day; days off in lieu are left out, the mark of an estimate is taken off."""
    from holidays import country_holidays  # here, so that only the building of a market loads it

    found = country_holidays(country, years=year, observed=False, language="en_US")
    pairs = [(day, name.removesuffix(" (estimated)")) for day, names in found.items() for name in names.split("; ")]
    return tuple(sorted(pairs))
