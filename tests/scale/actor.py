"""A process that acts in a run and says so: RUN NAME COUNT [DEATH], the instance from the environment.

Every tenth action lets three hours pass, the others hand in a reflection that names the action. After an action was
acknowledged its name is printed. DEATH is a point at which this process kills itself in its fifth action:
`inserted` (the row is written, the transaction open), `before_commit`, or `committed` (kept, but nobody was told).
"""

import os
import signal
import sys

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from lab.engine.actions import Advance
from lab.ledger.actions import SubmitReflection
from lab.school.accounts import viewer_of
from lab.school.database import Database, open_database
from lab.school.models import User
from lab.school.runs import act
from lab.school.settings import load_settings

DEADLY_ACTION = 4


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_at(db: Database, point: str) -> None:
    """Lay the trap for the next action."""
    if point == "inserted":
        event.listen(
            db.engine,
            "after_cursor_execute",
            lambda _c, _u, statement, *_: die() if statement.startswith("INSERT INTO journal") else None,
        )
    elif point == "before_commit":
        event.listen(Session, "before_commit", die)
    else:
        event.listen(Session, "after_commit", die)


def main(run_id: int, name: str, count: int, death: str = "") -> None:
    db = open_database(load_settings(os.environ))
    with db.session() as session:
        viewer = viewer_of(session.scalars(select(User).where(User.login == "actor")).one())
    for number in range(count):
        if death and number == DEADLY_ACTION:
            die_at(db, death)
        label = f"{name} {number}"
        act(db, viewer, run_id, Advance(180) if number % 10 == 9 else SubmitReflection(label))
        print("time" if number % 10 == 9 else label, flush=True)
    db.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), *sys.argv[4:])
