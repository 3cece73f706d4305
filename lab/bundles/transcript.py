"""Transcripts: what a student achieved in a course, signed by its server so that anybody can check it.

A transcript holds no name. It holds a hash of the name with a random salt: whoever has the transcript and is told a name can see
whether it is the one, and nobody can read it out. Canonical JSON, signed with the key that signs receipts (`lab.bundles.receipt`);
a line names the receipt of its grade, with which the result can be computed again from the run.
"""

import hashlib
from decimal import Decimal
from typing import Annotated, Final, Literal

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Meta, Struct

from lab.bundles.layout import Count, Hash, Name, Time
from lab.bundles.receipt import Points, Signed, check_signed, code_of, read_signed, read_signed_file
from lab.values.text import tidy

FORMAT: Final = "transcript/1"
_ENCODER = msgspec.json.Encoder(order="sorted")
Title = Annotated[str, Meta(max_length=200)]
Salt = Annotated[str, Meta(pattern="^[0-9a-f]{32}\\Z")]


class TranscriptLine(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An assignment and the attempt that counts in it.

    `points` are what counts, `credit` the permille of the work's points that did (less than 1000 for late work). `minutes` is the time
    in which something was done, in tens. `waiting` points still wait for a person's mark. `receipt` is the code of the grade's, if any.
    """

    title: Title
    scenario: Name
    version: Name
    content_hash: Hash
    attempt: Count
    handed_in_at: Time | None
    points: Points
    max_points: Count
    credit: Count
    waiting: Count
    minutes: Count
    receipt: Annotated[str, Meta(max_length=19)]


class Competence(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One competence over all lines: the points of its checks, before anything was taken off for late work."""

    skill: Name
    points: Points
    max_points: Count
    checks: Count


class Transcript(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is signed."""

    format: Literal["transcript/1"] = FORMAT
    course: Title
    made_at: Time
    salt: Salt
    holder: Hash
    lines: tuple[TranscriptLine, ...]
    competences: tuple[Competence, ...]

    def signed_bytes(self) -> bytes:
        """Canonical JSON: what the signature is over."""
        return _ENCODER.encode(self)

    @property
    def points(self) -> Decimal:
        """The points of all lines."""
        return sum((Decimal(line.points) for line in self.lines), Decimal(0))

    @property
    def max_points(self) -> int:
        return sum(line.max_points for line in self.lines)

    @property
    def minutes(self) -> int:
        """The time in which something was done, over all lines."""
        return sum(line.minutes for line in self.lines)

    def is_of(self, name: str) -> bool:
        """Whether it is the transcript of somebody with this name."""
        return self.holder == holder_hash(self.salt, name)


class SignedTranscript(Struct, frozen=True, forbid_unknown_fields=True):
    """A transcript as a file: with the public key and the signature, both in hex, and the code under which its server knows it."""

    transcript: Transcript
    key: Hash
    signature: Annotated[str, Meta(pattern="^[0-9a-f]{128}\\Z")]
    code: Annotated[str, Meta(pattern="^[0-9A-Z-]{16,19}\\Z")]

    def to_json(self) -> bytes:
        return _ENCODER.encode(self)


class _Kind(Struct, frozen=True):
    """As much of a signed file as tells what it is."""

    transcript: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


_DECODER = msgspec.json.Decoder(SignedTranscript)
_KIND_DECODER = msgspec.json.Decoder(_Kind)


def holder_hash(salt: str, name: str) -> str:
    """A name, hashed with a transcript's salt; case and white space do not matter."""
    return hashlib.blake2b(f"{salt}\n{tidy(name).casefold()}".encode(), digest_size=32).hexdigest()


def sign_transcript(transcript: Transcript, key: Ed25519PrivateKey) -> SignedTranscript:
    """A transcript signed. Its format's name is part of what is signed, so that it is never taken for a receipt."""
    signature = key.sign(transcript.signed_bytes())
    return SignedTranscript(transcript, key.public_key().public_bytes_raw().hex(), signature.hex(), code_of(signature))


def read_transcript(data: bytes) -> SignedTranscript:
    """A transcript from a file of anybody's. Raises BadInput; its signature is not looked at yet."""
    return read_signed_file(data, _DECODER)


def read_receipt_or_transcript(data: bytes) -> Signed | SignedTranscript:
    """Whichever of the two a file of anybody's is. Raises BadInput; its signature is not looked at yet."""
    kind = read_signed_file(data, _KIND_DECODER)
    return read_signed(data) if kind.transcript is msgspec.UNSET else read_transcript(data)


def check_transcript(signed: SignedTranscript, key: str = "") -> None:
    """Raises BadInput unless it is signed, by `key` (a public key in hex) if one is given, and carries its own code."""
    check_signed(signed, signed.transcript.signed_bytes(), key)
