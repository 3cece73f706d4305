"""Check: no picture uses a photo that belongs to a rival."""

from typing import ClassVar

from lab.checks.pictures import asset_of, picture_proof
from lab.grading.check import ONE, ZERO, Check, Finding
from lab.grading.evidence import Evidence
from lab.grading.fields import Share


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
