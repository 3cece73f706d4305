"""Promotions: those of the shop by state, and the form of one, with what it would leave of each piece before it is booked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from lab.coach.margins import MarginLine, margin_preview
from lab.listings.promotion_actions import EndPromotion, SavePromotion
from lab.listings.promotions import PRIOR_DAYS, is_in_union, state_of
from lab.school.promotions_view import (
    STATES,
    day_and_minute,
    flash_end,
    free_id,
    moment_at,
    profiles_of,
    promotion_row,
    promotion_rows,
    trial,
    union_countries,
    without_slot,
)
from lab.values.errors import BadInput, NotFound, Refused
from lab.values.moment import DAY, HOUR, Moment
from lab.values.money import Money
from lab.web.coach_words import listing_text
from lab.web.errors import say
from lab.web.formats import amount_text, country_name
from lab.web.listing_words import named
from lab.web.seller import Seat, amount_fault, attempt, done, page, read_money, read_number, seat_at
from lab.world.promotion import Promotion, PromotionKind

pages = Blueprint("promotions", __name__)
NEW = "new"
"""Stands in an address for a promotion that is not there yet."""
USUAL_DAYS, USUAL_PERCENT = 7, "15"
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")

KINDS: dict[PromotionKind, tuple[LazyString, LazyString]] = {
    "discount": (_l("Discount"), _l("Everybody sees the lower price, and the old one struck through.")),
    "coupon": (_l("Coupon"), _l("Shoppers take it on the listing's page and pay less at the checkout. A budget can end it.")),
    "flash": (
        _l("Flash sale"), _l("A booked slot on the deals page: some hours, a deep cut, and pieces set aside for it. It lifts you in the search while it runs."),
    ),
}  # fmt: skip
STATE_WORDS: dict[str, tuple[LazyString, str]] = {
    "running": (_l("Running"), "good"), "planned": (_l("Planned"), "info"), "over": (_l("Over"), ""),
}  # fmt: skip
_FIELDS = {
    "promotion_without_listing": "listings", "no_such_listing": "listings", "listing_without_price": "listings",
    "promotion_across_platforms": "listings", "promotion_overlaps": "listings", "percent_out_of_range": "percent",
    "no_real_reduction": "percent", "flash_not_low_enough": "percent", "promotion_begins_in_the_past": "begins",
    "flash_booked_too_late": "begins", "promotion_ends_before_it_begins": "ends", "promotion_too_far_ahead": "ends",
    "promotion_too_long": "ends", "flash_lasts_otherwise": "ends", "budget_out_of_range": "budget", "flash_without_pieces": "pieces",
    "pieces_not_in_stock": "pieces", "no_sale_day_slot": "kind",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Typed:
    """A promotion's form as it was typed. A flash sale's end follows from its begin; no day of begin means at once."""

    kind: str = "discount"
    title: str = ""
    listings: tuple[str, ...] = ()
    percent: str = USUAL_PERCENT
    begins_day: str = ""
    begins_time: str = ""
    ends_day: str = ""
    ends_time: str = ""
    budget: str = ""
    pieces: str = ""


@dataclass(slots=True)
class Read:
    """What could be made of a form: an action to do or to try, or the faults that stand in its way."""

    action: SavePromotion | None = None
    faults: dict[str, str] = field(default_factory=dict)
    percent: int | None = None


@pages.get("/runs/<int:run_id>/promotions")
def get_promotions(run_id: int) -> str:
    """Every promotion by state, with what it gave and sold."""
    seat = seat_at(run_id)
    world = seat.world
    rows = promotion_rows(world)
    return page(
        "promotions/list.html",
        seat,
        groups=[(state, *STATE_WORDS[state], [row for row in rows if row.state == state]) for state in STATES],
        any_rows=bool(rows),
        ready=any(listing.price is not None for listing in world.listings.values()),
        kinds=KINDS,
        profiles=profiles_of(world),
        union=[country_name(country) for country in union_countries(world)],
        prior_days=PRIOR_DAYS,
        no_slot=[world.setting.platforms[key].display_name for key in without_slot(world)],
        listing_text=lambda key: listing_text(world, key),
        new=NEW,
    )


@pages.get("/runs/<int:run_id>/promotions/<promotion_id>")
def get_promotion(run_id: int, promotion_id: str) -> str:
    """The form of a promotion that has not begun, or what one gave that has."""
    seat = seat_at(run_id)
    promotion = _known(seat, promotion_id)
    typed = _first_typed(seat) if promotion is None else _typed_of(seat, promotion)
    return _promotion_page(seat, promotion_id, typed, Read(percent=None if promotion is None else promotion.percent))


@pages.post("/runs/<int:run_id>/promotions/<promotion_id>/save")
def post_promotion(run_id: int, promotion_id: str) -> Response | str | tuple[str, int]:
    """Book what was typed, or only show what it would do (`do` is "check")."""
    seat = seat_at(run_id)
    known = _known(seat, promotion_id)
    typed = _sent()
    key = known.id if known else free_id(seat.world)
    read = _read(seat, key, typed)
    if request.form.get("do") != "save":
        refusal = trial(seat.world, read.action) if read.action else None
        if refusal is not None:
            _put_fault(seat, read, refusal.code, refusal.args_)
        return _promotion_page(seat, promotion_id, typed, read, checked=True)
    if read.action is None:
        return _promotion_page(seat, promotion_id, typed, read), 422
    outcome = attempt(seat, read.action)
    if not outcome.ok:
        seat = seat_at(run_id)
        _put_fault(seat, read, outcome.code, outcome.args)
        return _promotion_page(seat, promotion_id, typed, read), 409
    done(outcome, _("The promotion is booked. You can change it until it begins."))
    return redirect(url_for("promotions.get_promotion", run_id=run_id, promotion_id=key))


@pages.post("/runs/<int:run_id>/promotions/<promotion_id>/end")
def post_end(run_id: int, promotion_id: str) -> Response:
    """End a promotion now, or call it off."""
    seat = seat_at(run_id)
    promotion = _known(seat, promotion_id)
    planned = promotion is not None and state_of(promotion, seat.world.now) == "planned"
    done(attempt(seat, EndPromotion(promotion_id)), _("The promotion is called off.") if planned else _("The promotion has ended."))
    return redirect(url_for("promotions.get_promotions", run_id=run_id))


def _known(seat: Seat, promotion_id: str) -> Promotion | None:
    """The promotion of an address; None for a new one. Raises NotFound."""
    if promotion_id == NEW:
        return None
    found = seat.world.promotions.get(promotion_id)
    if found is None:
        raise NotFound("no_such_promotion", promotion=promotion_id[:80])
    return found


# ------------------------------------------------------------------------------------------------ the form


def _first_typed(seat: Seat) -> Typed:
    """A new form: a discount from now on for a week, for the listing that the address names."""
    wanted = request.args.get("listing", "")
    day, _minute = day_and_minute(seat.world.setting, seat.world.now)
    chosen = (wanted,) if wanted in seat.world.listings else ()
    return Typed(listings=chosen, ends_day=str(day + USUAL_DAYS), ends_time="00:00")


def _typed_of(seat: Seat, promotion: Promotion) -> Typed:
    begins, ends = (day_and_minute(seat.world.setting, moment) for moment in (promotion.begins, promotion.ends))
    return Typed(
        promotion.kind, promotion.name, tuple(promotion.listings), str(promotion.percent), str(begins[0]), _clock(begins[1]),
        str(ends[0]), _clock(ends[1]), amount_text(promotion.budget), str(promotion.pieces or ""),
    )  # fmt: skip


def _sent() -> Typed:
    form = request.form
    names = ("title", "percent", "begins_day", "begins_time", "ends_day", "ends_time", "budget", "pieces")
    kind = form.get("kind", "discount")
    return replace(Typed(), kind=kind, listings=tuple(form.getlist("listings")), **{name: form.get(name, "") for name in names})


def _clock(minute: int) -> str:
    return f"{minute // HOUR:02d}:{minute % HOUR:02d}"


def _read(seat: Seat, key: str, typed: Typed) -> Read:
    """Turn what was typed into an action; a field that cannot be read gets a fault."""
    read = Read()
    kind = next((one for one in KINDS if one == typed.kind), None)
    if kind is None:
        read.faults["kind"] = say("no_such_choice")
    read.percent = _number(read, "percent", typed.percent)
    pieces = _number(read, "pieces", typed.pieces) if typed.pieces.strip() else 0
    begins: Moment | None = seat.world.now
    if typed.begins_day.strip():
        begins = _moment(seat, read, "begins", typed.begins_day, typed.begins_time)
    elif typed.begins_time.strip():
        read.faults["begins"] = str(_("Write the day, too, or leave both empty to begin at once."))
    if kind == "flash":
        ends = flash_end(seat.world, typed.listings[0], begins) if typed.listings and begins is not None else begins
    else:
        ends = _moment(seat, read, "ends", typed.ends_day, typed.ends_time)
    budget: Money | None = None
    if typed.budget.strip():
        try:
            budget = read_money(typed.budget, seat.world.setting.currency)
        except BadInput:
            read.faults["budget"] = amount_fault(typed.budget)
    if read.faults or kind is None or read.percent is None or pieces is None or begins is None:
        return read
    ends = begins if ends is None else ends
    read.action = SavePromotion(key, kind, typed.title, typed.listings, read.percent, begins, ends, budget, pieces)
    return read


def _number(read: Read, name: str, text: str) -> int | None:
    try:
        return read_number(text, name)
    except BadInput as error:
        read.faults[name] = say(error.code, **error.args_)
        return None


def _moment(seat: Seat, read: Read, name: str, day: str, time: str) -> Moment | None:
    """The moment of a day and a time of the run; without a time the day's first minute."""
    number = _number(read, name, day)
    match = _TIME.fullmatch(time.strip() or "00:00")
    if match is None:
        read.faults[name] = str(_("Write the time like 09:30."))
    if number is None or match is None:
        return None
    return moment_at(seat.world.setting, number, int(match[1]) * HOUR + int(match[2]))


def _put_fault(seat: Seat, read: Read, code: str, arguments: Mapping[str, object]) -> None:
    """The sentence of a refusal, beside the field that it is about."""
    args: dict[str, object] = dict(arguments)
    where = _FIELDS.get(code) or str(args.get("field", ""))
    if where not in ("kind", "title", "listings", "percent", "begins", "ends", "budget", "pieces"):
        where = ""
    promotion = seat.world.promotions.get(str(args.get("promotion", "")))
    if "listing" in args:
        args["listing"] = listing_text(seat.world, str(args["listing"]))
    if promotion is not None:
        args["promotion"] = promotion.name
    if "platform" in args:
        platform = seat.world.setting.platforms.get(str(args["platform"]))
        args["platform"] = platform.display_name if platform else args["platform"]
    read.faults[where] = say(code, **args)


# ------------------------------------------------------------------------------------------------ one promotion


def _promotion_page(seat: Seat, promotion_id: str, typed: Typed, read: Read, *, checked: bool = False) -> str:
    world = seat.world
    promotion = world.promotions.get(promotion_id)
    row = promotion_row(world, promotion) if promotion else None
    day, minute = day_and_minute(world.setting, world.now)
    action = read.action
    return page(
        "promotions/promotion.html",
        seat,
        promotion=promotion,
        promotion_id=promotion_id,
        row=row,
        state=STATE_WORDS[row.state] if row else None,
        may_change=row is None or row.state == "planned",
        typed=typed,
        faults=read.faults,
        checked=checked,
        span=(action.begins, action.ends) if action else (promotion.begins, promotion.ends) if promotion else None,
        margins=_margins(seat, typed, read.percent),
        kinds=KINDS,
        kind_words=named({key: words[0] for key, words in KINDS.items()}, typed.kind),
        listings=[(listing.key, listing_text(world, listing.key), listing) for listing in world.listings.values()],
        profiles=profiles_of(world),
        listing_text=lambda key: listing_text(world, key),
        today=(day, _clock(minute)),
        last_day=day + (world.setting.end - world.now) // DAY,
        prior_days=PRIOR_DAYS,
        no_slot=[world.setting.platforms[key].display_name for key in without_slot(world)],
        new=NEW,
    )


def _margins(seat: Seat, typed: Typed, percent: int | None) -> list[dict[str, Any]]:
    """The margin preview of the listings that are chosen; empty while there is nothing to reckon with."""
    kind = next((one for one in KINDS if one == typed.kind), None)
    known = [key for key in typed.listings if key in seat.world.listings]
    if kind is None or percent is None or not known:
        return []
    try:
        lines = margin_preview(seat.world, known, kind, percent)
    except (BadInput, Refused):
        return []
    return [_margin(seat, line) for line in lines]


def _margin(seat: Seat, line: MarginLine) -> dict[str, Any]:
    listing = seat.world.listings[line.listing]
    return {
        "line": line,
        "listing": listing,
        "union": is_in_union(seat.world.setting, listing.country),
        "foreign": line.asked if line.asked.currency != seat.world.setting.currency else None,
        "more": None if line.uplift is None else line.uplift / 1000,
    }

