"""Check: a listing stands in the right category."""

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar

from pydantic import Field

from lab.checks.spoiling import saved_at_the_end
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Names, Share
from lab.grading.spoil import Log, Spoiled


class ListingCategoryIs(Check):
    """Earns 1 for an accepted leaf category, `parent_gives` for a sibling under the right parent."""

    name: ClassVar[str] = "listing.category_is"
    skill_default: ClassVar[str] = "product-information"
    accept: Names = Field(min_length=1)
    parent_gives: Share = Fraction(1, 2)

    def examine(self, evidence: Evidence) -> Finding:
        items = [self._examine_one(evidence, key) for key in self.on]
        return items_finding(items, right="category_right", partly="category_near", wrong="category_wrong")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from saved_at_the_end(log, right, "another category", self.on, lambda listing: {"category": "elsewhere"})

    def _examine_one(self, evidence: Evidence, key: str) -> Item:
        listing = evidence.listing(key)
        found = listing.category if listing else ""
        parents = {path.rpartition("/")[0] for path in self.accept}
        share = ONE if found in self.accept else self.parent_gives if found and found.rpartition("/")[0] in parents else ZERO
        return Item(share, proof("state", object=key, found=found or "none", expected=", ".join(self.accept)))
