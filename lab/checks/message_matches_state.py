"""Check: what an answer claims about an order was true when it was sent."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from lab.checks.replies import reading_language
from lab.checks.spoiling import left_out
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.spoil import Log, Spoiled, Timed, in_time, only_changed
from lab.languages.claims import claims_made
from lab.messages.actions import Reply
from lab.messages.tracking import tracking_in
from lab.values.moment import format_offset
from lab.world.order import Order
from lab.world.thread import Message, Thread

Claim = Literal["shipped", "tracking_number"]


class MessageMatchesState(Check):
    """Earns, per thread and claim, a claim that the answer makes and that was true at that minute.

    An answer is read in the buyer's language, unless it is surely in another one.
    """

    name: ClassVar[str] = "message.matches_state"
    skill_default: ClassVar[str] = "customer-service"
    claims: tuple[Claim, ...] = Field(min_length=1)

    def examine(self, evidence: Evidence) -> Finding:
        items = [self._examine_one(evidence, thread, claim) for thread in self.on for claim in self.claims]
        return items_finding(items, right="claims_true", partly="claims_partly_true", wrong="claims_untrue_or_missing")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        early = []
        for one in log:
            action = one.action
            thread = right.thread(action.thread) if isinstance(action, Reply) and action.thread in self.on else None
            order = right.order(thread.order) if thread is not None and thread.order else None
            too_early = thread is not None and order is not None and order.shipped_at is not None and thread.messages[0].at < order.shipped_at
            early.append(Timed(thread.messages[0].at, action) if too_early and thread is not None else one)
        yield from only_changed(log, "written before it was true", in_time(early))
        yield from left_out(log, "the answers", "message.reply", about=self.on)

    def _examine_one(self, evidence: Evidence, thread_id: str, claim: Claim) -> Item:
        thread = evidence.thread(thread_id)
        order = evidence.order(thread.order) if thread and thread.order else None
        replies = evidence.replies(thread_id)
        if thread is None or order is None or not replies:
            return Item(ZERO, proof("claim", thread=thread_id, claim=claim, found="no answer"))
        judged = [(message, _verdict(claim, message, thread, order)) for message in replies]
        untrue = next(((m, v) for m, v in judged if v == "untrue"), None)
        true = next(((m, v) for m, v in judged if v == "true"), None)
        message, verdict = untrue or true or (replies[-1], "not said")
        shipped = order.shipped_at
        shown = proof(
            "claim",
            ref=evidence.deed_ref("message.reply", thread=thread_id),
            thread=thread_id,
            claim=claim,
            found=verdict,
            state="already sent" if shipped is not None else "not shipped",
            since=format_offset(shipped) if shipped is not None else None,
            at=format_offset(message.at),
        )
        return Item(ONE if verdict == "true" else ZERO, shown)


def _verdict(claim: Claim, message: Message, thread: Thread, order: Order) -> str:
    gone = order.shipped_at is not None and order.shipped_at <= message.at
    says_shipped = "shipped" in claims_made(message.text, reading_language(message.text, thread))
    if claim == "shipped":
        return "not said" if not says_shipped else "true" if gone else "untrue"
    sent = [parcel for parcel in order.parcels if parcel.shipped_at <= message.at]
    if any(tracking_in(message.text, parcel.tracking_number) for parcel in sent):
        return "true"
    return "untrue" if says_shipped and not gone else "not said"
