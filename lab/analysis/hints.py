"""Hints that two runs have something in common. A hint is a reason to look, and never a verdict: people who sit together, the same
teacher, or one machine translation do the same to two texts."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["texts", "pictures", "journals"]


@dataclass(frozen=True, slots=True)
class Passage:
    """The same words in two texts: rows and fields of the two journals, and the spans of the texts as they were kept."""

    seq: int
    part: str
    start: int
    end: int
    other_seq: int
    other_part: str
    other_start: int
    other_end: int
    words: int


@dataclass(frozen=True, slots=True)
class SamePicture:
    """Two pictures by the hashes of their bytes, and why they are named.

    `why`: raw_photo, one run uploaded what was developed for the other; made_picture, or what the other made in the studio; same_file or
    near_copy, both uploaded one file, or one picture in two encodings or sizes. `bits` of the 64 of their hashes differ.
    """

    sha256: str
    other_sha256: str
    why: str
    bits: int = 0


@dataclass(frozen=True, slots=True)
class SameStep:
    """Two rows of the journals that did the same; in so many of the runs of the class something did."""

    seq: int
    other_seq: int
    runs: int


@dataclass(frozen=True, slots=True)
class SameMistake:
    """The same wrong answer to a check, which so many runs of the class gave."""

    check: str
    found: str
    runs: int


@dataclass(frozen=True, slots=True)
class Hint:
    """Two runs, the lower number first; how much of what could agree does (permille); and what shows it."""

    kind: Kind
    run: int
    other: int
    permille: int
    passages: tuple[Passage, ...] = ()
    pictures: tuple[SamePicture, ...] = ()
    steps: tuple[SameStep, ...] = ()
    mistakes: tuple[SameMistake, ...] = ()
