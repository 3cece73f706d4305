"""Check: no picture uses a photo that belongs to a rival."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar

from lab.checks.pictures import asset_of, picture_proof
from lab.checks.spoiling import saved_at_the_end
from lab.grading.check import ONE, ZERO, Check, Finding
from lab.grading.evidence import Evidence
from lab.grading.fields import Share
from lab.grading.spoil import Log, Spoiled
from lab.world.listing import Listing


class ImageLicenceOk(Check):
    """Loses `per` for every picture that was made from a rival's photo, or is recognised as one; can only lose points."""

    name: ClassVar[str] = "image.licence_ok"
    skill_default: ClassVar[str] = "law"
    only_loses: ClassVar[bool] = True
    per: Share = ONE

    def examine(self, evidence: Evidence) -> Finding:
        proofs = []
        for key in self.on:
            listing = evidence.listing(key)
            for number, image in enumerate(listing.images if listing else [], start=1):
                asset = asset_of(evidence, image)
                given = evidence.setting.photo(asset)
                if given is not None and given[1].licence == "rival":
                    same = image.compared.same if image.compared is not None and image.compared.asset == asset else None
                    proofs.append(picture_proof(key, number, image, rule="licence", found=asset, same=same))
        fraction = max(ZERO, ONE - self.per * len(proofs))
        return Finding(
            fraction, "rivals_photo_used" if proofs else "no_rivals_photo", {"found": len(proofs)}, tuple(proofs)
        )

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        rivals = [photo.asset for photos in right.setting.photos.values() for photo in photos if photo.licence == "rival"]

        def taken(listing: Listing) -> dict[str, Any]:
            return {"images": tuple(
                replace(image, sha256=image.sha256[::-1], compared=replace(image.compared, asset=rivals[0], same=1000))
                for image in listing.images if image.compared is not None
            )}

        if rivals:
            yield from saved_at_the_end(log, right, "a rival's photo used", self.on, taken)
