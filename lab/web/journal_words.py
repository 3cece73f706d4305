"""A journal in words: what was done when, with which fields, and why the world said no."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from lab.school.runs import JournalLine
from lab.values.moment import day_of
from lab.values.money import Money
from lab.values.text import clip
from lab.web.errors import say
from lab.web.formats import duration_text, money_text
from lab.web.words import ACTION_NAMES, word


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One row of a journal in words. `refusal` is the reason why the world said no, or empty."""

    seq: int
    sim_time: int
    wall_time: datetime | None
    name: str
    about: str
    fields: tuple[tuple[str, str], ...]
    refusal: str

    @property
    def brief(self) -> bool:
        """What was sent fits into one line."""
        return bool(self.fields) and sum(len(name) + len(value) for name, value in self.fields) < 100


@dataclass(frozen=True, slots=True)
class TimelineDay:
    """All rows of one simulated day; `number` counts from 1."""

    number: int
    rows: tuple[TimelineRow, ...]


def timeline(lines: Sequence[JournalLine], start: datetime) -> list[TimelineDay]:
    """A journal by simulated day, in words."""
    return [
        TimelineDay(day + 1, tuple(timeline_row(line) for line in rows))
        for day, rows in groupby(lines, key=lambda line: day_of(start, line.sim_time))
    ]


def timeline_row(line: JournalLine) -> TimelineRow:
    about = next((str(line.fields[name]) for name in ("listing", "order", "thread", "place") if line.fields.get(name)), "")
    fields = tuple(
        (name, clip(_plain(value, name), 600))
        for name, value in line.fields.items()
        if value not in (None, "", [], {}) and str(value) != about
    )
    refusal = "" if line.ok else say(line.code, **line.args)
    return TimelineRow(line.seq, line.sim_time, line.wall_time, word(ACTION_NAMES, line.action), about, fields, refusal)


def _plain(value: object, name: str = "") -> str:
    """A field of an action in plain words: amounts and lengths of time as people write them, lists line by line."""
    if isinstance(value, Mapping):
        if set(value) == {"amount", "currency"}:
            return money_text(Money(value["amount"], value["currency"]))
        return ", ".join(f"{key} {_plain(part)}" for key, part in value.items() if part not in (None, "", [], {}))
    if isinstance(value, list):
        return "\n".join(_plain(part) for part in value)
    return duration_text(value) if name == "minutes" and isinstance(value, int) else str(value)
