"""Plays that this process holds ready, so that an action need not replay a journal.

Readers get the play itself and must not change it. A writer takes the play out of the cache, and gets a world of its
own if the play was ever lent to a reader: no page sees a world change under its hands.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.scenarios.play import Play

LIMIT = 200


@dataclass(slots=True)
class _Entry:
    play: "Play"
    lent: bool = False


class PlayCache:
    """The newest plays by run id, at most `limit`; the one used longest ago goes first. Safe between threads.

    A play is only given out for the journal it stands for: the number of rows and the hash of the last one.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._entries: OrderedDict[int, _Entry] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._entries)

    def holds(self, run_id: int, seq: int, chain_hash: str) -> bool:
        """Whether a play for that journal is here."""
        with self._lock:
            entry = self._entries.get(run_id)
            return entry is not None and entry.play.seq == seq and entry.play.chain_hash == chain_hash

    def lend(self, run_id: int, seq: int, chain_hash: str) -> "Play | None":
        """A play to read."""
        with self._lock:
            entry = self._entries.get(run_id)
            if entry is None or entry.play.seq != seq or entry.play.chain_hash != chain_hash:
                return None
            self._entries.move_to_end(run_id)
            entry.lent = True
            return entry.play

    def take(self, run_id: int, seq: int, chain_hash: str) -> "Play | None":
        """A play to change; it leaves the cache."""
        with self._lock:
            entry = self._entries.pop(run_id, None)
        if entry is None or entry.play.seq != seq or entry.play.chain_hash != chain_hash:
            return None
        return entry.play.fork() if entry.lent else entry.play

    def keep(self, run_id: int, play: "Play", *, lent: bool = False) -> None:
        """Hold a play that nobody will change any more (`lent`: somebody reads it); never in place of a newer one."""
        with self._lock:
            held = self._entries.get(run_id)
            if held is not None and held.play.seq > play.seq:
                return
            self._entries[run_id] = _Entry(play, lent)
            self._entries.move_to_end(run_id)
            while len(self._entries) > self._limit:
                self._entries.popitem(last=False)

    def drop(self, run_id: int) -> None:
        with self._lock:
            self._entries.pop(run_id, None)
