"""From a measured figure to a mark: full inside a range, nothing beyond another, and evenly between the two.

The one place where these limits stand; checks, pages and help texts read them here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from lab.images.compared import Compared
from lab.images.measure import ImageFacts


@dataclass(frozen=True, slots=True)
class Limits:
    """Full marks from `low` to `high`, none at or beyond `none_low` and `none_high`; None where there is no such side."""

    low: int | None = None
    high: int | None = None
    none_low: int | None = None
    none_high: int | None = None

    def share(self, value: int) -> Fraction:
        """0 to 1."""
        if self.low is not None and self.none_low is not None and value < self.low:
            return max(Fraction(0), Fraction(value - self.none_low, self.low - self.none_low))
        if self.high is not None and self.none_high is not None and value > self.high:
            return max(Fraction(0), Fraction(self.none_high - value, self.none_high - self.high))
        return Fraction(1)


FIGURES: Mapping[str, Limits] = {
    "sharpness": Limits(700, 1700, 600, 1900),
    "enlarged": Limits(high=1500, none_high=2500),
    "light": Limits(-50, 50, -150, 150),
    "cast": Limits(-170, 170, -350, 350),
    "clipping": Limits(high=20, none_high=100),
    "tilt": Limits(-100, 100, -400, 400),
    "overlay": Limits(high=5, none_high=20),
    "outline": Limits(low=930, none_low=850),
}
"""By name: figures of `Compared`, and `clipping`, which is `ImageFacts.hi_clip`. Units as in those records."""


def figure(name: str, facts: ImageFacts, compared: Compared | None) -> int | None:
    """The measured value of a figure, None if it was not measured. Raises KeyError for a name that is no figure."""
    if name == "clipping":
        return facts.hi_clip
    if name not in FIGURES:
        raise KeyError(name)
    value: int | None = getattr(compared, name) if compared is not None else None
    return value
