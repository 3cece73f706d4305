"""Proof 10: every text is there in every language offered, and none that speaks to the student contradicts the facts."""

from collections.abc import Iterator, Mapping

from lab.languages.facts import QuantityFact, RangeFact, find_fact
from lab.proofs.places import Places
from lab.proofs.shown import shown_texts
from lab.scenarios.deal import Variant, insert
from lab.scenarios.files import texts_of, with_language
from lab.scenarios.script import LANGUAGES, Scenario
from lab.scenarios.stage import facts_of


def reading_faults(scenario: Scenario, variants: list[Variant]) -> Iterator[str]:
    """Every fault, in words."""
    offered = tuple(scenario.file.title)
    seen: set[str] = set(_missing_texts(scenario, offered))
    for variant in variants:
        seen.update(_missing_files(scenario, variant, offered))
        if not seen:
            seen.update(_contradictions(scenario, variant, offered))
    yield from sorted(seen)


def _missing_texts(scenario: Scenario, offered: tuple[str, ...]) -> Iterator[str]:
    file, places = scenario.file, Places(scenario)
    texts: dict[tuple[str | int, ...], tuple[str, Mapping[str, str]]] = {("summary",): ("summary", file.summary)}
    for number, task in enumerate(file.tasks):
        texts[("tasks", number, "title")] = f"tasks.{task.id}.title", task.title
    for number, check in enumerate(scenario.checks):
        if check.hint:
            texts[("checks", number, "hint")] = f"checks.{check.id}.hint", check.hint
    for number, question in enumerate(file.questions):
        base = f"questions.{question.id}"
        texts[("questions", number, "title")] = f"{base}.title", question.title
        texts |= {("questions", number, "options", name): (f"{base}.options.{name}", words) for name, words in question.options.items()}
        texts |= {("questions", number, "reasons", name): (f"{base}.reasons.{name}", words) for name, words in question.reasons.items()}
    for path, (where, words) in texts.items():
        for language in offered:
            if not words.get(language, "").strip():
                yield f"{places.at(*path)}: {where} has no text in '{language}', which the title offers"


def _missing_files(scenario: Scenario, variant: Variant, offered: tuple[str, ...]) -> Iterator[str]:
    places = Places(scenario)
    names: dict[tuple[str | int, ...], str] = {("tasks", number, "text"): task.text for number, task in enumerate(scenario.file.tasks)}
    names |= {("brief", "sheets", sku): name for sku, name in scenario.file.brief.sheets.items()}
    for path, name in names.items():
        filled = insert(name, variant.values)
        found = texts_of(scenario.folder, filled, LANGUAGES)
        for language in offered:
            if not found.get(language, "").strip():
                what = "is empty" if language in found else "is missing"
                yield f"{places.at(*path)}: {with_language(filled, language)} {what}; the title offers '{language}'"


def _contradictions(scenario: Scenario, variant: Variant, offered: tuple[str, ...]) -> Iterator[str]:
    """Only facts that say what they are about are looked for: any other number of the unit may speak of something else."""
    facts = {
        name: fact for name, fact in facts_of(scenario, variant).items() if isinstance(fact, QuantityFact | RangeFact) and fact.about
    }
    for language in offered:
        for shown in shown_texts(scenario, variant, language):
            for name, fact in facts.items() if shown.by_us else ():
                statement = find_fact(shown.text, fact, language, scenario.start.date())
                if statement.status == "wrong":
                    yield f"{shown.where} ({language}) says {statement.found!r}, but the fact '{name}' is {statement.expected}"
