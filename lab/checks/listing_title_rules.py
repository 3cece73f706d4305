"""Check: a title keeps the platform's rules."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from lab.checks.spoiling import saved_at_the_end
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.spoil import Log, Spoiled
from lab.listings.actions import MAX_TITLE
from lab.listings.title import title_verdicts
from lab.values.text import clip


class ListingTitleRules(Check):
    """Earns kept rules by all rules; no title earns nothing."""

    name: ClassVar[str] = "listing.title_rules"
    skill_default: ClassVar[str] = "listing-optimisation"
    rules: Literal["market"]

    def examine(self, evidence: Evidence) -> Finding:
        items = []
        for key in self.on:
            listing = evidence.listing(key)
            if listing is None or not listing.title:
                items.append(Item(ZERO, proof("text", object=key, found="no title", expected="a title")))
                continue
            profile = evidence.world.profile_of(listing)
            for verdict in title_verdicts(listing.title, profile, listing.country):
                shown = proof("text", object=key, rule=verdict.rule, found=verdict.found, expected=verdict.limit, text=listing.title)
                items.append(Item(ONE if verdict.kept else ZERO, shown))
        return items_finding(items, right="title_keeps_rules", partly="title_breaks_some_rules", wrong="title_missing")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from saved_at_the_end(log, right, "a title far too long", self.on, lambda listing: {"title": clip(f"{listing.title} " * 20, MAX_TITLE)})
