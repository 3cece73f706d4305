"""A new scenario out of a few answers: small, complete, and right from the first minute.

What it is made of lies in `seed/newcomer`: one text of the whole file with the lines of each part between marks, and the texts
that it names. Nothing is computed: parts that were not chosen are left out, and the answers are put in.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, RootModel

from lab.scenarios.schema import Slug
from lab.values.errors import BadInput
from lab.values.places import SEED
from lab.values.yamlfile import load_yaml, validate

FOLDER = SEED / "newcomer"
PARTS: Mapping[str, int] = {"letter": 30, "order": 30, "price": 20, "question": 20}
"""What a first scenario can be made of, and the points of each."""
OPTIONS = ("a", "b", "c", "d", "e", "f")
MAX_TITLE, MAX_OPTION = 120, 200
_MARK = re.compile(r"#<(/?)([a-z,]+)>\n?")
_SLOT = re.compile(r"\{\{([a-z]+)\}\}")


@dataclass(frozen=True, slots=True)
class Answers:
    """What the author of a new scenario says. `title_zh` empty: it is offered in English only.

    `options` are the answers of the part "question", the right one first; `market` one of `market_names`.
    """

    id: str
    title: str
    title_zh: str = ""
    market: str = "germany"
    parts: tuple[str, ...] = tuple(PARTS)
    level: int = 1
    minutes: int = 20
    question: str = "Which paper belongs in every parcel that crosses a customs border?"
    question_zh: str = "凡是跨越海关边境的包裹，里面都必须有哪份文件？"
    options: tuple[str, ...] = ("A customs form with the contents and their value", "A letter of thanks", "A price list")
    options_zh: tuple[str, ...] = field(default=("写明内件和价值的报关单", "一封感谢信", "一份价目表"))


class _Market(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    names: dict[str, str]
    place: str
    country: str
    language: str
    lane: str
    papers: str
    low: str
    middle: str
    high: str
    dear: str


class _Markets(RootModel[dict[str, _Market]]):
    pass


class _Name(RootModel[Slug]):
    pass


@cache
def _markets() -> dict[str, _Market]:
    return load_yaml(_Markets, FOLDER / "markets.yaml").root


def market_names() -> Mapping[str, Mapping[str, str]]:
    """Where a first scenario can be set: the names of each market by language."""
    return {key: market.names for key, market in _markets().items()}


def write_scenario(answers: Answers, folder: Path) -> list[str]:
    """Write a scenario into an empty or new folder; the names of its files. Raises BadInput for an answer that does not fit."""
    files = files_of(answers)
    if folder.exists() and any(folder.iterdir()):
        raise BadInput("folder_not_empty", folder=folder.name)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(files)


def files_of(answers: Answers) -> dict[str, str]:
    """Every file of the new scenario by name. Raises BadInput as `write_scenario`."""
    _check(answers)
    market = _markets()[answers.market]
    values = {
        "id": answers.id,
        "title": _texts(answers, answers.title, answers.title_zh),
        "summary": _texts(answers, f"{answers.title}: a first scenario, to be made your own.", f"{answers.title_zh}：由此出发，改成你自己的任务。"),
        "level": str(answers.level),
        "minutes": str(answers.minutes),
        **market.model_dump(exclude={"names", "papers"}),
        "papers": f", {market.papers}" if market.papers else "",
        "total": str(sum(PARTS[part] for part in answers.parts)),
        "question": _texts(answers, answers.question, answers.question_zh),
        "options": "{" + ", ".join(f"{key}: {_texts(answers, *words)}" for key, words in _options(answers)) + "}",
        "right": OPTIONS[1],
        "wrong": OPTIONS[0],
    }
    text = _without_other_parts((FOLDER / "scenario.txt").read_text(encoding="utf-8"), answers.parts)
    if not answers.title_zh:
        text = re.sub(r', zh: "(?:[^"\\]|\\.)*"', "", text)
    files = {"scenario.yaml": _filled(text, values)}
    for path in sorted(FOLDER.rglob("*/*")):
        name = path.relative_to(FOLDER).as_posix()
        if _is_named(name, files["scenario.yaml"], answers):
            files[name] = _filled(path.read_text(encoding="utf-8"), values)
    return files


def _is_named(name: str, scenario: str, answers: Answers) -> bool:
    """Whether the scenario refers to a file: by its name, by its stem before the pick, or as a task in one of its languages."""
    folder, _, file = name.partition("/")
    if folder == "tasks":
        stem, language, _ = file.split(".")
        return stem in answers.parts and (language == "en" or bool(answers.title_zh))
    if folder == "facts":
        return "letter" in answers.parts
    parts = file.split(".")
    return name in scenario or (len(parts) == 4 and f"{folder}/{parts[0]}.${{asked}}.{parts[2]}.{parts[3]}" in scenario)


def _options(answers: Answers) -> list[tuple[str, tuple[str, str]]]:
    """The answers offered, by letter. The right one, which the author names first, stands second: who ticks the first box learns nothing."""
    chinese = (*answers.options_zh, *[""] * len(answers.options))
    texts = list(zip(answers.options, chinese, strict=False))
    return list(zip(OPTIONS, [texts[1], texts[0], *texts[2:]], strict=False))


def _texts(answers: Answers, english: str, chinese: str) -> str:
    """A text by language, as YAML in one line; quotes and colons in it do no harm."""
    texts = {"en": english, **({"zh": chinese or english} if answers.title_zh else {})}
    return "{" + ", ".join(f"{code}: {json.dumps(text, ensure_ascii=False)}" for code, text in texts.items()) + "}"


def _without_other_parts(text: str, parts: tuple[str, ...]) -> str:
    """The text without the lines between marks of parts that were not chosen, and without the marks."""
    kept: list[str] = []
    shown = [True]
    for line in text.splitlines(keepends=True):
        mark = _MARK.fullmatch(line)
        if mark is None:
            kept += [line] if all(shown) else []
        elif mark[1]:
            shown.pop()
        else:
            shown.append(any(name in parts for name in mark[2].split(",")))
    return "".join(kept)


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _SLOT.sub(lambda slot: values[slot[1]], text)


def _check(answers: Answers) -> None:
    validate(_Name, answers.id, {}, "id")
    if answers.market not in _markets():
        raise BadInput("no_such_market", market=answers.market[:40], known=", ".join(_markets()))
    unknown = [part for part in answers.parts if part not in PARTS]
    if unknown or not answers.parts:
        raise BadInput("no_such_part", part=unknown[0][:40] if unknown else "", known=", ".join(PARTS))
    for name in ("title", "title_zh", "question", "question_zh"):
        _check_text(name, getattr(answers, name), MAX_TITLE)
    for name in ("options", "options_zh"):
        for text in getattr(answers, name):
            _check_text(name, text, MAX_OPTION)
    if not answers.title.strip():
        raise BadInput("title_needed")
    if "question" in answers.parts and (not answers.question.strip() or not 2 <= len(answers.options) <= len(OPTIONS)):
        raise BadInput("options_out_of_range", found=len(answers.options), least=2, limit=len(OPTIONS))
    if not 1 <= answers.level <= 5 or not 5 <= answers.minutes <= 6000:
        raise BadInput("level_or_minutes_out_of_range", level=answers.level, minutes=answers.minutes)


def _check_text(name: str, text: str, limit: int) -> None:
    if len(text) > limit:
        raise BadInput("answer_too_long", field=name, found=len(text), limit=limit)
    if "${" in text or "{{" in text:
        raise BadInput("answer_has_a_slot", field=name)
