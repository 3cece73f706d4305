"""The grade record of a run: what was graded, by which rules, with which result. Append-only, byte for byte repeatable."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import msgspec

from lab import __version__
from lab.engine.pack import world_hash
from lab.grading.evidence import Evidence, Mark
from lab.grading.grade import Grade, grade, judge
from lab.scenarios.alarm import Alarm
from lab.scenarios.play import Play
from lab.scenarios.script import Scenario
from lab.scenarios.stage import facts_of, stage
from lab.values.moment import Moment
from lab.world.world import World

_ENCODER = msgspec.json.Encoder(order="sorted")


@dataclass(frozen=True, slots=True)
class GradeRecord:
    """One grading of one run. `picks` names the variant's alternatives; the seed itself is never in a record.

    `played_with` is the content of the version that was played, where the checks are those of another version; else empty.
    """

    scenario: str
    version: str
    content_hash: str
    market: str
    engine: str
    picks: dict[str, str]
    journal_hash: str
    world_hash: str
    grade: Grade
    played_with: str = ""

    def to_json(self) -> bytes:
        """Canonical JSON, keys sorted; a field that came later is left out while it is empty, so that old records keep their bytes."""
        plain = msgspec.to_builtins(self)
        if not self.played_with:
            del plain["played_with"]
        return _ENCODER.encode(plain)


def grade_play(play: Play, marks: Mapping[str, Mark] | None = None, rules: Scenario | None = None) -> GradeRecord:
    """Grade a run by replaying its journal from the first world.

    `rules` is another version of its scenario, whose checks and facts are to count; the world stays that of the version played.
    """
    scenario, variant = play.scenario, play.variant
    rules = rules or scenario
    result, last = grade(
        start=stage(scenario, variant, play.world.setting.market),
        deeds=play.deeds(),
        checks=rules.checks,
        due=rules.due,
        facts=facts_of(rules, variant),
        marks=marks or {},
        rounding=Fraction(rules.file.grading.rounding),
        wake=Alarm(scenario, variant).ring,
    )
    return _record(play, result, last, rules)


def grade_seen(play: Play, worlds: Mapping[Moment, World]) -> GradeRecord:
    """Grade a run whose world was kept at the moment of every check while it was played; the same as `grade_play`, without a replay."""
    scenario = play.scenario
    seen = Evidence(play.world.setting, facts_of(scenario, play.variant), play.deeds(), worlds, {}, 0)
    result = judge(seen, checks=scenario.checks, due=scenario.due, rounding=Fraction(scenario.file.grading.rounding))
    return _record(play, result, play.world, scenario)


def _record(play: Play, result: Grade, last: World, rules: Scenario) -> GradeRecord:
    played_with = play.scenario.content_hash
    return GradeRecord(
        scenario=rules.id,
        version=rules.version,
        content_hash=rules.content_hash,
        market=last.setting.market.sha256,
        engine=__version__,
        picks=dict(play.variant.picks),
        journal_hash=play.chain_hash,
        world_hash=world_hash(last),
        grade=result,
        played_with="" if played_with == rules.content_hash else played_with,
    )


def record_from_json(data: bytes) -> GradeRecord:
    return msgspec.json.decode(data, type=GradeRecord)
