"""Check: an offer says who stands behind the goods, and warns in the language of its buyers."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from lab.checks.spoiling import at_the_end, in_another_language, left_out
from lab.customs.label_data import PLAIN_FIELDS, Label, LabelField
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Names
from lab.grading.spoil import Log, Spoiled
from lab.languages.facts import find_fact
from lab.languages.folding import folded
from lab.languages.identify import language_verdict
from lab.listings.label_actions import LabelListing
from lab.listings.product_label import fields_demanded
from lab.listings.translations import first_language
from lab.world.action import Action
from lab.world.listing import Listing
from lab.world.setting import Setting


class ComplianceLabelData(Check):
    """Earns, per listing, fields that are as they must be by fields asked for: those that the listing's country demands of offers (`market`),
    or a list.

    A name or address is right when it reads as on the goods, where the scenario says what stands there; capitals and spaces do not matter. Warnings are
    asked for in each language of `lang` (the first of the place unless named): written in that language, with the product's own warning where it
    has one in that language, and with every fact named. Where a country demands nothing, `market` earns nothing.
    """

    name: ClassVar[str] = "compliance.label_data"
    skill_default: ClassVar[str] = "law"
    fields: Literal["market"] | Annotated[tuple[LabelField, ...], Field(min_length=1)] = "market"
    lang: Names = ()
    facts: Names = ()

    def examine(self, evidence: Evidence) -> Finding:
        items = [item for key in self.on for item in self._examine_one(evidence, key)]
        if not items:
            return Finding(ZERO, "label_not_demanded", {}, ())
        return items_finding(items, right="label_right", partly="label_partly_right", wrong="label_wrong")

    def _examine_one(self, evidence: Evidence, key: str) -> list[Item]:
        platform, country, sku = key.split("/")
        listing = evidence.listing(key)
        place = listing or Listing(sku, platform, country)
        label = (listing.label if listing is not None else None) or Label()
        ref = evidence.deed_ref("listing.label", listing=key)
        items = []
        for field in self._fields(evidence.setting, place):
            if field == "warnings":
                items += [self._warning(evidence, place, label, language, ref) for language in self._languages(evidence.setting, place)]
                continue
            truth = evidence.setting.products[sku].label
            own, found = truth.field(field) if truth is not None else "", label.field(field)
            verdict = "missing" if not found else "not as on the goods" if own and not _alike(found, own) else "right"
            shown = proof("state", ref=ref, object=key, rule=f"label_{field}", found=found or "empty", expected=own, verdict=verdict)
            items.append(Item(ONE if verdict == "right" else ZERO, shown))
        return items

    def _fields(self, setting: Setting, listing: Listing) -> tuple[LabelField, ...]:
        return fields_demanded(setting, listing) if isinstance(self.fields, str) else self.fields

    def _languages(self, setting: Setting, listing: Listing) -> Names:
        return self.lang or (first_language(setting, listing),)

    def _warning(self, evidence: Evidence, listing: Listing, label: Label, language: str, ref: str) -> Item:
        text = label.warning_in(language)
        truth = evidence.setting.products[listing.sku].label
        own = truth.warning_in(language) if truth is not None else ""
        today = evidence.setting.date_at(evidence.moment)
        verdict = "right"
        if not text:
            verdict = "missing"
        elif language_verdict(text, (language,)).answer == "no":
            verdict = "another language"
        elif own and _plain(own) not in _plain(text):
            verdict = "not as on the goods"
        elif any(find_fact(text, evidence.facts[name], language, today).status != "right" for name in self.facts):
            verdict = "not stated"
        shown = proof("state", ref=ref, object=listing.key, rule="label_warnings", found=text or "empty", expected=own, language=language, verdict=verdict)
        return Item(ONE if verdict == "right" else ZERO, shown)

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        """One field taken away, and the warnings in another language, before the check looks; and nothing said at all."""
        emptied: list[Action] = []
        foreign: list[Action] = []
        for key in self.on:
            listing = right.listing(key)
            if listing is None:
                continue
            fields = self._fields(right.setting, listing)
            plain = next((field for field in fields if field in PLAIN_FIELDS), None)
            if plain is not None:
                taken: dict[str, Any] = {plain: ""}
                emptied.append(LabelListing(key, **taken))
            if "warnings" in fields:
                foreign += [
                    LabelListing(key, warnings={language: in_another_language((language,))}) for language in self._languages(right.setting, listing)
                ]
        yield from at_the_end(log, right, "a field taken away", *emptied)
        yield from at_the_end(log, right, "the warnings in another language", *foreign)
        yield from left_out(log, "what is said of who stands behind the goods", "listing.label", about=self.on)


def _plain(text: str) -> str:
    return " ".join(folded(text).split())


def _alike(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)
