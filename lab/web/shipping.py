"""Shipping: a template for each market, services compared for one parcel, and the templates as a sheet."""

from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from lab.customs.lanes import Lane, price_points
from lab.ledger.border import crosses_border
from lab.listings.actions import MAX_SLACK_DAYS, SaveShipping
from lab.listings.shipping import origins, parcel_lanes
from lab.school.shipping_view import TEMPLATE_COLUMNS, ServiceOffer, parcel_of, service_offers, template_rows
from lab.search.offer import delivery_days
from lab.values.errors import BadInput, NotFound
from lab.web.customs_words import CONFIDENCE, HAZARDS, MODES, bill_line, weight_text
from lab.web.errors import say, sentence
from lab.web.seller import Seat, amount_fault, attempt, done, page, place_name, read_money, read_number, seat_at
from lab.web.sheets import SheetFault, read_sheet, sheet_response
from lab.world.listing import Incoterm

pages = Blueprint("shipping", __name__)
MAX_PIECES = 1000
SHOWN_UP_TO_G = 5000
_FIELD_OF_CODE = {
    "no_such_lane": "lane", "lane_does_not_serve": "regions", "handling_out_of_range": "handling_hours",
    "charge_out_of_range": "charge", "slack_out_of_range": "slack_days",
}  # fmt: skip


@pages.get("/runs/<int:run_id>/shipping")
def get_shipping(run_id: int) -> str:
    return _shipping_page(seat_at(run_id), "", MultiDict(), {})


@pages.post("/runs/<int:run_id>/shipping/<platform>/<country>")
def post_shipping(run_id: int, platform: str, country: str) -> AnyResponse | tuple[str, int]:
    seat = seat_at(run_id)
    place = f"{platform}/{country}"
    if place not in seat.world.setting.places:
        raise NotFound("no_such_page")
    action, faults = _read_template(seat, place, request.form, tuple(code[:2] for code in request.form.getlist("regions")))
    if action is None:
        return _shipping_page(seat, place, request.form, faults), 422
    outcome = attempt(seat, action)
    if not outcome.ok:
        where = "regions" if not action.regions else _FIELD_OF_CODE.get(outcome.code, "lane")
        return _shipping_page(seat_at(run_id), place, request.form, {where: say(outcome.code, **outcome.args)}), 409
    done(outcome, _("Shipping saved: %(place)s", place=place_name(seat.world, place)))
    return redirect(url_for("shipping.get_shipping", run_id=run_id))


@pages.get("/runs/<int:run_id>/shipping/services")
def get_services(run_id: int) -> str:
    """What each service would take for a parcel of so many pieces of one product."""
    seat = seat_at(run_id)
    world = seat.world
    setting = world.setting
    countries = list(dict.fromkeys(place.partition("/")[2] for place in setting.places))
    sku = request.args.get("sku", "")
    sku = sku if sku in setting.products else next(iter(setting.products), "")
    country = request.args.get("country", "")
    country = country if country in countries else countries[0]
    faults: dict[str, str] = {}
    pieces = 1
    try:
        pieces = read_number(request.args.get("pieces", "1"), "pieces")
    except BadInput as error:
        faults["pieces"] = sentence(error)
    if not faults and not 1 <= pieces <= MAX_PIECES:
        faults["pieces"] = _("Choose between 1 and %(limit)s pieces.", limit=MAX_PIECES)
    if faults:
        pieces = 1
    postcode = request.args.get("postcode", "")[:12].strip()
    offers = service_offers(world, country, sku, pieces, postcode) if sku else ()
    return page(
        "shipping/services.html",
        seat,
        tabs_=_tabs(run_id),
        sku=sku,
        country=country,
        countries=countries,
        pieces=request.args.get("pieces", "1")[:9] if faults else pieces,
        counted=pieces,
        pieces_max=MAX_PIECES,
        postcode=postcode,
        faults=faults,
        box=parcel_of(world, sku, pieces) if sku else None,
        offers=[_offer(one) for one in offers],
        from_abroad=[code for code in origins(world) if code != setting.home],
        modes=MODES,
        hazards=HAZARDS,
        confidences=CONFIDENCE,
        weight_text=weight_text,
        declared=world.hazards.get(sku),
        crosses=lambda lane: crosses_border(setting, country, lane.from_country),
    )


@pages.get("/runs/<int:run_id>/shipping/templates.csv")
def get_templates_csv(run_id: int) -> Response:
    seat = seat_at(run_id)
    return sheet_response(template_rows(seat.world), f"shipping-run-{run_id}.csv")


@pages.post("/runs/<int:run_id>/shipping/templates")
def post_templates(run_id: int) -> AnyResponse | tuple[str, int]:
    """Save the templates of a sheet: none while a row cannot be read, else one market after the other."""
    seat = seat_at(run_id)
    world = seat.world
    sheet = read_sheet(request.files.get("sheet"), TEMPLATE_COLUMNS, optional=("slack_days", "incoterm", "currency"))
    faults, actions = list(sheet.faults), []
    places: dict[str, int] = {}
    for number, cells in sheet.rows:
        place = f"{cells['platform'].casefold()}/{cells['country'].upper()}"
        if place not in world.setting.places:
            faults.append(SheetFault(number, "country", _("Your shop does not sell in this place. The columns platform and country name one of your markets.")))
            continue
        if place in places:
            faults.append(SheetFault(number, "country", _("This market stands in row %(row)s already. Leave one of the two out.", row=places[place])))
            continue
        places[place] = number
        if not cells["service"] and not cells["handling_hours"] and not cells["charge"]:
            continue  # a market that has no template yet, as it was written out
        if cells["currency"] and cells["currency"].upper() != world.setting.currency:
            faults.append(SheetFault(number, "currency", say("wrong_currency", currency=world.setting.currency)))
        form = MultiDict({**cells, "lane": cells["service"], "slack_days": cells["slack_days"] or "0", "incoterm": cells["incoterm"].upper()})
        if cells["incoterm"] and cells["incoterm"].upper() not in ("DDP", "DAP"):
            faults.append(SheetFault(number, "incoterm", _("Write DDP or DAP.")))
        action, wrong = _read_template(seat, place, form, tuple(cells["countries"].upper().split()))
        faults += [SheetFault(number, name, text) for name, text in wrong.items()]
        if action is not None:
            actions.append((number, action))
    if faults or not actions:
        if not faults:
            faults = [SheetFault(0, "", _("No row has a service, a handling time and a charge; there is nothing to save."))]
        return _shipping_page(seat, "", MultiDict(), {}, sheet_faults=faults), 422
    results = []
    for number, action in actions:
        outcome = attempt(seat, action)
        text = "" if outcome.ok else say(outcome.code, **outcome.args)
        results.append({"row": number, "place": action.place, "ok": outcome.ok, "text": text})
    return _shipping_page(seat_at(run_id), "", MultiDict(), {}, results=results), 200 if any(one["ok"] for one in results) else 409


def _tabs(run_id: int) -> list[dict[str, object]]:
    entries = [(_("Your markets"), "shipping.get_shipping"), (_("Compare services"), "shipping.get_services")]
    current = "shipping.get_services" if request.endpoint == "shipping.get_services" else "shipping.get_shipping"
    return [{"label": label, "href": url_for(endpoint, run_id=run_id), "current": endpoint == current} for label, endpoint in entries]


def _read_template(
    seat: Seat, place: str, form: "MultiDict[str, str]", regions: tuple[str, ...]
) -> tuple[SaveShipping | None, dict[str, str]]:
    """The action that a form or a row asks for, or the sentence of every field that cannot be read."""
    faults: dict[str, str] = {}
    numbers, charge = {"handling_hours": 0, "slack_days": 0}, None
    for name, left_out in (("handling_hours", ""), ("slack_days", "0")):
        try:
            numbers[name] = read_number(form.get(name, left_out), name)
        except BadInput as error:
            faults[name] = sentence(error)
    try:
        charge = read_money(form.get("charge", ""), seat.world.setting.currency)
    except BadInput:
        faults["charge"] = amount_fault(form.get("charge", ""))
    if charge is None or faults:
        return None, faults
    incoterm: Incoterm = "DAP" if form.get("incoterm") == "DAP" else "DDP"
    lane = form.get("lane", "")
    return SaveShipping(place, lane, regions, numbers["handling_hours"], charge, numbers["slack_days"], incoterm), {}


def _shipping_page(
    seat: Seat, typed_at: str, typed: "MultiDict[str, str]", faults: dict[str, str],
    sheet_faults: list[SheetFault] | None = None, results: list[dict[str, Any]] | None = None,
) -> str:  # fmt: skip
    """Every place with its form; the one at `typed_at` shows what was typed and what was wrong."""
    world = seat.world
    setting = world.setting
    forms = []
    for place in setting.places:
        platform, _sep, country = place.partition("/")
        template = world.templates.get(place)
        here = place == typed_at
        forms.append(
            {
                "place": place,
                "platform": platform,
                "country": country,
                "profile": setting.platforms[platform],
                "template": template,
                "lanes": [(lane, _prices(lane)) for lane in parcel_lanes(world, country)],
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
    return page(
        "shipping/shipping.html",
        seat,
        tabs_=_tabs(seat.run.id),
        forms=forms,
        slack_max=MAX_SLACK_DAYS,
        sheet_faults=sheet_faults or [],
        results=results or [],
    )


def _prices(lane: Lane) -> list[tuple[int, Any]]:
    """Weights in grams and what they cost: the steps of a tariff, or some usual weights of one by weight."""
    points = price_points(lane)
    return [(step.up_to_g, step.price) for number, step in enumerate(points) if number == 0 or step.up_to_g <= SHOWN_UP_TO_G]


def _offer(one: ServiceOffer) -> dict[str, Any]:
    """A service with the sentence of why it cannot be used, and the words of its bill."""
    why = say(one.code, **{"limit": dict(one.args).get("max_weight_g"), **dict(one.args)}) if one.code else ""
    bill = [(bill_line(line), line.amount) for line in one.quote.lines] if one.quote else []
    return {"one": one, "lane": one.lane, "why": why, "bill": bill}


def _countries(seat: Seat, country: str) -> list[str]:
    """Countries that can be ticked: the place's own first, then the others with buyers in this run."""
    others = [place.partition("/")[2] for place in seat.world.setting.places]
    return list(dict.fromkeys([country, *others]))
