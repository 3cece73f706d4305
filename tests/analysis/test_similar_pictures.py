"""Pictures that cannot both be own work, and pictures that only look alike."""

from dataclasses import replace
from io import BytesIO
from typing import Literal

import pytest
from PIL import Image

from lab.analysis.similar_pictures import NEAR, SURE, Shot, is_same_shot, similar_pictures
from lab.images.compared import Compared
from lab.images.measure import ImageFacts
from lab.images.process import shared_process
from lab.values.chance import mix64

FACTS = ImageFacts(
    1600, 1200, 240_000, "JPEG", 0, 0, 0, 431, 93, 0, 112, 0, False,
    prints="e78b987094cfe330:b2dacc25c39ab661:1p41q51r31s21t2222235247255",
)  # fmt: skip
COMPARED = Compared("mug/front", 1000, tilt=413, cast=102, light=33)


def shot(sha: str, kind: Literal["upload", "photo", "made"] = "upload", **facts: object) -> Shot:
    return Shot(sha, kind, replace(FACTS, **facts), COMPARED if kind != "photo" else None)  # type: ignore[arg-type]


def other_print(number: int) -> str:
    return f"{mix64(number):016x}:{mix64(~number):016x}:1p4"


def test_the_same_file_in_two_runs_is_a_hint() -> None:
    (hint,) = similar_pictures({7: [shot("a")], 3: [shot("a")], 5: []})
    assert (hint.kind, hint.run, hint.other, hint.permille) == ("pictures", 3, 7, SURE)
    assert [(one.sha256, one.other_sha256, one.why) for one in hint.pictures] == [("a", "a", "same_file")]


def test_an_upload_of_anothers_raw_photo_or_made_picture_is_named_so_in_either_direction() -> None:
    raw = similar_pictures({1: [shot("mine")], 2: [shot("raw", "photo")]})
    made = similar_pictures({1: [shot("theirs", "made")], 2: [shot("mine", byte_count=1, fill_long=433)]})
    assert [(hint.permille, hint.pictures[0].why) for hint in (*raw, *made)] == [(NEAR, "raw_photo"), (NEAR, "made_picture")]
    assert (made[0].pictures[0].sha256, made[0].pictures[0].other_sha256) == ("theirs", "mine")


def test_what_the_lab_made_for_two_runs_is_no_hint_even_with_the_same_bytes() -> None:
    for kind in ("photo", "made"):
        assert similar_pictures({1: [shot("a", kind)], 2: [shot("a", kind)]}) == ()  # type: ignore[arg-type]


def test_what_everybody_was_given_or_many_uploaded_is_no_hint() -> None:
    assert similar_pictures({1: [shot("a")], 2: [shot("a")]}, given=[shot("a")]) == ()
    assert similar_pictures({1: [shot("a")], 2: [shot("b")]}, given=[shot("c", "photo")]) == ()
    assert similar_pictures({run: [shot("web", prints="")] for run in range(1, 5)}) == ()
    assert len(similar_pictures({**{run: [shot("web", prints="")] for run in (1, 2)}, **{run: [] for run in range(3, 9)}})) == 1


def test_the_same_picture_twice_in_one_run_is_no_hint() -> None:
    assert similar_pictures({1: [shot("a"), shot("b")], 2: []}) == ()


@pytest.mark.parametrize(
    "change", [{"fill_long": 440}, {"off_centre": 120}, {"width_px": 1200}, {"white_bg": 10}, {"fill_area": 20}, {"border": 85}, {"prints": other_print(5)}, {"prints": ""}]
)
def test_what_differs_as_two_developments_do_is_no_copy(change: dict[str, object]) -> None:
    assert similar_pictures({1: [shot("a")], 2: [shot("b", **change)]}) == ()


@pytest.mark.parametrize("change", [{"tilt": 380}, {"cast": 130}, {"light": 60}, {"asset": "mug/side"}])
def test_another_tilt_or_light_is_another_development(change: dict[str, object]) -> None:
    other = replace(shot("b"), compared=replace(COMPARED, **change))  # type: ignore[arg-type]
    assert not is_same_shot(shot("a"), other) and similar_pictures({1: [shot("a")], 2: [other]}) == ()


@pytest.mark.slow
def test_a_copy_of_a_real_photo_is_found_and_other_developments_of_it_are_not() -> None:
    process = shared_process()
    photos = [process.develop("mug/front", mix64(seed), "") for seed in range(1, 4)]
    runs = {run: [Shot(photo.sha256, "photo", process.examine(photo.jpeg, ()).accepted.facts)] for run, photo in enumerate(photos, start=1)}
    own = process.examine(photos[2].jpeg, ()).accepted
    runs[3].append(Shot(own.sha256, "upload", own.facts))  # one's own photo, uploaded as it is
    assert similar_pictures(runs) == ()
    out = BytesIO()
    with Image.open(BytesIO(photos[0].jpeg)) as picture:
        picture.resize((1280, 960), Image.Resampling.LANCZOS).save(out, "JPEG", quality=70)
    copy = process.examine(out.getvalue(), ()).accepted
    runs[2].append(Shot(copy.sha256, "upload", copy.facts))
    (hint,) = similar_pictures(runs)
    assert (hint.run, hint.other, hint.pictures[0].why) == (1, 2, "raw_photo")
