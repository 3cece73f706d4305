"""Customs: finding codes, what a parcel costs to the door, Incoterms, and what may be sold where."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from lab.customs.border import border_countries
from lab.customs.classify import MOST_CHARS, Candidate, Parting, compare, find_codes, path_of
from lab.customs.documents import load_kinds
from lab.customs.hs import dotted, plain
from lab.customs.incoterms import COSTS, EDITION, fits_consumer_parcel, load_incoterms
from lab.customs.landed import Consignment, ConsignmentLine
from lab.listings.compliance import MAX_REASON, DecideCompliance, DeclareHazards
from lab.listings.hazards import HANDLING_FLAGS
from lab.school.customs_view import Reckoned, country_line, currencies, decisions, reckon, sale_countries, today_of
from lab.values.errors import BadInput, LabError, NotFound
from lab.values.money import Money
from lab.web.customs_words import (
    CONFIDENCE,
    COST_LINES,
    COST_RULES,
    HAZARDS,
    HS_HITS,
    HS_LEVELS,
    HS_NOTES,
    HS_PARTS,
    INCOTERM_COSTS,
    INCOTERM_COVERS,
    INCOTERM_PLACES,
    MODES,
    PAY_WHEN,
    PAYERS,
    RISK_POINTS,
    VALUE_BASES,
)
from lab.web.errors import say, sentence
from lab.web.formats import country_name
from lab.web.languages import page_language
from lab.web.seller import Seat, amount_fault, attempt, done, goods_name, page, read_money, read_number, seat_at

pages = Blueprint("customs", __name__)
MOST_CODES = 8
GOODS_LINES = 3
"""Kinds of goods that the calculator takes in one parcel."""
MAX_WEIGHT_G = 1_000_000
NUMBER_STATES = ("travels", "missing", "not_collected")
"""What happened to the tax under an at-sale scheme: collected and its number in the data, collected without it, or not."""
_FIELD_OF_CODE = {"no_figure_in_force": "on", "no_exchange_rate": "currency"}


@pages.get("/runs/<int:run_id>/customs")
def get_codes(run_id: int) -> str:
    """The finder of HS codes: a search in any language, candidates with reasons, and two codes compared."""
    seat = seat_at(run_id)
    language = page_language()
    text = request.args.get("q", "")[:MOST_CHARS].strip()
    chosen = [code for code in (plain(one)[:10] for one in request.args.getlist("compare")) if code]
    fault, parting = "", None
    if len(chosen) == 2:
        try:
            parting = compare(chosen[0], chosen[1], language)
        except NotFound as error:
            fault = sentence(error)
    elif chosen:
        fault = _("Choose two codes to compare.")
    return page(
        "customs/codes.html",
        seat,
        tabs_=_tabs(run_id),
        text=text,
        max_chars=MOST_CHARS,
        candidates=[_candidate(one) for one in find_codes(text, language, most=MOST_CODES)] if text else [],
        chosen=chosen,
        parting=_parting(parting) if parting else None,
        fault=fault,
        levels=HS_LEVELS,
        hits=HS_HITS,
        note_kinds=HS_NOTES,
        dotted=dotted,
    )


@pages.get("/runs/<int:run_id>/customs/landed")
def get_landed(run_id: int) -> str:
    """What a parcel costs until it lies at the buyer's door, line by line."""
    seat = seat_at(run_id)
    form = _read_consignment(seat, request.args)
    reckoned: Reckoned | None = None
    if form.consignment is not None:
        try:
            reckoned = reckon(form.consignment)
        except LabError as error:
            form.faults[_FIELD_OF_CODE.get(error.code, "to")] = sentence(error)
    return page(
        "customs/landed.html",
        seat,
        tabs_=_tabs(run_id),
        values=form.values,
        faults=form.faults,
        reckoned=reckoned,
        consignment=form.consignment,
        rows=range(1, GOODS_LINES + 1),
        countries=sorted(border_countries(), key=country_name),
        currencies=currencies(seat.world.setting),
        paths=_paths(form.consignment) if reckoned else {},
        names=COST_LINES,
        rules=COST_RULES,
        bases=VALUE_BASES,
        when=PAY_WHEN,
        confidences=CONFIDENCE,
        dotted=dotted,
    )


@pages.get("/runs/<int:run_id>/customs/incoterms")
def get_incoterms(run_id: int) -> str:
    """The eleven Incoterms: who pays what, and where the risk passes."""
    return page(
        "customs/incoterms.html",
        seat_at(run_id),
        tabs_=_tabs(run_id),
        incoterms=list(load_incoterms().values()),
        edition=EDITION,
        costs=[(name, INCOTERM_COSTS[name]) for name in COSTS],
        payers=PAYERS,
        covers=INCOTERM_COVERS,
        named_places=INCOTERM_PLACES,
        risks=RISK_POINTS,
        confidences=CONFIDENCE,
        fits=fits_consumer_parcel,
    )


@pages.get("/runs/<int:run_id>/customs/rules")
def get_rules(run_id: int) -> str:
    """What stands against a product in a country, what the shop has decided, and the hazards that it has declared."""
    seat = seat_at(run_id)
    return _rules_page(seat, request.args.get("sku", ""), request.args.get("country", ""), MultiDict(), {})


@pages.post("/runs/<int:run_id>/customs/rules/<sku>/<country>")
def post_decision(run_id: int, sku: str, country: str) -> AnyResponse | tuple[str, int]:
    """Decide whether a product is to be sold in a country, and on which rule that rests."""
    seat = seat_at(run_id)
    if sku not in seat.world.setting.products or country not in sale_countries(seat.world.setting):
        raise NotFound("no_such_page")
    form = request.form
    choice: Literal["sell", "refuse"] | None = {"sell": "sell", "refuse": "refuse"}.get(form.get("choice", ""))  # type: ignore[assignment]
    if choice is None:
        return _rules_page(seat, sku, country, form, {"choice": _("Choose whether you sell it there.")}), 422
    keys = {rule.key for rule in country_line(seat.world, sku, country).rules}
    reason = form.get("reason", "") if form.get("reason") in keys else form.get("words", "")
    outcome = attempt(seat, DecideCompliance(sku, country, choice, reason))
    if not outcome.ok:
        fault = _("Say which rule it rests on.") if outcome.code == "text_empty" else say(outcome.code, **outcome.args)
        return _rules_page(seat_at(run_id), sku, country, form, {"reason": fault}), 409
    done(outcome, _("Decision recorded: %(goods)s in %(country)s", goods=goods_name(seat.world, sku), country=country_name(country)))
    return redirect(url_for("customs.get_rules", run_id=run_id, sku=sku, country=country))


@pages.post("/runs/<int:run_id>/customs/hazards/<sku>")
def post_hazards(run_id: int, sku: str) -> AnyResponse | tuple[str, int]:
    """Declare the hazards of a product, or that it has none."""
    seat = seat_at(run_id)
    if sku not in seat.world.setting.products:
        raise NotFound("no_such_page")
    country = request.form.get("country", "")
    flags = tuple(flag for flag in request.form.getlist("flag") if flag in HANDLING_FLAGS)
    if bool(flags) == bool(request.form.get("none")):
        fault = _("Tick what applies, or tick that nothing does: not both, and not neither.")
        return _rules_page(seat, sku, country, request.form, {"flags": fault}), 422
    outcome = attempt(seat, DeclareHazards(sku, flags))
    if not outcome.ok:
        return _rules_page(seat_at(run_id), sku, country, request.form, {"flags": say(outcome.code, **outcome.args)}), 409
    done(outcome, _("Hazards declared: %(goods)s", goods=goods_name(seat.world, sku)))
    return redirect(url_for("customs.get_rules", run_id=run_id, sku=sku, country=country, _anchor="hazards"))


def _tabs(run_id: int) -> list[dict[str, object]]:
    entries = [
        (_("HS codes"), "customs.get_codes"),
        (_("Landed cost"), "customs.get_landed"),
        (_("Incoterms"), "customs.get_incoterms"),
        (_("What may be sold where"), "customs.get_rules"),
    ]
    current = request.endpoint if request.method == "GET" else "customs.get_rules"
    return [{"label": label, "href": url_for(endpoint, run_id=run_id), "current": current == endpoint} for label, endpoint in entries]


# ------------------------------------------------------------------------------------------------ HS codes


def _candidate(one: Candidate) -> dict[str, Any]:
    return {"code": one.row.code, "row": one.row, "path": one.path, "hits": one.hits, "notes": one.notes}


def _parting(one: Parting) -> dict[str, Any]:
    return {"words": HS_PARTS[one.level], "level": one.level, "paths": (one.first, one.second), "rule": one.rule, "notes": one.notes}


# --------------------------------------------------------------------------------------------- landed cost


@dataclass(slots=True)
class _Form:
    """The calculator's fields as they are shown, the faults in them, and the parcel if there are none."""

    values: dict[str, str]
    faults: dict[str, str] = field(default_factory=dict)
    consignment: Consignment | None = None


def _read_consignment(seat: Seat, args: "MultiDict[str, str]") -> _Form:
    """The parcel that an address asks for; without any field of it an empty form with sensible values."""
    setting = seat.world.setting
    countries = border_countries()
    first = next((code for code in sale_countries(setting) if code in countries and code != setting.home), countries[0])
    usual = {
        "to": first, "from": setting.home, "currency": setting.currency, "freight": "10.00", "insurance": "0.00", "incoterm": "DDP",
        "channel": "post", "number": "travels", "on": today_of(seat.world).isoformat(), "pieces.1": "1",
    }  # fmt: skip
    names = [*usual, *(f"{name}.{row}" for row in range(1, GOODS_LINES + 1) for name in ("code", "value", "weight_g", "pieces"))]
    asked = "to" in args
    values = {name: args.get(name, "")[:40].strip() if asked else usual.get(name, "") for name in names}
    form = _Form(values)
    if asked:
        form.consignment = _consignment(seat, values, form.faults)
    return form


def _consignment(seat: Seat, values: dict[str, str], faults: dict[str, str]) -> Consignment | None:
    currency = values["currency"] if values["currency"] in currencies(seat.world.setting) else seat.world.setting.currency
    lines = []
    for row in range(1, GOODS_LINES + 1):
        if row == 1 or values[f"code.{row}"] or values[f"value.{row}"]:
            line = _goods(values, row, currency, faults)
            if line is not None:
                lines.append(line)
    amounts = {name: _amount(values, name, currency, faults) for name in ("freight", "insurance")}
    try:
        on = date.fromisoformat(values["on"])
    except ValueError:
        faults["on"] = _("Write the day as year-month-day, such as 2026-05-04.")
        return None
    if values["to"] not in border_countries():
        faults["to"] = say("no_such_destination")
    origin = values["from"].upper()
    if not (len(origin) == 2 and origin.isascii() and origin.isalpha()):
        faults["from"] = _("Write the two letters of the country, such as CN.")
    if faults:
        return None
    number = values["number"] if values["number"] in NUMBER_STATES else "travels"
    return Consignment(
        tuple(lines), amounts["freight"], amounts["insurance"], origin, values["to"], on,
        incoterm="DAP" if values["incoterm"] == "DAP" else "DDP",
        channel="courier" if values["channel"] == "courier" else "post",
        tax_at_sale=number != "not_collected",
        number_travels=number == "travels",
    )  # fmt: skip


def _goods(values: dict[str, str], row: int, currency: str, faults: dict[str, str]) -> ConsignmentLine | None:
    code = plain(values[f"code.{row}"])
    if not (code.isascii() and code.isdigit() and 6 <= len(code) <= 10):
        faults[f"code.{row}"] = _("An HS code has at least six digits. The finder helps you to one.")
    value = _amount(values, f"value.{row}", currency, faults)
    numbers = {}
    for name, limit, otherwise in (("weight_g", MAX_WEIGHT_G, "0"), ("pieces", 10_000, "1")):
        try:
            numbers[name] = read_number(values[f"{name}.{row}"] or otherwise, name)
        except BadInput as error:
            faults[f"{name}.{row}"] = sentence(error)
            continue
        if numbers[name] > limit or (name == "pieces" and numbers[name] < 1):
            faults[f"{name}.{row}"] = say("number_out_of_range", limit=limit)
    if any(name.endswith(f".{row}") for name in faults):
        return None
    return ConsignmentLine(code[:6], value, numbers["pieces"], numbers["weight_g"])


def _amount(values: dict[str, str], name: str, currency: str, faults: dict[str, str]) -> Money:
    try:
        amount = read_money(values[name], currency)
    except BadInput:
        faults[name] = amount_fault(values[name])
        return Money(0, currency)
    if amount.amount < 0:
        faults[name] = _("An amount cannot be below nothing.")
    return amount


def _paths(consignment: Consignment | None) -> dict[str, tuple[Any, ...]]:
    """What the codes of a parcel stand for; a code that is in no table of the lab is left out."""
    paths = {}
    for line in consignment.lines if consignment else ():
        try:
            paths[line.hs_code] = path_of(line.hs_code, page_language())
        except NotFound:
            continue
    return paths


# --------------------------------------------------------------------------------------------------- rules


def _rules_page(seat: Seat, sku: str, country: str, typed: "MultiDict[str, str]", faults: dict[str, str]) -> str:
    world = seat.world
    products, countries = world.setting.products, sale_countries(world.setting)
    sku = sku if sku in products else next(iter(products), "")
    country = country if country in countries else countries[0]
    decided = decisions(world)
    return page(
        "customs/rules.html",
        seat,
        tabs_=_tabs(seat.run.id),
        sku=sku,
        country=country,
        countries=countries,
        line=country_line(world, sku, country) if sku else None,
        overview=[(one, [(code, decided.get((one, code))) for code in countries], world.hazards.get(one)) for one in products],
        declared=world.hazards.get(sku),
        flags=HANDLING_FLAGS,
        hazards=HAZARDS,
        kinds=load_kinds(),
        modes=MODES,
        max_reason=MAX_REASON,
        confidences=CONFIDENCE,
        typed=typed,
        faults=faults,
    )
