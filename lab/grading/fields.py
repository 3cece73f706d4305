"""The kinds of value that checks take from author files, read from plain text."""

import re
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from lab.values.errors import LabError
from lab.values.moment import parse_duration, parse_offset
from lab.values.money import Money

_FRACTION = re.compile(r"(\d{1,6})(?:/([1-9]\d{0,5}))?")
_PERCENT = re.compile(r"(-?\d{1,4})(?:\.(\d{1,4}))? ?%")


def read_fraction(value: Any) -> Fraction:
    """"0", "1" or "1/2", exactly, from 0 to 1."""
    if isinstance(value, Fraction):
        return value
    match = _FRACTION.fullmatch(str(value).strip())
    if match is None or Fraction(int(match[1]), int(match[2] or 1)) > 1:
        raise ValueError('a share is written 0, 1 or like "1/2"')
    return Fraction(int(match[1]), int(match[2] or 1))


def read_percent(value: Any) -> Fraction:
    """"18 %" or "2.5 %", exactly."""
    if isinstance(value, Fraction):
        return value
    match = _PERCENT.fullmatch(str(value).strip())
    if match is None:
        raise ValueError('a percentage is written like "18 %"')
    part = match[2] or ""
    return Fraction(int(f"{match[1]}{part}"), 100 * 10 ** len(part))


def percent_text(share: Fraction) -> str:
    """A share as a percentage with one digit, cut off: "18.2 %"."""
    permille = share * 1000 // 1
    return f"{'-' if permille < 0 else ''}{abs(permille) // 10}.{abs(permille) % 10} %"


def _reads(function: Any, example: str) -> BeforeValidator:
    def read(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return function(value)
        except LabError:
            raise ValueError(f"cannot read {value[:40]!r}; write it like {example}") from None

    return BeforeValidator(read)


def _as_tuple(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _text_schema(pattern: str, example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "examples": [example]})


Share = Annotated[Fraction, BeforeValidator(read_fraction), _text_schema(r"^\d+(/[1-9]\d*)?$", "1/2")]
Percent = Annotated[Fraction, BeforeValidator(read_percent), _text_schema(r"^-?\d+(\.\d+)? ?%$", "18 %")]
Offset = Annotated[int, _reads(parse_offset, "+18h"), _text_schema(r"^\+(\d+d)?(\d+h)?(\d+m)?$", "+18h")]
Minutes = Annotated[int, _reads(parse_duration, "24h"), _text_schema(r"^(\d+d)?(\d+h)?(\d+m)?$", "24h")]
Amount = Annotated[Money, _reads(Money.parse, '"11.40 EUR"'), _text_schema(r"^-?\d+(\.\d+)? [A-Z]{3}$", "11.40 EUR")]
Names = Annotated[
    tuple[str, ...],
    BeforeValidator(_as_tuple),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
