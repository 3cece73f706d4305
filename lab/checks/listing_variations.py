"""Check: listings are linked as variations of each other, each with its own value."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from lab.checks.spoiling import at_the_end, left_out
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.spoil import Log, Spoiled
from lab.languages.folding import folded
from lab.listings.actions import SaveListing
from lab.listings.families import SetFamily, members
from lab.world.listing import Listing


class ListingVariations(Check):
    """Earns listings that are as they must be by those named and those that stand in their family and do not belong there.

    A listing is right when it has the value of `expect` in the attribute `axis` and, with `linked`, stands in the family of the others, which
    differ in that attribute. The family is that in which most of the listings named stand.
    """

    name: ClassVar[str] = "listing.variations"
    skill_default: ClassVar[str] = "product-information"
    axis: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    expect: Annotated[dict[str, str], Field(min_length=2, max_length=30)]
    linked: bool = True

    @model_validator(mode="after")
    def _is_of_one_place(self) -> Self:
        if set(self.on) != set(self.expect) or len({key.rpartition("/")[0] for key in self.on}) != 1:
            raise ValueError("'expect' gives a value to every listing of 'on', which are all of one place")
        return self

    def examine(self, evidence: Evidence) -> Finding:
        family = self._family(evidence)
        items = [self._examine_one(evidence, key, family) for key in self.on]
        if self.linked and family:
            place = self.on[0].rpartition("/")[0]
            for one in members(evidence.world, place, family):
                if one.key not in self.on:
                    items.append(Item(ZERO, proof("state", object=one.key, rule="family", found=family, verdict="does not belong there")))
        return items_finding(items, right="variations_right", partly="variations_partly_right", wrong="variations_wrong")

    def _family(self, evidence: Evidence) -> str:
        """The family in which most of the listings named stand, the first of several; "" for none."""
        names = [one.family for one in map(evidence.listing, self.on) if one is not None and one.family and one.axis == self.axis]
        return max(names, key=names.count, default="")

    def _examine_one(self, evidence: Evidence, key: str, family: str) -> Item:
        listing = evidence.listing(key)
        wanted = self.expect[key]
        verdict = self._verdict(listing, wanted, family)
        shown = proof(
            "state", ref=evidence.deed_ref("listing.family", listing=key), object=key, attribute=self.axis,
            found=(listing.attributes.get(self.axis) or "empty") if listing is not None else "no listing", expected=wanted, verdict=verdict,
        )  # fmt: skip
        return Item(ONE if verdict == "right" else ZERO, shown)

    def _verdict(self, listing: Listing | None, wanted: str, family: str) -> str:
        if listing is None:
            return "missing"
        if folded(listing.attributes.get(self.axis, "")).strip() != folded(wanted).strip():
            return "wrong"
        if self.linked and not (family and listing.family == family and listing.axis == self.axis):
            return "not linked"
        return "right"

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        """One listing taken out of its family before the check looks; its value put away; and nothing linked at all."""
        last = right.listing(self.on[-1])
        if last is None:
            return
        if self.linked:
            yield from at_the_end(log, right, "one variation unlinked", SetFamily(last.key))
            yield from left_out(log, "the links", "listing.family", about=self.on)
        rest = {name: value for name, value in last.attributes.items() if name != self.axis}
        yield from at_the_end(log, right, "the value of one variation taken away", SaveListing(last.key, attributes=rest))
