"""Makes the pictures of a journal again from their originals, and says whether the same pixels come out.

A world's hash hangs on the hashes that the journal carries, never on a decoder or an encoder. Here they are proved: the photo
of a student is developed again by its seed, the recipe done again step by step.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lab.images.process import PictureProcess
from lab.listings.picture_actions import EditImage
from lab.scenarios.photos import photo_seed
from lab.scenarios.play import Play
from lab.values.errors import BadInput
from lab.world.picture import PHOTO, UPLOAD

Originals = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class Remade:
    """One picture made again: the action's number, what was written down, and what came out now.

    `original_is_same`, `is_same`: whether the original's bytes and the finished pixels are what the journal says. An upload
    that is not at hand has `found` False, and so has a recipe that cannot be done any more (`problem` names the cause).
    """

    seq: int
    sha256: str
    source: str
    found: bool
    original_is_same: bool = False
    is_same: bool = False
    problem: str = ""


def remade(play: Play, process: PictureProcess, originals: Originals) -> Iterator[Remade]:
    """Every picture that the journal made, in order. `originals` gives uploads by their hash, None for one not at hand."""
    for row in play.rows:
        deed = row.deed
        if isinstance(deed.action, EditImage) and deed.ok:
            yield _remade(play, process, originals, row.seq, deed.action)


def _remade(play: Play, process: PictureProcess, originals: Originals, seq: int, action: EditImage) -> Remade:
    sha = action.image.sha256
    try:
        if action.source.startswith(PHOTO):
            asset = action.source.removeprefix(PHOTO)
            given = play.world.setting.photo(asset)
            photo = process.develop(asset, photo_seed(play.variant, asset), given[1].mark if given else "")
            data, original = photo.jpeg, photo.sha256
        else:
            kept = originals(action.source.removeprefix(UPLOAD))
            if kept is None:
                return Remade(seq, sha, action.source, False, problem="original_missing")
            data, original = kept, hashlib.sha256(kept).hexdigest()
        done = process.finish(data, action.steps)
    except BadInput as error:
        return Remade(seq, sha, action.source, False, problem=error.code)
    return Remade(seq, sha, action.source, True, original == action.original, done.pixels == action.pixels)
