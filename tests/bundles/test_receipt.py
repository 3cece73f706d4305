"""Receipts: the signature, the code, and computing the grade again."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lab.bundles.receipt import (
    MAX_BYTES,
    Judged,
    Receipt,
    Signed,
    check_hashes,
    check_signature,
    code_of,
    differences,
    judged_in,
    read_signed,
    sign,
    tidy_code,
)
from lab.bundles.replaying import Replayed, replay, variant_of
from lab.market.base import Market
from lab.scenarios.marking import GradeRecord, grade_play
from lab.scenarios.script import load_scenario
from lab.school.overrides import Override, with_overrides
from lab.values.errors import BadInput
from tests.bundles.made import Made, read
from tests.scenarios.small import write_small

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw().hex()


@pytest.fixture(scope="module")
def replayed(made: Made, market: Market) -> Replayed:
    bundle = read(made.data)
    scenario = made.play.scenario
    return replay(bundle, scenario, variant_of(bundle, scenario, market, "5"), market)


def receipt_of(record: GradeRecord, **changed: object) -> Receipt:
    made = Receipt(
        kind="grade", scenario=record.scenario, version=record.version, content_hash=record.content_hash, market=record.market,
        engine=record.engine, seed_id="ab" * 16, journal_hash=record.journal_hash, world_hash=record.world_hash,
        handed_in_at="2026-11-26T03:28:48+00:00", made_at="2026-11-26T03:28:49+00:00", points=record.grade.points,
        max_points=record.grade.max_points, checks=check_hashes(record), judged=judged_in(record),
    )  # fmt: skip
    return msgspec.structs.replace(made, **changed)


def test_a_receipt_is_read_again_and_its_signature_holds(replayed: Replayed) -> None:
    signed = sign(receipt_of(replayed.grade()), KEY)
    again = read_signed(signed.to_json())
    assert again == signed
    check_signature(again, PUBLIC)
    check_signature(again)
    assert again.receipt.signed_bytes() == signed.receipt.signed_bytes()


@pytest.mark.parametrize(
    "change",
    [{"points": "10.01"}, {"max_points": 11}, {"made_at": "2026-11-26T03:28:50+00:00"}, {"seed_id": "ac" * 16}, {"kind": "hand-in"}, {"checks": ()}],
)
def test_a_changed_receipt_is_found_out(replayed: Replayed, change: dict[str, object]) -> None:
    signed = sign(receipt_of(replayed.grade()), KEY)
    forged = Signed(msgspec.structs.replace(signed.receipt, **change), signed.key, signed.signature, signed.code)
    with pytest.raises(BadInput, match="receipt_signature_wrong"):
        check_signature(forged)


def test_another_s_signature_or_code_is_found_out(replayed: Replayed) -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    signed = sign(receipt_of(replayed.grade()), other)
    with pytest.raises(BadInput, match="receipt_of_another_key"):
        check_signature(signed, PUBLIC)
    with pytest.raises(BadInput, match="receipt_signature_wrong"):
        check_signature(msgspec.structs.replace(signed, key=PUBLIC), PUBLIC)
    with pytest.raises(BadInput, match="receipt_signature_wrong"):
        check_signature(msgspec.structs.replace(signed, code="0000-0000-0000-0000"))


def test_a_code_is_easy_to_read_and_hard_to_get_wrong() -> None:
    code = code_of(b"x" * 64)
    assert len(code) == 19 and code == tidy_code(code)
    assert tidy_code(code.lower().replace("-", " ")) == code
    assert tidy_code("oil0 0000 0000 0000") == "0110-0000-0000-0000"
    for wrong in ("", "0000-0000-0000", "0000-0000-0000-000U", "Ж" * 16, "0" * 17):
        assert tidy_code(wrong) == ""
    assert code_of(b"y" * 64) != code


@pytest.mark.parametrize("data", [b"", b"{}", b"[" * 100_000, b"\xff", b" " * (MAX_BYTES + 1), b'{"receipt":1e999}'])
def test_what_is_no_receipt_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput, match="receipt_unreadable"):
        read_signed(data)


def test_a_true_receipt_is_found_again_and_a_false_one_is_not(replayed: Replayed) -> None:
    record = replayed.grade()
    assert differences(receipt_of(record), replayed) == []
    assert differences(receipt_of(record, kind="hand-in", points=None), replayed) == []
    assert "points: 9.00 in the receipt, 10.00 computed" in differences(receipt_of(record, points="9.00"), replayed)
    assert differences(receipt_of(record, world_hash="0" * 64), replayed)[0].startswith("world: 0000")
    hashes = check_hashes(record)
    wrong = (msgspec.structs.replace(hashes[0], evidence="0" * 64, result="0" * 64), *hashes[1:])
    assert differences(receipt_of(record, checks=wrong), replayed) == ["check answered: another evidence"]
    assert differences(receipt_of(record, checks=hashes[1:]), replayed) == ["checks: 3 in the receipt, 4 in the scenario"]


def test_what_a_person_decided_is_taken_from_the_receipt(replayed: Replayed) -> None:
    decided = with_overrides(replayed.grade(), {"right": Override(Fraction(1, 3), "Petra", "Half an answer.")}, Fraction(1, 100))
    assert judged_in(decided) == (Judged(1, "1/3"),)
    assert decided.grade.points == "7.33"
    receipt = receipt_of(decided)
    assert b"Petra" not in receipt.signed_bytes() and b"Half" not in receipt.signed_bytes()
    assert differences(receipt, replayed) == []
    assert differences(msgspec.structs.replace(receipt, judged=()), replayed) == [
        "check right: another evidence", "points: 7.33 in the receipt, 10.00 computed",
    ]  # fmt: skip


def test_a_result_s_hash_covers_its_evidence(replayed: Replayed) -> None:
    record = replayed.grade()
    check = record.grade.checks[1]
    other = replace(check, evidence=[{**check.evidence[0], "found": "other"}])
    changed = replace(record, grade=replace(record.grade, checks=[record.grade.checks[0], other, *record.grade.checks[2:]]))
    before, after = check_hashes(record)[1], check_hashes(changed)[1]
    assert before.evidence != after.evidence and before.result != after.result


def test_a_grade_by_a_corrected_version_s_checks_is_found_again(replayed: Replayed, tmp_path: Path) -> None:
    rules = load_scenario(write_small(tmp_path, ('version: "1.0.0"', 'version: "1.0.1"')))
    record = grade_play(replayed.play, None, rules)
    receipt = receipt_of(record, played_with=record.played_with)
    assert receipt.played_with == replayed.play.scenario.content_hash != receipt.content_hash
    assert differences(receipt, replayed, rules) == []
    assert [line.partition(":")[0] for line in differences(receipt, replayed)] == ["checks"]
