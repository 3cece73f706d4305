"""What was done to a picture, as data: a list of steps that can be undone, kept in a journal and done again.

A step names a tool and its settings, all of them whole numbers or short texts, so that the same recipe on the same
original gives the same pixels anywhere. Places and sizes are in ten-thousandths of the picture as the step finds it,
which makes a recipe independent of the size at which it is tried out. An outline is data too: whoever suggested it,
a person or a network, it is stored and never worked out again.
Not here: the pixels (`lab.images.render`).
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from lab.values.errors import BadInput

WHOLE = 10_000
"""A picture's width or height, in the unit of places and sizes."""
MAX_STEPS = 60
MAX_OUTLINE = 40_000
MAX_STROKES = 20_000
NO_PLATE = -1
_ENCODER = msgspec.json.Encoder(order="deterministic")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done: the tool `do`, its numbers `n` and texts `t` by name. `TOOLS` says what belongs to each."""

    do: str
    n: dict[str, int] = field(default_factory=dict)
    t: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tool:
    """The settings of a tool: numbers with lowest and highest value, texts with the longest length.

    `main` tells whether a main picture may be made with it: labels and lines are for the other pictures.
    """

    numbers: Mapping[str, tuple[int, int]]
    texts: Mapping[str, int] = field(default_factory=dict)
    main: bool = True


_PLACE = (0, WHOLE)
_INK = (0, 0xFFFFFF)
TOOLS: Mapping[str, Tool] = {
    # quarter turns clockwise
    "turn": Tool({"quarters": (1, 3)}),
    # hundredths of a degree, clockwise; the picture keeps its size, and what comes into its corners is its edge drawn out
    "straighten": Tool({"angle": (-1500, 1500)}),
    "crop": Tool({"left": _PLACE, "top": _PLACE, "width": (100, WHOLE), "height": (100, WHOLE)}),
    # gains in linear light, permille
    "balance": Tool({"red": (500, 2000), "green": (500, 2000), "blue": (500, 2000)}),
    # hundredths of a stop
    "exposure": Tool({"stops": (-300, 300)}),
    # a speck covered by what lies beside it; radius of the longer side
    "heal": Tool({"x": _PLACE, "y": _PLACE, "radius": (5, 500)}),
    # the rectangle drawn around the product, strokes that put the outline right, and the outline itself; white around it
    "cutout": Tool(
        {"left": _PLACE, "top": _PLACE, "width": (100, WHOLE), "height": (100, WHOLE)},
        {"outline": MAX_OUTLINE, "strokes": MAX_STROKES},
    ),
    # the cut-out product in the middle of a white canvas of these proportions, its longer side filling so much (permille)
    "frame": Tool({"across": (1, 20), "down": (1, 20), "fill": (300, 1000)}),
    # the longer side in pixels
    "resize": Tool({"side": (64, 3000)}),
    # per cent of the difference from a blur of so many tenths of a pixel
    "sharpen": Tool({"amount": (1, 200), "radius": (3, 50)}),
    # text from (x, y), its upper start corner, broken at `width`; letters `size` of the picture's height;
    # align 0 start, 1 middle, 2 end; ink and plate 0xRRGGBB, plate -1 for none
    "label": Tool(
        {
            "x": _PLACE, "y": _PLACE, "width": (200, WHOLE), "size": (100, 2000), "align": (0, 2), "bold": (0, 1),
            "ink": _INK, "plate": (NO_PLATE, 0xFFFFFF),
        },
        {"text": 200, "lang": 12},
        main=False,
    ),
    # a straight line, its width of the longer side; ends 0 plain, 1 bars (a dimension), 2 arrows
    "line": Tool(
        {"x1": _PLACE, "y1": _PLACE, "x2": _PLACE, "y2": _PLACE, "ends": (0, 2), "ink": _INK, "weight": (5, 200)},
        main=False,
    ),
}  # fmt: skip


def check_steps(steps: Sequence[Step]) -> None:
    """Raises BadInput for an unknown tool, a setting that is missing, unknown or out of range, or too many steps."""
    if len(steps) > MAX_STEPS:
        raise BadInput("too_many_steps", found=len(steps), limit=MAX_STEPS)
    cut = False
    for number, step in enumerate(steps, start=1):
        tool = TOOLS.get(step.do)
        if tool is None:
            raise BadInput("no_such_tool", step=number, tool=step.do[:40])
        _check_names(number, step, tool)
        for name, (low, high) in tool.numbers.items():
            if not low <= step.n[name] <= high:
                raise BadInput("setting_out_of_range", step=number, tool=step.do, setting=name, found=step.n[name], low=low, high=high)
        for name, longest in tool.texts.items():
            if len(step.t[name]) > longest:
                raise BadInput("setting_too_long", step=number, tool=step.do, setting=name, found=len(step.t[name]), limit=longest)
        if step.do in ("crop", "cutout") and (step.n["left"] + step.n["width"] > WHOLE or step.n["top"] + step.n["height"] > WHOLE):
            raise BadInput("box_outside", step=number, tool=step.do)
        if step.do == "frame" and not cut:
            raise BadInput("cut_out_first", step=number)
        cut = cut or step.do == "cutout"


def _check_names(number: int, step: Step, tool: Tool) -> None:
    for given, known in ((step.n, tool.numbers), (step.t, tool.texts)):
        missing, unknown = sorted(set(known) - set(given)), sorted(set(given) - set(known))
        if missing:
            raise BadInput("setting_missing", step=number, tool=step.do, setting=missing[0])
        if unknown:
            raise BadInput("setting_unknown", step=number, tool=step.do, setting=unknown[0][:40])


def recipe_bytes(steps: Sequence[Step]) -> bytes:
    """Canonical JSON of a recipe."""
    return _ENCODER.encode(list(steps))


def recipe_hash(original: str, steps: Sequence[Step]) -> str:
    """SHA-256 of an original's hash and a recipe: the name of what comes out of it before it is made."""
    return hashlib.sha256(original.encode() + b"\n" + recipe_bytes(steps)).hexdigest()
