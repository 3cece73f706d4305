"""Check: goods were bought from the supplier in time."""

from collections.abc import Iterator
from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from lab.checks.spoiling import left_out
from lab.grading.check import ONE, ZERO, Check, Finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Offset, Share
from lab.grading.spoil import Log, Spoiled
from lab.values.moment import Moment, format_offset


class ByStep(BaseModel):
    """A moment by which something must have been done, and what that gives."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)
    by: Offset
    give: Share


class StockReorderPlaced(Check):
    """Earns the first step whose moment was kept by purchases of at least `qty` pieces of `sku` in all.

    Without `steps` everything is earned by a purchase before the moment of the check; no purchase after that is seen.
    When the goods arrive does not matter.
    """

    name: ClassVar[str] = "stock.reorder_placed"
    skill_default: ClassVar[str] = "management"
    sku: str = Field(min_length=1)
    qty: int = Field(ge=1, le=100_000)
    steps: tuple[ByStep, ...] = ()

    @model_validator(mode="after")
    def _steps_go_up(self) -> Self:
        moments = [step.by for step in self.steps]
        if moments != sorted(moments):
            raise ValueError("the steps must go from the earliest moment to the latest")
        return self

    def examine(self, evidence: Evidence) -> Finding:
        bought, reached, proofs = 0, None, []
        for one in evidence.world.inbound:
            if one.kind != "purchase" or one.sku != self.sku:
                continue
            bought += one.quantity
            if reached is None and bought >= self.qty:
                reached = one.sent_at
            ref = evidence.deed_ref("stock.reorder", sku=self.sku)
            proofs.append(proof("stock", ref=ref, sku=self.sku, found=one.quantity, at=format_offset(one.sent_at)))
        shown = proof("stock", sku=self.sku, found=bought, expected=self._wanted())
        share = self._share(reached)
        message = (
            "reorder_placed" if share == ONE else "reorder_late" if share or reached is not None else "reorder_missing"
        )
        return Finding(share, message, {"found": bought, "of": self.qty}, (shown, *proofs))

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from left_out(log, "the purchase", "stock.reorder", about=[self.sku])

    def _share(self, reached: Moment | None) -> Share:
        if reached is None:
            return ZERO
        if not self.steps:
            return ONE
        return next((step.give for step in self.steps if reached <= step.by), ZERO)

    def _wanted(self) -> str:
        return ", ".join([f"≥ {self.qty}", *(f"{format_offset(step.by)} → {step.give}" for step in self.steps)])
