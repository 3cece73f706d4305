"""A student's transcript of a course, and what anybody with its code sees of one."""

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from lab.bundles.transcript import Transcript
from lab.school.receipts import public_key
from lab.school.transcripts import issue_transcript, transcript_by_code, transcript_for
from lab.values.errors import Refused
from lab.values.text import tidy
from lab.web.access import db, viewer
from lab.web.errors import sentence
from lab.web.words import SKILL_NAMES, word

pages = Blueprint("transcripts", __name__)


@pages.get("/my/transcript/<int:course_id>")
def get_transcript(course_id: int) -> str:
    """One's own results in a course as they are now, and the transcripts that were made of them."""
    view = transcript_for(db(), viewer(), course_id)
    return render_template("exports/transcript.html", view=view, **_words(view.transcript))


@pages.post("/my/transcript/<int:course_id>")
def post_transcript(course_id: int) -> AnyResponse:
    """Make a signed transcript of the results as they are now."""
    try:
        code = issue_transcript(db(), viewer(), course_id)
    except Refused as error:
        flash(sentence(error), "bad")
        return redirect(url_for("transcripts.get_transcript", course_id=course_id))
    flash(_("The transcript is signed. Who has its code can look it up."), "good")
    return redirect(url_for("receipts.get_receipt", code=code))


def shown_transcript(code: str) -> str:
    """The page of a transcript, for whoever has its code. It tells no name, but whether a name that was typed is its holder's.

    Raises NotFound.
    """
    found = transcript_by_code(db(), code)
    typed = tidy(request.args.get("name", ""))[:120]
    body = found.signed.transcript
    return render_template(
        "exports/shown_transcript.html", found=found, typed=typed, is_of=body.is_of(typed) if typed else None,
        made_at=datetime.fromisoformat(body.made_at), key=public_key(db().settings), **_words(body),
    )  # fmt: skip


def _words(body: Transcript) -> dict[str, Any]:
    """What both pages need besides the transcript itself."""
    return {
        "body": body,
        "skills": {one.skill: word(SKILL_NAMES, one.skill) for one in body.competences},
        "handed_in": [datetime.fromisoformat(line.handed_in_at) if line.handed_in_at else None for line in body.lines],
    }
