"""Pictures of runs: what students upload, and what their scenario gave them.

A run shows only its own pictures: those uploaded in it, those that its listings hold, and the raw pictures of its
brief. The pictures of an author's solution lie in the same folder and are never among them.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import msgspec
from sqlalchemy import func, select

from lab.images.intake import accept
from lab.images.measure import ImageFacts
from lab.images.store import WIDTHS, MediaStore
from lab.scenarios.deal import insert
from lab.scenarios.files import PICTURES
from lab.scenarios.play import Play
from lab.scenarios.stage import shop_folder
from lab.school.accounts import Viewer
from lab.school.assignments import is_past
from lab.school.clock import now
from lab.school.database import Database
from lab.school.loading import FoundRun, find_run, read_play
from lab.school.models import Media, RunMedia
from lab.school.settings import Settings
from lab.values.errors import NotFound, Refused
from lab.values.text import clip, tidy
from lab.world.listing import ListingImage

MAX_PICTURES = 60
ENDINGS = (".jpg", ".jpeg")


@dataclass(frozen=True, slots=True)
class RunPicture:
    """A picture uploaded in a run, ready to be put into a listing."""

    name: str
    image: ListingImage
    added_at: datetime


def add_picture(db: Database, viewer: Viewer, run_id: int, name: str, data: bytes) -> ListingImage:
    """Accept an upload in one's own open run: checked, made plain, measured and stored.

    Uploading the same picture again is no error. Raises NotFound for a strange run, Refused when the run is closed or
    full, BadInput for data that is not an acceptable picture.
    """
    with db.session() as session:
        _check_room(find_run(session, viewer, run_id), 0)
    accepted = accept(data)
    store = MediaStore(db.settings.media)
    store.put(accepted.sha256, accepted.jpeg)
    with db.write() as session:
        found = find_run(session, viewer, run_id, lock=True)
        held = session.scalar(select(func.count()).where(RunMedia.run_id == run_id)) or 0
        known = session.get(RunMedia, (run_id, accepted.sha256))
        _check_room(found, 0 if known is not None else held)
        if session.get(Media, accepted.sha256) is None:
            session.add(
                Media(
                    sha256=accepted.sha256, bytes=len(accepted.jpeg), width=accepted.width, height=accepted.height,
                    first_seen_at=now(),
                )
            )  # fmt: skip
            session.flush()
        if known is None:
            known = RunMedia(run_id=run_id, sha256=accepted.sha256, added_at=now())
            session.add(known)
        known.name = clip(tidy(name), 120)
        known.facts = msgspec.to_builtins(accepted.facts)
    # Once more: somebody else's deletion may have swept the same picture away before the row was there.
    store.put(accepted.sha256, accepted.jpeg)
    return ListingImage(accepted.sha256, accepted.facts)


def pictures_of(db: Database, viewer: Viewer, run_id: int) -> list[RunPicture]:
    """What was uploaded in a run, in that order. Raises NotFound."""
    with db.session() as session:
        find_run(session, viewer, run_id)
        rows = session.scalars(
            select(RunMedia).where(RunMedia.run_id == run_id).order_by(RunMedia.added_at, RunMedia.sha256)
        )
        return [
            RunPicture(row.name, ListingImage(row.sha256, msgspec.convert(row.facts, ImageFacts)), row.added_at)
            for row in rows
        ]


def picture(db: Database, viewer: Viewer, run_id: int, sha: str, width: int) -> tuple[bytes, str]:
    """A picture of a run, at least `width` pixels wide if it has as many, and its media type.

    Raises NotFound for a strange run and for any picture that is not the run's.
    """
    store = MediaStore(db.settings.media)
    with db.session() as session:
        found = find_run(session, viewer, run_id)
        uploaded = session.get(RunMedia, (run_id, sha)) is not None
        play = None if uploaded else read_play(db, session, found)
    if play is not None:
        data = _given_picture(play, sha)
        if data is None:
            raise NotFound("no_such_picture")
        store.put(sha, data)
    enough = next((one for one in WIDTHS if one >= width), None)
    if enough is not None:
        return store.rendition(sha, enough, "webp"), "image/webp"
    kept = store.get(sha)
    if kept is None:
        raise NotFound("no_such_picture")
    return kept, "image/jpeg"


def remove_files(settings: Settings, names: list[str]) -> None:
    """Delete pictures and their smaller copies by the SHA-256 of each."""
    for sha in names:
        place = Path(sha[:2]) / sha[2:]
        copies = (settings.media / "renditions").glob(f"*/*/{place.as_posix()}")
        for path in (settings.media / place, *copies):
            path.unlink(missing_ok=True)


def _check_room(found: FoundRun, held: int) -> None:
    if not found.is_own:
        raise Refused("not_your_run")
    if found.run.state != "open":
        raise Refused("run_closed")
    if is_past(found.assignment.due_at) and not found.is_taught:
        raise Refused("past_due")
    if held >= MAX_PICTURES:
        raise Refused("too_many_pictures", limit=MAX_PICTURES)


def _given_picture(play: Play, sha: str) -> bytes | None:
    """A picture that came with the scenario, if this run's listings hold it or its brief gives it."""
    own, shop = (folder / PICTURES for folder in (play.scenario.folder, shop_folder(play.scenario)))
    written = [name for names in play.scenario.file.brief.pictures.values() for name in names]
    allowed = {_hashes(own).get(own / insert(name, play.variant.values)) for name in written}
    allowed |= {image.sha256 for listing in play.world.listings.values() for image in listing.images}
    if sha not in allowed:
        return None
    found = (path for folder in (own, shop) for path, name in _hashes(folder).items() if name == sha)
    path = next(found, None)
    return path.read_bytes() if path is not None else None


@lru_cache(maxsize=32)
def _hashes(folder: Path) -> dict[Path, str]:
    """The SHA-256 of every JPEG file in a folder."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in ENDINGS)
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
