"""Strokes of a brush that put an outline right, and their text in a recipe.

    keep 150 5000,4000 5020,4100;drop 80 100,200

Each stroke: whether what it covers belongs to the product ("keep") or not ("drop"), the brush's radius, and the points it went
through; radius in ten-thousandths of the picture's longer side, places in ten-thousandths of its width and height.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lab.images.recipe import MAX_STROKES, WHOLE
from lab.values.errors import BadInput

LARGEST = 3000
_STROKE = re.compile(r"(keep|drop) (\d{1,4})((?: \d{1,5},\d{1,5})+)")


@dataclass(frozen=True, slots=True)
class Stroke:
    """One stroke of the brush."""

    keep: bool
    radius: int
    points: tuple[tuple[int, int], ...]


def strokes_text(strokes: Sequence[Stroke]) -> str:
    """The text of strokes; "" for none."""
    return ";".join(
        f"{'keep' if stroke.keep else 'drop'} {stroke.radius} {' '.join(f'{x},{y}' for x, y in stroke.points)}" for stroke in strokes
    )


def strokes_of(text: str) -> tuple[Stroke, ...]:
    """The strokes of a text. Raises BadInput `strokes_unreadable`."""
    if not text:
        return ()
    if len(text) > MAX_STROKES:
        raise BadInput("setting_too_long", step=1, tool="cutout", setting="strokes", found=len(text), limit=MAX_STROKES)
    return tuple(_stroke(part) for part in text.split(";"))


def _stroke(part: str) -> Stroke:
    match = _STROKE.fullmatch(part)
    if match is None:
        raise BadInput("strokes_unreadable", text=part[:40])
    radius = int(match[2])
    points = tuple((int(x), int(y)) for x, y in (point.split(",") for point in match[3].split()))
    if not 1 <= radius <= LARGEST or any(x > WHOLE or y > WHOLE for x, y in points):
        raise BadInput("strokes_unreadable", text=part[:40])
    return Stroke(match[1] == "keep", radius, points)
