"""Narrowing and sorting what a search found: by category, price, rating, days, free returns, brand and product data.

Everything works on the market's columns and on a few rows for the shop's own offers, which take part by the same rules. A facet
counts the things that all *other* facets leave, so that a second value can be added to a first; values of one facet widen it,
different facets narrow. Amounts are compared in the currency shown: `rate` is millionths of its unit for one unit of the reference
currency.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from lab.market.base import I64, Market
from lab.market.catalogue import Attribute, ProductType
from lab.market.goods import value_at
from lab.search.offer import Offer, in_reference
from lab.search.page import days_at
from lab.search.rank import Found

Sort = Literal["relevance", "price_up", "price_down", "rating", "sold", "fastest"]
SORTS: tuple[Sort, ...] = get_args(Sort)
STARS = (4, 3)
DAYS = (3, 7, 14, 30)
BANDS = 5
MOST_BRANDS, MOST_VALUES, MOST_ATTRIBUTES = 8, 8, 6
REFERENCE_UNIT = 100
"""Minor units of one unit of the reference currency."""
_NICE = (10, 12, 15, 20, 25, 30, 40, 50, 60, 80)
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a buyer wants of the results; the empty wish takes all, by relevance.

    `category` is a path of any depth; `low` and `high` are whole units of the currency shown, both included; `stars` and `days`
    bound the rating from below and the delivery from above (0: any); `attributes` are pairs of an attribute's and a value's key.
    """

    category: str = ""
    low: int | None = None
    high: int | None = None
    stars: int = 0
    days: int = 0
    free_returns: bool = False
    brands: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    sort: Sort = "relevance"

    @property
    def narrows(self) -> bool:
        return self != Wish(sort=self.sort)


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet, and how many things it would show."""

    key: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Band:
    """Prices from `low` to `high`, whole units of the currency shown; None is open."""

    low: int | None
    high: int | None
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class AttributeFacet:
    attribute: Attribute
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Facets:
    """What the results can be narrowed by. `categories` are the children of the category wished for that have any goods,
    `path` are that category and those above it, the top first."""

    path: tuple[str, ...]
    categories: tuple[Value, ...]
    bands: tuple[Band, ...]
    stars: tuple[Value, ...]
    days: tuple[Value, ...]
    free_returns: Value
    brands: tuple[Value, ...]
    attributes: tuple[AttributeFacet, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Narrowed:
    """What a wish leaves of the things found, in the order wished for: rows of `Found`, and the facets."""

    rows: I64
    facets: Facets


def narrowed(market: Market, country: str, found: Found, wish: Wish, rate: int) -> Narrowed:
    """Apply a wish to everything found."""
    table = _table_of(market, country, found)
    masks = _masks(market, table, wish, rate)
    whole = np.ones(len(found), dtype=np.bool_)
    kept = _all_of(masks.values(), whole)
    rows: I64 = np.flatnonzero(kept)
    return Narrowed(rows[_order(table, rows, wish.sort)], _facets(market, table, wish, rate, masks, whole, kept))


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """Columns of the F things found, own offers among them: place of the type, price (minor units of the reference currency),
    rating in milli-stars (0 without reviews), days, free returns, sales, number of the brand (-1: none), values [F, A]."""

    type: I64
    price: I64
    rating: I64
    days: I64
    returns: I64
    sold: I64
    brand: I64
    values: I64


def _table_of(market: Market, country: str, found: Found) -> _Table:
    goods = market.goods
    is_own = found.item >= found.goods
    item = np.where(is_own, 0, found.item) if found.offers else found.item
    columns = [
        goods.type[item], goods.price[item], np.where(goods.reviews[item] > 0, goods.rating[item], 0), days_at(market, country)[item],
        goods.free_returns[item], goods.velocity[item], brands_of(market)[1][item],
    ]  # fmt: skip
    wide = [np.asarray(column, dtype=np.int64) for column in columns]
    values = goods.values[item].astype(np.int64)
    for place in np.flatnonzero(is_own).tolist() if found.offers else ():
        offer = found.offers[int(found.item[place]) - found.goods]
        for column, value in zip(wide, _own_row(market, offer), strict=True):
            column[place] = value
        values[place] = own_values(market, offer, values.shape[1])
    type_, price, rating, days, returns, sold, brand = wide
    return _Table(type_, price, rating, days, returns, sold, brand, values)


def _own_row(market: Market, offer: Offer) -> tuple[int, ...]:
    appeal = offer.appeal
    return (
        _type_places(market)[offer.wording.type], in_reference(offer.price), appeal.rating if appeal.reviews else 0, appeal.days,
        int(appeal.free_returns), offer.listing.record.velocity, -1,
    )  # fmt: skip


def own_values(market: Market, offer: Offer, width: int) -> list[int]:
    """The places of what an own listing states, as in `Goods.values`; -1 where it states nothing that rivals do."""
    type_ = market.types[offer.wording.type]
    stated = dict(offer.wording.attributes)
    places = [place_of(attribute, stated.get(attribute.key, "")) for attribute in type_.attributes]
    return places + [-1] * (width - len(places))


def place_of(attribute: Attribute, value: str) -> int:
    """The place of a stored value, the reverse of `lab.market.goods.value_at`; -1 for another value."""
    if attribute.kind == "choice":
        return list(attribute.choices).index(value) if value in attribute.choices else -1
    if attribute.kind == "number":
        if not (value.isascii() and value.isdecimal()) or len(value) > 9:
            return -1
        place, rest = divmod(int(value) - attribute.low, max(1, attribute.step))
        return -1 if rest or not attribute.low <= int(value) <= attribute.high else place
    if attribute.kind == "text":
        return attribute.values.index(value) if value in attribute.values else -1
    return {"yes": 1, "no": 0}.get(value, -1)


def _masks(market: Market, table: _Table, wish: Wish, rate: int) -> dict[str, Mask]:
    """Which things each facet of a wish takes; facets without a wish are left out."""
    masks: dict[str, Mask] = {}
    if wish.category:
        masks["category"] = _types_below(market, wish.category)[table.type]
    if wish.low is not None or wish.high is not None:
        shown = table.price * rate
        unit = REFERENCE_UNIT * 1_000_000
        masks["price"] = (shown >= (wish.low or 0) * unit) & (shown <= (wish.high if wish.high is not None else 1 << 30) * unit)
    if wish.stars:
        masks["stars"] = table.rating >= wish.stars * 1000
    if wish.days:
        masks["days"] = table.days <= wish.days
    if wish.free_returns:
        masks["returns"] = table.returns > 0
    if wish.brands:
        names = brands_of(market)[0]
        wanted = [number for number, name in enumerate(names) if name in wish.brands]
        masks["brand"] = np.isin(table.brand, wanted)
    for key in dict.fromkeys(key for key, _ in wish.attributes):
        mask = np.zeros(len(table.type), dtype=np.bool_)
        for _, value in (one for one in wish.attributes if one[0] == key):
            mask |= _states(market, table, key, value)
        masks[f"a.{key}"] = mask
    return masks


def _all_of(masks: Iterable[Mask], whole: Mask) -> Mask:
    for mask in masks:
        whole = whole & mask
    return whole


def _states(market: Market, table: _Table, key: str, value: str) -> Mask:
    """Which things state a value; the same attribute may stand at another place in another type."""
    column, place = _places_of_value(market, key, value)
    at = column[table.type]
    found: Mask = (at >= 0) & (table.values[np.arange(len(at)), np.maximum(at, 0)] == place[table.type])
    return found


def is_value(market: Market, key: str, value: str) -> bool:
    """Whether any type has an attribute with that value."""
    return bool((_places_of_value(market, key[:60], value[:60])[0] >= 0).any())


@lru_cache(maxsize=4096)
def _places_of_value(market: Market, key: str, value: str) -> tuple[I64, I64]:
    """[T] per type the column of an attribute and the place of a value; -1 and -2 where there is none."""
    column, place = np.full(len(market.types), -1, dtype=np.int64), np.full(len(market.types), -2, dtype=np.int64)
    for number, type_ in enumerate(market.types.values()):
        for at, attribute in enumerate(type_.attributes):
            if attribute.key == key and (where := place_of(attribute, value)) >= 0:
                column[number], place[number] = at, where
    return column, place


def _order(table: _Table, rows: I64, sort: Sort) -> I64:
    """How to sort rows that stand by relevance; equals stay as they were."""
    keys = {"price_up": table.price, "price_down": -table.price, "rating": -table.rating, "sold": -table.sold, "fastest": table.days}
    if sort == "relevance":
        return np.arange(len(rows), dtype=np.int64)
    return np.argsort(keys[sort][rows], kind="stable").astype(np.int64)


def _facets(
    market: Market, table: _Table, wish: Wish, rate: int, masks: dict[str, Mask], whole: Mask, kept: Mask
) -> Facets:
    def others(name: str) -> Mask:
        """What all facets but one leave."""
        return _all_of((mask for key, mask in masks.items() if key != name), whole) if name in masks else kept

    here = others("category")
    by_type = np.bincount(table.type[here], minlength=len(market.types))
    brand = table.brand[others("brand")]
    brand = np.bincount(brand[brand >= 0], minlength=len(brands_of(market)[0]))
    days, stars, returns = table.days[others("days")], table.rating[others("stars")], table.returns[others("returns")]
    return Facets(
        _path(wish.category),
        _children(market, wish.category, by_type),
        _bands(table.price[others("price")], wish, rate),
        tuple(Value(str(n), int(np.count_nonzero(stars >= n * 1000)), wish.stars == n) for n in STARS),
        tuple(Value(str(n), int(np.count_nonzero(days <= n)), wish.days == n) for n in DAYS),
        Value("1", int(np.count_nonzero(returns)), wish.free_returns),
        _most(brands_of(market)[0], brand, wish.brands, MOST_BRANDS),
        _attributes(market, table, wish, others, kept),
    )


def _children(market: Market, category: str, by_type: NDArray[np.intp]) -> tuple[Value, ...]:
    depth = category.count("/") + 1 if category else 0
    counts: dict[str, int] = {}
    for number in np.flatnonzero(by_type).tolist():
        path = _category_paths(market)[number]
        if (not category or path.startswith(f"{category}/")) and path.count("/") >= depth:
            child = "/".join(path.split("/")[: depth + 1])
            counts[child] = counts.get(child, 0) + int(by_type[number])
    return tuple(Value(path, count, False) for path, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _path(category: str) -> tuple[str, ...]:
    parts = category.split("/") if category else []
    return tuple("/".join(parts[: n + 1]) for n in range(len(parts)))


def _bands(price: I64, wish: Wish, rate: int) -> tuple[Band, ...]:
    """Bands that each hold about as many things, with round limits."""
    shown = price * rate // (REFERENCE_UNIT * 1_000_000)
    if not len(shown):
        return ()
    places = [len(shown) * part // BANDS for part in range(1, BANDS)]
    limits = sorted({nice(int(limit)) for limit in np.partition(shown, places)[places]} - {0})
    edges: list[int | None] = [None, *limits, None]
    unit = REFERENCE_UNIT * 1_000_000
    exact = price * rate
    bands = []
    for low, high in pairwise(edges):
        inside = (exact >= (low or 0) * unit) & (exact <= (high if high is not None else 1 << 30) * unit)
        count = int(np.count_nonzero(inside))
        if count:
            bands.append(Band(low, high, count, (wish.low, wish.high) == (low, high)))
    return tuple(bands)


def nice(amount: int) -> int:
    """The nearest amount with which a price band may begin: 1, 2, 3 ... 10, 12, 15, 20, 25 ... and so on by tens."""
    if amount < 10:
        return amount
    scale: int = 10 ** (len(str(amount)) - 2)
    limits = [one * scale for one in (*_NICE, 100)]
    return min(limits, key=lambda limit: abs(limit - amount))


def _most(names: Sequence[str], counts: NDArray[np.intp], chosen: Sequence[str], most: int) -> tuple[Value, ...]:
    """The most frequent names and the chosen ones, the most frequent first."""
    there = sorted(np.flatnonzero(counts).tolist(), key=lambda number: (-counts[number], names[number]))
    first = there[:most] + [number for number in there[most:] if names[number] in chosen]
    values = [Value(names[number], int(counts[number]), names[number] in chosen) for number in first]
    known = {value.key for value in values}
    return (*values, *(Value(name, 0, True) for name in chosen if name not in known))


def _attributes(market: Market, table: _Table, wish: Wish, others: Callable[[str], Mask], kept: Mask) -> tuple[AttributeFacet, ...]:
    """The product data of the type that most results belong to."""
    type_ = main_type(market, table.type[kept])
    facets: list[AttributeFacet] = []
    if type_ is None:
        return ()
    of_type = table.type == _type_places(market)[type_.key]
    for at, attribute in enumerate(type_.attributes):
        chosen = tuple(value for key, value in wish.attributes if key == attribute.key)
        places = table.values[others(f"a.{attribute.key}") & of_type, at]
        counts = np.bincount(places[places >= 0])
        if attribute.kind == "yes_no":
            number = int(counts[1]) if len(counts) > 1 else 0
            values: tuple[Value, ...] = (Value("yes", number, "yes" in chosen),) if number or chosen else ()
        else:
            values = _most(_value_keys(attribute, len(counts)), counts, chosen, MOST_VALUES)
            if attribute.kind == "number":
                values = tuple(sorted(values, key=lambda value: int(value.key)))
        if len(values) > 1 or chosen or (attribute.kind == "yes_no" and values):
            facets.append(AttributeFacet(attribute, values))
    return tuple(sorted(facets, key=lambda facet: not any(value.is_chosen for value in facet.values))[:MOST_ATTRIBUTES])


def _value_keys(attribute: Attribute, most: int) -> list[str]:
    return [value_at(attribute, place) for place in range(most)]


def main_type(market: Market, types: I64) -> ProductType | None:
    """The type that most things belong to, if it is a third of them at least; of equals the first."""
    if not len(types):
        return None
    counts = np.bincount(types)
    most = int(counts.argmax())
    return list(market.types.values())[most] if 3 * counts[most] >= len(types) else None


@lru_cache(maxsize=4)
def brands_of(market: Market) -> tuple[tuple[str, ...], I64]:
    """The names of all brands in the order of the alphabet, and [N] the number of each rival's."""
    of_type = [market.wordings[key].brands for key in market.types]
    names = sorted({name for brands in of_type for name in brands})
    numbers = {name: number for number, name in enumerate(names)}
    goods = market.goods
    column = np.zeros(len(goods), dtype=np.int64)
    for place, brands in enumerate(of_type):
        rows = market.items_of(list(market.types)[place])
        table = np.array([numbers[name] for name in brands], dtype=np.int64)
        column[rows.start : rows.stop] = table[goods.brand[rows.start : rows.stop]]
    return tuple(names), column


@lru_cache(maxsize=4)
def _type_places(market: Market) -> dict[str, int]:
    return {key: place for place, key in enumerate(market.types)}


@lru_cache(maxsize=4)
def _category_paths(market: Market) -> tuple[str, ...]:
    return tuple(type_.category for type_ in market.types.values())


@lru_cache(maxsize=1024)
def _types_below(market: Market, category: str) -> Mask:
    """[T] whether a type's category is the one named or lies below it."""
    return np.array([f"{path}/".startswith(f"{category}/") for path in _category_paths(market)], dtype=np.bool_)
