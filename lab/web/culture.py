"""Culture: cards on what is read differently from country to country, and what of them is looked for in texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, request
from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lab.culture.cards import (
    TOPICS,
    Card,
    CurrencySignTrap,
    DateFormTrap,
    DigitsTrap,
    HolidayTrap,
    NameOrderTrap,
    NumberTrap,
    Order,
    PhrasesTrap,
    Topic,
    WeekendTrap,
    card_countries,
    cards_of,
)
from lab.culture.traps import ANY
from lab.school.customs_view import sale_countries, today_of
from lab.web.customs_words import CONFIDENCE
from lab.web.formats import country_name, date_text, language_name, locale
from lab.web.languages import page_language
from lab.web.seller import page, seat_at

pages = Blueprint("culture", __name__)

TOPIC_NAMES: dict[Topic, LazyString] = {
    "holidays": _l("Holidays"),
    "weekends": _l("Weekends"),
    "names": _l("Names"),
    "address": _l("Forms of address"),
    "dates": _l("Dates and figures"),
    "colours": _l("Colours"),
    "numbers": _l("Numbers"),
    "symbols": _l("Signs and pictures"),
    "claims": _l("Claims"),
}
ORDERS: dict[Order, LazyString] = {
    "dmy": _l("day, month, year"),
    "mdy": _l("month, day, year"),
    "ymd": _l("year, month, day"),
}
ALL, OWN = "all", ""
MOST_DAYS_SHOWN = 4
"""Holidays to come that a card names, in one country."""


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A card in the page's language: `looked_for` says what a check looks for, "" if nothing."""

    card: Card
    title: str
    text: str
    countries: tuple[str, ...]
    looked_for: str


@pages.get("/runs/<int:run_id>/culture")
def get_cards(run_id: int) -> str:
    """The cards by country and topic; without a country those of the places where the shop sells."""
    seat = seat_at(run_id)
    own = tuple(code for code in sale_countries(seat.world.setting) if cards_of(code))
    asked = request.args.get("country", "")[:3]
    country = asked if asked == ALL or asked in card_countries() else OWN if own else ALL
    topic = next((name for name in TOPICS if name == request.args.get("topic", "")), "")
    wanted = own if country == OWN else card_countries() if country == ALL else (country,)
    found = [card for card in cards_of("", (topic,) if topic else ()) if not set(wanted).isdisjoint(card.countries)]
    today = today_of(seat.world)
    groups = [(TOPIC_NAMES[name], [_shown(card, wanted, today) for card in found if card.topic == name]) for name in TOPICS]
    countries = [(OWN, _("where the shop sells"))] if own else []
    countries += [(ALL, _("all countries"))]
    countries += sorted(((code, country_name(code)) for code in card_countries()), key=lambda pair: pair[1])
    return page(
        "culture/cards.html",
        seat,
        groups=[(name, cards) for name, cards in groups if cards],
        found=len(found),
        country=country,
        topic=topic,
        countries=countries,
        topics=[("", _("all topics")), *((name, str(words)) for name, words in TOPIC_NAMES.items())],
        confidences=CONFIDENCE,
    )


def _shown(card: Card, wanted: Sequence[str], today: date) -> ShownCard:
    language = page_language()
    first = [code for code in card.countries if code in wanted]
    names = tuple(country_name(code) for code in (*first, *(code for code in card.countries if code not in first)))
    return ShownCard(card, card.titles[language], card.texts[language], names, _looked_for(card, first, today))


def _looked_for(card: Card, countries: Sequence[str], today: date) -> str:
    match card.rule:
        case PhrasesTrap() as rule:
            languages = sorted(language_name(code) for code in rule.phrases if code != ANY)
            if not languages:
                return str(_("signs and emoji that mean this"))
            return str(_("certain words in texts in these languages: %(languages)s", languages=", ".join(languages)))
        case WeekendTrap() as rule:
            names = locale().days["stand-alone"]["wide"]
            days = ", ".join(str(names[day - 1]) for day in rule.days)
            return str(_("a delivery or an answer that is promised for one of these days: %(days)s", days=days))
        case HolidayTrap() as rule:
            return str(_("a delivery or an answer that is promised for one of these days: %(days)s", days=_days(rule, countries, today)))
        case NameOrderTrap():
            return str(_("a buyer who is called by the wrong part of the name, without a title"))
        case DateFormTrap() as rule:
            return str(_("dates in figures only that can be read otherwise; the order there is: %(order)s", order=ORDERS[rule.order]))
        case CurrencySignTrap() as rule:
            return str(_("amounts with %(signs)s and no word or code that says which currency", signs=", ".join(rule.signs)))
        case NumberTrap() as rule:
            numbers = ", ".join(str(number) for number in rule.numbers)
            return str(ngettext("amounts of %(numbers)s", "amounts of %(numbers)s", len(rule.numbers), numbers=numbers))
        case DigitsTrap():
            return str(_("figures of two scripts in one message"))
        case _:
            return ""


def _days(rule: HolidayTrap, countries: Sequence[str], today: date) -> str:
    """The next holidays of a card in some countries, in words; countries with the same days stand together."""
    by_days: dict[str, list[str]] = {}
    for code in countries:
        coming = [span for span in rule.days[code] if span[1] >= today][:MOST_DAYS_SHOWN]
        spans = [date_text(a) if a == b else f"{date_text(a)} – {date_text(b)}" for a, b in coming]
        if spans:
            by_days.setdefault("; ".join(spans), []).append(country_name(code))
    if len(by_days) == 1:
        return next(iter(by_days))
    return " · ".join(f"{', '.join(names)}: {days}" for days, names in by_days.items()) or str(_("none known that is still to come"))
