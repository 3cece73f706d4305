"""What the frame of a run's pages tells about the class: hints, answers to questions, what staff did, and the time that is left."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lab.scenarios.play import Play
from lab.school.clock import now
from lab.school.help_requests import MAX_TEXT, Talk, talk_of
from lab.school.runs import RunView
from lab.school.steering import interventions, unread_notes
from lab.values.moment import Moment
from lab.web.access import db, viewer
from lab.web.errors import say
from lab.web.live_words import deed_text, note_texts
from lab.web.words import ACTION_NAMES, word

SOON_SECONDS = 24 * 3600
"""An end that is nearer than this is counted down."""
MOST_SHOWN = 2
"""Unread notes that the frame shows in full; the desk shows all."""


@dataclass(frozen=True, slots=True)
class ShownNote:
    """A hint or an announcement in words: `says` is the lab's own sentence, `text` what the instructor wrote; "" where there is none."""

    at: Moment
    kind: str
    says: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownDeed:
    """Something that staff did in the run, in words. `refusal` says why, if the world said no."""

    seq: int
    at: Moment
    name: str
    says: str
    text: str
    refusal: str


def class_frame(run: RunView, play: Play, *, is_past: bool) -> dict[str, Any]:
    """What templates/seller.html shows of the class; nothing of it in a shop that is looked at as it was."""
    is_at_work = run.is_own and run.state == "open" and not is_past
    return {
        "talk": talk_of(db(), viewer(), run.id) if run.is_own and not is_past else Talk(),
        "fresh_notes": fresh_notes(play) if is_at_work else [],
        "most_notes": MOST_SHOWN,
        "all_notes": lambda: shown_notes(play),
        "staff_deeds": _staff_deeds(play),
        "seconds_left": seconds_left(run) if run.state == "open" and not is_past else None,
        "may_ask": is_at_work and run.may_act,
        "may_steer": run.is_led and not run.is_own and run.state == "open" and not is_past,
        "max_question": MAX_TEXT,
    }


def shown_notes(play: Play) -> list[ShownNote]:
    """All that an instructor has told, the newest first."""
    return [ShownNote(note.at, note.kind, *note_texts(play.world, note)) for note in reversed(play.world.notes)]


def fresh_notes(play: Play) -> list[ShownNote]:
    """What the student has not acted on yet, the newest first."""
    return [ShownNote(note.at, note.kind, *note_texts(play.world, note)) for note in reversed(unread_notes(play))]


def shown_deeds(play: Play) -> list[ShownDeed]:
    """What staff did in a run, in order."""
    return [
        ShownDeed(
            one.seq, one.at, word(ACTION_NAMES, one.action.name), *deed_text(play.world, one.action, one.at),
            "" if one.outcome.ok else say(one.outcome.code, **one.outcome.args),
        )
        for one in interventions(play.rows)
    ]  # fmt: skip


def _staff_deeds(play: Play) -> Callable[[], list[ShownDeed]]:
    return lambda: shown_deeds(play)


def seconds_left(run: RunView) -> int | None:
    """Seconds until nothing can be done in a run any more, where that is near; None otherwise."""
    if run.ends_at is None:
        return None
    left = int((run.ends_at - now()).total_seconds())
    return max(0, left) if left <= SOON_SECONDS else None
