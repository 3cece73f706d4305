"""Turning money from one currency into another at the lab's frozen rates (`seed/customs/rates.yaml`).

A rate is units of a currency for one euro; a cross rate goes through the euro, exactly, and only the
result is rounded, half up, to the minor unit. Platforms' and banks' margins are not in here.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator

from lab.values.dated import Amount, Dated, Figure, Share, Source, StrictModel, load_figures, source_of
from lab.values.errors import BadInput
from lab.values.money import Money, minor_digits
from lab.values.places import SEED

FILE = SEED / "customs" / "rates.yaml"


def _is_positive(rate: Fraction) -> Fraction:
    if rate <= 0:
        raise ValueError("a rate must be above 0")
    return rate


class RatesFile(StrictModel):
    """`seed/customs/rates.yaml`."""

    sources: dict[str, str]
    base: str
    date: date
    rates: Mapping[str, Figure[Annotated[Share, AfterValidator(_is_positive)]]]
    cn22_max: Dated[Amount]


@cache
def load_rates(path: Path = FILE) -> RatesFile:
    """The frozen table. Raises BadFile for a faulty file."""
    return load_figures(RatesFile, path)


def rate(currency: str) -> Fraction:
    """Units of a currency for one euro. Raises BadInput for a currency that the table does not hold."""
    table = load_rates()
    if currency == table.base:
        return Fraction(1)
    if currency not in table.rates:
        raise BadInput("no_exchange_rate", currency=currency[:10])
    return table.rates[currency].value


def rate_source(currency: str) -> Source:
    """Where a currency's rate comes from. Raises BadInput as `rate`."""
    rate(currency)
    table = load_rates()
    return source_of(table.rates[currency], table.sources)


def exact(money: Money, to_currency: str) -> Fraction:
    """An amount in minor units of another currency, not rounded. Raises BadInput as `rate`."""
    if money.currency == to_currency:
        return Fraction(money.amount)
    scale = Fraction(10) ** (minor_digits(to_currency) - minor_digits(money.currency))
    return money.amount * rate(to_currency) / rate(money.currency) * scale


def convert(money: Money, to_currency: str) -> Money:
    """An amount in another currency, rounded half up to its minor unit. Raises BadInput as `rate`."""
    return Money(1, to_currency).times(exact(money, to_currency))
