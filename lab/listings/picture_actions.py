"""What a seller does to pictures: making them in the studio, and putting them into listings."""

from dataclasses import dataclass, replace
from typing import ClassVar

from lab.images.labels import LabelFacts
from lab.images.recipe import Step, check_steps
from lab.listings.actions import MAX_IMAGES, check_hash, check_image, listing_or_new, listing_or_refuse, tidied
from lab.values.errors import BadInput, Refused
from lab.values.text import tidy
from lab.world.action import Action, action
from lab.world.listing import Listing, ListingImage
from lab.world.picture import PHOTO, UPLOAD, MadePicture
from lab.world.world import World

MAX_MADE = 300


@action("image.edit", about="source")
@dataclass(frozen=True, slots=True)
class EditImage(Action):
    """Make a picture from a raw photo ("photo:mug/front") or an upload ("upload:<hash>") by steps.

    `image`, `pixels` and `labels` are what came out of them; whoever plays the journal again with the originals at hand
    gets the same pixels.
    """

    source: str
    original: str
    steps: tuple[Step, ...]
    image: ListingImage
    pixels: str
    labels: tuple[LabelFacts, ...] = ()

    def apply(self, world: World) -> None:
        if self.source.startswith(PHOTO):
            if world.setting.photo(self.source.removeprefix(PHOTO)) is None:
                raise Refused("no_such_photo", photo=self.source.removeprefix(PHOTO)[:80])
        elif self.source.startswith(UPLOAD):
            check_hash(self.source.removeprefix(UPLOAD))
        else:
            raise Refused("no_such_photo", photo=self.source[:80])
        check_hash(self.original)
        check_hash(self.pixels)
        check_image(self.image)
        try:
            check_steps(self.steps)
        except BadInput as error:
            raise Refused(error.code, **error.args_) from None
        if self.image.sha256 not in world.pictures and len(world.pictures) >= MAX_MADE:
            raise Refused("too_many_pictures", limit=MAX_MADE)
        world.pictures[self.image.sha256] = MadePicture(
            self.image.sha256, self.source, self.original, list(self.steps), self.pixels, list(self.labels)
        )


@action("image.add", about="listing")
@dataclass(frozen=True, slots=True)
class AddImage(Action):
    """Add an accepted picture to a listing, as the last one or as the main image."""

    listing: str
    image: ListingImage
    as_main: bool = False

    def apply(self, world: World) -> None:
        listing = listing_or_new(world, self.listing)
        check_image(self.image)
        if any(image.sha256 == self.image.sha256 for image in listing.images):
            raise Refused("image_already_there", listing=self.listing)
        if len(listing.images) >= MAX_IMAGES:
            raise Refused("too_long", field="images", found=len(listing.images) + 1, limit=MAX_IMAGES)
        world.listings.setdefault(listing.key, listing)
        image = tidied(self.image)
        listing.images.insert(0 if self.as_main else len(listing.images), image)


@action("image.remove", about="listing")
@dataclass(frozen=True, slots=True)
class RemoveImage(Action):
    """Remove a picture from a listing."""

    listing: str
    sha256: str

    def apply(self, world: World) -> None:
        listing = listing_or_refuse(world, self.listing)
        image = image_or_refuse(listing, self.sha256)
        if listing.is_live and len(listing.images) == 1:
            raise Refused("live_listing_needs_image", listing=listing.key)
        listing.images.remove(image)


@action("image.order", about="listing")
@dataclass(frozen=True, slots=True)
class OrderImages(Action):
    """Put the pictures of a listing into another order; the first is the main image."""

    listing: str
    order: tuple[str, ...]

    def apply(self, world: World) -> None:
        listing = listing_or_refuse(world, self.listing)
        if sorted(self.order) != sorted(image.sha256 for image in listing.images):
            raise Refused("images_do_not_match", listing=listing.key)
        listing.images.sort(key=lambda image: self.order.index(image.sha256))


@action("image.describe", about="listing")
@dataclass(frozen=True, slots=True)
class DescribeImage(Action):
    """Write the alternative text of a picture, in the first language of the place or in `language`."""

    listing: str
    sha256: str
    alt: str
    language: str = ""
    added_later: ClassVar[tuple[str, ...]] = ("language",)

    def apply(self, world: World) -> None:
        listing = listing_or_refuse(world, self.listing)
        image = image_or_refuse(listing, self.sha256)
        languages = world.profile_of(listing).markets[listing.country].languages
        if self.language and self.language not in languages:
            raise Refused("language_not_used_here", language=self.language, known=", ".join(languages))
        text = tidy(self.alt)
        if self.language in ("", languages[0]):
            described = replace(image, alt=text)
        else:
            described = tidied(replace(image, alts=tuple({**dict(image.alts), self.language: text}.items())))
        check_image(described)
        listing.images[listing.images.index(image)] = described


@action("image.role", about="listing")
@dataclass(frozen=True, slots=True)
class SetImageRole(Action):
    """Say what a picture of a listing is for."""

    listing: str
    sha256: str
    role: str

    def apply(self, world: World) -> None:
        listing = listing_or_refuse(world, self.listing)
        image = image_or_refuse(listing, self.sha256)
        named = replace(image, role=self.role)
        check_image(named)
        listing.images[listing.images.index(image)] = named


def image_or_refuse(listing: Listing, sha256: str) -> ListingImage:
    """The picture of a listing with that hash. Raises Refused."""
    for image in listing.images:
        if image.sha256 == sha256:
            return image
    raise Refused("no_such_image", listing=listing.key)
