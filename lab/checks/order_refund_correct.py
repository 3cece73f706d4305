"""Check: buyers got back what was due to them, for the right reason, in time."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator

from lab.checks.order_sequence import OrderEvent, spots_of
from lab.checks.spoiling import left_out
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Minutes
from lab.grading.spoil import Log, Spoiled, only_changed, replaced
from lab.ledger.actions import RefundOrder
from lab.values.errors import BadInput
from lab.values.moment import Moment, format_offset
from lab.values.money import Money
from lab.world.action import Action
from lab.world.order import Order, Refund, RefundReason

LEAST_SHARE, MOST_SHARE = Fraction(1, 2), Fraction(2)
"""A refund further away from what was due is none, and earns nothing for its reason or its haste either."""
_ITEM = re.compile(r"item:([a-z][a-z0-9_]*):([1-9]\d{0,3})")
_PART = rf"(?:goods|shipping|{_ITEM.pattern}|\d+(?:\.\d+)? [A-Z]{{3}})"
_DUE = rf"(?:all|{_PART}(?: ?\+ ?{_PART})*)"
_EXAMPLE = "item:lamp:1+shipping"


def _read_due(text: str) -> str:
    if not re.fullmatch(_DUE, text):
        raise ValueError(
            f'what is due is written "all", "11.40 EUR", or of goods, shipping and items, like "{_EXAMPLE}"'
        )
    for part in _parts(text):
        if " " in part:
            try:
                Money.parse(part)
            except BadInput:
                raise ValueError(f"cannot read {part[:40]!r} as an amount") from None
    return text


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split("+")]


DueText = Annotated[
    str, AfterValidator(_read_due), WithJsonSchema({"type": "string", "pattern": f"^{_DUE}$", "examples": [_EXAMPLE]})
]


class OrderRefundCorrect(Check):
    """Earns what is right of amount, reason and, with `within`, time, over all orders; what the platform gave back
    does not count.

    `amount` says for each order what is due: `all` that is left, `goods`, `shipping`, `item:<sku>:<pieces>`, a sum of
    money in the order's currency, or several joined by +. Time runs from the first event named by `since`. A refund
    of less than half or more than twice of what is due earns nothing.
    """

    name: ClassVar[str] = "order.refund_correct"
    skill_default: ClassVar[str] = "customer-service"
    amount: dict[str, DueText] = Field(min_length=1)
    reason: tuple[RefundReason, ...] = Field(min_length=1)
    within: Minutes | None = None
    since: OrderEvent = "message"

    @model_validator(mode="after")
    def _names_fit(self) -> Self:
        if set(self.amount) != set(self.on):
            raise ValueError("'amount' must speak of exactly what 'on' names")
        return self

    def examine(self, evidence: Evidence) -> Finding:
        items = [item for order_id in self.on for item in self._examine_one(evidence, order_id)]
        return items_finding(items, right="refund_right", partly="refund_partly_right", wrong="refund_wrong")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        def other(action: Action) -> Action:
            assert isinstance(action, RefundOrder)
            return replace(action, amount=Money(action.amount.amount // 3, action.amount.currency))

        yield from left_out(log, "the refund", "order.refund", about=self.on)
        due = lambda action: isinstance(action, RefundOrder) and action.order in self.on  # noqa: E731 - said once, used once
        yield from only_changed(log, "a third refunded", replaced(log, due, other))

    def _examine_one(self, evidence: Evidence, order_id: str) -> list[Item]:
        rules = ("amount", "reason", *(("within",) if self.within is not None else ()))
        order = evidence.order(order_id)
        refunds = [refund for refund in order.refunds if refund.by == "shop"] if order else []
        if order is None or not refunds:
            expected = {"amount": self.amount[order_id], "reason": " / ".join(self.reason)}
            return [
                Item(
                    ZERO, proof("order", order=order_id, rule=rule, found="no refund", expected=expected.get(rule, ""))
                )
                for rule in rules
            ]
        found = Money(sum(refund.amount.amount for refund in refunds), order.currency)
        due = amount_due(order, self.amount[order_id])
        near = due is not None and LEAST_SHARE * due.amount <= found.amount <= MOST_SHARE * due.amount
        ref = evidence.deed_ref("order.refund", order=order_id)
        shown = proof(
            "order", ref=ref, order=order_id, rule="amount", found=found,
            expected=due if due is not None else self.amount[order_id], at=format_offset(refunds[-1].at),
        )  # fmt: skip
        items = [Item(ONE if found == due else ZERO, shown), self._reason(ref, order, refunds, near)]
        if self.within is not None:
            items.append(self._time(evidence, ref, order, refunds[-1].at, near))
        return items

    def _reason(self, ref: str, order: Order, refunds: list[Refund], near: bool) -> Item:
        given = list(dict.fromkeys(refund.reason for refund in refunds))
        right = near and all(reason in self.reason for reason in given)
        shown = proof(
            "order", ref=ref, order=order.id, rule="reason", found=" / ".join(given), expected=" / ".join(self.reason)
        )
        return Item(ONE if right else ZERO, shown)

    def _time(self, evidence: Evidence, ref: str, order: Order, at: Moment, near: bool) -> Item:
        assert self.within is not None
        begun = next((moment for moment, _ in spots_of(evidence, order.id, self.since)), None)
        limit = f"≤ {format_offset(self.within)[1:]}"
        if begun is None:
            return Item(
                ZERO,
                proof("order", ref=ref, order=order.id, rule="within", found="nothing asked for it", expected=limit),
            )
        right = near and at - begun <= self.within
        found = format_offset(max(0, at - begun))[1:]
        shown = proof(
            "order", ref=ref, order=order.id, rule="within", found=found, expected=limit, since=format_offset(begun),
            at=format_offset(at),
        )  # fmt: skip
        return Item(ONE if right else ZERO, shown)


def amount_due(order: Order, text: str) -> Money | None:
    """What a text says is due for an order; None for money in another currency and for goods that were not ordered."""
    if text == "all":
        by_platform = sum(refund.amount.amount for refund in order.refunds if refund.by == "platform")
        return Money(order.total.amount - by_platform, order.currency)
    total = Money(0, order.currency)
    for part in _parts(text):
        worth = _worth(order, part)
        if worth is None or worth.currency != order.currency:
            return None
        total = total + worth
    return total


def _worth(order: Order, part: str) -> Money | None:
    if part == "goods":
        return order.goods
    if part == "shipping":
        return order.shipping_charge
    item = _ITEM.fullmatch(part)
    if item is None:
        return Money.parse(part)
    price = next((line.unit_price for line in order.items if line.sku == item[1]), None)
    return price.times(int(item[2])) if price is not None else None
