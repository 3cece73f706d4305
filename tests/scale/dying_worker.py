"""A worker that kills itself in its first job: POINT is `claimed`, `finishing` (the result is written, the transaction open)
or `finished`; the instance from the environment."""

import os
import signal
import sys
import threading
from typing import Any

from sqlalchemy import event

from lab.school.database import open_database
from lab.school.jobs import claim, finish
from lab.school.settings import load_settings
from lab.school.work import do_job


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(point: str) -> None:
    db = open_database(load_settings(os.environ))
    job = claim(db)
    assert job is not None
    if point == "claimed":
        die()
    result = do_job(db, job, lambda done, of: None)

    def in_the_middle(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if point == "finishing" and statement.startswith("UPDATE jobs"):
            die()

    event.listen(db.engine, "after_cursor_execute", in_the_middle)
    finish(db, job, result)
    die()


if __name__ == "__main__":
    assert threading.active_count() == 1
    main(sys.argv[1])
