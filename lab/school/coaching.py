"""The coach at work on runs: what pages ask for at once, and the jobs that play a run once more.

A job is about the journal as it was when it was asked for, however far the run has gone on since.
"""

import threading
from collections import OrderedDict
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from lab.coach.change import Change, check_change
from lab.coach.gains import Gains, candidates, gains
from lab.coach.visits import DayOfVisits, day_of_visits
from lab.coach.what_if import WhatIf, what_if
from lab.scenarios.play import Play, Row, resume
from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.jobs import Claim, JobView, Progress, enqueue
from lab.school.loading import FoundRun, deal_for, find_run, read_play, read_rows
from lab.school.models import Assignment, Run, Snapshot
from lab.values.errors import BadInput, LabError, NotFound
from lab.values.moment import DAY, HOUR, day_of

WHAT_IF, GAINS = "what_if", "gains"
_KEPT_VISITS = 64


def ask_what_if(db: Database, viewer: Viewer, run_id: int, change: Change) -> int:
    """The id of the job that plays an own run once more with a change.

    Raises NotFound, BadInput for a change that the shop could not make, Refused for somebody else's run.
    """
    with db.session() as session:
        play = read_play(db, session, find_run(session, viewer, run_id))
    check_lived(play)
    check_change(play.world, change)
    return enqueue(db, viewer, run_id, WHAT_IF, msgspec.to_builtins(change))


def ask_gains(db: Database, viewer: Viewer, run_id: int, listing: str) -> int:
    """The id of the job that tries a list of changes out for a listing. Raises as `ask_what_if`."""
    with db.session() as session:
        play = read_play(db, session, find_run(session, viewer, run_id))
    check_lived(play)
    candidates(play.world, listing)
    return enqueue(db, viewer, run_id, GAINS, {"listing": listing})


def check_lived(play: Play) -> None:
    """Raises BadInput before the first shoppers have come: there is nothing yet to play again."""
    if not play.world.traffic and not play.world.orders:
        raise BadInput("nothing_lived_yet")


def change_of(job: JobView) -> Change | None:
    """The change that a job is about; None for the list of a listing."""
    return msgspec.convert(job.parameters, Change) if job.kind == WHAT_IF else None


def what_if_result(job: JobView) -> WhatIf | None:
    """The result of a finished what-if."""
    return msgspec.convert(job.result, WhatIf) if job.kind == WHAT_IF and job.result is not None else None


def gains_result(job: JobView) -> Gains | None:
    """The result of a finished list of changes."""
    return msgspec.convert(job.result, Gains) if job.kind == GAINS and job.result is not None else None


def do_what_if(db: Database, job: Claim, progress: Progress) -> dict[str, Any]:
    """Play a run once more with a change; the same journal always gives the same result.

    Raises LabError, and what `progress` raises.
    """
    result = what_if(_play_at(db, job), msgspec.convert(job.parameters, Change), progress)
    plain: dict[str, Any] = msgspec.to_builtins(result)
    return plain


def do_gains(db: Database, job: Claim, progress: Progress) -> dict[str, Any]:
    """Try a list of changes to a listing out. Raises as `do_what_if`."""
    plain: dict[str, Any] = msgspec.to_builtins(gains(_play_at(db, job), str(job.parameters["listing"]), progress))
    return plain


def _play_at(db: Database, job: Claim) -> Play:
    """The run as it stood when the job was asked for."""
    with db.session() as session:
        return _read_play_at(db, session, job)


def _read_play_at(db: Database, session: Session, job: Claim) -> Play:
    run = session.get_one(Run, job.run_id)
    if run.state == "erased":
        raise NotFound("run_erased")
    assignment = session.get_one(Assignment, run.assignment_id)
    held = db.plays.lend(run.id, job.seq, job.head)
    if held is not None:
        return held
    rows = read_rows(session, run.id)[: job.seq]
    play = _resumed(db, session, run, assignment, rows)
    if play.seq != job.seq or play.chain_hash != job.head:
        raise LabError("journal_broken", seq=play.seq)
    return play


def _resumed(db: Database, session: Session, run: Run, assignment: Assignment, rows: list[Row]) -> Play:
    """A play of its own after the rows given, from the newest snapshot among them."""
    snapshot = session.scalar(
        select(Snapshot).where(Snapshot.run_id == run.id, Snapshot.seq <= len(rows)).order_by(Snapshot.seq.desc()).limit(1)
    )
    scenario, variant, market = deal_for(db.settings, run, assignment)
    if snapshot is None:
        return resume(scenario, variant, market, rows)
    return resume(scenario, variant, market, rows, snapshot.data, snapshot.seq)


# ---------------------------------------------------------------------------------------- where visits went

_LOCK = threading.Lock()
_VISITS: OrderedDict[tuple[int, str, int, str], DayOfVisits] = OrderedDict()


def visits_on(db: Database, viewer: Viewer, run_id: int, day: int, listing: str) -> DayOfVisits:
    """Where the visits of a past day went, for a run that the viewer may see. Raises NotFound for a day that is not over."""
    with db.session() as session:
        found = find_run(session, viewer, run_id)
        play = read_play(db, session, found)
        if listing not in play.world.listings:
            raise NotFound("no_such_listing", listing=listing[:100])
        if not 0 <= day < day_of(play.world.setting.start, play.world.now):
            raise NotFound("no_such_day")
        key = (run_id, play.chain_hash, day, listing)
        with _LOCK:
            known = _VISITS.get(key)
        if known is not None:
            return known
        made = _visits(db, session, found, play, day, listing)
    with _LOCK:
        _VISITS[key] = made
        while len(_VISITS) > _KEPT_VISITS:
            _VISITS.popitem(last=False)
    return made


def _visits(db: Database, session: Session, found: FoundRun, play: Play, day: int, listing: str) -> DayOfVisits:
    start = play.world.setting.start
    midnight = day * DAY - start.hour * HOUR - start.minute
    rows = list(play.rows)
    before = max((place for place, row in enumerate(rows) if row.sim_time < midnight), default=0)
    earlier = _resumed(db, session, found.run, found.assignment, rows[:before])
    return day_of_visits(earlier, rows[earlier.seq :], play.world.now, day, listing)
