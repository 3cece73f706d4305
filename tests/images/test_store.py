import hashlib

import pytest

from lab.images.renditions import KINDS, WIDTHS
from lab.images.store import MediaStore
from lab.values.errors import BadInput

DATA = b"the bytes of a picture"
SHA = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def store(tmp_path):
    """A store that keeps one picture."""
    made = MediaStore(tmp_path / "media")
    made.put(SHA, DATA)
    return made


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_what_is_put_is_got_back(store, tmp_path):
    store.put(SHA, DATA)
    assert store.get(SHA) == DATA
    assert files(tmp_path) == [f"media/{SHA[:2]}/{SHA[2:]}"]


def test_an_unknown_picture_is_none(tmp_path):
    assert MediaStore(tmp_path).get("0" * 64) is None


def test_a_name_that_is_not_the_hash_of_the_bytes_is_refused(tmp_path):
    with pytest.raises(ValueError):
        MediaStore(tmp_path).put("0" * 64, b"other bytes")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name",
    [
        "",
        "..",
        "../../etc/passwd",
        "/etc/passwd",
        "a" * 63,
        "A" * 64,
        "a" * 64 + "\n",
        "ab/" + "c" * 61,
        "a" * 62 + "..",
        "٣" * 64,
        "a" * 63 + "\0",
    ],
)
def test_only_hex_names_reach_the_disk(tmp_path, name):
    store = MediaStore(tmp_path / "media")
    (tmp_path / "secret").write_bytes(b"secret")
    attempts = (
        lambda: store.get(name),
        lambda: store.put(name, b""),
        lambda: store.rendition(name, 160, "webp"),
        lambda: store.put_rendition(name, 160, "webp", b"x"),
        lambda: store.has_renditions(name),
        lambda: store.remove(name),
    )
    for attempt in attempts:
        with pytest.raises(BadInput) as caught:
            attempt()
        assert caught.value.code == "bad_media_name"
    assert files(tmp_path) == ["secret"]


@pytest.mark.parametrize(("width", "kind"), [(161, "webp"), (0, "jpeg"), (160, "gif"), (160, "../jpeg"), (160, "")])
def test_other_widths_and_kinds_are_refused(store, width, kind):
    for attempt in (lambda: store.rendition(SHA, width, kind), lambda: store.put_rendition(SHA, width, kind, b"x")):
        with pytest.raises(BadInput) as caught:
            attempt()
        assert caught.value.code == "bad_rendition"


def test_a_copy_lies_apart_from_its_picture_and_is_got_back(store, tmp_path):
    assert store.rendition(SHA, 480, "avif") is None
    store.put_rendition(SHA, 480, "avif", b"first")
    store.put_rendition(SHA, 480, "avif", b"small")
    assert store.rendition(SHA, 480, "avif") == b"small"
    assert store.rendition(SHA, 480, "webp") is None
    assert files(tmp_path) == [f"media/{SHA[:2]}/{SHA[2:]}", f"media/renditions/480/avif/{SHA[:2]}/{SHA[2:]}"]


def test_a_picture_has_its_copies_when_every_width_and_kind_is_there(store):
    every = [(width, kind) for width in WIDTHS for kind in KINDS]
    for width, kind in every:
        assert not store.has_renditions(SHA)
        store.put_rendition(SHA, width, kind, b"x")
    assert store.has_renditions(SHA)


def test_no_copy_is_kept_of_a_picture_that_is_not(tmp_path):
    store = MediaStore(tmp_path / "media")
    store.put_rendition(SHA, 160, "jpeg", b"x")
    assert store.rendition(SHA, 160, "jpeg") is None
    assert files(tmp_path) == []


def test_removing_a_picture_takes_its_copies_along_and_no_others(store, tmp_path):
    other = hashlib.sha256(b"other").hexdigest()
    store.put(other, b"other")
    for sha in (SHA, other):
        for kind in KINDS:
            store.put_rendition(sha, 160, kind, b"x")
    old = tmp_path / "media" / "renditions" / "200" / "jpeg" / SHA[:2] / SHA[2:]  # a width of an earlier version
    old.parent.mkdir(parents=True)
    old.write_bytes(b"x")
    store.remove(SHA)
    store.remove(SHA)
    assert store.get(SHA) is None
    assert not [name for name in files(tmp_path) if SHA[2:] in name]
    assert len(files(tmp_path)) == 1 + len(KINDS)


def test_nothing_half_written_is_left_behind(store, tmp_path):
    store.put_rendition(SHA, 480, "jpeg", b"x")
    assert not [name for name in files(tmp_path) if "/." in name]


def test_a_disk_that_refuses_leaves_nothing_behind(store, tmp_path):
    (tmp_path / "media" / "renditions").write_bytes(b"a file where the folder should be")
    with pytest.raises(OSError):
        store.put_rendition(SHA, 480, "jpeg", b"x")
    assert sorted(files(tmp_path)) == sorted(["media/renditions", f"media/{SHA[:2]}/{SHA[2:]}"])
