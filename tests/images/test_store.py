import hashlib
from io import BytesIO

import pytest
from PIL import Image

from lab.images.store import MediaStore
from lab.values.errors import BadInput, NotFound


def jpeg(width=1200, height=800, colour=(30, 120, 90)):
    out = BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG")
    data = out.getvalue()
    return hashlib.sha256(data).hexdigest(), data


def test_what_is_put_is_got_back(tmp_path):
    store = MediaStore(tmp_path / "media")
    sha, data = jpeg()
    store.put(sha, data)
    store.put(sha, data)
    assert store.get(sha) == data
    assert (tmp_path / "media" / sha[:2] / sha[2:]).read_bytes() == data


def test_an_unknown_picture_is_none(tmp_path):
    assert MediaStore(tmp_path).get("0" * 64) is None


def test_a_name_that_is_not_the_hash_of_the_bytes_is_refused(tmp_path):
    with pytest.raises(ValueError):
        MediaStore(tmp_path).put("0" * 64, b"other bytes")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name",
    ["", "..", "../../etc/passwd", "/etc/passwd", "a" * 63, "A" * 64, "a" * 64 + "\n", "ab/" + "c" * 61, "a" * 62 + "..", "٣" * 64, "a" * 63 + "\0"],
)
def test_only_hex_names_reach_the_disk(tmp_path, name):
    store = MediaStore(tmp_path / "media")
    (tmp_path / "secret").write_bytes(b"secret")
    for attempt in (lambda: store.get(name), lambda: store.put(name, b""), lambda: store.rendition(name, 160)):
        with pytest.raises(BadInput) as caught:
            attempt()
        assert caught.value.code == "bad_media_name"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["secret"]


def test_nothing_half_written_is_left_behind(tmp_path):
    store = MediaStore(tmp_path)
    sha, data = jpeg()
    store.put(sha, data)
    store.rendition(sha, 480)
    assert not [p for p in tmp_path.rglob("*") if p.name.startswith(".")]


@pytest.mark.parametrize("width", [160, 480, 960])
@pytest.mark.parametrize(("kind", "pillow_name"), [("jpeg", "JPEG"), ("webp", "WEBP")])
def test_a_rendition_has_its_width_and_the_picture_s_shape(tmp_path, width, kind, pillow_name):
    store = MediaStore(tmp_path)
    sha, data = jpeg(1200, 800)
    store.put(sha, data)
    with Image.open(BytesIO(store.rendition(sha, width, kind))) as small:
        assert small.format == pillow_name
        assert small.size == (width, {160: 107, 480: 320, 960: 640}[width])


def test_a_small_picture_is_not_enlarged(tmp_path):
    store = MediaStore(tmp_path)
    sha, data = jpeg(300, 200)
    store.put(sha, data)
    with Image.open(BytesIO(store.rendition(sha, 960))) as small:
        assert small.size == (300, 200)


def test_a_rendition_is_made_once_and_then_read(tmp_path):
    store = MediaStore(tmp_path)
    sha, data = jpeg()
    store.put(sha, data)
    first = store.rendition(sha, 160)
    (tmp_path / sha[:2] / sha[2:]).unlink()
    assert store.rendition(sha, 160) == first


def test_other_widths_are_refused(tmp_path):
    store = MediaStore(tmp_path)
    sha, data = jpeg()
    store.put(sha, data)
    with pytest.raises(BadInput) as caught:
        store.rendition(sha, 161)
    assert caught.value.code == "bad_rendition"


def test_a_rendition_of_an_unknown_picture_is_not_found(tmp_path):
    with pytest.raises(NotFound):
        MediaStore(tmp_path).rendition("0" * 64, 160)
