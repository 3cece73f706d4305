"""The pictures of runs made again from their originals, for whoever runs the installation."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from lab.images.process import shared_process
from lab.images.store import MediaStore
from lab.scenarios.play import resume
from lab.scenarios.remade import Remade, remade
from lab.school.database import Database
from lab.school.loading import deal_for, read_rows
from lab.school.models import Assignment, Run
from lab.values.errors import NotFound


def remake_pictures(db: Database, run_ids: Sequence[int]) -> Iterator[tuple[int, Remade]]:
    """Make the pictures of runs again from their originals: run id and what came out, in the order of the journals.

    Without runs named, all that still have a journal. Raises NotFound for an unknown run.
    """
    process, store = shared_process(), MediaStore(db.settings.media)
    with db.session() as session:
        known = session.scalars(select(Run.id).where(Run.state != "erased").order_by(Run.id)).all()
    for run_id in run_ids or known:
        if run_id not in known:
            raise NotFound("no_such_run")
        with db.session() as session:
            run = session.get_one(Run, run_id)
            scenario, variant, market = deal_for(db.settings, run, session.get_one(Assignment, run.assignment_id))
            play = resume(scenario, variant, market, read_rows(session, run_id))
        for result in remade(play, process, store.get):
            yield run_id, result
