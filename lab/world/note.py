"""What an instructor has told the student of a run."""

from dataclasses import dataclass
from typing import Literal

from lab.values.moment import Moment


@dataclass(frozen=True, slots=True)
class StaffNote:
    """A hint, or what was said of an event; `text` is plain text and may be empty for an event, which says enough by itself.

    `shock` is the place of the event among `World.shocks`; None for a hint.
    """

    at: Moment
    kind: Literal["hint", "event"]
    text: str
    shock: int | None = None
