"""What an instructor makes happen to the world around the shop, and for how long."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from lab.values.moment import Moment

ShockKind: TypeAlias = Literal["strike", "recall", "rate_shock", "carrier_change"]


@dataclass(frozen=True, slots=True)
class Shock:
    """One event, in force from `begins` up to and without `ends`; None is for good. It stays on the list when it is over.

    strike: nothing moves on the service `lane`, or from and to `country`; just one of them is set.
    recall: `sku` may be neither offered nor sent.
    rate_shock: one unit of `currency` is worth so many per cent more (or, below nought, less) in every other currency.
    carrier_change: the service `lane` is `closed`, or costs so many per cent more or less.
    """

    kind: ShockKind
    begins: Moment
    ends: Moment | None
    country: str = ""
    lane: str = ""
    sku: str = ""
    currency: str = ""
    percent: int = 0
    closed: bool = False

    def is_in_force(self, at: Moment) -> bool:
        return self.begins <= at and (self.ends is None or at < self.ends)
