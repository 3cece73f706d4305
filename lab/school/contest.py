"""The board of a contest: who has how many points, for the whole course to see.

A board shows what everybody may know, whoever looks at it: points only once students may see scores, pseudonyms instead of
names where the rules say so or results are still sealed, and nothing new in the last minutes before the end.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import and_, select

from lab.school.accounts import Viewer
from lab.school.assignments import newest_results, visible_assignment
from lab.school.clock import now
from lab.school.database import Database
from lab.school.entrants import entrants
from lab.school.gradebooks import that_counts
from lab.school.models import Grade, Run
from lab.school.names import Names, hides_names, key_of
from lab.school.rules import is_sealed, score_is_shown
from lab.school.staff import place_of
from lab.school.terms import extras_of, terms_of
from lab.values.errors import NotFound


@dataclass(frozen=True, slots=True)
class Standing:
    """One line of the board. `rank` counts from 1; `points` are those that count, None while points are not shown.

    `received_at` is when the attempt that counts was handed in. `is_own`: the viewer's, or their group's.
    """

    rank: int
    label: str
    points: str | None
    received_at: datetime
    attempts: int
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Standings:
    """The board. `ends_at` is when everything closes; `frozen_at` is set while nothing newer than that is shown.

    `still_open` counts students and groups who have an open attempt. `is_public`: the course may see it, not its leaders only.
    """

    assignment_id: int
    title: str
    course_id: int
    course_title: str
    lines: tuple[Standing, ...]
    max_points: int | None
    points_shown: bool
    by_label: bool
    is_public: bool
    is_led: bool
    still_open: int
    ends_at: datetime | None
    frozen_at: datetime | None
    at: datetime
    released: bool


def standings(db: Database, viewer: Viewer, assignment_id: int) -> Standings:
    """The board of an assignment: by points that count, then by who handed in first.

    For the members of the course when the rules give it a board, for its leaders always; others get NotFound.
    """
    with db.session() as session:
        assignment, course = visible_assignment(session, viewer, assignment_id)
        place = place_of(session, viewer, course)
        if place != "leader" and assignment.board == "off":
            raise NotFound("no_such_assignment")
        by_label = assignment.board == "labels" or hides_names(place, assignment)
        names = Names(by_label, course.secret, assignment.id)
        people = entrants(session, assignment, names)
        runs = session.scalars(select(Run).where(Run.assignment_id == assignment.id, Run.state != "erased").order_by(Run.attempt, Run.id)).all()
        moment = now()
        ends_at = terms_of(assignment, None).closes_at
        frozen_at = None
        if assignment.freeze_minutes and assignment.released_at is None and ends_at is not None:
            freeze = ends_at - timedelta(minutes=assignment.freeze_minutes)
            frozen_at = freeze if freeze <= moment else None
        # What was marked or graded anew since the freeze is as new as what was handed in since.
        known = Run.assignment_id == assignment.id
        results = newest_results(session, known if frozen_at is None else and_(known, Grade.made_at <= frozen_at))
        extras = extras_of(session, assignment.id)
    points_shown = not is_sealed(assignment) and (score_is_shown(assignment) or assignment.board == "off")
    by_key: dict[str, list[Run]] = {}
    for run in runs:
        by_key.setdefault(key_of(run.user_id, run.group_id), []).append(run)
    found: list[tuple[Decimal, Standing]] = []
    for one in people:
        done = [
            run for run in by_key.get(one.key, [])
            if run.state == "handed_in" and run.handed_in_at is not None and (frozen_at is None or run.handed_in_at <= frozen_at)
        ]  # fmt: skip
        tries = [(run, results[run.id]) for run in done if run.id in results and not results[run.id].withheld]
        if not tries:
            continue
        terms = terms_of(assignment, extras.get(tries[0][0].user_id))
        worth = [(result.points, terms.credit_at(run.received_at or run.handed_in_at)) for run, result in tries]
        counting = that_counts(assignment.counts, worth)
        assert counting is not None  # there is at least one try
        equal = [run for (run, _), pair in zip(tries, worth, strict=True) if that_counts("first", [pair]) == counting]
        at = equal[-1] if assignment.counts == "last" else equal[0]
        received = at.received_at or at.handed_in_at
        assert received is not None  # it was handed in
        line = Standing(0, one.label, counting[0] if points_shown else None, received, len(done), viewer.id in one.user_ids)
        found.append((Decimal(counting[0]) if points_shown else Decimal(0), line))
    ordered = sorted(found, key=lambda pair: (-pair[0], pair[1].received_at, pair[1].label))
    lines = tuple(
        Standing(number, line.label, line.points, line.received_at, line.attempts, line.is_own)
        for number, (_, line) in enumerate(ordered, start=1)
    )
    listed = {one.key for one in people}
    still_open = len({key for key, own in by_key.items() if key in listed and any(run.state == "open" for run in own)})
    max_points = next((result.max_points for result in results.values()), None) if points_shown else None
    return Standings(
        assignment.id, assignment.title, course.id, course.title, lines, max_points, points_shown, by_label, assignment.board != "off",
        place == "leader", still_open, ends_at, frozen_at, moment, assignment.released_at is not None,
    )  # fmt: skip
