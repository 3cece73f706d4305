"""Check: the reflection rests on culture cards of the countries that it compares."""

from collections.abc import Iterator
from typing import ClassVar

import regex
from pydantic import Field

from lab.checks.spoiling import left_out
from lab.culture.cards import Card, Topic, cards_of
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.spoil import Log, Spoiled
from lab.languages.folding import folded
from lab.languages.phrases import word_pattern
from lab.values.dated import Country


class CultureCardsCited(Check):
    """Earns cards cited by cards asked for: `each` for every country of `countries`, of the `topics` named or of any.

    A card is cited by its short name, such as cn_clock_as_present, or by its title in one of the languages of the lab. One card
    counts for one country only. Whoever cites more than `most` cards has copied the list and earns nothing; what the cards are
    cited for is for a rubric to judge.
    """

    name: ClassVar[str] = "culture.cards_cited"
    skill_default: ClassVar[str] = "business-culture"
    countries: tuple[Country, ...] = Field(min_length=1, max_length=10)
    each: int = Field(default=1, ge=1, le=5)
    topics: tuple[Topic, ...] = ()
    most: int = Field(default=12, ge=1, le=40)

    def examine(self, evidence: Evidence) -> Finding:
        text = folded(evidence.world.papers.reflection)
        if not text.strip():
            return Finding(ZERO, "reflection_missing")
        ref = evidence.deed_ref("reflection.submit")
        cited = [card for card in cards_of() if _is_cited(text, card)]
        if len(cited) > self.most:
            shown = proof("text", ref=ref, rule="cards", found=len(cited), expected=f"≤ {self.most}")
            return Finding(ZERO, "too_many_cards", {"found": len(cited), "most": self.most}, (shown,))
        fitting = [card for card in cited if not self.topics or card.topic in self.topics]
        items, used = [], set[str]()
        for country in dict.fromkeys(self.countries):
            own = [card for card in fitting if country in card.countries and card.id not in used][: self.each]
            used |= {card.id for card in own}
            items += [Item(ONE, proof("text", ref=ref, object=country, card=card.id)) for card in own]
            missing = self.each - len(own)
            items += [Item(ZERO, proof("text", ref=ref, object=country, found="no card")) for _ in range(missing)]
        return items_finding(items, right="cards_cited", partly="cards_partly_cited", wrong="cards_not_cited")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from left_out(log, "the reflection", "reflection.submit")


def _is_cited(text: str, card: Card) -> bool:
    if card.id in text and _name_pattern(card.id).search(text):
        return True
    return any(folded(title) in text for title in card.titles.values())


def _name_pattern(card_id: str) -> "regex.Pattern[str]":
    """The pattern of a card's short name as a word of its own."""
    return regex.compile(word_pattern(folded(card_id)))
