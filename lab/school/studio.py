"""The picture studio of a run: drafts of recipes that outlive a reload, trying them out, and making the picture.

A draft is nobody's world: steps can be taken back and done again without a trace. Making the picture is an action of the
run, with every step in its journal.
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

import msgspec

from lab.engine.do import Outcome
from lab.images.process import shared_process
from lab.images.recipe import Step, check_steps, recipe_hash
from lab.images.tasks import Preview
from lab.listings.picture_actions import EditImage
from lab.school.accounts import Viewer
from lab.school.clock import now
from lab.school.database import Database
from lab.school.loading import find_run, read_play
from lab.school.media import RunPicture, check_room, keep_picture, original
from lab.school.models import PictureDraft
from lab.school.photos import raw_photo
from lab.school.runs import act
from lab.values.errors import NotFound, Refused
from lab.world.listing import ListingImage
from lab.world.picture import PHOTO, UPLOAD

T = TypeVar("T")
PREVIEW_SIDES = (480, 1000, 1600)
_KEPT = 48


@dataclass(frozen=True, slots=True)
class Original:
    """What is worked on: its bytes as they are kept, and their hash."""

    source: str
    sha256: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Draft:
    """The recipe so far, and the steps taken back that could be done again, the next one last."""

    source: str
    steps: tuple[Step, ...]
    undone: tuple[Step, ...]
    changed_at: datetime | None

    @property
    def is_cut_out(self) -> bool:
        return any(step.do == "cutout" for step in self.steps)


class _Newest(Generic[T]):
    """What this process worked out last, by recipe and what was asked of it; the one used longest ago goes first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, object], T] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, object]) -> T | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def keep(self, key: tuple[str, object], made: T) -> None:
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)


_PREVIEWS: _Newest[Preview] = _Newest()
_MEASURED: _Newest[ListingImage] = _Newest()


def original_of(db: Database, viewer: Viewer, run_id: int, source: str) -> Original:
    """The original behind a source ("photo:mug/front", "upload:<hash>"). Raises NotFound."""
    if source.startswith(PHOTO):
        photo = raw_photo(db, viewer, run_id, source.removeprefix(PHOTO))
        return Original(source, photo.sha256, photo.jpeg)
    if source.startswith(UPLOAD):
        sha = source.removeprefix(UPLOAD)
        return Original(source, sha, original(db, viewer, run_id, sha))
    raise NotFound("no_such_picture")


def draft_of(db: Database, viewer: Viewer, run_id: int, source: str) -> Draft:
    """The draft of a source, empty if there is none yet. Raises NotFound for a strange run, or a source that it has not."""
    original_of(db, viewer, run_id, source)
    with db.session() as session:
        find_run(session, viewer, run_id)
        row = session.get(PictureDraft, (run_id, source))
    if row is None:
        return Draft(source, (), (), None)
    return Draft(source, _steps(row.steps), _steps(row.undone), row.changed_at)


def drafts_of(db: Database, viewer: Viewer, run_id: int) -> dict[str, Draft]:
    """Every draft with steps, by source. Raises NotFound."""
    with db.session() as session:
        find_run(session, viewer, run_id)
        rows = session.query(PictureDraft).where(PictureDraft.run_id == run_id).order_by(PictureDraft.source).all()
    return {
        row.source: Draft(row.source, _steps(row.steps), _steps(row.undone), row.changed_at)
        for row in rows
        if row.steps
    }


def add_step(db: Database, viewer: Viewer, run_id: int, source: str, step: Step) -> Draft:
    """Do one step more. Raises NotFound, Refused for a closed run, BadInput for a step that cannot be."""
    draft = draft_of(db, viewer, run_id, source)
    steps = (*draft.steps, step)
    check_steps(steps)
    return _keep(db, viewer, run_id, Draft(source, steps, (), now()))


def replace_last(db: Database, viewer: Viewer, run_id: int, source: str, step: Step) -> Draft:
    """Put another setting in the place of the last step, as when an outline is put right. Raises as `add_step`."""
    draft = draft_of(db, viewer, run_id, source)
    steps = (*draft.steps[:-1], step)
    check_steps(steps)
    return _keep(db, viewer, run_id, Draft(source, steps, (), now()))


def undo(db: Database, viewer: Viewer, run_id: int, source: str, count: int = 1) -> Draft:
    """Take the last steps back. Raises NotFound, Refused for a closed run."""
    draft = draft_of(db, viewer, run_id, source)
    count = min(count, len(draft.steps))
    kept, back = draft.steps[: len(draft.steps) - count], draft.steps[len(draft.steps) - count :]
    return _keep(db, viewer, run_id, Draft(source, kept, (*draft.undone, *reversed(back)), now()))


def redo(db: Database, viewer: Viewer, run_id: int, source: str) -> Draft:
    """Do the step again that was taken back last. Raises NotFound, Refused for a closed run."""
    draft = draft_of(db, viewer, run_id, source)
    if not draft.undone:
        return draft
    return _keep(db, viewer, run_id, Draft(source, (*draft.steps, draft.undone[-1]), draft.undone[:-1], now()))


def suggest_outline(
    db: Database, viewer: Viewer, run_id: int, source: str, box: tuple[int, int, int, int], strokes: str = ""
) -> Draft:
    """Cut the product out inside a rectangle, or put the last cut-out right with strokes.

    `box` is left, top, width, height in ten-thousandths. Raises as `add_step`.
    """
    draft = draft_of(db, viewer, run_id, source)
    with db.session() as session:
        check_room(find_run(session, viewer, run_id), 0)
    again = bool(draft.steps) and draft.steps[-1].do == "cutout"
    before = draft.steps[:-1] if again else draft.steps
    found = original_of(db, viewer, run_id, source)
    outline = shared_process().suggest(found.data, before, box, strokes)
    left, top, width, height = box
    step = Step(
        "cutout", {"left": left, "top": top, "width": width, "height": height}, {"outline": outline, "strokes": strokes}
    )
    return (replace_last if again else add_step)(db, viewer, run_id, source, step)


def neutral_gains(db: Database, viewer: Viewer, run_id: int, source: str, x: int, y: int) -> Step:
    """The white balance that makes the place (x, y) neutral. Raises BadInput for a place that tells nothing."""
    draft = draft_of(db, viewer, run_id, source)
    found = original_of(db, viewer, run_id, source)
    red, green, blue = shared_process().gains(found.data, draft.steps, x, y)
    return Step("balance", {"red": red, "green": green, "blue": blue})


def preview(db: Database, viewer: Viewer, run_id: int, source: str, steps: Sequence[Step], side: int) -> Preview:
    """What a recipe gives, at most `side` pixels long. Raises NotFound, BadInput."""
    side = next((one for one in PREVIEW_SIDES if one >= side), PREVIEW_SIDES[-1])
    found = original_of(db, viewer, run_id, source)
    key = (recipe_hash(found.sha256, steps), side)
    kept = _PREVIEWS.get(key)
    if kept is None:
        kept = shared_process().preview(found.data, tuple(steps), side)
        _PREVIEWS.keep(key, kept)
    return kept


def draft_measured(db: Database, viewer: Viewer, run_id: int, source: str) -> ListingImage:
    """What the picture of a draft would measure, read off a preview of at most 1600 pixels.

    Raises NotFound, and BadInput for a draft whose picture would be too small to accept.
    """
    draft = draft_of(db, viewer, run_id, source)
    with db.session() as session:
        assets = read_play(db, session, find_run(session, viewer, run_id)).world.setting.assets
    key = (recipe_hash(original_of(db, viewer, run_id, source).sha256, draft.steps), assets)
    kept = _MEASURED.get(key)
    if kept is None:
        made = preview(db, viewer, run_id, source, draft.steps, PREVIEW_SIDES[-1])
        examined = shared_process().examine(made.jpeg, assets)
        kept = ListingImage(examined.accepted.sha256, examined.accepted.facts, compared=examined.compared)
        _MEASURED.keep(key, kept)
    return kept


def make_picture(db: Database, viewer: Viewer, run_id: int, source: str, name: str) -> tuple[Outcome, ListingImage]:
    """Make the picture of a draft at full size, keep it, and write the recipe into the journal.

    Raises NotFound, Refused for a closed or full run or an empty draft, BadInput.
    """
    draft = draft_of(db, viewer, run_id, source)
    if not draft.steps:
        raise Refused("nothing_done_yet")
    with db.session() as session:
        found = find_run(session, viewer, run_id)
        check_room(found, 0)
        setting = read_play(db, session, found).world.setting
    start = original_of(db, viewer, run_id, source)
    done = shared_process().finish(start.data, draft.steps, setting.assets)
    image = ListingImage(done.accepted.sha256, done.accepted.facts, compared=done.compared)
    keep_picture(db, viewer, run_id, RunPicture(name, image, now(), "made", source), done.accepted.jpeg)
    outcome = act(db, viewer, run_id, EditImage(source, start.sha256, draft.steps, image, done.pixels, done.labels))
    return outcome, image


def take_up_recipe(db: Database, viewer: Viewer, run_id: int, sha: str) -> str:
    """Put the recipe of a made picture on the workbench again; its source.

    Raises NotFound for a picture that was not made in this run, Refused for a closed run.
    """
    with db.session() as session:
        made = read_play(db, session, find_run(session, viewer, run_id)).world.pictures.get(sha)
    if made is None:
        raise NotFound("no_such_picture")
    _keep(db, viewer, run_id, Draft(made.source, tuple(made.steps), (), now()))
    return made.source


def _keep(db: Database, viewer: Viewer, run_id: int, draft: Draft) -> Draft:
    with db.write() as session:
        check_room(find_run(session, viewer, run_id, lock=True), 0)
        row = session.get(PictureDraft, (run_id, draft.source))
        if row is None:
            row = PictureDraft(run_id=run_id, source=draft.source)
            session.add(row)
        row.steps, row.undone = msgspec.to_builtins(draft.steps), msgspec.to_builtins(draft.undone)
        row.changed_at = draft.changed_at or now()
    return draft


def _steps(data: Sequence[object]) -> tuple[Step, ...]:
    return msgspec.convert(data, tuple[Step, ...])
