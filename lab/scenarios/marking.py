"""The grade record of a run: what was graded, by which rules, with which result. Append-only, byte for byte repeatable."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import msgspec

from lab import __version__
from lab.engine.pack import world_hash
from lab.grading.evidence import Mark
from lab.grading.grade import Grade, grade
from lab.scenarios.alarm import Alarm
from lab.scenarios.play import Play
from lab.scenarios.stage import facts_of, stage

_ENCODER = msgspec.json.Encoder(order="sorted")


@dataclass(frozen=True, slots=True)
class GradeRecord:
    """One grading of one run. `picks` names the variant's alternatives; the seed itself is never in a record."""

    scenario: str
    version: str
    content_hash: str
    market: str
    engine: str
    picks: dict[str, str]
    journal_hash: str
    world_hash: str
    grade: Grade

    def to_json(self) -> bytes:
        """Canonical JSON, keys sorted."""
        return _ENCODER.encode(self)


def grade_play(play: Play, marks: Mapping[str, Mark] | None = None) -> GradeRecord:
    """Grade a run by replaying its journal from the first world."""
    scenario, variant = play.scenario, play.variant
    market = play.world.setting.market
    result, last = grade(
        start=stage(scenario, variant, market),
        deeds=play.deeds(),
        checks=scenario.checks,
        due=scenario.due,
        facts=facts_of(scenario, variant),
        marks=marks or {},
        rounding=Fraction(scenario.file.grading.rounding),
        wake=Alarm(scenario, variant).ring,
    )
    return GradeRecord(
        scenario=scenario.id,
        version=scenario.version,
        content_hash=scenario.content_hash,
        market=market.sha256,
        engine=__version__,
        picks=dict(variant.picks),
        journal_hash=play.chain_hash,
        world_hash=world_hash(last),
        grade=result,
    )


def record_from_json(data: bytes) -> GradeRecord:
    return msgspec.json.decode(data, type=GradeRecord)
