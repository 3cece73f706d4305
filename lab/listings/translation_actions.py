"""What a seller does to the texts of a listing in further languages."""

from dataclasses import dataclass, replace

from lab.listings.actions import check_may_be_live, check_text_sizes, listing_or_new
from lab.listings.translations import first_language, further_languages
from lab.values.errors import Refused
from lab.values.text import tidy, tidy_lines
from lab.world.action import Action, action
from lab.world.listing import Translation
from lab.world.world import World


@action("listing.translate", about="listing")
@dataclass(frozen=True, slots=True)
class TranslateListing(Action):
    """Save the text of a listing in a further language. A part that is None stays as it was; a text without any part is
    cleared, and buyers read the main one."""

    listing: str
    language: str
    title: str | None = None
    bullets: tuple[str, ...] | None = None
    description: str | None = None
    search_terms: str | None = None

    def apply(self, world: World) -> None:
        listing = listing_or_new(world, self.listing)
        if self.language == first_language(world.setting, listing):
            raise Refused("language_of_main_text", language=self.language)
        known = further_languages(world.setting, listing)
        if self.language not in known:
            raise Refused("language_not_used_here", language=self.language[:40], known=", ".join(known))
        check_text_sizes(self.title, self.bullets, self.description, self.search_terms)
        before = listing.translations.get(self.language, Translation())
        text = self._over(before)
        if text.is_empty and before.is_empty:
            raise Refused("no_such_translation", listing=listing.key, language=self.language)
        texts = {**listing.translations, self.language: text}
        saved = replace(
            listing, saved_at=world.now, translations={code: texts[code] for code in sorted(texts) if not texts[code].is_empty}
        )
        if saved.is_live:
            check_may_be_live(world, saved)
        world.listings[listing.key] = saved

    def _over(self, before: Translation) -> Translation:
        """The text that comes out, tidied."""
        return Translation(
            before.title if self.title is None else tidy(self.title),
            before.bullets if self.bullets is None else tuple(text for text in map(tidy, self.bullets) if text),
            before.description if self.description is None else tidy_lines(self.description),
            before.search_terms if self.search_terms is None else tidy(self.search_terms),
        )
