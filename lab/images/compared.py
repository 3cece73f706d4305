"""The record of a picture beside the neutral reference photos of a task's goods: is it the product, and how true is it?

Whole numbers, worked out once when a picture is accepted or made (`lab.images.compare`); checks and the market read the
record and never the pixels again.
"""

from dataclasses import dataclass

COMPARE_VERSION = 1
SAME, UNCLEAR = 600, 400
"""`same` at or above SAME is the product; below UNCLEAR it is not; between them a person looks."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The reference photo that fits best, `asset` ("product/view"), and what was found against it.

    `same` and `other_same`: how surely it shows what `asset` shows, and the best of the other products (`other`), permille.
    The rest is None where it cannot be measured:
    `sharpness`: detail against the reference, permille (below 600 blurred, above 1900 over-sharpened).
    `enlarged`: the product's size in the picture against its size in the photo, permille (above 1000 pixels were invented).
    `light`: median lightness minus the reference's, tenths of L*. `cast`: the colour of the light, thousandths of a stop.
    `tilt`: hundredths of a degree, clockwise. `overlay`: share of the product with marks that the photo has not, permille.
    `outline`: overlap of the product's outline with the true one (intersection over union), permille.
    `inliers`: matching details that agree on one placement.
    """

    asset: str
    same: int
    other: str = ""
    other_same: int = 0
    inliers: int = 0
    sharpness: int | None = None
    enlarged: int | None = None
    light: int | None = None
    cast: int | None = None
    tilt: int | None = None
    overlay: int | None = None
    outline: int | None = None
    compare_version: int = COMPARE_VERSION

    @property
    def product(self) -> str:
        """The product of `asset`, the part before the slash."""
        return self.asset.partition("/")[0]
