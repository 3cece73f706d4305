"""Names that `scenario.yaml` puts in with `${...}` must be drawn under `variants`, and a check can hold none.

A check is read once for everybody, before anything is drawn: `${word}` in it would be looked for as it stands, and never be found.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from lab.scenarios.schema import ScenarioFile
from lab.values.yamlfile import did_you_mean

Path: TypeAlias = tuple[str | int, ...]
_NAME = re.compile(r"\$\{([^}\n]{0,80})\}?")
_FROM_THE_WORLD = re.compile(r"order\.[a-z][a-z0-9_]*\.[a-z_]+")
_STEPS = ("before", "reference")
_NAMED_ALONE = ("from", "buyer", "to", "qty")
"""Keys of events that are one name and nothing else."""


def insert_faults(data: Any, file: ScenarioFile) -> Iterator[tuple[Path, str]]:
    """Every `${...}` of the file as it was written that nothing can be put in for, with its path."""
    variants = file.variants
    known = {*variants.pool, *variants.draw, *variants.people}
    for path, text in _texts(data, ()):
        if (path[0] == "events" and path[-1] in _NAMED_ALONE) or path[:2] == ("brief", "photos"):
            continue  # `references` says who, what or which photo is missing there
        for match in _NAME.finditer(text):
            name = match[1]
            if not match[0].endswith("}"):
                yield path, "'${' is never closed by '}'"
            elif path[0] == "checks":
                yield path, f"a check is the same for everybody and cannot hold '${{{name}}}'; name a fact that holds it, if the type takes facts"
            elif name not in known and not (path[0] in _STEPS and _FROM_THE_WORLD.fullmatch(name)):
                near = did_you_mean(name, known) or (f"; there are {', '.join(sorted(known))}" if known else "; nothing is drawn there yet")
                yield path, f"nothing is called '{name}' under variants{near}"


def _texts(data: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, dict | list):
        parts: Iterable[tuple[str | int, Any]] = data.items() if isinstance(data, dict) else enumerate(data)
        for key, value in parts:
            yield from _texts(value, (*path, key))
