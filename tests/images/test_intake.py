import hashlib
from io import BytesIO

import numpy as np
import pytest
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from lab.images.intake import accept, made
from lab.values.errors import BadInput


def picture(width=320, height=240, colour=(200, 60, 40)):
    return Image.new("RGB", (width, height), colour)


def encoded(image, file_format="JPEG", **options):
    out = BytesIO()
    image.save(out, file_format, **options)
    return out.getvalue()


def code_of(data):
    with pytest.raises(BadInput) as caught:
        accept(data)
    return caught.value.code


def pixels(accepted):
    return np.asarray(Image.open(BytesIO(accepted.jpeg)).convert("RGB")).astype(int)


@pytest.fixture(scope="module")
def speckled():
    noise = np.random.default_rng(1).integers(0, 256, (300, 400, 3), dtype=np.uint8)
    return Image.fromarray(noise)


def test_an_accepted_picture_is_a_jpeg_named_by_its_own_bytes():
    accepted = accept(encoded(picture()))
    assert accepted.sha256 == hashlib.sha256(accepted.jpeg).hexdigest()
    assert (accepted.width, accepted.height) == (320, 240)
    assert Image.open(BytesIO(accepted.jpeg)).format == "JPEG"


def test_the_same_bytes_give_the_same_result_twice(speckled):
    data = encoded(speckled, "PNG")
    assert accept(data) == accept(data)


def test_the_facts_keep_size_and_format_of_the_upload():
    data = encoded(picture(), "PNG")
    facts = accept(data).facts
    assert (facts.format, facts.byte_count, facts.width_px, facts.height_px) == ("PNG", len(data), 320, 240)


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_each_accepted_format_keeps_its_colours(file_format):
    accepted = accept(encoded(picture(), file_format))
    assert accepted.facts.format == file_format
    assert np.abs(pixels(accepted) - [200, 60, 40]).max() <= 6


def test_no_bytes_are_refused():
    assert code_of(b"") == "empty"


def test_twelve_megabytes_are_the_most():
    assert code_of(bytes(12_000_001)) == "too_many_bytes"
    assert code_of(bytes(12_000_000)) == "unsupported_format"


def test_a_text_is_not_a_picture():
    assert code_of(b"just some words, no picture at all") == "unsupported_format"


def test_postscript_is_refused_whatever_the_file_is_called():
    eps = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 200 200\n%%EndComments\n0 0 200 200 rectfill\n%%EOF\n"
    assert code_of(eps) == "unsupported_format"


@pytest.mark.parametrize("file_format", ["GIF", "TIFF", "BMP"])
def test_other_picture_formats_are_refused(file_format):
    assert code_of(encoded(picture(), file_format)) == "unsupported_format"


def test_an_animated_gif_is_not_even_a_format():
    frames = [picture(colour=(k, 0, 0)) for k in (0, 200)]
    assert code_of(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])) == "unsupported_format"


def test_sixty_four_pixels_are_the_least():
    assert code_of(encoded(picture(63, 200))) == "too_small"
    assert accept(encoded(picture(64, 200))).width == 64


def test_one_to_eight_is_the_narrowest():
    assert code_of(encoded(picture(801, 100))) == "bad_aspect"
    assert accept(encoded(picture(800, 100))).width == 800


@pytest.mark.parametrize("file_format", ["WEBP", "PNG", "AVIF"])
def test_an_animation_is_refused(file_format):
    frames = [picture(colour=(k, 0, 0)) for k in (0, 120, 240)]
    data = encoded(frames[0], file_format, save_all=True, append_images=frames[1:], duration=100)
    assert code_of(data) == "animated"


def test_the_first_view_of_a_two_view_phone_picture_is_taken():
    data = encoded(picture(colour=(200, 60, 40)), "MPO", save_all=True, append_images=[picture(colour=(0, 0, 255))])
    assert Image.open(BytesIO(data)).format == "MPO"
    accepted = accept(data)
    assert accepted.facts.format == "JPEG"
    assert np.abs(pixels(accepted) - [200, 60, 40]).max() <= 6


def test_half_a_jpeg_is_truncated(speckled):
    data = encoded(speckled)
    assert code_of(data[: len(data) // 2]) == "truncated"


def test_half_a_png_is_truncated(speckled):
    data = encoded(speckled, "PNG")
    assert code_of(data[: len(data) // 2]) == "truncated"


def test_a_png_whose_data_is_garbage_is_damaged(speckled):
    data = bytearray(encoded(speckled, "PNG"))
    at = data.index(b"IDAT") + 4
    data[at : at + 4000] = bytes(4000)
    assert code_of(bytes(data)) == "damaged"


def test_a_png_that_unpacks_into_megabytes_of_text_is_refused():
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "a" * (3 << 20), zip=True)
    assert code_of(encoded(picture(), "PNG", pnginfo=words)) == "bad_metadata"


def half_red_half_blue():
    image = picture(200, 100, (255, 0, 0))
    image.paste((0, 0, 255), (100, 0, 200, 100))
    return image


def test_a_picture_on_its_side_is_set_upright_and_measured_so():
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6  # the camera's top is at the right: turn clockwise
    accepted = accept(encoded(half_red_half_blue(), exif=exif))
    assert (accepted.width, accepted.height) == (100, 200)
    assert (accepted.facts.width_px, accepted.facts.height_px) == (100, 200)
    seen = pixels(accepted)
    assert seen[20, 50, 0] > 200
    assert seen[180, 50, 2] > 200


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_gives_the_same_upright_picture(orientation):
    upright = picture(200, 100, (255, 255, 255))
    upright.paste((255, 0, 0), (0, 0, 100, 50))
    upright.paste((0, 0, 255), (100, 50, 200, 100))
    undo = {
        1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270,
    }[orientation]  # fmt: skip
    stored = upright if undo is None else upright.transpose(undo)
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    accepted = accept(encoded(stored, "PNG", exif=exif))
    seen = pixels(accepted)
    assert seen.shape == (100, 200, 3)
    assert seen[25, 50, 0] > 200 and seen[25, 50, 2] < 60
    assert seen[75, 150, 2] > 200 and seen[75, 150, 0] < 60
    assert seen[75, 50].min() > 240


def test_an_orientation_that_does_not_exist_is_ignored():
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 99
    assert accept(encoded(half_red_half_blue(), exif=exif)).width == 200


def turned_exif(orientation):
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    return exif


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_which_way_up_the_camera_lay_is_kept_as_a_fact(file_format, orientation):
    accepted = accept(encoded(picture(), file_format, exif=turned_exif(orientation)))
    assert (accepted.had_exif, accepted.orientation) == (True, orientation)


@pytest.mark.parametrize("orientation", [0, 9, 99, 65535])
def test_an_orientation_that_does_not_exist_counts_as_upright(orientation):
    assert accept(encoded(picture(), exif=turned_exif(orientation))).orientation == 1


def test_a_picture_without_notes_has_none():
    plain = accept(encoded(picture(), "PNG"))
    assert (plain.had_exif, plain.had_gps, plain.had_icc, plain.orientation) == (False, False, False, 1)


def test_where_a_picture_was_taken_is_noticed_and_not_kept():
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Fictional Camera Works"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)})
    data = encoded(picture(), exif=exif, comment=b"<script>alert(1)</script>")
    assert b"Fictional" in data and b"<script" in data
    accepted = accept(data)
    assert accepted.had_gps
    for trace in (b"Exif", b"Fictional", b"<script", b"ICC_PROFILE", b"http://ns.adobe.com"):
        assert trace not in accepted.jpeg
    assert not Image.open(BytesIO(accepted.jpeg)).getexif()


def test_a_picture_without_a_place_has_no_gps():
    assert not accept(encoded(picture())).had_gps


def test_bytes_behind_the_picture_are_gone():
    data = encoded(picture()) + b"PK\x03\x04 a whole archive"
    accepted = accept(data)
    assert accepted.jpeg.endswith(b"\xff\xd9")
    assert b"PK\x03\x04" not in accepted.jpeg


def test_cmyk_becomes_rgb():
    accepted = accept(encoded(Image.new("CMYK", (200, 200), (0, 255, 255, 0))))
    seen = pixels(accepted)[100, 100]
    assert seen[0] > 200 and seen[1] < 80 and seen[2] < 80


@pytest.mark.parametrize("file_format", ["PNG", "WEBP"])
def test_a_transparent_background_becomes_white(file_format):
    image = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    image.paste((200, 60, 40, 255), (50, 50, 150, 150))
    seen = pixels(accept(encoded(image, file_format)))
    assert seen[10, 10].min() >= 254
    assert np.abs(seen[100, 100] - [200, 60, 40]).max() <= 8


def test_a_half_transparent_black_on_white_is_grey():
    seen = pixels(accept(encoded(Image.new("RGBA", (100, 100), (0, 0, 0, 128)), "PNG")))
    assert np.abs(seen - 127).max() <= 2


def test_a_palette_with_a_transparent_colour_becomes_white_there():
    image = Image.new("P", (100, 100), 0)
    image.putpalette([255, 0, 0, 0, 128, 0])
    image.paste(1, (50, 0, 100, 100))
    seen = pixels(accept(encoded(image, "PNG", transparency=0)))
    assert seen[50, 10].min() >= 245
    assert seen[50, 90, 1] > 110 and seen[50, 90, 0] < 20


def test_grey_of_sixteen_bits_keeps_its_levels():
    ramp = np.tile(np.linspace(0, 65535, 256).astype(np.uint16), (80, 1))
    seen = pixels(accept(encoded(Image.fromarray(ramp), "PNG")))
    expected = np.arange(256)
    assert np.abs(seen[40, :, 0] - expected).max() <= 3


def test_grey_of_sixteen_bits_with_a_transparent_level_becomes_white_there():
    deep = np.full((80, 80), 20_000, np.uint16)
    deep[:, 40:] = 40_000
    seen = pixels(accept(encoded(Image.fromarray(deep), "PNG", transparency=20_000)))
    assert seen[40, 10].min() >= 250
    assert np.abs(seen[40, 70] - 156).max() <= 2


def test_what_is_made_here_is_kept_with_full_colour_and_its_own_facts():
    image = Image.new("RGB", (400, 300), "white")
    image.paste((220, 0, 0), (101, 75, 300, 226))
    accepted = made(image)
    assert accepted.sha256 == hashlib.sha256(accepted.jpeg).hexdigest()
    facts = accepted.facts
    assert (facts.format, facts.byte_count, facts.width_px, facts.height_px) == ("JPEG", len(accepted.jpeg), 400, 300)
    assert (facts.pure_bg, facts.fill_long) == (1000, 503)
    # halved colour would leave red beside the odd edge
    assert pixels(accepted)[150, 99].min() > 235
    assert made(image) == accepted


@pytest.mark.parametrize(("size", "code"), [((63, 200), "too_small"), ((900, 100), "bad_aspect")])
def test_what_is_made_here_keeps_the_limits_of_uploads(size, code):
    with pytest.raises(BadInput, match=code):
        made(picture(*size))


def test_an_embedded_profile_is_applied():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    same = accept(encoded(picture(), icc_profile=lab))
    assert np.abs(pixels(same) - [200, 60, 40]).max() <= 8
    assert b"ICC_PROFILE" not in same.jpeg
    assert same.had_icc


def test_a_profile_of_nonsense_is_ignored():
    accepted = accept(encoded(picture(), icc_profile=b"no profile" * 40))
    assert np.abs(pixels(accepted) - [200, 60, 40]).max() <= 6


@pytest.mark.parametrize("seed", range(60))
def test_broken_bytes_are_refused_by_code_or_accepted_whole(seed, speckled):
    rng = np.random.default_rng(seed)
    data = bytearray(encoded(speckled.resize((80, 80)), ["JPEG", "PNG", "WEBP", "AVIF"][seed % 4]))
    for at in rng.integers(0, len(data), 6):
        data[at] = rng.integers(0, 256)
    try:
        accepted = accept(bytes(data))
    except BadInput as refusal:
        assert refusal.code in {
            "unsupported_format", "too_many_pixels", "too_small", "bad_aspect", "animated", "too_many_scans", "truncated", "damaged",
            "bad_metadata",
        }  # fmt: skip
    else:
        assert Image.open(BytesIO(accepted.jpeg)).size == (accepted.width, accepted.height)
