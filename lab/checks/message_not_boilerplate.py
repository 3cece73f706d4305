"""Check: every buyer gets an answer of their own, not one text sent to all or taken from the course."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Self

from pydantic import Field, model_validator

from lab.checks.sources import texts_given
from lab.checks.spoiling import answers_changed, left_out
from lab.grading.check import ZERO, Check, Finding, Item, items_finding, linear, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Names, Percent, percent_text
from lab.grading.spoil import Log, Spoiled
from lab.languages.folding import fold
from lab.languages.likeness import likeness
from lab.languages.manners import dress_of
from lab.messages.actions import Reply
from lab.values.moment import format_offset
from lab.world.thread import Thread


@dataclass(frozen=True, slots=True)
class _Most:
    """What an answer is most like: in thousandths, where it stands, and its text."""

    permille: int
    where: str
    text: str


class MessageNotBoilerplate(Check):
    """Earns, per thread, 1 up to a likeness of `full` and 0 from `zero` on, a straight line between; the mean over threads.

    Likeness is that with the most similar of the shop's answers in other threads, or of the texts of the course `against` (facts
    that are texts). Greeting and closing, the texts of `template`, and what the buyers themselves wrote do not count. A thread
    without an answer earns nothing.
    """

    name: ClassVar[str] = "message.not_boilerplate"
    skill_default: ClassVar[str] = "customer-service"
    against: Names = ()
    template: Names = ()
    full: Percent = Field(default=Fraction(60, 100), ge=0, le=1)
    zero: Percent = Field(default=Fraction(85, 100), ge=0, le=1)

    @model_validator(mode="after")
    def _limits_fit(self) -> Self:
        if self.full >= self.zero:
            raise ValueError("'full' must be below 'zero'")
        return self

    @property
    def facts(self) -> Names:
        """The facts of the scenario that must be there."""
        return (*self.against, *self.template)

    def examine(self, evidence: Evidence) -> Finding:
        texts = {thread.id: _own_words(evidence, thread) for thread in evidence.world.threads.values()}
        course = texts_given(evidence.facts, self.against)
        frame = tuple(texts_given(evidence.facts, self.template).values())
        items = [self._examine_one(evidence, thread, texts, course, frame) for thread in self.on]
        return items_finding(items, right="answers_own", partly="answers_partly_own", wrong="answers_boilerplate")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        texts = [one.action.text for one in log if isinstance(one.action, Reply)]
        if len(texts) > 1:
            longest = max(texts, key=len)
            everybody = tuple(right.world.threads)
            yield from answers_changed(log, "one text sent to all", everybody, lambda thread, text: longest)
        yield from left_out(log, "the answers", "message.reply", about=self.on)

    def _examine_one(
        self, evidence: Evidence, thread_id: str, texts: Mapping[str, str], course: Mapping[str, str], frame: tuple[str, ...]
    ) -> Item:
        thread, text = evidence.thread(thread_id), texts.get(thread_id, "")
        limits = f"≤ {percent_text(self.full)}"
        if thread is None or not any(char.isalnum() for char in text):
            return Item(ZERO, proof("text", thread=thread_id, found="no answer", expected=limits))
        others = ((name, other, evidence.thread(name)) for name, other in texts.items() if name != thread_id and other)
        alike = [*_compared(text, thread, frame, others), *_compared(text, thread, frame, ((n, t, None) for n, t in course.items()))]
        most = max(alike, key=lambda one: one.permille, default=_Most(0, "", ""))
        share = linear(Fraction(most.permille, 1000), full=self.full, zero=self.zero)
        shown = proof(
            "text", ref=evidence.deed_ref("message.reply", thread=thread_id), thread=thread_id,
            found=percent_text(Fraction(most.permille, 1000)), expected=limits, like=most.where, text=most.text,
            at=format_offset(evidence.replies(thread_id)[-1].at),
        )  # fmt: skip
        return Item(share, shown)


def _compared(
    text: str, thread: Thread, frame: tuple[str, ...], others: Iterable[tuple[str, str, Thread | None]]
) -> Iterator[_Most]:
    for where, other, of in others:
        given = (*frame, *_heard(thread), *(_heard(of) if of is not None else ()))
        yield _Most(likeness(text, other, thread.language, given), where, other)


def _heard(thread: Thread) -> tuple[str, ...]:
    """What the shop was told in a thread: the subject, the buyer's messages and name."""
    return (thread.subject, thread.buyer.name, *(message.text for message in thread.messages if message.by == "buyer"))


def _own_words(evidence: Evidence, thread: Thread) -> str:
    """The shop's answers in a thread as one text, without greeting and closing."""
    parts = []
    for reply in evidence.replies(thread.id):
        dress = dress_of(reply.text, thread.language, thread.buyer.name)
        text = fold(reply.text).original
        spans = sorted(span for span in (dress.greeting, dress.closing) if span is not None) if dress is not None else []
        for start, end in reversed(spans):
            text = f"{text[:start]} {text[end:]}"
        parts.append(text.strip())
    return "\n".join(part for part in parts if part)
