"""Payments fail, more often from abroad; half of those whose payment failed try once more (seed/shoppers/payment.yaml)."""

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from lab.values.chance import below, draw
from lab.values.dated import Country, Figure, StrictModel, load_figures
from lab.values.places import SEED

FILE = SEED / "shoppers" / "payment.yaml"
Permille = Annotated[int, Field(ge=0, le=1000)]


class PaymentFile(StrictModel):
    """`seed/shoppers/payment.yaml`. `elsewhere` is for countries abroad that have no figure of their own."""

    sources: dict[str, str]
    home: Figure[Permille]
    elsewhere: Figure[Permille]
    abroad: dict[Country, Figure[Permille]]
    try_again: Figure[Permille]


@cache
def load_payment(path: Path = FILE) -> PaymentFile:
    """The figures. Raises BadFile for a faulty file."""
    return load_figures(PaymentFile, path)


def failures_permille(home: str, country: str) -> int:
    """Of 1000 purchases from a country in a shop at home in another, how many fail at the first payment."""
    figures = load_payment()
    if country == home:
        return figures.home.value
    return figures.abroad.get(country, figures.elsewhere).value


def is_paid(home: str, country: str, key: int) -> bool:
    """Whether the buyer with a key pays in the end: at once, or at the second try if there is one."""
    fails = failures_permille(home, country)
    if below(draw(key, "payment"), 1000) >= fails:
        return True
    again = below(draw(key, "payment again"), 1000) < load_payment().try_again.value
    return again and below(draw(key, "second payment"), 1000) >= fails
