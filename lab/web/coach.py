"""The coach: why a listing stands where it does, where visits went, sales nearly made, and what one change would have brought."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from lab.coach.change import Change
from lab.coach.lost import lost_sales
from lab.coach.waterfall import PAGES, Comparison, waterfall
from lab.coach.what_if import WhatIf
from lab.school.coaching import (
    ask_gains,
    ask_what_if,
    change_of,
    gains_result,
    visits_on,
    what_if_result,
)
from lab.school.jobs import JobView, cancel_job, job_of, jobs_of
from lab.school.workbench import watched_keywords
from lab.values.errors import BadInput, LabError, NotFound
from lab.values.moment import day_of
from lab.values.money import Money
from lab.values.text import tidy, tidy_lines
from lab.web.access import db, viewer
from lab.web.coach_charts import Step, steps, with_and_without
from lab.web.coach_words import GROUP_TABS, GROUPS, WENT, change_text, difference, listing_text, stars_text, term
from lab.web.errors import sentence
from lab.web.seller import Seat, local, page, read_money, read_number, seat_at, tell
from lab.world.listing import Listing

pages = Blueprint("coach", __name__)
SHOWN_KEYWORDS = 24
LONGEST_TEXT = 10_000
PICTURES = (1000, 800, 600, 400, 200)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the coach in words, for the list."""

    job: JobView
    text: str
    lines: list[str]


@pages.get("/runs/<int:run_id>/coach")
def get_coach(run_id: int) -> str:
    """What if: the forms, and what was asked before."""
    return _coach_page(seat_at(run_id), MultiDict(), "")


@pages.post("/runs/<int:run_id>/coach/what-if")
def post_what_if(run_id: int) -> AnyResponse | tuple[str, int]:
    """Ask what one change would have brought; what was typed stays when it cannot be."""
    seat = seat_at(run_id)
    try:
        change = _change_sent(seat, request.form)
        job_id = ask_what_if(db(), viewer(), run_id, change)
    except NotFound:
        raise
    except LabError as error:
        return _coach_page(seat, request.form, sentence(error)), error.status
    return redirect(url_for("coach.get_job", run_id=run_id, job_id=job_id))


@pages.post("/runs/<int:run_id>/coach/gains")
def post_gains(run_id: int) -> AnyResponse | tuple[str, int]:
    """Ask for the three changes that would have gained most."""
    seat = seat_at(run_id)
    try:
        job_id = ask_gains(db(), viewer(), run_id, request.form.get("on", ""))
    except NotFound:
        raise
    except LabError as error:
        return _coach_page(seat, request.form, sentence(error)), error.status
    return redirect(url_for("coach.get_job", run_id=run_id, job_id=job_id))


@pages.get("/runs/<int:run_id>/coach/questions/<int:job_id>")
def get_job(run_id: int, job_id: int) -> str:
    """How far a question is, and its answer."""
    seat = seat_at(run_id)
    job = job_of(db(), viewer(), run_id, job_id)
    result = what_if_result(job)
    found = gains_result(job)
    return page(
        "coach/job.html",
        seat,
        coach_tabs=_tabs(run_id),
        job=job,
        text=_job_text(seat, job),
        fault=_fault(job),
        state=_state_text(job),
        result=result,
        lines=_lines(result),
        charts=with_and_without(result) if result is not None and not result.is_same else [],
        stars_text=stars_text,
        money_of=lambda amount: Money(amount, seat.world.setting.currency),
        gains=[(change_text(seat.world, one.change), one, _lines(one)) for one in found.best] if found is not None else None,
        tried=found.tried if found is not None else 0,
        older=job.seq != seat.run.seq,
    )


@pages.get("/runs/<int:run_id>/coach/questions/<int:job_id>/state")
def get_job_state(run_id: int, job_id: int) -> Response:
    """The state of a question for a script that waits: over or not, per cent, and the words beside the bar."""
    job = job_of(db(), viewer(), run_id, job_id)
    return jsonify(over=job.is_over, percent=job.progress // 10, text=_state_text(job))


@pages.post("/runs/<int:run_id>/coach/questions/<int:job_id>/cancel")
def post_cancel(run_id: int, job_id: int) -> AnyResponse:
    try:
        cancel_job(db(), viewer(), run_id, job_id)
    except NotFound:
        raise
    except LabError as error:
        tell(error)
    return redirect(url_for("coach.get_job", run_id=run_id, job_id=job_id))


@pages.get("/runs/<int:run_id>/coach/why")
def get_why(run_id: int) -> str:
    """A listing's terms beside those of the rivals on the same page."""
    seat = seat_at(run_id)
    listing = _listing_asked(seat)
    keywords = _keywords(seat, listing) if listing is not None else []
    query = _number_asked("q", keywords[0] if keywords else -1)
    first = PAGES[1] if request.args.get("first") == str(PAGES[1]) else PAGES[0]
    if listing is not None and query not in keywords and 0 <= query < len(seat.world.setting.market.keywords):
        keywords = [query, *keywords]
    found = waterfall(seat.world, listing.key, query, first) if listing is not None and query in keywords else None
    group = min(max(_number_asked("group", 0), 0), len(GROUP_TABS) - 1)
    parts = []
    if found is not None:
        click = found.click if group == 0 else found.click_groups[group - 1]
        buy = found.buy if group == 0 else found.buy_groups[group - 1]
        parts = [
            _part("place", _("Why it stands where it stands"), _("Its points in the search, against a usual rival on the same page."), found.place),
            _part("click", _("Why shoppers click"), _("What a shopper sees in the list of results."), click),
            _part("buy", _("Why shoppers buy"), _("What counts once they have opened the page."), buy),
        ]
    return page(
        "coach/why.html",
        seat,
        coach_tabs=_tabs(run_id),
        listing=listing,
        options=_options(seat),
        keywords=[(query, _keyword_text(seat, query)) for query in keywords],
        query=query,
        first=first,
        found=found,
        parts=parts,
        group=group,
        groups=GROUP_TABS,
    )


def _part(key: str, title: str, lead: str, comparison: Comparison) -> tuple[str, str, str, list[Step], list[str]]:
    """One comparison of the page: its steps, and the names of what is as a usual rival has it."""
    return key, title, lead, steps(comparison), [term(bar.name) for bar in comparison.bars if bar.own == bar.usual]


@pages.get("/runs/<int:run_id>/coach/visits")
def get_visits(run_id: int) -> str:
    """Where the visits of a past day went."""
    seat = seat_at(run_id)
    listing = _listing_asked(seat)
    over = day_of(seat.world.setting.start, seat.world.now)
    day = _number_asked("day", over - 1)
    day = min(max(0, day), over - 1)
    found = visits_on(db(), viewer(), run_id, day, listing.key) if listing is not None and over else None
    typed = sorted(found.by_query, key=lambda query: (-found.by_query[query].visits, query)) if found is not None else []
    query = _number_asked("q", -1)
    went = found.by_query.get(query) if found is not None and query in typed else None
    shown = went or (found.total if found is not None else None)
    return page(
        "coach/visits.html",
        seat,
        coach_tabs=_tabs(run_id),
        listing=listing,
        options=_options(seat),
        days=[(number, _("Day %(day)s", day=number + 1)) for number in reversed(range(over))],
        day=day,
        keywords=[(number, _keyword_text(seat, number)) for number in typed[:SHOWN_KEYWORDS]],
        query=query if went is not None else -1,
        went=shown,
        lost=[(*WENT[name], getattr(shown, name)) for name in WENT if shown is not None and getattr(shown, name)],
        rivals=found.rivals(query if went is not None else None) if found is not None else (),
        term=term,
    )


@pages.get("/runs/<int:run_id>/coach/lost")
def get_lost(run_id: int) -> str:
    """Sales that were nearly made."""
    seat = seat_at(run_id)
    wanted = request.args.get("listing", "")
    listing = seat.world.listings.get(wanted)
    return page(
        "coach/lost.html",
        seat,
        coach_tabs=_tabs(run_id),
        listing=listing,
        options=_options(seat),
        cards=lost_sales(seat.world, listing.key if listing is not None else None),
        who=GROUPS,
        listing_text=lambda key: listing_text(seat.world, key),
        keyword_text=lambda query: _keyword_text(seat, query),
        term=term,
        stars_text=stars_text,
    )


# ------------------------------------------------------------------------------------------------- what if


def _coach_page(seat: Seat, typed: "MultiDict[str, str]", fault: str) -> str:
    setting = seat.world.setting
    over = day_of(setting.start, seat.world.now)
    home = setting.home
    shipped = [(place, template) for place, template in seat.world.templates.items()]
    lanes = {
        place: [
            (lane.key, local(lane.names))
            for lane in setting.lanes.values()
            if lane.from_country == home and set(template.regions) <= set(lane.regions)
        ]
        for place, template in shipped
    }
    return page(
        "coach/coach.html",
        seat,
        coach_tabs=_tabs(seat.run.id),
        options=_options(seat),
        shipped=shipped,
        lanes=lanes,
        campaigns=list(seat.world.campaigns.values()),
        days=[(0, _("from the beginning"))] + [(day, _("from day %(day)s on", day=day + 1)) for day in range(1, over + 1)],
        pictures=[(permille, _picture_text(permille)) for permille in PICTURES],
        asked=[_asked(seat, job) for job in jobs_of(db(), viewer(), seat.run.id)],
        typed=typed,
        fault=fault,
        lived=bool(seat.world.traffic or seat.world.orders),
        is_own=seat.run.is_own,
    )


def _picture_text(permille: int) -> str:
    if permille == 1000:
        return str(_("keeps every rule: white, sharp, well filled"))
    return str(_("as good as %(n)s of 100", n=permille // 10))


def _change_sent(seat: Seat, form: "MultiDict[str, str]") -> Change:
    """The change that a form asks for. Raises BadInput for what cannot be read."""
    kind, on = form.get("kind", ""), form.get("on", "")
    from_day = read_number(form.get("from_day") or "0", "from_day")
    over = day_of(seat.world.setting.start, seat.world.now)
    if from_day > over:
        raise BadInput("no_such_day")
    match kind:
        case "price_percent":
            return Change("price_percent", on, percent=_signed(form.get("percent", "")), from_day=from_day)
        case "price":
            return Change("price", on, price=read_money(form.get("price", ""), seat.world.setting.currency), from_day=from_day)
        case "picture":
            return Change("picture", on, permille=read_number(form.get("permille", ""), "picture"), from_day=from_day)
        case "words":
            return _words_sent(form, on, from_day)
        case "handling":
            return Change("handling", on, number=read_number(form.get("number", ""), "handling"), from_day=from_day)
        case "slack":
            return Change("slack", on, number=read_number(form.get("number", ""), "slack"), from_day=from_day)
        case "lane":
            return Change("lane", on, choice=form.get("choice", ""), from_day=from_day)
        case "incoterm":
            return Change("incoterm", on, choice=form.get("choice", ""), from_day=from_day)
        case "bids":
            return Change("bids", on, percent=_signed(form.get("percent", "")), from_day=from_day)
        case "no_ads":
            return Change("no_ads", from_day=from_day)
        case "stock":
            return Change("stock", on, from_day=from_day)
        case _:
            raise BadInput("no_such_choice")


def _words_sent(form: "MultiDict[str, str]", on: str, from_day: int) -> Change:
    """Fields that are left empty stay as they were."""
    texts = {name: form.get(name, "").strip() for name in ("title", "bullets", "description", "search_terms")}
    for name, text in texts.items():
        if len(text) > LONGEST_TEXT:
            raise BadInput("too_long", field=name, found=len(text), limit=LONGEST_TEXT)
    return Change(
        "words",
        on,
        title=tidy(texts["title"]) or None,
        bullets=tuple(line for line in map(tidy, texts["bullets"].splitlines()) if line) or None,
        description=tidy_lines(texts["description"]) or None,
        search_terms=tidy(texts["search_terms"]) or None,
        from_day=from_day,
    )


def _signed(text: str) -> int:
    """A whole number with or without a sign, as people type it. Raises BadInput."""
    plain = text.strip().replace("−", "-").removesuffix("%").strip()
    sign = -1 if plain.startswith("-") else 1
    return sign * read_number(plain.lstrip("+-"), "percent")


def _asked(seat: Seat, job: JobView) -> Asked:
    result = what_if_result(job)
    found = gains_result(job)
    if found is not None:
        best = found.best[0] if found.best else None
        lines = [str(_("Best: %(change)s", change=change_text(seat.world, best.change)))] if best else [str(_("Nothing tried would have gained anything."))]
    else:
        lines = _lines(result)[:1]
    return Asked(job, _job_text(seat, job), lines)


def _job_text(seat: Seat, job: JobView) -> str:
    change = change_of(job)
    if change is not None:
        return change_text(seat.world, change)
    return str(_("What would gain most: %(listing)s", listing=listing_text(seat.world, str(job.parameters.get("listing", "")))))


def _lines(result: WhatIf | None) -> list[str]:
    if result is None:
        return []
    lines = difference(result.total_before, result.total_after, result.currency)
    return lines or [str(_("The same shoppers would have done the same."))]


def _fault(job: JobView) -> str:
    return sentence(LabError(job.error)) if job.state == "failed" and job.error else ""


def _state_text(job: JobView) -> str:
    if job.state == "waiting":
        return str(_("Waits for its turn; %(n)s before it.", n=job.ahead)) if job.ahead else str(_("Waits for its turn."))
    if job.state == "working":
        return str(_("The days are being lived once more: %(percent)s%%", percent=job.progress // 10))
    return str({"done": _("Done"), "failed": _("Could not be done"), "cancelled": _("Called off")}[job.state])


# -------------------------------------------------------------------------------------------------- shared


def _tabs(run_id: int) -> list[dict[str, Any]]:
    """The four pages of the coach."""
    entries = (
        (_("What if"), ("coach.get_coach", "coach.get_job", "coach.post_what_if", "coach.post_gains")),
        (_("Why this place"), ("coach.get_why",)),
        (_("Where visits went"), ("coach.get_visits",)),
        (_("Nearly sold"), ("coach.get_lost",)),
    )
    return [
        {"label": label, "href": url_for(endpoints[0], run_id=run_id), "current": request.endpoint in endpoints}
        for label, endpoints in entries
    ]


def _options(seat: Seat) -> list[tuple[str, str]]:
    """The shop's listings for a choice: the goods to be sold first, and of those what was looked at most."""
    world = seat.world
    own = set(seat.play.scenario.file.world.products)
    looks = dict.fromkeys(world.listings, 0)
    for row in world.traffic:
        looks[row.listing] += row.looked
    order = sorted(looks, key=lambda key: (world.listings[key].sku not in own, -looks[key], key))
    return [(key, listing_text(world, key)) for key in order]


def _listing_asked(seat: Seat) -> Listing | None:
    """The listing of the address, else the first of the choice; None while the shop has none. Raises NotFound."""
    wanted = request.args.get("listing", "")
    if wanted:
        if wanted not in seat.world.listings:
            raise NotFound("no_such_listing", listing=wanted[:100])
        return seat.world.listings[wanted]
    options = _options(seat)
    return seat.world.listings[options[0][0]] if options else None


def _keywords(seat: Seat, listing: Listing) -> list[int]:
    """Searches worth looking at: for such goods those that brought the most looks and those typed most, then others."""
    keywords, type_ = seat.world.setting.market.keywords, seat.world.setting.products[listing.sku].type
    looks: dict[int, int] = {}
    for row in seat.world.traffic:
        if row.listing == listing.key:
            looks[row.query] = looks.get(row.query, 0) + row.looked
    most = sorted(looks, key=lambda query: (-looks[query], query))[: SHOWN_KEYWORDS // 2]
    watched = [keyword.id for keyword in watched_keywords(seat.world.setting, listing)]
    found = list(dict.fromkeys([*most, *watched]))
    return sorted(found, key=lambda query: keywords[query].type != type_)


def _keyword_text(seat: Seat, query: int) -> str:
    keyword = seat.world.setting.market.keywords[query]
    return f"{keyword.text} ({keyword.language})"


def _number_asked(name: str, otherwise: int) -> int:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else otherwise
