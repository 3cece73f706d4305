"""The networks on which a shop can post: how long a post may be, what it may hold, and how much its followers bear.

The networks are invented, and their figures are values for teaching (seed/social/networks.yaml).
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from lab.values.dated import Figure, Source, StrictModel, load_figures, source_of
from lab.values.places import SEED

FILE = SEED / "social" / "networks.yaml"
NAME_LANGUAGES = ("en", "zh", "ar", "ru")
"""Languages in which everything that a page names in the social data is given."""
PictureRule = Literal["required", "optional"]


def _is_named(names: dict[str, str]) -> dict[str, str]:
    missing = [language for language in NAME_LANGUAGES if not names.get(language, "").strip()]
    if missing:
        raise ValueError(f"the name is missing in: {', '.join(missing)}")
    return names


Names = Annotated[dict[str, str], AfterValidator(_is_named)]
Count = Annotated[int, Field(ge=1, le=10_000)]
Permille = Annotated[int, Field(ge=0, le=1000)]


class NetworkEntry(StrictModel):
    """One network of the file; the head of the file says what each figure means."""

    name: str
    kind: Names
    max_chars: Figure[Count]
    tags_max: Figure[Count]
    tags_useful: Figure[Count]
    tag_max_chars: Figure[Count]
    alt_max_chars: Figure[Count]
    picture: Figure[PictureRule]
    picture_weight: Figure[Permille]
    links: Figure[bool]
    posts_a_day: Figure[Count]
    sees_permille: Figure[Permille]
    second_day_permille: Figure[Permille]
    click_permille: Figure[Permille]
    gain_permille: Figure[Permille]
    loss_permille: Figure[Permille]


class NetworksFile(StrictModel):
    """`seed/social/networks.yaml`."""

    sources: dict[str, str]
    networks: dict[Annotated[str, Field(pattern=r"^[a-z]{2,20}$")], NetworkEntry] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Network:
    """A network with its plain figures. `links` says whether an address in a text can be clicked; `source` is that of the limits."""

    key: str
    name: str
    kind: dict[str, str]
    max_chars: int
    tags_max: int
    tags_useful: int
    tag_max_chars: int
    alt_max_chars: int
    picture_required: bool
    picture_weight: int
    links: bool
    posts_a_day: int
    sees_permille: int
    second_day_permille: int
    click_permille: int
    gain_permille: int
    loss_permille: int
    source: Source


@cache
def load_networks(path: Path = FILE) -> dict[str, Network]:
    """Every network by its key, in the order of the file. Raises BadFile for a faulty file."""
    file = load_figures(NetworksFile, path)
    return {key: _resolved(key, entry, file.sources) for key, entry in file.networks.items()}


def _resolved(key: str, entry: NetworkEntry, sources: dict[str, str]) -> Network:
    plain = (
        "max_chars", "tags_max", "tags_useful", "tag_max_chars", "alt_max_chars", "picture_weight", "links", "posts_a_day",
        "sees_permille", "second_day_permille", "click_permille", "gain_permille", "loss_permille",
    )  # fmt: skip
    figures = {name: getattr(entry, name).value for name in plain}
    required = entry.picture.value == "required"
    return Network(
        key, entry.name, entry.kind, picture_required=required, source=source_of(entry.max_chars, sources), **figures
    )
