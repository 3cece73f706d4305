"""Check: so many pieces lie in a store."""

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar, Self

from pydantic import Field, model_validator

from lab.checks.spoiling import left_out
from lab.grading.check import ONE, ZERO, Check, Finding, linear, proof
from lab.grading.evidence import Evidence
from lab.grading.spoil import Log, Spoiled
from lab.ledger.store import stock_at
from lab.values.moment import format_offset

SHOWN = 5


class StockQuantityIs(Check):
    """Earns everything from `min` to `max` pieces of `sku`, nothing from `zero` pieces outside on, a straight line
    between.

    `location` is the country of a warehouse; without it the home store counts. Goods on their way do not lie anywhere
    yet. A shop that nobody touched may hold few pieces too, so a check without a `min` must name others in `needs`.
    """

    name: ClassVar[str] = "stock.quantity_is"
    skill_default: ClassVar[str] = "management"
    sku: str = Field(min_length=1)
    location: str = Field(default="", pattern=r"^([A-Z]{2})?$")
    min: int | None = Field(default=None, ge=0)
    max: int | None = Field(default=None, ge=0)
    zero: int = Field(default=1, ge=1, le=100_000)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.min is None and self.max is None:
            raise ValueError("either 'min' or 'max' must be given")
        if self.min is not None and self.max is not None and self.max < self.min:
            raise ValueError("'min' must not be above 'max'")
        if not self.min and not self.needs:
            raise ValueError("without a 'min' above zero, checks must be named in 'needs'")
        return self

    def examine(self, evidence: Evidence) -> Finding:
        world = evidence.world
        home = ("", evidence.setting.home)
        found = stock_at(world, self.location, self.sku)
        low = max(0, self.min - found) if self.min is not None else 0
        high = max(0, found - self.max) if self.max is not None else 0
        share = linear(Fraction(max(low, high)), full=ZERO, zero=Fraction(self.zero))
        came = [
            one for one in world.inbound
            if one.sku == self.sku and (one.to == self.location or (one.to in home and self.location in home))
        ]  # fmt: skip
        on_way = sum(one.quantity for one in came if one.arrived_at is None)
        rows = [
            proof("stock", sku=self.sku, rule=one.kind, found=f"+{one.quantity}", at=format_offset(one.arrived_at))
            for one in came
            if one.arrived_at is not None
        ]
        shown = proof(
            "stock", object=self.location or evidence.setting.home, sku=self.sku, found=found, expected=self._wanted(),
            on_way=on_way or None,
        )  # fmt: skip
        message = "stock_right" if share == ONE else "stock_near" if share else "stock_wrong"
        return Finding(share, message, {"found": found}, (shown, *rows[-SHOWN:]))

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from left_out(log, "buying and moving goods", "stock.reorder", "stock.transfer", about=[self.sku])

    def _wanted(self) -> str:
        if self.min is not None and self.max is not None:
            return str(self.min) if self.min == self.max else f"{self.min} - {self.max}"
        return f"≥ {self.min}" if self.min is not None else f"≤ {self.max}"
