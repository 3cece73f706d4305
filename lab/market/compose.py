"""The goods of the other sellers: who sells what, at which price, how well, in which languages.

Chance comes as raw integers of Philox, one stream per rival, keyed by its type and number within it: a new type or a
longer row of rivals changes no rival that was there before.
"""

from collections.abc import Sequence
from math import isqrt

import numpy as np

from lab.market.base import Goods
from lab.market.catalogue import LANGUAGES, Attribute, TypeFile
from lab.market.exact import exp_milli
from lab.market.stream import Stream

GOODS = 20_000
FEWEST = 24
"""Every type has at least so many rivals, however rarely it is searched for."""
LANGUAGES_MISSED_MAX = 3
KNOWN_BRANDS = 3
_WITHOUT = (0, 250, 300, 350, 400, 400)
"""Permille of a type's rivals that have no text in a language, in the order of `LANGUAGES`."""
ATTRIBUTES_MAX = 12


def rivals_per_type(files: Sequence[TypeFile], goods: int) -> list[int]:
    """How many rivals each type gets: by the root of its searches, at least `FEWEST`; together `goods`.

    The root, because in a shop ten times as many searches do not bring ten times as many sellers.
    """
    weights = [isqrt(sum(line.volume for lines in file.keywords.values() for line in lines)) for file in files]
    spare = max(0, goods - FEWEST * len(files))
    total = max(1, sum(weights))
    counts = [FEWEST + spare * weight // total for weight in weights]
    # What rounding left over goes to the types with the largest remainders, then to the first.
    order = sorted(range(len(files)), key=lambda place: (-(spare * weights[place] % total), place))
    for place in order[: max(0, goods - sum(counts))]:
        counts[place] += 1
    return counts


def goods_of(files: Sequence[TypeFile], goods: int = GOODS) -> Goods:
    """All rivals of all types, in the order of `files`."""
    rows: list[tuple[int, ...]] = []
    values: list[list[int]] = []
    for place, (file, count) in enumerate(zip(files, rivals_per_type(files, goods), strict=True)):
        names = _brands_and_models(file, count)
        languages = _languages(file.type.key, count)
        for number in range(count):
            row, its_values = _rival(file, number)
            rows.append((place, *names[number], languages[number], *row))
            values.append(its_values)
    table = np.array(rows, dtype=np.int64).reshape(len(rows), -1)
    (
        type_, brand, model, languages_, price, rating, reviews, days, near, title, image, description, free, badge, velocity,
    ) = table.T  # fmt: skip
    return Goods(
        type_.astype(np.uint16), brand.astype(np.uint16), model.astype(np.uint16),
        np.array(values, dtype=np.int16).reshape(len(rows), ATTRIBUTES_MAX),
        price.astype(np.int32), rating.astype(np.int16), reviews.astype(np.int32), days.astype(np.uint8), near.astype(np.uint8),
        title.astype(np.int16), image.astype(np.int16), description.astype(np.int16), free.astype(np.uint8),
        (brand < KNOWN_BRANDS).astype(np.uint8), badge.astype(np.uint8), velocity.astype(np.int32), languages_.astype(np.uint8),
    )  # fmt: skip


def _brands_and_models(file: TypeFile, count: int) -> list[tuple[int, int]]:
    """Brand and model by number: brands go round, each with its own order of models, and no pair twice while there are any left."""
    brands, models = len(file.wording.brands), len(file.wording.models)
    orders = [Stream("models", file.type.key, brand).order(models) for brand in range(brands)]
    return [(i % brands, orders[i % brands][i // brands % models]) for i in range(count)]


def _languages(type_key: str, count: int) -> list[int]:
    """The languages each rival writes, as bits: English always, of the others two at least."""
    missed: list[set[int]] = [set() for _ in range(count)]
    for place, language in enumerate(LANGUAGES):
        left = count * _WITHOUT[place] // 1000
        for number in Stream("languages", type_key, language, size=count + 8).order(count) if left else ():
            if left and len(missed[number]) < LANGUAGES_MISSED_MAX:
                missed[number].add(place)
                left -= 1
    return [sum(1 << place for place in range(len(LANGUAGES)) if place not in without) for without in missed]


def _rival(file: TypeFile, number: int) -> tuple[tuple[int, ...], list[int]]:
    stream = Stream("rival", file.type.key, number)
    quality = max(100, min(980, 700 + 160 * stream.normal_milli() // 1000))
    price = _price(file.type.reference_price.amount, 280 * stream.normal_milli() // 1000 + (quality - 700) // 2)
    rating = max(2000, min(4900, 3200 + 1600 * quality // 1000 + 200 * stream.normal_milli() // 1000))
    reviews = min(20_000, exp_milli(3500 + 1800 * stream.normal_milli() // 1000) // 1000)
    near = stream.below(100) < 45
    days = stream.between(2, 6) if near else stream.between(8, 20)
    title, image, description = (max(200, min(970, 625 + 160 * stream.normal_milli() // 1000)) for _ in range(3))
    free_returns = stream.below(100) < 60
    badge = stream.below(100) < 6
    velocity = 250 * exp_milli(800 * stream.normal_milli() // 1000) // 1000
    values = [_place(attribute, stream) for attribute in file.type.attributes]
    values += [-1] * (ATTRIBUTES_MAX - len(values))
    row = (price, rating, reviews, days, int(near), title, image, description, int(free_returns), int(badge), velocity)
    return row, values


def _price(reference: int, log_milli: int) -> int:
    """A street price near the reference, ending as prices in shops end (x.99, x.49 or x.90)."""
    amount = reference * exp_milli(max(-700, min(700, log_milli))) // 1000
    whole, cents = divmod(max(amount, 100), 100)
    return whole * 100 + (49 if cents < 50 else 90 if cents < 75 else 99)


def _place(attribute: Attribute, stream: Stream) -> int:
    if attribute.kind == "choice":
        return stream.below(len(attribute.choices))
    if attribute.kind == "number":
        return stream.below((attribute.high - attribute.low) // attribute.step + 1)
    if attribute.kind == "text":
        return stream.below(len(attribute.values))
    return stream.below(2)
