"""Proof 9: nothing that students may not know stands in what they are shown.

Not to be shown are the contents of the reference and of the wrong ways, and the texts of the alternatives that another
student was dealt. Whole lines are compared: a word of a solution may well stand in a task.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from lab.proofs.shown import Shown, shown_texts
from lab.scenarios.brief import brief_of
from lab.scenarios.deal import Variant
from lab.scenarios.script import Scenario
from lab.values.text import tidy

HIDDEN = ("solution", "broken", "facts", "rubrics")
"""Folders of a scenario that no student is shown anything of."""
PICTURES_HIDDEN = ("solution/", "broken/", "made/", "recipes/")
LONG, LONG_UNSPACED = 40, 20
"""Characters from which on a line says more than a name or a term would."""
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff]")
_KEY = re.compile(r"^\s*(?:- )?(?:[\w.-]+:\s+)?[\"'>|-]*\s*")


def leaks(scenario: Scenario, variants: list[Variant]) -> Iterator[str]:
    """Every leak, in words."""
    languages = tuple(scenario.file.title)
    packages = {number: [one for code in languages for one in shown_texts(scenario, variant, code)] for number, variant in enumerate(variants)}
    secret = dict(_secret_lines(scenario.folder))
    seen: set[str] = set()
    for number, package in packages.items():
        for shown in package:
            found = [f"{shown.where} ({shown.language}) shows a line of {secret[line]}: {line[:60]}" for line in long_lines(shown.text) if line in secret]
            found += _unfilled(shown)
            seen.update(found)
        seen.update(_others_lines(number, packages))
        pictures = brief_of(scenario, variants[number], "en").pictures
        seen.update(f"brief.pictures.{sku}: {name} is a picture of the solution" for sku, names in pictures.items() for name in names if name.startswith(PICTURES_HIDDEN))
    yield from sorted(seen)


def long_lines(text: str) -> Iterator[str]:
    """The lines of a text that are long enough to say something, without what marks them in YAML and Markdown."""
    for raw in text.splitlines():
        line = tidy(_KEY.sub("", raw)).strip("\"'*_#> ")
        if len(line) >= (LONG_UNSPACED if _UNSPACED.search(line) else LONG):
            yield line


def _secret_lines(folder: Path) -> Iterator[tuple[str, str]]:
    for name in HIDDEN:
        for path in sorted((folder / name).rglob("*")) if (folder / name).is_dir() else ():
            if path.suffix in (".txt", ".yaml", ".md"):
                for line in long_lines(path.read_text(encoding="utf-8")):
                    yield line, path.relative_to(folder).as_posix()


def _others_lines(own: int, packages: dict[int, list[Shown]]) -> Iterator[str]:
    """Files with which only other variants are dealt must not stand in this one's package, as a file or in another text."""
    files = {one.where for one in packages[own]}
    texts = {line for one in packages[own] for line in long_lines(one.text)}
    for number, package in packages.items():
        if number == own:
            continue
        for one in package:
            if one.where in files:
                continue
            for line in long_lines(one.text):
                if line in texts:
                    yield f"a line of {one.where}, which belongs to another variant, is shown: {line[:60]}"


def _unfilled(shown: Shown) -> list[str]:
    return [f"{shown.where} ({shown.language}) shows a name that was not filled in: {name}" for name in re.findall(r"\$\{[a-z0-9_.]*\}?", shown.text) if shown.by_us]
