"""`lab language`: say which language lines of text are in, and what the lab reads in them."""

import json
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import BinaryIO

import click

from lab.cli.console import out
from lab.languages.claims import claims_found
from lab.languages.dates import dates_in
from lab.languages.folding import fold
from lab.languages.identify import LANGUAGES, SURE, identify
from lab.languages.manners import dress_of, questions_in
from lab.languages.promises import PROMISE_KINDS, promises_found
from lab.languages.quantities import Quantity, stated_in
from lab.languages.topics import topics_in
from lab.languages.units import dimension
from lab.values.errors import BadInput

LONGEST_LINE = 40_000
"""Bytes; a message on a platform has at most a tenth of it."""
_DRESS = ("greeting", "closing", "polite", "familiar", "apology", "thanks", "blame")


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that the lab reads in a line: its kind, what it says, and its span in the NFC form of the line."""

    kind: str
    value: str
    span: tuple[int, int]


@click.group()
def language() -> None:
    """Say which language a text is in, and what the lab reads in it. Both commands take lines from standard input."""


@language.command("identify")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def identify_lines(as_json: bool) -> None:
    """The language of every line (und: too little to say, zxx: no language), its certainty of 1000, and whether it is sure."""
    for number, line in lines_of(sys.stdin.buffer):
        found = identify(line)
        sure = found.language != "und" and found.certainty >= SURE
        if as_json:
            record = {"line": number, "language": found.language, "certainty_permille": found.certainty, "sure": sure}
            click.echo(json.dumps(record))
        else:
            out.print(f"{found.language:3}  {found.certainty:4}  {'sure' if sure else 'unsure'}", markup=False)


def _known_language(_context: click.Context, _parameter: click.Parameter, code: str) -> str:
    base = code.split("-")[0].lower()
    if base not in LANGUAGES:
        raise click.BadParameter(f"'{code}' is none of the languages of the lab: {', '.join(LANGUAGES)}.")
    return base


@language.command("read")
@click.option("--lang", required=True, metavar="CODE", callback=_known_language, help="The language that the lines are in.")
@click.option("--date", "on", type=click.DateTime(["%Y-%m-%d"]), help="The day on which they are written; today if left out.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def read_lines(lang: str, on: datetime | None, as_json: bool) -> None:
    """What every line states: dates, quantities, amounts, ranges, claims, topics, promises, manners and questions."""
    today = (on or datetime.now(UTC)).date()
    for number, line in lines_of(sys.stdin.buffer):
        text = unicodedata.normalize("NFC", line)
        pieces = read_text(text, lang, today)
        if as_json:
            found = [
                {"kind": one.kind, "value": one.value, "span": list(one.span), "text": text[slice(*one.span)]} for one in pieces
            ]
            click.echo(json.dumps({"line": number, "found": found}, ensure_ascii=False))
            continue
        out.print(f"line {number}: {len(pieces)} found", markup=False)
        for one in pieces:
            start, end = one.span
            what = f"{one.kind}  {one.value}" if one.value else one.kind
            out.print(f"  {start}-{end}  {what}  {_shown(text[start:end])}", markup=False, emoji=False)


def lines_of(stream: BinaryIO) -> Iterator[tuple[int, str]]:
    """The lines of a stream with their numbers, without line ends; empty ones too. Only a line feed ends a line.

    Raises BadInput for a line that is too long or no UTF-8.
    """
    number = 0
    while line := stream.readline(LONGEST_LINE + 2):
        number += 1
        bare = line.removesuffix(b"\n").removesuffix(b"\r")
        if len(bare) > LONGEST_LINE:
            raise BadInput("line_too_long", line=number, longest_bytes=LONGEST_LINE)
        try:
            text = bare.decode("utf-8")
        except UnicodeDecodeError as error:
            raise BadInput("line_is_no_utf_8", line=number, byte=error.start + 1) from None
        yield number, text.removeprefix("\ufeff") if number == 1 else text


def read_text(text: str, lang: str, today: date) -> list[Piece]:
    """All that the lab reads in a text in NFC, by place."""
    whole = fold(text)
    quantities, ranges = stated_in(text)
    pieces = [
        Piece("date", one.on.isoformat(), whole.span(one.start, one.end))
        for one in dates_in(text, tuple(dict.fromkeys((lang, "en"))), today)
    ]
    pieces += [_piece_of(one, whole.span(one.start, one.end)) for one in quantities if not one.ranged]
    for bounds in ranges:
        value = f"{_number(bounds.low[0])}-{_number(bounds.high[0])} {'/'.join(bounds.units)}"
        pieces.append(Piece("range", value, whole.span(bounds.start, bounds.end)))
    pieces += [Piece("claim", found.claim, found.span) for found in claims_found(text, lang)]
    pieces += [Piece("topic", topic, span) for topic, span in topics_in(text, lang).items()]
    pieces += [Piece("promise", found.kind, found.span) for found in promises_found(text, PROMISE_KINDS)]
    if (dress := dress_of(text, lang)) is not None:
        styles = {"greeting": dress.greeting_style, "closing": dress.closing_style}
        worn = ((name, getattr(dress, name)) for name in _DRESS)
        pieces += [Piece(name, styles.get(name) or "", span) for name, span in worn if span is not None]
    pieces += [Piece("question", "", span) for span in questions_in(text, lang)]
    return sorted(pieces, key=lambda one: (one.span, one.kind, one.value))


def _piece_of(quantity: Quantity, span: tuple[int, int]) -> Piece:
    is_money = all(dimension(unit) == "money" for unit in quantity.units)
    value = " or ".join(_number(reading) for reading in quantity.readings)
    return Piece("amount" if is_money else "quantity", f"{value} {'/'.join(quantity.units)}", span)


def _number(value: Fraction) -> str:
    """A decimal number, as short as it is exact."""
    if value.denominator == 1:
        return str(value.numerator)
    places = 1
    while (value * 10**places).denominator != 1 and places < 12:
        places += 1
    digits = str(int(value * 10**places)).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}"


def _shown(text: str) -> str:
    """A text on one line of a terminal, without signs that move the cursor or turn the line round."""
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)
