"""Check: claims and chargebacks were answered in time, rightly, and with the evidence that they need."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from lab.checks.spoiling import left_out
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.spoil import Log, Spoiled
from lab.orders.claims import SUFFICIENT, is_proved, needed_evidence
from lab.values.moment import format_offset
from lab.world.aftermath import Dispute, EvidenceKind
from lab.world.world import World

Answer = Literal["accept", "offer", "contest"]


class DisputeEvidence(Check):
    """Earns, over the last dispute of each order, a right answer in time and each kind of evidence asked for, by all
    of these.

    `required` names kinds of evidence, or `needed` those with which the dispute can be won as things are. Evidence
    counts only with a right answer, and is not asked of a shop that rightly gave in. A dispute that nobody answered
    earns nothing.
    """

    name: ClassVar[str] = "dispute.evidence"
    skill_default: ClassVar[str] = "customer-service"
    required: Literal["needed"] | tuple[EvidenceKind, ...] = "needed"
    accept: tuple[Answer, ...] = Field(default=("contest",), min_length=1)

    def examine(self, evidence: Evidence) -> Finding:
        items = [item for order_id in self.on for item in self._examine_one(evidence, order_id)]
        return items_finding(
            items, right="dispute_answered", partly="dispute_partly_answered", wrong="dispute_not_answered"
        )

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from left_out(log, "the answer", "dispute.answer", about=self.on)

    def _examine_one(self, evidence: Evidence, order_id: str) -> list[Item]:
        world = evidence.world
        dispute = next((one for one in reversed(world.disputes) if one.order == order_id), None)
        if dispute is None:
            return [Item(ZERO, proof("order", order=order_id, rule="answer", found="no claim"))]
        ref = evidence.deed_ref("dispute.answer", order=order_id)
        right = dispute.answer in self.accept
        shown = proof(
            "order", ref=ref, order=order_id, rule="answer", found=dispute.answer or "no answer",
            expected=" / ".join(self.accept), reason=dispute.reason, by=format_offset(dispute.answer_by),
            at=format_offset(dispute.answered_at) if dispute.answered_at is not None else None,
        )  # fmt: skip
        items = [Item(ONE if right else ZERO, shown)]
        for kind in self._asked(world, dispute):
            named = kind in dispute.evidence
            found = "named" if named else "not named"
            items.append(
                Item(
                    ONE if named and right else ZERO,
                    proof("order", ref=ref, order=order_id, rule="evidence", expected=kind, found=found),
                )
            )
        return items

    def _asked(self, world: World, dispute: Dispute) -> tuple[EvidenceKind, ...]:
        gave_in = dispute.answer == "accept" and "accept" in self.accept
        if gave_in or self.accept == ("accept",):
            return ()
        if self.required != "needed":
            return self.required
        if is_proved(world, dispute):
            # There may be several ways to prove the same: who took one needs no other, and more of it gives no more.
            return next(way for way in SUFFICIENT[dispute.reason] if set(dispute.evidence).issuperset(way))
        return needed_evidence(world, dispute)
