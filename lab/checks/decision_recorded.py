"""Check: a question was decided as it should be, for the right reasons."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any, ClassVar, Self

from pydantic import Field, model_validator

from lab.checks.sources import texts_given
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Names
from lab.grading.spoil import Log, Spoiled, named, only_changed, replaced, without
from lab.values.moment import format_offset
from lab.values.text import clip
from lab.world.action import Action
from lab.world.question import Choice, Question


class DecisionRecorded(Check):
    """Earns the right parts of what was last recorded for a question: one part for each option to be chosen, and one for the reasons
    where right ones are given.

    Right options are those in `accept`, or those that the fact `accept_from` names (a text whose forms, or a file whose phrases, are ids of
    options; so the right answer may differ from variant to variant). Right reasons are `reasons` or those of the fact `reasons_from`; they
    earn right ones ticked by those that could be ticked, less one for every wrong one unless `wrong_reasons_cost` is false. Nothing recorded earns
    nothing.
    """

    name: ClassVar[str] = "decision.recorded"
    skill_default: ClassVar[str] = "management"
    question: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    accept: Names = ()
    accept_from: str = ""
    reasons: Names = ()
    reasons_from: str = ""
    wrong_reasons_cost: bool = True

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if bool(self.accept) == bool(self.accept_from):
            raise ValueError("give either 'accept' or 'accept_from'")
        if self.reasons and self.reasons_from:
            raise ValueError("give 'reasons' or 'reasons_from', not both")
        if self.on:
            raise ValueError("the check is about its 'question'; 'on' is not used")
        return self

    @property
    def facts(self) -> Names:
        """The facts of the scenario that must be there."""
        return tuple(name for name in (self.accept_from, self.reasons_from) if name)

    def examine(self, evidence: Evidence) -> Finding:
        choice = evidence.world.choices.get(self.question)
        accept, reasons = self._right(evidence)
        if choice is None:
            shown = proof("decision", question=self.question, found="no decision", expected=_listed(accept))
            return Finding(ZERO, "nothing_decided", {}, (shown,))
        common: dict[str, Any] = {
            "ref": evidence.deed_ref("decision.record", question=self.question), "question": self.question, "at": format_offset(choice.at),
        }  # fmt: skip
        items = [
            Item(ONE if option in accept else ZERO, proof("decision", found=option, expected=_listed(accept), **common))
            for option in choice.chosen
        ]
        if reasons:
            items.append(self._reasons_item(evidence.setting.questions[self.question], choice, reasons, common))
        return items_finding(items, right="decided_right", partly="decided_partly_right", wrong="decided_wrong")

    def _right(self, evidence: Evidence) -> tuple[Names, Names]:
        """The right options and the right reasons."""
        return (
            _ids_of(evidence, self.accept_from) if self.accept_from else self.accept,
            _ids_of(evidence, self.reasons_from) if self.reasons_from else self.reasons,
        )

    def _reasons_item(self, question: Question, choice: Choice, reasons: Names, common: dict[str, Any]) -> Item:
        right = sum(one in reasons for one in choice.reasons)
        wrong = len(choice.reasons) - right if self.wrong_reasons_cost else 0
        share = max(ZERO, Fraction(right - wrong, min(len(set(reasons)), question.reasons_at_most)))
        words = clip(choice.words, 200) or None
        found = _listed(choice.reasons) or "no reason"
        return Item(share, proof("decision", rule="reason", found=found, expected=_listed(reasons), text=words, **common))

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        """Nothing decided, a right option exchanged for a wrong one, and the reasons left out."""
        question = right.setting.questions[self.question]
        accept, reasons = self._right(right)
        ours = named("decision.record", question=self.question)
        yield from only_changed(log, "the decision left out", without(log, ours))
        wrong = next((option for option in question.options if option not in accept), None)
        if wrong is not None:

            def exchanged(action: Action) -> Action:
                chosen: tuple[str, ...] = getattr(action, "chosen", ())
                kept = tuple(one for one in chosen if one != wrong)
                return replace(action, chosen=(wrong, *kept[1:]))  # type: ignore[type-var]

            yield from only_changed(log, "another option chosen", replaced(log, ours, exchanged))
        if reasons:
            yield from only_changed(
                log, "no reason ticked", replaced(log, ours, lambda action: replace(action, reasons=()))  # type: ignore[type-var]
            )


def _ids_of(evidence: Evidence, fact: str) -> Names:
    """The ids that a fact names, one to a line."""
    return tuple(line.strip() for line in texts_given(evidence.facts, (fact,))[fact].splitlines() if line.strip())


def _listed(names: Names) -> str:
    return ", ".join(names)
