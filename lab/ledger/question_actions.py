"""What a student decides and writes down: the answer to a question that the scenario asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lab.values.errors import Refused
from lab.values.text import tidy_lines
from lab.world.action import Action, action
from lab.world.question import Choice
from lab.world.world import World


@action("decision.record", about="question")
@dataclass(frozen=True, slots=True)
class RecordDecision(Action):
    """Write down what was chosen for a question, and why; a later decision replaces the one before."""

    question: str
    chosen: tuple[str, ...]
    reasons: tuple[str, ...] = ()
    words: str = ""

    def apply(self, world: World) -> None:
        question = world.setting.questions.get(self.question)
        if question is None:
            raise Refused("no_such_question", question=self.question[:40])
        chosen = _in_order(self.chosen, question.options, "no_such_option")
        reasons = _in_order(self.reasons, question.reasons, "no_such_reason")
        words = tidy_lines(self.words)
        if len(chosen) != question.choose:
            raise Refused("choose_so_many", found=len(chosen), wanted=question.choose)
        if len(reasons) > question.reasons_at_most:
            raise Refused("too_many_reasons", found=len(reasons), limit=question.reasons_at_most)
        if len(words) > question.words_max:
            raise Refused("words_too_long", found=len(words), limit=question.words_max)
        world.choices[question.key] = Choice(chosen, reasons, words, world.now)


def _in_order(picked: Sequence[str], known: Mapping[str, object], code: str) -> tuple[str, ...]:
    """What was picked, each once, in the order in which it is offered. Raises Refused for what is not offered."""
    for one in picked:
        if one not in known:
            raise Refused(code, found=one[:40])
    return tuple(one for one in known if one in picked)
