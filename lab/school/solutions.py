"""The way to full points that a scenario's author wrote, played with the numbers that a run was dealt, for when it may be seen."""

import threading
from collections import OrderedDict

from lab.scenarios.play import Play
from lab.scenarios.robot import play_plan, reference_plan
from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.loading import FoundRun, deal_for, find_run
from lab.school.rules import is_shown
from lab.school.runs import JournalLine, line_of
from lab.values.errors import NotFound, Refused

_KEPT = 8
_LOCK = threading.Lock()
_PLAYED: OrderedDict[tuple[str, str, str], list[JournalLine]] = OrderedDict()
"""Solutions played last, by scenario, seed and market: a class looks at the same few."""


def solution_shown(db: Database, viewer: Viewer, run_id: int) -> bool:
    """Whether the viewer may see a solution for a run now. Raises NotFound for a strange run."""
    with db.session() as session:
        return _may_see(find_run(session, viewer, run_id))


def solution_of(db: Database, viewer: Viewer, run_id: int) -> list[JournalLine]:
    """The reference solution of a run's scenario, action by action, with the names and numbers of this run.

    For its student once the run is handed in and the assignment shows it, and for staff. Raises NotFound for a strange run,
    Refused while it may not be seen.
    """
    with db.session() as session:
        found = find_run(session, viewer, run_id)
        if found.run.state == "erased":
            raise NotFound("run_erased")
        if not _may_see(found):
            raise Refused("solution_not_shown")
        return _played(db, found)


def _may_see(found: FoundRun) -> bool:
    shown = is_shown(found.assignment, found.assignment.show_solution, found.terms.closes_at)
    return found.is_taught or (found.run.state == "handed_in" and shown)


def _played(db: Database, found: FoundRun) -> list[JournalLine]:
    key = (found.assignment.content_hash, found.run.seed, found.run.market_sha256)
    with _LOCK:
        if key in _PLAYED:
            _PLAYED.move_to_end(key)
            return _PLAYED[key]
    scenario, variant, market = deal_for(db.settings, found.run, found.assignment)
    lines = _lines(play_plan(scenario, variant, market, reference_plan(scenario)).play)
    with _LOCK:
        _PLAYED[key] = lines
        while len(_PLAYED) > _KEPT:
            _PLAYED.popitem(last=False)
    return lines


def _lines(play: Play) -> list[JournalLine]:
    return [line_of(row.seq, row.sim_time, None, row.actor, row.action, row.outcome) for row in play.rows]

