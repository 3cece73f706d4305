"""Shops whose pictures were compared with given photos, or made in the studio, for tests of checks about pictures."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PIL import Image, ImageEnhance

from lab.images.compared import Compared
from lab.images.labels import LabelFacts
from lab.images.measure import measure
from lab.images.recipe import Step, check_steps
from lab.values.places import SCENARIOS
from lab.world.listing import ListingImage
from lab.world.picture import PHOTO, UPLOAD, MadePicture
from lab.world.setting import GivenPhoto
from lab.world.world import World
from tests.builders import DE_LAMP, make_image, make_listing, make_world

FRONT, SIDE, OTHER, RIVAL = "lamp-arc/front", "lamp-arc/side", "lamp-brass/front", "lamp-arc/rival"
PHOTOS = {
    "lamp": (GivenPhoto(FRONT), GivenPhoto(SIDE, "supplier"), GivenPhoto(RIVAL, "rival")),
    "bulb": (GivenPhoto(OTHER),),
}


def _prints(lamp: str, side: int, brighter: float = 1.0) -> str:
    with Image.open(SCENARIOS / "desk-lamp-two-markets" / "pictures" / "made" / f"{lamp}-main.jpg") as photo:
        small = photo.convert("RGB").resize((side, side))
    return measure(ImageEnhance.Brightness(small).enhance(brighter)).prints or ""


FIRST, LIKE_FIRST, UNLIKE = _prints("arc", 400), _prints("arc", 300, 1.1), _prints("clamp", 400)
"""Prints of a real picture; of the same in another size and brightness; and of another lamp."""


def picture(
    sha: str = "a",
    asset: str | None = FRONT,
    same: int = 900,
    *,
    role: str = "",
    alt: str = "Bogenlampe auf weißem Grund",
    alts: dict[str, str] | None = None,
    prints: str | None = None,
    hi_clip: int | None = None,
    **figures: Any,
) -> ListingImage:
    """A good picture that looks like `asset`; None for one that was compared with nothing. `figures` are those of `Compared`."""
    compared = Compared(asset, same, **figures) if asset is not None else None
    plain = make_image(sha, alt=alt, prints=prints, hi_clip=hi_clip)
    return replace(plain, role=role, alts=tuple((alts or {}).items()), compared=compared)


def shop(*images: ListingImage, key: str = DE_LAMP, **changes: Any) -> World:
    """A shop that sells the lamp with these pictures and was given photos of lamp and bulb."""
    return make_world(make_listing(key, images=list(images)), photos=changes.pop("photos", PHOTOS), **changes)


def made(
    world: World,
    image: ListingImage,
    source: str = FRONT,
    steps: Sequence[Step] = (),
    labels: Sequence[LabelFacts] = (),
) -> World:
    """Say that a picture was made in the studio from a photo, or from an upload by its hash."""
    check_steps(steps)
    known = (UPLOAD if "/" not in source else PHOTO) + source
    world.pictures[image.sha256] = MadePicture(image.sha256, known, "0" * 64, list(steps), "1" * 64, list(labels))
    return world


def label(text: str, lang: str = "de", **facts: Any) -> LabelFacts:
    """A label that is easy to read."""
    good = LabelFacts(text, lang, height=40, contrast=1200, inside=True, margin=50, missing=False)
    return replace(good, **facts)


def crop(width: int, height: int) -> Step:
    return Step("crop", {"left": 0, "top": 0, "width": width, "height": height})


def line(ends: int = 1) -> Step:
    return Step("line", {"x1": 1000, "y1": 1000, "x2": 9000, "y2": 1000, "ends": ends, "ink": 0, "weight": 20})
