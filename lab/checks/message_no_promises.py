"""Check: no answer promises or asks for what a platform forbids."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from lab.checks.spoiling import PROMISES, answers_changed, with_words
from lab.grading.check import ONE, ZERO, Check, Finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Share
from lab.grading.spoil import Log, Spoiled
from lab.languages.promises import promises_found
from lab.values.moment import format_offset

Forbidden = Literal["off_platform_contact", "fixed_delivery_date", "refund_for_review", "review_request"]


class MessageNoPromises(Check):
    """Loses `per` for every forbidden promise or contact; can only lose points."""

    name: ClassVar[str] = "message.no_promises"
    skill_default: ClassVar[str] = "customer-service"
    only_loses: ClassVar[bool] = True
    forbid: tuple[Forbidden, ...] = Field(min_length=1)
    per: Share = ONE

    def examine(self, evidence: Evidence) -> Finding:
        proofs = []
        for thread_id in self.on:
            for message in evidence.replies(thread_id):
                for found in promises_found(message.text, self.forbid):
                    ref = evidence.deed_ref("message.reply", thread=thread_id)
                    proofs.append(
                        proof("text", ref=ref, thread=thread_id, rule=found.kind, found=found.phrase, span=list(found.span), at=format_offset(message.at))
                    )
        fraction = max(ZERO, ONE - self.per * len(proofs))
        return Finding(fraction, "nothing_forbidden_said" if not proofs else "forbidden_said", {"found": len(proofs)}, tuple(proofs))

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        said = " ".join(PROMISES[kind] for kind in self.forbid)
        yield from answers_changed(log, "a forbidden promise made", self.on, with_words(said))
