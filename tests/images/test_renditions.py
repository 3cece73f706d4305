from io import BytesIO

import numpy as np
import pytest
from PIL import ExifTags, Image

from lab.images.renditions import KINDS, WIDTHS, fitting_width, media_type, renditions
from lab.values.errors import BadInput


def picture(width=2000, height=1500):
    """A smooth ramp with a red disc-like block, so that shrinking has something to keep."""
    across = np.linspace(0, 255, width)[None, :].repeat(height, 0)
    down = np.linspace(0, 255, height)[:, None].repeat(width, 1)
    pixels = np.stack([across, down, np.full((height, width), 90.0)], axis=2).astype(np.uint8)
    pixels[height // 4 : height // 2, width // 4 : width // 2] = (220, 30, 40)
    return Image.fromarray(pixels)


def jpeg(image, **options):
    out = BytesIO()
    image.save(out, "JPEG", quality=90, **options)
    return out.getvalue()


def opened(data):
    return Image.open(BytesIO(data))


@pytest.fixture(scope="module")
def made():
    return renditions(jpeg(picture()))


def test_every_width_is_made_in_every_kind_largest_first(made):
    assert [(one.width, one.kind) for one in made] == [(width, kind) for width in reversed(WIDTHS) for kind in KINDS]


def test_each_is_what_it_says_and_keeps_the_picture_s_shape(made):
    for one in made:
        with opened(one.data) as copy:
            assert (copy.format or "").lower() == one.kind
            assert copy.size == (one.width, one.width * 3 // 4)
            assert copy.mode == "RGB"


def test_each_looks_like_the_picture(made):
    for one in made:
        original = np.asarray(picture().resize((one.width, one.width * 3 // 4), Image.Resampling.BOX)).astype(int)
        assert np.abs(np.asarray(opened(one.data)).astype(int) - original).mean() < 3


def test_the_newer_kinds_are_not_larger_than_jpeg(made):
    size = {(one.width, one.kind): len(one.data) for one in made}
    for width in (480, 960, 1600):
        assert size[width, "avif"] < size[width, "jpeg"]
        assert size[width, "webp"] < size[width, "jpeg"]


def test_a_picture_narrower_than_a_width_keeps_its_own():
    made = renditions(jpeg(picture(500, 375)))
    assert {one.width: opened(one.data).width for one in made} == {160: 160, 480: 480, 960: 500, 1600: 500}
    wide = [one.data for one in made if one.kind == "webp" and one.width > 500]
    assert wide[0] == wide[1]


def test_a_very_flat_picture_keeps_a_height_of_one_pixel():
    assert opened(renditions(jpeg(picture(1600, 2)))[-1].data).size == (160, 1)


def test_nothing_of_the_file_but_its_pixels_is_copied():
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Fictional Camera Works"
    data = (
        jpeg(picture(400, 300), exif=exif, comment=b"<script>alert(1)</script>", icc_profile=b"no profile" * 9)
        + b"PK\x03\x04"
    )
    for one in renditions(data):
        for trace in (b"Exif", b"Fictional", b"<script", b"ICC_PROFILE", b"no profile", b"PK\x03\x04"):
            assert trace not in one.data


def test_a_raw_photo_on_its_side_is_shown_upright():
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    lying = picture(400, 300).transpose(Image.Transpose.ROTATE_90)
    for one in renditions(jpeg(lying, exif=exif), widths=(160,)):
        upright = np.asarray(opened(one.data)).astype(int)
        assert upright.shape == (120, 160, 3)
        assert np.abs(upright - np.asarray(picture(400, 300).resize((160, 120))).astype(int)).mean() < 4


def test_the_same_bytes_give_the_same_copies():
    data = jpeg(picture(700, 500))
    assert renditions(data) == renditions(data)


@pytest.mark.parametrize("data", [b"", b"<svg/>", b"\xff\xd8\xff\xe0", jpeg(picture(300, 300))[:2000]])
def test_what_is_no_whole_jpeg_is_refused(data):
    with pytest.raises(BadInput, match="picture_unreadable"):
        renditions(data)


@pytest.mark.parametrize(("widths", "kinds"), [((0,), KINDS), ((160, -1), KINDS), ((160,), ("gif",))])
def test_impossible_copies_are_refused(widths, kinds):
    with pytest.raises(BadInput, match="bad_rendition"):
        renditions(jpeg(picture(100, 100)), widths, kinds)


@pytest.mark.parametrize(("asked", "width"), [(0, 160), (160, 160), (161, 480), (960, 960), (961, 1600), (9999, 1600)])
def test_the_width_that_is_made_is_the_next_larger_one(asked, width):
    assert fitting_width(asked) == width


def test_media_types_are_those_of_the_registry():
    assert [media_type(kind) for kind in KINDS] == ["image/avif", "image/webp", "image/jpeg"]
