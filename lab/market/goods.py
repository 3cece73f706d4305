"""A rival's goods read from the columns, and its page put together from the patterns of its type.

A market of 20,000 goods in up to six languages would be 100 MB of text; which patterns a rival uses follows from its
type and number, so a page is composed when somebody looks at it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from lab.market.base import REFERENCE, Market, RivalProduct
from lab.market.catalogue import LANGUAGES, Attribute, ProductType, Wording
from lab.market.stream import Stream
from lab.values.money import Money
from lab.values.text import chosen

OWN_BULLETS, COMMON_BULLETS = 3, 2


@dataclass(frozen=True, slots=True)
class RivalText:
    """What a rival's page says in one language."""

    title: str
    bullets: tuple[str, ...]
    description: str
    search_terms: str


def value_at(attribute: Attribute, place: int) -> str:
    """The stored value at a place of `Goods.values`."""
    if attribute.kind == "choice":
        return list(attribute.choices)[place]
    if attribute.kind == "number":
        return str(attribute.low + attribute.step * place)
    if attribute.kind == "text":
        return attribute.values[place]
    return "yes" if place else "no"


def values_at(type_: ProductType, places: list[int]) -> dict[str, str]:
    """The attributes of a row of `Goods.values`."""
    return {attribute.key: value_at(attribute, place) for attribute, place in zip(type_.attributes, places, strict=False)}


def languages_at(bits: int) -> tuple[str, ...]:
    return tuple(language for place, language in enumerate(LANGUAGES) if bits >> place & 1)


@lru_cache(maxsize=8192)
def rival(market: Market, number: int) -> RivalProduct:
    """A rival by its number, 0 to N - 1. Raises IndexError for another number."""
    goods = market.goods
    if not 0 <= number < len(goods):
        raise IndexError(number)
    type_key = list(market.types)[int(goods.type[number])]
    type_, wording = market.types[type_key], market.wordings[type_key]
    return RivalProduct(
        number,
        type_key,
        wording.brands[int(goods.brand[number])],
        wording.models[int(goods.model[number])],
        values_at(type_, goods.values[number].tolist()),
        Money(int(goods.price[number]), REFERENCE),
        int(goods.rating[number]),
        int(goods.reviews[number]),
        int(goods.days[number]),
        int(goods.title[number]),
        int(goods.image[number]),
        int(goods.description[number]),
        bool(goods.free_returns[number]),
        bool(goods.brand_known[number]),
        bool(goods.badge[number]),
        int(goods.velocity[number]),
        languages_at(int(goods.languages[number])),
    )


@lru_cache(maxsize=8192)
def rival_text(market: Market, number: int, language: str) -> RivalText:
    """A rival's page in a language; in English if it has none in that."""
    product = rival(market, number)
    tongue = language if language in product.languages else LANGUAGES[0]
    type_ = market.types[product.type]
    first = market.items_of(product.type).start
    return page_of(type_, market.wordings[product.type], number - first, tongue, product.brand, product.model, product.attributes)


@dataclass(frozen=True, slots=True)
class _Choice:
    """Which of the patterns a rival uses: the same places in every language, as one seller would."""

    title: int
    bullets: tuple[int, ...]
    common: tuple[int, ...]
    description: int
    closing: int
    terms: int


@lru_cache(maxsize=65536)
def _choice(type_key: str, number: int, sizes: tuple[int, ...]) -> _Choice:
    titles, bullets, common, descriptions, closings, terms = sizes
    stream = Stream("phrases", type_key, number, size=48)
    title = stream.below(titles)
    own = tuple(sorted(stream.order(bullets)[:OWN_BULLETS]))
    shared = tuple(sorted(stream.order(common)[:COMMON_BULLETS]))
    return _Choice(title, own, shared, stream.below(min(2, descriptions)), stream.below(closings), stream.below(terms))


def page_of(
    type_: ProductType, wording: Wording, number: int, language: str, brand: str, model: str, values: Mapping[str, str]
) -> RivalText:
    """The page of the rival with a number within its type."""
    phrases = wording.phrases[language]
    sizes = (
        len(phrases.titles), len(phrases.bullets), len(phrases.common_bullets), len(phrases.descriptions),
        len(phrases.closings), len(phrases.search_terms),
    )  # fmt: skip
    choice = _choice(type_.key, number, sizes)
    filled = {"brand": brand, "model": model}
    for attribute in type_.attributes:
        value = values.get(attribute.key)
        if value is not None and attribute.kind != "yes_no":
            filled[attribute.key] = chosen(attribute.choices[value], language) if attribute.kind == "choice" else value
    return RivalText(
        sentence(fill(phrases.titles[choice.title], filled)),
        (
            *(sentence(fill(phrases.bullets[place], filled)) for place in choice.bullets),
            *(sentence(fill(phrases.common_bullets[place], filled)) for place in choice.common),
        ),
        "\n".join(
            sentence(fill(text, filled)) for text in (*phrases.descriptions[choice.description :], phrases.closings[choice.closing])
        ),
        fill(phrases.search_terms[choice.terms], filled),
    )


def fill(pattern: str, values: dict[str, str]) -> str:
    """A pattern with every "{name}" replaced."""
    for name, value in values.items():
        pattern = pattern.replace(f"{{{name}}}", value)
    return pattern


def sentence(text: str) -> str:
    """A text with its first letter made a capital, which a filled-in value may have left small."""
    return text[:1].upper() + text[1:]
