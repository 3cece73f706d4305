"""Check: the product data of a listing say what is true of the product."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

import regex
from pydantic import Field

from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Percent
from lab.grading.spoil import Log, Spoiled, named, only_changed, replaced
from lab.languages.folding import folded
from lab.languages.quantities import stated_in
from lab.languages.units import UNITS, converted
from lab.listings.actions import SaveListing
from lab.market.catalogue import Attribute
from lab.world.action import Action
from lab.world.setting import Setting

_NUMBER = regex.compile(r"\s*(\d{1,9})(?:[.,](\d{1,6}))?\s*")
_NEAR = Fraction(11, 10)
"""What a built-in change makes of a number, where the tolerance does not reach further."""


class ListingAttributesCorrect(Check):
    """Earns, per listing, product data that are right by those asked for: those in `expect` with their values, or with `truth` all that is
    known of the product. What is not filled in is not right.

    Numbers may differ by `tolerance`, a share of the right one; a value in another unit ("1.8 m", "180 cm") is converted first. Choices are named
    by their keys.
    """

    name: ClassVar[str] = "listing.attributes_correct"
    skill_default: ClassVar[str] = "product-information"
    expect: Literal["truth"] | Annotated[dict[str, str], Field(min_length=1)] = "truth"
    tolerance: Percent = Field(default=ZERO, ge=0, lt=1)

    def examine(self, evidence: Evidence) -> Finding:
        items = [item for key in self.on for item in self._examine_one(evidence, key)]
        return items_finding(items, right="data_correct", partly="data_partly_correct", wrong="data_wrong")

    def _expected(self, setting: Setting, sku: str) -> Mapping[str, str]:
        return setting.products[sku].truth if isinstance(self.expect, str) else self.expect

    def _examine_one(self, evidence: Evidence, key: str) -> list[Item]:
        sku = key.rpartition("/")[2]
        listing, type_ = evidence.listing(key), evidence.setting.type_of(sku)
        items = []
        for name, truth in self._expected(evidence.setting, sku).items():
            given = listing.attributes.get(name, "") if listing is not None else ""
            attribute = type_.attribute(name)
            right = bool(given) and attribute is not None and self._is_right(attribute, given, truth)
            verdict = "right" if right else "wrong" if given else "missing"
            unit = attribute.unit if attribute is not None and attribute.kind == "number" else ""
            shown = proof(
                "state", ref=evidence.deed_ref("listing.save", listing=key), object=key, attribute=name,
                found=given or ("empty" if listing is not None else "no listing"), expected=f"{truth} {unit}".strip(), verdict=verdict,
            )  # fmt: skip
            items.append(Item(ONE if right else ZERO, shown))
        return items

    def _is_right(self, attribute: Attribute, given: str, truth: str) -> bool:
        if attribute.kind != "number":
            return folded(given).strip() == folded(truth).strip()
        right = _values(truth, attribute.unit)
        return any(abs(value - wanted) <= self.tolerance * wanted for value in _values(given, attribute.unit) for wanted in right)

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        """One value at a time that is nearly right: the number a little higher, another choice, yes for no; and the data left out."""
        changed = cleared = log
        for key in self.on:
            if right.listing(key) is None:
                continue
            sku = key.rpartition("/")[2]
            type_ = right.setting.type_of(sku)
            for name, truth in self._expected(right.setting, sku).items():
                attribute = type_.attribute(name)
                if attribute is not None:
                    changed = replaced(changed, named("listing.save", listing=key), _setter(name, self._near_miss(attribute, truth)))
                    cleared = replaced(cleared, named("listing.save", listing=key), _setter(name, ""))
        yield from only_changed(log, "every value a near miss", changed)
        yield from only_changed(log, "the product data left out", cleared)

    def _near_miss(self, attribute: Attribute, truth: str) -> str:
        if attribute.kind == "number":
            value = next(iter(_values(truth, attribute.unit)), Fraction(1))
            return str(int(value * max(_NEAR, 1 + 2 * self.tolerance)) + 1)
        if attribute.kind == "yes_no":
            return "no" if truth == "yes" else "yes"
        others = [choice for choice in (*attribute.choices, *attribute.values) if choice != truth]
        return others[0] if others else ""


def _values(text: str, unit: str) -> list[Fraction]:
    """The numbers that a value can mean, in the attribute's own unit; none where it is no number or in a unit that cannot be converted."""
    plain = _NUMBER.fullmatch(text)
    if plain is not None:
        digits = plain[2] or ""
        return [Fraction(int(f"{plain[1]}{digits}"), 10 ** len(digits))]
    quantities, ranges = stated_in(text[:80])
    if len(quantities) != 1 or ranges:
        return []
    (one,) = quantities
    found = (converted(value, name, unit) for name in one.units if name in UNITS for value in one.readings)
    return [value for value in found if value is not None]


def _setter(name: str, value: str) -> Callable[[Action], Action]:
    """A change that gives one attribute another value wherever the action fills it in."""

    def change(action: Action) -> Action:
        assert isinstance(action, SaveListing)
        given = action.attributes
        return replace(action, attributes={**given, name: value}) if given is not None and name in given else action

    return change
