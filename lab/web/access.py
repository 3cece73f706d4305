"""Who is looking: the sign-in behind a request, what they may open, and the run that a page is about.

Everything is closed unless it is named in `OPEN_TO_ALL`; what a person may not see answers 404, as if it were not there.
"""

from collections.abc import Callable
from typing import cast
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lab.school.accounts import Viewer, signed_in
from lab.school.database import Database
from lab.school.loading import SeenRun, viewer_at_run
from lab.school.runs import RunView, run_for
from lab.values.errors import NotFound

COOKIE = "tradewind"
COOKIE_SECONDS = 90 * 24 * 3600
OPEN_TO_ALL = frozenset(
    {
        "static", "assets.get_style", "auth.get_start", "auth.get_sign_in", "auth.post_sign_in", "auth.get_join",
        "auth.post_join", "auth.post_preferences", "health.get_health", "receipts.get_receipts", "receipts.get_key",
        "receipts.get_receipt", "receipts.get_receipt_file",
    }
)  # fmt: skip


def db() -> Database:
    """The database of this process."""
    return cast(Database, current_app.extensions["lab_database"])


def viewer() -> Viewer:
    """The person signed in. Only for pages that are not open to all; raises NotFound otherwise."""
    found = g.get("viewer")
    if found is None:
        raise NotFound("no_such_page")
    return cast(Viewer, found)


def own_run(run_id: int) -> RunView:
    """A run that the viewer may see: their own, or one of a course they teach. Raises NotFound."""
    return run_for(db(), viewer(), run_id)


def seen_run(run_id: int) -> SeenRun:
    """The run of the address; while looking only, as it was when the request came. Raises NotFound when it may not be seen."""
    seen = g.get("seen_run")
    if request.method != "GET":  # the request itself may have changed it
        seen = viewer_at_run(db(), token(), run_id)[1]
    if not isinstance(seen, SeenRun) or seen.view.id != run_id:
        raise NotFound("no_such_run")
    return seen


def only_for_teachers(pages: Blueprint) -> None:
    """Close a whole blueprint, with 404, to everybody who has nothing to do with teaching.

    Graders and guests come in; what they may see of a course is decided by its use cases (`lab.school.staff`).
    """

    @pages.before_request
    def check_role() -> None:
        if not viewer().is_staff:
            raise NotFound("no_such_page")


def only_for_authors(pages: Blueprint) -> None:
    """Close a whole blueprint, with 404, to everybody who may not write scenarios."""

    @pages.before_request
    def check_role() -> None:
        if not viewer().may_author:
            raise NotFound("no_such_page")


def check_teaches() -> None:
    """For a page that belongs to no course: only who has an instructor's account. Raises NotFound."""
    if not viewer().may_teach:
        raise NotFound("no_such_page")


def token() -> str:
    """The sign-in token that the browser sent; empty when there is none."""
    return request.cookies.get(COOKIE, "")


def remember(response: AnyResponse, value: str) -> None:
    """Put a sign-in token into the browser, out of reach of scripts."""
    response.set_cookie(
        COOKIE, value, max_age=COOKIE_SECONDS, httponly=True, samesite="Lax", secure=request.is_secure, path="/"
    )


def forget(response: AnyResponse) -> None:
    response.delete_cookie(COOKIE, httponly=True, samesite="Lax", secure=request.is_secure, path="/")


def page_before() -> str | None:
    """The page of this site that a request comes from, as its browser says; None for another site's or none."""
    address = request.referrer
    if not address or not address.startswith(request.host_url):
        return None
    return "/" + address[len(request.host_url) :]


def local_path(wish: str | None, otherwise: str) -> str:
    """An address within this site, or `otherwise`: no form can send a person elsewhere."""
    if not wish or len(wish) > 500 or not wish.startswith("/") or "\\" in wish or any(ord(sign) < 32 for sign in wish):
        return otherwise
    parts = urlsplit(wish)
    return wish if not parts.scheme and not parts.netloc and not wish.startswith("//") else otherwise


def find_viewer() -> AnyResponse | None:
    """Before each request: who is it, and may they come in? Nobody signed in is sent to the sign-in page."""
    g.viewer = None
    if request.endpoint in ("static", "assets.get_style", "health.get_health"):
        return None
    if token():
        run_id = (request.view_args or {}).get("run_id")
        if run_id is None:
            g.viewer = signed_in(db(), token())
        else:
            g.viewer, g.seen_run = viewer_at_run(db(), token(), run_id)
    if g.viewer is not None or request.endpoint in OPEN_TO_ALL:
        return None
    if request.endpoint is None:
        raise NotFound("no_such_page")
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("auth.get_sign_in", next=back))


def no_store(response: Response) -> Response:
    """Pages of a signed-in person are not kept by shared computers' caches."""
    if g.get("viewer") is not None and "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response


def register(app: Flask) -> None:
    hook: Callable[[], AnyResponse | None] = find_viewer
    app.before_request(hook)
    app.after_request(no_store)
