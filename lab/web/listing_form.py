"""The form of the listing editor: what stands in it, and the action that it asks for.

What a person typed is kept as typed until it has been saved, also when it cannot be read.
"""

from dataclasses import dataclass, field

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from lab.customs.label_data import PLAIN_FIELDS, Label
from lab.listings.actions import SaveListing
from lab.listings.families import SetFamily
from lab.listings.identifiers import tidied_gtin
from lab.listings.label_actions import LabelListing
from lab.listings.picture_actions import DescribeImage, SetImageRole
from lab.listings.translation_actions import TranslateListing
from lab.listings.translations import further_of
from lab.market.catalogue import ProductType
from lab.platforms.profile import PlatformProfile
from lab.values.errors import BadInput
from lab.values.text import tidy, tidy_lines
from lab.web.errors import sentence
from lab.web.formats import amount_text
from lab.web.seller import amount_fault, read_money, read_number
from lab.world.action import Action
from lab.world.listing import ROLES, Listing, Translation

MAX_TYPED = 20_000


@dataclass(slots=True)
class TextForm:
    """The text in a further language as typed; `bullets` has one entry per row of the form."""

    title: str = ""
    bullets: list[str] = field(default_factory=list)
    description: str = ""
    search_terms: str = ""


@dataclass(slots=True)
class ListingForm:
    """Every field of the editor as text; `bullets` has one entry per row of the form."""

    title: str = ""
    bullets: list[str] = field(default_factory=list)
    description: str = ""
    search_terms: str = ""
    category: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    documents: list[str] = field(default_factory=list)
    gtin: str = ""
    family: str = ""
    axis: str = ""
    price: str = ""
    stock: str = ""
    alts: dict[tuple[str, str], str] = field(default_factory=dict)
    """Alternative texts by the hash of the picture and the language."""
    roles: dict[str, str] = field(default_factory=dict)
    texts: dict[str, TextForm] = field(default_factory=dict)
    """By the further languages in which the listing may be written."""
    label: dict[str, str] = field(default_factory=dict)
    """Who stands behind the goods, by field; warnings as "warnings.de"."""


def form_of(listing: Listing, profile: PlatformProfile) -> ListingForm:
    """The form of a listing as it stands."""
    rows = max(profile.bullets_max, len(listing.bullets)) if profile.bullets_used else 0
    codes = profile.markets[listing.country].languages
    return ListingForm(
        title=listing.title,
        bullets=[*listing.bullets, *[""] * (rows - len(listing.bullets))] if rows else [],
        description=listing.description,
        search_terms=listing.search_terms,
        category=listing.category,
        attributes=dict(listing.attributes),
        documents=list(listing.documents),
        gtin=listing.gtin,
        family=listing.family,
        axis=listing.axis,
        price=amount_text(listing.price),
        stock=str(listing.stock) if listing.stock or listing.saved_at or listing.first_live_at is not None else "",
        alts={(image.sha256, code): image.alt_in(code, codes[0]) for image in listing.images for code in codes},
        roles={image.sha256: image.role for image in listing.images},
        texts={code: _text_form(listing.translations.get(code, Translation()), rows) for code in further_of(codes)},
        label=_label_form(listing.label or Label(), codes),
    )


def _label_form(label: Label, codes: tuple[str, ...]) -> dict[str, str]:
    warnings = {f"warnings.{code}": label.warning_in(code) for code in (codes[0], *further_of(codes))}
    return {**{name: label.field(name) for name in PLAIN_FIELDS}, **warnings}


def _text_form(text: Translation, rows: int) -> TextForm:
    bullets = [*text.bullets, *[""] * (rows - len(text.bullets))] if rows else []
    return TextForm(text.title, bullets, text.description, text.search_terms)


def form_sent(
    sent: "MultiDict[str, str]", listing: Listing, profile: PlatformProfile, type_: ProductType
) -> ListingForm:
    """The form as it was sent; only fields that the editor has are read."""

    def text(name: str) -> str:
        return sent.get(name, "")[:MAX_TYPED]

    rows = max(profile.bullets_max, len(listing.bullets)) if profile.bullets_used else 0
    codes = profile.markets[listing.country].languages
    return ListingForm(
        title=text("title"),
        bullets=[text(f"bullet.{number}") for number in range(1, rows + 1)],
        description=text("description"),
        search_terms=text("search_terms"),
        category=text("category"),
        attributes={attribute.key: text(f"attribute.{attribute.key}") for attribute in type_.attributes},
        documents=[name[:200] for name in sent.getlist("document")],
        gtin=text("gtin"),
        family=text("family") if "family" in sent else listing.family,
        axis=text("axis") if "axis" in sent else listing.axis,
        price=text("price"),
        stock=text("stock"),
        # a picture that came after the page was opened has no fields there, and keeps what was said of it
        alts={
            (image.sha256, code): text(name)
            for image in listing.images
            for code in codes
            if (name := f"alt.{image.sha256}.{code}") in sent
        },
        roles={image.sha256: text(name) for image in listing.images if (name := f"role.{image.sha256}") in sent},
        # a form without the fields of a language leaves its text as it is
        texts={
            code: TextForm(
                text(f"text.{code}.title"),
                [text(f"text.{code}.bullet.{number}") for number in range(1, rows + 1)],
                text(f"text.{code}.description"),
                text(f"text.{code}.search_terms"),
            )
            if f"text.{code}.title" in sent
            else _text_form(listing.translations.get(code, Translation()), rows)
            for code in further_of(codes)
        },
        label={
            name: text(f"label.{name}") if f"label.{name}" in sent else stands
            for name, stands in _label_form(listing.label or Label(), codes).items()
        },
    )


def save_asked(
    form: ListingForm, listing: Listing, profile: PlatformProfile, currency: str
) -> tuple[SaveListing, dict[str, list[str]]]:
    """The action that a form asks for, and a sentence for every field that cannot be read; those stay unchanged."""
    faults: dict[str, list[str]] = {}
    price = stock = None
    if form.price.strip():
        try:
            price = read_money(form.price, currency)
        except BadInput:
            faults["price"] = [amount_fault(form.price)]
    elif listing.price is not None:
        faults["price"] = [_("Give a price. If nobody should buy it, take the listing off sale.")]
    if form.stock.strip():
        try:
            stock = read_number(form.stock, "stock")
        except BadInput as error:
            faults["stock"] = [sentence(error)]
    save = SaveListing(
        listing=listing.key,
        title=form.title,
        bullets=tuple(form.bullets) if profile.bullets_used else None,
        description=form.description,
        search_terms=form.search_terms if profile.search_terms_used else None,
        category=form.category,
        attributes={key: value for key, value in form.attributes.items() if value.strip()},
        price=price,
        stock=stock,
        documents=tuple(form.documents),
        gtin=form.gtin if tidied_gtin(form.gtin) != listing.gtin else None,
    )
    return save, faults


def changes(save: SaveListing, listing: Listing) -> bool:
    """Whether saving would change anything."""
    given = {key: tidy(value) for key, value in (save.attributes or {}).items()}
    return (
        save.title != listing.title
        or (save.bullets is not None and [text for text in map(tidy, save.bullets) if text] != listing.bullets)
        or (save.description or "").replace("\r\n", "\n") != listing.description
        or (save.search_terms is not None and save.search_terms != listing.search_terms)
        or save.category != listing.category
        or given != listing.attributes
        or (save.price is not None and save.price != listing.price)
        or (save.stock is not None and save.stock != listing.stock)
        or (save.documents is not None and list(save.documents) != listing.documents)
        or save.gtin is not None
    )


def translation_changes(form: ListingForm, listing: Listing, profile: PlatformProfile) -> list[TranslateListing]:
    """What the form asks for about the texts in further languages; fields that the platform does not use stay as they are."""
    wanted = []
    for code, typed in form.texts.items():
        stands = listing.translations.get(code, Translation())
        text = Translation(
            tidy(typed.title),
            tuple(one for one in map(tidy, typed.bullets) if one) if profile.bullets_used else stands.bullets,
            tidy_lines(typed.description),
            tidy(typed.search_terms) if profile.search_terms_used else stands.search_terms,
        )
        if text != stands:
            wanted.append(TranslateListing(listing.key, code, text.title, text.bullets, text.description, text.search_terms))
    return wanted


def label_changes(form: ListingForm, listing: Listing) -> list[LabelListing]:
    """What the form asks for about who stands behind the goods; nothing where nothing would change."""
    before = listing.label or Label()
    plain = {name: form.label[name] for name in PLAIN_FIELDS if tidy(form.label.get(name, "")) != before.field(name)}
    warnings = {
        name.removeprefix("warnings."): text
        for name, text in form.label.items()
        if name.startswith("warnings.") and tidy_lines(text) != before.warning_in(name.removeprefix("warnings."))
    }
    return [LabelListing(listing.key, **plain, warnings=warnings or None)] if plain or warnings else []


def family_changes(form: ListingForm, listing: Listing) -> list[SetFamily]:
    """What the form asks for about the variations to which the listing belongs."""
    family = tidy(form.family)
    if not family:
        return [SetFamily(listing.key)] if listing.family else []
    return [SetFamily(listing.key, family, form.axis)] if (family, form.axis) != (listing.family, listing.axis) else []


def picture_changes(form: ListingForm, listing: Listing, profile: PlatformProfile) -> list[Action]:
    """What the form asks for about the pictures already there: other alternative texts, other roles."""
    codes = profile.markets[listing.country].languages
    wanted: list[Action] = []
    for image in listing.images:
        for code in codes:
            typed = form.alts.get((image.sha256, code))
            if typed is not None and tidy(typed) != image.alt_in(code, codes[0]):
                wanted.append(DescribeImage(listing.key, image.sha256, typed, "" if code == codes[0] else code))
        role = form.roles.get(image.sha256, image.role)
        if role in ("", *ROLES) and role != image.role:
            wanted.append(SetImageRole(listing.key, image.sha256, role))
    return wanted
