"""Check: every picture is described for people who cannot see it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Self

import regex
from pydantic import Field, model_validator

from lab.checks.pictures import Judged, picture_proof
from lab.checks.spoiling import saved_at_the_end
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Names
from lab.grading.spoil import Log, Spoiled
from lab.languages.facts import PhrasesFact, find_fact
from lab.languages.identify import language_verdict
from lab.values.text import tidy
from lab.world.listing import Listing, ListingImage

_FILE_NAME = regex.compile(
    r"\.(?:jpe?g|png|webp|avif|gif|heic|tiff?)(?!\p{L})|^\s*(?:img|dscn?|dcim|image|photo|pic|screenshot|untitled)?[\s_\-]*[\d_\-\s().]*$|^\s*\S*_\S*\s*$",
    regex.IGNORECASE,
)


class ImageAltText(Check):
    """Earns described pictures, and things mentioned, by pictures and things asked for.

    A description has at least `min` characters in one of the languages `lang`, is no file name and not the same as that of
    an earlier picture; a language that is not sure is not held against anybody. `mention` names facts of the scenario, or
    gives words, that the descriptions of a listing together must say.
    """

    name: ClassVar[str] = "image.alt_text"
    skill_default: ClassVar[str] = "english-and-another-language"
    lang: Names = Field(min_length=1)
    min: int = Field(20, ge=1, le=400)
    mention: Names = ()

    @model_validator(mode="after")
    def _words_are_there(self) -> Self:
        if not all(any(character.isalnum() for character in name) for name in self.mention):
            raise ValueError("'mention' gives names of facts, or words")
        return self

    def examine(self, evidence: Evidence) -> Finding:
        items = [item for key in self.on for item in self._examine_one(evidence, key)]
        return items_finding(
            items, right="pictures_described", partly="pictures_partly_described", wrong="pictures_not_described"
        )

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        def silent(listing: Listing) -> dict[str, Any]:
            return {"images": tuple(replace(image, alt="", alts=()) for image in listing.images)}

        yield from saved_at_the_end(log, right, "the pictures not described", self.on, silent)

    def _examine_one(self, evidence: Evidence, key: str) -> list[Item]:
        listing = evidence.listing(key)
        if listing is None or not listing.images:
            return [Item(ZERO, proof("image", object=key, found="no image"))]
        texts = [self._text(evidence, listing, image) for image in listing.images]
        items = []
        for place, (image, text) in enumerate(zip(listing.images, texts, strict=True)):
            judged = _form(text, texts[:place], self.min)
            shown = picture_proof(key, place + 1, image, text=text)
            if judged.answer == "yes":
                verdict = language_verdict(text, self.lang)
                judged = Judged(
                    verdict.answer, "another language" if verdict.answer == "no" else "", verdict.identified.language
                )
                shown |= {"kind": "language", "expected": " / ".join(self.lang)}
            items.append(judged.item(shown))
        return items + [self._mentioned(evidence, key, "\n".join(texts), name) for name in self.mention]

    def _text(self, evidence: Evidence, listing: Listing, image: ListingImage) -> str:
        """The description in the first of the languages that has one, else the plain one."""
        first = evidence.world.profile_of(listing).markets[listing.country].languages[0]
        return next(
            (tidy(text) for text in (image.alt_in(language, first) for language in self.lang) if text.strip()),
            tidy(image.alt),
        )

    def _mentioned(self, evidence: Evidence, key: str, text: str, name: str) -> Item:
        fact = evidence.facts.get(name) or PhrasesFact(((name,),))
        statement = find_fact(text, fact, self.lang[0], evidence.setting.date_at(evidence.moment))
        shown = proof("text", object=key, fact=name, found=statement.found or "not stated", expected=statement.expected)
        return Item(ONE if statement.status == "right" else ZERO, {**shown, "verdict": statement.status})


def _form(text: str, earlier: Sequence[str], least: int) -> Judged:
    """Whether a text can be a description at all, whatever its language."""
    if not text:
        return Judged("no", "empty")
    if _FILE_NAME.search(text):
        return Judged("no", "a file name")
    if len(text) < least:
        return Judged("no", "too short", len(text))
    if text.casefold() in {one.casefold() for one in earlier}:
        return Judged("no", "the same as another picture's")
    return Judged("yes")
