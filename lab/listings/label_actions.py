"""What a seller does about the label data of a listing."""

from dataclasses import dataclass, replace

from lab.customs.label_data import PLAIN_FIELDS, Label
from lab.listings.actions import check_sizes, listing_or_new
from lab.listings.translations import first_language, further_languages
from lab.values.errors import Refused
from lab.values.text import tidy, tidy_lines
from lab.world.action import Action, action
from lab.world.world import World

MAX_LINE = 300
MAX_WARNING = 2000


@action("listing.label", about="listing")
@dataclass(frozen=True, slots=True)
class LabelListing(Action):
    """Save who stands behind the goods of a listing, and its warnings by language. A part that is None stays as it was, and so do warnings in
    languages that are not named; an empty one is taken away."""

    listing: str
    manufacturer: str | None = None
    address: str | None = None
    contact: str | None = None
    responsible: str | None = None
    responsible_address: str | None = None
    responsible_contact: str | None = None
    warnings: dict[str, str] | None = None

    def apply(self, world: World) -> None:
        listing = listing_or_new(world, self.listing)
        known = (first_language(world.setting, listing), *further_languages(world.setting, listing))
        given = {name: getattr(self, name) for name in PLAIN_FIELDS}
        check_sizes({name: (len(text or ""), MAX_LINE) for name, text in given.items()})
        for language, text in (self.warnings or {}).items():
            if language not in known:
                raise Refused("language_not_used_here", language=language[:40], known=", ".join(known))
            check_sizes({"warnings": (len(text), MAX_WARNING)})
        before = listing.label or Label()
        texts = {**dict(before.warnings), **{code: tidy_lines(text) for code, text in (self.warnings or {}).items()}}
        label = replace(
            before,
            **{name: tidy(text) for name, text in given.items() if text is not None},
            warnings=tuple((code, texts[code]) for code in sorted(texts) if texts[code]),
        )
        world.listings[listing.key] = replace(listing, saved_at=world.now, label=None if label.is_empty else label)
