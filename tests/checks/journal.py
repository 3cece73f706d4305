"""What was done in a test's world, for checks that look at deeds, and whether a check reads the same twice."""

from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from lab.engine.clone import clone
from lab.engine.codec import action_from
from lab.engine.do import do
from lab.engine.pack import world_hash
from lab.grading.check import Check, Finding
from lab.grading.evidence import Deed, Evidence
from lab.values.moment import Moment
from lab.world.world import World
from tests.builders import evidence_of, make_check


@dataclass
class Journal:
    """Everything done to a world, accepted or refused, in order."""

    world: World
    deeds: list[Deed] = field(default_factory=list)

    def act(self, name: str, at: Moment, **values: Any) -> bool:
        """Do an action at a moment; whether it was accepted."""
        self.world.now = at
        action = action_from(name, msgspec.to_builtins(values))
        accepted = do(self.world, action).ok
        self.deeds.append(Deed(len(self.deeds) + 1, at, action, accepted))
        return accepted

    def evidence(self) -> Evidence:
        return replace(evidence_of(self.world), deeds=self.deeds)

    def examine(self, cls: type[Check], **values: Any) -> Finding:
        """What a check finds in the world and the journal as they are."""
        return make_check(cls, **values).examine(self.evidence())


def reads_alike(found: Evidence, cls: type[Check], **values: Any) -> bool:
    """Whether a check gives the same bytes on a second run and on the world as it is kept, and changes nothing."""
    check = make_check(cls, **values)
    before = world_hash(found.world)
    kept = replace(found, worlds={found.moment: clone(found.world)})
    first, *others = (_bytes(check.examine(evidence)) for evidence in (found, found, kept))
    return all(other == first for other in others) and world_hash(found.world) == before


def _bytes(finding: Finding) -> bytes:
    return msgspec.json.encode([str(finding.fraction), finding.message, finding.args, finding.evidence])
