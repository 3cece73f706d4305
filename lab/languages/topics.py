"""What a seller's message speaks of: a refund, a new parcel, who pays, and the like.

Phrase lists stand in seed/phrases/<language>/topics.yaml. What is denied in its clause is not counted ("we cannot refund" speaks
of no refund), save where the phrase itself holds the denial ("no charge for you"), or the topic is one that people mostly
express by denying something else ("we can only deal here"). The English list is read as well, since sellers paste
from templates. A question counts: "shall we send a new one?" offers a new one.
"""

from collections.abc import Mapping
from functools import cache, lru_cache

from pydantic import BaseModel, ConfigDict, Field

from lab.languages.folders import read_kind
from lab.languages.folding import fold
from lab.languages.negation import holds_negation, is_negated
from lab.languages.phrases import PhraseBook

TOPICS = (
    "refund", "replace", "part_refund", "return_label", "return_address", "shop_pays", "buyer_pays", "invoice",
    "address_changed", "address_not", "cancelled", "cancel_not", "discount", "no_discount", "by_platform", "not_shipped",
    "looking", "wait", "photo", "return_ok",
)  # fmt: skip
_BY_DENYING = frozenset({"address_not", "cancel_not", "no_discount", "by_platform", "not_shipped"})
Words = list[str]


class TopicFile(BaseModel):
    """The phrases of one language, by topic."""

    model_config = ConfigDict(extra="forbid")
    refund: Words = Field(min_length=3)
    replace: Words = Field(min_length=3)
    part_refund: Words = Field(min_length=2)
    return_label: Words = Field(min_length=1)
    return_address: Words = Field(min_length=1)
    shop_pays: Words = Field(min_length=3)
    buyer_pays: Words = Field(min_length=3)
    invoice: Words = Field(min_length=1)
    address_changed: Words = Field(min_length=2)
    address_not: Words = Field(min_length=2)
    cancelled: Words = Field(min_length=2)
    cancel_not: Words = Field(min_length=2)
    discount: Words = Field(min_length=1)
    no_discount: Words = Field(min_length=1)
    by_platform: Words = Field(min_length=2)
    not_shipped: Words = Field(min_length=2)
    looking: Words = Field(min_length=2)
    wait: Words = Field(min_length=1)
    photo: Words = Field(min_length=1)
    return_ok: Words = Field(min_length=1)


@cache
def _books() -> Mapping[str, Mapping[str, PhraseBook]]:
    return {
        language: {topic: PhraseBook(getattr(file, topic)) for topic in TOPICS}
        for language, file in read_kind(TopicFile, "topics").items()
    }


def topics_in(text: str, language: str) -> Mapping[str, tuple[int, int]]:
    """Topics of `TOPICS` that a text speaks of, read in a language (BCP 47) and in English, each with the span (of the NFC
    text) of its first phrase."""
    return dict(_topics_in(text, language.split("-")[0].lower()))


@lru_cache(maxsize=1024)
def _topics_in(text: str, language: str) -> tuple[tuple[str, tuple[int, int]], ...]:
    whole = fold(text)
    found: dict[str, tuple[int, int]] = {}
    for code in dict.fromkeys((language, "en")):
        for topic, book in _books().get(code, {}).items():
            for hit in book.find(whole.text):
                if topic in _BY_DENYING or holds_negation(whole.text, hit.start, hit.end) or not is_negated(whole.text, hit.start, hit.end):
                    found.setdefault(topic, whole.span(hit.start, hit.end))
                    break
    return tuple((topic, found[topic]) for topic in TOPICS if topic in found)
