"""What is wrong with a listing, field by field; some faults keep it off the shelf."""

from dataclasses import dataclass, replace
from dataclasses import field as made

from lab.customs.label_data import Label
from lab.images.features import alike
from lab.images.measure import ImageFacts
from lab.images.quality import ImageFault, main_image_faults
from lab.languages.identify import language_verdict
from lab.listings.compliance import restrictions_of
from lab.listings.identifiers import gtin_fault
from lab.listings.product_label import asks_for_label, fields_demanded, label_gaps
from lab.listings.protected import traps_of
from lab.listings.title import title_verdicts
from lab.listings.translations import with_text
from lab.market.catalogue import attribute_value_fault
from lab.platforms.profile import PlatformProfile
from lab.world.listing import DRAWN_ROLES, Listing, Translation
from lab.world.setting import Setting

_BLOCKING_TITLE = {"short_enough", "characters"}
_BLOCKING_NAMES = {"passing_off", "replica"}


@dataclass(frozen=True, slots=True)
class ListingFault:
    """One thing to mend: the field it stands in, a code, what was found and allowed, whether it blocks publishing."""

    field: str
    code: str
    args: dict[str, str] = made(default_factory=dict)
    blocks: bool = False
    language: str = ""
    """Of a text beside the main one."""


def find_faults(listing: Listing, setting: Setting) -> list[ListingFault]:
    """Every fault of a listing, in the order of the form, then those of its translations."""
    profile = setting.platforms[listing.platform]
    return [
        *_title_faults(listing, profile),
        *_category_faults(listing, setting),
        *_bullet_faults(listing, profile),
        *_description_faults(listing, profile),
        *_search_term_faults(listing, profile),
        *_attribute_faults(listing, setting),
        *_identifier_faults(listing),
        *_image_faults(listing, profile),
        *_offer_faults(listing),
        *_rule_faults(listing, setting),
        *_brand_faults(listing, setting),
        *_label_faults(listing, setting),
        *(fault for language in listing.translations for fault in translation_faults(listing, setting, language)),
    ]


def translation_faults(listing: Listing, setting: Setting, language: str) -> list[ListingFault]:
    """What is wrong with the text in a further language, by the rules of the main text; what is not written is no fault."""
    text, profile = listing.translations.get(language, Translation()), setting.platforms[listing.platform]
    read = with_text(listing, text)
    found = [
        *(_title_faults(read, profile, language) if text.title else ()),
        *(_bullet_faults(read, profile) if text.bullets else ()),
        *(_description_faults(read, profile) if text.description else ()),
        *_search_term_faults(read, profile),
        *_language_faults(text, language),
        *_brand_faults(read, setting),
    ]
    return [replace(fault, language=language) for fault in found]


def _language_faults(text: Translation, language: str) -> list[ListingFault]:
    faults = []
    for field, written in (("title", text.title), ("bullets", "\n".join(text.bullets)), ("description", text.description)):
        verdict = language_verdict(written, (language,)) if written else None
        if verdict is not None and verdict.answer == "no":
            faults.append(ListingFault(field, "text_in_another_language", {"found": verdict.identified.language, "limit": language}))
    return faults


def _title_faults(listing: Listing, profile: PlatformProfile, language: str = "") -> list[ListingFault]:
    if not listing.title:
        return [ListingFault("title", "title_missing", blocks=True)]
    return [
        ListingFault("title", f"title_{v.rule}", {"found": v.found, "limit": v.limit}, v.rule in _BLOCKING_TITLE)
        for v in title_verdicts(listing.title, profile, listing.country, language)
        if not v.kept
    ]


def _category_faults(listing: Listing, setting: Setting) -> list[ListingFault]:
    if not listing.category:
        return [ListingFault("category", "category_missing", blocks=True)]
    leaves = {type_.category for type_ in setting.market.types.values()}
    if listing.category not in leaves:
        return [ListingFault("category", "category_not_a_leaf", {"found": listing.category}, blocks=True)]
    return []


def _bullet_faults(listing: Listing, profile: PlatformProfile) -> list[ListingFault]:
    if not profile.bullets_used:
        return []
    faults = []
    count = len(listing.bullets)
    if count < profile.bullets_min:
        faults.append(
            ListingFault("bullets", "bullets_too_few", {"found": str(count), "limit": str(profile.bullets_min)})
        )
    if count > profile.bullets_max:
        faults.append(
            ListingFault("bullets", "bullets_too_many", {"found": str(count), "limit": str(profile.bullets_max)})
        )
    for number, bullet in enumerate(listing.bullets, start=1):
        where = {"number": str(number), "found": str(len(bullet))}
        if len(bullet) < profile.bullet_min_chars:
            faults.append(
                ListingFault("bullets", "bullet_too_short", {**where, "limit": str(profile.bullet_min_chars)})
            )
        if len(bullet) > profile.bullet_max_chars:
            faults.append(ListingFault("bullets", "bullet_too_long", {**where, "limit": str(profile.bullet_max_chars)}))
        odd = sorted({c for c in bullet if c in profile.bullet_forbidden_symbols and not c.isspace()})
        if odd:
            faults.append(ListingFault("bullets", "bullet_symbols", {"number": str(number), "found": " ".join(odd)}))
    return faults


def _description_faults(listing: Listing, profile: PlatformProfile) -> list[ListingFault]:
    length = len(listing.description)
    if length > profile.description_max_chars:
        limit = str(profile.description_max_chars)
        return [ListingFault("description", "description_too_long", {"found": str(length), "limit": limit})]
    if length < profile.description_min_chars:
        limit = str(profile.description_min_chars)
        return [ListingFault("description", "description_too_short", {"found": str(length), "limit": limit})]
    return []


def _search_term_faults(listing: Listing, profile: PlatformProfile) -> list[ListingFault]:
    if not profile.search_terms_used or profile.search_terms_max_bytes is None:
        return []
    size = len(listing.search_terms.encode())
    if size > profile.search_terms_max_bytes:
        limit = str(profile.search_terms_max_bytes)
        return [ListingFault("search_terms", "search_terms_too_long", {"found": str(size), "limit": limit})]
    return []


def _attribute_faults(listing: Listing, setting: Setting) -> list[ListingFault]:
    type_ = setting.type_of(listing.sku)
    faults = [
        ListingFault("attributes", "attribute_missing", {"attribute": key})
        for key in type_.required_attributes(listing.country)
        if not listing.attributes.get(key)
    ]
    for key, value in listing.attributes.items():
        attribute = type_.attribute(key)
        if attribute is None:
            faults.append(ListingFault("attributes", "attribute_unknown", {"attribute": key}))
        elif value and (code := attribute_value_fault(attribute, value)):
            faults.append(ListingFault("attributes", f"attribute_{code}", {"attribute": key, "found": value}))
    return faults


def _identifier_faults(listing: Listing) -> list[ListingFault]:
    """A number that platforms refuse; a listing without one is taken."""
    fault = gtin_fault(listing.gtin) if listing.gtin else None
    return [ListingFault("gtin", f"gtin_{fault}", {"found": listing.gtin}, blocks=True)] if fault is not None else []


def _image_faults(listing: Listing, profile: PlatformProfile) -> list[ListingFault]:
    if not listing.images:
        return [ListingFault("images", "image_missing", blocks=True)]
    faults = []
    if len(listing.images) > profile.image_max_count:
        args = {"found": str(len(listing.images)), "limit": str(profile.image_max_count)}
        faults.append(ListingFault("images", "images_too_many", args))
    # a drawing of the same photo says something new, however alike they look
    prints = ["" if image.role in DRAWN_ROLES else image.facts.prints or "" for image in listing.images]
    for first, second in alike(prints):
        faults.append(ListingFault("images", "images_alike", {"first": str(first + 1), "second": str(second + 1)}))
    for verdict in main_image_verdicts(listing, profile):
        if not verdict.passed:
            args = {"found": str(verdict.measured), "limit": str(verdict.limit)}
            faults.append(ListingFault("images", f"image_{verdict.rule}", args))
    return faults


def main_image_verdicts(listing: Listing, profile: PlatformProfile) -> list[ImageFault]:
    """The platform's verdict on the main image for every rule; empty without an image."""
    return image_verdicts(listing.images[0].facts, profile) if listing.images else []


def image_verdicts(facts: ImageFacts, profile: PlatformProfile) -> list[ImageFault]:
    """What a platform says of a picture as a main image, rule by rule."""
    return main_image_faults(
        facts,
        white_background=profile.main_image_white_background,
        min_fill=profile.main_image_min_fill,
        square=profile.main_image_square,
        side_min_px=profile.image_side_min_px,
        side_max_px=profile.image_side_max_px,
        max_bytes=profile.image_max_bytes,
        formats=profile.image_formats,
        marks_allowed=profile.main_image_marks_allowed,
    )


def _offer_faults(listing: Listing) -> list[ListingFault]:
    faults = []
    if listing.price is None:
        faults.append(ListingFault("price", "price_missing", blocks=True))
    if listing.stock == 0:
        faults.append(ListingFault("stock", "stock_empty"))
    return faults


def _rule_faults(listing: Listing, setting: Setting) -> list[ListingFault]:
    """What the country says to the goods; the key of the rule is the argument, its words stand in the rule's own file."""
    faults = []
    kinds = {setting.products[listing.sku].documents[name].kind for name in listing.documents}
    for rule in restrictions_of(setting, listing.sku, listing.country):
        if rule.kind == "banned":
            faults.append(ListingFault("category", "banned_here", {"rule": rule.key}, blocks=True))
        elif rule.documents and not kinds.issuperset(rule.documents):
            missing = ", ".join(kind for kind in rule.documents if kind not in kinds)
            faults.append(ListingFault("documents", "rule_papers_missing", {"rule": rule.key, "found": missing}))
    return faults


def _label_faults(listing: Listing, setting: Setting) -> list[ListingFault]:
    """What the offer does not say of who stands behind the goods, where it must; only of goods that came with a label's data."""
    if not asks_for_label(setting, listing):
        return []
    main = setting.platforms[listing.platform].markets[listing.country].languages[:1]
    gaps = label_gaps(listing.label or Label(), fields_demanded(setting, listing), main)
    return [
        ListingFault(f"label.{gap.field}.{gap.language}" if gap.language else f"label.{gap.field}", f"label_{gap.kind}", {"limit": gap.language})
        for gap in gaps
    ]


def _brand_faults(listing: Listing, setting: Setting) -> list[ListingFault]:
    return [
        ListingFault(field, f"name_{trap.kind}", {"found": trap.quote}, blocks=trap.kind in _BLOCKING_NAMES)
        for field, trap in traps_of(setting, listing)
    ]
