"""Check: the search terms of a listing are short, free of repeats, and free of words that do not belong there."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

import regex
from pydantic import Field

from lab.grading.check import ONE, ZERO, Check, Finding, Proof, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Names, Share
from lab.grading.spoil import Log, Spoiled, named, only_changed, replaced
from lab.languages.folding import folded
from lab.languages.search_tokens import search_tokens
from lab.listings.translations import first_language, written_in
from lab.world.action import Action
from lab.world.listing import Listing

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}'-]+")
MOST_SHOWN = 20
"""Faults that the evidence names; all of them count."""


class SearchTermsBudget(Check):
    """Loses `per` for search terms with more than `max_bytes` bytes (UTF-8; what the platform allows unless named), for every word that stands
    there again, for every word that the title has already where `not_in_title` says so, and for every word or phrase of `forbid`; can only lose
    points.

    Without search terms there is nothing to judge, and nothing is earned. `language` names a translation instead of the main text.
    """

    name: ClassVar[str] = "search.terms_budget"
    skill_default: ClassVar[str] = "listing-optimisation"
    only_loses: ClassVar[bool] = True
    max_bytes: int | None = Field(default=None, ge=1, le=5000)
    forbid: Names = ()
    no_repeat: bool = True
    not_in_title: bool = False
    language: str = ""
    per: Share = ONE

    def examine(self, evidence: Evidence) -> Finding:
        faults: list[Proof] = []
        judged = 0
        for key in self.on:
            listing = evidence.listing(key)
            terms = self._terms(evidence, listing) if listing is not None else ""
            if listing is None or not terms:
                faults.append(proof("text", object=key, rule="search_terms", found="empty" if listing is not None else "no listing"))
                continue
            judged += 1
            faults += self._faults(evidence, listing, terms)
        if not judged:
            return Finding(ZERO, "no_search_terms", {}, tuple(faults))
        fraction = max(ZERO, ONE - self.per * len(faults))
        message = "search_terms_wasteful" if faults else "search_terms_good"
        return Finding(fraction, message, {"found": len(faults)}, tuple(faults[:MOST_SHOWN]))

    def _terms(self, evidence: Evidence, listing: Listing) -> str:
        return written_in(evidence.setting, listing, self._language(evidence, listing)).search_terms

    def _language(self, evidence: Evidence, listing: Listing) -> str:
        return self.language or first_language(evidence.setting, listing)

    def _limit(self, evidence: Evidence, listing: Listing) -> int:
        return self.max_bytes if self.max_bytes is not None else evidence.world.profile_of(listing).search_terms_max_bytes

    def _faults(self, evidence: Evidence, listing: Listing, terms: str) -> Iterator[Proof]:
        language, key = self._language(evidence, listing), listing.key
        size, limit = len(terms.encode()), self._limit(evidence, listing)
        if size > limit:
            yield proof("text", object=key, rule="size_bytes", found=size, expected=f"≤ {limit}")
        words = search_tokens(terms, language)
        if self.no_repeat:
            for word, count in Counter(words).items():
                if count > 1:
                    yield proof("text", object=key, rule="repeats", found=f"{word} × {count}")
        if self.not_in_title:
            title = set(search_tokens(written_in(evidence.setting, listing, language).title, language))
            for word in dict.fromkeys(words):
                if word in title:
                    yield proof("text", object=key, rule="in_title", found=word)
        read = _in_words(terms)
        for phrase in self.forbid:
            if _in_words(phrase) in read:
                yield proof("text", object=key, rule="forbidden", found=phrase)

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        """The terms written again and again until they pass the limit."""
        changed = log
        for listing in right.listings(self.on):
            limit = self._limit(right, listing)

            def repeated(action: Action, limit: int = limit) -> Action:
                terms = getattr(action, "search_terms", None)
                if not terms:
                    return action
                again = " ".join([terms] * (limit // (len(terms.encode()) + 1) + 2))
                return replace(action, search_terms=again)  # type: ignore[type-var]

            names = ("listing.translate",) if self.language and self.language != first_language(right.setting, listing) else ("listing.save",)
            fields = {"listing": listing.key, **({"language": self.language} if names == ("listing.translate",) else {})}
            changed = replaced(changed, named(*names, **fields), repeated)
        yield from only_changed(log, "the search terms repeated past the limit", changed)


def _in_words(text: str) -> str:
    """The words of a text, folded, one space around each."""
    return f" {' '.join(_WORD.findall(folded(text)))} "
