"""Check: what is dangerous about goods was declared, and nothing else."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar, Self

from pydantic import Field, model_validator

from lab.checks.spoiling import left_out
from lab.grading.check import ONE, ZERO, Check, Finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Names
from lab.grading.spoil import Log, Spoiled, only_changed, replaced
from lab.listings.compliance import DeclareHazards
from lab.listings.hazards import HANDLING_FLAGS, handling_flags
from lab.world.action import Action


class ShipHazardFlag(Check):
    """Earns everything when every product in `sku` was declared with just the right handling flags.

    Right is `expect` (for one product; an empty list says that there are none), or without it the product's own flags,
    or those of its HS code. Goods without flags must be declared too.
    """

    name: ClassVar[str] = "ship.hazard_flag"
    skill_default: ClassVar[str] = "customs"
    sku: Names = Field(min_length=1)
    expect: Names | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.expect is not None and len(self.sku) != 1:
            raise ValueError("'expect' speaks of one product")
        unknown = [flag for flag in self.expect or () if flag not in HANDLING_FLAGS]
        if unknown:
            raise ValueError(f"there is no flag '{unknown[0]}'; there are {', '.join(HANDLING_FLAGS)}")
        return self

    def examine(self, evidence: Evidence) -> Finding:
        found = [self._examine_one(evidence, sku) for sku in self.sku]
        right = sum(one for one, _ in found)
        message = "hazards_right" if right == len(found) else "hazards_wrong"
        shown = tuple(row for _, row in found)
        return Finding(ONE if right == len(found) else ZERO, message, {"right": right, "of": len(found)}, shown)

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from left_out(log, "the declaration", "compliance.hazards", about=self.sku)

        def other(action: Action) -> Action:
            assert isinstance(action, DeclareHazards)
            return replace(action, flags=() if action.flags else HANDLING_FLAGS[:1])

        meant = lambda action: isinstance(action, DeclareHazards) and action.sku in self.sku  # noqa: E731 - said once, used once
        yield from only_changed(log, "the flags turned round", replaced(log, meant, other))

    def _examine_one(self, evidence: Evidence, sku: str) -> tuple[bool, dict[str, Any]]:
        product = evidence.setting.products.get(sku)
        if product is None:
            return False, proof("state", sku=sku, found="no such product")
        expected = tuple(self.expect) if self.expect is not None else handling_flags(product)
        declared = evidence.world.hazards.get(sku)
        right = declared is not None and set(declared) == set(expected)
        code = product.hs_accept[0] if product.hs_accept else ""
        shown = proof(
            "state",
            ref=evidence.deed_ref("compliance.hazards", sku=sku),
            sku=sku,
            found="not declared" if declared is None else ", ".join(declared) or "none",
            expected=", ".join(expected) or "none",
            reason="flags of the product" if product.flags else f"HS {code}" if code else "",
        )
        return right, shown
