"""Check: reviews were answered in public, in time, in the buyer's language and within the platform's rules."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from lab.checks.message_no_promises import Forbidden
from lab.checks.spoiling import left_out
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Minutes, Names
from lab.grading.spoil import Log, Spoiled
from lab.languages.identify import language_verdict
from lab.languages.promises import promises_found
from lab.messages.naming import market_language
from lab.orders.reviewing import review_of
from lab.values.moment import format_offset
from lab.world.aftermath import Review
from lab.world.order import Order

RULES = ("within", "language", "rules")


class ReviewAnswered(Check):
    """Earns, per order, what is right of the reply's time, language and rules, by all three; no reply earns nothing.

    `rules` names what may not be said, `market` what the platform forbids in messages. Without `lang` the language in
    which the buyer writes is asked for. An unsure language is not held against anybody.
    """

    name: ClassVar[str] = "review.answered"
    skill_default: ClassVar[str] = "customer-service"
    within: Minutes = Field(ge=1)
    rules: Literal["market"] | tuple[Forbidden, ...] = "market"
    lang: Names = ()

    def examine(self, evidence: Evidence) -> Finding:
        items = [item for order_id in self.on for item in self._examine_one(evidence, order_id)]
        return items_finding(
            items, right="review_answered", partly="review_partly_answered", wrong="review_not_answered"
        )

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from left_out(log, "the reply", "review.reply", about=self.on)

    def _examine_one(self, evidence: Evidence, order_id: str) -> list[Item]:
        order = evidence.order(order_id)
        review = review_of(evidence.world, order_id)
        if (
            order is None
            or review is None
            or review.replied_at is None
            or not any(sign.isalpha() for sign in review.reply)
        ):
            found = "no review" if review is None else "no answer" if review.replied_at is None else "empty"
            return [Item(ZERO, proof("text", order=order_id, rule=rule, found=found)) for rule in RULES]
        ref = evidence.deed_ref("review.reply", order=order_id)
        took = review.replied_at - review.at
        in_time = proof(
            "text", ref=ref, order=order_id, rule="within", found=format_offset(took)[1:],
            expected=f"≤ {format_offset(self.within)[1:]}", at=format_offset(review.replied_at),
        )  # fmt: skip
        return [
            Item(ONE if took <= self.within else ZERO, in_time),
            self._language(evidence, order, review, ref),
            self._kept(evidence, order, review, ref),
        ]

    def _language(self, evidence: Evidence, order: Order, review: Review, ref: str) -> Item:
        wanted = self.lang or (market_language(evidence.world, order.buyer, order.country),)
        verdict = language_verdict(review.reply, wanted)
        shown = proof(
            "language", ref=ref, order=order.id, rule="language", found=verdict.identified.language,
            certainty=verdict.identified.certainty, verdict=verdict.answer, expected=" / ".join(wanted),
        )  # fmt: skip
        return Item(ZERO if verdict.answer == "no" else ONE, shown)

    def _kept(self, evidence: Evidence, order: Order, review: Review, ref: str) -> Item:
        forbidden = (
            evidence.setting.platforms[order.platform].message_forbidden if self.rules == "market" else self.rules
        )
        said = promises_found(review.reply, forbidden)
        found = "; ".join(one.phrase for one in said) if said else "nothing forbidden"
        kinds = ", ".join(dict.fromkeys(one.kind for one in said))
        return Item(
            ZERO if said else ONE, proof("text", ref=ref, order=order.id, rule="rules", found=found, reason=kinds)
        )
