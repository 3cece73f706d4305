"""The rows of a journal as plain data: what was done to what, and when by the clock on the wall.

Read without the action classes, so that a row of an older lab is read as well.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from lab.engine.codec import is_action
from lab.values.errors import BadInput
from lab.world.action import ACTIONS

STAFF = "staff."
"""How the names of an instructor's actions begin: they are nobody's own work."""


@dataclass(frozen=True, slots=True)
class Step:
    """One row. `at` is in whole seconds since the run was opened; `about` names the object, "" for none."""

    seq: int
    at: int
    name: str
    about: str
    fields: Mapping[str, Any]
    ok: bool


def step_of(seq: int, at: int, action: bytes, outcome: bytes) -> Step:
    """A row of a journal, from its two canonical JSON texts. Raises BadInput for anything else."""
    try:
        fields, became = msgspec.json.decode(action), msgspec.json.decode(outcome)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise BadInput("action_unreadable", reason=f"row {seq}") from None
    if not isinstance(fields, dict) or not isinstance(became, dict):
        raise BadInput("action_unreadable", reason=f"row {seq}")
    name = str(fields.pop("do", ""))
    about = str(fields.get(ACTIONS[name].about, "")) if is_action(name) else ""
    return Step(seq, at, name, about, fields, became.get("ok") is True)
