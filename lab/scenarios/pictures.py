"""Measures the pictures that come with a scenario or a starting shop, and writes down what was found."""

import hashlib
from pathlib import Path

import msgspec

from lab.images.intake import accept
from lab.scenarios.files import FACTS, PICTURES

_ENDINGS = (".jpg", ".jpeg", ".png")


def picture_facts(folder: Path) -> dict[str, dict[str, str]]:
    """The record of every picture below `pictures/`, by name: `sha256` of the file and all measured figures as text.

    Raises BadInput for a file that would be refused as an upload.
    """
    root = folder / PICTURES
    found: dict[str, dict[str, str]] = {}
    for path in sorted(root.rglob("*")):
        if path.suffix not in _ENDINGS:
            continue
        data = path.read_bytes()
        figures = msgspec.to_builtins(accept(data).facts)
        named = {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in figures.items()}
        found[path.relative_to(root).as_posix()] = {"sha256": hashlib.sha256(data).hexdigest(), **named}
    return found


def write_picture_facts(folder: Path) -> int:
    """Write `pictures/facts.yaml`; returns how many pictures it lists."""
    found = picture_facts(folder)
    lines = ["# Made by: python run.py scenario pictures <folder>", "pictures:"]
    for name, figures in found.items():
        inner = ", ".join(f'{key}: "{value}"' for key, value in figures.items())
        lines.append(f"  {name}: {{{inner}}}")
    (folder / PICTURES / FACTS).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(found)
