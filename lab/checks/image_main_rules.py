"""Check: the main image keeps the platform's rules."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from lab.checks.spoiling import without_pictures
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.spoil import Log, Spoiled
from lab.listings.faults import main_image_verdicts


class ImageMainRules(Check):
    """Earns kept rules by all rules that were measured; no image earns nothing."""

    name: ClassVar[str] = "image.main_rules"
    skill_default: ClassVar[str] = "image-production"
    rules: Literal["market"]

    def examine(self, evidence: Evidence) -> Finding:
        items = [item for key in self.on for item in self._examine_one(evidence, key)]
        return items_finding(items, right="image_keeps_rules", partly="image_breaks_some_rules", wrong="image_missing")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from without_pictures(log, right, self.on)

    def _examine_one(self, evidence: Evidence, key: str) -> list[Item]:
        listing = evidence.listing(key)
        if listing is None or not listing.images:
            return [Item(ZERO, proof("image", object=key, found="no image", expected="a main image"))]
        sha = listing.images[0].sha256
        return [
            Item(
                ONE if verdict.passed else ZERO,
                proof("image", object=key, image=sha, rule=verdict.rule, found=verdict.measured, expected=verdict.limit),
            )
            for verdict in main_image_verdicts(listing, evidence.world.profile_of(listing))
        ]
