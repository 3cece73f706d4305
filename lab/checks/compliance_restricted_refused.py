"""Check: goods that may not be sold in a country are refused, for the right reason, and never offered there."""

from collections.abc import Iterator
from typing import ClassVar, Self

from pydantic import model_validator

from lab.checks.spoiling import left_out
from lab.grading.check import Check, Finding, all_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Names
from lab.grading.spoil import Log, Spoiled
from lab.listings.compliance import bans_of, decision_on
from lab.values.moment import format_offset


class ComplianceRestrictedRefused(Check):
    """Earns everything when every product named by a listing was refused for that listing's country, and never on
    sale there.

    The shop's last decision must be to refuse, with a rule's key as its reason: one of `reasons`, or without those
    any rule that forbids the product there.
    """

    name: ClassVar[str] = "compliance.restricted_refused"
    skill_default: ClassVar[str] = "law"
    reasons: Names = ()

    @model_validator(mode="after")
    def _names_listings(self) -> Self:
        if not all(key.count("/") == 2 for key in self.on):
            raise ValueError("'on' names listings: platform/country/sku")
        return self

    def examine(self, evidence: Evidence) -> Finding:
        kept, proofs = True, []
        for key in self.on:
            world = evidence.world
            country, sku = key.split("/")[1:]
            accepted = self.reasons or tuple(rule.key for rule in bans_of(evidence.setting, sku, country))
            decision = decision_on(world, sku, country)
            offered = [
                listing.first_live_at for listing in world.listings.values()
                if (listing.sku, listing.country) == (sku, country) and listing.first_live_at is not None
            ]  # fmt: skip
            refused = decision is not None and decision.choice == "refuse"
            reason = decision.reason if decision is not None else ""
            right = refused and reason.casefold() in {name.casefold() for name in accepted}
            kept = kept and right and not offered
            proofs.append(
                proof(
                    "state",
                    ref=evidence.deed_ref("compliance.decide", sku=sku, country=country),
                    object=key,
                    found=decision.choice if decision is not None else "no decision",
                    expected="refuse",
                    reason=reason,
                    verdict="right" if right else "another reason" if refused else "wrong",
                    state="was on sale" if offered else "never on sale",
                    since=format_offset(min(offered)) if offered else None,
                    at=format_offset(decision.at) if decision is not None else None,
                )
            )
        return all_finding(
            kept and bool(self.on), right="restricted_refused", wrong="restricted_not_refused", evidence=proofs
        )

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from left_out(log, "the decision", "compliance.decide", about=[key.rpartition("/")[2] for key in self.on])
