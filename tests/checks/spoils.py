"""Whether a check notices the changes that it says it must notice."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from lab.engine.advance import advance
from lab.engine.clone import clone
from lab.engine.codec import action_from
from lab.engine.do import do
from lab.grading.check import Check
from lab.grading.evidence import Deed, Evidence
from lab.grading.spoil import Log, Timed
from lab.languages.facts import Fact
from lab.values.moment import Moment
from lab.world.world import World
from tests.builders import FACTS, make_check


def timed(*steps: tuple[Moment, str, Mapping[str, Any]]) -> Log:
    """A log of steps: when, the action's name, and its fields."""
    return tuple(Timed(at, action_from(name, msgspec.to_builtins(fields))) for at, name, fields in steps)


def played(start: World, log: Log, moment: Moment, facts: Mapping[str, Fact] = FACTS) -> Evidence:
    """What a check sees at a moment of a play of the log; what is refused is in the journal as refused."""
    world = clone(start)
    deeds = []
    for number, one in enumerate(log, start=1):
        if one.at > world.now:
            advance(world, one.at - world.now)
        deeds.append(Deed(number, world.now, one.action, do(world, one.action).ok))
    if moment > world.now:
        advance(world, moment - world.now)
    return Evidence(world.setting, facts, deeds, {moment: world}, {}, moment)


def changes_noticed(
    cls: type[Check], start: World, steps: Sequence[tuple[Moment, str, Mapping[str, Any]]], /, *, moment: Moment = 60,
    facts: Mapping[str, Fact] = FACTS, **values: Any,
) -> list[str]:  # fmt: skip
    """The names of the changes to a right play, each of which makes the check earn less than the play earned, in full."""
    check, log = make_check(cls, **values), timed(*steps)
    right = played(start, log, moment, facts)
    assert check.examine(right).fraction == 1, check.examine(right)
    names = []
    for spoiled in check.spoiled(log, right):
        found = check.examine(played(start, spoiled.log, moment, facts))
        assert found.fraction < 1, (spoiled.name, found)
        names.append(spoiled.name)
    return names
