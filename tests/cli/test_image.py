"""`lab image`."""

import json
import os
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import ExifTags, Image, ImageDraw

from lab.images import intake
from lab.images.darkroom import neutral
from lab.images.intake import MAX_BYTES
from lab.platforms.profile import load_platforms
from tests.cli.conftest import Run

PLATFORM = "meridian"
ASSET, OTHER = "lamp-arc/front", "lamp-brass/front"


def product(fill: float = 0.9, background: str = "white", **options: object) -> bytes:
    """A navy disc on a background, filling so much of it, as a JPEG of 1600 pixels."""
    side, edge = 1600, int(1600 * (1 - fill) / 2)
    image = Image.new("RGB", (side, side), background)
    ImageDraw.Draw(image).ellipse((edge, edge, side - edge - 1, side - edge - 1), fill="navy")
    out = BytesIO()
    image.save(out, "JPEG", quality=95, subsampling=0, **options)
    return out.getvalue()


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.jpg"
    path.write_bytes(product())
    return path


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_picture_is_measured_as_an_upload_would_be(run: Run, good: Path) -> None:
    done = run("image", "measure", str(good))
    facts = intake.accept(good.read_bytes()).facts
    assert done.code == 0
    assert done.err == ""
    assert done.out.splitlines()[0].endswith(f"good.jpg  1600 x 1600 px, JPEG, {good.stat().st_size} bytes")
    assert f"white_bg {facts.white_bg}, " in done.out
    assert f"fill_long {facts.fill_long}, " in done.out


def test_with_json_every_file_is_one_line_and_a_refused_one_says_why(run: Run, good: Path, tmp_path: Path) -> None:
    text = tmp_path / "note.jpg"
    text.write_text("no picture")
    done = run("image", "measure", str(good), str(text), str(tmp_path / "missing.jpg"), str(tmp_path), "--json")
    assert done.code == 1
    kept, *refused = lines(done.out)
    assert (kept["file"], kept["accepted"], kept["error"]) == (str(good), True, None)
    assert kept["facts"]["fill_long"] == intake.accept(good.read_bytes()).facts.fill_long
    assert set(kept) == {"file", "accepted", "error", "facts", "notes"}
    assert [(Path(one["file"]).name, one["accepted"], one["error"], one["facts"]) for one in refused] == [
        ("note.jpg", False, "unsupported_format", None),
        ("missing.jpg", False, "no_such_file", None),
        (tmp_path.name, False, "is_a_folder", None),
    ]
    assert len(done.err.splitlines()) == 3


def test_a_refused_file_is_one_plain_line_and_the_others_are_measured(run: Run, good: Path, tmp_path: Path) -> None:
    text = tmp_path / "note[1].jpg"
    text.write_text("no picture")
    done = run("image", "measure", str(text), str(good))
    assert done.code == 1
    assert "note[1].jpg: Unsupported format" in done.err
    assert len(done.err.splitlines()) == 1
    assert "good.jpg" in done.out


def test_the_rules_of_a_platform_are_told_where_they_are_broken(run: Run, good: Path, tmp_path: Path) -> None:
    grey = tmp_path / "grey.jpg"
    grey.write_bytes(product(fill=0.5, background="lightgrey"))
    done = run("image", "measure", str(good), str(grey), "--platform", PLATFORM, "--on", "2026-11-01", "--json")
    assert done.code == 0
    fine, broken = lines(done.out)
    assert fine["faults"] == []
    assert {fault["rule"] for fault in broken["faults"]} >= {"background", "fill"}
    plain = run("image", "measure", str(good), str(grey), "--platform", PLATFORM, "--on", "2026-11-01")
    name = load_platforms(date(2026, 11, 1))[PLATFORM].display_name
    assert f"keeps every rule of {name}" in plain.out
    assert f"breaks background of {name}" in plain.out


def test_an_unknown_platform_is_an_error_before_anything_is_read(run: Run, good: Path) -> None:
    done = run("image", "measure", str(good), "--platform", "nowhere")
    assert done.code == 1
    assert done.out == ""
    assert "No such platform" in done.err


def test_a_picture_is_compared_with_reference_photos(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "lamp.jpg"
    neutral(ASSET)[0].save(path, quality=90)
    done = run("image", "measure", str(path), "--against", OTHER, "--against", ASSET, "--json")
    assert done.code == 0
    (record,) = lines(done.out)
    assert record["compared"]["asset"] == ASSET
    assert record["compared"]["same"] >= 900
    shown = run("image", "measure", str(path), "--against", ASSET)
    assert f"beside {ASSET}: same " in shown.out


def test_an_unknown_reference_photo_is_an_error(run: Run, good: Path) -> None:
    done = run("image", "measure", str(good), "--against", "no-such/front")
    assert done.code == 1
    assert done.out == ""


def test_a_picture_that_tells_where_it_was_taken_says_so(run: Run, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (52.0, 31.0, 12.0)})
    path = tmp_path / "here.jpg"
    path.write_bytes(product(exif=exif))
    assert "tells where it was taken" in run("image", "measure", str(path)).out
    (record,) = lines(run("image", "measure", str(path), "--json").out)
    assert record["notes"] == {"had_exif": True, "had_gps": True, "had_icc": False, "orientation": 1}


def test_no_more_than_the_limit_and_one_byte_is_read(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "large.jpg"
    with path.open("wb") as file:
        file.truncate(50_000_000_000)  # a hole: no disk is used, reading it all would take a minute and the memory
    (record,) = lines(run("image", "measure", str(path), "--json").out)
    assert record["error"] == "too_many_bytes"
    assert f"bytes: {MAX_BYTES + 1}" in run("image", "measure", str(path)).err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_not_waited_for(run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    (record,) = lines(run("image", "measure", str(tmp_path / "pipe.jpg"), "--json").out)
    assert record["error"] == "not_a_file"


def test_the_copies_of_a_listing_picture_are_made(run: Run, good: Path, tmp_path: Path) -> None:
    folder = tmp_path / "made" / "copies"
    done = run("image", "sizes", str(good), "--out", str(folder))
    assert done.code == 0
    made = {path.name: Image.open(BytesIO(path.read_bytes())).size for path in sorted(folder.iterdir())}
    assert made == {
        f"good-{width}.{kind}": (min(width, 1600),) * 2
        for width in (2000, 800, 300, 100)
        for kind in ("avif", "webp", "jpeg")
    }
    assert len(done.out.splitlines()) == 12


def test_copies_of_what_is_no_picture_are_refused_and_leave_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "note.jpg").write_text("no picture")
    done = run("image", "sizes", str(tmp_path / "note.jpg"), "--out", str(tmp_path / "made"))
    assert done.code == 1
    assert not (tmp_path / "made").exists()
