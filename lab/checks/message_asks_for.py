"""Check: answers ask the buyer for what the shop must know."""

from collections.abc import Iterator
from typing import ClassVar, Self

from pydantic import Field, model_validator

from lab.checks.asked import SLOTS, Slot, asked_for, asks_anything, knows_slots
from lab.checks.replies import reading_language
from lab.checks.spoiling import left_out
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Names
from lab.grading.spoil import Log, Spoiled
from lab.languages.folding import fold
from lab.languages.phrases import phrase_pattern
from lab.values.moment import format_offset


class MessageAsksFor(Check):
    """Earns things asked for by all things that must be asked for, over all threads.

    `slots` names them for each thread: `order_number`, `photo`, `address`, `fault`, `wish`, `quantity`, `model`, or a name from
    `phrases`, which gives the phrases of things of the author's own. A thing counts where it stands in a question or a request.
    In a language for which the lab has no words of the named ones, any question is let pass.
    """

    name: ClassVar[str] = "message.asks_for"
    skill_default: ClassVar[str] = "customer-service"
    slots: dict[str, Names] = Field(min_length=1)
    phrases: dict[str, Names] = Field(default={})

    @model_validator(mode="after")
    def _names_fit(self) -> Self:
        if set(self.slots) != set(self.on):
            raise ValueError("'slots' must speak of exactly what 'on' names")
        named = {slot for slots in self.slots.values() for slot in slots}
        if unknown := sorted(named - {*SLOTS, *self.phrases}):
            raise ValueError(f"there is no slot {', '.join(unknown)}; there are {', '.join(SLOTS)}, and those of 'phrases'")
        if not all(self.slots.values()) or not all(self.phrases.values()):
            raise ValueError("a thread needs a slot, and a slot a phrase")
        for phrase in (one for phrases in self.phrases.values() for one in phrases):
            phrase_pattern(phrase)  # raises for one that nobody can say
        return self

    def examine(self, evidence: Evidence) -> Finding:
        items = [self._examine_one(evidence, thread, slot) for thread in self.on for slot in self.slots[thread]]
        return items_finding(items, right="everything_asked", partly="partly_asked", wrong="nothing_asked")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from left_out(log, "the answers", "message.reply", about=self.on)

    def _examine_one(self, evidence: Evidence, thread_id: str, slot: str | Slot) -> Item:
        replies = evidence.replies(thread_id)
        phrases = self.phrases.get(slot)
        shown = slot if phrases is not None else f"ask_{slot}"
        if not replies:
            return Item(ZERO, proof("question", thread=thread_id, slot=shown, found="no answer"))
        ref = evidence.deed_ref("message.reply", thread=thread_id)
        unread = False
        for reply in replies:
            language = reading_language(reply.text, evidence.thread(thread_id))
            span = asked_for(reply.text, language, phrases if phrases is not None else slot)
            if span is not None:
                found = fold(reply.text).original[slice(*span)]
                at = format_offset(reply.at)
                return Item(ONE, proof("question", ref=ref, thread=thread_id, slot=shown, found=found, span=list(span), at=at))
            unread = unread or (phrases is None and not knows_slots(language) and asks_anything(reply.text, language))
        at = format_offset(replies[-1].at)
        if unread:
            return Item(ONE, proof("question", ref=ref, thread=thread_id, slot=shown, found="a question", verdict="unsure", at=at))
        return Item(ZERO, proof("question", ref=ref, thread=thread_id, slot=shown, found="not asked", at=at))
