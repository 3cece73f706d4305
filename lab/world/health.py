"""How a platform judges the shop as a seller."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from lab.values.moment import Moment

HealthState = Literal["unknown", "good", "warned", "restricted"]
MeasureName = Literal["defects", "late", "cancels", "untracked"]
_STANDING = {"unknown": 0, "good": 0, "warned": 300, "restricted": 1000}


@dataclass(frozen=True, slots=True)
class Measure:
    """`bad` of `of` orders in a window; `limit` is the largest share allowed, in 1/10,000."""

    name: MeasureName
    bad: int
    of: int
    limit: int

    @property
    def rate(self) -> Fraction | None:
        """Bad orders by all, 0 to 1; None without orders."""
        return Fraction(self.bad, self.of) if self.of else None


@dataclass(slots=True)
class Health:
    """The shop's standing on one platform, worked out at midnight. `state` holds since `since`.

    `plan` is the shop's answer to a restriction; once it has lifted one, orders before `plan_at` are not held against
    the shop a second time.
    """

    state: HealthState = "unknown"
    since: Moment = 0
    measures: tuple[Measure, ...] = ()
    plan: str = ""
    plan_at: Moment | None = None
    lifted_at: Moment | None = None

    @property
    def standing_permille(self) -> int:
        return _STANDING[self.state]
