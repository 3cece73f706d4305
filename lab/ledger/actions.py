"""The papers a student hands in: the profit worksheet and the reflection."""

from dataclasses import dataclass

from lab.ledger.sale import WORKSHEET_LINES
from lab.values.errors import Refused
from lab.values.money import Money
from lab.values.text import tidy_lines
from lab.world.action import Action, action
from lab.world.world import World

MAX_REFLECTION = 6_000
MAX_LINE = 10_000_000_00


@action("worksheet.submit")
@dataclass(frozen=True, slots=True)
class SubmitWorksheet(Action):
    """Hand in own figures; a later worksheet replaces the one before."""

    lines: dict[str, Money]

    def apply(self, world: World) -> None:
        unknown = sorted(set(self.lines) - set(WORKSHEET_LINES))
        if unknown or not self.lines:
            raise Refused("worksheet_lines", unknown=unknown, lines=list(WORKSHEET_LINES))
        for name, money in self.lines.items():
            if money.currency != world.setting.currency:
                raise Refused("wrong_currency", field=name, found=money.currency, currency=world.setting.currency)
            if abs(money.amount) > MAX_LINE:
                raise Refused("price_out_of_range", field=name, found=str(money))
        world.papers.worksheet = {name: self.lines[name] for name in WORKSHEET_LINES if name in self.lines}
        world.papers.worksheet_at = world.now


@action("reflection.submit", body="text")
@dataclass(frozen=True, slots=True)
class SubmitReflection(Action):
    """Hand in a short reflection; a later one replaces the one before."""

    text: str

    def apply(self, world: World) -> None:
        text = tidy_lines(self.text)
        if not text:
            raise Refused("text_empty", field="text")
        if len(text) > MAX_REFLECTION:
            raise Refused("too_long", field="text", found=len(text), limit=MAX_REFLECTION)
        world.papers.reflection = text
        world.papers.reflection_at = world.now
