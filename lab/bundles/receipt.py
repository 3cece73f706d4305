"""Receipts: what a server graded, when and with which result, signed so that anybody can check it and compute it again.

A receipt holds no name. It is canonical JSON (keys sorted, no spaces), signed with Ed25519; every result of a check is there as the
hash of the whole result and of its evidence, in the order of the scenario's checks. What a person decided stands in `judged`
with its exact share, because no computer can find it again.
"""

import hashlib
from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated, Any, Final, Literal, Protocol, TypeVar

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from msgspec import Meta, Struct

from lab.bundles.layout import Count, Hash, Name, Time
from lab.bundles.replaying import Replayed
from lab.checks.catalogue import check_types
from lab.grading.evidence import Mark
from lab.grading.grade import CheckResult, rounded
from lab.scenarios.marking import GradeRecord
from lab.scenarios.script import Scenario
from lab.values.errors import BadInput

FORMAT: Final = "receipt/1"
MAX_BYTES = 1 << 20
_ENCODER = msgspec.json.Encoder(order="sorted")
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's thirty-two: no I, L, O and U, so that a code can be read aloud and typed."""
CODE_LENGTH = 16
Points = Annotated[str, Meta(max_length=20, pattern=r"^-?\d{1,9}(\.\d{1,9})?\Z")]
Share = Annotated[str, Meta(max_length=40, pattern=r"^\d{1,12}(/\d{1,12})?\Z")]


class CheckHash(Struct, frozen=True, forbid_unknown_fields=True):
    """BLAKE2b-256 of a check's result as canonical JSON, and of its evidence alone."""

    result: Hash
    evidence: Hash


class Judged(Struct, frozen=True, forbid_unknown_fields=True):
    """A check that a person decided: its place among the checks, counted from 0, and the share that it earned."""

    place: Count
    share: Share


class Receipt(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is signed. A receipt of a hand-in says nothing of points; one whose total is withheld names none.

    The scenario named is the one whose checks counted; `played_with` is the content of the one that was played, where it is another.
    """

    format: Literal["receipt/1"] = FORMAT
    kind: Literal["hand-in", "grade"]
    scenario: Name
    version: Name
    content_hash: Hash
    market: Hash
    engine: Name
    seed_id: Annotated[str, Meta(pattern="^[0-9a-f]{32}\\Z")]
    journal_hash: Hash
    world_hash: Hash
    handed_in_at: Time | None
    made_at: Time
    points: Points | None = None
    max_points: Count | None = None
    waiting_points: Count = 0
    withheld: bool = False
    checks: tuple[CheckHash, ...] = ()
    judged: tuple[Judged, ...] = ()
    played_with: Hash | None = None

    def signed_bytes(self) -> bytes:
        """Canonical JSON: what the signature is over."""
        return _ENCODER.encode(self)


class Signed(Struct, frozen=True, forbid_unknown_fields=True):
    """A receipt as a file: with the public key and the signature, both in hex, and the code under which its server knows it."""

    receipt: Receipt
    key: Hash
    signature: Annotated[str, Meta(pattern="^[0-9a-f]{128}\\Z")]
    code: Annotated[str, Meta(pattern="^[0-9A-Z-]{16,19}\\Z")]

    def to_json(self) -> bytes:
        return _ENCODER.encode(self)


_DECODER = msgspec.json.Decoder(Signed)


def sign(receipt: Receipt, key: Ed25519PrivateKey) -> Signed:
    """A receipt signed."""
    signature = key.sign(receipt.signed_bytes())
    return Signed(receipt, key.public_key().public_bytes_raw().hex(), signature.hex(), code_of(signature))


def code_of(signature: bytes) -> str:
    """Sixteen letters and digits in groups of four, which nobody can guess who does not have the receipt."""
    number = int.from_bytes(hashlib.blake2b(signature, digest_size=10).digest(), "big")
    signs = [_LETTERS[number >> 5 * place & 31] for place in range(CODE_LENGTH)]
    return "-".join("".join(signs[start : start + 4]) for start in range(0, CODE_LENGTH, 4))


def tidy_code(text: str) -> str:
    """A code as somebody typed it, in its proper form; empty for what is none."""
    signs = "".join(text.split()).replace("-", "").upper().translate(str.maketrans("OIL", "011"))
    if len(signs) != CODE_LENGTH or any(sign not in _LETTERS for sign in signs):
        return ""
    return "-".join(signs[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def read_signed(data: bytes) -> Signed:
    """A receipt from a file of anybody's. Raises BadInput; its signature is not looked at yet."""
    return read_signed_file(data, _DECODER)


_T = TypeVar("_T")


def read_signed_file(data: bytes, decoder: "msgspec.json.Decoder[_T]") -> _T:
    """Something signed from a file of anybody's. Raises BadInput."""
    if len(data) > MAX_BYTES:
        raise BadInput("receipt_unreadable", reason="too large")
    try:
        return decoder.decode(data)
    except (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError) as error:
        raise BadInput("receipt_unreadable", reason=str(error)[:200]) from None


def check_signature(signed: Signed, key: str = "") -> None:
    """Raises BadInput unless the receipt is signed, by `key` (a public key in hex) if one is given, and carries its own code."""
    check_signed(signed, signed.receipt.signed_bytes(), key)


class _SignedFile(Protocol):
    """What everything that is signed has: public key and signature in hex, and the code."""

    @property
    def key(self) -> str: ...
    @property
    def signature(self) -> str: ...
    @property
    def code(self) -> str: ...


def check_signed(signed: _SignedFile, content: bytes, key: str = "") -> None:
    """Raises BadInput unless `content` is signed, by `key` (a public key in hex) if one is given, and the code is the signature's."""
    if key and signed.key != key.lower():
        raise BadInput("receipt_of_another_key", found=signed.key[:16], expected=key[:16])
    signature = bytes.fromhex(signed.signature)
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(signed.key)).verify(signature, content)
    except (InvalidSignature, ValueError):
        raise BadInput("receipt_signature_wrong") from None
    if signed.code != code_of(signature):
        raise BadInput("receipt_signature_wrong")


def check_hashes(record: GradeRecord) -> tuple[CheckHash, ...]:
    """The hashes of every result of a grade, in order."""
    return tuple(CheckHash(_hash(msgspec.to_builtins(check)), _hash(check.evidence)) for check in record.grade.checks)


def judged_in(record: GradeRecord) -> tuple[Judged, ...]:
    """What people decided in a grade: the rubric marks, and what was overridden."""
    return tuple(
        Judged(place, check.fraction) for place, check in enumerate(record.grade.checks) if _is_by_person(check) and check.status != "waiting"
    )


def differences(receipt: Receipt, replayed: Replayed, rules: Scenario | None = None) -> list[str]:
    """What a grade made again says otherwise than the receipt, in words; nothing when all of it was found again.

    Checks that a person decided are taken from the receipt; everything else is computed. `rules` is the version of the scenario
    whose checks counted, where it is not the one that was played.
    """
    play = replayed.play
    rules = rules or play.scenario
    found = [
        f"{name}: {was[:16]} in the receipt, {now[:16]} in the bundle"
        for name, was, now in (
            ("scenario", receipt.played_with or receipt.content_hash, play.scenario.content_hash),
            ("checks", receipt.content_hash, rules.content_hash),
            ("market", receipt.market, play.world.setting.market.sha256),
            ("journal", receipt.journal_hash, play.chain_hash),
            ("world", receipt.world_hash, play.world_hash()),
        )
        if was != now
    ]
    if receipt.kind == "hand-in" or found:
        return found
    checks = rules.checks
    shares = {one.place: Fraction(one.share) for one in receipt.judged if one.place < len(checks)}
    marks = {checks[place].id: Mark(share, {}, "", "") for place, share in shares.items() if checks[place].by_person}
    return _grade_differences(receipt, replayed.grade_with(marks, rules), shares, Fraction(rules.file.grading.rounding))


def _grade_differences(receipt: Receipt, record: GradeRecord, shares: dict[int, Fraction], rounding: Fraction) -> list[str]:
    results, hashes = record.grade.checks, check_hashes(record)
    if len(hashes) != len(receipt.checks):
        return [f"checks: {len(receipt.checks)} in the receipt, {len(hashes)} in the scenario"]
    found = [
        f"check {results[place].id}: another {'evidence' if was.evidence != now.evidence else 'result'}"
        for place, (was, now) in enumerate(zip(receipt.checks, hashes, strict=True))
        if was != now and place not in shares
    ]
    total = sum((shares.get(place, Fraction(check.fraction)) * check.max_points for place, check in enumerate(results)), Fraction(0))
    points = rounded(total, rounding)
    if receipt.points is not None and points != receipt.points:
        found.append(f"points: {receipt.points} in the receipt, {points} computed")
    return found


def _is_by_person(check: CheckResult) -> bool:
    kind = check_types().get(check.type)
    return check.message == "overridden" or (kind is not None and kind.by_person)


def _hash(value: dict[str, Any] | Sequence[dict[str, Any]]) -> str:
    return hashlib.blake2b(_ENCODER.encode(value), digest_size=32).hexdigest()
