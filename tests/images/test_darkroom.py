import hashlib
from dataclasses import replace
from datetime import date
from io import BytesIO

import numpy as np
import pytest
from PIL import ExifTags, Image, ImageOps

from lab.images.darkroom import MAKE, MODEL, develop, neutral, photo_of, printed
from lab.images.flaws import Flaws, Wanted, flaws_in, flaws_of, photo_key
from lab.images.intake import accept
from lab.images.negatives import NEGATIVES, Negative, View, negative_of
from lab.values.errors import BadInput

WIDTH, HEIGHT = 920, 690
FRONT = "lamp-arc/front"


def code_of(light):
    return round(255 * np.log2(1 + 60 * light) / np.log2(481))


def light_at(code):
    return (2 ** (code * np.log2(481) / 255) - 1) / 60


def film(light):
    """The curve in plain floating point, 0 to 255."""
    v = min(1.0, light * (1 + light / 25) / (1 + light) * 1.25)
    v = 12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055
    return 255 * (v + (v * v * (3 - 2 * v) - v) * 0.5)


def flat(code, width=WIDTH, height=HEIGHT):
    return Negative(
        View("plain/front", "main", "a grey card"),
        np.full((height, width, 3), code, np.uint8),
        np.full((height, width), 255, np.uint8),
    )


def disc(width=1840, height=1380):
    """A bright disc before a dark wall, with a soft edge of one pixel."""
    y, x = np.mgrid[:height, :width]
    share = np.clip(height * 0.3 + 0.5 - np.hypot(x - width * 0.47, y - height * 0.52), 0, 1)
    codes = np.round(code_of(0.05) + share * (code_of(0.6) - code_of(0.05))).astype(np.uint8)
    return Negative(
        View("disc/front", "main", "a disc"),
        np.repeat(codes[..., None], 3, axis=2),
        np.round(255 * share).astype(np.uint8),
    )


@pytest.fixture(scope="module")
def photo():
    return develop(FRONT, 11, taken=date(2026, 3, 2), wanted=Wanted(turned=6, located=True))


def upright(jpeg):
    return np.asarray(ImageOps.exif_transpose(Image.open(BytesIO(jpeg)))).astype(int)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_other_pixels():
    one, again, other = develop(FRONT, 1), develop(FRONT, 1), develop(FRONT, 2)
    assert one.jpeg == again.jpeg and one.sha256 == again.sha256 == hashlib.sha256(one.jpeg).hexdigest()
    assert (one.mask == again.mask).all() and one.specks == again.specks
    assert one.sha256 != other.sha256
    assert abs(upright(one.jpeg) - upright(other.jpeg)).mean() > 5
    assert one.flaws == flaws_of(1, FRONT)


def test_two_seeds_with_the_same_wishes_differ_in_every_region():
    wanted = Wanted(roll=200, stops=0, light="mild", dust=0)
    flaws = flaws_in(disc(WIDTH, HEIGHT), 5, wanted)
    one, other = (printed(flat(120), flaws, key)[0].astype(int) for key in (1, 2))
    assert (one != other).reshape(12, 50, 800 * 3).mean(axis=(1, 2)).min() > 0.4


def test_the_mask_follows_the_tilt_and_the_crop():
    negative = disc()
    edge = (code_of(0.05) + code_of(0.6)) / 2
    for seed in range(3):
        key = photo_key(seed, "disc/front")
        flaws = replace(flaws_in(negative, key, Wanted(dust=0)), vignette=0)
        photo = photo_of(negative, flaws, key)
        seen = upright(photo.jpeg)[..., 1] > film(light_at(edge) * 2 ** (flaws.stops / 100) * flaws.green / 1000)
        assert (seen & photo.mask).sum() / (seen | photo.mask).sum() >= 0.995
        assert 0.1 < photo.mask.mean() < 0.4


@pytest.mark.parametrize("turned", [1, 3, 6, 8])
def test_every_exif_orientation_shows_the_same_upright_photo(turned):
    negative = disc(WIDTH, HEIGHT)
    flaws = Flaws(roll=300, zoom=1020, turned=turned)
    photo = photo_of(negative, flaws, 1)
    with Image.open(BytesIO(photo.jpeg)) as stored:
        assert stored.getexif()[ExifTags.Base.Orientation] == turned
        assert stored.size == ((800, 600) if turned in (1, 3) else (600, 800))
    assert (photo.width, photo.height) == (800, 600) and photo.mask.shape == (600, 800)
    assert abs(upright(photo.jpeg) - printed(negative, flaws, 1)[0].astype(int)).mean() < 0.5


def test_light_goes_through_the_film_curve():
    for code in (0, 30, 90, 140, 190, 255):
        pixels, _ = printed(flat(code, 92, 69), Flaws(), 0)
        assert np.ptp(pixels) == 0
        assert pixels[0, 0, 0] == pytest.approx(film(light_at(code)), abs=0.6)


def test_stops_and_the_colour_of_the_light_multiply_the_light():
    code = code_of(0.2)
    light = light_at(code)
    pixels, _ = printed(flat(code, 92, 69), Flaws(stops=-50, red=1250, green=1000, blue=700), 0)
    for level, gain in zip(pixels[5, 5], (1.25, 1, 0.7), strict=True):
        assert level == pytest.approx(film(light * 2**-0.5 * gain), abs=0.6)


def test_the_vignette_takes_its_share_from_the_corners_and_nothing_from_the_middle():
    code = code_of(0.3)
    pixels, _ = printed(flat(code), Flaws(vignette=300), 0)
    assert pixels[300, 400, 0] == pytest.approx(film(light_at(code)), abs=0.6)
    for corner in (pixels[0, 0], pixels[-1, 0], pixels[0, -1], pixels[-1, -1]):
        assert corner[0] == pytest.approx(film(light_at(code) * 0.7), abs=1)


def test_grain_is_of_its_size_even_and_strongest_in_the_dark():
    spread = {}
    for light in (0.03, 0.16, 2.0):
        pixels = printed(flat(code_of(light)), Flaws(grain=200), 1)[0].astype(float)
        assert pixels.mean() == pytest.approx(film(light_at(code_of(light))), abs=0.6)
        spread[light] = pixels[..., 1].std()
        # no pattern: both halves and both neighbours look alike
        assert pixels[:300, :, 1].std() == pytest.approx(pixels[300:, :, 1].std(), rel=0.05)
    assert spread[0.16] == pytest.approx(2.0, rel=0.1)
    assert spread[0.03] > spread[0.16] > spread[2.0] > 0.3


def test_grain_has_a_little_colour():
    pixels = printed(flat(code_of(0.16)), Flaws(grain=200), 1)[0].astype(float)
    red = pixels[..., 0] - pixels[..., 1]
    blue = pixels[..., 2] - pixels[..., 1]
    assert 0.4 < red.std() < 1.6 and 0.4 < blue.std() < 1.6
    assert abs(np.corrcoef(red[::2, ::2].ravel(), blue[::2, ::2].ravel())[0, 1]) < 0.35


def test_dust_darkens_its_places_softly_and_nothing_else():
    code = code_of(0.3)
    plain, _ = printed(flat(code), Flaws(), 3)
    pixels, specks = printed(flat(code), Flaws(dust=6), 3)
    assert len(specks) == 6
    y, x = np.mgrid[:600, :800]
    near = np.zeros((600, 800), bool)
    for speck in specks:
        assert 0 <= speck.x < 800 and 0 <= speck.y < 600 and 2 <= speck.radius <= 6
        assert int(plain[speck.y, speck.x, 0]) - int(pixels[speck.y, speck.x, 0]) >= 12
        near |= np.hypot(x - speck.x, y - speck.y) <= 1.5 * speck.radius + 1
    assert (pixels[~near] == plain[~near]).all()
    assert (pixels > plain).any(), "the ring around a speck is a little brighter"
    assert pixels.max() - plain.max() <= 8


def test_no_light_is_too_dark_or_too_bright_for_the_film():
    black, _ = printed(flat(0), Flaws(stops=-3000, dust=400, vignette=900), 1)
    assert black.max() == 0
    white, _ = printed(flat(255), Flaws(stops=3000), 1)
    assert white.min() == 255


def test_a_watermark_is_pale_and_crosses_the_photo():
    code = code_of(0.2)
    plain, _ = printed(flat(code), Flaws(), 0)
    for mark in ("Brightwood & Söhne", "古镇灯饰"):
        marked = printed(flat(code), Flaws(mark=mark), 0)[0].astype(int) - plain
        assert marked.min() == 0 and 30 < marked.max() < 80
        rows, columns = np.nonzero(marked[..., 0])
        assert 0.01 < len(rows) / marked[..., 0].size < 0.2
        assert np.ptp(columns) > 300
        assert np.corrcoef(rows, columns)[0, 1] < -0.7, "it rises to the right"


def test_exif_tells_camera_day_and_place(photo):
    with Image.open(BytesIO(photo.jpeg)) as stored:
        exif = stored.getexif()
    assert (exif[ExifTags.Base.Make], exif[ExifTags.Base.Model]) == (MAKE, MODEL)
    assert exif[ExifTags.Base.DateTime].startswith("2026:03:02 ")
    assert 9 <= int(exif[ExifTags.Base.DateTime][11:13]) < 17
    assert exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] == exif[ExifTags.Base.DateTime]
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    assert [float(part) for part in place[ExifTags.GPS.GPSLatitude]] == [22, 37, 12]
    assert place[ExifTags.GPS.GPSLongitudeRef] == "E"


def test_the_lab_takes_its_own_photo_and_forgets_where_it_was_taken(photo):
    taken = accept(photo.jpeg)
    assert taken.had_gps
    assert (taken.width, taken.height) == (photo.width, photo.height)
    assert b"Exif" not in taken.jpeg
    elsewhere = photo_of(disc(WIDTH, HEIGHT), Flaws(), 1)
    assert not accept(elsewhere.jpeg).had_gps
    assert ExifTags.Base.DateTime not in Image.open(BytesIO(elsewhere.jpeg)).getexif()


def test_a_photo_has_its_full_size_and_a_likely_weight(photo):
    assert sorted((photo.width, photo.height)) == [1200, 1600]
    assert photo.mask.shape == (photo.height, photo.width) and photo.mask.dtype == bool
    assert 100_000 < len(photo.jpeg) < 900_000


def test_a_mark_is_asked_for_by_name():
    plain = develop(FRONT, 4, wanted=Wanted(roll=200))
    marked = develop(FRONT, 4, mark="Brightwood", wanted=Wanted(roll=200))
    assert plain.flaws.roll == marked.flaws.roll == 200
    assert marked.flaws.mark == "Brightwood" and plain.flaws.mark == ""
    difference = upright(marked.jpeg) - upright(plain.jpeg)
    assert difference.mean() > 0.3 and difference.max() > 25
    assert (plain.mask == marked.mask).all()


def test_the_neutral_photo_is_the_straight_middle_without_flaws():
    image, mask = neutral(FRONT)
    assert sorted(image.size) == [1200, 1600] and mask.shape == image.size[::-1]
    assert neutral(FRONT)[0] is image
    with pytest.raises(ValueError, match="read-only"):
        mask[0, 0] = True
    # turned back by what is known of it, a student's photo fits the neutral one
    straight = develop(FRONT, 3, wanted=Wanted(stops=0, dust=0))
    assert straight.mask.mean() == pytest.approx(mask.mean() * (straight.flaws.zoom / 1000) ** 2, rel=0.01)


def test_what_does_not_exist_or_does_not_fit_is_refused():
    with pytest.raises(BadInput, match="no_such_photo"):
        develop("lamp-arc/nowhere", 1)
    with pytest.raises(BadInput, match="no_such_photo"):
        neutral("lamp/front")
    with pytest.raises(BadInput, match="bad_flaw"):
        develop(FRONT, 1, mark="x" * 100)
    with pytest.raises(BadInput, match="outside_negative"):
        photo_of(flat(100), Flaws(shift_x=400), 1)


NOTED = {
    "lamp-arc/front": (
        "c08111c6daf8273f",
        [("4d2cbd82ca0ced61", "fe190fbf7e16bb53"), ("246d104259d143c6", "7c245d908d44c968")],
    ),
    "lamp-clamp/front": (
        "504358b74306b338",
        [("01ae1fcfe3992b6e", "23f01829efe3c727"), ("0f1622268390ba34", "e4d8af602de27915")],
    ),
    "lamp-folding/front": (
        "675bc7a7061455a7",
        [("6989dab6b6c98190", "f7c5255edaecac6f"), ("6138b21a65cebb88", "42725d20cce9c629")],
    ),
}
"""By asset: the beginning of the SHA-256 of the negative's file, and for seeds 1 and 2 of the photo's pixels and of its file."""


def beginning(data):
    return hashlib.sha256(data).hexdigest()[:16]


@pytest.mark.parametrize("asset", NOTED)
def test_photos_are_the_same_on_every_machine_as_they_were_where_they_were_noted(asset):
    of_negative, of_photos = NOTED[asset]
    assert beginning((NEGATIVES / f"{asset}.jpg").read_bytes()) == of_negative, "a new negative: note its photos again"
    for seed, (of_pixels, of_file) in enumerate(of_photos, 1):
        photo = develop(asset, seed)
        pixels, _ = printed(negative_of(asset), photo.flaws, photo_key(seed, asset))
        assert beginning(pixels.tobytes()) == of_pixels, "other pixels: students' photos would change"
        assert beginning(photo.jpeg) == of_file, "the same pixels, but Pillow writes another file"
