"""The texts of a listing by language: which languages there are, what is written in one, and how complete that is.

The main text is in the first language of the place. Others may be written in the further languages of the place and in English,
which many buyers read everywhere. A reader is shown the translation field by field, and the main text where nothing is translated.

Completeness is the mean of the parts that the platform uses: title, bullet points, description, search terms, and the alternative texts
of the pictures. A part counts by its length against what the platform asks for at least; a text that is clearly in another
language counts nothing.
"""

from dataclasses import dataclass, replace
from typing import Literal

from lab.languages.identify import language_verdict
from lab.world.listing import Listing, Translation
from lab.world.setting import Setting

ENGLISH = "en"
WHOLE = 1000
PartName = Literal["title", "bullets", "description", "search_terms", "alt"]
GapKind = Literal["missing", "short", "language"]


@dataclass(frozen=True, slots=True)
class Gap:
    """What a part still lacks: all of it, some of it, or it is in another language."""

    part: PartName
    kind: GapKind


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of a listing a reader of one language is told, in permille, and what is missing. `asked` is False for English
    where the place does not use it."""

    language: str
    permille: int
    gaps: tuple[Gap, ...]
    asked: bool

    @property
    def percent(self) -> int:
        """Whole percent; 100 only for a complete one."""
        return self.permille // 10


def first_language(setting: Setting, listing: Listing) -> str:
    """The language of the main text."""
    return setting.platforms[listing.platform].markets[listing.country].languages[0]


def further_languages(setting: Setting, listing: Listing) -> tuple[str, ...]:
    """Languages in which a listing may have a text beside the main one: those of the place, and English."""
    return further_of(setting.platforms[listing.platform].markets[listing.country].languages)


def further_of(languages: tuple[str, ...]) -> tuple[str, ...]:
    """The same by the languages of the place."""
    return tuple(language for language in dict.fromkeys((*languages[1:], ENGLISH)) if language != languages[0])


def written_in(setting: Setting, listing: Listing, language: str) -> Translation:
    """What is written in a language; empty where nothing is."""
    return listing.main_text if language == first_language(setting, listing) else listing.translations.get(language, Translation())


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader of one language is shown of a listing; beside each part stands the language that it is in."""

    text: Translation
    title_language: str
    bullets_language: str
    description_language: str

    @property
    def languages(self) -> frozenset[str]:
        """The languages of everything that is there to read."""
        parts = (
            (self.text.title, self.title_language), (self.text.bullets, self.bullets_language),
            (self.text.description, self.description_language),
        )  # fmt: skip
        return frozenset(language for part, language in parts if part)


def shown_in(setting: Setting, listing: Listing, language: str) -> Shown:
    """What a reader of a language is shown: the translation part by part, else the main text."""
    first, main = first_language(setting, listing), listing.main_text
    own = listing.translations.get(language, Translation())
    text = Translation(
        own.title or main.title, own.bullets or main.bullets, own.description or main.description, own.search_terms or main.search_terms
    )
    return Shown(
        text,
        language if own.title else first,
        language if own.bullets else first,
        language if own.description else first,
    )


def with_text(listing: Listing, text: Translation) -> Listing:
    """A listing beside the given one that says nothing but this text."""
    return replace(
        listing, title=text.title, bullets=list(text.bullets), description=text.description, search_terms=text.search_terms, translations={}
    )


def completeness(setting: Setting, listing: Listing) -> tuple[Completeness, ...]:
    """How complete each language is: the first of the place, its others, and English."""
    return tuple(_of(setting, listing, language) for language in (first_language(setting, listing), *further_languages(setting, listing)))


def _of(setting: Setting, listing: Listing, language: str) -> Completeness:
    profile = setting.platforms[listing.platform]
    used = profile.markets[listing.country].languages
    text = written_in(setting, listing, language)
    shares: list[tuple[PartName, int, str]] = [("title", _share(len(text.title), profile.title_min_chars), text.title)]
    if profile.bullets_used:
        shares.append(("bullets", _share(len(text.bullets), profile.bullets_min), "\n".join(text.bullets)))
    shares.append(("description", _share(len(text.description), profile.description_min_chars), text.description))
    if profile.search_terms_used:
        # Single words are too little to tell a language by.
        shares.append(("search_terms", _share(len(text.search_terms), 1), ""))
    if listing.images and language in used:
        described = [image.alt_in(language, used[0]) for image in listing.images]
        shares.append(("alt", _share(sum(map(bool, described)), len(described)), " ".join(filter(None, described))))
    earned, gaps = 0, []
    for part, share, written in shares:
        if share and written and language_verdict(written, (language,)).answer == "no":
            gaps.append(Gap(part, "language"))
            continue
        earned += share
        if share < WHOLE:
            gaps.append(Gap(part, "short" if share else "missing"))
    return Completeness(language, earned // len(shares), tuple(gaps), language in used)


def _share(found: int, wanted: int) -> int:
    """In permille, how much there is of what is wanted at least; where nothing is wanted, one is."""
    return min(WHOLE, WHOLE * found // max(1, wanted))
