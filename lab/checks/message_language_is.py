"""Check: buyers are answered in a language that they read."""

from collections.abc import Iterator
from typing import ClassVar, Self

from pydantic import Field, model_validator

from lab.checks.spoiling import answers_changed, in_another_language
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Names
from lab.grading.spoil import Log, Spoiled
from lab.languages.identify import language_verdict


class MessageLanguageIs(Check):
    """Earns threads answered in an accepted language by all threads; an unsure result is not held against anybody.

    Without `accept` the language of each thread's buyer is asked for.
    """

    name: ClassVar[str] = "message.language_is"
    skill_default: ClassVar[str] = "english-and-another-language"
    accept: dict[str, Names] = Field(default={})

    @model_validator(mode="after")
    def _names_fit(self) -> Self:
        if self.accept and set(self.accept) != set(self.on):
            raise ValueError("'accept' must speak of exactly what 'on' names")
        return self

    def examine(self, evidence: Evidence) -> Finding:
        items = [self._examine_one(evidence, thread) for thread in self.on]
        return items_finding(items, right="language_right", partly="language_partly_right", wrong="language_wrong")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        def other(thread_id: str, text: str) -> str:
            thread = right.thread(thread_id)
            return in_another_language(self.accept.get(thread_id) or ((thread.language,) if thread is not None else ()))

        yield from answers_changed(log, "answers in another language", self.on, other)

    def _examine_one(self, evidence: Evidence, thread_id: str) -> Item:
        thread = evidence.thread(thread_id)
        wanted = self.accept.get(thread_id) or ((thread.language,) if thread is not None else ())
        text = "\n".join(message.text for message in evidence.replies(thread_id))
        if not text:
            return Item(ZERO, proof("language", thread=thread_id, found="no answer", expected=" / ".join(wanted)))
        verdict = language_verdict(text, wanted)
        shown = proof(
            "language",
            ref=evidence.deed_ref("message.reply", thread=thread_id),
            thread=thread_id,
            found=verdict.identified.language,
            certainty=verdict.identified.certainty,
            verdict=verdict.answer,
            expected=" / ".join(wanted),
        )
        return Item(ZERO if verdict.answer == "no" else ONE, shown)
