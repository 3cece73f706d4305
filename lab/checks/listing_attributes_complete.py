"""Check: the product data that a market asks for are filled in."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from lab.checks.spoiling import saved_at_the_end
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Names
from lab.grading.spoil import Log, Spoiled
from lab.market.catalogue import attribute_value_fault


class ListingAttributesComplete(Check):
    """Earns valid attributes by attributes asked for: those of the market, or a list."""

    name: ClassVar[str] = "listing.attributes_complete"
    skill_default: ClassVar[str] = "product-information"
    required: Literal["market"] | Names = "market"

    def examine(self, evidence: Evidence) -> Finding:
        items = [item for key in self.on for item in self._examine_one(evidence, key)]
        return items_finding(items, right="attributes_complete", partly="attributes_partly", wrong="attributes_missing")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from saved_at_the_end(log, right, "no attributes", self.on, lambda listing: {"attributes": {}})

    def _examine_one(self, evidence: Evidence, key: str) -> list[Item]:
        listing = evidence.listing(key)
        if listing is None:
            return [Item(ZERO, proof("state", object=key, found="no listing"))]
        type_ = evidence.setting.type_of(listing.sku)
        names = type_.required_attributes(listing.country) if self.required in ("market", ("market",)) else self.required
        items = []
        for name in names:
            value = listing.attributes.get(name, "")
            attribute = type_.attribute(name)
            fault = "empty" if not value else "unknown" if attribute is None else attribute_value_fault(attribute, value)
            shown = proof("state", object=key, attribute=name, found=value or "empty", verdict=fault or "valid")
            items.append(Item(ZERO if fault else ONE, shown))
        return items
