"""Pictures that cannot both be a run's own work.

Every run has its own development of each raw photo: framed, exposed, tinted and turned by the run's own numbers. Two honest pictures of one
product from one side therefore look alike to a shopper, but hardly ever agree in all of these at once; so looking alike is no hint, and
neither are pictures that the lab itself made for a run. What is looked at are uploads, each beside every picture of another run: is it the same
file, or the same picture encoded or scaled once more, as every upload is? What was given to everybody as a file is left out, and so is
what more than a third of the class uploaded.
Known limits: a copy that was cut, turned or brightened agrees in too little to be told from somebody's own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from lab.analysis.hints import Hint, SamePicture
from lab.images.compared import SAME, Compared
from lab.images.features import Prints, bits_apart, is_copy, prints_of
from lab.images.measure import ImageFacts
from lab.values.errors import BadInput

NEAR_BITS = 2
NEAR_FIGURE, NEAR_EDGE = 4, 6
"""Permille by which the place of the product, and a straight step near the frame, may differ after another encoding.

Calibrated on three photos, each developed eight times: copies of half the size or of quality 40 differed by 4 and 5 at most, and by 2 bits; of
the 84 pairs of honest developments one differed by 2 bits or less, and none agreed in place.
"""
NEAR_TILT, NEAR_CAST, NEAR_LIGHT = 15, 8, 5
SHAPE = 10
"""Permille by which the shapes of two pictures may differ after scaling."""
FEWEST_COMMON = 3
MOST = 200
SURE, NEAR = 1000, 800
"""Permille of a hint: the very bytes, or the same picture encoded once more."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of a run, by the hash of its bytes, with what was measured; `kind` as in the school's list of pictures."""

    sha256: str
    kind: Literal["upload", "photo", "made"]
    facts: ImageFacts
    compared: Compared | None = None


def similar_pictures(runs: Mapping[int, Sequence[Shot]], given: Sequence[Shot] = ()) -> tuple[Hint, ...]:
    """Pairs of runs with a picture that is the same, the surest first, at most `MOST`; `given` are pictures that everybody got as files."""
    common = max(FEWEST_COMMON, len(runs) // 3)
    having: dict[str, set[int]] = {}
    for run, shots in runs.items():
        for shot in shots:
            having.setdefault(shot.sha256, set()).add(run)
    left_out = {sha for sha, own in having.items() if len(own) > common}
    known = {
        run: [shot for shot in runs[run] if shot.sha256 not in left_out and not any(_bits_if_near(shot, one) is not None for one in given)]
        for run in sorted(runs)
    }
    seen: dict[tuple[int, int], dict[tuple[str, str], SamePicture]] = {}
    for run, other, found in (*_same_files(known), *_near_copies(known)):
        swapped = run > other
        first, second = (found.other_sha256, found.sha256) if swapped else (found.sha256, found.other_sha256)
        pair = (other, run) if swapped else (run, other)
        seen.setdefault(pair, {}).setdefault((first, second), SamePicture(first, second, found.why, found.bits))
    hints = [
        Hint(
            "pictures", run, other, SURE if any(first == second for first, second in own) else NEAR,
            pictures=tuple(own[key] for key in sorted(own)),
        )
        for (run, other), own in seen.items()
    ]
    return tuple(sorted(hints, key=lambda hint: (-hint.permille, -len(hint.pictures), hint.run, hint.other))[:MOST])


def _same_files(runs: Mapping[int, Sequence[Shot]]) -> Iterable[tuple[int, int, SamePicture]]:
    """Uploads whose very bytes another run has; two uploads are told once."""
    places: dict[str, list[tuple[int, Shot]]] = {}
    for run, shots in runs.items():
        for shot in shots:
            places.setdefault(shot.sha256, []).append((run, shot))
    for sha, own in places.items():
        for run, shot in own:
            for other, there in own:
                if run == other or shot.kind != "upload" or (there.kind == "upload" and other < run):
                    continue
                yield run, other, SamePicture(sha, sha, _why(shot, there))


def _near_copies(runs: Mapping[int, Sequence[Shot]]) -> Iterable[tuple[int, int, SamePicture]]:
    """Uploads that another run has in other bytes. Grouped by the hash of structure first: few pictures have nearly the same."""
    all_shots = [(run, shot, prints) for run, shots in runs.items() for shot in shots if (prints := _prints(shot)) is not None]
    bands: dict[tuple[int, str], list[int]] = {}
    for number, (_, _, prints) in enumerate(all_shots):
        for band in range(4):  # at most NEAR_BITS of 64 differ: of four parts, two are the same
            bands.setdefault((band, prints.structure[4 * band : 4 * band + 4]), []).append(number)
    pairs = {
        (one, two)
        for own in bands.values()
        for place, one in enumerate(own)
        for two in own[place + 1 :]
        if "upload" in (all_shots[one][1].kind, all_shots[two][1].kind)
    }
    for one, two in sorted(pairs):
        (run, shot, _), (other, there, _) = all_shots[one], all_shots[two]
        if run == other or shot.sha256 == there.sha256:
            continue
        apart = _bits_if_near(shot, there)
        if apart is not None:
            yield run, other, SamePicture(shot.sha256, there.sha256, _why(shot, there), apart)


def _bits_if_near(shot: Shot, other: Shot) -> int | None:
    """The bits in which two pictures differ if one may be a copy of the other, else None."""
    if shot.sha256 == other.sha256:
        return 0
    prints, others = _prints(shot), _prints(other)
    if prints is None or others is None:
        return None
    apart = bits_apart(prints.structure, others.structure)  # the quickest first: most pairs end here
    return apart if apart <= NEAR_BITS and is_same_shot(shot, other) and is_copy(prints, others) else None


def _why(shot: Shot, other: Shot) -> str:
    kinds = {shot.kind, other.kind}
    if "photo" in kinds:
        return "raw_photo"
    if "made" in kinds:
        return "made_picture"
    return "same_file" if shot.sha256 == other.sha256 else "near_copy"


def is_same_shot(shot: Shot, other: Shot) -> bool:
    """Whether two pictures agree in all that one development and another differ in: shape, place of the product, tilt and light."""
    one, two = shot.facts, other.facts
    if abs(one.width_px * two.height_px - two.width_px * one.height_px) * 1000 > SHAPE * one.width_px * two.height_px:
        return False
    figures = (
        (one.fill_long, two.fill_long), (one.fill_box, two.fill_box), (one.fill_area or 0, two.fill_area or 0),
        (one.off_centre, two.off_centre), (one.white_bg, two.white_bg),
    )  # fmt: skip
    if any(abs(a - b) > NEAR_FIGURE for a, b in figures) or abs(one.border - two.border) > NEAR_EDGE:
        return False
    a, b = shot.compared, other.compared
    if a is None or b is None or a.same < SAME or b.same < SAME:
        return True  # a raw photo is compared with nothing, and a picture from elsewhere is like no photo
    if a.asset != b.asset:
        return False
    limits = ((a.tilt, b.tilt, NEAR_TILT), (a.cast, b.cast, NEAR_CAST), (a.light, b.light, NEAR_LIGHT))
    return all(x is None or y is None or abs(x - y) <= limit for x, y, limit in limits)


def _prints(shot: Shot) -> Prints | None:
    return _read_prints(shot.facts.prints or "")


@lru_cache(maxsize=16384)
def _read_prints(text: str) -> Prints | None:
    try:
        return prints_of(text)
    except BadInput:
        return None
