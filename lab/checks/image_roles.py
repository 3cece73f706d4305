"""Check: the pictures of a listing do different work: another angle, a detail, the product in use, its size."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, ClassVar, Literal

import regex
from pydantic import Field

from lab.checks.pictures import Judged, asset_of, made_picture, picture_proof, shows_goods, view_role
from lab.checks.spoiling import saved_at_the_end, without_pictures
from lab.grading.check import ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.spoil import Log, Spoiled
from lab.images.recipe import WHOLE
from lab.languages.quantities import stated_in
from lab.languages.units import dimension
from lab.world.listing import Listing, ListingImage
from lab.world.picture import MadePicture

Role = Literal["main", "angle", "detail", "in-use", "dimensions", "infographic", "packaging"]
DETAIL_AREA = Fraction(60, 100)
"""A cut that shows at most so much of a photo shows a detail of it."""
_NUMBER_AND_WORD = regex.compile(r"\p{Nd}\s?\p{L}")
_BEST = {"yes": 2, "unsure": 1, "no": 0}


class ImageRoles(Check):
    """Earns roles that a picture fills by roles asked for. A picture fills the role it was given, if that can be believed.

    The first picture is the main one. An angle is made from another photo than the main picture; a detail from a
    close view or a cut of at most 60 % of a photo; `in-use` and `packaging` from such views; `dimensions` has a line
    with ends and a length on it; an infographic has a text. Pictures from elsewhere are believed if they show the
    product; where that cannot be told, nothing is lost and a person looks.
    """

    name: ClassVar[str] = "image.roles"
    skill_default: ClassVar[str] = "image-production"
    roles: tuple[Role, ...] = Field(min_length=1)

    def examine(self, evidence: Evidence) -> Finding:
        items = [self._examine_one(evidence, key, role) for key in self.on for role in self.roles]
        return items_finding(items, right="roles_filled", partly="roles_partly_filled", wrong="roles_missing")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from without_pictures(log, right, self.on)
        def main_only(listing: Listing) -> dict[str, Any]:
            return {"images": tuple(listing.images[:1])}

        if set(self.roles) != {"main"}:
            yield from saved_at_the_end(log, right, "only the main picture left", self.on, main_only)

    def _examine_one(self, evidence: Evidence, key: str, role: Role) -> Item:
        listing = evidence.listing(key)
        if listing is None or not listing.images:
            return Item(ZERO, proof("image", object=key, rule=role, found="no image"))
        if role == "main":
            return Judged("yes").item(picture_proof(key, 1, listing.images[0], rule=role))
        places = [place for place, image in enumerate(listing.images) if place and image.role == role]
        judged = [(_believed(evidence, listing, listing.images[place], role), place) for place in places]
        if not judged:
            return Item(ZERO, proof("image", object=key, rule=role, found="no picture in this role"))
        best, place = max(judged, key=lambda pair: (_BEST[pair[0].answer], -pair[1]))
        return best.item(picture_proof(key, place + 1, listing.images[place], rule=role))


def _believed(evidence: Evidence, listing: Listing, image: ListingImage, role: Role) -> Judged:
    made = made_picture(evidence, image)
    if role == "dimensions":
        return _measures(made)
    if role == "infographic":
        if made is None:
            return Judged("unsure", "made elsewhere")
        return Judged("yes") if any(label.text for label in made.labels) else Judged("no", "no text on it")
    asset = asset_of(evidence, image)
    goods = _goods(evidence, listing, image, asset)
    if goods.answer == "no":
        return goods
    if role == "angle":
        return _angle(evidence, listing, asset, goods)
    if asset and view_role(asset) == role:
        return Judged("yes", "made from such a photo", asset)
    if role == "detail" and made is not None and (area := _area(made)) <= DETAIL_AREA:
        return Judged("yes", "a close cut", f"{area * 100 // 1} %")
    if made is not None and made.asset:
        return Judged("no", "the photo shows something else", asset)
    if role == "packaging":
        return Judged("unsure", "made elsewhere")
    return goods


def _goods(evidence: Evidence, listing: Listing, image: ListingImage, asset: str) -> Judged:
    """A picture made from a photo of the goods shows them; else by comparison."""
    made = made_picture(evidence, image)
    if made is not None and made.asset:
        ours = made.asset.partition("/")[0] in evidence.setting.products_of(listing.sku)
        return Judged("yes", found=asset) if ours else Judged("no", "another product", made.asset)
    return shows_goods(evidence, listing, image)


def _angle(evidence: Evidence, listing: Listing, asset: str, goods: Judged) -> Judged:
    main = asset_of(evidence, listing.images[0])
    if not asset or not main:
        return Judged("unsure", goods.reason or "not measured")
    if asset == main:
        return Judged("no", "the same photo as the main picture", asset)
    return Judged("yes", "made from such a photo", asset)


def _area(made: MadePicture) -> Fraction:
    """How much of its photo a picture shows, by its cuts before the product is set on a canvas."""
    area = Fraction(1)
    for step in made.steps:
        if step.do == "frame":
            break
        if step.do == "crop":
            area *= Fraction(step.n["width"] * step.n["height"], WHOLE * WHOLE)
    return area


def _measures(made: MadePicture | None) -> Judged:
    if made is None:
        return Judged("unsure", "made elsewhere")
    if not any(step.do == "line" and step.n["ends"] in (1, 2) for step in made.steps):
        return Judged("no", "no line with ends")
    texts = [label.text for label in made.labels]
    if any(dimension(unit) == "length" for text in texts for found in stated_in(text)[0] for unit in found.units):
        return Judged("yes")
    if any(_NUMBER_AND_WORD.search(text) for text in texts):
        return Judged("unsure", "a number with a unit that is not known")
    return Judged("no", "no number with a unit")
