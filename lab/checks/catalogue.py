"""Finds the check types: every module of this package whose name is plain lower case words and that holds a `Check`."""

import re
from functools import cache
from importlib import import_module
from pathlib import Path

from lab.grading.check import Check

_NAME = re.compile(r"[a-z]+(?:_[a-z]+)+")


@cache
def check_types() -> dict[str, type[Check]]:
    """Check classes by name such as "listing.published", sorted by name."""
    found: dict[str, type[Check]] = {}
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if not _NAME.fullmatch(path.stem):
            continue
        module = import_module(f"lab.checks.{path.stem}")
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Check) and value.__module__ == module.__name__:
                found[value.name] = value
    return dict(sorted(found.items()))
