"""A bundle that was changed, cut, or never was one is refused, with the line and, in a row, the action named."""

import base64
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from lab.bundles.layout import MAX_LINE, Differs
from lab.bundles.reading import read_bundle, read_head
from lab.engine.codec import decode_action
from lab.values.errors import BadInput
from tests.bundles.made import OTHER, PICTURE, Made, read


def refusal(data: bytes) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read(data)
    return caught.value


def test_a_file_is_read_and_its_first_line_alone(made: Made, tmp_path: Path) -> None:
    path = made.file(tmp_path)
    assert read_bundle(path).head == read_head(path)
    path.write_bytes(made.lines[0] + b"anything")
    assert read_head(path).scenario == "small"


def test_every_byte_counts_and_a_changed_row_names_its_action(made: Made) -> None:
    """Every byte of the bundle, each made another one."""
    place = 0
    for number, line in enumerate(made.lines, 1):
        seq = number - 2
        for offset in range(len(line)):
            data = bytearray(made.data)
            data[place + offset] ^= 1
            error = refusal(bytes(data))
            if 0 <= seq < made.play.seq:
                assert isinstance(error, Differs), (number, offset, error)
                assert error.args_["seq"] == seq
                if b'"do":' in line[:offset]:
                    assert error.args_["line"] == number
            else:
                assert not isinstance(error, Differs)
        place += len(line)


def test_the_action_is_named_by_what_it_does(made: Made) -> None:
    seq = next(row.seq for row in made.play.rows if decode_action(row.action).name == "order.ship")
    line = made.lines[seq + 1]
    changed = made.data.replace(line, line.replace(b'"quantity":2', b'"quantity":1'))
    error = refusal(changed)
    assert (error.code, error.args_) == ("bundle_action_changed", {"seq": seq, "action": "order.ship", "line": seq + 2})


def test_who_also_mends_the_sums_is_stopped_by_the_chain(made: Made) -> None:
    def change(_number: int, plain: bytes) -> bytes:
        return plain.replace(b'"quantity":2', b'"quantity":1')

    error = refusal(made.resealed(change))
    assert isinstance(error, Differs)
    assert (error.code, error.args_["action"]) == ("bundle_chain_broken", "order.ship")


@pytest.mark.parametrize("cut", [0, 1, 50, -1, -2, -200])
def test_what_is_cut_short_is_refused(made: Made, cut: int) -> None:
    assert refusal(made.data[:cut]).code in ("bundle_cut_short", "bundle_line_changed")


def test_lines_left_out_swapped_or_added_are_refused(made: Made) -> None:
    lines = made.lines
    assert refusal(b"".join(lines[:2] + lines[3:])).code == "bundle_action_changed"
    assert refusal(b"".join([lines[0], lines[2], lines[1], *lines[3:]])).code == "bundle_action_changed"
    assert refusal(b"".join(lines) + lines[-1]).code == "bundle_counts_wrong"
    assert refusal(b"".join(lines) + b"\n").code == "bundle_counts_wrong"
    assert refusal(b"".join(lines[:-1])).code == "bundle_cut_short"


def _in(number: int, old: bytes, new: bytes) -> Callable[[int, bytes], bytes]:
    def change(at: int, plain: bytes) -> bytes:
        if at != number:
            return plain
        assert old in plain
        return plain.replace(old, new, 1)

    return change


@pytest.mark.parametrize(
    ("number", "old", "new", "code"),
    [
        (1, b'"bundle/1"', b'"bundle/2"', "bundle_of_another_format"),
        (1, b'"small"', b"7", "bundle_unreadable"),
        (1, b'"pictures":2', b'"pictures":-1', "bundle_unreadable"),
        (1, b'"pictures":2', b'"pictures":1e400', "bundle_unreadable"),
        (1, b'"pictures":2', b'"pictures":' + b"9" * 5000, "bundle_unreadable"),
        (1, b'"pictures":2', b'"pictures":3', "bundle_unreadable"),
        (1, b'"actions":', b'"actions":99999999999999999999', "bundle_unreadable"),
        (1, b'"version"', b'"verso":1,"version"', "bundle_unreadable"),
        (1, b'"market":"', b'"market":"../../', "bundle_unreadable"),
        (2, b'"sim_time":0', b'"sim_time":"0"', "bundle_unreadable"),
        (2, b'"actor":"robot"', b'"actor":"user:3"', "bundle_unreadable"),
        (2, b'"seq":0', b'"seq":1', "bundle_chain_broken"),
        (2, b'"do":"', b'"do":"x', "bundle_chain_broken"),
        (2, b'"action":{', b'"action":[{', "bundle_unreadable"),
        (2, b'"action":{', b'"action":' + b"[" * 5000 + b"{", "bundle_unreadable"),
    ],
)
def test_a_line_of_wrong_content_is_refused_even_with_right_sums(made: Made, number: int, old: bytes, new: bytes, code: str) -> None:
    error = refusal(made.resealed(_in(number, old, new)))
    assert error.code == code
    assert error.args_.get("line", number) == number or code == "bundle_unreadable"


def test_a_picture_must_be_the_one_it_is_named_for(made: Made) -> None:
    number = made.play.seq + 2
    data = base64.b64encode(PICTURE)
    assert refusal(made.resealed(_in(number, data, base64.b64encode(b"another")))).code == "bundle_picture_wrong"
    assert refusal(made.resealed(_in(number, data, b"***"))).code == "bundle_picture_wrong"
    sha = made.lines[number - 1].split(b'"sha256":"')[1][:64]
    assert refusal(made.resealed(_in(number + 1, OTHER.encode(), sha))).code == "bundle_picture_twice"


def test_a_line_that_never_ends_is_not_read_to_its_end(made: Made) -> None:
    error = refusal(made.lines[0] + b'{"row":' + b"x" * (MAX_LINE + 10))
    assert error.code == "bundle_line_too_long"


def test_a_journal_that_ends_elsewhere_than_the_first_line_says_is_refused(made: Made) -> None:
    other = _in(1, made.play.chain_hash.encode(), b"0" * 64)
    assert refusal(made.resealed(other)).code == "bundle_ends_elsewhere"


@pytest.mark.parametrize("data", [b"", b"\n", b"PK\x03\x04" + bytes(200), b"\xff" * 500, b"{}\n", b'{"head":{}}\n', "Ж".encode() * 300])
def test_what_is_no_bundle_at_all_is_refused(data: bytes) -> None:
    assert refusal(data).code in ("bundle_is_none", "bundle_line_changed", "bundle_cut_short")


def test_only_plain_files_are_read(made: Made, tmp_path: Path) -> None:
    target = made.file(tmp_path)
    link = tmp_path / "link.tradewind"
    link.symlink_to(target)
    pipe = tmp_path / "pipe.tradewind"
    os.mkfifo(pipe)
    for path in (link, pipe, tmp_path, tmp_path / "missing", Path("/dev/zero"), Path("nul\0byte")):
        with pytest.raises(BadInput, match="bundle_not_a_file"):
            read_bundle(path)
