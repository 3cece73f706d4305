"""Check: a listing states the facts of the product, and states them right."""

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from lab.checks.listing_language_is import Part, text_of
from lab.checks.spoiling import saved_at_the_end, with_parts
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Names
from lab.grading.spoil import Log, Spoiled
from lab.languages.facts import find_fact


class ListingFactsMatch(Check):
    """Earns facts stated right by all facts; a contradiction earns nothing for that fact."""

    name: ClassVar[str] = "listing.facts_match"
    skill_default: ClassVar[str] = "product-information"
    facts: Names = Field(min_length=1)
    fields: tuple[Part, ...] = ("title", "bullets", "description")

    def examine(self, evidence: Evidence) -> Finding:
        items = [self._examine_one(evidence, key, fact) for key in self.on for fact in self.facts]
        return items_finding(items, right="facts_right", partly="facts_partly_right", wrong="facts_missing_or_wrong")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from saved_at_the_end(log, right, "the texts without facts", self.on, with_parts(title="-", bullets=(), description="-"))

    def _examine_one(self, evidence: Evidence, key: str, name: str) -> Item:
        listing = evidence.listing(key)
        if listing is None:
            return Item(ZERO, proof("text", object=key, fact=name, found="no listing"))
        text = "\n".join(text_of(listing, part) for part in self.fields)
        language = evidence.world.profile_of(listing).markets[listing.country].languages[0]
        today = evidence.setting.date_at(evidence.moment)
        statement = find_fact(text, evidence.facts[name], language, today)
        shown = proof("text", object=key, fact=name, found=statement.found or "not stated", expected=statement.expected)
        return Item(ONE if statement.status == "right" else ZERO, {**shown, "verdict": statement.status})
