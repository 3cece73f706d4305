"""Check: a shipping template serves a market, quickly enough, with tracking."""

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from pydantic import Field

from lab.checks.spoiling import left_out
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Minutes, Names
from lab.grading.spoil import Log, Spoiled, only_changed, replaced
from lab.listings.actions import SaveShipping
from lab.world.action import Action


class ShipTemplateSet(Check):
    """Earns kept demands by demands: every region served, handling time, tracked lane if asked for."""

    name: ClassVar[str] = "ship.template_set"
    skill_default: ClassVar[str] = "international-trade"
    regions: Names = Field(min_length=1)
    handling_max: Minutes | None = None
    tracked: bool = False

    def examine(self, evidence: Evidence) -> Finding:
        items = [item for place in self.on for item in self._examine_one(evidence, place)]
        return items_finding(items, right="template_right", partly="template_partly_right", wrong="template_missing")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from left_out(log, "the template", "shipping.save", about=self.on)

        def other(action: Action) -> Action:
            assert isinstance(action, SaveShipping)
            return replace(action, regions=tuple(region for region in action.regions if region not in self.regions))

        meant = lambda action: isinstance(action, SaveShipping) and action.place in self.on  # noqa: E731 - said once, used once
        yield from only_changed(log, "the country left out", replaced(log, meant, other))

    def _examine_one(self, evidence: Evidence, place: str) -> list[Item]:
        template = evidence.world.templates.get(place)
        if template is None:
            return [Item(ZERO, proof("state", object=place, found="no template"))]
        ref = evidence.deed_ref("shipping.save", place=place)
        items = [
            Item(
                ONE if region in template.regions else ZERO,
                proof("state", ref=ref, object=place, rule="region", found=", ".join(template.regions), expected=region),
            )
            for region in self.regions
        ]
        if self.handling_max is not None:
            limit = self.handling_max // 60
            shown = proof("state", ref=ref, object=place, rule="handling", found=f"{template.handling_hours} h", expected=f"{limit} h")
            items.append(Item(ONE if template.handling_hours <= limit else ZERO, shown))
        if self.tracked:
            lane = evidence.setting.lanes[template.lane]
            shown = proof("state", ref=ref, object=place, rule="tracked", found=lane.key, expected="a lane with tracking")
            items.append(Item(ONE if lane.tracked else ZERO, shown))
        return items
