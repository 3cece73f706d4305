"""Check: the papers that a product needs in a market are attached, valid and of this model."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from lab.checks.spoiling import saved_at_the_end
from lab.customs.documents import document_faults, required_documents
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Names
from lab.grading.spoil import Log, Spoiled


class ComplianceDocumentsAttached(Check):
    """Earns right papers by papers asked for: those of the market, or a list of kinds."""

    name: ClassVar[str] = "compliance.documents_attached"
    skill_default: ClassVar[str] = "law"
    required: Literal["market"] | Names = "market"

    def examine(self, evidence: Evidence) -> Finding:
        items = [item for key in self.on for item in self._examine_one(evidence, key)]
        return items_finding(items, right="documents_complete", partly="documents_partly", wrong="documents_missing")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from saved_at_the_end(log, right, "the papers taken away", self.on, lambda listing: {"documents": ()})

    def _examine_one(self, evidence: Evidence, key: str) -> list[Item]:
        listing = evidence.listing(key)
        if listing is None:
            return [Item(ZERO, proof("document", object=key, found="no listing"))]
        product = evidence.setting.products[listing.sku]
        today = evidence.setting.date_at(evidence.moment)
        category = evidence.setting.type_of(listing.sku).category
        kinds = required_documents(category, listing.country) if self.required in ("market", ("market",)) else self.required
        items = []
        for kind in kinds:
            attached = [name for name in listing.documents if product.documents[name].kind == kind]
            faults = {name: document_faults(product.documents[name], listing.country, today, product.model) for name in attached}
            good = [name for name in attached if not faults[name]]
            worst = ", ".join(sorted({code for codes in faults.values() for code in codes}))
            found = good[0] if good else f"{', '.join(attached)}: {worst}" if attached else "not attached"
            items.append(Item(ONE if good else ZERO, proof("document", object=key, expected=kind, found=found)))
        return items
