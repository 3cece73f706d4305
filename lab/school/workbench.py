"""A listing on the workbench: what would be found wrong, how good it would be and where it would stand, before it is saved.

The world given is never changed; what the student typed is tried out on a copy.
"""

import copy
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lab.customs.documents import required_documents
from lab.ledger.sale import UnitLines, unit_lines
from lab.listings.actions import SaveListing, listing_or_new
from lab.listings.families import family_faults
from lab.listings.faults import ListingFault, find_faults
from lab.listings.quality import Part, Quality, quality_of
from lab.listings.translations import Completeness, completeness
from lab.market.base import Keyword
from lab.search.page import keyword_table
from lab.search.rank import Rank, rank
from lab.world.action import Action
from lab.world.listing import Listing
from lab.world.setting import Setting
from lab.world.world import World

FIRST_LANGUAGE_WORDS = 5
OTHER_LANGUAGE_WORDS = 2


@dataclass(frozen=True, slots=True)
class Watched:
    """A keyword that belongs to the goods, and where the listing stands for it (as if it were on sale)."""

    keyword: Keyword
    rank: Rank


@dataclass(frozen=True, slots=True)
class Gain:
    """What mending one part would add to the content quality, in permille."""

    part: Part
    gain: int


@dataclass(frozen=True, slots=True)
class Bench:
    """Everything that the editor shows beside the fields. `asked` are the kinds of paper that the market wants, `languages` how
    complete the texts are."""

    faults: tuple[ListingFault, ...]
    quality: Quality
    gains: tuple[Gain, ...]
    watched: tuple[Watched, ...]
    unit: UnitLines | None
    asked: tuple[str, ...]
    languages: tuple[Completeness, ...]

    @property
    def blocking(self) -> int:
        return sum(fault.blocks for fault in self.faults)


def bench_of(world: World, key: str, save: SaveListing | None = None, texts: Sequence[Action] = ()) -> Bench:
    """The bench of a listing as it stands, or as it would stand after `save` and `texts`.

    Raises Refused as those actions do, and for a place or product that the shop does not have.
    """
    trial = tried(world, key, save, texts)
    listing = trial.listings[key]
    setting = world.setting
    quality = quality_of(setting, listing)
    return Bench(
        faults=(*find_faults(listing, setting), *family_faults(trial, listing)),
        quality=quality,
        gains=gains_of(quality),
        watched=tuple(
            Watched(keyword, rank(trial, key, keyword.text, keyword.language)) for keyword in watched_keywords(setting, listing)
        ),
        unit=unit_lines(trial, listing),
        asked=required_documents(setting.type_of(listing.sku).category, listing.country),
        languages=completeness(setting, listing),
    )


def tried(world: World, key: str, save: SaveListing | None = None, texts: Sequence[Action] = ()) -> World:
    """A world beside the given one in which a listing was saved and put on sale; nothing else differs."""
    listing = copy.deepcopy(listing_or_new(world, key))
    trial = replace(world, listings={**world.listings, key: listing}, prices=list(world.prices))
    if save is not None or texts:
        was_live, listing.live_since = listing.live_since, None  # a listing on sale may not be emptied; a trial may
        for deed in (*([save] if save is not None else ()), *texts):
            deed.apply(trial)
        trial.listings[key].live_since = was_live
    tried_listing = trial.listings[key]
    if tried_listing.live_since is None:
        tried_listing.live_since = world.now
    return trial


def gains_of(quality: Quality) -> tuple[Gain, ...]:
    """Parts that could be better, the largest gain first. The content quality is the mean of four areas."""
    open_parts = [Gain(part, (part.of - part.earned + 2) // 4) for part in quality.parts if part.earned < part.of]
    return tuple(sorted(open_parts, key=lambda gain: -gain.gain))


def watched_keywords(setting: Setting, listing: Listing) -> Sequence[Keyword]:
    """The most typed keywords for the goods, mostly in the market's main language."""
    type_ = setting.products[listing.sku].type
    found: list[Keyword] = []
    for number, language in enumerate(setting.platforms[listing.platform].markets[listing.country].languages):
        most = OTHER_LANGUAGE_WORDS if number else FIRST_LANGUAGE_WORDS
        found += keyword_table(setting.market, language, type_)[:most]
    return found
