"""The negatives: scenes photographed once, from which every student's own photo is developed.

    seed/photos/negatives/index.yaml, index_b.yaml      what there is: products, their views, what each view shows
    seed/photos/negatives/<product>/<view>.jpg          the light, coded so that a step is about the same to the eye everywhere
    seed/photos/negatives/<product>/<view>.mask.png     how far each pixel shows the product, 0 to 255

Linear light x, 1.0 being a well lit white surface, is coded per channel as `255 * log2(1 + 60 x) / log2(1 + 60 * 8)`.
A view is called by its asset name, "product/view".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pydantic import BaseModel, ConfigDict, Field, RootModel
from rapidfuzz import fuzz, process

from lab.values.errors import BadFile, BadInput, Fault
from lab.values.places import SEED
from lab.values.yamlfile import load_yaml

NEGATIVES = SEED / "photos" / "negatives"
INDEXES = ("index.yaml", "index_b.yaml")
BRIGHTEST = 8
"""The light that the highest code stands for."""
CODE_SLOPE = 60
_NEAR = 70

Bytes = NDArray[np.uint8]
Role = Literal["main", "angle", "detail", "in-use", "packaging"]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
Words = Annotated[str, Field(min_length=1, max_length=200)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _View(_Model):
    role: Role
    what: Words


class _Product(_Model):
    names: Annotated[dict[str, Words], Field(min_length=1)]
    views: Annotated[dict[Key, _View], Field(min_length=1)]


class _Index(RootModel[dict[Key, _Product]]):
    """One index file: products by key."""


@dataclass(frozen=True, slots=True)
class View:
    """One view of a product: `asset` is "product/view", `what` says in English what it shows, `names` what the product is
    called, by language."""

    asset: str
    role: Role
    what: str
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def product(self) -> str:
        """The product's key, the part before the slash."""
        return self.asset.partition("/")[0]


@dataclass(frozen=True, slots=True, eq=False)
class Negative:
    """A view's light and outline. `codes`: height x width x 3; `cover`: height x width, 255 where all is product."""

    view: View
    codes: Bytes
    cover: Bytes

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.codes.shape[1], self.codes.shape[0]


def known_assets(folder: Path = NEGATIVES) -> tuple[str, ...]:
    """The names of all views, in order."""
    return tuple(_views(folder))


def view_of(asset: str, folder: Path = NEGATIVES) -> View:
    """What a view shows. Raises BadInput `no_such_photo`, with the nearest name in `did_you_mean` or ""."""
    views = _views(folder)
    if asset not in views:
        near = process.extractOne(asset, sorted(views), scorer=fuzz.ratio, score_cutoff=_NEAR)
        raise BadInput("no_such_photo", asset=asset, did_you_mean=near[0] if near else "")
    return views[asset]


# a negative is 10 MB: room for the one at work and for a few that are asked for again
@lru_cache(maxsize=3)
def negative_of(asset: str, folder: Path = NEGATIVES) -> Negative:
    """A view with its pixels, which must not be written to.

    Raises BadInput `no_such_photo`; BadFile if a file of the view is missing, broken or of another size than its fellow.
    """
    view = view_of(asset, folder)
    codes = _pixels(folder / f"{asset}.jpg", "RGB")
    path = folder / f"{asset}.mask.png"
    cover = _pixels(path, "L")
    if cover.shape != codes.shape[:2]:
        raise BadFile([Fault(str(path), 1, 1, "", "the outline has another size than its picture")])
    return Negative(view, codes, cover)


@cache
def _views(folder: Path) -> Mapping[str, View]:
    """All views by asset name, sorted. Raises BadFile; a product that stands in two index files is a fault."""
    views: dict[str, View] = {}
    seen: set[str] = set()
    for name in INDEXES:
        path = folder / name
        if name != INDEXES[0] and not path.exists():
            continue
        for product, entry in load_yaml(_Index, path).root.items():
            if product in seen:
                raise BadFile([Fault(name, 1, 1, product, "this product stands in another index file too")])
            seen.add(product)
            for key, view in entry.views.items():
                asset = f"{product}/{key}"
                views[asset] = View(asset, view.role, view.what, entry.names)
    return dict(sorted(views.items()))


def _pixels(path: Path, mode: str) -> Bytes:
    try:
        with Image.open(path, formats=("JPEG", "PNG")) as picture:
            pixels = np.asarray(picture.convert(mode))
    except FileNotFoundError:
        raise BadFile([Fault(str(path), 1, 1, "", "there is no such file")]) from None
    except (OSError, SyntaxError) as error:
        raise BadFile([Fault(str(path), 1, 1, "", f"cannot be read as a picture: {error}")]) from None
    pixels.setflags(write=False)
    return pixels
