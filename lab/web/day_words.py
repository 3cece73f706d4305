"""A day in words: why it was not like the day before, and how figures compare."""

from fractions import Fraction

from babel.dates import get_day_names
from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lab.market.calendars import occasion_name
from lab.school.daybook import Cause, Turn
from lab.values.moment import HOUR
from lab.values.money import Money
from lab.web.coach_words import listing_text, stars_text
from lab.web.formats import country_name, locale, moment_text, money_text, number_text
from lab.web.languages import page_language
from lab.web.listing_words import named
from lab.web.words import ACTION_NAMES
from lab.world.world import World

STEPS: dict[str, LazyString] = {
    "searches": _l("Searches"),
    "looks": _l("Looks"),
    "clicks": _l("Clicks"),
    "orders": _l("Purchases"),
}
TURNS: dict[str, tuple[LazyString, LazyString, LazyString]] = {
    "searches": (
        _l("More searches led to a page that showed your goods: %(now)s instead of %(before)s."),
        _l("Fewer searches led to a page that showed your goods: %(now)s instead of %(before)s."),
        _l("The calendar decides how many people search. Words, rank and advertising decide how many of these searches show your goods."),
    ),
    "looks": (
        _l("Your listings stood further up: %(now)s looks for every 100 searches, %(before)s the day before."),
        _l("Your listings stood further down: %(now)s looks for every 100 searches, %(before)s the day before."),
        _l("Rank and advertising decide that: title, product data, price, sales of late."),
    ),
    "clicks": (
        _l("More of those who looked also clicked: %(now)s of 100, %(before)s the day before."),
        _l("Fewer of those who looked also clicked: %(now)s of 100, %(before)s the day before."),
        _l("Picture, title, price and stars decide who clicks."),
    ),
    "orders": (
        _l("More of those who clicked also bought: %(now)s of 100, %(before)s the day before."),
        _l("Fewer of those who clicked also bought: %(now)s of 100, %(before)s the day before."),
        _l("Price, days to the door, stars and the text of the page decide who buys. With few clicks a day it is also chance."),
    ),
}

PROMOTIONS: dict[str, tuple[LazyString, LazyString]] = {
    "discount": (
        _l("A discount began: “%(name)s”, %(n)s%% off the price that everybody sees."),
        _l("A discount ended: “%(name)s”. The full price is back."),
    ),
    "coupon": (
        _l("A coupon began: “%(name)s”, %(n)s%% off for those who take it. Its mark in the results brings some clicks."),
        _l("A coupon ended: “%(name)s”."),
    ),
    "flash": (
        _l("A flash sale began: “%(name)s”, %(n)s%% off, with a place among the deals of the day."),
        _l("A flash sale ended: “%(name)s”. Price and place are as before."),
    ),
}
"""Kind of promotion: that it began, that it ended."""


def turn_text(turn: Turn) -> tuple[str, str]:
    """Where a day differed most from the day before, and what decides that step."""
    more, less, why = TURNS[turn.step]
    scale = 1 if turn.step == "searches" else 100
    digits = 0 if turn.step in ("searches", "looks") else 1
    figures = {"now": number_text(turn.now * scale, digits), "before": number_text(turn.before * scale, digits)}
    return str(more if turn.now >= turn.before else less) % figures, str(why)


def cause_text(world: World, cause: Cause) -> str:
    """One reason as a sentence."""
    args = cause.args
    goods = _apart(listing_text(world, cause.listing)) if cause.listing else ""
    start = world.setting.start
    match cause.kind:
        case "first_day":
            return str(_("It was your first day: there is nothing to compare it with."))
        case "short_day_before":
            minute = _int(args["minute"])
            clock = f"{minute // HOUR:02d}:{minute % HOUR:02d}"
            return str(_("The day before began only at %(time)s, so it had fewer hours.", time=clock))
        case "weekday":
            days = {"day": _weekday(_int(args["weekday"])), "before": _weekday(_int(args["before"]))}
            if _int(args["percent"]) > 0:
                return str(_("More people shop on a %(day)s than on a %(before)s.", **days))
            return str(_("Fewer people shop on a %(day)s than on a %(before)s.", **days))
        case "occasion" | "occasion_over" | "presents":
            return _calendar_text(cause)
        case "first_on_sale":
            return str(_("%(goods)s came on sale at %(time)s.", goods=goods, time=moment_text(_int(args["at"]), start)))
        case "sold_out":
            return str(_("%(goods)s has had nothing left to sell since %(time)s.", goods=goods, time=moment_text(_int(args["at"]), start)))
        case "budget_spent":
            words = {"campaign": _apart(str(args["campaign"])), "budget": _money(args["budget"])}
            return str(_("The campaign “%(campaign)s” used up its daily budget of %(budget)s; from then on it showed nothing.", **words))
        case "ads":
            return str(_("Advertising brought %(now)s clicks, %(before)s the day before.", **_numbers(cause)))
        case "rating":
            return _rating_text(cause, goods)
        case "standing":
            platform = world.setting.platforms[str(args["platform"])].display_name
            if args["state"] == "restricted":
                return str(_("%(platform)s restricted your account: all listings there stand far lower, and advertising is off.", platform=platform))
            return str(_("%(platform)s warned your account: all listings there stand lower.", platform=platform))
        case "price":
            words = {"goods": goods, "now": _money(args["now"]), "before": _money(args["before"])}
            return str(_("You changed the price from %(before)s to %(now)s: %(goods)s.", **words))
        case "promotion" | "promotion_over":
            return _promotion_text(cause)
        case "changed":
            return f"{named(ACTION_NAMES, str(args['action']))}: {goods}"
        case "reach":
            keyword = world.setting.market.keywords[_int(args["query"])].text
            words = {"keyword": _apart(keyword), "goods": goods, **_numbers(cause)}
            if _int(args["now"]) > _int(args["before"]):
                return str(_("“%(keyword)s”: %(now)s looks for every 100 searches, %(before)s the day before. You stand further up: %(goods)s.", **words))
            return str(_("“%(keyword)s”: %(now)s looks for every 100 searches, %(before)s the day before. You stand further down: %(goods)s.", **words))


def _calendar_text(cause: Cause) -> str:
    words = {"name": occasion(str(cause.args["name"])), "country": country_name(str(cause.args["country"]))}
    if cause.kind == "presents":
        days = _int(cause.args["days"])
        return str(
            ngettext(
                "%(country)s is buying presents: %(num)s day to %(name)s.", "%(country)s is buying presents: %(num)s days to %(name)s.",
                days, **words,
            )
        )  # fmt: skip
    if cause.kind == "occasion_over":
        return str(_("%(name)s (%(country)s) began the day before.", **words))
    if cause.args["sale"]:
        return str(_("A sale day in %(country)s: %(name)s.", **words))
    return str(_("A holiday in %(country)s: %(name)s. People shop before it, not on it.", **words))


def _rating_text(cause: Cause, goods: str) -> str:
    words = {"goods": goods, "now": stars_text(_int(cause.args["now"])), "before": stars_text(_int(cause.args["before"]))}
    number = _int(cause.args["reviews"])
    if not cause.args["before"]:
        return str(
            ngettext("%(num)s first review: %(now)s stars, %(goods)s.", "%(num)s first reviews: %(now)s stars, %(goods)s.", number, **words)
        )
    return str(
        ngettext(
            "%(num)s new review took the rating from %(before)s to %(now)s stars: %(goods)s.",
            "%(num)s new reviews took the rating from %(before)s to %(now)s stars: %(goods)s.",
            number, **words,
        )
    )  # fmt: skip


def _promotion_text(cause: Cause) -> str:
    began, over = PROMOTIONS[str(cause.args["kind"])]
    words = {"name": _apart(str(cause.args["name"])), "n": number_text(_int(cause.args["percent"]))}
    return str(began if cause.kind == "promotion" else over) % words


def occasion(name_key: str) -> str:
    """What a day of the calendar is called."""
    return occasion_name(name_key, page_language()) or name_key


def against(now: int, before: int | None, *, whole: bool = True) -> str:
    """How a figure compares with that of the day before; empty where there is none. `whole` is False while the day goes on."""
    if before is None:
        return ""
    if not whole:
        return str(_("%(n)s on the whole day before", n=number_text(before)))
    if now == before:
        return str(_("as the day before"))
    if before == 0:
        return str(_("none the day before"))
    return str(_("%(n)s the day before (%(change)s)", n=number_text(before), change=change_text(now, before)))


def money_against(now: int, before: int | None, currency: str, *, whole: bool = True) -> str:
    """`against` for amounts in minor units."""
    if before is None:
        return ""
    amount = money_text(Money(before, currency))
    if not whole:
        return str(_("%(n)s on the whole day before", n=amount))
    if now == before:
        return str(_("as the day before"))
    return str(_("%(n)s the day before", n=amount))


def change_text(now: int, before: int) -> str:
    """A change in percent with its sign, isolated: "+12%"."""
    percent = round(Fraction(100 * (now - before), before))
    sign = "+" if percent > 0 else "\u2212" if percent < 0 else "±"
    return f"\u2068{sign}{number_text(abs(percent))}%\u2069"


def _apart(text: str) -> str:
    """A name that keeps its own direction inside a sentence."""
    return f"\u2068{text}\u2069"


def _weekday(number: int) -> str:
    return str(get_day_names("wide", "format", locale())[number])


def _numbers(cause: Cause) -> dict[str, str]:
    return {name: number_text(_int(cause.args[name])) for name in ("now", "before")}


def _int(value: object) -> int:
    assert isinstance(value, int)
    return value


def _money(value: object) -> str:
    assert isinstance(value, Money)
    return money_text(value)
