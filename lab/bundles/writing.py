"""Writes bundles, line by line."""

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Raw, Struct, json, structs

from lab import __version__
from lab.bundles.layout import (
    FORMAT,
    MAX_ACTIONS,
    MAX_JOURNAL,
    MAX_LINE,
    NO_SUM,
    Deal,
    EndLine,
    Head,
    PictureLine,
    RowLine,
    summed,
)
from lab.scenarios.play import Play, Row
from lab.values.errors import Refused
from lab.world.action import is_staff_actor

_ENCODER = json.Encoder(order="sorted")


def seed_text(seed: int) -> str:
    """A seed as bundles write it."""
    return f"{seed:016x}"


def head_of(play: Play, deal: Deal, state: str, handed_in_at: str | None = None, pictures: int = 0, receipts: int = 0) -> Head:
    """What the first line says of a play. Raises Refused for a journal too long for a bundle."""
    sizes = [len(row.action) + len(row.outcome) for row in play.rows]
    if play.seq > MAX_ACTIONS or sum(sizes) > MAX_JOURNAL // 2 or max(sizes, default=0) > MAX_LINE // 2:
        raise Refused("bundle_too_long", found=play.seq, limit=MAX_ACTIONS)
    head = Head(
        format=FORMAT, scenario=play.scenario.id, version=play.scenario.version, content_hash=play.scenario.content_hash,
        market=play.world.setting.market.sha256, engine=__version__, deal=deal, state="played", handed_in_at=handed_in_at,
        actions=play.seq, pictures=pictures, receipts=receipts, ended_at=play.world.now,
        journal_hash=play.chain_hash, world_hash=play.world_hash(),
    )  # fmt: skip
    return structs.replace(head, state=state)


def bundle_lines(
    head: Head, rows: Sequence[Row], actors: Mapping[str, str], pictures: Iterable[tuple[str, bytes | None]] = (),
    receipts: Iterable[bytes] = (),
) -> Iterator[bytes]:  # fmt: skip
    """The lines of a bundle. `actors` says in general who each actor of the journal is; others are the instructor, in a student's run as staff."""
    digest = NO_SUM
    count = 1
    for plain in _plain_lines(head, rows, actors, pictures, receipts):
        line, digest = summed(digest, plain)
        count += 1
        yield line
    yield summed(digest, _wrapped("end", EndLine(lines=count)))[0]


def _plain_lines(
    head: Head, rows: Sequence[Row], actors: Mapping[str, str], pictures: Iterable[tuple[str, bytes | None]], receipts: Iterable[bytes]
) -> Iterator[bytes]:
    yield _wrapped("head", head)
    for row in rows:
        actor = actors.get(row.actor, "staff:instructor" if is_staff_actor(row.actor) else "instructor")
        fields = RowLine(
            seq=row.seq, sim_time=row.sim_time, actor="student", action=Raw(row.action), outcome=Raw(row.outcome), chain=row.chain_hash
        )
        yield _wrapped("row", structs.replace(fields, actor=actor))
    for sha, data in pictures:
        yield _wrapped("picture", PictureLine(sha256=sha, data=None if data is None else base64.b64encode(data).decode()))
    for receipt in receipts:
        yield _ENCODER.encode({"receipt": Raw(receipt)})


def _wrapped(name: str, value: Struct) -> bytes:
    """One line without its sum."""
    return _ENCODER.encode({name: value})
