"""How good a listing is, in parts that a seller can see and mend.

All figures are permille. The weights are set for teaching; the market model uses the four totals.
"""

import re
from dataclasses import dataclass

from lab.images.quality import image_quality
from lab.languages.identify import language_verdict
from lab.listings.title import title_verdicts
from lab.market.catalogue import attribute_value_fault
from lab.world.listing import Listing
from lab.world.setting import Setting

_NOT_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Part:
    """One named share of a quality: what was earned of how much."""

    area: str
    name: str
    earned: int
    of: int


@dataclass(frozen=True, slots=True)
class Quality:
    """Permille for title, image and description; `content` is their rounded mean with the attributes."""

    title: int
    image: int
    description: int
    attributes: int
    content: int
    parts: tuple[Part, ...]


def quality_of(setting: Setting, listing: Listing) -> Quality:
    """The quality of a listing as it stands, live or not."""
    parts = (*_title_parts(setting, listing), *_image_parts(listing), *_description_parts(setting, listing))
    parts = (*parts, *_attribute_parts(setting, listing))
    title, image, description, attributes = (
        sum(part.earned for part in parts if part.area == area)
        for area in ("title", "image", "description", "attributes")
    )
    content = (title + image + description + attributes + 2) // 4
    return Quality(title, image, description, attributes, content, parts)


def _languages(setting: Setting, listing: Listing) -> tuple[str, ...]:
    return tuple(setting.platforms[listing.platform].markets[listing.country].languages)


def _in_language(setting: Setting, listing: Listing, text: str) -> bool:
    return bool(text) and language_verdict(text, _languages(setting, listing)).answer != "no"


def _title_parts(setting: Setting, listing: Listing) -> list[Part]:
    if not listing.title:
        return [
            Part("title", name, 0, of)
            for name, of in (("rules", 300), ("language", 250), ("names_product", 250), ("length", 200))
        ]
    profile = setting.platforms[listing.platform]
    verdicts = title_verdicts(listing.title, profile, listing.country)
    kept = sum(verdict.kept for verdict in verdicts)
    names = setting.type_of(listing.sku).names
    words = f" {_NOT_WORD.sub(' ', listing.title.casefold())} "
    named = any(
        _NOT_WORD.sub(" ", names[code].casefold()).strip() in words
        for code in _languages(setting, listing)
        if code in names
    )
    return [
        Part("title", "rules", 300 * kept // len(verdicts), 300),
        Part("title", "language", 250 if _in_language(setting, listing, listing.title) else 0, 250),
        Part("title", "names_product", 250 if named else 0, 250),
        Part("title", "length", min(200, 200 * len(listing.title) // 60), 200),
    ]


def _image_parts(listing: Listing) -> list[Part]:
    main = image_quality(listing.images[0].facts) if listing.images else 0
    return [
        Part("image", "main", 700 * main // 1000, 700),
        Part("image", "number", min(len(listing.images), 4) * 50, 200),
        Part("image", "described", 100 if listing.images and all(image.alt for image in listing.images) else 0, 100),
    ]


def _description_parts(setting: Setting, listing: Listing) -> list[Part]:
    profile = setting.platforms[listing.platform]
    text = "\n".join([*listing.bullets, listing.description])
    wanted = 600 if profile.bullets_used else 500
    bullets = min(len(listing.bullets), 5) * 60 if profile.bullets_used else min(300, 300 * text.count("\n") // 4)
    return [
        Part("description", "length", min(400, 400 * len(text) // wanted), 400),
        Part("description", "language", 300 if _in_language(setting, listing, text) else 0, 300),
        Part("description", "structure", bullets, 300),
    ]


def _attribute_parts(setting: Setting, listing: Listing) -> list[Part]:
    type_ = setting.type_of(listing.sku)
    given = sum(
        1
        for a in type_.attributes
        if listing.attributes.get(a.key) and attribute_value_fault(a, listing.attributes[a.key]) is None
    )
    return [Part("attributes", "filled", 1000 * given // max(1, len(type_.attributes)), 1000)]
