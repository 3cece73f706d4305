"""Keywords: what shoppers type, how often, and where the shop's listings stand; and why, for any search."""

from typing import Any

from flask import Blueprint, request
from flask_babel import gettext as _

from lab.market.textscore import FOUND_ABOVE
from lab.search.page import keyword_table
from lab.search.rank import Rank, rank
from lab.web.listing_words import RANK_TERMS, named
from lab.web.seller import Seat, page, seat_at
from lab.world.listing import Listing

pages = Blueprint("keywords", __name__)
MAX_QUERY = 200


@pages.get("/runs/<int:run_id>/keywords")
def get_keywords(run_id: int) -> str:
    """The table of one place and language, and the answer for a search that was typed."""
    seat = seat_at(run_id)
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
    types = list(dict.fromkeys(product.type for product in setting.products.values()))
    listings = [listing for listing in seat.world.listings.values() if listing.place == place]
    query = request.args.get("q", "").strip()[:MAX_QUERY]
    return page(
        "keywords/keywords.html",
        seat,
        place=place,
        platform=platform,
        country=country,
        tongues=languages,
        tongue=language,
        groups=[_group(seat, language, type_, listings) for type_ in types],
        listings=listings,
        query=query,
        answers=_answers(seat, listings, query, language) if query else [],
    )


def _group(seat: Seat, language: str, type_key: str, listings: list[Listing]) -> dict[str, Any]:
    setting = seat.world.setting
    own = [listing for listing in listings if setting.products[listing.sku].type == type_key]
    rows = [
        (keyword, [(listing, rank(seat.world, listing.key, keyword.text, language)) for listing in own])
        for keyword in keyword_table(setting.market, language, type_key)
    ]
    most = max((keyword.volume for keyword, _ranks in rows), default=1)
    return {"type": setting.market.types[type_key], "rows": rows, "own": own, "most": most}


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
