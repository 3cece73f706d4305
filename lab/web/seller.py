"""What the pages of the seller centre share: the run that a page is about, its frame, and doing an action in it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from flask import flash, render_template, request, url_for
from flask_babel import gettext as _

from lab.engine.do import Outcome
from lab.platforms.profile import PlatformProfile
from lab.scenarios.play import Play
from lab.school.aftersales_view import waiting
from lab.school.moments import Past
from lab.school.overview import Bar, bar_of
from lab.school.runs import RunView, act, play_at
from lab.values.errors import BadInput, LabError, NotFound
from lab.values.money import Money
from lab.values.text import chosen
from lab.web.access import db, seen_run, viewer
from lab.web.class_frame import class_frame
from lab.web.errors import say
from lab.web.formats import country_name
from lab.web.languages import page_language
from lab.web.lookback import past_seen
from lab.world.action import Action
from lab.world.world import World


@dataclass(frozen=True)
class Seat:
    """A run as its pages see it."""

    run: RunView
    play: Play
    past: Past | None = None
    """Set when the shop is looked at as it was after one of its actions."""

    @cached_property
    def bar(self) -> Bar:
        """What stands at the top of a page, in the viewer's language."""
        return bar_of(self.play, page_language())

    @property
    def world(self) -> World:
        return self.play.world

    @property
    def may_act(self) -> bool:
        return self.run.may_act and self.past is None

    def profile(self, platform: str) -> PlatformProfile:
        """A platform that this run sells on. Raises NotFound."""
        if not any(place.startswith(f"{platform}/") for place in self.world.setting.places):
            raise NotFound("no_such_page")
        return self.world.setting.platforms[platform]


def seat_at(run_id: int) -> Seat:
    """The run of an address, for whoever may see it, as it is now or as it was (`lab.web.lookback`). Raises NotFound."""
    seen = seen_run(run_id)
    past = past_seen(run_id)
    if past is not None:
        return Seat(replace(seen.view, seq=past.at, sim_time=past.play.world.now), past.play, past)
    return Seat(seen.view, play_at(db(), viewer(), seen))


def page(template: str, seat: Seat, **given: Any) -> str:
    """A page of the seller centre in its frame."""
    return render_template(
        template,
        run_id=seat.run.id,
        run=seat.run,
        world=seat.world,
        setting=seat.world.setting,
        start=seat.world.setting.start,
        now=seat.world.now,
        bar=seat.bar,
        may_act=seat.may_act,
        past=seat.past,
        rail_items=rail_items(seat),
        **class_frame(seat.run, seat.play, is_past=seat.past is not None),
        local=local,
        place_name=lambda place: place_name(seat.world, place),
        goods_name=lambda sku: goods_name(seat.world, sku),
        **given,
    )


def attempt(seat: Seat, action: Action, seen_seq: int | None = None) -> Outcome:
    """Do an action; whatever stops it comes back as a refusal with its code, so that a form can be shown again."""
    try:
        return act(db(), viewer(), seat.run.id, action, seen_seq)
    except NotFound:
        raise
    except LabError as error:
        return Outcome(False, error.code, error.args_)


def done(outcome: Outcome, text: str) -> bool:
    """Tell the person how an action went, at the top of the next page; whether it was done."""
    if outcome.ok:
        flash(text, "good")
    else:
        flash(say(outcome.code, **outcome.args), "bad")
    return outcome.ok


def tell(error: LabError) -> None:
    """Tell the person at the top of the next page why something was not done."""
    flash(say(error.code, **error.args_), "bad")


def seen_seq() -> int | None:
    """The state of the run that a form was filled in for, where a form says so."""
    text = request.form.get("seen_seq", "")
    return int(text) if text.isascii() and text.isdigit() else None


def read_money(text: str, currency: str) -> Money:
    """An amount as people type it ("34,90" or "34.90"). Raises BadInput."""
    return Money.parse(f"{text.strip().replace(' ', '').replace(',', '.')} {currency}")


def amount_fault(text: str) -> str:
    """The sentence for an amount that cannot be read."""
    return say("money_unreadable", text=text.strip()[:40]) if text.strip() else say("amount_missing")


def read_number(text: str, field: str) -> int:
    """A whole number as people type it. Raises BadInput."""
    plain = text.strip()
    if not plain.isdecimal() or len(plain) > 9:
        raise BadInput("number_unreadable", field=field, text=plain[:40])
    return int(plain)


def local(texts: Mapping[str, str] | str) -> str:
    """A text of the seed data in the page's language; one that is in no language, such as a paper's title, as it is."""
    return texts if isinstance(texts, str) else chosen(texts, page_language())


def place_name(world: World, place: str) -> str:
    """A place of sale in words: "Meridian · Germany"."""
    platform, _sep, country = place.partition("/")
    return f"{world.setting.platforms[platform].display_name} · {country_name(country)}"


def goods_name(world: World, sku: str) -> str:
    """A product by its name in the page's language, or its SKU."""
    product = world.setting.products.get(sku)
    return local(product.names) if product else sku


def _decisions(seat: Seat) -> list[tuple[str, str, str, str, int, dict[str, Any]]]:
    """The entry for decisions, where the scenario asks for any, with how many are still open."""
    questions, choices = seat.world.setting.questions, seat.world.choices
    waiting_ones = sum(key not in choices for key in questions) if seat.run.state == "open" else 0
    return [(_("Decisions"), "edit", "decisions.get_decisions", "decisions", waiting_ones, {})] if questions else []


def rail_items(seat: Seat) -> list[dict[str, Any]]:
    """The navigation of the seller centre."""
    run_id, bar = seat.run.id, seat.bar
    entries: list[tuple[str, str, str, str, int, dict[str, Any]]] = [
        (_("Desk"), "desk", "desk.get_desk", "desk", 0, {}),
        (_("Brief"), "brief", "brief.get_brief", "brief", 0, {}),
        *_decisions(seat),
        (_("Listings"), "listings", "listings.get_listings", "listings", 0, {}),
        (_("Pictures"), "picture", "pictures.get_pictures", "pictures", 0, {}),
        (_("Keywords"), "keywords", "keywords.get_keywords", "keywords", 0, {}),
        (_("Ads"), "ads", "ads.get_ads", "ads", 0, {}),
        (_("Promotions"), "tag", "promotions.get_promotions", "promotions", 0, {}),
        (_("Social"), "people", "social.get_social", "social", 0, {}),
        (_("Orders"), "orders", "orders.get_orders", "orders", bar.open_orders, {}),
        (_("Messages"), "messages", "inbox.get_inbox", "inbox", bar.waiting, {}),
        (_("After-sales"), "refresh", "aftersales.get_returns", "aftersales", waiting(seat.world), {}),
        (_("Shipping"), "shipping", "shipping.get_shipping", "shipping", 0, {}),
        (_("Stock"), "stock", "stock.get_stock", "stock", 0, {}),
        (_("Customs"), "flag", "customs.get_codes", "customs", 0, {}),
        (_("Culture"), "language", "culture.get_cards", "culture", 0, {}),
        (_("Finance"), "finance", "finance.get_finance", "finance", 0, {}),
        (_("Performance"), "star", "performance.get_traffic", "performance", 0, {}),
        (_("Coach"), "eye", "coach.get_coach", "coach", 0, {}),
        (_("Shop front"), "store", "storefront.get_first", "storefront", 0, {}),
    ]
    if seat.run.state == "open":
        entries.append((_("Hand in"), "hand-in", "report.get_hand_in", "report", 0, {}))
    else:
        entries.append((_("Report"), "report", "report.get_report", "report", 0, {}))
    return [
        {
            "label": label,
            "sign": sign,
            "href": url_for(endpoint, run_id=run_id, **more),
            "current": request.blueprint == blueprint or (request.blueprint == "studio" and blueprint == "pictures"),
            "count": count,
            "hot": True,
        }
        for label, sign, endpoint, blueprint, count, more in entries
    ]
