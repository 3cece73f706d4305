"""What waits for a second person: changes that would lower a score that its student has seen."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from lab.school.proposals import confirm_proposal, proposals_of, reject_proposal, withdraw_proposal
from lab.values.errors import LabError, NotFound
from lab.web.access import check_teaches, db, only_for_teachers, viewer
from lab.web.errors import sentence
from lab.web.regrade_words import PROPOSAL_STATES

pages = Blueprint("proposals", __name__)
only_for_teachers(pages)
Page = str | AnyResponse | tuple[str, int]


@pages.get("/proposals")
def get_proposals() -> str:
    """The proposals in all courses that one teaches; those that wait stand first."""
    check_teaches()
    return _page()


@pages.post("/proposals/<int:proposal_id>/confirm")
def post_confirm(proposal_id: int) -> Page:
    """Let a proposal count, as its second person."""
    try:
        confirm_proposal(db(), viewer(), proposal_id)
    except LabError as error:
        return _refused(error, proposal_id)
    flash(_("Confirmed. The lower score counts from now on, and both names stand in the record."), "good")
    return redirect(url_for("proposals.get_proposals"))


@pages.post("/proposals/<int:proposal_id>/reject")
def post_reject(proposal_id: int) -> Page:
    """Turn a proposal down, with the reason."""
    answer = request.form.get("answer", "")
    try:
        reject_proposal(db(), viewer(), proposal_id, answer)
    except LabError as error:
        return _refused(error, proposal_id, answer)
    flash(_("Rejected. The score stays as it is."), "good")
    return redirect(url_for("proposals.get_proposals"))


@pages.post("/proposals/<int:proposal_id>/withdraw")
def post_withdraw(proposal_id: int) -> Page:
    """Take an own proposal back."""
    try:
        withdraw_proposal(db(), viewer(), proposal_id)
    except LabError as error:
        return _refused(error, proposal_id)
    flash(_("Withdrawn. The score stays as it is."), "good")
    return redirect(url_for("proposals.get_proposals"))


def _refused(error: LabError, proposal_id: int, answer: str = "") -> Page:
    if isinstance(error, NotFound):
        raise error
    return _page(proposal_id, sentence(error), answer), error.status


def _page(fault_at: int = 0, fault: str = "", answer: str = "") -> str:
    proposals = proposals_of(db(), viewer())
    return render_template(
        "regrades/proposals.html",
        waiting=[one for one in proposals if one.state == "waiting"],
        decided=[one for one in proposals if one.state != "waiting"],
        states=PROPOSAL_STATES,
        fault_at=fault_at,
        fault=fault,
        answer=answer,
    )
