"""A draft as one student would get it: dealt, staged and read, without a run."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lab.scenarios.brief import Brief, brief_of
from lab.scenarios.deal import deal
from lab.scenarios.script import Scenario, read_scenario
from lab.scenarios.stage import stage
from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.drafts import draft_for, files_of, write_folder
from lab.school.overview import questions_of_task
from lab.school.scripts import present_market
from lab.values.errors import BadInput
from lab.world.question import Question
from lab.world.world import World

MOST_STUDENTS = 9999


@dataclass(frozen=True, slots=True)
class Preview:
    """What a student would see before the first action; `asked` are the questions to decide, by task."""

    scenario: Scenario
    brief: Brief
    world: World
    picks: Mapping[str, str]
    asked: Mapping[str, list[Question]]


def preview_of(db: Database, viewer: Viewer, draft_id: int, *, language: str, number: int = 1, picks: Mapping[str, str] | None = None) -> Preview:
    """A draft as it is dealt to one of many students: `number` draws the numbers and people, `picks` fixes alternatives.

    Raises NotFound, BadFile for a draft with faults, BadInput for a choice that no pool has or a text that puts in a strange name.
    """
    draft_for(db, viewer, draft_id)
    if not 1 <= number <= MOST_STUDENTS:
        raise BadInput("number_unreadable", text=str(number)[:20])
    with tempfile.TemporaryDirectory(prefix="lab-preview-") as name:
        folder = Path(name)
        write_folder(files_of(db, viewer, draft_id), folder)
        scenario = read_scenario(folder)
        pools = scenario.file.variants.pool
        wanted = {pool: pick for pool, pick in (picks or {}).items() if pool in pools}
        if any(pick not in pools[pool] for pool, pick in wanted.items()):
            raise BadInput("no_such_pick")
        market = present_market(db.settings)
        variant = deal(scenario, number, market, wanted)
        world = stage(scenario, variant, market)
        asked = {
            task.id: [world.setting.questions[key] for key in questions_of_task(scenario, task.id)] for task in scenario.file.tasks
        }
        return Preview(scenario, brief_of(scenario, variant, language), world, variant.picks, asked)
