"""The coach in words: terms of a choice, changes, and what the same shoppers would have done."""

from collections.abc import Callable

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lab.coach.change import Change
from lab.coach.days import Figures
from lab.values.money import Money
from lab.web.formats import money_text, number_text
from lab.web.listing_words import RANK_TERMS, named
from lab.web.seller import goods_name, local, place_name
from lab.world.world import World

TERMS: dict[str, LazyString] = {
    **RANK_TERMS,
    "reviews": _l("Number of ratings"),
    "image": _l("Pictures"),
    "title": _l("Title"),
    "description": _l("Text"),
    "badge": _l("Best-seller badge"),
    "match": _l("Is what was searched for"),
    "language": _l("Language of the page"),
    "duty": _l("Duty and tax at the door"),
    "free_returns": _l("Free returns"),
    "brand": _l("Known brand"),
    "coupon": _l("Coupon"),
}
"""A named part of a place, a click or a purchase."""

GROUPS: dict[str, LazyString] = {
    "relaxed": _l("A shopper who does not mind the price"),
    "usual": _l("A shopper"),
    "hunter": _l("A price hunter"),
}
GROUP_TABS = (_l("All shoppers"), _l("Do not mind the price"), _l("As most are"), _l("Price hunters"))

WENT: dict[str, tuple[LazyString, LazyString]] = {
    "not_shown": (_l("Never came to the part of the page where you stand"), _l("Rank decides: title, product data, price, sales.")),
    "not_reached": (_l("Stopped looking before your listing"), _l("A few places further up would have been seen.")),
    "passed": (_l("Looked and went on"), _l("Picture, title, price and stars decide who clicks.")),
    "left": (_l("Clicked, and bought nothing"), _l("Nothing on the page was worth it to them.")),
    "other": (_l("Clicked, and bought another"), _l("Compared your page with others; see below with which.")),
    "asked": (_l("Clicked, and asked a question first"), _l("Answer it: some of them buy then.")),
    "sold_out": (_l("Wanted to buy, but there was nothing left"), _l("Offer more pieces.")),
}


def term(name: str) -> str:
    return named(TERMS, name)


def listing_text(world: World, key: str) -> str:
    """A listing in words: goods and place."""
    listing = world.listings.get(key)
    if listing is None:
        return key
    return f"{goods_name(world, listing.sku)} ({place_name(world, listing.place)})"


def change_text(world: World, change: Change) -> str:
    """A change in one line, such as "Price 10% lower: Desk lamp (Meridian · Germany)"."""
    about = listing_text(world, change.on) if change.on.count("/") == 2 else change.on
    if change.on.count("/") == 1:
        about = place_name(world, change.on)
    words = _what(world, change)
    line = f"{words}: {about}" if about else words
    if change.from_day:
        return str(_("%(change)s, from day %(day)s on", change=line, day=change.from_day + 1))
    return line


def _what(world: World, change: Change) -> str:
    percent = number_text(abs(change.percent))
    number = number_text(change.number)
    match change.kind:
        case "price_percent":
            return str(_("Price %(n)s%% lower", n=percent) if change.percent < 0 else _("Price %(n)s%% higher", n=percent))
        case "price":
            return str(_("Price %(price)s", price=money_text(change.price) if change.price else "–"))
        case "picture":
            if change.permille == 1000:
                return str(_("Main picture keeps every rule"))
            return str(_("Main picture as good as %(n)s of 100", n=number_text(change.permille // 10)))
        case "words":
            return str(_("Other words"))
        case "handling":
            return str(_("Handling in %(n)s hours", n=number))
        case "slack":
            return str(_("%(n)s days of slack", n=number))
        case "lane":
            lane = world.setting.lanes.get(change.choice)
            return str(_("Sent by %(lane)s", lane=local(lane.names) if lane else change.choice))
        case "incoterm":
            return str(_("Buyer pays the duty (DAP)") if change.choice == "DAP" else _("Duty is in your price (DDP)"))
        case "bids":
            return str(_("Bids %(n)s%% lower", n=percent) if change.percent < 0 else _("Bids %(n)s%% higher", n=percent))
        case "no_ads":
            return str(_("No advertising"))
        case "stock":
            return str(_("Never out of stock"))
        case _:
            return str(_("No change"))


def difference(before: Figures, after: Figures, currency: str) -> list[str]:
    """What the same shoppers would have done otherwise, one sentence each; none when nothing differs."""
    lines = [
        _count(after.clicked - before.clicked, _clicked_more, _clicked_less),
        _count(after.orders - before.orders, _ordered_more, _ordered_less),
        _amount(after.sales - before.sales, currency, _l("Sales would have been %(amount)s higher."), _l("Sales would have been %(amount)s lower.")),
        _amount(
            after.profit - before.profit, currency, _l("%(amount)s more profit would have been left."),
            _l("%(amount)s less profit would have been left."),
        ),
    ]  # fmt: skip
    if after.rating is not None and before.rating is not None and after.rating != before.rating:
        stars = {"after": stars_text(after.rating), "before": stars_text(before.rating)}
        lines.append(str(_("Buyers would have given %(after)s stars on average instead of %(before)s.", **stars)))
    return [line for line in lines if line]


def stars_text(rating: int | None) -> str:
    """A rating in thousandths with one digit; a dash for None."""
    return "–" if rating is None else number_text(rating / 1000, 1)


def _clicked_more(n: int) -> str:
    return str(ngettext("The same shoppers would have clicked %(num)s time more.", "The same shoppers would have clicked %(num)s times more.", n))


def _clicked_less(n: int) -> str:
    return str(ngettext("The same shoppers would have clicked %(num)s time fewer.", "The same shoppers would have clicked %(num)s times fewer.", n))


def _ordered_more(n: int) -> str:
    return str(ngettext("They would have placed %(num)s order more.", "They would have placed %(num)s orders more.", n))


def _ordered_less(n: int) -> str:
    return str(ngettext("They would have placed %(num)s order fewer.", "They would have placed %(num)s orders fewer.", n))


def _count(n: int, more: Callable[[int], str], less: Callable[[int], str]) -> str:
    if not n:
        return ""
    return more(n) if n > 0 else less(-n)


def _amount(n: int, currency: str, more: LazyString, less: LazyString) -> str:
    if not n:
        return ""
    return str(more if n > 0 else less) % {"amount": money_text(Money(abs(n), currency))}
