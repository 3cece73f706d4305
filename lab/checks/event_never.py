"""Check: something was not done."""

from collections.abc import Iterator
from typing import Any, ClassVar

import msgspec

from lab.checks.deeds import Where, deeds_where, where_text
from lab.engine.clone import clone
from lab.engine.codec import encode_action
from lab.engine.do import do
from lab.grading.check import ONE, ZERO, Check, Finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Offset, Share
from lab.grading.spoil import Log, Spoiled, Timed, inserted
from lab.values.errors import LabError
from lab.values.moment import format_offset
from lab.values.money import Money
from lab.world.action import ACTIONS, Action

MOST_SHOWN = 10


class EventNever(Check):
    """Loses `per` for every action of the journal that is such as `where` says (`action`, `outcome`, values of fields); can only lose points.

    Only actions from `since` on count. An attempt that was refused counts only where `outcome` says so.
    """

    name: ClassVar[str] = "event.never"
    skill_default: ClassVar[str] = "management"
    only_loses: ClassVar[bool] = True
    where: Where
    since: Offset = 0
    per: Share = ONE

    def examine(self, evidence: Evidence) -> Finding:
        found = list(deeds_where(evidence, self.where, self.since))
        shown = tuple(proof("journal", ref=f"action:{deed.seq}", found=deed.action.name, at=format_offset(deed.at)) for deed in found[:MOST_SHOWN])
        fraction = max(ZERO, ONE - self.per * len(found))
        return Finding(fraction, "done_although_forbidden" if found else "not_done", {"found": len(found), "what": where_text(self.where)}, shown)

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        """The action done once at the moment that counts, where the world allows (or refuses) it then as `where` says."""
        outcome = self.where.get("outcome", "done")
        for action in self._candidates(log):
            if outcome == "any" or do(clone(right.world), action).ok == (outcome == "done"):
                yield Spoiled("done all the same", inserted(log, Timed(right.moment, action)))
                return

    def _candidates(self, log: Log) -> Iterator[Action]:
        """Actions such as `where` says: made of its values alone, else of those of an action of that name in the log."""
        name = self.where["action"]
        given = {field: _plain(value) for field, value in self.where.items() if field not in ("action", "outcome")}
        alike = (msgspec.json.decode(encode_action(one.action)) for one in log if one.action.name == name)
        for base in ({}, *alike):
            base.pop("do", None)
            try:
                yield msgspec.convert({**base, **given}, ACTIONS[name], strict=False)
            except msgspec.ValidationError:
                continue


def _plain(value: str) -> Any:
    """A value as an action's plain fields have it: an amount as amount and currency, anything else as text."""
    try:
        return msgspec.to_builtins(Money.parse(value))
    except LabError:
        return value
