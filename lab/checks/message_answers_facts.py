"""Check: the answers to buyers state the facts that were asked for."""

from collections.abc import Iterator
from typing import ClassVar, Self

from pydantic import Field, model_validator

from lab.checks.replies import reading_language
from lab.checks.spoiling import answers_changed, left_out
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Names
from lab.grading.spoil import Log, Spoiled
from lab.languages.facts import QuantityFact, find_fact
from lab.values.moment import format_offset


class MessageAnswersFacts(Check):
    """Earns facts stated right by all facts asked for, over all threads; a contradiction earns nothing for its fact.

    An answer is read in the buyer's language, unless it is surely in another one.
    """

    name: ClassVar[str] = "message.answers_facts"
    skill_default: ClassVar[str] = "customer-service"
    facts: dict[str, Names] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_fit(self) -> Self:
        if set(self.facts) != set(self.on):
            raise ValueError("'facts' must speak of exactly what 'on' names")
        return self

    def examine(self, evidence: Evidence) -> Finding:
        items = [self._examine_one(evidence, thread, fact) for thread in self.on for fact in self.facts[thread]]
        return items_finding(items, right="facts_right", partly="facts_partly_right", wrong="facts_missing_or_wrong")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from left_out(log, "the answer", "message.reply", about=self.on)

        def other(thread_id: str, text: str) -> str:
            for name in self.facts[thread_id]:
                fact = right.facts[name]
                if isinstance(fact, QuantityFact):
                    text = text.replace(str(fact.value), f"{str(fact.value)[0]}{fact.value}")
            return text

        yield from answers_changed(log, "a stated figure changed", self.on, other)

    def _examine_one(self, evidence: Evidence, thread_id: str, name: str) -> Item:
        replies = evidence.replies(thread_id)
        text = "\n".join(message.text for message in replies)
        if not text:
            return Item(ZERO, proof("text", thread=thread_id, fact=name, found="no answer"))
        language = reading_language(text, evidence.thread(thread_id))
        statement = find_fact(text, evidence.facts[name], language, evidence.setting.date_at(replies[-1].at))
        shown = proof(
            "text",
            ref=evidence.deed_ref("message.reply", thread=thread_id),
            thread=thread_id,
            fact=name,
            found=statement.found or "not stated",
            expected=statement.expected,
            span=list(statement.span) if statement.span else None,
            verdict=statement.status,
            at=format_offset(replies[-1].at),
        )
        return Item(ONE if statement.status == "right" else ZERO, shown)
