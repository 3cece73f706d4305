"""What shoppers did with the shop's listings: daily counts, and sales that were nearly made."""

from dataclasses import dataclass


@dataclass(slots=True)
class Traffic:
    """How shoppers met one listing through one keyword on one day: whole counts, sponsored slots included.

    `visits` typed the keyword, `shown` had the listing on a loaded part of the page, `looked` got as far as it, the rest
    clicked and bought. `ad_...` is the sponsored part; `ad_cost` is in micro-units of the reference currency.
    """

    day: int
    listing: str
    query: int
    visits: int = 0
    shown: int = 0
    looked: int = 0
    clicked: int = 0
    bought: int = 0
    ad_shown: int = 0
    ad_clicked: int = 0
    ad_cost: int = 0
    ad_bought: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """One named part of the choice, in milli-utils: of the own listing, and of what was chosen instead."""

    name: str
    own: int
    other: int


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A shopper who clicked a listing and chose otherwise by a small gap.

    `winner` is a rival's number, or -1 for one who left without buying; `gap` is in milli-utils. `reasons` are the parts
    that spoke most against the listing, the weightiest first; none for one who left.
    """

    day: int
    minute: int
    listing: str
    query: int
    group: int
    winner: int
    gap: int
    reasons: tuple[Reason, ...]
