"""Check: the steps about an order were taken in the right order."""

from collections.abc import Iterator
from typing import ClassVar, Literal, TypeAlias, get_args

from pydantic import Field, field_validator

from lab.checks.spoiling import left_out
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Deed, Evidence
from lab.grading.spoil import Log, Spoiled
from lab.values.moment import Moment, format_offset

OrderDeed = Literal[
    "acknowledge", "address_answer", "cancel_answer", "cancel", "reply", "ship", "refund", "return_decision",
    "claim_answer", "review_reply",
]  # fmt: skip
"""What a shop can do about an order."""
OrderEvent = Literal["purchase", "message", "delivery", "return_wish", "claim", "review"]
"""What can happen to it."""
Spot: TypeAlias = tuple[Moment, int]
"""When something was: the minute, and its number in the journal; what comes by itself is there before a deed of that
minute."""

_ACTIONS: dict[OrderDeed, str] = {
    "acknowledge": "order.acknowledge",
    "address_answer": "order.answer_address",
    "cancel_answer": "order.answer_cancel",
    "cancel": "order.cancel",
    "reply": "message.reply",
    "ship": "order.ship",
    "refund": "order.refund",
    "return_decision": "return.decide",
    "claim_answer": "dispute.answer",
    "review_reply": "review.reply",
}
_DEEDS = frozenset(get_args(OrderDeed))
_BY_ITSELF = -1


class OrderSequence(Check):
    """Earns, per order, neighbouring steps that were taken one after the other by all neighbouring steps.

    Each step counts when it was first taken; only a reply comes after another step when any reply did.
    """

    name: ClassVar[str] = "order.sequence"
    skill_default: ClassVar[str] = "orders"
    steps_in_order: tuple[OrderDeed | OrderEvent, ...] = Field(min_length=2)

    @field_validator("steps_in_order")
    @classmethod
    def _is_a_row(cls, steps: tuple[OrderDeed | OrderEvent, ...]) -> tuple[OrderDeed | OrderEvent, ...]:
        if len(set(steps)) != len(steps):
            raise ValueError("each step can stand there once")
        if not any(step in _DEEDS for step in steps):
            raise ValueError("one of the steps must be something that the shop does")
        return steps

    def examine(self, evidence: Evidence) -> Finding:
        items = [item for order_id in self.on for item in self._examine_one(evidence, order_id)]
        return items_finding(items, right="steps_in_order", partly="steps_partly_in_order", wrong="steps_not_in_order")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        last = next((step for step in reversed(self.steps_in_order) if step in _DEEDS), None)
        for deed, name in _ACTIONS.items():
            if deed == last:
                threads = [thread.id for thread in right.world.threads.values() if thread.order in self.on]
                yield from left_out(log, f"{deed}", name, about=threads if name == "message.reply" else self.on)

    def _examine_one(self, evidence: Evidence, order_id: str) -> list[Item]:
        spots = {step: spots_of(evidence, order_id, step) for step in self.steps_in_order}
        return [self._pair(order_id, spots, number) for number in range(len(self.steps_in_order) - 1)]

    def _pair(self, order_id: str, spots: dict[OrderDeed | OrderEvent, list[Spot]], number: int) -> Item:
        first, second = self.steps_in_order[number : number + 2]
        shown = {"order": order_id, "rule": first, "expected": second}
        for step in (first, second):
            if not spots[step]:
                return Item(ZERO, proof("order", found="not done", claim=step, **shown))
        before = spots[first][0]
        after = spots[second][-1 if second == "reply" else 0]
        right = before <= after
        moments = {"since": format_offset(before[0]), "at": format_offset(after[0])}
        ref = next((f"action:{seq}" for _, seq in (after, before) if seq != _BY_ITSELF), "")
        found = "in this order" if right else "the other way round"
        return Item(ONE if right else ZERO, proof("order", ref=ref, found=found, **moments, **shown))


def spots_of(evidence: Evidence, order_id: str, step: OrderDeed | OrderEvent) -> list[Spot]:
    """When a step about an order was taken, each time, up to the moment."""
    for deed in get_args(OrderDeed):
        if deed == step:
            return [(done.at, done.seq) for done in deeds_about(evidence, order_id, deed)]
    return [(at, _BY_ITSELF) for at in sorted(_events(evidence, order_id, step))]


def deeds_about(evidence: Evidence, order_id: str, step: OrderDeed) -> Iterator[Deed]:
    """The accepted actions of a kind about an order, in order, up to the moment. Orders sent in one box are all
    shipped by it."""
    threads = {thread.id for thread in evidence.world.threads.values() if thread.order == order_id}
    for deed in evidence.deeds:
        if not deed.ok or deed.at > evidence.moment or deed.action.name != _ACTIONS[step]:
            continue
        if step == "reply":
            is_about = getattr(deed.action, "thread", "") in threads
        else:
            is_about = order_id in (getattr(deed.action, "order", ""), *getattr(deed.action, "together", ()))
        if is_about:
            yield deed


def _events(evidence: Evidence, order_id: str, step: str) -> list[Moment]:
    world, order = evidence.world, evidence.order(order_id)
    if order is None:
        return []
    match step:
        case "purchase":
            return [order.placed_at]
        case "delivery":
            return [order.delivered_at] if order.delivered_at is not None else []
        case "message":
            threads = [thread for thread in world.threads.values() if thread.order == order_id]
            return [message.at for thread in threads for message in thread.messages if message.by == "buyer"]
        case "return_wish":
            return [wish.at for wish in world.returns if wish.order == order_id]
        case "claim":
            return [dispute.at for dispute in world.disputes if dispute.order == order_id]
        case _:
            return [review.at for review in world.reviews if review.order == order_id]
