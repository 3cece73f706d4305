"""Money as whole minor units of one currency.

Digits after the point come from CLDR; the few currencies without two digits are listed here, so that
amounts never depend on the version of a library (source: ISO 4217, read 2026-11).
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Self

from lab.values.errors import BadInput

_DIGITS = {
    **dict.fromkeys(["JPY", "KRW", "VND", "CLP", "ISK", "PYG", "UGX", "XOF"], 0),
    **dict.fromkeys(["BHD", "KWD", "OMR", "JOD", "TND", "LYD"], 3),
}
_SHAPE = re.compile(r"(-?)(\d{1,12})(?:\.(\d{1,3}))? ([A-Z]{3})")


def minor_digits(currency: str) -> int:
    """Digits after the decimal point of a currency (ISO 4217)."""
    return _DIGITS.get(currency, 2)


def round_half_up(value: Fraction) -> int:
    """The nearest whole number; halves go away from zero."""
    sign = -1 if value < 0 else 1
    return sign * int((abs(value) * 2 + 1) // 2)


@dataclass(frozen=True, slots=True)
class Money:
    """`amount` minor units (cents, fils) of an ISO 4217 `currency`."""

    amount: int
    currency: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "11.40 EUR". Raises BadInput for anything else, also for too many digits after the point."""
        match = _SHAPE.fullmatch(text.strip())
        if match is None:
            raise BadInput("money_unreadable", text=text[:40], example="11.40 EUR")
        sign, whole, part, currency = match[1], match[2], match[3] or "", match[4]
        digits = minor_digits(currency)
        if len(part) > digits:
            raise BadInput("money_too_many_digits", text=text[:40], digits=digits)
        amount = int(whole) * 10**digits + int(part.ljust(digits, "0") or 0)
        return cls(-amount if sign else amount, currency)

    def __str__(self) -> str:
        digits = minor_digits(self.currency)
        sign = "-" if self.amount < 0 else ""
        whole, part = divmod(abs(self.amount), 10**digits)
        number = f"{whole}.{part:0{digits}d}" if digits else str(whole)
        return f"{sign}{number} {self.currency}"

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise ValueError(f"cannot mix {self.currency} and {other.currency}")
        return other.amount

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other)

    def times(self, factor: int | Fraction) -> "Money":
        """This amount times a factor, rounded half up to the minor unit."""
        return Money(round_half_up(Fraction(self.amount) * factor), self.currency)
