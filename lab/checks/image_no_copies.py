"""Check: no picture of a listing is a copy of another."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar

from lab.checks.pictures import copies, is_drawing, made_picture, picture_proof
from lab.checks.spoiling import saved_at_the_end
from lab.grading.check import ONE, ZERO, Check, Finding
from lab.grading.evidence import Evidence
from lab.grading.fields import Share
from lab.grading.spoil import Log, Spoiled
from lab.world.listing import Listing


class ImageNoCopies(Check):
    """Loses `per` for every picture that is a copy of an earlier one of its listing: the same file, or another size, cut or shade of it.

    A picture with labels or lines shows the product again on purpose and is no copy. Can only lose points.
    """

    name: ClassVar[str] = "image.no_copies"
    skill_default: ClassVar[str] = "image-production"
    only_loses: ClassVar[bool] = True
    per: Share = ONE

    def examine(self, evidence: Evidence) -> Finding:
        proofs = []
        for key in self.on:
            listing = evidence.listing(key)
            images = listing.images if listing else []
            first_of: dict[int, int] = {}
            for first, second in copies(evidence, images):
                first_of.setdefault(second, first)
            for second, first in sorted(first_of.items()):
                proofs.append(picture_proof(key, second + 1, images[second], rule="copy", found=first + 1))
        fraction = max(ZERO, ONE - self.per * len(proofs))
        return Finding(
            fraction, "pictures_are_copies" if proofs else "pictures_differ", {"found": len(proofs)}, tuple(proofs)
        )

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        def doubled(listing: Listing) -> dict[str, Any]:
            plain = [image for image in listing.images if image.facts.prints and not is_drawing(made_picture(right, image))][:1]
            return {"images": (*listing.images, *(replace(image, sha256=image.sha256[::-1]) for image in plain))}

        yield from saved_at_the_end(log, right, "a picture shown twice", self.on, doubled)
