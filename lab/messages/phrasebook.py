"""What buyers write, in the six languages in which shoppers search: seed/phrases/buyers/<language>.yaml.

A file gives subjects and texts for every intent. What is put in stands as it is, so a phrase must not ask for another
form of a name; the files hold no more than such phrases.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, RootModel, model_validator

from lab.market.catalogue import LANGUAGES
from lab.values.chance import below, draw
from lab.values.errors import BadFile, Fault
from lab.values.places import SEED
from lab.values.yamlfile import load_yaml

FOLDER = SEED / "phrases" / "buyers"
Intent = Literal[
    "ask_attribute", "ask_yes_no", "change_address", "where_is_order", "where_is_order_late", "customs_hold", "damaged",
    "wrong_item", "complaint", "praise",
    "cancel_wish", "return_changed_mind", "return_not_as_described", "claim_opened", "offer_declined", "offer_taken",
]  # fmt: skip
"""`return_` and a reason of `lab.world.aftermath` names it."""
INTENTS: tuple[Intent, ...] = get_args(Intent)
_ORDER = frozenset({"order"})
SLOTS: Mapping[Intent, frozenset[str]] = {
    "ask_attribute": frozenset({"product", "attribute"}),
    "ask_yes_no": frozenset({"product", "attribute"}),
    "change_address": frozenset({"order", "street", "city"}),
    "where_is_order": frozenset({"order", "days"}),
    "where_is_order_late": frozenset({"order", "days"}),
    "customs_hold": _ORDER,
    "damaged": frozenset({"order", "product"}),
    "wrong_item": frozenset({"order", "product"}),
    "complaint": _ORDER,
    "praise": _ORDER,
    "cancel_wish": _ORDER,
    "return_changed_mind": _ORDER,
    "return_not_as_described": _ORDER,
    "claim_opened": _ORDER,
    "offer_declined": _ORDER,
    "offer_taken": _ORDER,
}
"""What phrases of an intent may hold."""
_ALWAYS: Mapping[str, frozenset[str]] = {
    "ask_attribute": frozenset({"attribute"}),
    "ask_yes_no": frozenset({"attribute"}),
    "change_address": frozenset({"order", "street", "city"}),
    "cancel_wish": _ORDER,
    "return_changed_mind": _ORDER,
    "return_not_as_described": _ORDER,
    "claim_opened": _ORDER,
    "offer_declined": _ORDER,
    "offer_taken": _ORDER,
}
"""What every text of an intent must hold, because the message is about it."""
FEWEST = 4
_SLOT = re.compile(r"\{([^{}]*)\}")
_BRACE = re.compile(r"[{}]")

Phrase = Annotated[str, Field(min_length=2, max_length=400)]


class Wordings(BaseModel):
    """Subjects and texts of one intent."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    subjects: Annotated[tuple[Phrase, ...], Field(min_length=FEWEST)]
    texts: Annotated[tuple[Phrase, ...], Field(min_length=FEWEST)]

    @model_validator(mode="after")
    def _are_different(self) -> Self:
        for name in ("subjects", "texts"):
            phrases = getattr(self, name)
            if len(set(phrases)) != len(phrases):
                raise ValueError(f"{name}: a phrase stands here twice")
        return self


class _BookFile(RootModel[dict[Intent, Wordings]]):
    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        missing = [intent for intent in INTENTS if intent not in self.root]
        if missing:
            raise ValueError(f"these intents are missing: {', '.join(missing)}")
        for intent, wordings in self.root.items():
            for text in (*wordings.subjects, *wordings.texts):
                _check_slots(intent, text, frozenset())
            for text in wordings.texts:
                _check_slots(intent, text, _ALWAYS.get(intent, frozenset()))
        return self


def _check_slots(intent: Intent, text: str, needed: frozenset[str]) -> None:
    """Raises ValueError for a slot that the intent does not have, one that is missing, or a stray brace."""
    slots = set(_SLOT.findall(text))
    if unknown := sorted(slots - SLOTS[intent]):
        raise ValueError(f"{intent}: '{{{unknown[0]}}}' is nothing that this message knows: {text!r}")
    if absent := sorted(needed - slots):
        raise ValueError(f"{intent}: '{{{absent[0]}}}' is missing: {text!r}")
    if _BRACE.search(_SLOT.sub("", text)):
        raise ValueError(f"{intent}: a brace stands alone: {text!r}")


@dataclass(frozen=True, slots=True)
class Letter:
    """Subject and text of a message."""

    subject: str
    text: str


@cache
def load_phrases(language: str, folder: Path = FOLDER) -> Mapping[Intent, Wordings]:
    """The wordings of one of `LANGUAGES`. Raises BadFile for another language or a faulty file."""
    if language not in LANGUAGES:
        raise BadFile([Fault(f"{language}.yaml", 1, 1, "", "buyers write in no such language")])
    return load_yaml(_BookFile, folder / f"{language}.yaml").root


def written(intent: Intent, language: str, key: int, slots: Mapping[str, str]) -> Letter:
    """A message in a language of `LANGUAGES`; which words are taken is drawn from the key. Raises KeyError for a missing slot."""
    wordings = load_phrases(language)[intent]

    def one_of(phrases: tuple[str, ...], purpose: str) -> str:
        phrase = phrases[below(draw(key, f"message.{purpose}.{intent}"), len(phrases))]
        return _SLOT.sub(lambda match: slots[match[1]], phrase)

    return Letter(one_of(wordings.subjects, "subject"), one_of(wordings.texts, "text"))


def in_a_sentence(name: str, language: str) -> str:
    """A name of the catalogue as it is written within a sentence: "Cord Length" as "cord length", but "USB port", "Farbe"."""
    if language == "de":
        return name
    words = name.split(" ")
    if language != "en":
        return " ".join((_small(words[0]), *words[1:]))
    return " ".join(_small(word) for word in words)


def _small(word: str) -> str:
    return word.lower() if len(word) < 2 or word[1:] == word[1:].lower() else word
