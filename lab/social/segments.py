"""Who follows a small shop: groups of people by country, what they read and like, and how many there are at the moment.

The groups are invented for teaching (seed/social/followers.yaml). A world keeps only the numbers that have moved; as long as
nobody posts, everybody is where the file says.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator

from lab.market.catalogue import ProductType
from lab.social.networks import FILE as NETWORKS_FILE
from lab.social.networks import Names, load_networks
from lab.values.dated import Confidence, Country, StrictModel
from lab.values.places import SEED
from lab.values.yamlfile import load_yaml
from lab.world.world import World

FILE = SEED / "social" / "followers.yaml"
Quarter = Literal["night", "morning", "afternoon", "evening"]
QUARTERS: tuple[Quarter, ...] = ("night", "morning", "afternoon", "evening")
"""Quarters of the day, by their number."""
Move: TypeAlias = Literal["price", "picture", "story", "question", "news"]
MOST_FOLLOWERS = 1_000_000


class SegmentEntry(StrictModel):
    """One group of the file; the head of the file says what each field means."""

    id: Annotated[str, Field(pattern=r"^[a-z]{2,20}$")]
    names: Names
    reads: tuple[str, ...] = Field(min_length=1)
    cares: tuple[str, ...] = Field(min_length=1)
    types: tuple[str, ...] = ()
    looks: Quarter
    moves: tuple[Move, ...] = Field(min_length=1, max_length=2)
    start: dict[str, Annotated[int, Field(ge=0, le=MOST_FOLLOWERS)]]


class FollowersFile(StrictModel):
    """`seed/social/followers.yaml`. Source, day and confidence hold for every number in it."""

    sources: dict[str, str]
    source: str
    as_of: date
    confidence: Confidence
    countries: dict[Country, Annotated[tuple[SegmentEntry, ...], Field(min_length=3, max_length=5)]]

    @model_validator(mode="after")
    def _fits_together(self) -> "FollowersFile":
        if self.source not in self.sources:
            raise ValueError(f"the source '{self.source}' is not in this file's list of sources")
        networks = set(load_networks(NETWORKS_FILE))
        for country, segments in self.countries.items():
            if len({segment.id for segment in segments}) < len(segments):
                raise ValueError(f"two groups of {country} have one id")
            if any(set(segment.start) != networks for segment in segments):
                raise ValueError(f"a group of {country} does not give its start for every network")
        return self


@dataclass(frozen=True, slots=True)
class Segment:
    """A group of followers in a country. `looks` is the number of a quarter of the day; the rest as in the file."""

    country: str
    id: str
    names: dict[str, str]
    reads: tuple[str, ...]
    cares: tuple[str, ...]
    types: tuple[str, ...]
    looks: int
    moves: tuple[Move, ...]
    start: dict[str, int]

    def cares_for(self, type_: ProductType) -> bool:
        """Whether goods of a type lie in one of the departments that the group follows."""
        return any(type_.category == part or type_.category.startswith(f"{part}/") for part in self.cares)


@cache
def load_segments(path: Path = FILE) -> dict[str, tuple[Segment, ...]]:
    """The groups of every country, in the order of the file. Raises BadFile for a faulty file."""
    file = load_yaml(FollowersFile, path)
    return {
        country: tuple(
            Segment(
                country, entry.id, entry.names, entry.reads, entry.cares, entry.types, QUARTERS.index(entry.looks),
                entry.moves, entry.start,
            )
            for entry in entries
        )
        for country, entries in file.countries.items()
    }  # fmt: skip


def segments_in(country: str) -> tuple[Segment, ...]:
    """The groups of a country; none where nobody follows."""
    return load_segments().get(country, ())


def languages_in(country: str) -> tuple[str, ...]:
    """Every language that some followers in a country read, the commonest first."""
    return tuple(dict.fromkeys(language for segment in segments_in(country) for language in segment.reads))


def follower_key(network: str, segment: Segment) -> str:
    """The name of a group on a network in `World.followers`."""
    return f"{network}/{segment.country}/{segment.id}"


def followers_of(world: World, network: str, segment: Segment) -> int:
    """How many of a group follow the shop on a network now."""
    return world.followers.get(follower_key(network, segment), segment.start.get(network, 0))
