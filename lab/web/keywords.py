"""Keywords: what shoppers type, how often, whether the shop's texts hold the words, and where its listings stand.

Also the answer for any search that is typed, taken apart.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lab.market.base import FIELDS, Keyword
from lab.market.textscore import FOUND_ABOVE
from lab.platforms.profile import PlatformProfile
from lab.search.coverage import BEYOND, Place, Words, places_held, rivals_for, words_held
from lab.search.page import keyword_table
from lab.search.rank import Rank, rank
from lab.search.text import wording_of
from lab.shoppers import visits
from lab.shoppers.searches import coming_months, searches_a_month
from lab.values.moment import to_datetime
from lab.web.formats import locale
from lab.web.listing_words import RANK_TERMS, named
from lab.web.seller import Seat, goods_name, page, seat_at
from lab.web.tables import csv_bytes
from lab.world.listing import Listing

pages = Blueprint("keywords", __name__)
MAX_QUERY = 200
PAGE = 50
MINE, ALL = "", "all"
"""Whose keywords: those of the shop's own kinds of goods, or of the whole market; else the key of one kind."""

FIELD_NAMES: dict[str, LazyString] = {
    "title": _l("Title"),
    "search_terms": _l("Search terms"),
    "attributes": _l("Product data"),
    "bullets": _l("Bullet points"),
    "description": _l("Description"),
}
SHOWS: dict[str, LazyString] = {
    "": _l("all keywords"),
    "lacking": _l("words are missing"),
    "unfound": _l("not found"),
    "far": _l("found, but beyond the first page"),
    "first": _l("on the first page"),
}
SORTS: dict[str, LazyString] = {
    "": _l("most searched"),
    "place": _l("best place"),
    "lacking": _l("most searched, not found first"),
    "rivals": _l("fewest rivals"),
    "words": _l("by alphabet"),
}
FIRST_PAGE = 16


@dataclass(frozen=True, slots=True)
class Row:
    """A keyword with its searches a month at the place, and the listing of the shop that meets it best (or none)."""

    keyword: Keyword
    searches: Fraction
    listing: Listing | None
    words: Words | None
    place: Place | None

    @property
    def lacks_words(self) -> bool:
        return self.words is not None and not self.words.is_covered


@dataclass(frozen=True, slots=True)
class Wish:
    """What the page was asked for, every value one that it offers."""

    place: str
    language: str
    languages: tuple[str, ...]
    kind: str
    words: str
    listing: str
    show: str
    sort: str

    @property
    def country(self) -> str:
        return self.place.partition("/")[2]

    @property
    def platform(self) -> str:
        return self.place.partition("/")[0]


@pages.get("/runs/<int:run_id>/keywords")
def get_keywords(run_id: int) -> str:
    """The keywords of one place and language, and the answer for a search that was typed."""
    seat = seat_at(run_id)
    world, setting = seat.world, seat.world.setting
    wish = _wish(seat)
    listings = [listing for listing in world.listings.values() if listing.place == wish.place]
    query = request.args.get("q", "").strip()[:MAX_QUERY]
    rows = keyword_rows(seat, wish)
    number, pages_ = _page_number(len(rows))
    shown = rows[(number - 1) * PAGE : number * PAGE]
    profile = setting.platforms[wish.platform]
    return page(
        "keywords/keywords.html",
        seat,
        wish=wish,
        types=setting.market.types,
        own_types=_own_types(seat),
        listings=listings,
        rows=shown,
        rivals={row.keyword.id: rivals_for(setting.market, row.keyword.id) for row in shown},
        found=len(rows),
        number=number,
        pages=pages_,
        fields=[(name, FIELDS.index(name), FIELD_NAMES[name]) for name in _fields_read(profile)],
        seasons=_seasons(seat, shown),
        shows=SHOWS,
        sorts=SORTS,
        beyond=BEYOND,
        query=query,
        answers=_answers(seat, listings, query, wish.language) if query else [],
    )


@pages.get("/runs/<int:run_id>/keywords.csv")
def get_keywords_csv(run_id: int) -> Response:
    """All keywords that the page's filters leave, in its order."""
    seat = seat_at(run_id)
    wish = _wish(seat)
    fields = [(FIELDS.index(name), FIELD_NAMES[name]) for name in _fields_read(seat.world.setting.platforms[wish.platform])]
    heads = [
        _("What shoppers type"), _("Language"), _("Goods"), _("Searches a month"), _("Rivals found"), _("Listing"), _("Place"),
        _("Words"), *(str(name) for _at, name in fields),
    ]  # fmt: skip
    rows = [_csv_row(seat, row, [at for at, _name in fields]) for row in keyword_rows(seat, wish)]
    answer = Response(csv_bytes([heads, *rows]), mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=keywords.csv"
    return answer


def keyword_rows(seat: Seat, wish: Wish) -> list[Row]:
    """The keywords that the wish leaves, in its order."""
    world = seat.world
    setting = world.setting
    market = setting.market
    keywords = market.keywords_of(wish.language)
    place = visits.Place(wish.platform, wish.country, wish.language)
    monthly = searches_a_month(setting, place, [keyword.id for keyword in keywords])
    listings = [listing for listing in world.listings.values() if listing.place == wish.place and wish.listing in ("", listing.key)]
    held = [
        (listing, setting.products[listing.sku].type, words_held(market, wording_of(setting, listing), wish.language),
         places_held(world, listing, wish.language))
        for listing in listings
    ]  # fmt: skip
    kinds = _kinds(seat, wish)
    typed = wish.words.casefold().split()
    rows = []
    for at, keyword in enumerate(keywords):
        if keyword.type not in kinds or any(word not in keyword.text.casefold() for word in typed):
            continue
        meets = [(one[3].get(keyword.id), one[2][at], one[1] == keyword.type, one[0]) for one in held]
        best = min(meets, key=_fitness, default=None)
        if best is None:
            rows.append(Row(keyword, monthly[at], None, None, None))
        else:
            rows.append(Row(keyword, monthly[at], best[3], best[1], best[0]))
    shown = [row for row in rows if _is_shown(row, wish.show)]
    if wish.sort == "rivals":
        return sorted(shown, key=lambda row: (rivals_for(market, row.keyword.id), -row.searches, row.keyword.id))
    return sorted(shown, key=_ORDERS[wish.sort])


def _fitness(meets: tuple[Place | None, Words, bool, Listing]) -> tuple[object, ...]:
    """The best placed listing first; of those that are not found one of the same kind, then the one with most of the words."""
    place, words, same, _listing = meets
    return (place is None, place.place if place else 0, not same, -words.together)


def _is_shown(row: Row, show: str) -> bool:
    place = row.place.place if row.place is not None else None
    if show == "lacking":
        return row.lacks_words
    if show == "unfound":
        return place is None
    if show == "far":
        return place is not None and place > FIRST_PAGE
    return show != "first" or (place is not None and place <= FIRST_PAGE)


def _place_order(row: Row) -> tuple[bool, int]:
    return (row.place is None, row.place.place or 0 if row.place else 0)


_ORDERS: dict[str, Callable[[Row], tuple[Any, ...]]] = {
    "": lambda row: (-row.searches, row.keyword.id),
    "place": lambda row: (*_place_order(row), -row.searches, row.keyword.id),
    "lacking": lambda row: (row.place is not None, -row.searches, row.keyword.id),
    "words": lambda row: (row.keyword.text.casefold(), row.keyword.id),
}


def _wish(seat: Seat) -> Wish:
    setting = seat.world.setting
    place = request.args.get("place", "")
    if place not in setting.places:
        place = setting.places[0]
    platform, _sep, country = place.partition("/")
    languages = [code for code in setting.destinations[country].languages if keyword_table(setting.market, code)]
    language = request.args.get("in", "")
    if language not in languages:
        wanted = setting.platforms[platform].markets[country].languages
        language = next((code for code in wanted if code in languages), languages[0])
    kind = request.args.get("type", MINE)
    listing = request.args.get("listing", "")
    known = seat.world.listings.get(listing)
    show, sort = request.args.get("show", ""), request.args.get("sort", "")
    return Wish(
        place,
        language,
        tuple(languages),
        kind if kind in (MINE, ALL) or kind in setting.market.types else MINE,
        request.args.get("words", "").strip()[:MAX_QUERY],
        listing if known is not None and known.place == place else "",
        show if show in SHOWS else "",
        sort if sort in SORTS else "",
    )


def _own_types(seat: Seat) -> list[str]:
    return list(dict.fromkeys(product.type for product in seat.world.setting.products.values()))


def _kinds(seat: Seat, wish: Wish) -> frozenset[str]:
    if wish.kind == ALL:
        return frozenset(seat.world.setting.market.types)
    return frozenset([wish.kind] if wish.kind else _own_types(seat))


def _fields_read(profile: PlatformProfile) -> list[str]:
    """The fields that a platform's search reads, as a page shows them."""
    unread = {"bullets": profile.bullets_used, "search_terms": profile.search_terms_used}
    return [name for name in FIELD_NAMES if unread.get(name, True)]


def _seasons(seat: Seat, rows: Sequence[Row]) -> dict[str, list[tuple[str, Fraction]]]:
    """Per kind of goods: this month and the next two, each with its share of an ordinary month's demand."""
    setting = seat.world.setting
    today = to_datetime(setting.start, seat.world.now).date()
    names = locale().months["stand-alone"]["abbreviated"]
    return {
        kind: [
            (str(names[month]), Fraction(level, 1000))
            for month, level in coming_months(setting.market, setting.market.types[kind].category, today)
        ]
        for kind in dict.fromkeys(row.keyword.type for row in rows)
    }


def _page_number(count: int) -> tuple[int, int]:
    wanted = request.args.get("page", "1")
    pages_ = max(1, -(-count // PAGE))
    return (min(max(1, int(wanted)), pages_) if wanted.isdecimal() and len(wanted) < 6 else 1), pages_


def _csv_row(seat: Seat, row: Row, fields: Sequence[int]) -> list[str]:
    words, place = row.words, row.place
    types = seat.world.setting.market.types
    return [
        row.keyword.text,
        row.keyword.language,
        types[row.keyword.type].names.get("en", row.keyword.type),
        f"{float(row.searches):.1f}",
        str(rivals_for(seat.world.setting.market, row.keyword.id)),
        goods_name(seat.world, row.listing.sku) if row.listing else "",
        "" if place is None else f"> {BEYOND}" if place.beyond else str(place.place),
        "" if words is None else f"{words.together} / {words.of}",
        *("" if words is None else f"{words.fields[at]} / {words.of}" for at in fields),
    ]


def _answers(seat: Seat, listings: list[Listing], query: str, language: str) -> list[dict[str, Any]]:
    """What the search says of each listing, those that are found first."""
    answers = [_answer(seat, listing, query, language) for listing in listings]
    return sorted(answers, key=lambda answer: answer["rank"].position or 10**6)


def _answer(seat: Seat, listing: Listing, query: str, language: str) -> dict[str, Any]:
    found = rank(seat.world, listing.key, query, language)
    terms = [(named(RANK_TERMS, term.name), term.value) for term in found.terms if found.rel > FOUND_ABOVE]
    return {"listing": listing, "rank": found, "terms": terms, "reason": _reason(listing, found)}


def _reason(listing: Listing, found: Rank) -> str:
    if found.position is not None:
        return ""
    if not listing.is_live:
        return str(_("Not on sale."))
    return str(_("Its text does not answer this search."))
