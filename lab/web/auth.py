"""Signing in and out, joining a course with its code, and one's own account."""

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import refresh
from werkzeug.wrappers import Response

from lab.school.accounts import (
    MIN_PASSWORD,
    change_password,
    set_preferences,
    sign_in,
    sign_in_list,
    sign_out,
    sign_out_everywhere,
)
from lab.school.courses import join_course, register_with_code
from lab.values.errors import LabError
from lab.web.access import db, forget, local_path, remember, token, viewer
from lab.web.agents import agent_words
from lab.web.errors import sentence
from lab.web.languages import COOKIE_SECONDS, LANGUAGE_COOKIE, LANGUAGES, THEME_COOKIE, THEMES, page_language

pages = Blueprint("auth", __name__)
Page = str | Response | tuple[str, int]
_JOIN_FIELDS = {"login": "login", "name": "name", "password": "password", "no_such_join_code": "code"}


@pages.get("/")
def get_start() -> Response:
    """Everybody's first page: courses for who teaches, own work for students, else the sign-in."""
    person = g.get("viewer")
    if person is None:
        return redirect(url_for("auth.get_sign_in", lang=request.args.get("lang")))
    return redirect(url_for("classroom.get_courses" if person.is_staff and person.role != "student" else "student_home.get_my"))


@pages.get("/sign-in")
def get_sign_in() -> Page:
    if g.get("viewer") is not None:
        return redirect(url_for("auth.get_start"))
    return _keep_language(render_template("auth/sign_in.html", login="", fault="", next=_next()))


@pages.post("/sign-in")
def post_sign_in() -> Page:
    login = request.form.get("login", "")
    try:
        fresh = sign_in(
            db(),
            login=login,
            password=request.form.get("password", ""),
            address=request.remote_addr or "",
            agent=request.user_agent.string,
            allow_demo=bool(current_app.config["LAB_ALLOW_DEMO"]),
        )
    except LabError as error:
        return render_template("auth/sign_in.html", login=login, fault=sentence(error), next=_next()), error.status
    response = redirect(_next() or url_for("auth.get_start"))
    remember(response, fresh.token)
    return response


@pages.post("/sign-out")
def post_sign_out() -> Response:
    sign_out(db(), token())
    response = redirect(url_for("auth.get_sign_in"))
    forget(response)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@pages.get("/join")
def get_join() -> Page:
    typed = {"code": request.args.get("code", ""), "name": "", "login": ""}
    return _keep_language(render_template("auth/join.html", typed=typed, faults={}, min_password=MIN_PASSWORD))


@pages.post("/join")
def post_join() -> Page:
    """Join with a code: whoever is signed in joins as themselves, everybody else gets an account."""
    form = request.form
    typed = {name: form.get(name, "") for name in ("code", "name", "login")}
    try:
        if g.get("viewer") is not None:
            course = join_course(db(), viewer(), typed["code"])
            flash(_("You are now in the course “%(title)s”.", title=course.title), "good")
            return redirect(url_for("auth.get_start"))
        fresh = register_with_code(
            db(), typed["code"], typed["login"], typed["name"], form.get("password", ""),
            address=request.remote_addr or "", agent=request.user_agent.string, language=page_language(),
        )  # fmt: skip
    except LabError as error:
        field = next((name for sign, name in _JOIN_FIELDS.items() if error.code.startswith(sign)), "form")
        page = render_template("auth/join.html", typed=typed, faults={field: sentence(error)}, min_password=MIN_PASSWORD)
        return page, 422 if error.status == 404 else error.status
    response = redirect(url_for("auth.get_start"))
    remember(response, fresh.token)
    return response


@pages.get("/account")
def get_account() -> Page:
    return _account_page({})


@pages.post("/account")
def post_account() -> Page:
    """Change one's own password; every other sign-in ends."""
    form = request.form
    if form.get("new", "") != form.get("again", ""):
        return _account_page({"again": _("The two new passwords differ.")}), 422
    try:
        change_password(db(), viewer(), form.get("old", ""), form.get("new", ""), token=token())
    except LabError as error:
        field = "new" if error.code.startswith("password") else "old"
        return _account_page({field: sentence(error)}), error.status
    flash(_("Your password is changed. Every other browser has been signed out."), "good")
    return redirect(url_for("auth.get_account"))


@pages.post("/account/sign-out-everywhere")
def post_sign_out_everywhere() -> Response:
    sign_out_everywhere(db(), viewer().id)
    response = redirect(url_for("auth.get_sign_in"))
    forget(response)
    return response


@pages.post("/preferences")
def post_preferences() -> Response:
    """Change language or theme, in the profile and in this browser, and go back to where one was."""
    language, theme = request.form.get("language"), request.form.get("theme")
    language = language if language in LANGUAGES else None
    theme = theme if theme in THEMES else None
    if g.get("viewer") is not None:
        g.viewer = set_preferences(db(), viewer(), language=language, theme=theme)
        refresh()
    response = redirect(_without_language(local_path(request.form.get("back"), url_for("auth.get_start"))))
    for name, value in ((LANGUAGE_COOKIE, language), (THEME_COOKIE, theme)):
        if value is not None:
            _keep(response, name, value)
    return response


def _account_page(faults: dict[str, str]) -> str:
    lines = [(line, agent_words(line.agent)) for line in sign_in_list(db(), viewer())]
    return render_template("auth/account.html", faults=faults, lines=lines, min_password=MIN_PASSWORD)


def _next() -> str:
    return local_path(request.values.get("next"), "")


def _keep_language(page: str) -> Response:
    """A language asked for in the address is kept for the pages after it."""
    response = current_app.make_response(page)
    wish = request.args.get("lang")
    if wish in LANGUAGES:
        _keep(response, LANGUAGE_COOKIE, wish)
    return response


def _keep(response: Response, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=COOKIE_SECONDS, samesite="Lax", httponly=True, secure=request.is_secure)


def _without_language(path: str) -> str:
    """The address without its `lang`, which would undo the choice just made."""
    place, _mark, query = path.partition("?")
    kept = "&".join(part for part in query.split("&") if part and not part.startswith("lang="))
    return f"{place}?{kept}" if kept else place
