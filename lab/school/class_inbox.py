"""The conversations of a whole class in which a buyer waits for an answer.

Which shops have any stands on the runs' rows; only the shops whose customers have waited longest are opened.
"""

from dataclasses import dataclass
from datetime import datetime

from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.inbox_list import InboxWish, find_threads
from lab.school.live_board import LiveBoard, board
from lab.school.runs import play_of
from lab.values.errors import LabError
from lab.values.moment import Moment
from lab.world.thread import Thread

MOST_SHOPS = 20
"""Worlds that are opened for one page."""


@dataclass(frozen=True, slots=True)
class ClassThread:
    """One conversation in a student's or group's shop (`label`). `waits` minutes the buyer has waited, at `now` of that shop's market;
    until `due` the platform expects an answer."""

    run_id: int
    label: str
    thread: Thread
    waits: Moment
    due: Moment
    now: Moment
    start: datetime


@dataclass(frozen=True, slots=True)
class ClassInbox:
    """The conversations of the shops that were opened, the longest wait first; `left_out` shops with more of them were not."""

    board: LiveBoard
    threads: tuple[ClassThread, ...]
    left_out: int


def class_inbox(db: Database, viewer: Viewer, assignment_id: int, limit: int = MOST_SHOPS) -> ClassInbox:
    """The conversations that wait, of at most `limit` shops. For the course's staff; others get NotFound."""
    found = board(db, viewer, assignment_id)
    threads: list[ClassThread] = []
    opened = 0
    for row in found.with_waiting[:limit]:
        assert row.run_id is not None
        try:
            world = play_of(db, viewer, row.run_id).world
        except LabError:  # one run that cannot be opened, or was just erased, does not hide the others
            continue
        opened += 1
        for one in find_threads(world, InboxWish(view="waiting")).rows:
            since = one.thread.waits_since
            if since is not None and one.due is not None:
                threads.append(ClassThread(row.run_id, row.label, one.thread, world.now - since, one.due, world.now, world.setting.start))
    threads.sort(key=lambda one: (-one.waits, one.run_id, one.thread.id))
    return ClassInbox(found, tuple(threads), len(found.with_waiting) - opened)
