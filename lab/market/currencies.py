"""Exchange rates to the euro for every day of the calendar, in millionths of the currency's unit.

Three ways, in this order: a peg to another currency (seed/market/currency_paths.yaml); the reference rates of the
European Central Bank that come inside the package `currencyconverter`, where a day without a rate takes the last one
before it; a seeded path with the drift and volatility of that file. After the bank's last day in the package the path
goes on from its last real rate (`last_real_days` tells which day that was). A step of the path belongs to its currency
and day, so a package with longer history changes no step of the days after it.

The package is asked only when a market is built, and needs no network; what it said lives on in the market file. The
rates that marks are reckoned with are frozen ones and stand elsewhere (`lab.customs.exchange`).
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field, model_validator

from lab.market.calendars import DAYS, FIRST_DAY, LAST_DAY
from lab.market.stream import Stream
from lab.values.dated import Figure, Share, StrictModel, load_figures
from lab.values.errors import BadFile, BadInput, Fault
from lab.values.money import round_half_up
from lab.values.places import SEED

if TYPE_CHECKING:
    from currency_converter import CurrencyConverter

FILE = SEED / "market" / "currency_paths.yaml"
BASE = "EUR"
MICRO = 1_000_000
WORKING_DAYS = 261
"""Days from Monday to Friday in a year."""
_NUMBERS_PER_STEP = 12

Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class Walk(StrictModel):
    """How a rate goes by chance. `start` (units for one euro on the day `on`) only where no bank gives rates."""

    start: Annotated[Share, Field(gt=0)] | None = None
    on: date | None = None
    drift_permille: Annotated[int, Field(ge=-500, le=500)]
    volatility_micro: Annotated[int, Field(ge=0, le=50_000)]

    @model_validator(mode="after")
    def _starts_inside_the_calendar(self) -> Self:
        if (self.start is None) != (self.on is None):
            raise ValueError("start and on stand together or not at all")
        if self.on is not None and not FIRST_DAY <= self.on <= LAST_DAY:
            raise ValueError(f"the day must lie between {FIRST_DAY} and {LAST_DAY}")
        return self


class Peg(StrictModel):
    """A fixed rate: units of the currency for one unit of `to`."""

    to: Currency
    rate: Annotated[Share, Field(gt=0)]


class PathsFile(StrictModel):
    """`seed/market/currency_paths.yaml`."""

    sources: dict[str, str]
    paths: dict[Currency, Figure[Walk]]
    pegs: dict[Currency, Figure[Peg]]

    @model_validator(mode="after")
    def _pegs_hang_on_paths(self) -> Self:
        loose = sorted(currency for currency, peg in self.pegs.items() if peg.value.to not in self.paths)
        if loose or set(self.pegs) & set(self.paths):
            raise ValueError(f"a peg must hang on a currency with a path, and have none itself: {', '.join(loose)}")
        return self


@cache
def _file(path: Path) -> PathsFile:
    return load_figures(PathsFile, path)


def rate_paths(currencies: Sequence[str] | None = None, path: Path = FILE) -> dict[str, tuple[int, ...]]:
    """Millionths of each currency's unit for one euro, for every day from FIRST_DAY to LAST_DAY.

    Without names, of every currency of the file and of the euro, in the order of the alphabet.
    Raises BadInput for a currency that the file does not hold, BadFile for a faulty file or a currency that has
    neither rates of the bank nor a start.
    """
    if currencies is None:
        currencies = sorted({BASE, *_file(path).paths, *_file(path).pegs})
    return {currency: _path_of(currency, path) for currency in currencies}


def last_real_days(currencies: Sequence[str], path: Path = FILE) -> dict[str, date | None]:
    """The last day with a rate of the bank, per currency; that of the other currency for a peg, None where none is used."""
    pegs = _file(path).pegs
    ends = {}
    for currency in currencies:
        real = {} if currency == BASE else _bank_rates(pegs[currency].value.to if currency in pegs else currency)
        ends[currency] = max(real) if real else None
    return ends


def _path_of(currency: str, path: Path) -> tuple[int, ...]:
    file = _file(path)
    if currency == BASE:
        return (MICRO,) * DAYS
    if currency in file.pegs:
        peg = file.pegs[currency].value
        return tuple(round_half_up(rate * peg.rate) for rate in _path_of(peg.to, path))
    if currency not in file.paths:
        raise BadInput("no_exchange_rate", currency=currency[:10])
    walk = file.paths[currency].value
    steps = _steps(currency, walk)
    if real := _bank_rates(currency):
        return _carried_on(real, steps)
    if walk.start is None or walk.on is None:
        raise BadFile([Fault(path.name, 1, 1, f"paths.{currency}", "no bank gives its rates: a start is missing")])
    return _both_ways(round_half_up(walk.start * MICRO), (walk.on - FIRST_DAY).days, steps)


def _steps(currency: str, walk: Walk) -> list[int]:
    """Millionths by which the rate moves from the day before to each day; 0 on Saturdays and Sundays."""
    stream = Stream("currency", currency, size=_NUMBERS_PER_STEP * DAYS)
    drift = walk.drift_permille * (MICRO // 1000) // WORKING_DAYS
    chance = [(walk.volatility_micro * stream.normal_milli() + 500) // 1000 for _ in range(DAYS)]
    working = [(FIRST_DAY + timedelta(days=place)).isoweekday() <= 5 for place in range(DAYS)]
    return [drift + moved if works else 0 for moved, works in zip(chance, working, strict=True)]


def _carried_on(real: dict[date, int], steps: Sequence[int]) -> tuple[int, ...]:
    """The bank's rates as far as they reach, and the path from there."""
    rates: list[int] = []
    for place, step in enumerate(steps):
        day = FIRST_DAY + timedelta(days=place)
        rates.append(real[day] if day in real else _moved(rates[-1], step))
    return tuple(rates)


def _both_ways(start: int, place: int, steps: Sequence[int]) -> tuple[int, ...]:
    """A path through one known rate: forwards by the steps, backwards by undoing them."""
    rates = [start] * DAYS
    for later in range(place + 1, DAYS):
        rates[later] = _moved(rates[later - 1], steps[later])
    for earlier in range(place - 1, -1, -1):
        rates[earlier] = round_half_up(Fraction(rates[earlier + 1] * MICRO, MICRO + steps[earlier + 1]))
    return tuple(rates)


def _moved(rate: int, step: int) -> int:
    return (rate * (MICRO + step) + MICRO // 2) // MICRO


@cache
def _bank_rates(currency: str) -> dict[date, int]:
    """The bank's rate in millionths for each day from FIRST_DAY to its last; {} for a currency that it does not list."""
    bank = _bank()
    if currency not in bank.currencies or bank.bounds[currency].last_date < FIRST_DAY:
        return {}
    last = min(bank.bounds[currency].last_date, LAST_DAY)
    days = [FIRST_DAY + timedelta(days=place) for place in range((last - FIRST_DAY).days + 1)]
    return {day: _micro(bank.convert(1, BASE, currency, day)) for day in days}


def _micro(rate: Decimal) -> int:
    return int((rate * MICRO).to_integral_value(ROUND_HALF_EVEN))


@cache
def _bank() -> "CurrencyConverter":
    from currency_converter import CurrencyConverter  # here, so that only the building of a market loads it

    return CurrencyConverter(decimal=True, fallback_on_missing_rate=True, fallback_on_missing_rate_method="last_known")
