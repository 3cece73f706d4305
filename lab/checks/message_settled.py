"""Check: buyers who go on until they have what they asked for were made content."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from lab.checks.message_thread_closed import SETTLED, state_of
from lab.checks.spoiling import left_out
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Minutes, Share
from lab.grading.spoil import Log, Spoiled
from lab.messages.dialogue_book import needs_of
from lab.values.moment import DAY, format_offset
from lab.world.thread import Thread


class AnswersStep(BaseModel):
    """A number of answers, and what settling with no more of them gives."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)
    answers: int = Field(ge=1, le=100)
    give: Share


class MessageSettled(Check):
    """Earns settled threads by all threads, in a world with dialogue. With `steps` a settled thread earns the first step whose number
    of answers was enough.

    Without `on` every thread counts whose buyer wants something; of these a thread that began less than `grace` before the moment
    that counts, and is not decided yet, is left out.
    """

    name: ClassVar[str] = "message.settled"
    skill_default: ClassVar[str] = "customer-service"
    steps: Annotated[tuple[AnswersStep, ...], Field(min_length=1)] | None = None
    grace: Minutes = DAY

    def examine(self, evidence: Evidence) -> Finding:
        names = self.on or tuple(thread.id for thread in evidence.world.threads.values() if self._counts(evidence, thread))
        items = [self._examine_one(evidence, name) for name in names]
        return items_finding(items, right="buyers_content", partly="buyers_partly_content", wrong="buyers_not_content")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from left_out(log, "the answers", "message.reply", about=self.on)

    def _counts(self, evidence: Evidence, thread: Thread) -> bool:
        if not needs_of(thread.intent) or not thread.messages:
            return False
        return bool(thread.outcome) or evidence.moment - thread.messages[0].at >= self.grace

    def _examine_one(self, evidence: Evidence, thread_id: str) -> Item:
        thread = evidence.thread(thread_id)
        if thread is None:
            return Item(ZERO, proof("thread", thread=thread_id, found="no such thread", expected="settled"))
        found, end = state_of(thread), thread.closed_at
        answers = sum(1 for reply in evidence.replies(thread_id) if end is None or reply.at <= end)
        share = self._share(answers) if found in SETTLED else ZERO
        shown = proof(
            "thread", ref=evidence.deed_ref("message.reply", thread=thread_id), thread=thread_id, found=found, expected="settled",
            answers=answers, asked=thread.asked or None, at=format_offset(end) if end is not None else None,
        )  # fmt: skip
        return Item(share, shown)

    def _share(self, answers: int) -> Fraction:
        if self.steps is None:
            return ONE
        return next((step.give for step in self.steps if answers <= step.answers), ZERO)
