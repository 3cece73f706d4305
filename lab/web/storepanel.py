"""The facets of a shop front in the buyer's words, each value with the address that adds it or takes it away."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lab.market.base import Market
from lab.market.catalogue import Attribute
from lab.search.facets import SORTS, Band, Facets, Wish
from lab.web.storenames import attribute_name, category_title, value_text
from lab.web.storeview import StoreView, with_brand, with_value

FEWEST_CATEGORIES = 14


@dataclass(frozen=True, slots=True)
class Choice:
    """One value to choose. `count` as the buyer's language writes it."""

    text: str
    address: str
    count: str = ""
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """Everything beside and above the results. `tops` are the tops of the category tree, for a page that found nothing."""

    path: tuple[Choice, ...]
    all_categories: str
    categories: tuple[Choice, ...]
    bands: tuple[Choice, ...]
    stars: tuple[Choice, ...]
    days: tuple[Choice, ...]
    returns: tuple[Choice, ...]
    brands: tuple[Choice, ...]
    attributes: tuple[tuple[str, tuple[Choice, ...]], ...]
    sorts: tuple[Choice, ...]
    chips: tuple[Choice, ...]
    clear: str
    tops: tuple[Choice, ...]


def panel_of(market: Market, view: StoreView, query: str, wish: Wish, facets: Facets) -> Panel:
    def to(changed: Wish) -> str:
        return view.results(query, changed)

    def category(path: str, count: str = "") -> Choice:
        # Product data and brands belong to what was looked at before; a category is a new beginning.
        return Choice(category_name(market, path, view), to(replace(wish, category=path, brands=(), attributes=())), count)

    def bound(name: str, key: str, value: int, count: int, is_chosen: bool) -> Choice:
        new = 0 if is_chosen else value
        changed = replace(wish, stars=new) if name == "rating_from" else replace(wish, days=new)
        return Choice(view.fill(name, n=value), to(changed), view.number(count), is_chosen)

    def values_of(attribute: Attribute, values: Sequence[tuple[str, int, bool]]) -> tuple[Choice, ...]:
        return tuple(
            Choice(value_text(attribute, key, view.language, view.country), to(with_value(wish, attribute.key, key)), view.number(count), is_chosen)
            for key, count, is_chosen in values
        )

    top = Wish(sort=wish.sort)
    return Panel(
        path=tuple(category(path) for path in facets.path),
        all_categories=to(replace(wish, category="", brands=(), attributes=())),
        categories=tuple(category(one.key, view.number(one.count)) for one in facets.categories[:FEWEST_CATEGORIES]),
        bands=tuple(_band(view, query, wish, band) for band in facets.bands),
        stars=tuple(bound("rating_from", one.key, int(one.key), one.count, one.is_chosen) for one in facets.stars),
        days=tuple(bound("within", one.key, int(one.key), one.count, one.is_chosen) for one in facets.days),
        returns=(
            Choice(
                view.words["free_returns"], to(replace(wish, free_returns=not wish.free_returns)),
                view.number(facets.free_returns.count), wish.free_returns,
            ),
        ),
        brands=tuple(
            Choice(one.key, to(with_brand(wish, one.key)), view.number(one.count), one.is_chosen) for one in facets.brands
        ),
        attributes=tuple(
            (
                attribute_name(facet.attribute, view.language),
                values_of(facet.attribute, [(one.key, one.count, one.is_chosen) for one in facet.values]),
            )
            for facet in facets.attributes
        ),
        sorts=tuple(
            Choice(view.words[f"sort_{sort}"], to(replace(wish, sort=sort)), is_chosen=wish.sort == sort) for sort in SORTS
        ),
        chips=tuple(_chips(market, view, query, wish, facets)),
        clear=to(top),
        tops=tuple(
            Choice(category_name(market, path, view), view.results("", Wish(category=path)))
            for path in market.categories
            if "/" not in path
        ),
    )  # fmt: skip


def _chips(market: Market, view: StoreView, query: str, wish: Wish, facets: Facets) -> list[Choice]:
    """What is chosen, each with the address without it."""

    def chip(text: str, changed: Wish) -> Choice:
        return Choice(text, view.results(query, changed))

    words = view.words
    chips = [chip(category_name(market, wish.category, view), replace(wish, category=""))] if wish.category else []
    if wish.low is not None or wish.high is not None:
        chips.append(chip(band_text(view, wish.low, wish.high), replace(wish, low=None, high=None)))
    if wish.stars:
        chips.append(chip(view.fill("rating_from", n=wish.stars), replace(wish, stars=0)))
    if wish.days:
        chips.append(chip(view.fill("within", n=wish.days), replace(wish, days=0)))
    if wish.free_returns:
        chips.append(chip(words["free_returns"], replace(wish, free_returns=False)))
    chips += [chip(name, with_brand(wish, name)) for name in wish.brands]
    known = {facet.attribute.key: facet.attribute for facet in facets.attributes}
    for key, value in wish.attributes:
        attribute = known.get(key) or _attribute(market, key, value)
        chips.append(chip(_stated(attribute, value, view), with_value(wish, key, value)))
    return chips


def _attribute(market: Market, key: str, value: str) -> Attribute:
    """The first type's attribute of that key; a wish holds only keys that some type has."""
    every = (type_.attribute(key) for type_ in market.types.values())
    having = [attribute for attribute in every if attribute is not None]
    return next((one for one in having if value in one.choices), having[0])


def _stated(attribute: Attribute, value: str, view: StoreView) -> str:
    name = attribute_name(attribute, view.language)
    return name if attribute.kind == "yes_no" else f"{name}: {value_text(attribute, value, view.language, view.country)}"


def _band(view: StoreView, query: str, wish: Wish, band: Band) -> Choice:
    changed = replace(wish, low=None, high=None) if band.is_chosen else replace(wish, low=band.low, high=band.high)
    return Choice(band_text(view, band.low, band.high), view.results(query, changed), view.number(band.count), band.is_chosen)


def band_text(view: StoreView, low: int | None, high: int | None) -> str:
    if low is None:
        return view.fill("price_under", amount=view.whole_amount(high or 0))
    if high is None:
        return view.fill("price_over", amount=view.whole_amount(low))
    return view.fill("price_between", low=view.whole_amount(low), high=view.whole_amount(high))


def category_name(market: Market, path: str, view: StoreView) -> str:
    return category_title(market, path, view.language)
