"""Social: the shop's posts with what they brought, who follows it where, and the form of a post with its rules beside it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from lab.languages.identify import identify
from lab.school.promotions_view import day_and_minute, moment_at
from lab.school.social_view import (
    Counts,
    PostRow,
    countries_of,
    days_of,
    free_id,
    group_rows,
    post_row,
    post_rows,
)
from lab.social.actions import RemovePost, SavePost
from lab.social.networks import Network, load_networks
from lab.social.rules import Draft, PostFault, find_faults, goods_of, link_to, picture_of, running_text, tags_in
from lab.social.segments import Segment, segments_in
from lab.social.words import mark_rule, marks_in
from lab.values.errors import BadInput, NotFound
from lab.values.moment import DAY, HOUR, Moment
from lab.values.text import clip, tidy, tidy_lines
from lab.web.charts import Chart, Series, line_chart
from lab.web.coach_words import listing_text
from lab.web.errors import say
from lab.web.formats import country_name, language_name
from lab.web.languages import direction
from lab.web.seller import Seat, attempt, done, local, page, read_number, seat_at
from lab.world.listing import Listing, ListingImage
from lab.world.post import Post

pages = Blueprint("social", __name__)
NEW = "new"
"""Stands in an address for a post that is not there yet."""
CHART_DAYS = 30
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")

STATES: dict[str, tuple[LazyString, str]] = {
    "out": (_l("Published"), "good"), "planned": (_l("Scheduled"), "info"), "removed": (_l("Taken back"), ""),
}  # fmt: skip
QUARTERS: tuple[LazyString, ...] = (_l("at night"), _l("in the morning"), _l("in the afternoon"), _l("in the evening"))
MOVES: dict[str, LazyString] = {
    "price": _l("good prices"), "picture": _l("beautiful pictures"), "story": _l("stories"), "question": _l("questions they can answer"),
    "news": _l("what is new"),
}  # fmt: skip
_FIELDS = {
    "no_such_network": "network", "no_followers_there": "country", "post_in_the_past": "at", "post_too_far_ahead": "at",
}  # fmt: skip
FIELDS = ("network", "country", "text", "listing", "picture", "alt", "at")


@dataclass(frozen=True, slots=True)
class Typed:
    """A post's form as it was typed; no day means at once."""

    network: str = ""
    country: str = ""
    text: str = ""
    listing: str = ""
    picture: str = ""
    alt: str = ""
    at_day: str = ""
    at_time: str = ""


@dataclass(slots=True)
class Read:
    """What could be made of a form: an action, or the sentences that stand at its fields; `notes` stop nothing."""

    action: SavePost | None = None
    faults: dict[str, list[str]] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)


@pages.get("/runs/<int:run_id>/social")
def get_social(run_id: int) -> str:
    """Every post with what it brought, the days, and the followers."""
    seat = seat_at(run_id)
    world = seat.world
    rows = post_rows(world)
    total = Counts()
    for row in rows:
        total = total.plus(row.total)
    groups = group_rows(world, rows)
    networks = load_networks()
    return page(
        "social/list.html",
        seat,
        rows=rows,
        states=STATES,
        total=total,
        followers={key: sum(group.followers[key] for group in groups) for key in networks},
        networks=list(networks.values()),
        kind=lambda network: local(network.kind),
        groups=groups,
        group_words=lambda segment: _segment_words(seat, segment),
        drawings=_charts(seat, rows),
        listing_text=lambda key: listing_text(world, key) if key in world.listings else key,
        opening=lambda post: clip(running_text(world, post.text) or post.text, 80),
        ready=bool(countries_of(world)),
        new=NEW,
    )


@pages.get("/runs/<int:run_id>/social/<post_id>")
def get_post(run_id: int, post_id: str) -> str:
    """The form of a post that is not out, or what one brought that is."""
    seat = seat_at(run_id)
    post = _known(seat, post_id)
    typed = _first_typed(seat) if post is None else _typed_of(seat, post)
    return _post_page(seat, post_id, typed, Read())


@pages.post("/runs/<int:run_id>/social/<post_id>/save")
def post_post(run_id: int, post_id: str) -> Response | str | tuple[str, int]:
    """Publish or plan what was typed, or only show how it looks and what is wrong (`do` is "check")."""
    seat = seat_at(run_id)
    known = _known(seat, post_id)
    typed = _sent()
    key = known.id if known else free_id(seat.world)
    read = _read(seat, key, typed)
    if request.form.get("do") != "save":
        return _post_page(seat, post_id, typed, read, checked=True)
    if read.action is None:
        return _post_page(seat, post_id, typed, read, checked=True), 422
    outcome = attempt(seat, read.action)
    if not outcome.ok:
        seat = seat_at(run_id)
        _put_refusal(read, outcome.code, outcome.args)
        return _post_page(seat, post_id, typed, read, checked=True), 409
    planned = read.action.at is not None and read.action.at > seat.world.now
    done(outcome, _("The post is planned. You can change it until it is out.") if planned else _("The post is out. Followers meet it from the next quarter of the day on."))
    return redirect(url_for("social.get_post", run_id=run_id, post_id=key))


@pages.post("/runs/<int:run_id>/social/<post_id>/remove")
def post_remove(run_id: int, post_id: str) -> Response:
    """Take a post back, or call it off."""
    seat = seat_at(run_id)
    _known(seat, post_id)
    done(attempt(seat, RemovePost(post_id)), _("The post is taken back. What it has reached and sold stays."))
    return redirect(url_for("social.get_social", run_id=run_id))


def _known(seat: Seat, post_id: str) -> Post | None:
    """The post of an address; None for a new one. Raises NotFound."""
    if post_id == NEW:
        return None
    found = seat.world.posts.get(post_id)
    if found is None or found.network not in load_networks():
        raise NotFound("no_such_post", post=post_id[:80])
    return found


# ------------------------------------------------------------------------------------------------ the form


def _first_typed(seat: Seat) -> Typed:
    """A new form: for the listing that the address names, in its country, else for the first country."""
    listing = seat.world.listings.get(request.args.get("listing", ""))
    countries = countries_of(seat.world)
    network = next(iter(load_networks()))
    if listing is None or listing.country not in countries:
        return Typed(network=network, country=countries[0] if countries else "")
    return Typed(network=network, country=listing.country, listing=listing.key)


def _typed_of(seat: Seat, post: Post) -> Typed:
    day, minute = day_and_minute(seat.world.setting, post.at)
    return Typed(post.network, post.country, post.text, post.listing, post.picture, post.alt, str(day), _clock(minute))


def _sent() -> Typed:
    names = Typed.__dataclass_fields__
    return replace(Typed(), **{name: request.form.get(name, "") for name in names})


def _clock(minute: int) -> str:
    return f"{minute // HOUR:02d}:{minute % HOUR:02d}"


def _draft(seat: Seat, typed: Typed) -> Draft | None:
    """What was typed as the rules read it; None without a network or a country."""
    network = load_networks().get(typed.network)
    if network is None or typed.country not in countries_of(seat.world):
        return None
    return Draft(network, typed.country, tidy_lines(typed.text), typed.listing, typed.picture, tidy(typed.alt))


def _read(seat: Seat, key: str, typed: Typed) -> Read:
    """Turn what was typed into an action; a field that is wrong gets sentences."""
    read = Read()
    draft = _draft(seat, typed)
    if typed.network not in load_networks():
        read.faults["network"] = [say("no_such_choice")]
    if typed.country not in countries_of(seat.world):
        read.faults["country"] = [say("no_such_choice")]
    at: Moment | None = None
    if typed.at_day.strip():
        at = _moment(seat, read, typed)
    elif typed.at_time.strip():
        read.faults["at"] = [str(_("Write the day, too, or leave both empty to post at once."))]
    for fault in find_faults(seat.world, draft) if draft is not None else ():
        where = read.faults if fault.blocks else read.notes
        where.setdefault(fault.field, []).append(_sentence(seat, fault))
    if not read.faults:
        read.action = SavePost(key, typed.network, typed.country, typed.text, typed.listing, typed.picture, typed.alt, at)
    return read


def _moment(seat: Seat, read: Read, typed: Typed) -> Moment | None:
    """The moment of a day and a time of the run; without a time the day's first minute."""
    match = _TIME.fullmatch(typed.at_time.strip() or "00:00")
    try:
        number = read_number(typed.at_day, "at")
    except BadInput as error:
        read.faults["at"] = [say(error.code, **error.args_)]
        return None
    if match is None:
        read.faults["at"] = [str(_("Write the time like 09:30."))]
        return None
    return moment_at(seat.world.setting, number, int(match[1]) * HOUR + int(match[2]))


def _sentence(seat: Seat, fault: PostFault) -> str:
    found = fault.found
    if fault.field == "listing" and found in seat.world.listings:
        found = listing_text(seat.world, found)
    return say(fault.code, found=found, limit=fault.limit)


def _put_refusal(read: Read, code: str, arguments: Mapping[str, object]) -> None:
    where = _FIELDS.get(code) or str(arguments.get("field", ""))
    read.faults.setdefault(where if where in FIELDS else "", []).append(say(code, **dict(arguments)))


# ------------------------------------------------------------------------------------------------ one post


def _post_page(seat: Seat, post_id: str, typed: Typed, read: Read, *, checked: bool = False) -> str:
    world = seat.world
    post = world.posts.get(post_id)
    row = post_row(world, post) if post else None
    day, minute = day_and_minute(world.setting, world.now)
    draft = _draft(seat, typed)
    countries = countries_of(world)
    shown = draft.country if draft else countries[0] if countries else ""
    return page(
        "social/post.html",
        seat,
        post=post,
        post_id=post_id,
        row=row,
        state=STATES[row.state] if row else None,
        may_change=row is None or row.state == "planned",
        typed=typed,
        faults=read.faults,
        notes=read.notes,
        checked=checked,
        networks=[(one.key, one.name, _network_words(one)) for one in load_networks().values()],
        network=draft.network if draft else next(iter(load_networks().values())),
        countries=[(country, country_name(country)) for country in countries],
        listings=[(one.key, listing_text(world, one.key)) for one in world.listings.values() if one.country in countries],
        pictures=_pictures(seat),
        groups=[_segment_words(seat, segment) for segment in segments_in(shown)],
        groups_of=country_name(shown) if shown else "",
        mark=_mark_words(shown),
        preview=_preview(seat, draft) if draft else None,
        rows=_segment_rows(row) if row else [],
        drawings=_post_charts(row) if row else [],
        listing_text=lambda key: listing_text(world, key) if key in world.listings else key,
        today=(day, _clock(minute)),
        last_day=day + (world.setting.end - world.now) // DAY,
        new=NEW,
    )


def _network_words(network: Network) -> str:
    parts = [
        local(network.kind),
        ngettext("at most %(num)s character", "at most %(num)s characters", network.max_chars),
        ngettext("%(num)s tag", "up to %(num)s tags", network.tags_max),
        _("needs a picture") if network.picture_required else _("picture if you like"),
        _("addresses can be clicked") if network.links else _("addresses in the text cannot be clicked"),
        ngettext("%(num)s post a day is enough", "%(num)s posts a day are enough", network.posts_a_day),
    ]
    return " · ".join(parts)


def _segment_words(seat: Seat, segment: Segment) -> dict[str, Any]:
    """What a page says about a group: what it reads and likes, and when it looks. No figure of the model."""
    market = seat.world.setting.market
    return {
        "name": local(segment.names),
        "country": country_name(segment.country),
        "reads": [language_name(language) for language in segment.reads],
        "cares": [local(market.categories[part].names) for part in segment.cares if part in market.categories],
        "looks": QUARTERS[segment.looks],
        "moves": [MOVES[move] for move in segment.moves],
    }


def _mark_words(country: str) -> dict[str, Any] | None:
    """Whether a reduction must be marked as advertising there, by which words, and who says so."""
    rule = mark_rule(country)
    if rule is None or not rule.asked:
        return None
    reads = tuple(dict.fromkeys(language for segment in segments_in(country) for language in segment.reads))
    return {"words": marks_in(reads), "source": rule.source.text}


def _pictures(seat: Seat) -> list[tuple[str, str]]:
    """Every picture that stands on a listing, once, with the words by which it is known."""
    found: dict[str, str] = {}
    for listing in seat.world.listings.values():
        for number, image in enumerate(listing.images, 1):
            words = _("picture %(n)s", n=number)
            found.setdefault(image.sha256, f"{listing_text(seat.world, listing.key)} · {words}")
    return list(found.items())


def _preview(seat: Seat, draft: Draft) -> dict[str, Any]:
    """A post as followers see it; the text in pieces, of which tags stand out."""
    language = identify(running_text(seat.world, draft.text)).language
    known = language if len(language) == 2 else ""
    image: ListingImage | None = picture_of(seat.world, draft.picture) if draft.picture else None
    listing: Listing | None = goods_of(seat.world, draft)
    return {
        "network": draft.network,
        "language": known,
        "language_name": language_name(known) if known else "",
        "dir": direction(known) if known else "auto",
        "pieces": _pieces(draft.text),
        "image": image,
        "alt": draft.alt,
        "listing": listing,
        "link": link_to(listing) if listing is not None else "",
        "characters": len(draft.text),
        "tags": len(tags_in(draft.text)),
    }


def _pieces(text: str) -> list[tuple[str, bool]]:
    pieces: list[tuple[str, bool]] = []
    last = 0
    for tag in tags_in(text):
        start, end = tag.span
        pieces += [(text[last:start], False), (text[start:end], True)]
        last = end
    pieces.append((text[last:], False))
    return [piece for piece in pieces if piece[0]]


def _segment_rows(row: PostRow) -> list[tuple[str, Counts]]:
    return [(local(segment.names), row.segments.get(segment.id, Counts())) for segment in segments_in(row.post.country)]


def _charts(seat: Seat, rows: list[PostRow]) -> list[Chart]:
    """Reach by network and day, and what came of it."""
    if not any(row.days for row in rows):
        return []
    days = days_of(seat.world, rows, CHART_DAYS)
    labels = [str(day + 1) for day, _of in days]
    reach = [Series(one.name, [of.get(one.key, Counts()).reach for _day, of in days]) for one in load_networks().values()]
    clicks = Series(str(_("Clicks")), [sum(counts.clicks for counts in of.values()) for _day, of in days])
    sales = Series(str(_("Purchases")), [sum(counts.sales for counts in of.values()) for _day, of in days])
    axis = str(_("Day"))
    return [
        line_chart(str(_("Seen, by network")), labels, reach, axis=axis),
        line_chart(str(_("Clicks and purchases from posts")), labels, [clicks, sales], axis=axis),
    ]


def _post_charts(row: PostRow) -> list[Chart]:
    if not row.days:
        return []
    labels = [str(day + 1) for day in sorted(row.days)]
    series = [
        Series(str(words), [getattr(row.days[day], what) for day in sorted(row.days)])
        for what, words in (("reach", _("Seen")), ("clicks", _("Clicks")), ("sales", _("Purchases")))
    ]
    return [line_chart(str(_("By day")), labels, series, axis=str(_("Day")))]
