"""Chance for building the market: whole numbers from Philox, one stream for each thing that is made.

NumPy promises the raw integers of a bit generator for ever, the numbers of its methods only within a version.
"""

import numpy as np

from lab.values.chance import below, key_of


class Stream:
    """Whole numbers from one Philox key, in a fixed order."""

    def __init__(self, *name: str | int, size: int = 256) -> None:
        key = np.array([key_of("rivals"), key_of(*name)], dtype=np.uint64)
        self._numbers = iter(np.random.Philox(key=key).random_raw(size).tolist())

    def below(self, limit: int) -> int:
        return below(next(self._numbers), limit)

    def between(self, low: int, high: int) -> int:
        return low + self.below(high - low + 1)

    def normal_milli(self) -> int:
        """A number with mean 0 and deviation 1000: twelve uniform ones added up."""
        return (sum(self.below(65536) for _ in range(12)) - 6 * 65536) * 1000 // 65536

    def order(self, count: int) -> list[int]:
        """The numbers 0 .. count-1 in a random order (Fisher and Yates)."""
        places = list(range(count))
        for last in range(count - 1, 0, -1):
            other = self.below(last + 1)
            places[last], places[other] = places[other], places[last]
        return places
