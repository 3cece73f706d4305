"""Check: the pictures show the product that the listing sells."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar, Literal

from lab.checks.pictures import picture_proof, shows_goods
from lab.checks.spoiling import saved_at_the_end, without_pictures
from lab.grading.check import ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.spoil import Log, Spoiled
from lab.world.listing import Listing


class ImageShowsProduct(Check):
    """Earns pictures of the product by pictures looked at: the main one, or all.

    A picture that cannot be compared, or is only perhaps the product, is not held against the student; the evidence
    marks it for a person to look at.
    """

    name: ClassVar[str] = "image.shows_product"
    skill_default: ClassVar[str] = "product-information"
    which: Literal["main", "all"] = "main"

    def examine(self, evidence: Evidence) -> Finding:
        items = [item for key in self.on for item in self._examine_one(evidence, key)]
        return items_finding(
            items, right="pictures_of_product", partly="pictures_partly_of_product", wrong="pictures_not_of_product"
        )

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from without_pictures(log, right, self.on)

        def another(listing: Listing) -> dict[str, Any]:
            compared = [image.compared for image in listing.images]
            wrong = (replace(one, asset=f"{one.other or 'nothing'}/front") if one is not None else None for one in compared)
            return {"images": tuple(replace(image, compared=one) for image, one in zip(listing.images, wrong, strict=True))}

        if any(image.compared is not None for key in self.on for image in getattr(right.listing(key), "images", ())):
            yield from saved_at_the_end(log, right, "pictures of another product", self.on, another)

    def _examine_one(self, evidence: Evidence, key: str) -> list[Item]:
        listing = evidence.listing(key)
        if listing is None or not listing.images:
            return [Item(ZERO, proof("image", object=key, found="no image", expected="a main image"))]
        items = []
        for number, image in enumerate(listing.images[:1] if self.which == "main" else listing.images, start=1):
            compared = image.compared
            shown = picture_proof(
                key,
                number,
                image,
                expected=", ".join(sorted(evidence.setting.products_of(listing.sku))),
                asset=compared.asset if compared else "",
                same=compared.same if compared else None,
                other=compared.other if compared else "",
                other_same=compared.other_same if compared else None,
            )
            items.append(shows_goods(evidence, listing, image).item(shown))
        return items
