"""What a person reads when something cannot be done: one sentence per code, and the page around it.

The sentence says what happened and, where there is one, the way out. Arguments are the error's own.
"""

from typing import Any

from flask import Flask, Response, jsonify, render_template, request
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from lab.values.errors import BadFile, LabError
from lab.values.money import Money
from lab.web.access import local_path, page_before
from lab.web.formats import duration_text, money_text, number_text
from lab.web.people_words import ROLES
from lab.web.sentences import SENTENCES

_MINUTES = frozenset({"minutes", "handling"})
_ROLE_NAMES = frozenset({"needed", "roles"})


class _Arguments(dict[str, str]):
    """Arguments of a sentence; one that the error did not give shows as a dash instead of breaking the page."""

    def __missing__(self, name: str) -> str:
        return "–"


def say(code: str, **arguments: object) -> str:
    """The sentence of a code in the page's language; a general one, with the code, for a code without its own."""
    sentence: LazyString | None = SENTENCES.get(code)
    if sentence is None:
        return str(_("This could not be done (%(code)s).", code=code))
    return str(sentence) % _Arguments({name: _written(name, value) for name, value in arguments.items()})


def sentence(error: LabError) -> str:
    """The sentence of an error in the page's language."""
    return say(error.code, **error.args_)


def _written(name: str, value: object) -> str:
    if isinstance(value, Money):
        return money_text(value)
    if isinstance(value, bool) or value is None:
        return "–"
    if isinstance(value, int):
        return duration_text(value) if name in _MINUTES else number_text(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(_written(name, one) for one in value)
    if name in _ROLE_NAMES and value in ROLES:
        return str(ROLES[str(value)][0])
    return str(value)


def wants_json() -> bool:
    """Whether a script asked: it gets {"errors": [{"code", "message"}]} instead of a page."""
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def register(app: Flask) -> None:
    @app.errorhandler(LabError)
    def show_lab_error(error: LabError) -> tuple[Response | str, int]:
        faults = [str(fault) for fault in error.faults] if isinstance(error, BadFile) else []
        return _page(error.status, error.code, sentence(error), faults)

    @app.errorhandler(CSRFError)
    def show_csrf_error(error: CSRFError) -> tuple[Response | str, int]:
        return _page(400, "form_too_old", say("form_too_old"))

    @app.errorhandler(HTTPException)
    def show_http_error(error: HTTPException) -> Any:
        status = error.code or 500
        if status < 400:  # a redirect that the router asks for
            return error
        code = {404: "no_such_page", 405: "wrong_method", 413: "too_large"}.get(status, "bad_request" if status < 500 else "broken")
        return _page(status, code, say(code))

    @app.errorhandler(InternalServerError)
    def show_fault(error: InternalServerError) -> tuple[Response | str, int]:
        return _page(500, "broken", say("broken"))


def _page(status: int, code: str, text: str, faults: list[str] | None = None) -> tuple[Response | str, int]:
    if wants_json():
        return jsonify(errors=[{"code": code, "message": text}]), status
    title = {
        404: _("There is nothing here"),
        409: _("Not possible now"),
        413: _("Too large"),
        500: _("Something broke"),
    }.get(status, _("That did not work"))
    back = local_path(page_before(), "") if request.method == "POST" else ""
    return render_template("errors/error.html", title=title, text=text, faults=faults or [], back=back, status=status), status


