"""Check: a picture shows the product as it is: sharp, straight, in its true light and colour, with nothing added."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from lab.checks.pictures import picture_proof, shows_goods
from lab.checks.spoiling import without_pictures
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.spoil import Log, Spoiled
from lab.images.marks import FIGURES, Limits, figure
from lab.world.listing import Listing, ListingImage

Figure = Literal["sharpness", "enlarged", "light", "cast", "clipping", "tilt", "overlay", "outline"]


class ImageTrueToProduct(Check):
    """Earns the mean of the figures named, each with full marks inside its limits and none far outside, evenly between.

    A figure that was not measured is left out; where none was, nothing is lost and a person looks. A picture of
    another product earns nothing. `which: main` looks at main pictures only; labels count as marks on the product.
    """

    name: ClassVar[str] = "image.true_to_product"
    skill_default: ClassVar[str] = "image-production"
    figures: tuple[Figure, ...] = Field(
        ("sharpness", "enlarged", "light", "cast", "clipping", "tilt", "overlay"), min_length=1
    )
    which: Literal["main", "all"] = "main"

    def examine(self, evidence: Evidence) -> Finding:
        items = [item for key in self.on for item in self._examine_one(evidence, key)]
        return items_finding(items, right="picture_true", partly="picture_partly_true", wrong="picture_untrue")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from without_pictures(log, right, self.on)

    def _examine_one(self, evidence: Evidence, key: str) -> list[Item]:
        listing = evidence.listing(key)
        if listing is None or not listing.images:
            return [Item(ZERO, proof("image", object=key, found="no image", expected="a main image"))]
        images = listing.images[:1] if self.which == "main" else listing.images
        return [
            item
            for number, image in enumerate(images, start=1)
            for item in self._figures(evidence, listing, number, image)
        ]

    def _figures(self, evidence: Evidence, listing: Listing, number: int, image: ListingImage) -> list[Item]:
        judged = shows_goods(evidence, listing, image)
        if judged.answer == "no":
            return [judged.item(picture_proof(listing.key, number, image))]
        items = []
        for name in self.figures:
            value = figure(name, image.facts, image.compared)
            if value is not None:
                shown = picture_proof(
                    listing.key, number, image, rule=name, found=value, expected=_range(FIGURES[name])
                )
                items.append(Item(FIGURES[name].share(value), shown))
        if items:
            return items
        return [Item(ONE, picture_proof(listing.key, number, image, found="not measured", verdict="unsure"))]


def _range(limits: Limits) -> str:
    """ "700-1700", "at most 5" and the like, in signs that every language reads."""
    if limits.low is None:
        return f"≤ {limits.high}"
    if limits.high is None:
        return f"≥ {limits.low}"
    return f"{limits.low} … {limits.high}"
