"""Events that wait for a check: they begin in the minute in which the check first holds in full."""

from collections.abc import Sequence

from lab.grading.evidence import Deed, Evidence
from lab.scenarios.deal import Variant
from lab.scenarios.script import Scenario
from lab.scenarios.stage import facts_of, put_event
from lab.world.world import World


class Alarm:
    """Watches the `when` conditions of one run; `waiting` names the events that have not begun."""

    def __init__(self, scenario: Scenario, variant: Variant) -> None:
        self.scenario = scenario
        self.variant = variant
        self.waiting = [event.id for event in scenario.file.events if event.when is not None]

    def ring(self, world: World, deeds: Sequence[Deed]) -> None:
        """Look at the world after an action, and put the events on the agenda whose check now holds."""
        if not self.waiting:
            return
        facts = facts_of(self.scenario, self.variant)
        evidence = Evidence(world.setting, facts, deeds, {world.now: world}, {}, world.now)
        for event in self.scenario.file.events:
            if event.id not in self.waiting or event.when is None:
                continue
            if self._holds(event.when, evidence):
                put_event(self.scenario, self.variant, world, event, world.now + 1)
                self.waiting.remove(event.id)

    def _holds(self, check_id: str, evidence: Evidence) -> bool:
        try:
            return self.scenario.check(check_id).examine(evidence).fraction == 1
        except Exception:  # a broken check must not stop a run in its middle; the grade reports it
            return False
