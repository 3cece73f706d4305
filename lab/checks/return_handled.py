"""Check: returns were decided rightly, in time, and paid for as they should be."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from lab.checks.spoiling import left_out
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Minutes, Percent, percent_text
from lab.grading.spoil import Log, Spoiled, only_changed, replaced
from lab.orders.aftermath import return_of
from lab.orders.aftermath_actions import DecideReturn
from lab.orders.returns import is_in_window
from lab.values.moment import format_offset
from lab.world.action import Action
from lab.world.aftermath import Return
from lab.world.order import Order
from lab.world.world import World

Decision = Literal["free_label", "buyer_pays", "keep_goods", "declined"]
RULES = ("decision", "within", "amount")


class ReturnHandled(Check):
    """Earns, per order, what is right of the shop's decision, its haste and the money, by all three.

    `accept` names the right decisions for each order. `within` is the time from wish to decision, without it the
    platform's. Money counts only with a right decision: nothing for a return that is declined; for goods that stay,
    from `offer_min` to `offer_max` of what was paid; for goods that travel it follows by itself. What the platform
    decided earns nothing.
    """

    name: ClassVar[str] = "return.handled"
    skill_default: ClassVar[str] = "customer-service"
    accept: dict[str, Annotated[tuple[Decision, ...], Field(min_length=1)]] = Field(min_length=1)
    within: Minutes | None = None
    offer_min: Percent = ZERO
    offer_max: Percent = ONE

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if set(self.accept) != set(self.on):
            raise ValueError("'accept' must speak of exactly what 'on' names")
        if not 0 <= self.offer_min <= self.offer_max <= 1:
            raise ValueError("offer_min and offer_max go up from 0 % to 100 %")
        return self

    def examine(self, evidence: Evidence) -> Finding:
        items = [item for order_id in self.on for item in self._examine_one(evidence, order_id)]
        return items_finding(items, right="return_handled", partly="return_partly_handled", wrong="return_not_handled")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from left_out(log, "the decision", "return.decide", about=self.on)

        def other(action: Action) -> Action:
            assert isinstance(action, DecideReturn)
            return replace(action, decision="declined" if action.decision != "declined" else "free_label", offer=None)

        meant = lambda action: isinstance(action, DecideReturn) and action.order in self.on  # noqa: E731 - said once, used once
        yield from only_changed(log, "decided the other way", replaced(log, meant, other))

    def _examine_one(self, evidence: Evidence, order_id: str) -> list[Item]:
        world, order = evidence.world, evidence.order(order_id)
        wish = return_of(world, order_id)
        if order is None or wish is None:
            return [Item(ZERO, proof("order", order=order_id, rule=rule, found="no return")) for rule in RULES]
        wanted = self.accept[order_id]
        ref = evidence.deed_ref("return.decide", order=order_id)
        if not wish.decision or wish.decided_by == "platform" or wish.decided_at is None:
            found = "decided by the platform" if wish.decision else "not decided"
            return [
                Item(ZERO, proof("order", order=order_id, rule=rule, found=found, **_window(world, order, wish)))
                for rule in RULES
            ]
        right = wish.decision in wanted
        took = wish.decided_at - wish.at
        limit = self.within if self.within is not None else wish.decide_by - wish.at
        decided = proof(
            "order", ref=ref, order=order_id, rule="decision", found=wish.decision, expected=" / ".join(wanted),
            **_window(world, order, wish),
        )  # fmt: skip
        in_time = proof(
            "order", ref=ref, order=order_id, rule="within", found=format_offset(took)[1:],
            expected=f"≤ {format_offset(limit)[1:]}", at=format_offset(wish.decided_at),
        )  # fmt: skip
        return [
            Item(ONE if right else ZERO, decided),
            Item(ONE if took <= limit else ZERO, in_time),
            self._money(order, wish, ref, right),
        ]

    def _money(self, order: Order, wish: Return, ref: str, right: bool) -> Item:
        given = sum(
            refund.amount.amount for refund in order.refunds if refund.by == "shop" and refund.reason == "return"
        )
        found, expected = "follows by itself", ""
        if wish.decision == "declined":
            right, found = right and not given, "nothing given back" if not given else "money given back"
        elif wish.decision == "keep_goods" and wish.offer is not None:
            share = Fraction(wish.offer.amount, max(1, order.total.amount))
            right = right and self.offer_min <= share <= self.offer_max
            found = f"{wish.offer} ({percent_text(share)})"
            expected = f"{percent_text(self.offer_min)} - {percent_text(self.offer_max)}"
        return Item(
            ONE if right else ZERO,
            proof("order", ref=ref, order=order.id, rule="amount", found=found, expected=expected),
        )


def _window(world: World, order: Order, wish: Return) -> dict[str, str]:
    """Since when the buyer has the goods, and whether they could still be sent back when the wish came."""
    inside = is_in_window(world, order, wish.at)
    since = {"since": format_offset(order.delivered_at)} if order.delivered_at is not None else {}
    return {
        **since,
        "state": "inside the return window" if inside else "outside the return window",
        "reason": wish.reason,
    }
