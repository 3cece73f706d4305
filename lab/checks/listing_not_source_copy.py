"""Check: a listing is written for its buyers, and not copied from the supplier."""

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar, Self

from pydantic import Field, model_validator

from lab.checks.listing_language_is import Part, text_of
from lab.checks.sources import texts_given
from lab.checks.spoiling import saved_at_the_end
from lab.grading.check import ZERO, Check, Finding, Item, items_finding, linear, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Names, Percent, percent_text
from lab.grading.spoil import Log, Spoiled
from lab.languages.folding import fold
from lab.languages.likeness import overlap
from lab.listings.actions import MAX_TEXT
from lab.values.text import clip


class ListingNotSourceCopy(Check):
    """Earns, per listing, 1 up to a share of copied words of `full` and 0 from `zero` on, a straight line between.

    A word is copied that stands with three others or more in the same row as in one of the texts `source`: facts of the scenario that
    are texts, such as the supplier's sheet. Fewer than `words` words earn nothing, since there is nothing to judge.
    """

    name: ClassVar[str] = "listing.not_source_copy"
    skill_default: ClassVar[str] = "listing-optimisation"
    source: Names = Field(min_length=1)
    full: Percent = Field(default=Fraction(15, 100), ge=0, le=1)
    zero: Percent = Field(default=Fraction(50, 100), ge=0, le=1)
    fields: tuple[Part, ...] = Field(default=("title", "bullets", "description"), min_length=1)
    words: int = Field(default=10, ge=1, le=1000)

    @model_validator(mode="after")
    def _limits_fit(self) -> Self:
        if self.full >= self.zero:
            raise ValueError("'full' must be below 'zero'")
        return self

    @property
    def facts(self) -> Names:
        """The facts of the scenario that must be there."""
        return self.source

    def examine(self, evidence: Evidence) -> Finding:
        sources = texts_given(evidence.facts, self.source)
        items = [self._examine_one(evidence, key, sources) for key in self.on]
        return items_finding(items, right="text_own", partly="text_partly_own", wrong="text_copied")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        copied = "\n".join(texts_given(right.facts, self.source).values())
        parts = {"title": "-", "bullets": (), "description": clip(copied, MAX_TEXT)}
        yield from saved_at_the_end(log, right, "the source pasted in", self.on, lambda listing: parts)

    def _examine_one(self, evidence: Evidence, key: str, sources: dict[str, str]) -> Item:
        listing = evidence.listing(key)
        limits = f"≤ {percent_text(self.full)}"
        text = "\n".join(part for field in self.fields if (part := text_of(listing, field))) if listing is not None else ""
        if listing is None or not text:
            return Item(ZERO, proof("text", object=key, found="no listing" if listing is None else "empty", expected=limits))
        language = evidence.world.profile_of(listing).markets[listing.country].languages[0]
        found = [(name, overlap(text, source, language)) for name, source in sources.items()]
        name, most = max(found, key=lambda one: (one[1].share, one[1].longest))
        ref = evidence.deed_ref("listing.save", listing=key)
        if most.words < self.words:
            return Item(ZERO, proof("text", ref=ref, object=key, found="too short", expected=limits))
        shown = proof(
            "text", ref=ref, object=key, found=percent_text(most.share), expected=limits, like=name, run=most.longest,
            text=fold(text).original[slice(*most.span)] if most.span is not None else None,
            span=list(most.span) if most.span is not None else None,
        )  # fmt: skip
        return Item(linear(most.share, full=self.full, zero=self.zero), shown)
