"""Whether the parts of a course archive fit each other: every key leads somewhere, and nothing is said twice or half.

What was played and how it is graded is looked at elsewhere (`lab.school.course_import_runs`, `lab.school.course_import_grades`).
"""

from collections import Counter
from collections.abc import Collection, Iterable
from fractions import Fraction

from lab.school.course_layout import COURSE, MAX_RUNS, AssignmentData, CourseData, RunData
from lab.school.course_run_layout import AppealData, ProposalData, RegradeRowData, RunFile
from lab.school.groups import ROLES
from lab.values.errors import BadInput
from lab.values.text import tidy

_ROWS_OF = {"applied": ("applied", "proposed", "stale", "failed"), "dropped": ("waiting", "found", "failed")}
"""The states of the rows of a regrade that is closed."""


def check_course(data: CourseData) -> None:
    """Raises BadInput("course_file_wrong") where one part of a course does not fit another."""
    people = _unique("people", [person.key for person in data.people])
    staff = _unique("staff", [one.key for one in data.staff])
    _unique("staff", [one.login.casefold() for one in data.staff if one.login])
    _unique("assignments", [assignment.key for assignment in data.assignments])
    _unique("runs", [run.key for _, run in data.runs])
    _unique("regrades", [regrade.key for assignment in data.assignments for regrade in assignment.regrades])
    if len(data.runs) > MAX_RUNS:
        raise BadInput("course_file_too_large", file=COURSE, limit=MAX_RUNS)
    if both := sorted(people & staff):
        raise BadInput("course_file_wrong", where="staff", what=both[0])
    if not tidy(data.title) or not all(tidy(person.name) for person in data.people):
        raise BadInput("course_file_wrong", where="people", what="name")
    for assignment in data.assignments:
        _check_assignment(assignment, people, staff)


def _check_assignment(assignment: AssignmentData, people: set[str], staff: set[str]) -> None:
    groups = _unique("groups", [group.key for group in assignment.groups])
    members = [member.person for group in assignment.groups for member in group.members]
    _unique("members", members)
    _unique("attempts", [f"{run.person}/{run.attempt}" for run in assignment.runs])
    named = {*members, *(extra.person for extra in assignment.extras), *(run.person for run in assignment.runs)}
    makers = {extra.by for extra in assignment.extras} | {run.collected_by for run in assignment.runs}
    makers |= {by for regrade in assignment.regrades for by in (regrade.asked_by, regrade.closed_by)}
    runs = {run.key for run in assignment.runs}
    for there, known in (
        (named, people), ({run.group for run in assignment.runs}, groups), (makers, staff), ({one.only for one in assignment.regrades}, runs),
    ):  # fmt: skip
        if strangers := sorted({one for one in there if one is not None} - known):
            raise BadInput("course_file_wrong", where=assignment.key, what=strangers[0])
    if roles := [role for group in assignment.groups for member in group.members for role in member.roles if role not in ROLES]:
        raise BadInput("course_file_wrong", where=assignment.key, what=roles[0][:40])
    try:
        assignment.rules.check(assignment.opens_at, assignment.due_at)
    except TypeError:  # a date without a zone beside dates with one
        raise BadInput("course_file_wrong", where=assignment.key, what="rules") from None


def _unique(where: str, keys: list[str]) -> set[str]:
    twice = [key for key, count in Counter(keys).items() if count > 1]
    if twice:
        raise BadInput("course_file_wrong", where=where, what=twice[0][:40])
    return set(keys)


def run_wrong(about: RunData, what: str, seq: int = 0) -> BadInput:
    """The error for a run that is not what its parts say of it."""
    return BadInput("course_file_run_wrong", run=about.key, what=what, seq=seq)


def check_run(assignment: AssignmentData, about: RunData, kept: RunFile, people: Collection[str], staff: Collection[str]) -> None:
    """Raises BadInput("course_file_run_wrong", run, what) where what was said about a run does not hang together."""
    makers: list[tuple[str, Iterable[str | None]]] = [
        ("grades", (one.by for one in kept.grades)),
        ("marks", (one.by for one in kept.marks)),
        ("opinions", (one.by for one in kept.opinions)),
        ("proposals", (by for one in kept.proposals for by in (one.by, one.decided_by))),
        ("appeals", (one.answered_by for one in kept.appeals)),
        ("questions", (one.answered_by for one in kept.questions)),
    ]
    shares: list[tuple[str, list[str]]] = [
        ("marks", [one.fraction for one in kept.marks]),
        ("opinions", [one.fraction for one in kept.opinions]),
        ("proposals", [one.fraction for one in kept.proposals]),
        ("appeals", [one.fraction for one in kept.appeals]),
    ]
    open_appeals = Counter(one.check for one in kept.appeals if one.state == "open")
    faults = [
        *(what for what, named in makers if any(by is not None and by not in staff for by in named)),
        *(what for what, said in shares if any(share and Fraction(share) > 1 for share in said)),
        *("proposals" for one in kept.proposals if not _fits_proposal(one, assignment, kept)),
        *("appeals" for one in kept.appeals if not _fits_appeal(one, kept) or open_appeals[one.check] > 1),
        *("questions" for one in kept.questions if one.person not in people or not one.page.isprintable()),
        *("questions" for one in kept.questions if (one.state == "answered") != (one.answered_at is not None)),
        *("regrades" for one in kept.regrades if not _fits_row(one, assignment, about, kept)),
        *("regrades" for count in Counter(one.regrade for one in kept.regrades).values() if count > 1),
        *("receipts" for one in kept.receipts if one.grade is not None and one.grade >= len(kept.grades)),
    ]
    if faults:
        raise run_wrong(about, faults[0])


def _fits_proposal(one: ProposalData, assignment: AssignmentData, kept: RunFile) -> bool:
    """Its grades are there, it became the grade that it says, and it is either somebody's judgement of a check or a row of a regrade."""
    grades = kept.grades
    if one.old_grade >= len(grades) or (one.grade is not None) != (one.state == "confirmed"):
        return False
    if one.grade is not None and (one.grade >= len(grades) or grades[one.grade].record != one.record):
        return False
    if (one.decided_at is not None) != (one.state != "waiting") or (one.decided_by is not None) != (one.state != "waiting"):
        return False
    if not one.check:
        return not one.fraction and one.levels is None and one.regrade in {regrade.key for regrade in assignment.regrades}
    return bool(one.fraction) and one.regrade is None


def _fits_appeal(one: AppealData, kept: RunFile) -> bool:
    """It is open and without an answer, or answered; only what was granted has a share, and the mark of its check that gives it."""
    if (one.state == "open") != (one.answered_at is None) or (one.state == "granted") != bool(one.fraction):
        return False
    return one.mark is None or (bool(one.fraction) and one.mark < len(kept.marks) and kept.marks[one.mark].check == one.check)


def _fits_row(one: RegradeRowData, assignment: AssignmentData, about: RunData, kept: RunFile) -> bool:
    """Its regrade is there and about this run, and a row that counts, or waits to, has become what it says."""
    regrade = next((regrade for regrade in assignment.regrades if regrade.key == one.regrade), None)
    if regrade is None or regrade.only not in (None, about.key) or one.state not in _ROWS_OF[regrade.state]:
        return False
    if one.old_grade is not None and one.old_grade >= len(kept.grades):
        return False
    if one.state in ("waiting", "failed"):
        return not one.record and bool(one.error) == (one.state == "failed")
    if one.state == "applied":
        return any(grade.record == one.record for grade in kept.grades[(one.old_grade if one.old_grade is not None else -1) + 1 :])
    if one.state == "proposed":
        return any(proposal.regrade == one.regrade and proposal.record == one.record for proposal in kept.proposals)
    return bool(one.record)
