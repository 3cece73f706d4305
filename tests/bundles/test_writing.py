"""What is written, and that it is read again as it was."""

from dataclasses import replace

import msgspec
import pytest

from lab.bundles.layout import MAX_ACTIONS, Deal
from lab.bundles.writing import bundle_lines, head_of, seed_text
from lab.values.errors import Refused
from tests.bundles.made import OTHER, PICTURE, SHA, Made, read


def test_what_is_written_is_read_again(made: Made) -> None:
    bundle = read(made.data)
    play = made.play
    assert [(row.seq, row.sim_time, row.action, row.outcome, row.chain_hash) for row in bundle.rows] == [
        (row.seq, row.sim_time, row.action, row.outcome, row.chain_hash) for row in play.rows
    ]
    assert {row.actor for row in bundle.rows} == {"robot"}
    assert bundle.pictures == {SHA: PICTURE, OTHER: None}
    assert bundle.receipts == (b'{"any":1}',)
    head = bundle.head
    assert (head.scenario, head.version, head.deal.seed) == ("small", "1.0.0", "0000000000000005")
    assert (head.actions, head.journal_hash, head.world_hash) == (play.seq, play.chain_hash, play.world_hash())


def test_every_line_is_json_that_people_can_read(made: Made) -> None:
    kinds = [next(iter(msgspec.json.decode(line))) for line in made.lines]
    assert kinds == ["head", *["row"] * made.play.seq, "picture", "picture", "receipt", "end"]


def test_no_line_says_which_person_it_was(made: Made) -> None:
    rows = [replace(row, actor=f"user:{number % 2 + 41}") for number, row in enumerate(made.play.rows)]
    head = head_of(made.play, Deal(run=7), "handed_in", "2026-05-07T10:00:00+00:00")
    data = b"".join(bundle_lines(head, rows, {"user:41": "student"}))
    assert b"user:" not in data
    assert {row.actor for row in read(data).rows} == {"student", "instructor"}
    assert b"seed" not in data


def test_a_seed_is_sixteen_hex_digits() -> None:
    assert seed_text(255) == "00000000000000ff"
    assert seed_text(2**64 - 1) == "f" * 16


def test_a_journal_too_long_for_a_bundle_is_refused(made: Made) -> None:
    play = made.play.fork()
    play.rows += [play.rows[0]] * MAX_ACTIONS
    with pytest.raises(Refused, match="bundle_too_long"):
        head_of(play, Deal(), "played")
