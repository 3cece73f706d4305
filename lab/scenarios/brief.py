"""What a student reads and gets before starting: tasks, supplier sheets, papers and raw pictures.

Built from a list of what may be shown, so that nothing else of a scenario can slip out.
"""

from dataclasses import dataclass

from lab.scenarios.deal import Variant, insert
from lab.scenarios.files import PICTURES, inside, texts_of
from lab.scenarios.script import LANGUAGES, Scenario
from lab.values.errors import NotFound
from lab.values.moment import Moment
from lab.values.text import chosen


@dataclass(frozen=True, slots=True)
class BriefTask:
    """One task; `text` is Markdown."""

    id: str
    title: str
    text: str
    due: Moment


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything a student may read. `sheets` are Markdown by SKU, `pictures` file names by SKU."""

    title: str
    summary: str
    minutes: int
    level: int
    languages: tuple[str, ...]
    tasks: tuple[BriefTask, ...]
    sheets: dict[str, str]
    pictures: dict[str, tuple[str, ...]]
    points: dict[str, int]


def brief_of(scenario: Scenario, variant: Variant, language: str) -> Brief:
    """The brief in a language, else in English."""
    file, values = scenario.file, variant.values

    def text(name: str) -> str:
        return insert(chosen(texts_of(scenario.folder, insert(name, values), LANGUAGES), language), values)

    tasks = tuple(BriefTask(task.id, chosen(task.title, language), text(task.text), task.due) for task in file.tasks)
    points = {task.id: sum(check.points for check in scenario.checks if check.task == task.id) for task in file.tasks}
    return Brief(
        title=chosen(file.title, language),
        summary=chosen(file.summary, language),
        minutes=file.minutes,
        level=file.level,
        languages=tuple(code for code in LANGUAGES if code in file.title),
        tasks=tasks,
        sheets={sku: text(name) for sku, name in file.brief.sheets.items()},
        pictures={sku: tuple(insert(name, values) for name in names) for sku, names in file.brief.pictures.items()},
        points=points,
    )


def brief_picture(scenario: Scenario, variant: Variant, name: str) -> bytes:
    """The bytes of one raw picture that this student was given. Raises NotFound for any other name."""
    given = {insert(one, variant.values) for names in scenario.file.brief.pictures.values() for one in names}
    if name not in given:
        raise NotFound("no_such_picture", picture=name[:80])
    return inside(scenario.folder, f"{PICTURES}/{name}").read_bytes()
