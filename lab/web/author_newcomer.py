"""A first scenario out of a few questions."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from lab.scenarios.newcomer import MAX_TITLE, OPTIONS, PARTS, Answers, files_of, market_names
from lab.school.drafts import checked_slug, create_draft
from lab.values.errors import LabError
from lab.values.text import chosen, tidy
from lab.web.access import db, only_for_authors, viewer
from lab.web.errors import sentence
from lab.web.languages import page_language
from lab.web.seller import read_number

pages = Blueprint("author_newcomer", __name__)
only_for_authors(pages)
Page = str | AnyResponse | tuple[str, int]
_TEXTS = ("slug", "title", "title_zh", "market", "level", "minutes", "question", "question_zh", "options", "options_zh")
_FIELDS = {
    "draft_slug_wrong": "slug", "title_needed": "title", "no_such_market": "market", "no_such_part": "parts", "options_out_of_range": "options",
    "level_or_minutes_out_of_range": "minutes",
}  # fmt: skip


@pages.get("/scenarios/drafts/questions")
def get_questions() -> str:
    first = Answers("x", "x")
    typed = {
        "slug": "", "title": "", "title_zh": "", "market": first.market, "level": str(first.level), "minutes": str(first.minutes),
        "question": first.question, "question_zh": first.question_zh, "options": "\n".join(first.options), "options_zh": "\n".join(first.options_zh),
    }  # fmt: skip
    return _page(typed, list(first.parts), {})


@pages.post("/scenarios/drafts/questions")
def post_questions() -> Page:
    """A draft of what was answered."""
    typed = {name: request.form.get(name, "") for name in _TEXTS}
    parts = request.form.getlist("parts")
    field = ""
    try:
        field = "level"
        level = read_number(typed["level"], "level")
        field = "minutes"
        minutes = read_number(typed["minutes"], "minutes")
        field = ""
        answers = Answers(
            id=checked_slug(typed["slug"]), title=_text("title"), title_zh=_text("title_zh"), market=typed["market"],
            parts=tuple(part for part in PARTS if part in parts), level=level, minutes=minutes, question=_text("question"),
            question_zh=_text("question_zh"), options=_lines("options"), options_zh=_lines("options_zh"),
        )  # fmt: skip
        draft_id = create_draft(db(), viewer(), {name: text.encode() for name, text in files_of(answers).items()})
    except LabError as error:
        return _page(typed, parts, {_FIELDS.get(error.code, field or str(error.args_.get("field", "form"))): sentence(error)}), error.status
    flash(_("The draft is ready, and complete: look at it as a student, then make it your own."), "good")
    return redirect(url_for("authoring.get_draft", draft_id=draft_id))


def _text(name: str) -> str:
    return tidy(request.form.get(name, ""))


def _lines(name: str) -> tuple[str, ...]:
    """The lines of a field that say something."""
    return tuple(line for line in map(tidy, request.form.get(name, "").splitlines()) if line)


def _page(typed: dict[str, str], parts: list[str], faults: dict[str, str]) -> str:
    words = _part_words()
    return render_template(
        "authoring/questions.html",
        typed=typed,
        parts=parts,
        faults=faults,
        choices=[
            (part, words.get(part, (part, ""))[0], f"{words.get(part, ('', ''))[1]} {ngettext('%(num)s point', '%(num)s points', points)}".strip())
            for part, points in PARTS.items()
        ],
        markets=[(key, chosen(names, page_language())) for key, names in market_names().items()],
        most=len(OPTIONS),
        longest=MAX_TITLE,
    )


def _part_words() -> dict[str, tuple[str, str]]:
    return {
        "letter": (_("A letter"), _("A customer asks about a product and wants an answer in their own language.")),
        "order": (_("An order"), _("A customer buys; the parcel must leave in time, with its papers.")),
        "price": (_("A price"), _("A product needs a price that leaves a margin.")),
        "question": (_("A decision"), _("Something that you ask, with answers to choose from.")),
    }
