"""Check: a listing went on sale in time and still is."""

from collections.abc import Iterator
from typing import ClassVar

from lab.checks.spoiling import never_on_sale
from lab.grading.check import Check, Finding, all_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.spoil import Log, Spoiled
from lab.values.moment import format_offset


class ListingPublished(Check):
    """Earns everything when the listing is on sale at the moment that matters."""

    name: ClassVar[str] = "listing.published"
    skill_default: ClassVar[str] = "product-information"

    def examine(self, evidence: Evidence) -> Finding:
        live, proofs = True, []
        for key in self.on:
            listing = evidence.listing(key)
            since = listing.live_since if listing else None
            live = live and since is not None
            proofs.append(
                proof(
                    "state",
                    ref=evidence.deed_ref("listing.publish", listing=key),
                    object=key,
                    found="on sale" if since is not None else "not on sale",
                    since=format_offset(since) if since is not None else None,
                    by=format_offset(evidence.moment),
                )
            )
        return all_finding(live and bool(self.on), right="is_on_sale", wrong="is_not_on_sale", evidence=proofs)

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from never_on_sale(log, self.on, right.world)
