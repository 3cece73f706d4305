"""What stands on every account, for books that are too long to be added up at every question.

Books only ever grow, and a copy of a world has the same entries in it. So where an entry stands at the place at which it
stood before, everything in front of it is known already, and only what came after is added.
"""

import threading
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lab.world.entry import Entry

LONG = 1000
"""Books of fewer entries are added up every time."""
KEPT = 64
"""Sums that a process keeps: of the books that were asked about last."""
Totals = dict[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class _Sum:
    """What the first `count` entries come to; `last` is the last of them."""

    count: int
    last: Entry
    totals: Totals


_sums: deque[_Sum] = deque(maxlen=KEPT)
_lock = threading.Lock()


def totals_of(ledger: Sequence[Entry]) -> Totals:
    """The balance of every account and currency in minor units, in the order of first use. Debit is positive."""
    if len(ledger) < LONG:
        return _added({}, ledger)
    with _lock:
        known = max((one for one in _sums if _begins(ledger, one)), key=lambda one: one.count, default=None)
    if known is not None and known.count == len(ledger):
        return dict(known.totals)
    totals = _added(dict(known.totals), ledger[known.count :]) if known is not None else _added({}, ledger)
    with _lock:
        _sums.append(_Sum(len(ledger), ledger[-1], dict(totals)))
    return totals


def _begins(ledger: Sequence[Entry], known: _Sum) -> bool:
    """Whether books begin with the entries that were added up: the very same object, not only an equal one."""
    return known.count <= len(ledger) and ledger[known.count - 1] is known.last


def _added(totals: Totals, entries: Iterable[Entry]) -> Totals:
    for entry in entries:
        for posting in entry.postings:
            place = (posting.account, entry.currency)
            totals[place] = totals.get(place, 0) + posting.amount
    return totals
