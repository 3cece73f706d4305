"""Check: a listing is written in the buyers' language."""

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import Field

from lab.checks.spoiling import at_the_end, in_another_language, saved_at_the_end
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Names
from lab.grading.spoil import Log, Spoiled
from lab.languages.identify import language_verdict
from lab.listings.translation_actions import TranslateListing
from lab.world.listing import Listing, Translation

Part = Literal["title", "bullets", "description", "search_terms"]


class ListingLanguageIs(Check):
    """Earns fields in an accepted language by all fields named.

    With `text_in`, the listing's translation for that language is looked at instead of the main text. A text that the identifier is not sure about is not held against the student.
    """

    name: ClassVar[str] = "listing.language_is"
    skill_default: ClassVar[str] = "english-and-another-language"
    lang: Names = Field(min_length=1)
    fields: tuple[Part, ...] = Field(min_length=1)
    text_in: str = Field("", pattern=r"^([a-z]{2,3})?$")

    def examine(self, evidence: Evidence) -> Finding:
        items = [self._examine_one(evidence, key, part) for key in self.on for part in self.fields]
        return items_finding(items, right="language_right", partly="language_partly_right", wrong="language_wrong")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        text = in_another_language(self.lang)
        other = {"title": text, "bullets": (text,), "description": text, "search_terms": text}
        if self.text_in:
            yield from at_the_end(log, right, "another language", *(TranslateListing(key, self.text_in, text, (text,), text, text) for key in self.on))
        else:
            yield from saved_at_the_end(log, right, "another language", self.on, lambda listing: other)

    def _examine_one(self, evidence: Evidence, key: str, part: Part) -> Item:
        listing = evidence.listing(key)
        text = text_of(self._looked_at(listing), part) if listing else ""
        name = f"{key}:{part}:{self.text_in}" if self.text_in else f"{key}:{part}"
        wanted = " / ".join(self.lang)
        if not text:
            return Item(ZERO, proof("language", object=name, found="empty", expected=wanted))
        verdict = language_verdict(text, self.lang)
        share = ZERO if verdict.answer == "no" else ONE
        shown = proof(
            "language",
            object=name,
            found=verdict.identified.language,
            certainty=verdict.identified.certainty,
            verdict=verdict.answer,
            expected=wanted,
            text=text,
        )
        return Item(Fraction(share), shown)

    def _looked_at(self, listing: Listing) -> Listing | Translation:
        return listing.translations.get(self.text_in, Translation()) if self.text_in else listing


def text_of(listing: Listing | Translation, part: str) -> str:
    """One field of a listing, or of its text in a further language, as running text."""
    return "\n".join(listing.bullets) if part == "bullets" else str(getattr(listing, part))
