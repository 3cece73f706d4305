"""A grade as a page shows it: every check with its sentence, its points, its hint and its evidence."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from flask_babel import gettext

from lab.culture.cards import load_cards
from lab.customs.documents import load_kinds
from lab.grading.grade import CheckResult
from lab.scenarios.script import Scenario
from lab.values.errors import BadInput
from lab.values.moment import parse_offset
from lab.values.text import chosen
from lab.web.formats import country_name, language_name, moment_text, number_text
from lab.web.languages import page_language
from lab.web.listing_words import RANK_TERMS
from lab.web.words import (
    CHECK_NAMES,
    EVIDENCE_NAMES,
    EVIDENCE_WORDS,
    MESSAGES,
    SKILL_NAMES,
    STATUS,
    word,
)

_PLACE = re.compile(r"([a-z]+)/([A-Z]{2})(?:/[a-z][a-z0-9_]*)?")


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """One piece of evidence: pairs of name and value, and the icon and word that say whether it earned its share."""

    pairs: tuple[tuple[str, str], ...]
    icon: str
    judged: str


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """One check, ready to be shown."""

    id: str
    title: str
    where: str
    status: str
    status_name: str
    tone: str
    sentence: str
    points: str
    max_points: int
    hint: str
    skill: str
    evidence: tuple[ShownEvidence, ...]
    visible: str
    by_person: bool


@dataclass(frozen=True, slots=True)
class ShownTask:
    """The checks of one task, with its title and its points."""

    id: str
    title: str
    points: Fraction
    max_points: int
    checks: tuple[ShownCheck, ...]


@dataclass(frozen=True, slots=True)
class SkillPoints:
    """What was earned of what could be earned in one competence."""

    name: str
    points: Fraction
    max_points: int


def shown_tasks(checks: Sequence[CheckResult], scenario: Scenario, language: str) -> list[ShownTask]:
    """Results by task, in the order of the scenario; a task none of whose checks may be seen is left out."""
    tasks = []
    for task in scenario.file.tasks:
        own = [check for check in checks if check.task == task.id]
        if own:
            tasks.append(
                ShownTask(
                    task.id,
                    chosen(task.title, language),
                    _earned(own),
                    sum(check.max_points for check in own),
                    tuple(shown_check(check, scenario, language) for check in own),
                )
            )
    return tasks


def skill_points(checks: Sequence[CheckResult]) -> list[SkillPoints]:
    """Points by competence, in the order in which the competences first come up."""
    by_skill: dict[str, list[CheckResult]] = {}
    for check in checks:
        by_skill.setdefault(check.skill, []).append(check)
    return [
        SkillPoints(word(SKILL_NAMES, skill), _earned(own), sum(check.max_points for check in own))
        for skill, own in by_skill.items()
        if skill
    ]


def shown_check(check: CheckResult, scenario: Scenario, language: str) -> ShownCheck:
    name, tone = STATUS[check.status]
    script = next((one for one in scenario.checks if one.id == check.id), None)
    sentence = (
        str(MESSAGES["not_reached"]) if check.status == "not_reached" else message_text(check.message, check.args)
    )
    return ShownCheck(
        id=check.id,
        title=word(CHECK_NAMES, check.type),
        where=", ".join(dict.fromkeys(place_words(one) for one in script.on if "/" in one)) if script else "",
        status=check.status,
        status_name=str(name),
        tone=tone,
        sentence=sentence,
        points=check.points,
        max_points=check.max_points,
        hint=chosen(check.hint, language) if check.hint and check.status in ("partial", "fail") else "",
        skill=word(SKILL_NAMES, check.skill),
        evidence=tuple(
            ShownEvidence(row, *_judged(str(proof.get("share", ""))))
            for proof, row in ((proof, evidence_row(_in_words(proof, scenario, language), scenario.start)) for proof in check.evidence)
            if row
        ),
        visible=check.visible,
        by_person=script is not None and script.by_person,
    )


def _in_words(proof: Mapping[str, Any], scenario: Scenario, language: str) -> Mapping[str, Any]:
    """Evidence about a decision with the texts of its options and reasons for their ids, where these are the same for everybody."""
    question = next((one for one in scenario.file.questions if one.id == proof.get("question")), None)
    if question is None:
        return proof
    known = {question.id: question.title, **(question.reasons if proof.get("rule") == "reason" else question.options)}

    def text(name: str) -> str:
        words = chosen(known[name], language) if name in known else name
        return name if "${" in words else words

    return {
        key: ", ".join(map(text, str(value).split(", "))) if key in ("question", "found", "expected") else value
        for key, value in proof.items()
    }


def message_text(key: str, args: Mapping[str, Any]) -> str:
    """The sentence of a finding; the bare key for a sentence that is not known."""
    sentence = MESSAGES.get(key)
    if sentence is None:
        return key
    shown = {name: number_text(value) if isinstance(value, int) else str(value) for name, value in args.items()}
    try:
        return str(sentence) % shown
    except KeyError:
        return str(sentence)


def evidence_row(proof: Mapping[str, Any], start: datetime) -> tuple[tuple[str, str], ...]:
    """One piece of evidence as pairs of name and value, both in the page's language."""
    return tuple(
        (str(name), evidence_value(key, proof[key], str(proof.get("kind", "")), start))
        for key, name in EVIDENCE_NAMES.items()
        if key in proof
    )


def _judged(share: str) -> tuple[str, str]:
    if not share:
        return "", ""
    if share == "1":
        return "check", gettext("right")
    return ("cross", gettext("wrong")) if share == "0" else ("minus", gettext("partly right"))


def evidence_value(key: str, value: Any, kind: str, start: datetime) -> str:
    """A value of a piece of evidence: known words are translated, languages named, offsets shown as days and times."""
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    text = str(value)
    if key in ("object", "twin"):
        return place_words(text)
    if key == "card":
        card = load_cards().get(text)
        return chosen(card.titles, page_language()) if card else text
    if key == "terms":
        return " · ".join(_rank_term(term) for term in text.split(", "))
    if text in EVIDENCE_WORDS:
        return str(EVIDENCE_WORDS[text])
    if key == "at" or text.startswith("+"):
        try:
            return moment_text(parse_offset(text), start)
        except BadInput:
            return text
    if kind == "document" and key == "expected" and text in load_kinds():
        return chosen(load_kinds()[text].names, page_language())
    if kind == "language" and key in ("found", "expected"):
        return " / ".join(str(EVIDENCE_WORDS.get(code) or language_name(code)) for code in text.split(" / "))
    if " / " in text:
        return " / ".join(str(EVIDENCE_WORDS.get(part, part)) for part in text.split(" / "))
    return text


def _rank_term(text: str) -> str:
    """ "relevance -414" with the name of the term in words."""
    name, _space, value = text.partition(" ")
    return f"{word(RANK_TERMS, name)} {value}"


def place_words(text: str) -> str:
    """ "meridian/DE/lamp" as "Meridian · Germany"; a part named after a colon stays; anything else stays as it is."""
    key, _colon, part = text.partition(":")
    found = _PLACE.fullmatch(key)
    if found is None:
        return text
    words = f"{found[1].capitalize()} · {country_name(found[2])}"
    return f"{words} · {word(EVIDENCE_WORDS, part)}" if part else words


def _earned(checks: Sequence[CheckResult]) -> Fraction:
    return sum((Fraction(check.fraction) * check.max_points for check in checks), Fraction(0))
