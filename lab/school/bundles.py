"""Runs as bundles: a student's own without its seed, an instructor's with it, and a class's seeds for grading elsewhere."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lab.bundles.layout import MAX_BYTES, MAX_PICTURES, MAX_RECEIPTS, Deal, Head
from lab.bundles.writing import bundle_lines, head_of
from lab.images.store import MediaStore
from lab.school.accounts import Viewer
from lab.school.assignments import taught_assignment
from lab.school.database import Database
from lab.school.loading import FoundRun, find_run, read_play
from lab.school.models import Group, Run, RunMedia, User
from lab.school.names import names_at
from lab.school.receipts import seed_id, shown_receipts, time_text
from lab.values.errors import BadInput, Refused

MOST_PICTURE_BYTES = MAX_BYTES // 2
"""Bytes of pictures in one bundle; in Base64 they take a third more. Those beyond are only named."""


@dataclass(frozen=True, slots=True)
class ClassRun:
    """A run of an assignment for a list: whose it is (a pseudonym where names are hidden), and the seed that was dealt."""

    run_id: int
    name: str
    login: str
    attempt: int
    state: str
    seed: str
    seed_id: str


def run_bundle(db: Database, viewer: Viewer, run_id: int) -> Iterator[bytes]:
    """The lines of a run's bundle. Who leads the course also gets the seed.

    Raises NotFound for a strange run or one that was erased, Refused while a student's own is still open.
    """
    with db.session() as session:
        found = find_run(session, viewer, run_id)
        run = found.run
        if run.state == "open" and not found.is_taught:
            raise Refused("not_handed_in")
        play = read_play(db, session, found)
        pictures = _pictures(session, run_id)
        receipts = [row.signed.encode() for row in shown_receipts(session, viewer, run_id)][:MAX_RECEIPTS]
        deal = _deal(db, found)
        state, handed_in_at = run.state, time_text(run.handed_in_at)
    head = head_of(play, deal, state, handed_in_at, len(pictures), len(receipts))
    return bundle_lines(head, list(play.rows), {row.actor: "student" for row in play.rows if row.actor.startswith("user:")}, with_bytes(db, pictures), receipts)


def class_runs(db: Database, viewer: Viewer, assignment_id: int) -> list[ClassRun]:
    """Every run of an assignment that was not erased, by student and attempt; where names are hidden, by chance.

    For who leads the course; others get NotFound.
    """
    with db.session() as session:
        assignment, course = taught_assignment(session, viewer, assignment_id)
        names = names_at("leader", assignment, course)
        rows = session.execute(
            select(Run, User, Group.name)
            .join(User, User.id == Run.user_id)
            .outerjoin(Group, Group.id == Run.group_id)
            .where(Run.assignment_id == assignment.id, Run.state != "erased")
            .order_by(func.lower(User.name), User.id, Run.attempt)
        ).all()
    if names.hidden:
        rows = sorted(rows, key=lambda row: (names.order(row[0].user_id, row[0].group_id), row[0].attempt))
    return [
        ClassRun(
            run.id, names.of(user.id, user.name, run.group_id, group or ""), names.login(user.login) if run.group_id is None else "",
            run.attempt, run.state, run.seed, seed_id(db.settings, run.seed),
        )
        for run, user, group in rows
    ]  # fmt: skip


def seed_for(db: Database, head: Head) -> str:
    """The seed of a bundle that names a run of this server. Raises BadInput when it is no run of this server."""
    deal = head.deal
    with db.session() as session:
        run = session.get(Run, deal.run) if deal.run is not None else None
    if run is None or run.state == "erased" or seed_id(db.settings, run.seed) != deal.seed_id:
        raise BadInput("bundle_of_another_server", run=deal.run or 0)
    return run.seed


def check_kept(db: Database, head: Head) -> None:
    """Raises BadInput when a bundle of a run that was handed in here is not what was handed in."""
    with db.session() as session:
        run = session.get(Run, head.deal.run) if head.deal.run is not None else None
    if run is not None and run.state == "handed_in" and seed_id(db.settings, run.seed) == head.deal.seed_id and run.chain_hash != head.journal_hash:
        raise BadInput("bundle_is_not_the_run", run=run.id)


def _deal(db: Database, found: FoundRun) -> Deal:
    run = found.run
    return Deal(
        seed=run.seed if found.is_led else None, seed_id=seed_id(db.settings, run.seed), run=run.id,
        picks=run.picks if found.is_led else None,
    )  # fmt: skip


def _pictures(session: Session, run_id: int) -> list[str]:
    """What a student brought or made, in that order; raw photos are developed again from the seed."""
    rows = session.scalars(
        select(RunMedia.sha256)
        .where(RunMedia.run_id == run_id, RunMedia.kind != "photo")
        .order_by(RunMedia.added_at, RunMedia.sha256)
    )
    return list(rows)[:MAX_PICTURES]


def with_bytes(db: Database, names: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
    """Pictures with their bytes, None for those that are lost or for which a bundle has no room left."""
    store, left = MediaStore(db.settings.media), MOST_PICTURE_BYTES
    for sha in names:
        data = store.get(sha)
        if data is not None and len(data) > left:
            data = None
        left -= len(data) if data is not None else 0
        yield sha, data
