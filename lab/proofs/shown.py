"""Every text that a scenario shows to a student, with the file or key it comes from."""

from collections.abc import Iterator
from dataclasses import dataclass

from lab.scenarios.brief import brief_of
from lab.scenarios.deal import Variant, insert
from lab.scenarios.files import read_text
from lab.scenarios.script import Scenario
from lab.values.text import chosen


@dataclass(frozen=True, slots=True)
class Shown:
    """A text in one language. `by_us`: it speaks to the student; what suppliers and customers write may be wrong on purpose."""

    where: str
    language: str
    text: str
    by_us: bool = True


def shown_texts(scenario: Scenario, variant: Variant, language: str) -> Iterator[Shown]:
    """What a student of this variant can read in one language: brief, questions, letters, and the hints after hand-in."""
    file = scenario.file
    brief = brief_of(scenario, variant, language)
    yield Shown("title", language, brief.title)
    yield Shown("summary", language, brief.summary)
    for task in brief.tasks:
        yield Shown(f"tasks.{task.id}", language, f"{task.title}\n{task.text}")
    for sku, sheet in brief.sheets.items():
        yield Shown(f"brief.sheets.{sku}", language, sheet, by_us=False)
    for question in file.questions:
        words = [question.title, *question.options.values(), *question.reasons.values()]
        yield Shown(f"questions.{question.id}", language, "\n".join(chosen(texts, language) for texts in words))
    for check in scenario.checks:
        if check.hint:
            yield Shown(f"checks.{check.id}.hint", language, chosen(check.hint, language))
    for event in file.events:
        part = event.message
        if part is not None and part.text is not None:
            name = insert(part.text, variant.values)
            yield Shown(name, part.lang, read_text(scenario.folder, name), by_us=False)
