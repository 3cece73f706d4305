"""The goods of the other sellers, composed from the phrases of the catalogue.

Chance comes as raw integers of Philox, one stream per rival, keyed by its type and number: adding a type or a
rival changes no other.
"""

from collections.abc import Sequence

import numpy as np

from lab.market.base import RivalProduct, RivalText
from lab.market.catalogue import LANGUAGES, Attribute, TypeFile
from lab.market.exact import exp_milli
from lab.values.chance import below, key_of
from lab.values.money import Money
from lab.values.text import chosen

RIVALS = 24
RIVALS_OF = {"desk-lamp": 40}
LANGUAGES_MISSED_MAX = 4
KNOWN_BRANDS = 3
_WITHOUT = 220
"""Permille of a type's rivals that have no text in a language other than English."""


class Stream:
    """Whole numbers from one Philox key, in a fixed order."""

    def __init__(self, *name: str | int, size: int = 256) -> None:
        key = np.array([key_of("rivals"), key_of(*name)], dtype=np.uint64)
        self._numbers = iter(np.random.Philox(key=key).random_raw(size).tolist())

    def below(self, limit: int) -> int:
        return below(next(self._numbers), limit)

    def between(self, low: int, high: int) -> int:
        return low + self.below(high - low + 1)

    def normal_milli(self) -> int:
        """A number with mean 0 and deviation 1000: twelve uniform ones added up."""
        return (sum(self.below(65536) for _ in range(12)) - 6 * 65536) * 1000 // 65536

    def order(self, count: int) -> list[int]:
        """The numbers 0 .. count-1 in a random order (Fisher and Yates)."""
        places = list(range(count))
        for last in range(count - 1, 0, -1):
            other = self.below(last + 1)
            places[last], places[other] = places[other], places[last]
        return places


def rivals_of(file: TypeFile, first_id: int) -> list[RivalProduct]:
    """All rivals of one type, numbered from `first_id`."""
    count = RIVALS_OF.get(file.type.key, RIVALS)
    names = _brands_and_models(file, count)
    languages = _languages(file.type.key, count)
    return [_rival(file, number, first_id + number, *names[number], languages[number]) for number in range(count)]


def _brands_and_models(file: TypeFile, count: int) -> list[tuple[int, int]]:
    """Brand and model by number, no pair twice: brands go round, each with its own order of models."""
    orders = [Stream("models", file.type.key, brand).order(len(file.models)) for brand in range(len(file.brands))]
    return [(i % len(file.brands), orders[i % len(file.brands)][i // len(file.brands) % len(file.models)]) for i in range(count)]


def _languages(type_key: str, count: int) -> list[tuple[str, ...]]:
    """The languages each rival writes: English always, of the others three at least."""
    missed: list[set[str]] = [set() for _ in range(count)]
    for language in LANGUAGES[1:]:
        left = count * _WITHOUT // 1000
        for number in Stream("languages", type_key, language).order(count):
            if left and len(missed[number]) < LANGUAGES_MISSED_MAX:
                missed[number].add(language)
                left -= 1
    return [tuple(language for language in LANGUAGES if language not in without) for without in missed]


def _rival(file: TypeFile, number: int, id_: int, brand: int, model: int, languages: Sequence[str]) -> RivalProduct:
    stream = Stream("rival", file.type.key, number)
    quality = max(100, min(980, 700 + 160 * stream.normal_milli() // 1000))
    price = _price(file.type.reference_price, 280 * stream.normal_milli() // 1000 + (quality - 700) // 2)
    rating = max(2000, min(4900, 3200 + 1600 * quality // 1000 + 200 * stream.normal_milli() // 1000))
    reviews = min(20_000, exp_milli(3500 + 1500 * stream.normal_milli() // 1000) // 1000)
    near = stream.below(100) < 45
    days = stream.between(2, 6) if near else stream.between(8, 20)
    title, image, description = (max(200, min(970, 640 + 150 * stream.normal_milli() // 1000)) for _ in range(3))
    free_returns = stream.below(100) < 60
    velocity = 3000 * exp_milli(800 * stream.normal_milli() // 1000) // 1000
    values = {attribute.key: _value(attribute, stream) for attribute in file.type.attributes}
    phrases = Stream("phrases", file.type.key, number)
    choice = _Choice(phrases, file, languages)
    texts = {language: choice.text(language, file.brands[brand], file.models[model], values) for language in languages}
    return RivalProduct(
        id_, file.type.key, file.brands[brand], file.models[model], values, price, rating, reviews, days,
        title, image, description, free_returns, brand < KNOWN_BRANDS, velocity, texts,
    )  # fmt: skip


def _price(reference: Money, log_milli: int) -> Money:
    """A street price near the reference, ending as prices in shops end (x.99, x.49 or x.90)."""
    amount = reference.amount * exp_milli(max(-700, min(700, log_milli))) // 1000
    whole, cents = divmod(max(amount, 100), 100)
    ending = 49 if cents < 50 else 90 if cents < 75 else 99
    return Money(whole * 100 + ending, reference.currency)


def _value(attribute: Attribute, stream: Stream) -> str:
    if attribute.kind == "choice":
        return list(attribute.choices)[stream.below(len(attribute.choices))]
    if attribute.kind == "number":
        return str(attribute.low + attribute.step * stream.below((attribute.high - attribute.low) // attribute.step + 1))
    if attribute.kind == "text":
        return attribute.values[stream.below(len(attribute.values))]
    return "yes" if stream.below(2) else "no"


class _Choice:
    """Which of the phrases a rival uses: the same places in every language, as one seller would."""

    def __init__(self, stream: Stream, file: TypeFile, languages: Sequence[str]) -> None:
        self._file = file
        fewest = min((file.phrases[language] for language in languages), key=lambda p: (len(p.titles), len(p.bullets)))
        self._title = stream.below(len(fewest.titles))
        self._bullets = sorted(stream.order(min(len(file.phrases[language].bullets) for language in languages))[:5])
        self._first = stream.below(2)
        self._terms = stream.below(min(len(file.phrases[language].search_terms) for language in languages))

    def text(self, language: str, brand: str, model: str, values: dict[str, str]) -> RivalText:
        phrases = self._file.phrases[language]
        filled = {"brand": brand, "model": model}
        for key, value in values.items():
            attribute = self._file.type.attribute(key)
            if attribute is not None and attribute.kind != "yes_no":
                filled[key] = chosen(attribute.choices[value], language) if attribute.kind == "choice" else value
        return RivalText(
            sentence(fill(phrases.titles[self._title], filled)),
            tuple(sentence(fill(phrases.bullets[place], filled)) for place in self._bullets),
            "\n".join(sentence(fill(text, filled)) for text in phrases.descriptions[self._first :]),
            fill(phrases.search_terms[self._terms], filled),
        )


def fill(pattern: str, values: dict[str, str]) -> str:
    """A pattern with every "{name}" replaced."""
    for name, value in values.items():
        pattern = pattern.replace(f"{{{name}}}", value)
    return pattern


def sentence(text: str) -> str:
    """A text with its first letter made a capital, which a filled-in value may have left small."""
    return text[:1].upper() + text[1:]
