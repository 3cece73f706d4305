"""What a buyer does with an answer: the needs of every intent, patience, and the lines that a buyer writes back.

The graph stands in seed/phrases/any/dialogue.yaml, the lines in seed/phrases/<language>/dialogue.yaml.
"""

from functools import cache
from typing import Annotated, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from lab.languages.folders import kind_file, read_any
from lab.messages.phrasebook import INTENTS, Intent, Mood
from lab.values.yamlfile import load_yaml

KIND = "dialogue"
Need = Literal[
    "attribute", "arrival", "tracking", "decision", "remedy", "return_how", "return_cost", "window", "who_pays", "papers",
    "refund_when", "apology", "platform",
]  # fmt: skip
NEEDS: tuple[Need, ...] = get_args(Need)
Line = Annotated[str, Field(min_length=2, max_length=300)]
Two = Annotated[tuple[Line, ...], Field(min_length=2)]
Three = Annotated[tuple[Line, ...], Field(min_length=3)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Reminders(_Strict):
    calm: Three
    upset: Three


class _Thanks(_Strict):
    calm: Annotated[tuple[Line, ...], Field(min_length=4)]
    upset: Two


class DialogueFile(_Strict):
    """The lines of one language; only {order} can be put in."""

    follow_up: dict[Need, Two]
    wrong_language: Two
    wrong_fact: Three
    reminder: _Reminders
    thanks: _Thanks
    give_up: Three

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if missing := [need for need in NEEDS if need not in self.follow_up]:
            raise ValueError(f"follow_up: these needs are missing: {', '.join(missing)}")
        lines = [line for found in self.follow_up.values() for line in found]
        for line in (*lines, *self.wrong_language, *self.wrong_fact, *self.give_up):
            if "{" in line.replace("{order}", "") or "}" in line.replace("{order}", ""):
                raise ValueError(f"only {{order}} can be put in: {line!r}")
        return self


class _IntentPart(_Strict):
    needs: tuple[Need, ...]


class _Graph(_Strict):
    patience: dict[Mood, Annotated[int, Field(ge=1, le=9)]]
    reads_after_minutes: tuple[int, int]
    reminder_hours: Annotated[int, Field(ge=1, le=240)]
    intents: dict[Intent, _IntentPart]

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if missing := [intent for intent in INTENTS if intent not in self.intents]:
            raise ValueError(f"these intents are missing: {', '.join(missing)}")
        return self


@cache
def graph() -> _Graph:
    """Needs, moods and patience. Raises BadFile for a faulty file."""
    return read_any(_Graph, KIND)


def needs_of(intent: str) -> tuple[Need, ...]:
    """What a buyer with an intent wants to know; nothing for a message that has none."""
    return next((part.needs for name, part in graph().intents.items() if name == intent), ())


@cache
def lines_of(language: str) -> DialogueFile:
    """The lines of a language. Raises BadFile."""
    return load_yaml(DialogueFile, kind_file(language, KIND))
