"""The proofs of a draft, the measuring of its pictures, and releasing it."""

import re
from dataclasses import dataclass

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from lab.proofs.prove import SEEDS
from lab.scenarios.files import FACTS, PICTURES
from lab.school.courses import courses_of
from lab.school.drafts import DraftView, draft_for, texts_of
from lab.school.jobs import JobView
from lab.school.proofreading import heading_of
from lab.school.proving import (
    FEW_SEEDS,
    MEASURE,
    PROOFS,
    ProofLine,
    Verdict,
    ask_measuring,
    ask_proofs,
    call_off,
    verdict_of,
    work_on,
)
from lab.school.releases import change_release, releases_of
from lab.school.releasing import MAX_NOTES, check_proved, release_draft
from lab.values.errors import BadFile, LabError, NotFound, Refused
from lab.web.access import db, only_for_authors, viewer
from lab.web.authoring_form import draft_faults
from lab.web.errors import say, sentence

pages = Blueprint("author_proofs", __name__)
only_for_authors(pages)
Page = str | AnyResponse | tuple[str, int]
_PLACE = re.compile(r"(?P<file>[A-Za-z0-9_./-]{1,160}):(?P<line>\d{1,6}):(?P<column>\d{1,6}): ")


@dataclass(frozen=True, slots=True)
class Failure:
    """One line of a proof that does not hold, with the place in the draft that it is about, if it names one."""

    text: str
    file: str = ""
    line: int = 0

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}" if self.file else ""


@dataclass(frozen=True, slots=True)
class ShownProof:
    """A proof in words."""

    number: int
    name: str
    about: str
    tried: int
    holds: bool
    failures: list[Failure]
    more: int


@pages.get("/scenarios/drafts/<int:draft_id>/proofs")
def get_proofs(draft_id: int) -> str:
    draft = draft_for(db(), viewer(), draft_id)
    job = work_on(db(), viewer(), draft_id, PROOFS)
    verdict = verdict_of(job)
    return render_template(
        "authoring/proofs.html",
        draft=draft,
        job=job,
        state=_state(job),
        verdict=verdict,
        is_stale=verdict is not None and not verdict.fits(draft.content_hash),
        proofs=[_shown(one, draft) for one in verdict.proofs] if verdict else [],
        fault=say(job.error) if job is not None and job.error else "",
        faults=sum(map(len, draft_faults(db(), viewer(), draft).values())),
        seeds=SEEDS,
        few=FEW_SEEDS,
    )


@pages.post("/scenarios/drafts/<int:draft_id>/prove")
def post_prove(draft_id: int) -> AnyResponse:
    ask_proofs(db(), viewer(), draft_id, quick=request.form.get("quick") == "1")
    return redirect(url_for("author_proofs.get_proofs", draft_id=draft_id))


@pages.get("/scenarios/drafts/<int:draft_id>/proving/<work>")
def get_state(draft_id: int, work: str) -> Response:
    """How far a job is, for a script."""
    job = work_on(db(), viewer(), draft_id, _known(work))
    return jsonify(over=job is None or job.is_over, percent=job.progress // 10 if job else 0, text=_state(job))


@pages.post("/scenarios/drafts/<int:draft_id>/proving/<work>/cancel")
def post_cancel(draft_id: int, work: str) -> AnyResponse:
    call_off(db(), viewer(), draft_id, _known(work))
    return redirect(url_for("author_proofs.get_proofs" if work == PROOFS else "author_proofs.get_measuring", draft_id=draft_id))


@pages.get("/scenarios/drafts/<int:draft_id>/pictures")
def get_measuring(draft_id: int) -> str:
    """The pictures of a draft, and whether they have been measured."""
    draft = draft_for(db(), viewer(), draft_id)
    job = work_on(db(), viewer(), draft_id, MEASURE)
    return render_template(
        "authoring/pictures.html",
        draft=draft,
        job=job,
        state=_state(job),
        fault=say(job.error) if job is not None and job.error else "",
        pictures=[line for line in draft.files if not line.is_text],
        facts=f"{PICTURES}/{FACTS}",
    )


@pages.post("/scenarios/drafts/<int:draft_id>/measure")
def post_measure(draft_id: int) -> AnyResponse:
    ask_measuring(db(), viewer(), draft_id)
    return redirect(url_for("author_proofs.get_measuring", draft_id=draft_id))


@pages.get("/scenarios/drafts/<int:draft_id>/release")
def get_release(draft_id: int) -> str:
    return _release_page(draft_id, {}, "")


@pages.post("/scenarios/drafts/<int:draft_id>/release")
def post_release(draft_id: int) -> Page:
    typed = {"notes": request.form.get("notes", ""), "shared": request.form.get("shared", "")}
    try:
        release = release_draft(db(), viewer(), draft_id, notes=typed["notes"], shared=typed["shared"] == "1")
    except NotFound:
        raise
    except LabError as error:
        text = say("draft_has_faults") if isinstance(error, BadFile) else sentence(error)
        return _release_page(draft_id, typed, text), error.status
    flash(_("“%(title)s”, version %(version)s, is released. You can assign it now.", title=release.title, version=release.version), "good")
    return redirect(url_for("author_proofs.get_releases"))


@pages.get("/scenarios/releases")
def get_releases() -> str:
    """One's own releases, and those that others share."""
    courses = [course for course in courses_of(db(), viewer()) if course.is_led and course.archived_at is None]
    return render_template("authoring/releases.html", releases=releases_of(db(), viewer()), courses=courses)


@pages.post("/scenarios/releases/<int:release_id>")
def post_change(release_id: int) -> AnyResponse:
    """Share or keep, withdraw or put back."""
    do = request.form.get("do", "")
    wishes: dict[str, dict[str, bool]] = {
        "share": {"shared": True}, "keep": {"shared": False}, "withdraw": {"withdrawn": True}, "offer": {"withdrawn": False},
    }  # fmt: skip
    change_release(db(), viewer(), release_id, **wishes.get(do, {}))
    if do in wishes:
        flash(_("Changed. What has been assigned stays as it is."), "good")
    return redirect(url_for("author_proofs.get_releases"))


def _known(work: str) -> str:
    """A kind of job about drafts. Raises NotFound."""
    if work not in (PROOFS, MEASURE):
        raise NotFound("no_such_page")
    return work


def _release_page(draft_id: int, typed: dict[str, str], fault: str) -> str:
    draft = draft_for(db(), viewer(), draft_id)
    heading = heading_of(texts_of(db(), viewer(), draft_id))
    verdict = verdict_of(work_on(db(), viewer(), draft_id, PROOFS))
    return render_template(
        "authoring/release.html",
        draft=draft,
        version=heading.version if heading else "",
        waits_for=_obstacle(verdict, draft),
        past=[one for one in releases_of(db(), viewer()) if one.scenario_id == draft.slug],
        typed=typed,
        fault=fault,
        longest=MAX_NOTES,
    )


def _obstacle(verdict: Verdict | None, draft: DraftView) -> str:
    """Why the draft cannot be released yet; nothing when its proofs are in order."""
    try:
        check_proved(verdict, draft.content_hash)
    except Refused as error:
        return sentence(error)
    return ""


def _state(job: JobView | None) -> str:
    """Where a job stands, in words."""
    if job is None:
        return ""
    if job.state == "waiting":
        if job.ahead:
            return str(ngettext("Waits for %(num)s other job", "Waits for %(num)s other jobs", job.ahead))
        return str(_("Waits for its turn"))
    if job.state == "working":
        return str(_("At work: %(n)s %%", n=job.progress // 10))
    return {"done": str(_("Finished")), "failed": str(_("Could not be finished")), "cancelled": str(_("Called off"))}[job.state]


def _shown(proof: ProofLine, draft: DraftView) -> ShownProof:
    name, about = proof_words().get(proof.number, (proof.name, ""))
    return ShownProof(proof.number, name, about, proof.tried, proof.holds, [_failure(line, draft) for line in proof.failures], proof.more)


def _failure(line: str, draft: DraftView) -> Failure:
    """A failure that begins with file, line and column leads there, if the draft has such a file."""
    match = _PLACE.match(line)
    if match is None:
        return Failure(line)
    named = [name for name in draft.names if name == match["file"] or name.endswith(f"/{match['file']}")]
    return Failure(line[match.end() :], named[0], int(match["line"])) if len(named) == 1 else Failure(line)


def proof_words() -> dict[int, tuple[str, str]]:
    """What each proof is called, and what it shows."""
    return {
        1: (_("Files"), _("The file can be read, everything it names is there, and every variant can be dealt.")),
        2: (_("The right way"), _("The reference earns every automatic point, whatever is dealt.")),
        3: (_("Other right ways"), _("Whatever else is right earns the same.")),
        4: (_("Nothing, spam and copying"), _("Who does nothing, presses every button or copies a neighbour earns no more than you allow.")),
        5: (_("Every check can fail"), _("No check still pays in full after a mistake that it is there for.")),
        6: (_("Planned mistakes"), _("Each wrong way costs exactly what you wrote.")),
        7: (_("Steps"), _("Things that do not depend on each other may be done in any order.")),
        8: (_("Repeat"), _("The same work gets the same grade, to the byte, on any machine.")),
        9: (_("Secrecy"), _("Nothing that students see gives a solution away.")),
        10: (_("Reading"), _("Every text is there in every language offered, and contradicts no fact.")),
        11: (_("Limits"), _("Grading takes little time and memory.")),
    }  # fmt: skip
