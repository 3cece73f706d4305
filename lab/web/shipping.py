"""Shipping templates: which service, where to, how fast, and what the buyer pays for it."""

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from lab.ledger.border import crosses_border
from lab.listings.actions import MAX_SLACK_DAYS, SaveShipping
from lab.search.offer import delivery_days
from lab.values.errors import BadInput, NotFound
from lab.web.errors import say, sentence
from lab.web.seller import Seat, amount_fault, attempt, done, page, place_name, read_money, read_number, seat_at
from lab.world.listing import Incoterm

pages = Blueprint("shipping", __name__)
_FIELD_OF_CODE = {
    "no_such_lane": "lane", "lane_does_not_serve": "regions", "handling_out_of_range": "handling_hours",
    "charge_out_of_range": "charge", "slack_out_of_range": "slack_days",
}  # fmt: skip


@pages.get("/runs/<int:run_id>/shipping")
def get_shipping(run_id: int) -> str:
    return _shipping_page(seat_at(run_id), "", MultiDict(), {})


@pages.post("/runs/<int:run_id>/shipping/<platform>/<country>")
def post_shipping(run_id: int, platform: str, country: str) -> Response | tuple[str, int]:
    seat = seat_at(run_id)
    place = f"{platform}/{country}"
    if place not in seat.world.setting.places:
        raise NotFound("no_such_page")
    faults: dict[str, str] = {}
    numbers, charge = {"handling_hours": 0, "slack_days": 0}, None
    for name, left_out in (("handling_hours", ""), ("slack_days", "0")):
        try:
            numbers[name] = read_number(request.form.get(name, left_out), name)
        except BadInput as error:
            faults[name] = sentence(error)
    try:
        charge = read_money(request.form.get("charge", ""), seat.world.setting.currency)
    except BadInput:
        faults["charge"] = amount_fault(request.form.get("charge", ""))
    if charge is None or faults:
        return _shipping_page(seat, place, request.form, faults), 422
    regions = tuple(code[:2] for code in request.form.getlist("regions"))
    incoterm: Incoterm = "DAP" if request.form.get("incoterm") == "DAP" else "DDP"
    lane = request.form.get("lane", "")
    action = SaveShipping(place, lane, regions, numbers["handling_hours"], charge, numbers["slack_days"], incoterm)
    outcome = attempt(seat, action)
    if not outcome.ok:
        where = "regions" if not regions else _FIELD_OF_CODE.get(outcome.code, "lane")
        return _shipping_page(seat_at(run_id), place, request.form, {where: say(outcome.code, **outcome.args)}), 409
    done(outcome, _("Shipping saved: %(place)s", place=place_name(seat.world, place)))
    return redirect(url_for("shipping.get_shipping", run_id=run_id))


def _shipping_page(seat: Seat, typed_at: str, typed: "MultiDict[str, str]", faults: dict[str, str]) -> str:
    """Every place with its form; the one at `typed_at` shows what was typed and what was wrong."""
    world = seat.world
    setting = world.setting
    forms = []
    for place in setting.places:
        platform, _sep, country = place.partition("/")
        template = world.templates.get(place)
        here = place == typed_at
        lanes = [lane for lane in setting.lanes.values() if lane.from_country == setting.home and country in lane.regions]
        forms.append(
            {
                "place": place,
                "platform": platform,
                "country": country,
                "profile": setting.platforms[platform],
                "template": template,
                "lanes": lanes,
                "lane": typed.get("lane", "") if here else template.lane if template else "",
                "regions": typed.getlist("regions") if here else template.regions if template else [],
                "hours": typed.get("handling_hours", "") if here else template.handling_hours if template else "",
                "slack": typed.get("slack_days", "") if here else template.slack_days if template else 0,
                "incoterm": typed.get("incoterm", "") if here else template.incoterm if template else "DDP",
                "crosses_border": crosses_border(setting, country),
                "charge": typed.get("charge", "") if here else template.charge if template else None,
                "countries": _countries(seat, country),
                "days": delivery_days(world, template) if template else None,
                "faults": faults if here else {},
                "open": here or template is None,
            }
        )
    return page("shipping/shipping.html", seat, forms=forms, slack_max=MAX_SLACK_DAYS)


def _countries(seat: Seat, country: str) -> list[str]:
    """Countries that can be ticked: the place's own first, then the others with buyers in this run."""
    others = [place.partition("/")[2] for place in seat.world.setting.places]
    return list(dict.fromkeys([country, *others]))
