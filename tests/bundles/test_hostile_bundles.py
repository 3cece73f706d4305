"""Bundles made to do harm: whatever they hold, reading ends soon, with an error that says what is wrong, and writes nothing."""

import io
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lab.bundles.batch import Task, grade_one
from lab.bundles.layout import MAX_BYTES, MAX_JOURNAL, MAX_LINE, NO_SUM, Bundle, summed
from lab.bundles.reading import read_bundle, read_lines
from lab.bundles.receipt import check_signature, read_signed
from lab.bundles.shelf import Shelf
from lab.engine.chain import START, chain
from lab.values.errors import BadInput
from tests.bundles.made import Made

LONGEST_SECONDS = 2.0


def read_or_refuse(data: bytes) -> Bundle | None:
    """The bundle, or None where it was refused properly; anything else, or taking too long, fails the test."""
    begin = time.process_time()
    try:
        found = read_lines(io.BytesIO(data))
    except BadInput as error:
        assert error.code.startswith("bundle_")
        found = None
    assert time.process_time() - begin < LONGEST_SECONDS
    return found


def sealed(plain: list[bytes]) -> bytes:
    """Lines with right sums, whatever they hold."""
    digest, found = NO_SUM, []
    for one in plain:
        line, digest = summed(digest, one)
        found.append(line)
    return b"".join(found)


@given(st.binary(max_size=2000))
@example(b"")
@example(b"PK\x03\x04")
@example(b"\x1f\x8b\x08" + bytes(100))
def test_any_bytes_are_refused(data: bytes) -> None:
    assert read_or_refuse(data) is None


@given(data=st.data())
@settings(max_examples=300)
def test_a_good_bundle_with_anything_in_its_place_is_refused(made: Made, data: st.DataObject) -> None:
    """Cut, doubled, overwritten, with something put in, at any place: never read as if nothing had happened."""
    whole = made.data
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 300)))
    put = data.draw(st.one_of(st.binary(max_size=80), st.just(whole[start:end] * 2), st.sampled_from(HOSTILE_JSON)))
    changed = whole[:start] + put + whole[end:]
    found = read_or_refuse(changed)
    assert found is None or changed == whole


HOSTILE_JSON = [
    b"[" * 100_000, b'{"a":' * 50_000, b"9" * 5_000, b"-1e999", b"1e-999999999", b"NaN", b"Infinity", b'"\\ud800"', b'"\\u0000"', b"null", b"true",
    b'"' + b"x" * 100_000 + b'"', b'{"head":null}', b'{"row":{}}', b'{"__proto__":1}', "\u202e\u0000".encode(), b"\xc0\xaf",
]  # fmt: skip
VALUES = st.one_of(
    st.sampled_from([msgspec.Raw(one) for one in HOSTILE_JSON if one[:1] in b'["{n-9']),
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(), st.text(max_size=30)),
        lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)),
        max_leaves=12,
    ),
)


@given(data=st.data())
@settings(max_examples=300)
def test_a_line_of_any_values_with_right_sums_is_refused_or_read(made: Made, data: st.DataObject) -> None:
    """Somebody who knows the format and makes the sums fit: one field, at any depth, of one line is something else."""
    plain = [line[: line.rindex(b',"sum"')] + b"}" for line in made.lines]
    number = data.draw(st.integers(0, len(plain) - 1))
    tree = msgspec.json.decode(plain[number])
    path = data.draw(st.sampled_from(list(paths(tree))))
    value = data.draw(VALUES)
    put(tree, path, value)
    try:
        plain[number] = msgspec.json.encode(tree)
    except (UnicodeEncodeError, OverflowError):
        return
    bundle = read_or_refuse(sealed(plain))
    if bundle is not None:
        assert [(row.action, row.outcome) for row in bundle.rows] == [(row.action, row.outcome) for row in made.play.rows]


def paths(tree: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a tree of JSON but the top."""
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, inner in pairs:
        yield (*here, key)
        yield from paths(inner, (*here, key))


def put(tree: Any, path: tuple[Any, ...], value: Any) -> None:
    for key in path[:-1]:
        tree = tree[key]
    tree[path[-1]] = value


def head_of(made: Made, **changed: Any) -> bytes:
    tree = msgspec.json.decode(made.lines[0])
    del tree["sum"]
    tree["head"] |= changed
    return msgspec.json.encode(tree)


def test_a_bundle_of_the_largest_size_is_read_or_refused_in_time(made: Made) -> None:
    filler = b'"' + b"A" * (16 << 20) + b'"'
    picture = b'{"picture":{"sha256":"' + b"0" * 64 + b'","data":' + filler + b"}}"
    assert read_or_refuse(sealed([head_of(made, actions=0, pictures=5, journal_hash=START), *[picture] * 5])) is None
    assert read_or_refuse(made.data + b"x" * MAX_BYTES) is None
    assert read_or_refuse(b'{"head":' + b" " * (MAX_LINE * 3)) is None


def test_a_journal_of_the_largest_size_is_read_or_refused_in_time(made: Made) -> None:
    def rows(action: bytes, count: int) -> bytes:
        plain, last = [], START
        for seq in range(count):
            last = chain(last, action, b"{}")
            text = b'{"row":{"seq":%d,"sim_time":0,"actor":"student","action":%s,"outcome":{},"chain":"%s"}}'
            plain.append(text % (seq, action, last.encode()))
        head = head_of(made, actions=count, pictures=0, receipts=0, journal_hash=last)
        return sealed([head, *plain, b'{"end":{"lines":%d}}' % (count + 2)])

    many = read_or_refuse(rows(b'{"do":"clock.advance","minutes":1}', 20_000))
    assert many is not None and len(many.rows) == 20_000
    assert read_or_refuse(rows(b'{"do":"x"}', 20_001)) is None
    nested = b'{"do":"x","a":' + b"[[]," * 60_000 + b"[]" + b"]" * 60_000 + b"}"
    assert read_or_refuse(rows(nested, 8)) is None
    wide = b'{"do":"x","a":[' + b"[]," * 300_000 + b"[]]}"
    assert read_or_refuse(rows(wide, MAX_JOURNAL // len(wide) + 1)) is None
    assert read_or_refuse(rows(wide, MAX_JOURNAL // len(wide) - 1)) is not None


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "..", "C:\\windows", "a/b", "\x00", "scenario.yaml", "${HOME}", "x" * 81])
def test_names_in_a_bundle_lead_nowhere(made: Made, shelf: Shelf, tmp_path: Path, name: str) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    before = sorted(os.walk(tmp_path))
    for field in ("scenario", "version", "content_hash", "market", "engine", "state"):
        data = made.resealed(lambda number, plain, field=field: head_of(made, **{field: name}) if number == 1 else plain)  # type: ignore[misc]
        path = inside / "one.tradewind"
        path.write_bytes(data)
        graded = grade_one(Task(path), shelf)
        assert graded.code in ("bundle_unreadable", "") or graded.code.startswith("bundle_"), (field, graded)
        path.unlink()
    assert sorted(os.walk(tmp_path)) == before


def test_links_pipes_and_devices_in_a_folder_of_bundles_are_not_followed(made: Made, shelf: Shelf, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("TOPSECRET:x:0:0", encoding="ascii")
    (tmp_path / "link.tradewind").symlink_to(secret)
    (tmp_path / "loop.tradewind").symlink_to(tmp_path / "loop.tradewind")
    os.mkfifo(tmp_path / "pipe.tradewind")
    (tmp_path / "folder.tradewind").mkdir()
    for path in sorted(tmp_path.glob("*.tradewind")):
        begin = time.monotonic()
        graded = grade_one(Task(path), shelf)
        assert graded.code == "bundle_not_a_file"
        assert "TOPSECRET" not in str(graded)
        assert time.monotonic() - begin < LONGEST_SECONDS


@given(st.one_of(st.binary(max_size=400), st.sampled_from(HOSTILE_JSON)))
def test_any_bytes_are_refused_as_a_receipt(data: bytes) -> None:
    begin = time.process_time()
    with pytest.raises(BadInput):
        check_signature(read_signed(data))
    assert time.process_time() - begin < LONGEST_SECONDS


def test_a_sparse_file_of_a_terabyte_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "bomb.tradewind"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    begin = time.process_time()
    with pytest.raises(BadInput):
        read_bundle(path)
    assert time.process_time() - begin < LONGEST_SECONDS
