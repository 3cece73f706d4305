"""Releases: versions of drafts that were proved and can be assigned, beside the scenarios that come with the lab.

A release is kept by the hash of its content among the instance's scripts and never changes; it can be taken off the list
for new assignments, and shared with other instructors. Its name in forms is "id@version".
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from lab.scenarios.script import Scenario
from lab.school.accounts import Viewer
from lab.school.clock import now
from lab.school.database import Database
from lab.school.models import Release, User
from lab.school.scripts import installed_scenario, installed_scenarios, script_of
from lab.values.errors import LabError, NotFound


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """A released version. `proofs` says how many plays stand behind each proof, by its number."""

    id: int
    scenario_id: str
    version: str
    content_hash: str
    title: str
    notes: str
    owner: str
    is_own: bool
    made_at: datetime
    shared: bool
    withdrawn_at: datetime | None
    proofs: tuple[dict[str, Any], ...]

    @property
    def name(self) -> str:
        """What forms call it."""
        return f"{self.scenario_id}@{self.version}"


@dataclass(frozen=True, slots=True)
class Offer:
    """A scenario that can be assigned: `name` is what a form sends; `release` is None for one that comes with the lab."""

    name: str
    scenario: Scenario
    release: ReleaseView | None


def releases_of(db: Database, viewer: Viewer) -> list[ReleaseView]:
    """One's own releases and those that others share, an administrator's all; the newest first."""
    with db.session() as session:
        rows = session.scalars(select(Release).where(_seen_by(viewer)).order_by(Release.made_at.desc(), Release.id.desc())).all()
        return [release_view(session, viewer, row) for row in rows]


def release_for(db: Database, viewer: Viewer, release_id: int) -> ReleaseView:
    """One release. Raises NotFound when there is none or it is not the viewer's to see."""
    with db.session() as session:
        return release_view(session, viewer, _found(session, viewer, release_id))


def change_release(db: Database, viewer: Viewer, release_id: int, *, shared: bool | None = None, withdrawn: bool | None = None) -> ReleaseView:
    """Share a release or keep it to oneself; take it off the list for new assignments or put it back.

    Nothing changes for what was assigned. Raises NotFound for somebody else's.
    """
    with db.write() as session:
        row = _found(session, viewer, release_id)
        if not (viewer.is_admin or row.owner_id == viewer.id):
            raise NotFound("no_such_release")
        if shared is not None:
            row.shared = shared
        if withdrawn is not None:
            row.withdrawn_at = (row.withdrawn_at or now()) if withdrawn else None
        session.flush()
        return release_view(session, viewer, row)


def script_of_release(db: Database, release: ReleaseView) -> Scenario:
    """The scenario of a release. Raises NotFound when the instance lost its copy."""
    return script_of(db.settings, release.content_hash)


def offers(db: Database, viewer: Viewer) -> list[Offer]:
    """Everything that the viewer can assign: what comes with the lab, then the newest release of each id that is not withdrawn."""
    found = [Offer(scenario.id, scenario, None) for scenario in installed_scenarios()]
    newest: dict[str, ReleaseView] = {}
    for release in releases_of(db, viewer):
        best = newest.get(release.scenario_id)
        if release.withdrawn_at is None and (best is None or version_key(release.version) > version_key(best.version)):
            newest[release.scenario_id] = release
    for release in sorted(newest.values(), key=lambda one: one.scenario_id):
        try:
            found.append(Offer(release.name, script_of_release(db, release), release))
        except LabError:  # a copy that was lost or spoilt cannot be assigned; the others can
            continue
    return found


def offered_scenario(db: Database, viewer: Viewer, name: str) -> Scenario:
    """A scenario by the name that a form sends: an id that comes with the lab, or "id@version" of a release.

    Raises NotFound, also for a release that is withdrawn or somebody else's; BadFile for a broken one.
    """
    scenario_id, found, version = name.partition("@")
    if not found:
        return installed_scenario(scenario_id)
    with db.session() as session:
        row = session.scalar(
            select(Release).where(
                Release.scenario_id == scenario_id[:60], Release.version == version[:40], Release.withdrawn_at.is_(None),
                _seen_by(viewer),
            )
        )  # fmt: skip
        if row is None:
            raise NotFound("no_such_scenario", scenario=name[:80])
        digest = row.content_hash
    return script_of(db.settings, digest)


def newest_release(db: Database, viewer: Viewer, scenario_id: str) -> ReleaseView | None:
    """The highest version of an id that the viewer can assign."""
    own = [one for one in releases_of(db, viewer) if one.scenario_id == scenario_id and one.withdrawn_at is None]
    return max(own, key=lambda one: version_key(one.version), default=None)


def version_key(version: str) -> tuple[int, ...]:
    """What versions are ordered by: "1.10.0" comes after "1.9.3"."""
    return tuple(int(part) for part in version.split("."))


def _seen_by(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.is_admin:
        return Release.id.is_not(None)
    if not viewer.may_teach:
        return Release.id.is_(None)
    return or_(Release.owner_id == viewer.id, Release.shared.is_(True))


def _found(session: Session, viewer: Viewer, release_id: int) -> Release:
    row = session.scalar(select(Release).where(Release.id == release_id, _seen_by(viewer)))
    if row is None:
        raise NotFound("no_such_release")
    return row


def release_view(session: Session, viewer: Viewer, row: Release) -> ReleaseView:
    """A release as one viewer may see it."""
    owner = session.get_one(User, row.owner_id)
    return ReleaseView(
        row.id, row.scenario_id, row.version, row.content_hash, row.title, row.notes, owner.name,
        viewer.is_admin or row.owner_id == viewer.id, row.made_at, row.shared, row.withdrawn_at, tuple(row.proofs),
    )  # fmt: skip
