"""What several checks ask of a listing's pictures: how they are named, where they come from, what they show.

A picture that nobody can judge by figures is `unsure`: it counts as right until a person has looked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from lab.grading.check import ONE, ZERO, Item, Proof, proof
from lab.grading.evidence import Evidence
from lab.images.compared import SAME, UNCLEAR
from lab.images.features import alike
from lab.images.negatives import view_of
from lab.values.errors import BadInput
from lab.world.listing import Listing, ListingImage
from lab.world.picture import MadePicture

Answer = Literal["yes", "unsure", "no"]


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer and, for the student, why; `found` is the figure or name it rests on."""

    answer: Answer
    reason: str = ""
    found: object = ""

    def item(self, shown: Proof) -> Item:
        """Right unless the answer is no; what shows it gets answer and reason."""
        more = proof("image", verdict=self.answer, reason=self.reason, found=self.found)
        return Item(ZERO if self.answer == "no" else ONE, {**more, **shown})


def picture_proof(key: str, number: int, image: ListingImage, **more: Any) -> Proof:
    """Evidence about the picture of that number, counted from 1, in the listing `key`."""
    return proof("image", object=f"{key}:{number}", image=image.sha256, **more)


def made_picture(evidence: Evidence, image: ListingImage) -> MadePicture | None:
    """How a picture was made in the studio; None for one from elsewhere."""
    return evidence.world.pictures.get(image.sha256)


def asset_of(evidence: Evidence, image: ListingImage) -> str:
    """The photo that a picture was made from, else the one it is surely recognised as, else ""."""
    made = made_picture(evidence, image)
    if made is not None and made.asset:
        return made.asset
    return image.compared.asset if image.compared is not None and image.compared.same >= SAME else ""


def view_role(asset: str) -> str:
    """What a photo of the darkroom is of ("main", "detail", …); "" for one that is not there."""
    try:
        return view_of(asset).role
    except BadInput:
        return ""


def shows_goods(evidence: Evidence, listing: Listing, image: ListingImage) -> Judged:
    """Whether a picture shows what the listing sells, beside the photos of everything in the task."""
    compared, products = image.compared, evidence.setting.products_of(listing.sku)
    if compared is None or not products:
        return Judged("unsure", "not measured")
    if compared.same < UNCLEAR:
        return Judged("no", "no product of this task", compared.same)
    if compared.product not in products:
        return Judged("no", "another product", compared.asset)
    if compared.same < SAME:
        return Judged("unsure", "perhaps this product", compared.same)
    return Judged("yes")


def is_drawing(made: MadePicture | None) -> bool:
    """Whether texts or lines were put on a picture: then it shows the product once more on purpose."""
    return made is not None and (bool(made.labels) or any(step.do in ("label", "line") for step in made.steps))


def copies(evidence: Evidence, images: Sequence[ListingImage]) -> list[tuple[int, int]]:
    """Pairs of places whose pictures are the same file or were made from each other; drawings are no copies."""
    plain = [place for place, image in enumerate(images) if not is_drawing(made_picture(evidence, image))]
    like = {
        (plain[first], plain[second]) for first, second in alike([images[place].facts.prints or "" for place in plain])
    }
    like |= {
        (first, second)
        for second, image in enumerate(images)
        for first in range(second)
        if images[first].sha256 == image.sha256
    }
    return sorted(like)
