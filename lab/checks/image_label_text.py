"""Check: texts on pictures are right, in the buyers' language, and can be read on a phone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from pydantic import Field

from lab.checks.pictures import Judged, made_picture, picture_proof
from lab.checks.spoiling import without_pictures
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Names
from lab.grading.spoil import Log, Spoiled
from lab.images.labels import LabelFacts
from lab.languages.facts import find_fact
from lab.languages.identify import language_verdict
from lab.world.listing import Listing, ListingImage


@dataclass(frozen=True, slots=True)
class _Label:
    """A label, and the picture on which it stands."""

    number: int
    image: ListingImage
    facts: LabelFacts


class ImageLabelText(Check):
    """Earns rules kept and facts stated right by all of them, over the labels on a listing's pictures.

    Rules: the language of all labels together; and by the share of labels that keep them, at most `max_chars`
    characters, `contrast` (hundredths of the WCAG ratio), letters of at least `height` permille of the picture, at least
    `margin` permille from the frame, no character without a font. Facts are those of the scenario; a contradiction
    earns nothing for its fact. Where pictures made elsewhere are said to bear texts and there are no labels, a person looks.
    """

    name: ClassVar[str] = "image.label_text"
    skill_default: ClassVar[str] = "english-and-another-language"
    lang: Names = Field(min_length=1)
    states: Names = ()
    max_chars: int = Field(60, ge=1, le=200)
    contrast: int = Field(450, ge=100, le=2100)
    height: int = Field(25, ge=1, le=200)
    margin: int = Field(20, ge=0, le=400)

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts of the scenario that this check names."""
        return self.states

    def examine(self, evidence: Evidence) -> Finding:
        items = [item for key in self.on for item in self._examine_one(evidence, key)]
        return items_finding(items, right="labels_good", partly="labels_partly_good", wrong="labels_missing")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from without_pictures(log, right, self.on)

    def _examine_one(self, evidence: Evidence, key: str) -> list[Item]:
        listing = evidence.listing(key)
        if listing is None or not listing.images:
            return [Item(ZERO, proof("image", object=key, found="no image"))]
        labels = [
            _Label(number, image, facts)
            for number, image in enumerate(listing.images, start=1)
            if (made := made_picture(evidence, image)) is not None
            for facts in made.labels
        ]
        if not labels:
            return [_without_labels(evidence, listing)]
        text = "\n".join(label.facts.text for label in labels)
        return [
            self._language(key, labels, text),
            _worst(key, labels, "short_enough", [len(label.facts.text) for label in labels], high=self.max_chars),
            _worst(key, labels, "contrast", [label.facts.contrast for label in labels], low=self.contrast),
            _worst(key, labels, "letters", [label.facts.height for label in labels], low=self.height),
            _worst(key, labels, "margin", [label.facts.margin for label in labels], low=self.margin),
            _worst(key, labels, "glyphs", [int(label.facts.missing) for label in labels], high=0),
            *(self._stated(evidence, key, text, name) for name in self.states),
        ]

    def _language(self, key: str, labels: Sequence[_Label], text: str) -> Item:
        verdict = language_verdict(text, self.lang)
        # numbers and codes alone are in no language
        answer = "unsure" if not any(character.isalpha() for character in text) else verdict.answer
        shown = picture_proof(
            key, labels[0].number, labels[0].image, rule="language", expected=" / ".join(self.lang), text=text
        )
        return Judged(answer, found=verdict.identified.language).item({**shown, "kind": "language"})

    def _stated(self, evidence: Evidence, key: str, text: str, name: str) -> Item:
        statement = find_fact(text, evidence.facts[name], self.lang[0], evidence.setting.date_at(evidence.moment))
        shown = proof("text", object=key, fact=name, found=statement.found or "not stated", expected=statement.expected)
        return Item(ONE if statement.status == "right" else ZERO, {**shown, "verdict": statement.status})


def _without_labels(evidence: Evidence, listing: Listing) -> Item:
    for number, image in enumerate(listing.images, start=1):
        if number > 1 and made_picture(evidence, image) is None and image.role in ("infographic", "dimensions"):
            return Judged("unsure", "made elsewhere").item(picture_proof(listing.key, number, image, rule="language"))
    return Item(ZERO, proof("image", object=listing.key, found="no text on it"))


def _worst(
    key: str,
    labels: Sequence[_Label],
    rule: str,
    values: Sequence[int],
    *,
    low: int | None = None,
    high: int | None = None,
) -> Item:
    """The share of labels within a limit, shown by the one that is worst."""
    worst = max(values) if low is None else min(values)
    kept = sum((low is None or value >= low) and (high is None or value <= high) for value in values)
    label = labels[values.index(worst)]
    shown = picture_proof(
        key,
        label.number,
        label.image,
        rule=rule,
        found=worst,
        expected=high if low is None else low,
        text=label.facts.text,
    )
    return Item(Fraction(kept, len(values)), shown)
