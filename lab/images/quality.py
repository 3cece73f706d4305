"""What a picture's record is worth: the verdicts of a platform's rules, and how well a main picture works on shoppers.

Both read the record alone. Limits are those of the platforms' own picture rules (white background, product at 85 % of
the frame or more, product whole, nothing added; Seller Central help on product images, read 2026-11); full and zero
marks were calibrated on pictures with edits of known size (docs/pictures.md).
"""

from collections.abc import Collection
from dataclasses import dataclass

from lab.images.compared import UNCLEAR, Compared
from lab.images.marks import FIGURES
from lab.images.measure import ImageFacts

PURE_BG_FULL = 995
WHITE_BG_FULL = 992
WHITE_BG_ZERO = 950
RING_WHITE_FULL = 995
FILL_SLACK = 5


@dataclass(frozen=True, slots=True)
class ImageFault:
    """The verdict of one rule: kept if `passed`. `measured` is None where the picture gives nothing to measure."""

    rule: str
    measured: int | str | None
    limit: int | str
    passed: bool


def main_image_faults(
    facts: ImageFacts,
    *,
    white_background: bool,
    min_fill: int,
    square: bool,
    side_min_px: int,
    side_max_px: int,
    max_bytes: int,
    formats: Collection[str],
    marks_allowed: bool = False,
) -> list[ImageFault]:
    """A verdict for every rule that a platform sets for a main picture, in a fixed order.

    `format`, `bytes`, `size` (longest side), `square` and `background` where asked for, `fill`, `whole`; and unless marks
    are allowed, `marks` (text, logos, watermarks and crumbs beside the product) and `frame` (strips and borders). The
    background is good if pure and white shares are at their full marks, and its frame too unless the product covers it
    (that is `whole`'s affair). Where white is asked for and the picture is far from it, outlines mean little: fill and
    whole then count as not measured, and as broken. Marks have no verdict then, nor on any other coloured background,
    and neither rule has one in records older than version 2.
    """
    longest = max(facts.width_px, facts.height_px)
    verdicts = [
        ImageFault("format", facts.format, ", ".join(sorted(formats)), facts.format in formats),
        ImageFault("bytes", facts.byte_count, max_bytes, facts.byte_count <= max_bytes),
        ImageFault("size", longest, f"{side_min_px}-{side_max_px}", side_min_px <= longest <= side_max_px),
    ]
    if square:
        shape = f"{facts.width_px} x {facts.height_px}"
        verdicts.append(ImageFault("square", shape, "1:1", facts.width_px == facts.height_px))
    if white_background:
        verdicts.append(_background_verdict(facts))
    measured = not facts.no_product and (not white_background or facts.white_bg >= WHITE_BG_ZERO)
    filled = measured and facts.fill_long + FILL_SLACK >= min_fill
    verdicts.append(ImageFault("fill", facts.fill_long if measured else None, min_fill, filled))
    verdicts.append(ImageFault("whole", facts.touch if measured else None, 0, measured and facts.touch == 0))
    if not marks_allowed:
        if facts.foreign is not None and not facts.no_product and facts.white_bg >= WHITE_BG_ZERO:
            verdicts.append(ImageFault("marks", facts.foreign, 0, facts.foreign == 0))
        if facts.frame is not None:
            verdicts.append(ImageFault("frame", facts.frame, 0, facts.frame == 0))
    return verdicts


def _background_verdict(facts: ImageFacts) -> ImageFault:
    shares = [(facts.pure_bg, PURE_BG_FULL), (facts.white_bg, WHITE_BG_FULL)]
    if facts.touch == 0:
        shares.append((facts.ring_white, RING_WHITE_FULL))
    measured, limit = min(shares, key=lambda pair: pair[0] - pair[1])
    return ImageFault("background", measured, limit, measured >= limit)


def image_quality(facts: ImageFacts, compared: Compared | None = None) -> int:
    """How well a main picture works on shoppers, 0 to 1000; the market's `image` is this over 1000.

    Size 250: longest side from 300 px (none) to 1600 px (all). Background 350: `white_bg` from 500 to 992.
    Fill 300: `fill_long` from 400 to 850, less a quarter for each side that the product touches; half of it
    counts while the background is not white, where outlines are rough. Centred 100: `off_centre` from 100 to 30.
    Without a product only the size counts.

    From version 2 of the record on this is taken off again: burnt-out light up to 60 (`hi_clip` from 20 to 100); marks on
    the background 60, and up to 90 more (`foreign` from 1 to 20), in the proportion in which the background itself
    earned points; a strip along one or two sides 40, along more 100.

    Beside the reference photo: 0 if it does not show the product (`same` below UNCLEAR). Else taken off: blur up to 200
    (`sharpness` from 700 to 400); edges drawn too hard up to 100 (1700 to 2500); too dark or bright up to 150 (`light`
    from 5 to 25 steps of L*); coloured light up to 120 (`cast` from 0.17 to 0.40 stops); tilt up to 60 (1 to 6 degrees);
    marks on the product up to 100 (`overlay` from 5 to 30); an outline that lost or kept too much up to 100 (`outline`
    from 930 to 730). What was not measured costs nothing. Parts are rounded down; the sum never falls below 0.
    """
    if compared is not None and compared.same < UNCLEAR:
        return 0
    points = _graded(max(facts.width_px, facts.height_px), 300, 1600, 250)
    if not facts.no_product:
        background = _graded(facts.white_bg, 500, WHITE_BG_FULL, 350)
        fill = _graded(facts.fill_long, 400, 850, 300) * (4 - facts.touch) // 4
        if facts.white_bg < 500:
            fill //= 2
        points += background + fill + 100 - _graded(facts.off_centre, 30, 100, 100)
        points -= _clutter(facts, background)
    if compared is not None:
        points -= _untrue(compared)
    return max(0, points)


def _clutter(facts: ImageFacts, background: int) -> int:
    """What burnt-out light, marks and strips take off; nothing in records older than version 2."""
    burnt = _graded(facts.hi_clip or 0, 20, 100, 60)
    marks = 60 + _graded(facts.foreign, 1, 20, 90) if facts.foreign else 0
    strips = 0 if not facts.frame else 40 if facts.frame <= 2 else 100
    return burnt + marks * background // 350 + strips


def _untrue(compared: Compared) -> int:
    """What differences from the reference photo take off, from where full marks end (`lab.images.marks`)."""
    lost = 0
    if compared.sharpness is not None:
        soft, hard = FIGURES["sharpness"].low or 0, FIGURES["sharpness"].high or 0
        lost += _graded(soft - compared.sharpness, 0, 300, 200) + _graded(compared.sharpness, hard, 2500, 100)
    lost += _graded(abs(compared.light or 0), FIGURES["light"].high or 0, 250, 150)
    lost += _graded(abs(compared.cast or 0), FIGURES["cast"].high or 0, 400, 120)
    lost += _graded(abs(compared.tilt or 0), FIGURES["tilt"].high or 0, 600, 60)
    lost += _graded(compared.overlay or 0, FIGURES["overlay"].high or 0, 30, 100)
    if compared.outline is not None:
        lost += _graded((FIGURES["outline"].low or 0) - compared.outline, 0, 200, 100)
    return lost


def _graded(value: int, zero: int, full: int, points: int) -> int:
    return min(max(value - zero, 0), full - zero) * points // (full - zero)
