"""Check: a listing carries the right number under the bar code."""

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar, Literal

from lab.grading.check import Check, Finding, all_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.spoil import Log, Spoiled, named, only_changed, replaced
from lab.listings.actions import SaveListing
from lab.listings.identifiers import gtin_fault, same_gtin, tidied_gtin
from lab.world.action import Action
from lab.world.listing import Listing


class ListingIdentifierValid(Check):
    """Earns everything when every listing has a GTIN with the right check digit that is the product's own (where the scenario says which it
    is) and, with `unique`, stands in no listing of another SKU.
    """

    name: ClassVar[str] = "listing.identifier_valid"
    skill_default: ClassVar[str] = "product-information"
    kind: Literal["gtin"] = "gtin"
    unique: bool = True

    def examine(self, evidence: Evidence) -> Finding:
        kept, proofs = bool(self.on), []
        for key in self.on:
            listing = evidence.listing(key)
            found = listing.gtin if listing is not None else ""
            verdict, more = self._verdict(evidence, listing)
            kept = kept and verdict == "right"
            own = evidence.setting.products[key.rpartition("/")[2]].gtin
            proofs.append(
                proof(
                    "state", ref=evidence.deed_ref("listing.save", listing=key), object=key, found=found or ("empty" if listing else "no listing"),
                    expected=own, verdict=verdict, twin=more,
                )
            )  # fmt: skip
        return all_finding(kept, right="identifier_right", wrong="identifier_wrong", evidence=proofs)

    def _verdict(self, evidence: Evidence, listing: Listing | None) -> tuple[str, str]:
        """What is to be said of a listing's number, and the other listing that has it too."""
        if listing is None or not listing.gtin:
            return "missing", ""
        fault = gtin_fault(listing.gtin)
        if fault is not None:
            return f"gtin_{fault}", ""
        own = evidence.setting.products[listing.sku].gtin
        if own and not same_gtin(listing.gtin, own):
            return "gtin_of_other_goods", ""
        others = (one for one in evidence.world.listings.values() if one.sku != listing.sku and one.gtin)
        twin = next((one.key for one in others if same_gtin(one.gtin, listing.gtin)), "") if self.unique else ""
        return ("used twice", twin) if twin else ("right", "")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        """The last digit another one; and the number left out."""
        meant = [named("listing.save", listing=key) for key in self.on]
        for name, change in (("the last digit altered", _altered), ("the number left out", _left_out)):
            changed = log
            for test in meant:
                changed = replaced(changed, test, change)
            yield from only_changed(log, name, changed)


def _altered(action: Action) -> Action:
    assert isinstance(action, SaveListing)
    number = tidied_gtin(action.gtin or "")
    return replace(action, gtin=f"{number[:-1]}{(int(number[-1]) + 1) % 10}") if number[-1:].isdecimal() else action


def _left_out(action: Action) -> Action:
    assert isinstance(action, SaveListing)
    return replace(action, gtin=None)
