"""Check: a title holds the words by which buyers know the goods."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import ClassVar, Self

import regex
from pydantic import Field, model_validator

from lab.checks.spoiling import saved_at_the_end
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Names
from lab.grading.spoil import Log, Spoiled
from lab.languages.folding import fold
from lab.languages.phrases import PhraseBook
from lab.languages.search_tokens import search_tokens

_SYNTAX = regex.compile(r"[*|()]|\.\.\.")


class ListingTitleTerms(Check):
    """Earns groups of which the title holds a term, by all groups, over all listings; no title earns nothing.

    A group is a list of synonyms in the syntax of phrases (`*` any ending, `|` alternatives, `...` a gap). A term without such signs is
    also found with other endings, as the search of the language `lang` finds it; that is the first of the market without `lang`.
    """

    name: ClassVar[str] = "listing.title_terms"
    skill_default: ClassVar[str] = "listing-optimisation"
    groups: tuple[Names, ...] = Field(min_length=1)
    lang: str = Field(default="", pattern=r"^(?:[a-z]{2,3}(?:-[A-Za-z0-9]+)*)?$")

    @model_validator(mode="after")
    def _groups_fit(self) -> Self:
        for group in self.groups:
            if not group:
                raise ValueError("a group needs a term")
            _book(group)  # raises for a term that is no phrase
        return self

    def examine(self, evidence: Evidence) -> Finding:
        items = [self._examine_one(evidence, key, group) for key in self.on for group in self.groups]
        return items_finding(items, right="title_has_terms", partly="title_has_some_terms", wrong="title_has_no_terms")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from saved_at_the_end(log, right, "the title without its terms", self.on, lambda listing: {"title": "-"})

    def _examine_one(self, evidence: Evidence, key: str, group: Names) -> Item:
        listing = evidence.listing(key)
        wanted = " / ".join(group)
        if listing is None or not listing.title:
            return Item(ZERO, proof("text", object=key, found="no title", expected=wanted))
        language = self.lang or evidence.world.profile_of(listing).markets[listing.country].languages[0]
        ref = evidence.deed_ref("listing.save", listing=key)
        whole = fold(listing.title)
        hits = _book(group).find(whole.text)
        if hits:
            found, span = whole.quote(hits[0].start, hits[0].end), list(whole.span(hits[0].start, hits[0].end))
            return Item(ONE, proof("text", ref=ref, object=key, found=found, expected=wanted, span=span, text=listing.title))
        tokens = search_tokens(listing.title, language)
        term = next((term for term in group if not _SYNTAX.search(term) and _stands_in(search_tokens(term, language), tokens)), None)
        share = ZERO if term is None else ONE
        return Item(share, proof("text", ref=ref, object=key, found=term or "missing", expected=wanted, text=listing.title))


def _stands_in(few: Sequence[str], many: Sequence[str]) -> bool:
    """Whether some tokens stand in a row among others."""
    return bool(few) and any(many[place : place + len(few)] == few for place in range(len(many) - len(few) + 1))


@lru_cache(maxsize=512)
def _book(group: tuple[str, ...]) -> PhraseBook:
    return PhraseBook(group)
