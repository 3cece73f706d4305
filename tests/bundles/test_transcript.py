"""Signed transcripts: nothing in them can be changed, and no name can be read out of them."""

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from lab.bundles.receipt import read_signed
from lab.bundles.transcript import (
    Competence,
    SignedTranscript,
    Transcript,
    TranscriptLine,
    check_transcript,
    holder_hash,
    read_receipt_or_transcript,
    read_transcript,
    sign_transcript,
)
from lab.values.errors import BadInput

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SALT = "0f" * 16
LINE = TranscriptLine(
    title="First orders", scenario="desk-lamp", version="1.0.0", content_hash="a" * 64, attempt=2, handed_in_at="2026-11-26T08:00:00+00:00",
    points="18.50", max_points=20, credit=1000, waiting=0, minutes=130, receipt="7K3P-01QX-9ZRT-A2BC",
)  # fmt: skip
BODY = Transcript(
    course="Trade A", made_at="2026-11-26T09:00:00.000001+00:00", salt=SALT, holder=holder_hash(SALT, "Li Wei"), lines=(LINE, replace(LINE, points="-1.00", max_points=10)),
    competences=(Competence(skill="customs", points="3.00", max_points=5, checks=2),),
)  # fmt: skip
SIGNED = sign_transcript(BODY, KEY)


def test_it_is_read_and_found_signed_and_adds_up() -> None:
    again = read_transcript(SIGNED.to_json())
    assert again == SIGNED
    check_transcript(again, KEY.public_key().public_bytes_raw().hex())
    assert (str(BODY.points), BODY.max_points, BODY.minutes) == ("17.50", 30, 260)


@pytest.mark.parametrize("change", [{"course": "Trade B"}, {"holder": "b" * 64}, {"lines": (replace(LINE, points="20.00"),)}, {"competences": ()}])
def test_whatever_is_changed_the_signature_is_wrong(change: dict[str, object]) -> None:
    forged = SignedTranscript(replace(BODY, **change), SIGNED.key, SIGNED.signature, SIGNED.code)
    with pytest.raises(BadInput, match="receipt_signature_wrong"):
        check_transcript(forged)


def test_another_code_or_key_is_refused() -> None:
    with pytest.raises(BadInput, match="receipt_signature_wrong"):
        check_transcript(SignedTranscript(BODY, SIGNED.key, SIGNED.signature, "0000-0000-0000-0000"))
    with pytest.raises(BadInput, match="receipt_of_another_key"):
        check_transcript(SIGNED, "c" * 64)


def test_a_name_is_recognised_and_not_written_down() -> None:
    assert BODY.is_of("Li Wei") and BODY.is_of("  li  WEI ")
    assert not BODY.is_of("Wei Li") and not BODY.is_of("")
    assert b"Wei" not in SIGNED.to_json()


def test_a_transcript_is_no_receipt_and_a_receipt_no_transcript() -> None:
    with pytest.raises(BadInput, match="receipt_unreadable"):
        read_signed(SIGNED.to_json())
    for data in (b"", b"[]", SIGNED.to_json().replace(b"transcript/1", b"receipt/1"), msgspec.json.encode({"transcript": {}}), b"x" * (1 << 21)):
        with pytest.raises(BadInput, match="receipt_unreadable"):
            read_transcript(data)


def test_a_file_tells_by_itself_which_of_the_two_it_is() -> None:
    assert read_receipt_or_transcript(SIGNED.to_json()) == SIGNED
    for data in (b"", b"[]", b"{}", msgspec.json.encode({"transcript": {}}), msgspec.json.encode({"receipt": {}}), b"x" * (1 << 21)):
        with pytest.raises(BadInput, match="receipt_unreadable"):
            read_receipt_or_transcript(data)
