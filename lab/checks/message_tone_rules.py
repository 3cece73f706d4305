"""Check: answers to buyers are dressed as they should be: greeting, closing, form of address, name, no hard words."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import ClassVar, Literal, TypeAlias

import regex
from pydantic import Field, field_validator

from lab.checks.spoiling import answers_changed, left_out, with_words
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Names
from lab.grading.spoil import Log, Spoiled
from lab.languages.folding import fold
from lab.languages.manners import Dress, dress_of
from lab.languages.phrases import PhraseBook, phrase_pattern
from lab.values.moment import format_offset
from lab.world.thread import Message, Thread

ToneRule = Literal[
    "greeting", "closing", "polite", "not_familiar", "name", "apology", "no_blame", "no_shouting", "no_placeholder"
]
Span: TypeAlias = tuple[int, int]
_FIRST: Mapping[str, str] = {"greeting": "greeting", "closing": "closing", "name": "name"}
_ANYWHERE: Mapping[str, str] = {"polite": "polite", "apology": "apology"}
_NOWHERE: Mapping[str, str] = {"not_familiar": "familiar", "no_blame": "blame"}
LOUD_LETTERS, LOUD_WORDS = 5, 3
"""Letters of one word in capitals, and short words in a row, from which on they are shouted; abbreviations are shorter."""
_CAPITALS = regex.compile(r"(?<![\p{L}\p{M}\p{N}])\p{Lu}{2,}(?![\p{L}\p{M}\p{N}])")
_PLACEHOLDER = regex.compile(
    r"\$?\{{1,2}[^{}\n]{0,40}\}{1,2}"  # {name}, {{ name }}, ${name}
    r"|\[[^\[\]\n]{0,39}\p{L}[^\[\]\n]{0,39}\]"  # [your name]
    r"|<\p{L}[^<>\n:/]{0,40}>"  # <name>, but no address of a page
    r"|【[^】\n]{0,40}】|«%[^»\n]{0,40}%»|%\(\w{1,30}\)s|(?<![\d\p{L}%] ?)%s(?!\p{L})"
    r"|(?<![\p{L}\p{N}])(?:x{3,}|х{3,}|todo|tbd|lorem ipsum)(?![\p{L}\p{N}])|_{3,}|(?<!\.)…{2,}",
    regex.IGNORECASE,
)


class MessageToneRules(Check):
    """Earns kept rules by all rules, over all threads; a thread without an answer in words keeps none.

    Answers are read in the language of the thread; in one whose manners the lab does not know, what cannot be read is not
    held against anybody. The first answer must have `greeting`, `closing` and `name` (the buyer is called by the right part of
    the name, or with a title); one answer at least `polite` (address) and `apology`; none may be familiar, blame the buyer,
    shout in capitals, hold a placeholder that nobody filled in, or say one of `forbid` (phrases).
    """

    name: ClassVar[str] = "message.tone_rules"
    skill_default: ClassVar[str] = "customer-service"
    require: tuple[ToneRule, ...] = Field(
        default=("greeting", "closing", "polite", "not_familiar", "no_blame", "no_shouting", "no_placeholder"), min_length=1
    )
    forbid: Names = ()

    @field_validator("forbid")
    @classmethod
    def _can_be_looked_for(cls, forbid: Names) -> Names:
        for phrase in forbid:
            phrase_pattern(phrase)  # raises for one that nobody can say
        return forbid

    def examine(self, evidence: Evidence) -> Finding:
        items = [item for thread in self.on for item in self._examine_one(evidence, thread)]
        return items_finding(items, right="tone_right", partly="tone_partly_right", wrong="tone_wrong")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from left_out(log, "the answers", "message.reply", about=self.on)
        spoilt = {"no_placeholder": "[insert name here]", "no_shouting": "READ OUR RULES FIRST"}
        for rule, words in spoilt.items():
            if rule in self.require:
                yield from answers_changed(log, f"{rule} broken", self.on, with_words(words))

    def _examine_one(self, evidence: Evidence, thread_id: str) -> list[Item]:
        rules = [*self.require, *(["forbid"] if self.forbid else [])]
        thread = evidence.thread(thread_id)
        replies = [reply for reply in evidence.replies(thread_id) if any(char.isalpha() for char in reply.text)]
        if thread is None or not replies:
            return [Item(ZERO, proof("text", thread=thread_id, rule=rule, found="no answer")) for rule in rules]
        ref = evidence.deed_ref("message.reply", thread=thread_id)
        dressed = [(reply, dress_of(reply.text, thread.language, thread.buyer.name)) for reply in replies]
        return [self._judged(evidence, thread, rule, dressed, ref) for rule in rules]

    def _judged(
        self, evidence: Evidence, thread: Thread, rule: str, dressed: Sequence[tuple[Message, Dress | None]], ref: str
    ) -> Item:
        reply, span, kept = self._verdict(evidence, thread, rule, dressed)
        verdict = "unsure" if kept is None else "right" if kept else "wrong"
        found = fold(reply.text).original[slice(*span)] if span else "nothing found"
        shown = proof(
            "text", ref=ref, thread=thread.id, rule=rule, found=found, verdict=verdict,
            span=list(span) if span else None, at=format_offset(reply.at),
        )  # fmt: skip
        return Item(ZERO if kept is False else ONE, shown)

    def _verdict(
        self, evidence: Evidence, thread: Thread, rule: str, dressed: Sequence[tuple[Message, Dress | None]]
    ) -> tuple[Message, Span | None, bool | None]:
        """The answer that decides, the span that shows it, and whether the rule is kept; None where nobody can say."""
        first, dress = dressed[0]
        if rule in ("no_shouting", "no_placeholder", "forbid"):
            own = _own_capitals(evidence, thread)
            for reply, _ in dressed:
                span = self._offence(rule, reply.text, own)
                if span is not None:
                    return reply, span, False
            return first, None, True
        if dress is None:
            return first, None, None
        if rule in _FIRST:
            span = getattr(dress, _FIRST[rule])
            return first, span or (dress.wrong_name if rule == "name" else None), span is not None
        field = _ANYWHERE.get(rule) or _NOWHERE[rule]
        hits = [(reply, span) for reply, worn in dressed if worn is not None and (span := getattr(worn, field)) is not None]
        reply, span = hits[0] if hits else (first, None)
        return reply, span, bool(hits) == (rule in _ANYWHERE)

    def _offence(self, rule: str, text: str, own: frozenset[str]) -> Span | None:
        if rule == "no_shouting":
            return shouted(text, own)
        if rule == "no_placeholder":
            match = _PLACEHOLDER.search(fold(text).original)
            return match.span() if match else None
        whole = fold(text)
        hits = _book(self.forbid).find(whole.text)
        return whole.span(hits[0].start, hits[0].end) if hits else None


def shouted(text: str, own: frozenset[str] = frozenset()) -> Span | None:
    """The span (of the NFC text) of the first words in capitals that shout; those of `own` are names and do not."""
    written = fold(text).original
    run: list[Span] = []
    for match in _CAPITALS.finditer(written):
        if match[0] in own:
            continue
        if len(match[0]) >= LOUD_LETTERS:
            return match.span()
        near = run and not written[run[-1][1] : match.start()].strip(" ,!-")
        run = [*run, match.span()] if near else [match.span()]
        if len(run) >= LOUD_WORDS:
            return run[0][0], run[-1][1]
    return None


def _own_capitals(evidence: Evidence, thread: Thread) -> frozenset[str]:
    """Words that stand in capitals by themselves: in the names of the shop and its goods, and of the buyer and the address."""
    products = evidence.setting.products.values()
    names = [evidence.world.shop.name, thread.buyer.name, *thread.buyer.lines]
    names += [text for product in products for text in (product.model, product.brand, *product.names.values())]
    return frozenset(match[0] for name in names for match in _CAPITALS.finditer(fold(name).original))


@lru_cache(maxsize=64)
def _book(phrases: tuple[str, ...]) -> PhraseBook:
    return PhraseBook(phrases)
