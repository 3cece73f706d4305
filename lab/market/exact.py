"""Logarithms, exponentials and tables on integers, the same on every computer.

Python's decimal module rounds `ln` and `exp` correctly, so a result never depends on the maths library of a
machine. Results are whole thousandths or millionths.
"""

from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache

import numpy as np

from lab.market.base import Tables

_CONTEXT = Context(prec=16, rounding=ROUND_HALF_EVEN)
CLICK_LOW, CLICK_HIGH = -12_000, 8_000
SLOTS = 48
DEPTH_EXPONENT = Decimal("0.65")


@lru_cache(maxsize=65536)
def ln_milli(numerator: int, denominator: int = 1) -> int:
    """1000 ln(numerator / denominator), to the nearest whole. Both must be at least 1."""
    if numerator < 1 or denominator < 1:
        raise ValueError("a logarithm needs numbers above zero")
    value = _CONTEXT.ln(_CONTEXT.divide(Decimal(numerator), Decimal(denominator)))
    return int((value * 1000).to_integral_value(ROUND_HALF_EVEN))


@lru_cache(maxsize=65536)
def exp_milli(milli: int) -> int:
    """1000 e**(milli / 1000), to the nearest whole."""
    return int((_CONTEXT.exp(Decimal(milli) / 1000) * 1000).to_integral_value(ROUND_HALF_EVEN))


def idf_micro(documents: int, found_in: int) -> int:
    """1,000,000 ln(1 + (N - df + 0.5) / (df + 0.5)): how much a token tells (Robertson's form, never below zero)."""
    ratio = _CONTEXT.divide(Decimal(2 * (documents - found_in) + 1), Decimal(2 * found_in + 1))
    return int((_CONTEXT.ln(1 + ratio) * 1_000_000).to_integral_value(ROUND_HALF_EVEN))


def make_tables() -> Tables:
    """The four tables of `lab.market.base.Tables`. Takes about a second."""
    scale = Decimal(2**32)
    click = [
        int((scale / (1 + _CONTEXT.exp(Decimal(-v) / 1000))).to_integral_value(ROUND_FLOOR))
        for v in range(CLICK_LOW, CLICK_HIGH + 1)
    ]
    gumbel = []
    for i in range(65536):
        inner = -_CONTEXT.ln(Decimal(2 * i + 1) / 131072)
        gumbel.append(int((-1000 * _CONTEXT.ln(inner)).to_integral_value(ROUND_HALF_EVEN)))
    reach = [_CONTEXT.exp(-DEPTH_EXPONENT * _CONTEXT.ln(Decimal(k))) * 131072 for k in range(1, SLOTS + 1)]
    depth = np.zeros(65536, dtype=np.uint8)
    for threshold in reach:
        # 2i + 1 <= threshold: a shopper with this number looks at this slot too.
        depth[: int((threshold.to_integral_value(ROUND_FLOOR) + 1) // 2)] += 1
    whole = Decimal(65536)
    relevance = [
        int((1500 * _CONTEXT.ln(_CONTEXT.divide(Decimal(max(1, i)), whole))).to_integral_value(ROUND_HALF_EVEN))
        for i in range(65537)
    ]
    return Tables(
        np.array(click, dtype=np.uint32), np.array(gumbel, dtype=np.int16), depth, np.array(relevance, dtype=np.int32)
    )
