"""Making a release of a draft: proved, with a version higher than the last, under an id that is nobody else's."""

import tempfile
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lab.scenarios.script import Scenario, load_scenario, read_scenario, scenario_folders
from lab.school.accounts import Viewer
from lab.school.clock import now
from lab.school.database import Database
from lab.school.drafts import draft_for, files_of, find_draft, write_folder
from lab.school.models import Release
from lab.school.proving import PROOFS, Verdict, verdict_of, work_on
from lab.school.releases import ReleaseView, release_view, version_key
from lab.school.scripts import keep_script
from lab.values.errors import BadFile, BadInput, Refused
from lab.values.text import chosen, tidy_lines

MAX_NOTES = 2000


def release_draft(db: Database, viewer: Viewer, draft_id: int, *, notes: str = "", shared: bool = False) -> ReleaseView:
    """Release a draft as it is now.

    Raises NotFound; BadFile for a draft with faults; BadInput for long notes; Refused unless the newest proofs are of this
    very content and all hold, or when id or version are taken or not higher than the last one.
    """
    notes = tidy_lines(notes)
    if len(notes) > MAX_NOTES:
        raise BadInput("notes_too_long", found=len(notes), limit=MAX_NOTES)
    draft = draft_for(db, viewer, draft_id)
    verdict = verdict_of(work_on(db, viewer, draft_id, PROOFS))
    check_proved(verdict, draft.content_hash)
    assert verdict is not None
    with tempfile.TemporaryDirectory(prefix="lab-release-") as name:
        folder = Path(name)
        write_folder(files_of(db, viewer, draft_id), folder)
        scenario = read_scenario(folder)
        if scenario.content_hash != draft.content_hash:
            raise Refused("draft_went_on")
        check_id(scenario.id)
        keep_script(db.settings, scenario)
    proofs = [{"number": one.number, "name": one.name, "tried": one.tried} for one in verdict.proofs]
    try:
        with db.write() as session:
            row = find_draft(session, viewer, draft_id, lock=True)
            if row.content_hash != scenario.content_hash:
                raise Refused("draft_went_on")
            _check_version(session, scenario, row.owner_id)
            release = Release(
                scenario_id=scenario.id, version=scenario.version, content_hash=scenario.content_hash,
                title=chosen(scenario.file.title, "en"), notes=notes, owner_id=row.owner_id, made_at=now(), proofs=proofs,
                shared=shared, withdrawn_at=None,
            )  # fmt: skip
            session.add(release)
            session.flush()
            return release_view(session, viewer, release)
    except IntegrityError:  # released in another window meanwhile
        raise Refused("version_taken", version=scenario.version) from None


def check_proved(verdict: Verdict | None, content_hash: str) -> None:
    """Raises Refused unless all proofs hold, with all seeds, for exactly this content."""
    if verdict is None:
        raise Refused("not_proved")
    if not verdict.fits(content_hash):
        raise Refused("proofs_are_stale")
    if not verdict.holds:
        raise Refused("proofs_fail")
    if not verdict.is_whole:
        raise Refused("proofs_are_quick")


def check_id(scenario_id: str) -> None:
    """Raises Refused for an id that comes with the lab, also that of a folder that cannot be read at present."""
    for folder in scenario_folders():
        try:
            taken = load_scenario(folder).id
        except BadFile:
            taken = folder.name
        if taken == scenario_id:
            raise Refused("scenario_id_taken", id=scenario_id)


def _check_version(session: Session, scenario: Scenario, owner_id: int) -> None:
    """Raises Refused when somebody else has the id, or the version is not higher than the last one."""
    rows = session.scalars(select(Release).where(Release.scenario_id == scenario.id)).all()
    if any(row.owner_id != owner_id for row in rows):
        raise Refused("scenario_id_taken", id=scenario.id)
    last = max(rows, key=lambda row: version_key(row.version), default=None)
    if last is not None and version_key(scenario.version) <= version_key(last.version):
        raise Refused("version_not_higher", version=scenario.version, last=last.version)
