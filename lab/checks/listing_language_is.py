"""Check: a listing is written in the buyers' language."""

from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import Field

from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Names
from lab.languages.identify import language_verdict
from lab.world.listing import Listing

Part = Literal["title", "bullets", "description", "search_terms"]


class ListingLanguageIs(Check):
    """Earns fields in an accepted language by all fields named.

    A text that the identifier is not sure about is not held against the student.
    """

    name: ClassVar[str] = "listing.language_is"
    skill_default: ClassVar[str] = "english-and-another-language"
    lang: Names = Field(min_length=1)
    fields: tuple[Part, ...] = Field(min_length=1)

    def examine(self, evidence: Evidence) -> Finding:
        items = [self._examine_one(evidence, key, part) for key in self.on for part in self.fields]
        return items_finding(items, right="language_right", partly="language_partly_right", wrong="language_wrong")

    def _examine_one(self, evidence: Evidence, key: str, part: Part) -> Item:
        listing = evidence.listing(key)
        text = text_of(listing, part) if listing else ""
        wanted = " / ".join(self.lang)
        if not text:
            return Item(ZERO, proof("language", object=f"{key}:{part}", found="empty", expected=wanted))
        verdict = language_verdict(text, self.lang)
        share = ZERO if verdict.answer == "no" else ONE
        shown = proof(
            "language",
            object=f"{key}:{part}",
            found=verdict.identified.language,
            certainty=verdict.identified.certainty,
            verdict=verdict.answer,
            expected=wanted,
            text=text,
        )
        return Item(Fraction(share), shown)


def text_of(listing: Listing, part: str) -> str:
    """One field of a listing as running text."""
    return "\n".join(listing.bullets) if part == "bullets" else str(getattr(listing, part))
