"""Text set in lines: broken at a width, put in reading order, drawn as ink.

Widths are worked out at one large size, in units of the em, so that a text breaks at the same places whatever the
size of the picture. A line is a row of pieces from left to right; a piece is text of one font and one direction.
Lines break where Unicode's rules allow (ICU: at spaces, between Chinese characters, between Thai words), if possible
not between a number and its unit, and inside a word only if the word alone is too wide.
Not here: where a label lies and what is under it (`lab.images.labels`).
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import regex
from icu4py.breakers import LineBreaker
from PIL import Image, ImageDraw

from lab.images.bidi import levels, visual_order
from lab.images.fonts import PLAIN_FILES, Direction, base_language, check_shaping, face, fonts_for

EM = 512 * 64
"""Units of width to the em: sixty-fourths of a pixel at 512 pixels to the em."""
_MEASURED_AT = 512
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_REPLACEMENT = "\ufffd"
_CLUSTER = regex.compile(r"\X")
_LONGEST_CLUSTER = 30
"""Characters drawn as one: beyond that marks are heaped up to no end (the stream-safe limit of UAX #15)."""
_POOR_BREAK = regex.compile(
    r"(?<=\d\s?)(?=[\p{L}°][\p{L}\p{M}.²³/]{0,3}(?![\p{L}\p{M}]))"  # between a number and its unit
    r"|(?<=\d)(?=\p{L})"
    r"|(?<=\s)(?=[–—×])|(?<=×\s?)"  # before a dash, around the sign of a size
    r"|(?<=[\p{L}\d]-)(?=[\p{L}\d]{1,2}(?![\p{L}\d]))|(?<=(?<![\p{L}\d])[\p{L}\d]{1,2}-)"  # within USB-C, T-shirt
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Text in reading order that one font draws in one direction."""

    text: str
    font: str
    direction: Direction


@dataclass(frozen=True, slots=True)
class Typesetting:
    """`lines` from top to bottom, each of pieces from left to right; `missing` if a character has no font.

    Each unbroken row of such characters is drawn as one replacement character.
    """

    lines: tuple[tuple[Piece, ...], ...]
    right_to_left: bool
    missing: bool


@dataclass(frozen=True, slots=True)
class Ink:
    """A line as drawn. `mask` (L, 255 where covered) has its corner `left` right of and `top` below the line's origin.

    The origin is the left end of the baseline; `advance` is how far the text reaches from it, spaces included.
    All in pixels; `mask` is None where nothing is visible.
    """

    mask: Image.Image | None
    left: int
    top: int
    advance: int


@dataclass(frozen=True, slots=True)
class _Cluster:
    """What a reader takes for one character.

    `may_break` tells whether a line may end after it, `breaks_well` whether that also reads well.
    """

    text: str
    font: str | None
    level: int
    may_break: bool
    breaks_well: bool


def is_right_to_left(language: str) -> bool:
    """Whether a language (BCP 47) is written from right to left."""
    return base_language(language) in _RIGHT_TO_LEFT


def typeset(text: str, language: str, *, bold: bool, width: int) -> Typesetting:
    """A tidy text (`lab.values.text`) in lines of at most `width` units (EM to the em); its line ends are kept.

    A single character wider than that stands in a line of its own. Raises LabError `no_text_shaping`.
    """
    check_shaping()
    setter = _Setter(language, bold=bold, width=width)
    lines = [line for paragraph in text.split("\n") for line in setter.lines(paragraph)]
    return Typesetting(tuple(lines), setter.right_to_left, setter.missing)


class _Setter:
    """Sets the paragraphs of one text; keeps the widths of pieces, which line breaking asks for again and again."""

    def __init__(self, language: str, *, bold: bool, width: int) -> None:
        self.language = base_language(language)
        self.right_to_left = is_right_to_left(language)
        self.missing = False
        self._bold = bold
        self._width = width
        self._widths: dict[Piece, int] = {}

    def lines(self, paragraph: str) -> list[tuple[Piece, ...]]:
        clusters = self._clusters(paragraph)
        lines = []
        start = 0
        while start < len(clusters):
            end = self._line_end(clusters, start)
            lines.append(self._pieces(clusters[start:end]))
            start = end
        return lines or [()]

    def _clusters(self, paragraph: str) -> list[_Cluster]:
        whole = _CLUSTER.findall(paragraph)
        texts = [text[at : at + _LONGEST_CLUSTER] for text in whole for at in range(0, len(text), _LONGEST_CLUSTER)]
        fonts = fonts_for(texts, self.language, bold=self._bold)
        self.missing = self.missing or None in fonts
        of_character = levels(paragraph, right_to_left=self.right_to_left)
        breaks = _line_breaks(paragraph, self.language)
        clusters = []
        start = 0
        for text, font in zip(texts, fonts, strict=True):
            end = start + len(text)
            well = end in breaks and not _POOR_BREAK.match(paragraph, end)
            clusters.append(_Cluster(text, font, of_character[start], end in breaks, well))
            start = end
        return clusters

    def _line_end(self, clusters: Sequence[_Cluster], start: int) -> int:
        """The longest line from `start` that fits and ends well; else where it may; else wherever, after at least one."""
        ends = [
            end for end in range(start + 1, len(clusters) + 1) if clusters[end - 1].may_break or end == len(clusters)
        ]
        fitting = bisect_left(ends, True, key=lambda end: not self._fits(clusters[start:end]))
        if not fitting:
            singles = range(start + 2, len(clusters) + 1)
            return start + 1 + bisect_left(singles, True, key=lambda end: not self._fits(clusters[start:end]))
        if fitting == len(ends):
            return ends[-1]
        return next((end for end in reversed(ends[:fitting]) if clusters[end - 1].breaks_well), ends[fitting - 1])

    def _fits(self, clusters: Sequence[_Cluster]) -> bool:
        return sum(self._measured(piece) for piece in self._pieces(clusters)) <= self._width

    def _measured(self, piece: Piece) -> int:
        if piece not in self._widths:
            self._widths[piece] = _advance(piece, _MEASURED_AT, self.language)
        return self._widths[piece]

    def _pieces(self, clusters: Sequence[_Cluster]) -> tuple[Piece, ...]:
        """A line's pieces from left to right, without the spaces at its ends."""
        shown = list(clusters)
        while shown and shown[-1].text.isspace():
            shown.pop()
        pieces: list[tuple[int, Piece]] = []
        for (level, font), group in groupby(shown, key=lambda cluster: (cluster.level, cluster.font)):
            text = _REPLACEMENT if font is None else "".join(cluster.text for cluster in group)
            file = font or PLAIN_FILES[self._bold]
            pieces.append((level, Piece(text, file, "rtl" if level % 2 else "ltr")))
        return tuple(pieces[place][1] for place in visual_order([level for level, _ in pieces]))


def _line_breaks(text: str, language: str) -> set[int]:
    """Where a line may end, as indices into `text`. ICU counts UTF-16 units."""
    places = {0: 0}
    unit = 0
    for place, character in enumerate(text, start=1):
        unit += 2 if ord(character) > 0xFFFF else 1
        places[unit] = place
    return {places[end] for _, end in LineBreaker(text, language).segments() if end in places}


def _advance(piece: Piece, size: int, language: str) -> int:
    """How far a piece reaches, in sixty-fourths of a pixel."""
    font = face(piece.font, size)
    return round(64 * font.getlength(piece.text, direction=piece.direction, language=_known(language)))


def _known(language: str) -> str | None:
    return None if language == "und" else language


def drawn(pieces: Sequence[Piece], language: str, size: int) -> Ink:
    """A line at `size` pixels to the em.

    Small letters are drawn at several times the size and brought down, so that spacing does not depend on whole pixels.
    """
    language = base_language(language)
    times = 4 if size <= 64 else 2 if size <= 160 else 1
    placed: list[tuple[int, Piece, tuple[int, int, int, int]]] = []
    reached = 0
    for piece in pieces:
        x = (reached + 32) // 64
        box = face(piece.font, times * size).getbbox(
            piece.text, direction=piece.direction, language=_known(language), anchor="ls"
        )
        left, top, right, bottom = (int(edge) for edge in box)
        placed.append((x, piece, (x + left, top, x + right, bottom)))
        reached += _advance(piece, times * size, language)
    advance = -(-reached // (64 * times))
    if not placed:
        return Ink(None, 0, 0, advance)
    # one pixel around what the boxes promise, and corners on whole pixels of the picture
    left = min(box[0] for *_, box in placed) // times - 1
    top = min(box[1] for *_, box in placed) // times - 1
    right = -(-max(box[2] for *_, box in placed) // times) + 1
    bottom = -(-max(box[3] for *_, box in placed) // times) + 1
    canvas = Image.new("L", (times * (right - left), times * (bottom - top)), 0)
    pen = ImageDraw.Draw(canvas)
    for x, piece, _ in placed:
        pen.text(
            (x - times * left, -times * top),
            piece.text,
            fill=255,
            font=face(piece.font, times * size),
            anchor="ls",
            direction=piece.direction,
            language=_known(language),
        )
    mask = canvas.reduce(times) if times > 1 else canvas
    visible = mask.getbbox()
    if visible is None:
        return Ink(None, 0, 0, advance)
    return Ink(mask.crop(visible), left + visible[0], top + visible[1], advance)
