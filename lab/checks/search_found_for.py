"""Check: buyers find a listing for what they type."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, ClassVar

from pydantic import Field

from lab.checks.spoiling import never_on_sale
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.spoil import Log, Spoiled, named, only_changed, replaced
from lab.languages.search_tokens import search_tokens
from lab.listings.actions import SaveListing
from lab.market.catalogue import attribute_search_text
from lab.search.rank import rank
from lab.search.text import listing_text, wording_of
from lab.world.action import Action
from lab.world.listing import Listing

Query = Annotated[str, Field(min_length=1, max_length=200)]


class SearchFoundFor(Check):
    """Earns, per listing and query, what stands within the first `on_page` pages of results, without the market's daily noise; the mean.

    `language` is that in which the queries are typed, the first of the place unless named.
    """

    name: ClassVar[str] = "search.found_for"
    skill_default: ClassVar[str] = "listing-optimisation"
    queries: tuple[Query, ...] = Field(min_length=1, max_length=30)
    language: str = ""
    on_page: int = Field(default=1, ge=1, le=100)

    def examine(self, evidence: Evidence) -> Finding:
        items = [self._examine_one(evidence, key, query) for key in self.on for query in self.queries]
        return items_finding(items, right="found_for_all", partly="found_for_some", wrong="found_for_none")

    def _language(self, evidence: Evidence, listing: Listing) -> str:
        return self.language or evidence.world.profile_of(listing).markets[listing.country].languages[0]

    def _examine_one(self, evidence: Evidence, key: str, query: str) -> Item:
        listing = evidence.listing(key)
        expected = f"≤ {self.on_page}"
        if listing is None or not listing.is_live:
            return Item(ZERO, proof("rank", object=key, query=query, found="not on sale", expected=expected))
        language = self._language(evidence, listing)
        place = rank(evidence.world, key, query, language)
        found = place.position is not None and place.page is not None and place.page <= self.on_page
        words = set(search_tokens(query, language))
        text = listing_text(evidence.setting.market, wording_of(evidence.setting, listing), language)
        fields = " / ".join(field for field, tokens in text.fields.items() if words.intersection(tokens))
        shown = proof(
            "rank", object=key, query=query, found=f"{place.position} / {place.of}" if place.position is not None else "not found",
            expected=expected, page=place.page, fields=fields or "no field",
        )  # fmt: skip
        return Item(ONE if found else ZERO, shown)

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        """Never on sale; and the words of the queries taken out of everything that was written."""
        yield from never_on_sale(log, self.on, right.world)
        changed = log
        for listing in right.listings(self.on):
            language = self._language(right, listing)
            words = {token for query in self.queries for token in search_tokens(query, language)}
            changed = replaced(changed, named("listing.save", listing=listing.key), _Eraser(right, listing.sku, language, frozenset(words)).without_words)
        yield from only_changed(log, "the words searched for taken out", changed)


class _Eraser:
    """Takes words out of what is written for a product, as a search in one language reads it."""

    def __init__(self, evidence: Evidence, sku: str, language: str, words: frozenset[str]) -> None:
        self._type = evidence.setting.type_of(sku)
        self._language, self._words = language, words

    def without_words(self, action: Action) -> Action:
        assert isinstance(action, SaveListing)
        given = action.attributes
        return replace(
            action,
            title=self._text(action.title),
            bullets=None if action.bullets is None else tuple(self._text(one) or "" for one in action.bullets),
            description=self._text(action.description),
            search_terms=self._text(action.search_terms),
            attributes=None if given is None else {name: value for name, value in given.items() if not self._is_hit(name, value)},
        )

    def _text(self, text: str | None) -> str | None:
        if text is None:
            return None
        lines = ([word for word in line.split(" ") if not self._has(word)] for line in text.split("\n"))
        return "\n".join(" ".join(line) for line in lines)

    def _has(self, text: str) -> bool:
        return bool(self._words.intersection(search_tokens(text, self._language)))

    def _is_hit(self, name: str, value: str) -> bool:
        attribute = self._type.attribute(name)
        return attribute is not None and self._has(attribute_search_text(attribute, value, self._language))
