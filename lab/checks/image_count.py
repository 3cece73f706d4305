"""Check: a listing has enough pictures that differ."""

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar, Self

from pydantic import Field, model_validator

from lab.checks.pictures import copies
from lab.checks.spoiling import without_pictures
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.spoil import Log, Spoiled


class ImageCount(Check):
    """Earns nothing below `min` pictures, everything from `full` on, even steps between; copies of a picture count once."""

    name: ClassVar[str] = "image.count"
    skill_default: ClassVar[str] = "image-production"
    min: int = Field(ge=1, le=20)
    full: int = Field(ge=1, le=20)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.full < self.min:
            raise ValueError("'full' must not be less than 'min'")
        return self

    def examine(self, evidence: Evidence) -> Finding:
        items = [self._examine_one(evidence, key) for key in self.on]
        return items_finding(items, right="pictures_enough", partly="pictures_some", wrong="pictures_too_few")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from without_pictures(log, right, self.on)

    def _examine_one(self, evidence: Evidence, key: str) -> Item:
        listing = evidence.listing(key)
        images = listing.images if listing else []
        again = {second for _, second in copies(evidence, images)}
        count = len(images) - len(again)
        share = min(ONE, max(ZERO, Fraction(count - self.min + 1, self.full - self.min + 1)))
        told = proof("image", object=key, found=count, expected=self.full, image=[image.sha256 for image in images])
        if again:
            told["reason"] = "copies count once"
        return Item(share, told)
