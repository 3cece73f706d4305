"""Check: buyers' messages are answered in time."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from lab.grading.check import ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Share
from lab.grading.spoil import Log, Spoiled, delayed, named, only_changed
from lab.values.moment import HOUR, format_offset


class HoursStep(BaseModel):
    """A limit in hours, and what keeping it gives."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)
    hours: int = Field(ge=1, le=10_000)
    give: Share


class MessageRepliedWithin(Check):
    """Earns, per thread, the first step whose limit the first reply kept; the mean over threads."""

    name: ClassVar[str] = "message.replied_within"
    skill_default: ClassVar[str] = "customer-service"
    steps: Annotated[tuple[HoursStep, ...], Field(min_length=1)]

    def examine(self, evidence: Evidence) -> Finding:
        items = [self._examine_one(evidence, thread) for thread in self.on]
        return items_finding(items, right="replied_in_time", partly="replied_partly_in_time", wrong="not_replied_in_time")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        late = log
        for name in self.on:
            thread = right.thread(name)
            if thread is not None:
                late = delayed(late, named("message.reply", thread=name), thread.messages[0].at + self.steps[-1].hours * HOUR + 1)
        yield from only_changed(log, "answers after the last step", late)

    def _examine_one(self, evidence: Evidence, thread_id: str) -> Item:
        thread = evidence.thread(thread_id)
        replies = evidence.replies(thread_id)
        wanted = ", ".join(f"≤ {step.hours} h → {step.give}" for step in self.steps)
        if thread is None or not replies:
            return Item(ZERO, proof("reply", thread=thread_id, found="no answer", expected=wanted))
        minutes = replies[0].at - thread.messages[0].at
        share = next((step.give for step in self.steps if minutes <= step.hours * HOUR), ZERO)
        ref = evidence.deed_ref("message.reply", thread=thread_id)
        shown = proof("reply", ref=ref, thread=thread_id, found=format_offset(minutes)[1:], expected=wanted, at=format_offset(replies[0].at))
        return Item(share, shown)
