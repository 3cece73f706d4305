"""How often each keyword is searched: the authors give the order, the law of query logs the amounts.

Searches fall with the rank of a query by a power law whose exponent is close to 1 in every published log; figures that
people set one by one are far too even, and a market built on them has no bestsellers. So the keywords of a language
are ranked by what the author files say, and the one at rank r gets the language's largest figure divided by r ** 0.95,
rounded to two digits as keyword tools do.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Context, Decimal

from lab.market.base import Keyword
from lab.values.chance import key_of

EXPONENT = Decimal("0.95")
_CONTEXT = Context(prec=16, rounding=ROUND_HALF_EVEN)


def with_volumes(keywords: Sequence[Keyword]) -> tuple[Keyword, ...]:
    """The keywords of all languages with their searches a month; equal figures are ordered by chance."""
    volumes: dict[int, int] = {}
    for language in dict.fromkeys(keyword.language for keyword in keywords):
        ranked = sorted(
            (keyword for keyword in keywords if keyword.language == language),
            key=lambda keyword: (-keyword.volume, key_of("volume", keyword.language, keyword.type, keyword.text)),
        )
        for place, keyword in enumerate(ranked, start=1):
            volumes[keyword.id] = volume_at(place, ranked[0].volume)
    return tuple(replace(keyword, volume=volumes[keyword.id]) for keyword in keywords)


def volume_at(place: int, most: int) -> int:
    """Searches a month of the keyword at a place (from 1), when the first has `most`."""
    share = _CONTEXT.exp(-EXPONENT * _CONTEXT.ln(Decimal(place)))
    return max(10, two_digits(int((most * share).to_integral_value(ROUND_HALF_EVEN))))


def two_digits(number: int) -> int:
    """A whole number rounded to its first two digits, halves up."""
    unit: int = 10 ** max(0, len(str(number)) - 2)
    return (number + unit // 2) // unit * unit
