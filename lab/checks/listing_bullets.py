"""Check: bullet points are as many, as short and as different as they should be."""

import unicodedata
from collections.abc import Iterator
from itertools import combinations
from typing import ClassVar, Self

from pydantic import Field, model_validator

from lab.checks.spoiling import saved_at_the_end
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.spoil import Log, Spoiled
from lab.languages.likeness import likeness
from lab.world.listing import Listing

SAME = 800
"""The likeness, in thousandths, from which on two bullet points say the same."""
_MOST_COMPARED = 30


class ListingBullets(Check):
    """Earns kept rules by all rules, over all listings; a listing without bullet points keeps none.

    The rules are: at least `min`, at most `max`, each from `min_len` to `max_len` characters, and with `distinct` no two that say the
    same. What is not given is what the platform asks for. An empty bullet point is none.
    """

    name: ClassVar[str] = "listing.bullets"
    skill_default: ClassVar[str] = "listing-optimisation"
    min: int | None = Field(default=None, ge=1, le=100)
    max: int | None = Field(default=None, ge=1, le=100)
    min_len: int | None = Field(default=None, ge=1, le=10_000)
    max_len: int | None = Field(default=None, ge=1, le=10_000)
    distinct: bool = True

    @model_validator(mode="after")
    def _limits_fit(self) -> Self:
        for low, high in ((self.min, self.max), (self.min_len, self.max_len)):
            if low is not None and high is not None and low > high:
                raise ValueError("a lower limit must not be above the upper one")
        return self

    def examine(self, evidence: Evidence) -> Finding:
        items = [item for key in self.on for item in self._examine_one(evidence, key)]
        return items_finding(items, right="bullets_right", partly="bullets_partly_right", wrong="bullets_missing")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from saved_at_the_end(log, right, "one bullet point twice", self.on, lambda listing: {"bullets": tuple(listing.bullets[:1] * 2)})

    def _examine_one(self, evidence: Evidence, key: str) -> list[Item]:
        listing = evidence.listing(key)
        bullets = [unicodedata.normalize("NFC", text).strip() for text in listing.bullets] if listing is not None else []
        bullets = [text for text in bullets if any(char.isalnum() for char in text)]
        if listing is None or not bullets:
            found = "no listing" if listing is None else "empty"
            rules = ("enough", "not_too_many", "lengths", *(("distinct",) if self.distinct else ()))
            return [Item(ZERO, proof("text", object=key, rule=rule, found=found)) for rule in rules]
        ref = evidence.deed_ref("listing.save", listing=key)
        profile = evidence.world.profile_of(listing)
        low, high = self.min or max(1, profile.bullets_min), self.max or profile.bullets_max or len(bullets)
        items = [
            _item(ref, key, "enough", len(bullets) >= low, str(len(bullets)), f"≥ {low}"),
            _item(ref, key, "not_too_many", len(bullets) <= high, str(len(bullets)), f"≤ {high}"),
            self._lengths(ref, listing, bullets, self.min_len or profile.bullet_min_chars, self.max_len or profile.bullet_max_chars),
        ]
        return [*items, self._differ(evidence, ref, listing, bullets)] if self.distinct else items

    def _lengths(self, ref: str, listing: Listing, bullets: list[str], low: int, high: int) -> Item:
        lengths = [len(text) for text in bullets]
        kept = all(low <= length and (not high or length <= high) for length in lengths)
        expected = f"{low}–{high}" if high else f"≥ {low}"
        return _item(ref, listing.key, "lengths", kept, ", ".join(map(str, lengths)), expected)

    def _differ(self, evidence: Evidence, ref: str, listing: Listing, bullets: list[str]) -> Item:
        language = evidence.world.profile_of(listing).markets[listing.country].languages[0]
        numbered = enumerate(bullets[:_MOST_COMPARED], start=1)
        same = [
            f"{first}={second}" for (first, one), (second, two) in combinations(numbered, 2)
            if one.casefold() == two.casefold() or likeness(one, two, language) >= SAME
        ]  # fmt: skip
        return _item(ref, listing.key, "distinct", not same, ", ".join(same) or "none alike", "")


def _item(ref: str, key: str, rule: str, kept: bool, found: str, expected: str) -> Item:
    verdict = "right" if kept else "wrong"
    shown = proof("text", ref=ref, object=key, rule=rule, found=found, expected=expected, verdict=verdict)
    return Item(ONE if kept else ZERO, shown)
