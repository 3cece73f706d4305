"""A worker: takes one job after another until it is told to stop, and makes smaller copies of pictures in between.

While it works a second thread lets the job's heart beat, so that a slow first load of the market is not taken for a
death; after `LONGEST_SECONDS` without a step it falls silent, and the job goes to another worker. A job that is told to
stop at its next step goes back to waiting.
"""

import logging
import threading
import time

from lab.school.database import Database
from lab.school.jobs import Claim, LostLease, Progress, beat, claim, fail, finish, give_back, sweep
from lab.school.media import make_next_copies
from lab.school.work import do_job
from lab.values.errors import LabError

BEAT_SECONDS = 10
REST_SECONDS = 0.5
SWEEP_SECONDS = 5
LONGEST_SECONDS = 900
_LOG = logging.getLogger("lab.worker")


class Stopped(Exception):
    """The worker has to stop; the job goes back to waiting."""


def work(db: Database, stop: threading.Event, *, until_idle: bool = False) -> int:
    """Take jobs until `stop` is set, or with `until_idle` until none waits; how many were taken."""
    taken = 0
    swept = 0.0
    while not stop.is_set():
        if time.monotonic() - swept >= SWEEP_SECONDS or not swept:
            sweep(db)
            swept = time.monotonic()
        job = claim(db)
        if job is not None:
            taken += 1
            do_one(db, job, stop)
        elif make_next_copies(db):
            continue
        elif until_idle:
            break
        else:
            stop.wait(REST_SECONDS)
    return taken


def do_one(db: Database, job: Claim, stop: threading.Event) -> None:
    """Work on a job and write down how it ended."""
    lost = threading.Event()
    over = threading.Event()
    moved = [time.monotonic()]
    heart = threading.Thread(target=_keep_beating, args=(db, job, over, lost, moved), daemon=True)
    heart.start()
    try:
        result = do_job(db, job, _watcher(db, job, stop, lost, moved))
    except Stopped:
        give_back(db, job)
    except LostLease:
        _LOG.info("job %s was cancelled or given to another worker", job.id)
    except LabError as error:
        fail(db, job, error.code)
    except Exception:
        _LOG.exception("job %s broke", job.id)
        fail(db, job, "job_broke")
    else:
        finish(db, job, result)
    finally:
        over.set()
        heart.join()


def _watcher(db: Database, job: Claim, stop: threading.Event, lost: threading.Event, moved: list[float]) -> Progress:
    """What the work calls after each step: stops it, or says how far it is, a few times a second at most.

    The heart reads in `moved` when that was last.
    """
    told = [time.monotonic()]

    def progress(done: int, of: int) -> None:
        if stop.is_set():
            raise Stopped
        if lost.is_set():
            raise LostLease
        moved[0] = time.monotonic()
        if time.monotonic() - told[0] >= 0.3:
            told[0] = time.monotonic()
            beat(db, job, min(999, 1000 * done // max(1, of)))

    return progress


def _keep_beating(db: Database, job: Claim, over: threading.Event, lost: threading.Event, moved: list[float]) -> None:
    while not over.wait(BEAT_SECONDS):
        if time.monotonic() - moved[0] > LONGEST_SECONDS:
            lost.set()
            return
        try:
            beat(db, job)
        except LostLease:
            lost.set()
            return
        except Exception:  # a database that is busy for a moment must not stop the heart
            _LOG.warning("job %s: the heart missed a beat", job.id, exc_info=True)
