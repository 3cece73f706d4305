"""The forms of the studio's tools: from what a person typed to a step, and from a step to words.

People type per cent, degrees and pixels; a recipe holds ten-thousandths, hundredths and whole numbers.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from lab.images.recipe import NO_PLATE, Step, check_steps
from lab.values.errors import BadInput
from lab.values.text import tidy_lines
from lab.web.formats import number_text

PERCENT = 100
"""Ten-thousandths of a picture in one per cent of it."""
SHAPES: dict[str, tuple[int, int, LazyString]] = {
    "1:1": (1, 1, _l("square")),
    "4:3": (4, 3, _l("4 : 3, lying")),
    "3:4": (3, 4, _l("3 : 4, standing")),
}
_COLOUR = re.compile(r"#?([0-9a-fA-F]{6})")


@dataclass(frozen=True, slots=True)
class ToolWords:
    """A tool as the page names it, and what it is for."""

    name: LazyString
    what: LazyString


TOOLS: dict[str, ToolWords] = {
    "turn": ToolWords(_l("Turn"), _l("A photo that lies on its side is turned upright by quarters.")),
    "straighten": ToolWords(_l("Straighten"), _l("Turn the picture a little until the product stands upright. Its edges and the table show how far.")),
    "crop": ToolWords(_l("Crop"), _l("Keep a rectangle and drop the rest: the product large, nothing beside it that does not belong.")),
    "balance": ToolWords(
        _l("White balance"),
        _l("Lamps and shade colour everything they light. Point at a place that is grey or white in truth; the whole picture follows."),
    ),
    "exposure": ToolWords(_l("Exposure"), _l("Lighter or darker, in stops: one stop is twice the light. Bright parts must keep their drawing.")),
    "heal": ToolWords(_l("Dust"), _l("Cover a speck with what lies beside it. It is for dust, never for a scratch that the buyer will find.")),
    "cutout": ToolWords(_l("Cut out, white background"), _l("Draw a rectangle around the product. Everything around it turns pure white; strokes put the outline right.")),
    "frame": ToolWords(_l("Canvas"), _l("Put the product that was cut out into the middle of a white canvas, as large as the platforms want it.")),
    "resize": ToolWords(_l("Size"), _l("The longer side in pixels. From 1,600 buyers can zoom in; larger than the photo only gets softer.")),
    "sharpen": ToolWords(_l("Sharpen"), _l("A little, and last of all: shrinking makes a picture soft.")),
    "label": ToolWords(_l("Text"), _l("For pictures after the first: one short fact a picture, large and in the buyers' language.")),
    "line": ToolWords(_l("Dimension line"), _l("Shows what a measure is taken on. Put the figure beside it with Text, in the buyers' units.")),
}  # fmt: skip
"""In the order in which a picture is usually made."""


def step_sent(tool: str, sent: Mapping[str, str]) -> Step:
    """The step of a tool's form. Raises BadInput for what is missing, no number, or out of range."""
    read = _READERS.get(tool)
    if read is None:
        raise BadInput("no_such_tool", step=1, tool=tool[:40])
    step = read(sent)
    try:
        if step.do != "frame":  # a frame needs a cut-out before it, which is not this form's affair
            check_steps([step])
    except BadInput as error:
        raise _in_words(step.do, error) from None
    return step


SETTINGS: dict[str, LazyString] = {
    "angle": _l("Angle"),
    "left": _l("From the left"),
    "top": _l("From the top"),
    "width": _l("Width"),
    "height": _l("Height"),
    "red": _l("Red"),
    "green": _l("Green"),
    "blue": _l("Blue"),
    "stops": _l("Stops"),
    "x": _l("From the left"),
    "y": _l("From the top"),
    "radius": _l("Radius"),
    "fill": _l("The product fills"),
    "side": _l("Longer side"),
    "amount": _l("Strength"),
    "size": _l("Height of the letters"),
    "x1": _l("Start, from the left"),
    "y1": _l("Start, from the top"),
    "x2": _l("End, from the left"),
    "y2": _l("End, from the top"),
    "weight": _l("Thickness"),
    "text": _l("Text"),
}
"""A setting as the form names it."""
_TENTHS = {"red", "green", "blue", "fill"}
_WHOLE = {"side", "amount", "quarters", "align", "ends", "bold", "ink", "plate"}


def _scale(tool: str, setting: str) -> int:
    """How many of a recipe's units make one of the form's."""
    if setting in _WHOLE:
        return 1
    return 10 if setting in _TENTHS or (tool == "sharpen" and setting == "radius") else PERCENT


def _in_words(tool: str, error: BadInput) -> BadInput:
    """A fault of a recipe in the names and units of the form."""
    setting = str(error.args_.get("setting", ""))
    if error.code != "setting_out_of_range" or setting not in SETTINGS:
        return error
    scale = _scale(tool, setting)
    figures = {name: number_text(Fraction(int(str(error.args_[name])), scale), 2) for name in ("found", "low", "high")}
    return BadInput("setting_beyond", setting=str(SETTINGS[setting]), **figures)


def box_sent(sent: Mapping[str, str]) -> tuple[int, int, int, int]:
    """Left, top, width and height of a rectangle, per cent in the form, in ten-thousandths. Raises BadInput."""
    left, top, width, height = (scaled(sent, name, PERCENT) for name in ("left", "top", "width", "height"))
    return left, top, width, height


def scaled(sent: Mapping[str, str], name: str, scale: int) -> int:
    """A number with decimals (point or comma) times `scale`, rounded. Raises BadInput."""
    text = sent.get(name, "").strip().replace(",", ".").replace("\u066b", ".").replace("\u2212", "-")
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise BadInput("decimal_unreadable", field=name, text=text[:40]) from None
    if not value.is_finite() or abs(value) > 100_000:
        raise BadInput("decimal_unreadable", field=name, text=text[:40])
    return int((value * scale).to_integral_value())


def _turn(sent: Mapping[str, str]) -> Step:
    return Step("turn", {"quarters": scaled(sent, "quarters", 1)})


def _straighten(sent: Mapping[str, str]) -> Step:
    return Step("straighten", {"angle": scaled(sent, "angle", 100)})


def _crop(sent: Mapping[str, str]) -> Step:
    left, top, width, height = box_sent(sent)
    return Step("crop", {"left": left, "top": top, "width": width, "height": height})


def _balance(sent: Mapping[str, str]) -> Step:
    return Step("balance", {name: scaled(sent, name, 10) for name in ("red", "green", "blue")})


def _exposure(sent: Mapping[str, str]) -> Step:
    return Step("exposure", {"stops": scaled(sent, "stops", 100)})


def _heal(sent: Mapping[str, str]) -> Step:
    return Step("heal", {name: scaled(sent, name, PERCENT) for name in ("x", "y", "radius")})


def _frame(sent: Mapping[str, str]) -> Step:
    across, down, _name = SHAPES.get(sent.get("shape", ""), SHAPES["1:1"])
    return Step("frame", {"across": across, "down": down, "fill": scaled(sent, "fill", 10)})


def _resize(sent: Mapping[str, str]) -> Step:
    return Step("resize", {"side": scaled(sent, "side", 1)})


def _sharpen(sent: Mapping[str, str]) -> Step:
    return Step("sharpen", {"amount": scaled(sent, "amount", 1), "radius": scaled(sent, "radius", 10)})


def _label(sent: Mapping[str, str]) -> Step:
    text = tidy_lines(sent.get("text", "")).strip()
    if not text:
        raise BadInput("label_empty")
    numbers = {name: scaled(sent, name, PERCENT) for name in ("x", "y", "width", "size")}
    numbers |= {"align": scaled(sent, "align", 1), "bold": 1 if sent.get("bold") else 0, "ink": colour(sent, "ink")}
    numbers["plate"] = colour(sent, "plate") if sent.get("with_plate") else NO_PLATE
    return Step("label", numbers, {"text": text, "lang": sent.get("lang", "")})


def _line(sent: Mapping[str, str]) -> Step:
    numbers = {name: scaled(sent, name, PERCENT) for name in ("x1", "y1", "x2", "y2", "weight")}
    return Step("line", {**numbers, "ends": scaled(sent, "ends", 1), "ink": colour(sent, "ink")})


_READERS: dict[str, Callable[[Mapping[str, str]], Step]] = {
    "turn": _turn, "straighten": _straighten, "crop": _crop, "balance": _balance, "exposure": _exposure, "heal": _heal,
    "frame": _frame, "resize": _resize, "sharpen": _sharpen, "label": _label, "line": _line,
}  # fmt: skip


def colour(sent: Mapping[str, str], name: str) -> int:
    """A colour as browsers send it, "#1b6b42". Raises BadInput."""
    match = _COLOUR.fullmatch(sent.get(name, "").strip())
    if match is None:
        raise BadInput("colour_unreadable", text=sent.get(name, "")[:20])
    return int(match[1], 16)


def step_text(step: Step) -> str:
    """What a step did, in a few words."""
    n = step.n
    if step.do == "turn":
        return str(_l("Turned by %(angle)s°")) % {"angle": 90 * n["quarters"]}
    if step.do == "straighten":
        return str(_l("Straightened by %(angle)s°")) % {"angle": _decimal(n["angle"], 100)}
    if step.do == "crop":
        return str(_l("Cropped to %(width)s × %(height)s %%")) % {
            "width": _decimal(n["width"], 100),
            "height": _decimal(n["height"], 100),
        }
    if step.do == "balance":
        gains = {name: _decimal(n[name], 10) for name in ("red", "green", "blue")}
        return str(_l("White balance: red %(red)s, green %(green)s, blue %(blue)s %%")) % gains
    if step.do == "exposure":
        return str(_l("Exposure %(stops)s stops")) % {"stops": f"{n['stops'] / 100:+.1f}"}
    if step.do == "heal":
        return str(_l("Speck covered"))
    if step.do == "cutout":
        return str(_l("Cut out by hand")) if step.t["strokes"] else str(_l("Cut out"))
    if step.do == "frame":
        return str(_l("Canvas %(shape)s, product %(fill)s %%")) % {
            "shape": f"{n['across']} : {n['down']}",
            "fill": _decimal(n["fill"], 10),
        }
    if step.do == "resize":
        return str(_l("Longer side %(side)s px")) % {"side": n["side"]}
    if step.do == "sharpen":
        return str(_l("Sharpened by %(amount)s %%")) % {"amount": n["amount"]}
    if step.do == "label":
        return str(_l("Text: %(text)s")) % {"text": step.t["text"][:40]}
    return str(_l("Dimension line"))


def _decimal(value: int, scale: int) -> str:
    return number_text(Fraction(value, scale), 1)
