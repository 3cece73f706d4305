"""A run's own raw photos: developed for its student the first time somebody looks, and kept.

Two students with the same scenario get other developments of the same photograph (`lab.images.darkroom`), so that nobody's
finished picture fits another's original.
"""

from dataclasses import dataclass

from sqlalchemy import select

from lab.images.process import shared_process
from lab.images.store import MediaStore
from lab.scenarios.photos import photo_seed
from lab.scenarios.play import Play
from lab.school.accounts import Viewer
from lab.school.clock import now
from lab.school.database import Database
from lab.school.loading import find_run, read_play
from lab.school.media import RunPicture, keep_picture, run_picture
from lab.school.models import RunMedia
from lab.values.errors import NotFound
from lab.world.listing import ListingImage
from lab.world.setting import GivenPhoto


@dataclass(frozen=True, slots=True)
class RawPhoto:
    """A photo as this run got it. `jpeg` is the file as the camera wrote it, with its EXIF."""

    asset: str
    sku: str
    sha256: str
    jpeg: bytes
    width: int
    height: int


def raw_photo(db: Database, viewer: Viewer, run_id: int, asset: str) -> RawPhoto:
    """The photo of an asset as this run got it. Raises NotFound for a strange run, or a photo that it was not given."""
    with db.session() as session:
        found = find_run(session, viewer, run_id)
        play = read_play(db, session, found)
        row = session.scalar(
            select(RunMedia).where(RunMedia.run_id == run_id, RunMedia.kind == "photo", RunMedia.source == asset)
        )
    given = play.world.setting.photo(asset)
    if given is None:
        raise NotFound("no_such_picture")
    kept = run_picture(row) if row is not None else None
    data = MediaStore(db.settings.media).get(kept.image.sha256) if kept is not None else None
    if kept is None or data is None:
        kept, data = _developed(db, viewer, run_id, play, given[1])
    facts = kept.image.facts
    return RawPhoto(asset, given[0], kept.image.sha256, data, facts.width_px, facts.height_px)


def _developed(db: Database, viewer: Viewer, run_id: int, play: Play, given: GivenPhoto) -> tuple[RunPicture, bytes]:
    """Develop a photo and keep it; somebody else who does the same at the same moment gets the same."""
    asset, process = given.asset, shared_process()
    photo = process.develop(asset, photo_seed(play.variant, asset), given.mark)
    examined = process.examine(photo.jpeg, ())
    image = ListingImage(photo.sha256, examined.accepted.facts)
    picture = RunPicture(asset, image, now(), "photo", asset)
    keep_picture(db, viewer, run_id, picture, photo.jpeg)
    return picture, photo.jpeg
