"""Check: no buyer is left waiting: threads are answered, closed or settled."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from lab.checks.spoiling import left_out
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.spoil import Log, Spoiled
from lab.values.moment import format_offset
from lab.world.thread import Thread

Status = Literal["answered", "closed", "settled"]
SETTLED = ("settled", "bought")
"""Outcomes with which a buyer has got what was asked for."""


class MessageThreadClosed(Check):
    """Earns, per thread, everything for a thread that has come as far as `status` at the moment that counts; the mean over threads.

    `answered`: the shop has answered and the buyer waits for nothing; `closed`: that, and the shop has closed the conversation,
    or it has come to its end by itself; `settled`: the buyer has got what was asked for, which only happens with dialogue or when a
    question leads to a purchase. A buyer who gave up, or who wrote again after the conversation was closed, counts as left waiting.
    With `unanswered` a conversation may be closed without an answer.
    """

    name: ClassVar[str] = "message.thread_closed"
    skill_default: ClassVar[str] = "customer-service"
    status: Status = "answered"
    unanswered: bool = False

    def examine(self, evidence: Evidence) -> Finding:
        items = [self._examine_one(evidence, thread) for thread in self.on]
        return items_finding(items, right="threads_done", partly="threads_partly_done", wrong="threads_open")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from left_out(log, "answering and closing", "message.reply", "message.close", about=self.on)

    def _examine_one(self, evidence: Evidence, thread_id: str) -> Item:
        thread = evidence.thread(thread_id)
        if thread is None:
            return Item(ZERO, proof("thread", thread=thread_id, found="no such thread", expected=self.status))
        found = state_of(thread)
        kept = self._is_kept(evidence, thread, found)
        ref = evidence.deed_ref("message.close", thread=thread_id) or evidence.deed_ref("message.reply", thread=thread_id)
        waits = thread.waits_since
        shown = proof(
            "thread", ref=ref, thread=thread_id, found=found, expected=self.status,
            since=format_offset(waits) if waits is not None else None,
            at=format_offset(thread.closed_at) if thread.closed_at is not None else None,
        )  # fmt: skip
        return Item(ONE if kept else ZERO, shown)

    def _is_kept(self, evidence: Evidence, thread: Thread, found: str) -> bool:
        if found in ("open", "gave_up"):
            return False
        if found not in SETTLED and not self.unanswered and not evidence.replies(thread.id):
            return False
        if self.status == "settled":
            return found in SETTLED
        return self.status == "answered" or thread.closed_at is not None


def state_of(thread: Thread) -> str:
    """How a thread stands: the outcome of a buyer who is content or gave up; else open, closed or answered."""
    if thread.outcome in (*SETTLED, "gave_up"):
        return thread.outcome
    if thread.waits_since is not None:
        return "open"
    return "closed" if thread.closed_at is not None else "answered"
