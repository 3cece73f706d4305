"""The student's own reply templates: all of them, and the form for a new or changed one."""

from dataclasses import dataclass

from flask import redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lab.messages.template_actions import (
    MAX_NAME,
    MAX_TEMPLATES,
    MAX_TEXT,
    DropReplyTemplate,
    SaveReplyTemplate,
    template_languages,
)
from lab.web.errors import say
from lab.web.formats import language_name
from lab.web.inbox_page import pages
from lab.web.inbox_words import own_name
from lab.web.languages import direction
from lab.web.seller import Seat, attempt, done, page, seat_at

FIELDS = ("template", "language", "text")


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as it was typed."""

    template: str = ""
    language: str = ""
    text: str = ""


@pages.get("/runs/<int:run_id>/reply-templates")
def get_templates(run_id: int) -> str:
    """The list, and an empty form or, with ?edit=, the template of that name in it."""
    seat = seat_at(run_id)
    known = seat.world.reply_templates.get(request.args.get("edit", ""))
    return _templates_page(seat, Typed(known.name, known.language, known.text) if known else Typed(), {})


@pages.post("/runs/<int:run_id>/reply-templates")
def post_template(run_id: int) -> Response | tuple[str, int]:
    """Keep a text; one that cannot be kept stays in the form."""
    seat = seat_at(run_id)
    typed = Typed(*(request.form.get(name, "")[:20_000] for name in FIELDS))
    outcome = attempt(seat, SaveReplyTemplate(typed.template, typed.language, typed.text))
    if not outcome.ok:
        field = str(outcome.args.get("field", ""))
        fault = say(outcome.code, **outcome.args)
        return _templates_page(seat_at(run_id), typed, {field if field in FIELDS else "": fault}), 409
    done(outcome, _("The reply template is saved."))
    return redirect(url_for("inbox.get_templates", run_id=run_id))


@pages.post("/runs/<int:run_id>/reply-templates/drop")
def post_drop_template(run_id: int) -> Response:
    """Forget a text."""
    done(attempt(seat_at(run_id), DropReplyTemplate(request.form.get("template", "")[:200])), _("The reply template is gone."))
    return redirect(url_for("inbox.get_templates", run_id=run_id))


def _templates_page(seat: Seat, typed: Typed, faults: dict[str, str]) -> str:
    names = {code: f"{own_name(code)} · {language_name(code)}" for code in template_languages()}
    return page(
        "inbox/templates.html",
        seat,
        templates=list(seat.world.reply_templates.values()),
        typed=typed,
        is_known=typed.template in seat.world.reply_templates,
        faults=faults,
        language_options=sorted(names.items(), key=lambda pair: pair[1].casefold()),
        limits=(MAX_NAME, MAX_TEXT, MAX_TEMPLATES),
        own_name=own_name,
        dir_of=direction,
    )
