"""One action on a world: done, or refused and nothing changed."""

from dataclasses import dataclass, field
from typing import Any

import msgspec

from lab.values.errors import Refused
from lab.world.action import Action
from lab.world.world import World

_ENCODER = msgspec.json.Encoder(order="deterministic")


@dataclass(frozen=True, slots=True)
class Outcome:
    """`ok`, or the code and arguments of the refusal."""

    ok: bool
    code: str = ""
    args: dict[str, Any] = field(default_factory=dict)

    def encode(self) -> bytes:
        """Canonical JSON for the journal."""
        return _ENCODER.encode({"ok": True} if self.ok else {"ok": False, "code": self.code, "args": self.args})


def decode_outcome(data: bytes) -> Outcome:
    return msgspec.json.decode(data, type=Outcome)


def do(world: World, action: Action) -> Outcome:
    """Apply an action. A refusal is an outcome, never an error, and leaves the world as it was."""
    try:
        action.apply(world)
    except Refused as refusal:
        return Outcome(False, refusal.code, refusal.args_)
    return Outcome(True)
