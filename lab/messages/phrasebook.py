"""What buyers write: seed/phrases/<language>/letters.yaml, one file for every language in which they do.

A file gives subjects and texts for every intent, more of them in an annoyed mood where something has gone wrong, and ways to
sign. What is put in stands as it is, so a phrase must not ask for another form of a name; the files hold no more than such
phrases.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from lab.languages.folders import PHRASES, kind_file, languages_with
from lab.values.chance import below, draw
from lab.values.errors import BadFile, Fault
from lab.values.yamlfile import load_yaml

KIND = "letters"
Mood = Literal["calm", "upset"]
Intent = Literal[
    "ask_attribute", "ask_yes_no", "change_address", "where_is_order", "where_is_order_late", "customs_hold", "damaged",
    "wrong_item", "complaint", "praise",
    "cancel_wish", "return_changed_mind", "return_not_as_described", "claim_opened", "offer_declined", "offer_taken",
    "ask_delivery", "ask_discount", "off_platform", "invoice_wish", "missing_part", "refund_state", "chargeback_threat",
]  # fmt: skip
"""`return_` and a reason of `lab.world.aftermath` names it."""
INTENTS: tuple[Intent, ...] = get_args(Intent)
_ORDER = frozenset({"order"})
_PRODUCT = frozenset({"product"})
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
    "ask_delivery": _PRODUCT,
    "ask_discount": _PRODUCT,
    "off_platform": _PRODUCT,
    "invoice_wish": _ORDER,
    "missing_part": frozenset({"order", "product"}),
    "refund_state": _ORDER,
    "chargeback_threat": _ORDER,
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
    "invoice_wish": _ORDER,
    "refund_state": _ORDER,
    "chargeback_threat": _ORDER,
}
"""What every text of an intent must hold, because the message is about it."""
UPSET_INTENTS: tuple[Intent, ...] = (
    "where_is_order_late", "customs_hold", "damaged", "wrong_item", "missing_part", "return_not_as_described", "refund_state",
    "complaint",
)  # fmt: skip
"""Intents that have texts of an annoyed or worried buyer as well."""
FEWEST, FEWEST_UPSET = 4, 2
_SLOT = re.compile(r"\{([^{}]*)\}")
_BRACE = re.compile(r"[{}]")

Phrase = Annotated[str, Field(min_length=2, max_length=400)]


class Wordings(BaseModel):
    """Subjects and texts of one intent; `upset` are texts of an annoyed buyer."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    subjects: Annotated[tuple[Phrase, ...], Field(min_length=FEWEST)]
    texts: Annotated[tuple[Phrase, ...], Field(min_length=FEWEST)]
    upset: tuple[Phrase, ...] = ()

    @model_validator(mode="after")
    def _are_different(self) -> Self:
        for name, phrases in (("subjects", self.subjects), ("texts", (*self.texts, *self.upset))):
            if len(set(phrases)) != len(phrases):
                raise ValueError(f"{name}: a phrase stands here twice")
        return self

    def texts_in(self, mood: Mood) -> tuple[Phrase, ...]:
        """The texts of a mood; calm ones where there are no others."""
        return self.upset if mood == "upset" and self.upset else self.texts


class LetterFile(BaseModel):
    """The letters of one language; `sign` are ways to end one, with {name} for the full name."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    sign: Annotated[tuple[Phrase, ...], Field(min_length=3)]
    intents: dict[Intent, Wordings]

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        missing = [intent for intent in INTENTS if intent not in self.intents]
        if missing:
            raise ValueError(f"these intents are missing: {', '.join(missing)}")
        for intent, wordings in self.intents.items():
            for text in (*wordings.subjects, *wordings.texts, *wordings.upset):
                _check_slots(intent, text, frozenset())
            for text in (*wordings.texts, *wordings.upset):
                _check_slots(intent, text, _ALWAYS.get(intent, frozenset()))
            if intent in UPSET_INTENTS and len(wordings.upset) < FEWEST_UPSET:
                raise ValueError(f"{intent}: at least {FEWEST_UPSET} texts are needed under 'upset'")
        if any(_SLOT.findall(text) not in ([], ["name"]) or _BRACE.search(_SLOT.sub("", text)) for text in self.sign):
            raise ValueError("sign: only {name} can be put in")
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


def letter_languages() -> tuple[str, ...]:
    """Languages in which buyers can write (BCP 47 base codes), in the order of their codes."""
    return languages_with(KIND)


@cache
def load_letters(language: str, folder: Path = PHRASES) -> LetterFile:
    """The letters of one of `letter_languages`. Raises BadFile for another language or a faulty file."""
    if language not in languages_with(KIND, folder):
        raise BadFile([Fault(f"{language}.yaml", 1, 1, "", "buyers write in no such language")])
    return load_yaml(LetterFile, kind_file(language, KIND, folder))


def written(intent: Intent, language: str, key: int, slots: Mapping[str, str], mood: Mood = "calm") -> Letter:
    """A message in one of `letter_languages`; which words are taken is drawn from the key. With a slot `name` it is signed.

    Raises KeyError for a missing slot.
    """
    letters = load_letters(language)
    wordings = letters.intents[intent]
    subject = filled(drawn(wordings.subjects, key, f"message.subject.{intent}"), slots)
    text = filled(drawn(wordings.texts_in(mood), key, f"message.text.{intent}"), slots)
    if "name" in slots:
        text += "\n\n" + filled(drawn(letters.sign, key, "message.sign"), slots)
    return Letter(subject, text)


def drawn(phrases: Sequence[str], key: int, purpose: str) -> str:
    """One of some phrases, drawn from a key for a purpose."""
    return phrases[below(draw(key, purpose), len(phrases))]


def filled(phrase: str, slots: Mapping[str, str]) -> str:
    """A phrase with its slots put in. Raises KeyError for a missing one."""
    return _SLOT.sub(lambda match: slots[match[1]], phrase)


def in_a_sentence(name: str, language: str) -> str:
    """A name of the catalogue as it is written within a sentence: "Cord Length" as "cord length", but "USB port", "Farbe"."""
    if language == "de":
        return name
    words = name.split(" ")
    if language != "en":
        return " ".join((_small(words[0], language), *words[1:]))
    return " ".join(_small(word, language) for word in words)


def _small(word: str, language: str) -> str:
    if len(word) >= 2 and word[1:] != word[1:].lower():
        return word
    return word.replace("İ", "i").replace("I", "ı").lower() if language == "tr" else word.lower()
