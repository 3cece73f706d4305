"""Pictures of runs: what students upload, and what their scenario gave them.

A run shows only its own pictures: those uploaded in it, those that its listings hold, and the raw pictures of its
brief. The pictures of an author's solution lie in the same folder and are never among them.
"""

import hashlib
import logging
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import msgspec
from sqlalchemy import func, select, update

from lab.images.compared import Compared
from lab.images.measure import ImageFacts
from lab.images.process import shared_process
from lab.images.renditions import Kind, fitting_width
from lab.images.store import MediaStore
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
from lab.school.moments import past_of
from lab.school.settings import Settings
from lab.values.errors import LabError, NotFound, Refused
from lab.values.text import clip, tidy
from lab.world.listing import ListingImage

MAX_PICTURES = 60
_LOG = logging.getLogger("lab.media")
ENDINGS = (".jpg", ".jpeg")


@dataclass(frozen=True, slots=True)
class RunPicture:
    """A picture of a run, ready to be put into a listing.

    `kind` is "upload", "photo" (developed for this run; `source` is its asset) or "made" (in the studio, from `source`).
    """

    name: str
    image: ListingImage
    added_at: datetime
    kind: str = "upload"
    source: str = ""


def add_picture(db: Database, viewer: Viewer, run_id: int, name: str, data: bytes) -> ListingImage:
    """Accept an upload in one's own open run: checked, made plain, measured, compared with the run's photos, and stored.

    Uploading the same picture again is no error. Raises NotFound for a strange run, Refused when the run is closed or
    full, BadInput for data that is not an acceptable picture.
    """
    with db.session() as session:
        found = find_run(session, viewer, run_id)
        check_room(found, 0)
        assets = read_play(db, session, found).world.setting.assets
    examined = shared_process().examine(data, assets)
    image = ListingImage(examined.accepted.sha256, examined.accepted.facts, compared=examined.compared)
    keep_picture(db, viewer, run_id, RunPicture(name, image, now()), examined.accepted.jpeg)
    return image


def keep_picture(db: Database, viewer: Viewer, run_id: int, picture: RunPicture, data: bytes) -> None:
    """Store a picture's bytes and note that the run holds it. Raises NotFound, Refused when the run is closed or full."""
    store, sha = MediaStore(db.settings.media), picture.image.sha256
    store.put(sha, data)
    with db.write() as session:
        found = find_run(session, viewer, run_id, lock=True)
        counted = select(func.count()).where(RunMedia.run_id == run_id, RunMedia.kind != "photo")
        known = session.get(RunMedia, (run_id, sha))
        if picture.kind != "photo":
            check_room(found, 0 if known is not None else session.scalar(counted) or 0)
        if session.get(Media, sha) is None:
            size = picture.image.facts
            session.add(
                Media(sha256=sha, bytes=len(data), width=size.width_px, height=size.height_px, first_seen_at=now())
            )
            session.flush()
        if known is None:
            known = RunMedia(run_id=run_id, sha256=sha, added_at=picture.added_at)
            session.add(known)
        known.name, known.kind, known.source = clip(tidy(picture.name), 120), picture.kind, picture.source
        known.facts = msgspec.to_builtins(picture.image.facts)
        known.compared = msgspec.to_builtins(picture.image.compared) if picture.image.compared is not None else None
    # Once more: somebody else's deletion may have swept the same picture away before the row was there.
    store.put(sha, data)


def pictures_of(db: Database, viewer: Viewer, run_id: int, until: datetime | None = None) -> list[RunPicture]:
    """What was uploaded or made in a run, in that order, or only what came `until` a moment of the real world. Raises NotFound.

    The names of files tell who brought them: where names are hidden every picture is called by its hash.
    """
    with db.session() as session:
        hidden = find_run(session, viewer, run_id).names().hidden
        rows = session.scalars(
            select(RunMedia)
            .where(RunMedia.run_id == run_id, RunMedia.kind != "photo")
            .order_by(RunMedia.added_at, RunMedia.sha256)
        )
        return [_named(run_picture(row), hidden) for row in rows if until is None or row.added_at <= until]


def _named(picture: RunPicture, hidden: bool) -> RunPicture:
    return replace(picture, name=f"picture-{picture.image.sha256[:6]}.jpg") if hidden else picture


def run_picture(row: RunMedia) -> RunPicture:
    """A row as pages and listings use it."""
    compared = msgspec.convert(row.compared, Compared) if row.compared is not None else None
    image = ListingImage(row.sha256, msgspec.convert(row.facts, ImageFacts), compared=compared)
    return RunPicture(row.name, image, row.added_at, row.kind, row.source)


def original(db: Database, viewer: Viewer, run_id: int, sha: str) -> bytes:
    """The stored bytes of a picture that a run shows, as they were accepted. Raises NotFound."""
    kept = _shown(db, viewer, run_id, sha).get(sha)
    if kept is None:
        raise NotFound("no_such_picture")
    return kept


def picture(db: Database, viewer: Viewer, run_id: int, sha: str, width: int, kind: Kind, at: int | None = None) -> bytes:
    """A copy of a picture that a run shows, at least `width` pixels wide if it has as many.

    Made now, with all other copies, if no worker was here before. `at`: or that it showed after so many actions. Raises NotFound for a strange run and for any picture
    that is not the run's, Refused `pictures_busy`, BadInput if it cannot be made.
    """
    store, width = _shown(db, viewer, run_id, sha, at), fitting_width(width)
    kept = store.rendition(sha, width, kind)
    if kept is None:
        make_renditions(store, sha)
        kept = store.rendition(sha, width, kind)
    if kept is None:
        raise NotFound("no_such_picture")
    return kept


def make_renditions(store: MediaStore, sha: str) -> None:
    """Make and keep all copies of a kept picture. Raises NotFound, and what the picture process raises."""
    data = store.get(sha)
    if data is None:
        raise NotFound("no_such_picture")
    for copy in shared_process().renditions(data):
        store.put_rendition(sha, copy.width, copy.kind, copy.data)


def make_next_copies(db: Database) -> bool:
    """Make the smaller copies of one picture that has none yet; whether there was one. What a worker does between jobs."""
    with db.session() as session:
        sha = session.scalar(
            select(Media.sha256).where(Media.sizes_at.is_(None)).order_by(Media.first_seen_at).limit(1)
        )
    if sha is None:
        return False
    store = MediaStore(db.settings.media)
    try:
        if not store.has_renditions(sha):
            make_renditions(store, sha)
    except LabError:
        # the page that shows it will try again and say what is wrong; the worker must not try for ever
        _LOG.warning("no smaller copies of picture %s", sha, exc_info=True)
    with db.write() as session:
        session.execute(update(Media).where(Media.sha256 == sha).values(sizes_at=now()))
    return True


def picture_of(db: Database, viewer: Viewer, run_id: int, sha: str) -> RunPicture:
    """A picture that was uploaded or made in a run. Raises NotFound."""
    with db.session() as session:
        hidden = find_run(session, viewer, run_id).names().hidden
        row = session.get(RunMedia, (run_id, sha[:64]))
    if row is None or row.kind == "photo":
        raise NotFound("no_such_picture")
    return _named(run_picture(row), hidden)


def _shown(db: Database, viewer: Viewer, run_id: int, sha: str, at: int | None = None) -> MediaStore:
    """The store, after a look whether the run shows the picture; one that came with the scenario is put there. Raises NotFound."""
    store = MediaStore(db.settings.media)
    with db.session() as session:
        found = find_run(session, viewer, run_id)
        uploaded = session.get(RunMedia, (run_id, sha)) is not None
        play = None if uploaded else read_play(db, session, found)
    if play is not None:
        data = _given_picture(play, sha)
        if data is None and at is not None:
            data = _given_picture(past_of(db, viewer, run_id, at).play, sha)
        if data is None:
            raise NotFound("no_such_picture")
        store.put(sha, data)
    return store


def remove_files(settings: Settings, names: list[str]) -> None:
    """Delete pictures and their smaller copies by the SHA-256 of each."""
    store = MediaStore(settings.media)
    for sha in names:
        store.remove(sha)


def check_room(found: FoundRun, held: int) -> None:
    """Raises Refused unless the run is the viewer's own, open, in time, and has room for one picture more."""
    if not found.is_own:
        raise Refused("not_your_run")
    if found.run.state != "open":
        raise Refused("run_closed")
    if is_past(found.ends_at) and not found.is_led:
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
