"""What a bundle is made of.

A bundle is UTF-8 text, one JSON object a line. Nothing in it is compressed and nothing has a path, so it can neither blow up nor
write anywhere. In this order:

    {"head": …}       what was played, and how it ended
    {"row": …}        each action of the journal with its outcome and the chain of hashes so far
    {"picture": …}    each picture that a student brought or made, by its SHA-256; its bytes may be left out
    {"receipt": …}    what a server has signed
    {"end": …}        how many lines there are

Each object ends with a running sum: BLAKE2b-256 over the sum of the line before and this line up to its own sum. A changed byte
is therefore found at its line, and a changed row names its action. The sums guard against accidents and careless hands; the
chain of hashes, a replay, and a server's signature are what a forger has to get past.
"""

import hashlib
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from msgspec import Meta, Raw, Struct

from lab.scenarios.play import Row
from lab.values.errors import BadInput

FORMAT: Final = "bundle/1"
ENDING = ".tradewind"
MAX_BYTES = 64 << 20
"""Of a whole bundle."""
MAX_LINE = 1 << 20
"""Bytes of any line but a picture's."""
MAX_PICTURE_LINE = 17 << 20
"""Bytes of a line with a picture, whose file has 12 MB at most."""
MAX_JOURNAL = 16 << 20
"""Bytes of all rows together."""
MAX_ACTIONS = 20_000
MAX_PICTURES = 200
MAX_RECEIPTS = 200

NO_SUM = "0" * 64
_SUM_KEY = b',"sum":"'
SUM_LENGTH = len(_SUM_KEY) + 64 + len(b'"}')

Hash = Annotated[str, Meta(pattern="^[0-9a-f]{64}\\Z")]
Seed = Annotated[str, Meta(pattern="^[0-9a-f]{1,16}\\Z")]
Count = Annotated[int, Meta(ge=0, le=10_000_000)]
Minute = Annotated[int, Meta(ge=-10_000_000, le=10_000_000)]
RowId = Annotated[int, Meta(ge=1, le=2**53)]
Name = Annotated[str, Meta(min_length=1, max_length=80)]
Time = Annotated[str, Meta(max_length=40, pattern=r"^\d{4}-\d{2}-\d{2}T[0-9:.]{5,20}(\+00:00|Z)\Z")]


class Deal(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Where the variant comes from: an open `seed`, or a run of a server that keeps the seed to itself.

    `seed_id` is that server's name for the seed: the same seed always has the same name there, and nobody else can guess one
    from the other. `picks` fixes alternatives that were not dealt.
    """

    seed: Seed | None = None
    seed_id: Annotated[str, Meta(pattern="^[0-9a-f]{32}\\Z")] | None = None
    run: RowId | None = None
    picks: dict[Name, Name] | None = None


class Head(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """The first line. `ended_at` is the simulated minute at which the journal ends, `world_hash` the world it left."""

    format: Literal["bundle/1"]
    scenario: Name
    version: Name
    content_hash: Hash
    market: Hash
    engine: Name
    deal: Deal
    state: Literal["open", "handed_in", "played"]
    handed_in_at: Time | None = None
    actions: Annotated[int, Meta(ge=0, le=MAX_ACTIONS)]
    pictures: Annotated[int, Meta(ge=0, le=MAX_PICTURES)]
    receipts: Annotated[int, Meta(ge=0, le=MAX_RECEIPTS)]
    ended_at: Minute
    journal_hash: Hash
    world_hash: Hash


class RowLine(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One action. `actor` says who in general, never which person."""

    seq: Annotated[int, Meta(ge=0, le=MAX_ACTIONS)]
    sim_time: Minute
    actor: Literal["student", "instructor", "robot", "staff:instructor"]
    action: Raw
    outcome: Raw
    chain: Hash


class PictureLine(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One picture; `data` is Base64, and missing for a picture that is only named."""

    sha256: Hash
    data: Annotated[str, Meta(max_length=MAX_PICTURE_LINE)] | None = None


class EndLine(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    lines: Count


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that was read and holds together. `receipts` are as they stand there: JSON, not yet looked at."""

    head: Head
    rows: tuple[Row, ...]
    pictures: dict[str, bytes | None]
    receipts: tuple[bytes, ...]


class Differs(BadInput):
    """An action that is not what was done: the number of the action in `seq` and its name in `action`."""


def next_sum(before: str, body: bytes) -> str:
    """The running sum of a line, from that of the line before and the line's bytes up to its own sum."""
    return hashlib.blake2b(bytes.fromhex(before) + body, digest_size=32).hexdigest()


def summed(before: str, plain: bytes) -> tuple[bytes, str]:
    """A line with its sum, and the sum. `plain` is a JSON object without it."""
    body = plain[:-1]
    digest = next_sum(before, body)
    return body + _SUM_KEY + digest.encode() + b'"}\n', digest


def parted(line: bytes) -> tuple[bytes, bytes] | None:
    """A line (without its end) as body and sum; None where it does not end with a sum."""
    body, tail = line[:-SUM_LENGTH], line[-SUM_LENGTH:]
    if not (body.startswith(b"{") and tail.startswith(_SUM_KEY) and tail.endswith(b'"}')):
        return None
    return body, tail[len(_SUM_KEY) : -2]
