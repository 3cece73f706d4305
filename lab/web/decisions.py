"""Decisions: what the scenario asks to be decided and written down, with what was recorded."""

from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from lab.ledger.question_actions import RecordDecision
from lab.school.overview import question_due
from lab.values.errors import NotFound
from lab.web.errors import say
from lab.web.seller import Seat, attempt, done, local, page, seat_at
from lab.world.question import Question

pages = Blueprint("decisions", __name__)
LONGEST = 20_000
"""Characters of free words that are read from a form at all."""
_FIELDS = {
    "no_such_option": "chosen", "choose_so_many": "chosen", "no_such_reason": "reasons", "too_many_reasons": "reasons", "words_too_long": "words",
}  # fmt: skip


@pages.get("/runs/<int:run_id>/decisions")
def get_decisions(run_id: int) -> str:
    return _page(seat_at(run_id))


@pages.post("/runs/<int:run_id>/decisions/<question_id>")
def post_decision(run_id: int, question_id: str) -> Response | tuple[str, int]:
    """Record a decision; a later one replaces the one before."""
    seat = seat_at(run_id)
    if question_id not in seat.world.setting.questions:
        raise NotFound("no_such_page")
    form = request.form
    words = form.get("words", "")[:LONGEST].replace("\r\n", "\n")
    outcome = attempt(seat, RecordDecision(question_id, tuple(form.getlist("chosen")), tuple(form.getlist("reasons")), words))
    if not outcome.ok:
        fault = {_FIELDS.get(outcome.code, ""): say(outcome.code, **outcome.args)}
        return _page(seat_at(run_id), question_id, form, fault), 409
    done(outcome, _("Your decision is recorded. You can change it until you hand in; the last one counts."))
    return redirect(url_for("decisions.get_decisions", run_id=run_id, _anchor=f"question-{question_id}"))


def _page(seat: Seat, tried: str = "", typed: "MultiDict[str, str] | None" = None, faults: dict[str, str] | None = None) -> str:
    questions = seat.world.setting.questions.values()
    return page(
        "decisions/decisions.html",
        seat,
        questions=[
            _shown(seat, one, typed if one.key == tried else None, (faults or {}) if one.key == tried else {}) for one in questions
        ],
    )


def _shown(seat: Seat, question: Question, typed: "MultiDict[str, str] | None", faults: dict[str, str]) -> dict[str, Any]:
    """A question in words, with what is filled in: as typed, else as recorded."""
    choice = seat.world.choices.get(question.key)
    if typed is not None:
        chosen, reasons, words = typed.getlist("chosen"), typed.getlist("reasons"), typed.get("words", "")
    elif choice is not None:
        chosen, reasons, words = list(choice.chosen), list(choice.reasons), choice.words
    else:
        chosen, reasons, words = [], [], ""
    return {
        "key": question.key,
        "title": local(question.title),
        "due": question_due(seat.play.scenario, question.key),
        "options": [(name, local(text)) for name, text in question.options.items()],
        "reasons": [(name, local(text)) for name, text in question.reasons.items()],
        "choose": question.choose,
        "reasons_at_most": question.reasons_at_most,
        "words_max": question.words_max,
        "recorded": choice,
        "recorded_options": [local(question.options[name]) for name in choice.chosen] if choice is not None else [],
        "chosen": chosen,
        "ticked": reasons,
        "words": words,
        "faults": faults,
    }
