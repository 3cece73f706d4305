"""Looking at a shop as it was after one of its actions: `?at=N` in the address of any page of the seller centre or the shop front.

The number goes along in every address of the run that such a page holds, so that one walks through the whole shop of that
moment; a form that asks for a page carries it as a field. Nothing can be done there: what is sent to such an address is refused.
"""

from typing import Any

from flask import Flask, flash, g, redirect, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from lab.school.moments import Past, past_of
from lab.values.errors import BadInput, Refused
from lab.web.access import db, viewer

NAME = "at"
SHOP = frozenset(
    {
        "desk", "brief", "decisions", "listings", "pictures", "studio", "orders", "inbox", "shipping", "stock", "customs", "culture",
        "aftersales", "keywords", "ads", "promotions", "social", "finance", "performance", "coach", "media", "moments", "storefront",
    }
)  # fmt: skip
"""Blueprints whose pages show the shop; the report belongs to the present."""
ALSO = frozenset({"report.get_hand_in"})


def looked_at() -> int | None:
    """The number of actions after which the address wants to see the shop; None for the present. Raises BadInput."""
    wish = request.args.get(NAME, "")
    if not wish or not _is_of_shop(request.endpoint or ""):
        return None
    if not (wish.isascii() and wish.isdecimal() and len(wish) < 10):
        raise BadInput("number_unreadable", field=NAME, text=wish[:40])
    return int(wish)


def past_seen(run_id: int) -> Past | None:
    """The moment of the run that the address wants to see, for whoever may; None for the present. Raises as `past_of`."""
    at = looked_at()
    if at is None:
        return None
    g.past = past_of(db(), viewer(), run_id, at)
    return g.past  # type: ignore[no-any-return]


def refuse_deeds() -> None:
    """Before each request: whatever is sent to the address of a past moment is refused."""
    if request.method not in ("GET", "HEAD") and g.get("viewer") is not None and looked_at() is not None:
        raise Refused("looking_back")


def keep_moment(endpoint: str, values: dict[str, Any]) -> None:
    """Carry the moment along into the addresses of the same run's shop; `at=None` leads to the present."""
    if not request or NAME in values or not _is_of_shop(endpoint):
        return
    wish = request.args.get(NAME, "")
    if wish and _is_of_shop(request.endpoint or "") and values.get("run_id") == (request.view_args or {}).get("run_id"):
        values[NAME] = wish


def moment_field() -> Markup:
    """The field that carries the moment through a form that asks for a page; nothing in the present."""
    at = looked_at()
    return Markup("") if at is None else Markup('<input type="hidden" name="{}" value="{}">').format(NAME, at)


def lead_back(response: Response) -> Response:
    """A page that was not there yet at a moment leads to what happened at it."""
    past = g.get("past")
    if response.status_code != 404 or not isinstance(past, Past) or request.blueprint in ("media", "moments"):
        return response
    flash(_("There was no such page at that moment."), "info")
    return redirect(url_for("moments.get_moment", run_id=past.run_id, at=past.at))


def register(app: Flask) -> None:
    app.before_request(refuse_deeds)
    app.after_request(lead_back)
    app.url_defaults(keep_moment)
    app.add_template_global(moment_field)


def _is_of_shop(endpoint: str) -> bool:
    return endpoint.partition(".")[0] in SHOP or endpoint in ALSO
