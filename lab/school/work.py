"""Which kind of job is done by what: the one table that the worker looks into."""

from collections.abc import Callable
from typing import Any

from lab.school.coaching import GAINS, WHAT_IF, do_gains, do_what_if
from lab.school.collecting import COLLECT, do_collect
from lab.school.database import Database
from lab.school.jobs import Claim, Progress
from lab.school.likenesses import LIKENESS, do_likenesses
from lab.school.proving import MEASURE, PROOFS, do_measuring, do_proofs
from lab.school.regrades import REGRADE, do_regrade
from lab.school.steering import STEER, do_steer
from lab.values.errors import LabError

Handler = Callable[[Database, Claim, Progress], dict[str, Any]]
"""Does a job and gives its result as plain data. It may be done twice, and has to give the same result then."""

HANDLERS: dict[str, Handler] = {
    COLLECT: do_collect,
    GAINS: do_gains,
    LIKENESS: do_likenesses,
    MEASURE: do_measuring,
    PROOFS: do_proofs,
    REGRADE: do_regrade,
    STEER: do_steer,
    WHAT_IF: do_what_if,
}


def do_job(db: Database, job: Claim, progress: Progress) -> dict[str, Any]:
    """Do what a job asks for. Raises LabError, and what `progress` raises."""
    handler = HANDLERS.get(job.kind)
    if handler is None:
        raise LabError("no_such_job")
    return handler(db, job, progress)
