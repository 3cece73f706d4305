"""What a person decides about a check: a mark by its rubric, or an override of whatever was computed.

Each is a dated row that is never edited: who, when, which check, the share before and after, and why. One that would lower
a score which its student has seen becomes a proposal, and a second person decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from sqlalchemy.orm import Session

from lab.grading.evidence import Mark
from lab.scenarios.marking import record_from_json
from lab.school.accounts import Viewer
from lab.school.assignments import newest_grades
from lab.school.clock import now
from lab.school.database import Database
from lab.school.grades import Judgements, add_grade, grade_now, marks_of, rules_of
from lab.school.loading import FoundRun, find_taught_run, read_play
from lab.school.models import Grade
from lab.school.models import Mark as MarkRow
from lab.school.overrides import Override
from lab.school.proposals import MAX_REASON, Judgement, lowers, propose, reason_given
from lab.school.rubrics import Rubric, rubric_of
from lab.values.errors import BadInput, NotFound, Refused
from lab.values.text import tidy_lines


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a judgement: a grade that counts, or a proposal that waits for a second person."""

    grade_id: int | None
    proposal_id: int | None
    mark_id: int | None = None

    @property
    def waits(self) -> bool:
        return self.proposal_id is not None


def mark(db: Database, viewer: Viewer, run_id: int, check_id: str, levels: Mapping[str, int], comment: str = "") -> Judged:
    """Mark a check that a person judges, one level number per criterion.

    For the course's staff (others get NotFound). Raises Refused before hand-in, and where two people mark, each on their own
    (`lab.school.opinions`); BadInput for missing levels.
    """
    comment = tidy_lines(comment)
    if len(comment) > MAX_REASON:
        raise BadInput("comment_too_long", found=len(comment), limit=MAX_REASON)
    share = rubric_for(db, viewer, run_id, check_id).share(levels)
    with db.write() as session:
        found = taught_and_handed_in(session, viewer, run_id, lock=True)
        if found.assignment.markers > 1:
            raise Refused("second_marker_needed")
        return judge_in(session, db, viewer, found, check_id, share, comment, f"mark of {check_id}", levels)


def override(db: Database, viewer: Viewer, run_id: int, check_id: str, fraction: str, reason: str) -> Judged:
    """Decide a check by hand ("0", "1/2", "1"), with a reason.

    For who leads the course (others get NotFound). Raises Refused before hand-in, BadInput for a share outside
    0 to 1 or without a reason.
    """
    with db.session() as session:  # who may not do it learns nothing of what would be wrong with it
        led_and_handed_in(session, viewer, run_id)
    reason = reason_given(reason)
    share = share_given(fraction)
    with db.write() as session:
        found = led_and_handed_in(session, viewer, run_id, lock=True)
        return judge_in(session, db, viewer, found, check_id, share, reason, f"override of {check_id}: {reason}")


def rubric_for(db: Database, viewer: Viewer, run_id: int, check_id: str) -> Rubric:
    """The rubric of a check, for who teaches the course. Raises NotFound."""
    with db.session() as session:
        found = taught_and_handed_in(session, viewer, run_id)
        rules = rules_of(db.settings, found.assignment, newest_grades(session, [run_id]).get(run_id))
    return rubric_of(rules, check_id)


def taught_and_handed_in(session: Session, viewer: Viewer, run_id: int, *, lock: bool = False) -> FoundRun:
    """A run for the course's staff to judge. Raises NotFound, or Refused before hand-in."""
    found = find_taught_run(session, viewer, run_id, lock=lock)
    if found.run.state == "open":
        raise Refused("not_handed_in")
    return found


def led_and_handed_in(session: Session, viewer: Viewer, run_id: int, *, lock: bool = False) -> FoundRun:
    """A run for those who lead the course to judge. Raises NotFound, or Refused before hand-in."""
    found = taught_and_handed_in(session, viewer, run_id, lock=lock)
    if not found.is_led:
        raise NotFound("no_such_run")
    return found


def check_not_own(found: FoundRun) -> None:
    """Raises Refused for markers who did the run themselves, as students of the course before; leaders only try assignments out."""
    if found.is_own and not found.is_led:
        raise Refused("own_work")


def judge_in(
    session: Session, db: Database, viewer: Viewer, found: FoundRun, check_id: str, share: Fraction, comment: str,
    reason: str, levels: Mapping[str, int] | None = None,
) -> Judged:  # fmt: skip
    """Write a judgement down, in a transaction that has locked the run, and grade with it.

    Raises NotFound for a check that the run is not graded by, Refused for one's own work.
    """
    check_not_own(found)
    run_id = found.run.id
    old = newest_grades(session, [run_id]).get(run_id)
    rules = rules_of(db.settings, found.assignment, old)
    if check_id not in {check.id for check in rules.checks}:
        raise NotFound("no_such_check", check=check_id[:40])
    judgement = Judgement(check_id, share, share_before(old, check_id), levels, comment)
    judgements = with_judgement(marks_of(session, run_id), judgement, viewer.name)
    record = grade_now(read_play(db, session, found), judgements, rules)
    if old is not None and lowers(found.assignment, old, record.grade):
        return Judged(None, propose(session, viewer, old, record, reason, judgement=judgement))
    row = MarkRow(
        run_id=run_id, check_id=check_id, fraction=str(share), levels=dict(levels) if levels is not None else None,
        comment=comment, marker_id=viewer.id, made_at=now(), before=judgement.before,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return Judged(add_grade(session, run_id, record, made_by=viewer.id, reason=reason), None, row.id)


def with_judgement(known: Judgements, new: Judgement, marker: str) -> Judgements:
    """What people decided, as it would be with one more judgement."""
    if new.levels is None:
        return replace(known, overrides={**known.overrides, new.check_id: Override(new.share, marker, new.comment)})
    levels = {name: str(level) for name, level in new.levels.items()}
    overrides = {name: one for name, one in known.overrides.items() if name != new.check_id}
    return Judgements({**known.marks, new.check_id: Mark(new.share, levels, new.comment, marker)}, overrides)


def share_before(grade: Grade | None, check_id: str) -> str:
    """The share that a check has in a grade; "0" where it does not occur."""
    checks = record_from_json(grade.record.encode()).grade.checks if grade is not None else []
    return next((check.fraction for check in checks if check.id == check_id), "0")


def share_given(text: str) -> Fraction:
    """A share from 0 to 1 as it was typed. Raises BadInput."""
    try:
        if "e" in text.casefold():  # 1e999999999 would be reckoned with for hours
            raise ValueError
        share = Fraction(text.strip()[:40])
    except (ValueError, ZeroDivisionError):
        raise BadInput("share_unreadable", text=text[:40], example="1/2") from None
    if not 0 <= share <= 1 or share.denominator > 10_000:
        raise BadInput("share_out_of_range", text=text[:40], example="1/2")
    return share
