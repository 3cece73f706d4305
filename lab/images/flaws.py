"""What is not right with a student's photo: drawn with the student's seed, so that no two students have the same work.

A photo is as a colleague takes it between two other things: tilted, off the middle, too dark or too bright, in the colour of
the room's light, with dust on the sensor. Whole numbers throughout; they are the truth that corrections are judged against.
Not here: how flaws come into the picture (`lab.images.darkroom`).
"""

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lab.images.framing import Framing, in_photo, least_zoom, photo_size, room
from lab.images.negatives import Negative, negative_of
from lab.values.chance import below, draw, key_of
from lab.values.errors import BadInput

Light: TypeAlias = Literal["tungsten", "shade", "fluorescent", "mild"]
Range: TypeAlias = tuple[int, int]

LIGHTS: dict[Light, tuple[Range, Range, Range]] = {
    "tungsten": ((1120, 1260), (1000, 1000), (700, 820)),
    "shade": ((850, 920), (980, 1000), (1100, 1220)),
    "fluorescent": ((900, 960), (1040, 1090), (850, 920)),
    "mild": ((1030, 1070), (1000, 1000), (910, 960)),
}
"""Gains of red, green and blue, permille, by the light that the camera took for daylight."""
ROLL: dict[str, Range] = {"main": (120, 600), "detail": (0, 250)}
"""Size of the roll by role, hundredths of a degree; other roles have OTHER_ROLL."""
OTHER_ROLL: Range = (40, 400)
STOPS: Range = (-110, 35)
NEAREST = 1070
DUST: Range = (0, 6)
MAX_MARK = 40
_EUROPEAN = re.compile("[\u0020-\u007e\u00a0-\u02ff\u0370-\u052f\u2010-\u2027]+")
_CHINESE = re.compile("[\u0020-\u007e\u3001-\u301f\u4e00-\u9fa5\uff01-\uff5e]+")
_TURNED = (3, 6, 8)
_TRIES = 60
_OFF_MIDDLE = 80  # permille of the side that a careless photo is off by at most
_AIR = 15  # permille of the longer side between a whole product and the frame


@dataclass(frozen=True, slots=True)
class Flaws:
    """One photo's flaws. `roll`, `zoom`, `shift_x`, `shift_y` as in `Framing`: clockwise hundredths of a degree, permille, pixels.

    `stops`: exposure, hundredths of a stop, below 0 too dark. `red`, `green`, `blue`: the light's gains, permille.
    `dust`: specks. `grain`: noise at middle tones, hundredths of one of 255 levels. `vignette`: light lost in the corners, permille.
    `turned`: the EXIF orientation (1, 3, 6 or 8). `located`: EXIF tells where it was taken. `mark`: a watermark's text or "".
    """

    roll: int = 0
    stops: int = 0
    red: int = 1000
    green: int = 1000
    blue: int = 1000
    shift_x: int = 0
    shift_y: int = 0
    zoom: int = 1000
    dust: int = 0
    grain: int = 0
    vignette: int = 0
    turned: int = 1
    located: bool = False
    mark: str = ""

    @property
    def framing(self) -> Framing:
        """Which part of the negative the photo shows."""
        return Framing(self.roll, self.zoom, self.shift_x, self.shift_y)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Flaws that are not left to chance; None and "" leave them to it, but a mark is only where one is wanted."""

    light: Light | None = None
    roll: int | None = None
    stops: int | None = None
    dust: int | None = None
    turned: int | None = None
    located: bool | None = None
    mark: str = ""


ANY = Wanted()
"""All left to chance."""


def photo_key(seed: int, asset: str) -> int:
    """The key of all chance in one student's photo of an asset."""
    return key_of("photo", seed, asset)


def flaws_of(seed: int, asset: str, wanted: Wanted = ANY) -> Flaws:
    """The flaws of a student's photo. Raises BadInput `no_such_photo`, or `bad_flaw` for a wish outside what a photo can have."""
    return flaws_in(negative_of(asset), photo_key(seed, asset), wanted)


def flaws_in(negative: Negative, key: int, wanted: Wanted = ANY) -> Flaws:
    """The flaws that a key draws for a negative; a product that is whole in the negative stays whole in the photo."""
    _check(wanted)
    names = sorted(LIGHTS)
    gains = LIGHTS[wanted.light or names[below(draw(key, "light"), len(names))]]
    red, green, blue = (_between(key, f"gain {k}", *gains[k]) for k in range(3))
    stops = _between(key, "stops", *STOPS) if wanted.stops is None else wanted.stops
    turned = _TURNED[below(draw(key, "which turn"), len(_TURNED))] if below(draw(key, "turned"), 3) == 0 else 1
    framing = _framing_in(negative, key, wanted.roll)
    return Flaws(
        roll=framing.roll,
        stops=stops,
        red=red,
        green=green,
        blue=blue,
        shift_x=framing.shift_x,
        shift_y=framing.shift_y,
        zoom=framing.zoom,
        dust=_between(key, "dust", *DUST) if wanted.dust is None else wanted.dust,
        # a camera that finds too little light turns up its gain
        grain=_between(key, "grain", 90, 190) + max(0, -stops) * 3 // 4,
        vignette=_between(key, "vignette", 120, 320),
        turned=turned if wanted.turned is None else wanted.turned,
        located=below(draw(key, "located"), 4) == 0 if wanted.located is None else wanted.located,
        mark=wanted.mark,
    )


def mark_font(mark: str) -> str | None:
    """The file in seed/fonts that a watermark is written with; None for a text that is too long, or that no one font can write.

    Latin, Greek and Cyrillic letters, or the simplified characters of GB 2312 with ASCII. Scripts whose letters join are left
    out: joining them is the work of a library that is not the same on every machine.
    """
    if len(mark) <= MAX_MARK and _EUROPEAN.fullmatch(mark):
        return "NotoSans-Regular.ttf"
    if len(mark) <= MAX_MARK and _CHINESE.fullmatch(mark) and mark.encode("gb2312", "ignore").decode("gb2312") == mark:
        return "NotoSansSC-Regular.otf"
    return None


def _check(wanted: Wanted) -> None:
    limits = {"roll": (-600, 600), "stops": (-200, 100), "dust": (0, 20)}
    for name, (low, high) in limits.items():
        value = getattr(wanted, name)
        if value is not None and not low <= value <= high:
            raise BadInput("bad_flaw", flaw=name, value=value, low=low, high=high)
    if wanted.light is not None and wanted.light not in LIGHTS:
        raise BadInput("bad_flaw", flaw="light", value=wanted.light, choices=", ".join(LIGHTS))
    if wanted.turned is not None and wanted.turned not in (1, *_TURNED):
        raise BadInput("bad_flaw", flaw="turned", value=wanted.turned, choices="1, 3, 6, 8")
    if wanted.mark and mark_font(wanted.mark) is None:
        raise BadInput("bad_flaw", flaw="mark", value=wanted.mark[:MAX_MARK], limit=MAX_MARK)


def _between(key: int, purpose: str, low: int, high: int) -> int:
    return low + below(draw(key, purpose), high - low + 1)


@dataclass(frozen=True, slots=True)
class _Outline:
    """The outermost pixels of a product in each row of a negative."""

    x: NDArray[np.int64]
    y: NDArray[np.int64]


def _outline(negative: Negative) -> _Outline:
    mask = negative.cover >= 128
    rows = np.flatnonzero(mask.any(axis=1))
    left = mask[rows].argmax(axis=1)
    right = mask.shape[1] - 1 - mask[rows, ::-1].argmax(axis=1)
    return _Outline(np.concatenate([left, right]), np.concatenate([rows, rows]))


def _framing_in(negative: Negative, key: int, roll: int | None) -> Framing:
    """The first framing drawn that keeps the product whole; where none does, the calmest one with the product in the middle."""
    width, height = negative.size
    outline = _outline(negative)
    low, high = ROLL.get(negative.view.role, OTHER_ROLL)
    free = negative.view.role == "detail" or not len(outline.x)  # what a detail shows runs out of the frame anyway
    sides = photo_size(width, height)
    for attempt in range(_TRIES):
        turn = roll
        if turn is None:
            turn = _between(key, f"roll {attempt}", low, high) * (1 if draw(key, f"side {attempt}") & 1 else -1)
        least = least_zoom(turn, width, height)
        framing = Framing(turn, _between(key, f"zoom {attempt}", least, max(least, NEAREST)))
        limits = [
            min(space, side * _OFF_MIDDLE // 1000)
            for space, side in zip(room(framing, width, height), sides, strict=True)
        ]
        shift_x, shift_y = (_between(key, f"shift {k} {attempt}", -limits[k], limits[k]) for k in range(2))
        framing = Framing(framing.roll, framing.zoom, shift_x, shift_y)
        if free or _is_whole(framing, outline, width, height):
            return framing
    turn = roll if roll is not None else low if draw(key, "side") & 1 else -low
    framing = Framing(turn, least_zoom(turn, width, height))
    across, down = room(framing, width, height)
    middle_x, middle_y = (int(points.min() + points.max() + 1) // 2 for points in (outline.x, outline.y))
    shift_x = max(-across, min(across, middle_x - width // 2))
    shift_y = max(-down, min(down, middle_y - height // 2))
    return Framing(framing.roll, framing.zoom, shift_x, shift_y)


def _is_whole(framing: Framing, outline: _Outline, width: int, height: int) -> bool:
    x, y = in_photo(framing, outline.x, outline.y, width, height)
    across, down = photo_size(width, height)
    air = max(across, down) * _AIR // 1000
    return bool(abs(x).max() <= 5 * (across - 2 * air)) and bool(abs(y).max() <= 5 * (down - 2 * air))
