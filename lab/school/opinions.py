"""Two markers: each gives an opinion by the rubric without seeing the other's, and together they make the mark.

Equal levels become the mark by themselves. Where they differ, somebody who sees both settles it with a reason: who leads the
course, or a third person of its staff. Opinions are only ever added; the newest of each marker counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from lab.analysis.agreement import agreement_share, weighted_kappa
from lab.school.accounts import Viewer
from lab.school.assignments import staffed_assignment
from lab.school.clock import now
from lab.school.database import Database
from lab.school.judging import Judged, check_not_own, judge_in, rubric_for, taught_and_handed_in
from lab.school.models import Mark, Opinion, Run, User
from lab.school.proposals import MAX_REASON, reason_given
from lab.values.errors import BadInput, Refused
from lab.values.text import tidy_lines

MARKERS = 2


@dataclass(frozen=True, slots=True)
class OpinionView:
    """What one marker thinks of an answer: level numbers by criterion, and the share that they give."""

    marker: str
    is_own: bool
    levels: Mapping[str, int]
    fraction: str
    comment: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Opinions:
    """Where an answer stands between its markers, as one of the staff may know it.

    `state` is open (the viewer may give an opinion), waits (the viewer has given one, a second is missing), differs, proposed
    (both agree on less than the student has seen, so a second person has to confirm it), or marked. `given` counts the markers; `seen` holds only what the viewer may see: all once two have marked, before that
    their own. `may_settle`: the viewer may decide between two that differ.
    """

    state: str
    given: int
    seen: tuple[OpinionView, ...]
    may_settle: bool


@dataclass(frozen=True, slots=True)
class Given:
    """What became of an opinion: `state` as in `Opinions`, and the mark where both agree."""

    state: str
    judged: Judged | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the first opinions of two markers agree on one criterion of a check, over so many answers."""

    check_id: str
    criterion: str
    answers: int
    share: Fraction | None
    kappa: Fraction | None


def give_opinion(db: Database, viewer: Viewer, run_id: int, check_id: str, levels: Mapping[str, int], comment: str = "") -> Given:
    """Say what one thinks of an answer. Once two have said the same, it is the mark.

    For the course's staff (others get NotFound). Raises Refused before hand-in, where one person marks, when it has its mark
    or two other markers, and for one's own work; BadInput for missing levels. An own opinion can be given anew until there is a mark.
    """
    comment = _comment(comment)
    share = rubric_for(db, viewer, run_id, check_id).share(levels)
    with db.write() as session:
        found = taught_and_handed_in(session, viewer, run_id, lock=True)
        check_not_own(found)
        if found.assignment.markers != MARKERS:
            raise Refused("one_marker_only")
        if _is_marked(session, run_id, check_id):
            raise Refused("marked_already")
        newest = newest_opinions(opinion_rows(session, run_id, check_id))
        if viewer.id not in newest and len(newest) >= MARKERS:
            raise Refused("two_have_marked")
        own = Opinion(
            run_id=run_id, check_id=check_id, marker_id=viewer.id, levels=dict(levels), fraction=str(share), comment=comment, made_at=now(),
        )  # fmt: skip
        session.add(own)
        session.flush()
        newest[viewer.id] = own
        if len(newest) < MARKERS:
            return Given("waits")
        first, second = newest.values()
        if first.levels != second.levels:
            return Given("differs")
        words = "\n\n".join(dict.fromkeys(one.comment for one in (first, second) if one.comment))
        reason = f"mark of {check_id}, two markers agree"
        return Given("marked", judge_in(session, db, viewer, found, check_id, share, words[:MAX_REASON], reason, levels))


def settle(
    db: Database, viewer: Viewer, run_id: int, check_id: str, levels: Mapping[str, int], reason: str, comment: str = ""
) -> Judged:
    """Decide between two opinions that differ, with a reason that stays on record and a comment for the student.

    For who leads the course, and for anybody of its staff who is not one of the two. Raises NotFound; Refused when there is
    nothing to settle, or for one of the two; BadInput without a reason or for missing levels.
    """
    reason, comment = reason_given(reason), _comment(comment)
    share = rubric_for(db, viewer, run_id, check_id).share(levels)
    with db.write() as session:
        found = taught_and_handed_in(session, viewer, run_id, lock=True)
        newest = newest_opinions(opinion_rows(session, run_id, check_id))
        if _is_marked(session, run_id, check_id) or not differ(list(newest.values())):
            raise Refused("nothing_to_settle")
        if viewer.id in newest and not found.is_led:
            raise Refused("third_person_needed")
        words = f"settled between two markers of {check_id}: {reason}"
        return judge_in(session, db, viewer, found, check_id, share, comment, words, levels)


def opinions_of(db: Database, viewer: Viewer, run_id: int, check_id: str) -> Opinions:
    """Where an answer stands between its markers. For the course's staff; others get NotFound."""
    with db.session() as session:
        found = taught_and_handed_in(session, viewer, run_id)
        rows = opinion_rows(session, run_id, check_id)
        newest = newest_opinions(rows)
        marked = _is_marked(session, run_id, check_id)
        names = dict(session.execute(select(User.id, User.name).where(User.id.in_(list(newest)))).all())
    state = standing(list(newest.values()), marked, viewer.id)
    open_to_all = marked or len(newest) >= MARKERS
    seen = tuple(
        OpinionView(names[marker], marker == viewer.id, row.levels, row.fraction, row.comment, row.made_at)
        for marker, row in newest.items()
        if open_to_all or marker == viewer.id
    )
    return Opinions(state, len(newest), seen, state == "differs" and (found.is_led or viewer.id not in newest))


def agreement_of(db: Database, viewer: Viewer, assignment_id: int) -> list[Agreement]:
    """How far the two markers of each answer agree, by check and criterion, for the checks with any such answers.

    What counts is what each thought before knowing of the other. For the course's staff; others get NotFound.
    """
    with db.session() as session:
        staffed_assignment(session, viewer, assignment_id)
        rows = session.scalars(
            select(Opinion).join(Run, Run.id == Opinion.run_id).where(Run.assignment_id == assignment_id).order_by(Opinion.id)
        ).all()
    by_answer: dict[tuple[int, str], list[Opinion]] = {}
    for row in rows:
        by_answer.setdefault((row.run_id, row.check_id), []).append(row)
    pairs: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for (_run_id, check_id), opinions in by_answer.items():
        first, second = independent(opinions)
        if first is None or second is None:
            continue
        for criterion, level in first.levels.items():
            if criterion in second.levels:
                pairs.setdefault((check_id, criterion), []).append((level, second.levels[criterion]))
    return [Agreement(*key, len(found), agreement_share(found), weighted_kappa(found)) for key, found in sorted(pairs.items())]


def opinion_rows(session: Session, run_id: int, check_id: str) -> Sequence[Opinion]:
    """All opinions about an answer, the oldest first."""
    return session.scalars(select(Opinion).where(Opinion.run_id == run_id, Opinion.check_id == check_id).order_by(Opinion.id)).all()


def newest_opinions(rows: Sequence[Opinion]) -> dict[int, Opinion]:
    """The opinion of each marker that counts, in the order in which they first marked."""
    newest: dict[int, Opinion] = {}
    for row in rows:
        newest[row.marker_id] = row
    return newest


def independent(rows: Sequence[Opinion]) -> tuple[Opinion | None, Opinion | None]:
    """What each of two markers thought before knowing of the other: the first one's last word before the second's first word."""
    markers = list(dict.fromkeys(row.marker_id for row in rows))
    if len(markers) < MARKERS:
        return (rows[-1] if rows else None), None
    second = next(row for row in rows if row.marker_id == markers[1])
    return [row for row in rows if row.marker_id == markers[0] and row.id < second.id][-1], second


def differ(opinions: Sequence[Opinion]) -> bool:
    """Whether two have marked, and not alike."""
    return len(opinions) >= MARKERS and opinions[0].levels != opinions[1].levels


def standing(newest: Sequence[Opinion], marked: bool, viewer_id: int) -> str:
    """The state of an answer for a viewer, as in `Opinions`."""
    if marked:
        return "marked"
    if len(newest) >= MARKERS:
        return "differs" if differ(newest) else "proposed"
    return "waits" if any(row.marker_id == viewer_id for row in newest) else "open"


def _is_marked(session: Session, run_id: int, check_id: str) -> bool:
    return session.scalar(select(Mark.id).where(Mark.run_id == run_id, Mark.check_id == check_id).limit(1)) is not None


def _comment(text: str) -> str:
    comment = tidy_lines(text)
    if len(comment) > MAX_REASON:
        raise BadInput("comment_too_long", found=len(comment), limit=MAX_REASON)
    return comment
