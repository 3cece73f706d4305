"""Files that were made to harm, in the process that meets them: each is refused or made harmless, in bounded time and memory.

Time is the processor time of the picture process and memory its peak beyond what it has at rest, so that a busy
machine fails no test. Every case uses the same child, which must live through them all.
"""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import psutil
import pytest
from PIL import ExifTags, Image, PngImagePlugin

from lab.images.process import PictureProcess
from lab.values.errors import BadInput

MAX_SECONDS = 2.0
MAX_MEGABYTES = 300
TRACES = (b"Exif", b"<script", b"PK\x03\x04", b"ICC_PROFILE", b"http://ns.adobe.com", b"<x:xmpmeta", b"secret")

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/clear_refs").exists(), reason="peaks of memory are read from /proc"
)


class Gauge:
    """What one task costs the child that does it."""

    def __init__(self, process):
        self.process = process
        self.child = None

    def __call__(self, data):
        """The accepted picture, or the code of its refusal."""
        if self.child is None or not self.child.is_running():
            # other tests of this process may have children of their own
            others = {one.pid for one in psutil.Process().children()}
            self.process.accept(encoded(speckled(80, 80)))
            (self.child,) = [one for one in psutil.Process().children() if one.pid not in others]
        folder = Path(f"/proc/{self.child.pid}")
        (folder / "clear_refs").write_text("5")  # the peak starts again from what is held now
        before, at_rest = self._seconds(), self._peak(folder)
        try:
            result = self.process.accept(data)
        except BadInput as refusal:
            result = refusal.code
        assert self.child.is_running(), result
        seconds, megabytes = self._seconds() - before, self._peak(folder) - at_rest
        assert seconds < MAX_SECONDS
        assert megabytes < MAX_MEGABYTES
        return result

    def _seconds(self):
        spent = self.child.cpu_times()
        return spent.user + spent.system

    def _peak(self, folder):
        line = next(one for one in (folder / "status").read_text().splitlines() if one.startswith("VmHWM"))
        return int(line.split()[1]) / 1024


@pytest.fixture(scope="module")
def gauge():
    with PictureProcess() as process:
        yield Gauge(process)


def encoded(image, file_format="JPEG", **options):
    out = BytesIO()
    image.save(out, file_format, **options)
    return out.getvalue()


def plain(width=320, height=240, colour=(200, 60, 40), mode="RGB"):
    return Image.new(mode, (width, height), colour)


def speckled(width=400, height=300):
    return Image.fromarray(np.random.default_rng(1).integers(0, 256, (height, width, 3), dtype=np.uint8))


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of(width, height, body=b"", before=b"", depth=8, colour_type=0):
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + before + chunk(b"IDAT", body or zlib.compress(b"")) + chunk(b"IEND", b"")


def black_rows(width, height):
    """Compressed rows of one colour: some 180 kB for 60 megapixels."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(width + 1)) for _ in range(height)) + packer.flush()


def segment(marker, body):
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def with_segments(jpeg, *segments):
    """A JPEG with more segments behind its start, before the quantisation tables."""
    at = jpeg.index(b"\xff\xdb")
    return jpeg[:2] + b"".join(segments) + jpeg[at:]


def harmless(result):
    """Refused, or stored without a trace of what came along."""
    if isinstance(result, str):
        return True
    assert result.jpeg.startswith(b"\xff\xd8") and result.jpeg.endswith(b"\xff\xd9")
    return not [trace for trace in TRACES if trace in result.jpeg]


def colours(result):
    return np.asarray(Image.open(BytesIO(result.jpeg)).convert("RGB")).astype(int)


# bombs


def test_a_bomb_of_sixty_one_megapixels_is_refused_by_its_header(gauge):
    data = png_of(8_700, 7_000, black_rows(8_700, 7_000))
    assert len(data) < 200_000
    assert gauge(data) == "too_many_pixels"


@pytest.mark.parametrize(("width", "height"), [(50_000, 50_000), (2**31 - 1, 2**31 - 1), (2**31 - 1, 64), (0, 0)])
def test_a_header_that_claims_too_much_or_nothing_is_refused(gauge, width, height):
    assert gauge(png_of(width, height)) in ("too_many_pixels", "unsupported_format", "damaged")


def test_a_jpeg_that_claims_the_largest_size_is_refused(gauge):
    data = bytearray(encoded(plain()))
    frame = data.index(b"\xff\xc0")
    data[frame + 5 : frame + 9] = b"\xff\xff\xff\xff"
    assert gauge(bytes(data)) == "too_many_pixels"


def test_a_webp_canvas_of_268_megapixels_around_a_small_picture_is_refused(gauge):
    small = encoded(plain(200, 200), "WEBP")[12:]
    canvas = b"VP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + (16382).to_bytes(3, "little") * 2
    frame = bytes(6) + (199).to_bytes(3, "little") * 2 + (100).to_bytes(3, "little") + b"\0" + small
    body = (
        b"WEBP" + canvas + b"ANIM" + struct.pack("<I", 6) + bytes(6) + b"ANMF" + struct.pack("<I", len(frame)) + frame
    )
    assert gauge(b"RIFF" + struct.pack("<I", len(body)) + body) == "too_many_pixels"


def test_an_avif_that_claims_a_huge_size_is_refused(gauge):
    data = bytearray(encoded(plain(), "AVIF"))
    at = data.index(b"ispe") + 8
    data[at : at + 8] = struct.pack(">II", 60_000, 60_000)
    assert gauge(bytes(data)) in ("too_many_pixels", "unsupported_format", "damaged")


# cut off, and behind the end


@pytest.mark.parametrize("share", range(1, 10))
@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_file_cut_off_anywhere_is_refused(gauge, file_format, share):
    data = encoded(speckled(), file_format)
    assert gauge(data[: len(data) * share // 10]) in ("truncated", "damaged", "unsupported_format")


@pytest.mark.parametrize("share", range(1, 10))
def test_a_progressive_jpeg_cut_off_anywhere_is_refused(gauge, share):
    data = encoded(speckled(), progressive=True)
    assert gauge(data[: len(data) * share // 10]) in ("truncated", "damaged")


@pytest.mark.parametrize(
    "tail", [b"<html><script>alert(1)</script></html>", b"PK\x03\x04 secret.zip", b"%PDF-1.7 secret"]
)
@pytest.mark.parametrize("file_format", ["JPEG", "PNG"])
def test_a_picture_that_is_another_file_as_well_becomes_a_picture_only(gauge, file_format, tail):
    result = gauge(encoded(speckled(), file_format) + tail)
    assert result.width == 400
    assert harmless(result)


def test_a_page_inside_a_comment_is_gone(gauge):
    result = gauge(encoded(plain(), comment=b"*/=1;alert(1)/*<script>secret</script>"))
    assert result.width == 320
    assert harmless(result)


@pytest.mark.parametrize("head", [b"PK\x03\x04 secret", b"<script>secret</script>", b"GIF89a"])
def test_a_picture_behind_something_else_is_no_picture(gauge, head):
    assert gauge(head + encoded(plain())) == "unsupported_format"


# notes that are too large, or lie


def evil_exif(size, entries):
    """A directory in which every entry claims nearly all bytes of the block."""
    head = b"II*\0" + struct.pack("<IH", 8, entries)
    claim = size - 200 - 12 * entries
    body = b"".join(struct.pack("<HHII", (0x9000 + i) & 0xFFFF, 1, claim, 100) for i in range(entries))
    return head + body + bytes(size - len(head) - len(body))


def exif_segments(exif):
    return [segment(0xE1, b"Exif\0\0" + exif[at : at + 65_000]) for at in range(0, len(exif), 65_000)]


@pytest.mark.parametrize(("size", "entries"), [(64_000, 5_000), (1_000_000, 20_000), (11_000_000, 60_000)])
def test_exif_in_which_every_entry_claims_all_bytes_costs_little(gauge, size, entries):
    result = gauge(with_segments(encoded(plain()), *exif_segments(evil_exif(size, entries))))
    assert result.width == 320
    assert harmless(result)


@pytest.mark.filterwarnings("ignore:Tag data larger")
@pytest.mark.parametrize("file_format", ["PNG", "WEBP", "AVIF"])
def test_the_same_exif_in_other_formats_costs_little(gauge, file_format):
    result = gauge(encoded(plain(), file_format, exif=b"Exif\0\0" + evil_exif(1_000_000, 20_000)))
    assert harmless(result)


def test_exif_that_points_to_itself_is_survived(gauge):
    loop = (
        b"II*\0"
        + struct.pack("<IH", 8, 2)
        + struct.pack("<HHII", 0x8769, 4, 1, 8)
        + struct.pack("<HHII", 0x8825, 4, 1, 8)
        + bytes(4)
    )
    result = gauge(with_segments(encoded(plain()), *exif_segments(loop)))
    assert result.width == 320
    assert result.had_exif


def test_a_profile_of_eleven_megabytes_is_ignored(gauge):
    body = np.random.default_rng(2).bytes(65_000)
    parts = [segment(0xE2, b"ICC_PROFILE\0" + bytes([k + 1, 170]) + body) for k in range(170)]
    result = gauge(with_segments(encoded(plain()), *parts))
    assert result.width == 320
    assert harmless(result)


def test_xmp_of_eleven_megabytes_is_gone(gauge):
    body = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta tiff:Orientation=" + b"<x:xmpmeta " * 5_000
    result = gauge(with_segments(encoded(plain()), *[segment(0xE1, body)] * 180))
    assert result.width == 320
    assert harmless(result)


def test_png_text_that_unpacks_into_megabytes_is_refused(gauge):
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "a" * (8 << 20), zip=True)
    assert gauge(encoded(plain(), "PNG", pnginfo=words)) == "bad_metadata"


def test_many_png_texts_that_are_megabytes_together_are_refused(gauge):
    words = PngImagePlugin.PngInfo()
    for number in range(12):
        words.add_text(f"Comment {number}", "a" * (1 << 19), zip=True)
    assert gauge(encoded(plain(), "PNG", pnginfo=words)) == "bad_metadata"


def test_a_png_profile_that_unpacks_into_megabytes_is_harmless(gauge):
    bomb = chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(100 << 20), 9))
    assert harmless(gauge(png_of(200, 200, black_rows(200, 200), before=bomb)))


# cut into very many parts


def test_three_million_segments_are_refused_at_once(gauge):
    assert gauge(b"\xff\xd8" + b"\xff\xfe\0\x02" * 2_900_000) == "bad_metadata"


def test_a_million_chunks_are_refused_at_once(gauge):
    assert gauge(png_of(200, 200, black_rows(200, 200), before=chunk(b"zzZz", b"") * 900_000)) == "bad_metadata"


def test_a_thousand_chunks_are_fine(gauge):
    assert gauge(png_of(200, 200, black_rows(200, 200), before=chunk(b"zzZz", b"") * 1_000)).width == 200


def progressive(scans):
    """A progressive JPEG whose first scan is repeated."""
    data = encoded(speckled(1000, 1000), progressive=True, quality=30)
    start = data.index(b"\xff\xda")
    end = data.index(b"\xff\xc4", start)
    return data[:end] + data[start:end] * (scans - data.count(b"\xff\xda")) + data[end:]


@pytest.mark.parametrize("scans", [65, 400])
def test_a_jpeg_of_very_many_scans_is_refused_before_it_is_decoded(gauge, scans):
    assert gauge(progressive(scans)) == "too_many_scans"


def test_sixty_four_scans_are_decoded_in_time(gauge):
    assert gauge(progressive(64)).width == 1000


def test_bytes_like_scans_that_are_none_do_not_count(gauge):
    film = b"\xff\xda\0\x0c" * 500_000  # the film that a phone puts behind a picture holds any bytes
    assert gauge(encoded(plain()) + film).width == 320
    assert gauge(with_segments(encoded(plain()), segment(0xE5, b"\xff\xda" * 30_000))).width == 320


@pytest.mark.parametrize("fill", [b"\xff" * 8_000_000, b"\xff\0" * 4_000_000, bytes(8_000_000)])
def test_megabytes_between_segments_are_refused_at_once(gauge, fill):
    data = encoded(plain())
    assert gauge(data[:20] + fill + data[20:]) == "bad_metadata"


def test_a_few_bytes_between_segments_are_fine(gauge):
    data = encoded(plain())
    assert gauge(data[:20] + b"\xff" * 40_000 + data[20:]).width == 320


# animations, and formats that we do not take


@pytest.mark.parametrize("file_format", ["PNG", "WEBP", "AVIF"])
def test_an_animation_is_refused(gauge, file_format):
    frames = [plain(colour=(shade, 0, 0)) for shade in range(0, 240, 20)]
    assert gauge(encoded(frames[0], file_format, save_all=True, append_images=frames[1:], duration=100)) == "animated"


@pytest.mark.parametrize("file_format", ["GIF", "TIFF", "BMP", "PPM", "ICO", "TGA", "PCX", "JPEG2000", "PDF", "EPS"])
def test_other_formats_are_never_decoded(gauge, file_format):
    assert gauge(encoded(plain(200, 200), file_format)) == "unsupported_format"


def test_an_animated_gif_is_not_even_a_format(gauge):
    frames = [plain(colour=(shade, 0, 0)) for shade in (0, 200)]
    assert gauge(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])) == "unsupported_format"


HEIC = struct.pack(">I", 24) + b"ftypheic\0\0\0\0mif1heic" + bytes(400)


@pytest.mark.parametrize(
    "data",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>',
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 200 200\n%%EndComments\n(secret) run\n%%EOF\n",
        b"%PDF-1.7\n1 0 obj << /OpenAction << /S /JavaScript >> >>\n",
        b"8BPS\0\x01" + bytes(600),
        b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(200),
        HEIC,
        b"MZ" + bytes(500),
        b"PK\x03\x04" + bytes(500),
        b"<html><img src=x onerror=alert(1)></html>",
        bytes(1_000_000),
    ],
    ids=["svg", "svg entity", "eps", "pdf", "psd", "jxl", "heic", "exe", "zip", "html", "zeros"],
)
def test_what_only_calls_itself_a_picture_is_refused(gauge, data):
    assert gauge(data) == "unsupported_format"


# colour models, depths and transparency


@pytest.mark.parametrize("ink", [(0, 255, 255, 0), (10, 200, 180, 30)])
def test_cmyk_becomes_rgb(gauge, ink):
    result = gauge(encoded(Image.new("CMYK", (200, 200), ink), quality=95))
    seen = colours(result)[100, 100]
    assert seen[0] > 150 and seen[1] < 90 and seen[2] < 90


def adobe(jpeg, transform):
    """The same JPEG with an Adobe marker that says how its colours were turned: 0 CMYK, 2 YCCK; inks are inverted."""
    at = jpeg.find(b"\xff\xee")
    if at >= 0:
        length = int.from_bytes(jpeg[at + 2 : at + 4], "big")
        jpeg = jpeg[:at] + jpeg[at + 2 + length :]
    return jpeg[:2] + segment(0xEE, b"Adobe\0\x64\0\0\0\0" + bytes([transform])) + jpeg[2:]


def test_inverted_cmyk_of_adobe_is_not_a_negative(gauge):
    # Pillow writes inks inverted, as Adobe does, with its marker
    data = encoded(Image.new("CMYK", (200, 200), (0, 255, 255, 0)), quality=95)
    seen = colours(gauge(adobe(data, 0)))[100, 100]
    assert seen[0] > 200 and seen[1] < 80 and seen[2] < 80


def test_ycck_becomes_rgb(gauge):
    # luma 76, chroma 85 and 255 is red; under a YCCK marker the first three channels are that, inverted inks and K
    layers = [Image.new("L", (200, 200), shade) for shade in (179, 171, 1, 0)]
    data = encoded(Image.merge("CMYK", layers), quality=95)
    result = gauge(adobe(data, 2))
    seen = colours(result)[100, 100]
    assert result.width == 200
    assert seen.min() >= 0 and seen.max() - seen.min() > 60


def test_grey_of_sixteen_bits_keeps_its_levels(gauge):
    ramp = np.tile(np.linspace(0, 65535, 256).astype(np.uint16), (80, 1))
    seen = colours(gauge(encoded(Image.fromarray(ramp), "PNG")))
    assert np.abs(seen[40, :, 0] - np.arange(256)).max() <= 3


def test_a_palette_with_a_transparent_colour_becomes_white_there(gauge):
    image = Image.new("P", (100, 100), 0)
    image.putpalette([255, 0, 0, 0, 128, 0])
    image.paste(1, (50, 0, 100, 100))
    seen = colours(gauge(encoded(image, "PNG", transparency=0)))
    assert seen[50, 10].min() >= 245
    assert seen[50, 90, 1] > 110


def test_grey_with_alpha_stands_on_white(gauge):
    image = Image.new("LA", (100, 100), (0, 0))
    image.paste((90, 255), (50, 0, 100, 100))
    seen = colours(gauge(encoded(image, "PNG")))
    assert seen[50, 10].min() >= 250
    assert np.abs(seen[50, 90] - 90).max() <= 3


def test_one_bit_a_pixel_is_black_and_white(gauge):
    image = Image.new("1", (100, 100), 1)
    image.paste(0, (50, 0, 100, 100))
    seen = colours(gauge(encoded(image, "PNG")))
    assert seen[50, 10].min() >= 250 and seen[50, 90].max() <= 5


# which way up


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_set_upright(gauge, orientation):
    upright = Image.new("RGB", (200, 100), "white")
    upright.paste((255, 0, 0), (0, 0, 100, 50))
    undo = [
        None, None, Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.ROTATE_180, Image.Transpose.FLIP_TOP_BOTTOM,
        Image.Transpose.TRANSPOSE, Image.Transpose.ROTATE_90, Image.Transpose.TRANSVERSE, Image.Transpose.ROTATE_270,
    ][orientation]  # fmt: skip
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    result = gauge(encoded(upright if undo is None else upright.transpose(undo), quality=95, exif=exif))
    seen = colours(result)
    assert seen.shape == (100, 200, 3)
    assert seen[25, 50, 0] > 200 and seen[25, 50, 1] < 60
    assert seen[75, 150].min() > 240
    assert result.orientation == orientation


@pytest.mark.parametrize("value", [0, 9, 65535])
def test_an_orientation_that_does_not_exist_means_upright(gauge, value):
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = value
    result = gauge(encoded(plain(), exif=exif))
    assert (result.width, result.orientation) == (320, 1)


@pytest.mark.parametrize(
    "exif",
    [b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff", b"Exif\0\0" + bytes(900)],
)
def test_broken_exif_is_no_reason_to_refuse(gauge, exif):
    result = gauge(with_segments(encoded(plain()), segment(0xE1, exif)))
    assert (result.width, result.orientation, result.had_gps) == (320, 1, False)


# whatever else


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("seed", range(12))
def test_bytes_changed_at_random_are_survived(gauge, file_format, seed):
    rng = np.random.default_rng(seed)
    data = bytearray(encoded(speckled(120, 90), file_format))
    for at in rng.integers(0, len(data), rng.integers(1, 30)):
        data[at] = rng.integers(0, 256)
    assert harmless(gauge(bytes(data)))
