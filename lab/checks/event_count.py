"""Check: something was done often enough."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from lab.checks.deeds import Where, deeds_where, is_meant, where_text
from lab.grading.check import ONE, ZERO, Check, Finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Offset, Share
from lab.grading.spoil import Log, Spoiled, only_changed, without
from lab.values.moment import format_offset

MOST_SHOWN = 10


class CountStep(BaseModel):
    """A number of actions, and what reaching it gives."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)
    count: int = Field(ge=1, le=10_000)
    give: Share


class EventCount(Check):
    """Earns by how many actions of the journal are such as `where` says (`action`, `outcome`, values of fields): with `steps` the first step
    reached, else everything from `min` to `max`.

    Only actions from `since` on count.
    """

    name: ClassVar[str] = "event.count"
    skill_default: ClassVar[str] = "management"
    where: Where
    min: int = Field(default=1, ge=1, le=10_000)
    max: int | None = Field(default=None, ge=1, le=10_000)
    steps: Annotated[tuple[CountStep, ...], Field(min_length=1)] | None = None
    since: Offset = 0

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.steps is not None and "min" in self.model_fields_set:
            raise ValueError("give either 'steps' or 'min'")
        if self.max is not None and self.max < self.min:
            raise ValueError("'max' must not be below 'min'")
        if self.steps is not None and [step.count for step in self.steps] != sorted({step.count for step in self.steps}, reverse=True):
            raise ValueError("'steps' begin with the highest count")
        return self

    def examine(self, evidence: Evidence) -> Finding:
        found = list(deeds_where(evidence, self.where, self.since))
        count = len(found)
        share = next((step.give for step in self.steps if count >= step.count), ZERO) if self.steps else (ONE if count >= self.min else ZERO)
        if self.max is not None and count > self.max:
            share = ZERO
        shown = [
            proof("journal", ref=f"action:{deed.seq}", found=deed.action.name, at=format_offset(deed.at)) for deed in found[:MOST_SHOWN]
        ] or [proof("journal", found="not done", expected=where_text(self.where))]
        message = "done_often_enough" if share == 1 else "done_partly_often_enough" if share else "done_too_often_or_seldom"
        return Finding(share, message, {"found": count, "wanted": self._wanted()}, tuple(shown))

    def _wanted(self) -> str:
        if self.steps:
            return ", ".join(f"≥ {step.count} → {step.give}" for step in self.steps)
        return f"≥ {self.min}" if self.max is None else f"{self.min}–{self.max}"

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        """None of the actions done."""
        yield from only_changed(log, "the actions left out", without(log, lambda action: is_meant(action, self.where)))
