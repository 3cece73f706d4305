"""Listings: the table of what is on sale where, and the editor with the rules beside the fields."""

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lab.customs.documents import load_kinds
from lab.engine.do import Outcome
from lab.listings.actions import PublishListing, UnpublishListing, listing_or_new
from lab.listings.families import members
from lab.listings.faults import find_faults, main_image_verdicts
from lab.listings.picture_actions import AddImage, OrderImages, RemoveImage
from lab.listings.product_label import asks_for_label, demand_at, fields_demanded
from lab.listings.quality import quality_of
from lab.listings.translations import further_of
from lab.school.media import add_picture, picture_of, pictures_of
from lab.school.overview import goods_to_list
from lab.school.workbench import Bench, bench_of
from lab.values.errors import LabError, NotFound, Refused
from lab.values.text import chosen
from lab.web.access import db, viewer
from lab.web.errors import say, sentence
from lab.web.languages import direction, page_language
from lab.web.listing_form import (
    ListingForm,
    changes,
    family_changes,
    form_of,
    form_sent,
    label_changes,
    picture_changes,
    save_asked,
    translation_changes,
)
from lab.web.listing_words import AREAS, fault_sentences, gap_text, part_advice, part_name, picture_rules
from lab.web.picture_words import compared_rows, role_names
from lab.web.seller import Seat, attempt, done, page, seat_at, seen_seq
from lab.world.action import Action
from lab.world.listing import Listing

pages = Blueprint("listings", __name__)
MAX_FILES = 9
_FIELD_OF_CODE = {
    "price_out_of_range": "price",
    "wrong_currency": "price",
    "stock_out_of_range": "stock",
    "no_such_document": "documents",
}


@pages.get("/runs/<int:run_id>/listings")
def get_listings(run_id: int) -> str:
    """Everything that could be on sale, by place, with what is missing."""
    seat = seat_at(run_id)
    setting = seat.world.setting
    rows: dict[str, list[dict[str, Any]]] = {}
    for place in setting.places:
        for sku in dict.fromkeys([*goods_to_list(seat.play.scenario), *setting.products]):
            listing = seat.world.listings.get(f"{place}/{sku}")
            faults = find_faults(listing, setting) if listing else []
            rows.setdefault(place, []).append(
                {
                    "sku": sku,
                    "listing": listing,
                    "faults": len(faults),
                    "blocking": sum(fault.blocks for fault in faults),
                    "quality": quality_of(setting, listing).content if listing else None,
                    "orders": sum(order.listing == f"{place}/{sku}" for order in seat.world.orders.values()),
                }
            )
    return page("listings/list.html", seat, rows=rows)


@pages.get("/runs/<int:run_id>/listings/<platform>/<country>/<sku>")
def get_editor(run_id: int, platform: str, country: str, sku: str) -> str:
    seat = seat_at(run_id)
    listing = _listing(seat, f"{platform}/{country}/{sku}")
    bench = bench_of(seat.world, listing.key)
    untouched = listing.key not in seat.world.listings
    return _editor(seat, listing, form_of(listing, seat.world.profile_of(listing)), bench, {} if untouched else None)


@pages.post("/runs/<int:run_id>/listings/<platform>/<country>/<sku>")
def post_editor(run_id: int, platform: str, country: str, sku: str) -> Response | tuple[str, int]:
    """Save what was typed, then do what the button says: nothing more, put on sale, take off sale, or a picture's turn."""
    seat = seat_at(run_id)
    listing = _listing(seat, f"{platform}/{country}/{sku}")
    profile = seat.world.profile_of(listing)
    form = form_sent(request.form, listing, profile, seat.world.setting.type_of(sku))
    save, unreadable = save_asked(form, listing, profile, seat.world.setting.currency)
    if unreadable:
        return _again(seat, listing, form, unreadable), 422
    if changes(save, listing) or listing.key not in seat.world.listings:
        outcome = attempt(seat, save, seen_seq())
        if not outcome.ok:
            return _again(seat, listing, form, _refusal(outcome)), 409
    for text in translation_changes(form, listing, profile):
        outcome = attempt(seat, text)
        if not outcome.ok:
            seat = seat_at(run_id)
            return _again(seat, _listing(seat, listing.key), form, _refusal(outcome, text.language)), 409
    for label in label_changes(form, listing):
        outcome = attempt(seat, label)
        if not outcome.ok:
            seat = seat_at(run_id)
            return _again(seat, _listing(seat, listing.key), form, _label_refusal(outcome, profile.markets[country].languages[0])), 409
    for link in family_changes(form, listing):
        outcome = attempt(seat, link)
        if not outcome.ok:
            seat = seat_at(run_id)
            return _again(seat, _listing(seat, listing.key), form, _refusal(outcome)), 409
    for wanted in picture_changes(form, listing, profile):
        outcome = attempt(seat, wanted)
        if not outcome.ok:
            seat = seat_at(run_id)
            faults = {"images": [say(outcome.code, **outcome.args)]}
            return _again(seat, _listing(seat, listing.key), form, faults), 409
    do, _sep, which = request.form.get("do", "save").partition(":")
    _do_button(seat, listing, do, which)
    anchor = "pictures" if do in ("upload", "add", "main", "earlier", "later", "remove") else None
    return redirect(
        url_for("listings.get_editor", run_id=run_id, platform=platform, country=country, sku=sku, _anchor=anchor)
    )


@pages.post("/runs/<int:run_id>/listings/<platform>/<country>/<sku>/check")
def post_check(run_id: int, platform: str, country: str, sku: str) -> Response | tuple[Response, int]:
    """What would be wrong, and how good it would be, with what is typed now. Changes nothing."""
    seat = seat_at(run_id)
    listing = _listing(seat, f"{platform}/{country}/{sku}")
    profile = seat.world.profile_of(listing)
    form = form_sent(request.form, listing, profile, seat.world.setting.type_of(sku))
    save, faults = save_asked(form, listing, profile, seat.world.setting.currency)
    try:
        deeds = [*translation_changes(form, listing, profile), *label_changes(form, listing), *family_changes(form, listing)]
        bench = bench_of(seat.world, listing.key, save, deeds)
    except Refused as error:
        return jsonify(faults=_refusal(Outcome(False, error.code, error.args_)), bench=""), 200
    sentences = {**fault_sentences(bench.faults, seat.world.setting.type_of(sku)), **faults}
    side = render_template("listings/bench.html", run_id=run_id, **_bench_given(seat, listing, bench))
    return jsonify(faults=sentences, bench=side)


def _listing(seat: Seat, key: str) -> Listing:
    try:
        return listing_or_new(seat.world, key)
    except Refused:
        raise NotFound("no_such_page") from None


def _do_button(seat: Seat, listing: Listing, do: str, which: str) -> None:
    key = listing.key
    shas = [image.sha256 for image in listing.images]
    if do == "publish":
        done(attempt(seat, PublishListing(key)), _("Saved and on sale."))
    elif do == "unpublish":
        done(attempt(seat, UnpublishListing(key)), _("Taken off sale. Its content stays."))
    elif do == "upload":
        _upload(seat, listing)
    elif do == "add":
        _add_own(seat, listing)
    elif do == "remove" and which in shas:
        done(attempt(seat, RemoveImage(key, which)), _("Picture removed."))
    elif do in ("main", "earlier", "later") and which in shas:
        place = shas.index(which)
        shas.remove(which)
        goal = {"main": 0, "earlier": max(0, place - 1), "later": place + 1}[do]
        shas.insert(goal, which)
        action: Action = OrderImages(key, tuple(shas))
        done(attempt(seat, action), _("Order of the pictures changed."))
    else:
        flash(_("Saved."), "good")


def _upload(seat: Seat, listing: Listing) -> None:
    files = [file for file in request.files.getlist("picture") if file.filename][:MAX_FILES]
    if not files:
        flash(_("Choose a picture first."), "warn")
    as_main = bool(request.form.get("as_main"))
    for file in files:
        try:
            image = add_picture(db(), viewer(), seat.run.id, file.filename or "", file.read())
        except NotFound:
            raise
        except LabError as error:
            flash(_("%(name)s: %(reason)s", name=file.filename, reason=sentence(error)), "bad")
            continue
        done(attempt(seat, AddImage(listing.key, image, as_main)), _("Picture added: %(name)s", name=file.filename))


def _add_own(seat: Seat, listing: Listing) -> None:
    """Put one of the run's own pictures into the listing."""
    sha = request.form.get("own_picture", "")
    if not sha:
        flash(_("Choose a picture first."), "warn")
        return
    image = picture_of(db(), viewer(), seat.run.id, sha).image
    done(
        attempt(seat, AddImage(listing.key, image, bool(request.form.get("as_main")))),
        _("The picture is in the listing."),
    )


def _refusal(outcome: Outcome, language: str = "") -> dict[str, list[str]]:
    """The sentence of a refusal, beside the field that it is about; "" is the top of the form. `language` is that of a translation."""
    about = _FIELD_OF_CODE.get(outcome.code, str(outcome.args.get("field", "")))
    about = {"bullet": "bullets", "attribute": "attributes"}.get(about, about)
    if language and about:
        about = f"text.{language}.{about}"
    return {about: [say(outcome.code, **outcome.args)]}


def _label_refusal(outcome: Outcome, language: str) -> dict[str, list[str]]:
    """The sentence of a refusal beside the field of the label that it is about; of warnings, those in the main language."""
    field = str(outcome.args.get("field", "warnings"))
    return {f"label.{field}.{language}" if field == "warnings" else f"label.{field}": [say(outcome.code, **outcome.args)]}


def _again(seat: Seat, listing: Listing, form: ListingForm, faults: dict[str, list[str]]) -> str:
    """The editor with everything that was typed, and what was wrong."""
    seat = seat_at(seat.run.id)
    return _editor(seat, listing, form, bench_of(seat.world, listing.key), faults)


def _editor(seat: Seat, listing: Listing, form: ListingForm, bench: Bench, faults: dict[str, list[str]] | None) -> str:
    """`faults` None shows those of the listing as it stands."""
    setting = seat.world.setting
    profile = seat.world.profile_of(listing)
    market = profile.markets[listing.country]
    type_ = setting.type_of(listing.sku)
    language = market.languages[0]
    shas = {image.sha256 for image in listing.images}
    attributes = sorted(type_.attributes, key=lambda attribute: not attribute.is_required_in(listing.country))
    return page(
        "listings/editor.html",
        seat,
        form=form,
        profile=profile,
        market=market,
        product=setting.products[listing.sku],
        type=type_,
        attributes=attributes,
        choices=[(one, one.attributes.get(one.axis, "")) for one in members(seat.world, listing.place, listing.family)],
        families=sorted({one.family for one in seat.world.listings.values() if one.place == listing.place and one.family}),
        label_asked=asks_for_label(setting, listing),
        label_fields=fields_demanded(setting, listing),
        label_demand=demand_at(setting, listing.country),
        warning_languages=(language, *further_of(market.languages)),
        faults=faults if faults is not None else fault_sentences(bench.faults, type_),
        title_max=profile.title_max_chars(listing.country, language),
        title_source=profile.source_of("title_max_chars", listing.country, language),
        writing=direction,
        title_limits={code: profile.title_max_chars(listing.country, code) for code in form.texts},
        categories=_categories(seat),
        kinds=load_kinds(),
        picture_rules=picture_rules(main_image_verdicts(listing, profile)),
        compared=compared_rows(listing.images[0].compared, listing.images[0].facts) if listing.images else [],
        roles=role_names(),
        own_pictures=[
            (one.image.sha256, one.name)
            for one in pictures_of(db(), viewer(), seat.run.id, seat.past.until if seat.past else None)
            if one.image.sha256 not in shas
        ],
        **_bench_given(seat, listing, bench),
        exists=listing.key in seat.world.listings,
    )


def _bench_given(seat: Seat, listing: Listing, bench: Bench) -> dict[str, Any]:
    run_id, platform, country = seat.run.id, listing.platform, listing.country
    store: dict[str, Any] = {"run_id": run_id, "platform": platform, "country": country, "ref": listing.sku}
    return {
        "listing": listing,
        "tongues": [
            {
                "code": one.language,
                "percent": one.percent,
                "asked": one.asked,
                "gaps": [gap_text(gap) for gap in one.gaps],
                "store": url_for("storefront.get_item", **{**store, "in": one.language}),
            }
            for one in bench.languages
        ],
        "part_name": part_name,
        "bench": bench,
        "areas": [(str(AREAS[area]), getattr(bench.quality, area)) for area in AREAS],
        "gains": [
            (part_name(g.part.area, g.part.name), part_advice(g.part.area, g.part.name), g.gain)
            for g in bench.gains[:3]
        ],
        "place": listing.place,
    }


def _categories(seat: Seat) -> list[tuple[str, str]]:
    """Every category at the end of a branch, by its whole path in words."""
    market = seat.world.setting.market
    found = []
    for path in sorted({type_.category for type_ in market.types.values()}):
        parts = path.split("/")
        nodes = ["/".join(parts[: length + 1]) for length in range(len(parts))]
        names = [chosen(market.categories[node].names, page_language()) for node in nodes if node in market.categories]
        found.append((path, " › ".join(names)))
    return sorted(found, key=lambda pair: pair[1])
