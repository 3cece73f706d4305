"""Plays a bundle again from the first world: the same outcomes, hashes and last world, or the first action that differs."""

from collections.abc import Mapping
from dataclasses import dataclass

from lab.bundles.layout import Bundle, Differs
from lab.engine.codec import decode_action
from lab.grading.evidence import Mark
from lab.grading.timeline import Watch
from lab.market.base import Market
from lab.scenarios.deal import Variant, deal
from lab.scenarios.marking import GradeRecord, grade_play, grade_seen
from lab.scenarios.play import Play, Row, start
from lab.scenarios.robot import stops_of
from lab.scenarios.script import Scenario
from lab.values.errors import BadInput
from lab.values.moment import Moment
from lab.world.action import Action
from lab.world.world import World


@dataclass(frozen=True, slots=True)
class Replayed:
    """The play as it came out again, and the world at each moment that a check looks at."""

    play: Play
    worlds: Mapping[Moment, World]

    def grade(self) -> GradeRecord:
        """The grade of what was done; what a person has to judge waits."""
        return grade_seen(self.play, self.worlds)

    def grade_with(self, marks: Mapping[str, Mark], rules: Scenario | None = None) -> GradeRecord:
        """The grade with what people judged; by the checks of another version of the scenario, if `rules` is one."""
        return grade_play(self.play, marks, rules)


def variant_of(bundle: Bundle, scenario: Scenario, market: Market, seed: str) -> Variant:
    """What the bundle's run was dealt. Raises BadInput for a pick that the scenario does not have."""
    try:
        return deal(scenario, int(seed, 16), market, bundle.head.deal.picks)
    except KeyError as error:
        raise BadInput("bundle_pick_unknown", pick=str(error.args[0])[:80]) from None


def replay(bundle: Bundle, scenario: Scenario, variant: Variant, market: Market) -> Replayed:
    """Do every action of a bundle again. Raises Differs at the first that comes out otherwise, BadInput if the end differs."""
    play = start(scenario, variant, market)
    watch = Watch(stops_of(scenario))
    for row in bundle.rows:
        action = _action_of(row)
        before = watch.before(play.world, action)
        again, _ = play.act(action, row.actor)
        if again != row:
            raise Differs("bundle_differs", seq=row.seq, action=action.name, sim_time=again.sim_time, what=_what_differs(row, again))
        watch.after(before, play.world.now)
    watch.end(play.world)
    head = bundle.head
    if play.world.now != head.ended_at or play.world_hash() != head.world_hash:
        raise BadInput("bundle_world_differs", found=play.world_hash()[:16], expected=head.world_hash[:16])
    return Replayed(play, watch.worlds)


def _action_of(row: Row) -> Action:
    try:
        return decode_action(row.action)
    except BadInput as error:
        raise Differs("bundle_action_unknown", seq=row.seq, action="?", reason=str(error)[:200]) from None


def _what_differs(row: Row, again: Row) -> str:
    """In a word, what came out otherwise."""
    pairs = {"time": (row.sim_time, again.sim_time), "action": (row.action, again.action), "outcome": (row.outcome, again.outcome)}
    return next((name for name, (was, now) in pairs.items() if was != now), "chain")
