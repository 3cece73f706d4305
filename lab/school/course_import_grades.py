"""The grades of a course archive, computed once more from the play with the same judgements of people.

A record that comes out the same is accepted, one that does not is refused by name. There is one exception: a record that an older
version of the lab made may differ where the checks have changed since. It must still add up, give each check the points that the
scenario has for it, and hold what people decided; it is imported as it is and counted as not recomputed. The names of those who
judged are not compared, for people change theirs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import zip_longest
from typing import Any

import msgspec

from lab import __version__
from lab.grading.evidence import Mark
from lab.grading.grade import CheckResult, rounded
from lab.scenarios.marking import GradeRecord, record_from_json
from lab.scenarios.play import Play
from lab.scenarios.same_world import changed_part, same_start
from lab.scenarios.script import Scenario
from lab.school.course_import_checks import run_wrong
from lab.school.course_layout import AssignmentData, RunData
from lab.school.course_run_files import BY_MARKER
from lab.school.course_run_layout import RunFile
from lab.school.grades import Judgements, grade_now, in_force
from lab.school.judging import with_judgement
from lab.school.overrides import Override, with_overrides
from lab.school.proposals import Judgement
from lab.school.scripts import script_of
from lab.school.settings import Settings
from lab.values.errors import BadInput, LabError

_HEAD = ("scenario", "version", "content_hash", "market", "picks", "journal_hash", "world_hash", "played_with")
TOTAL = "total"
"""What an error names in place of a check where all checks are the same."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A grade record of the archive, and what people had decided when it was made."""

    text: str
    record: GradeRecord
    judgements: Judgements


@dataclass(frozen=True, slots=True)
class Claims:
    """Every record about a run, in the places of `RunFile`; a row of a regrade may have none."""

    grades: tuple[Claim, ...]
    proposals: tuple[Claim, ...]
    regrades: tuple[Claim | None, ...]

    @property
    def all(self) -> list[Claim]:
        return [*self.grades, *self.proposals, *(one for one in self.regrades if one is not None)]

    @property
    def gradings(self) -> int:
        """How many times the run has to be played to compute all of them."""
        return len({_base_of(one) for one in self.all})


def claims_of(about: RunData, kept: RunFile) -> Claims:
    """The records about a run, which must be written as the lab writes them. Raises BadInput("course_file_run_wrong", what="grade")."""

    def claim(text: str, judgements: Judgements) -> Claim:
        try:
            record = record_from_json(text.encode())
            if record.to_json() == text.encode():
                return Claim(text, record, judgements)
        except (msgspec.MsgspecError, UnicodeError, LabError, ValueError, RecursionError):
            pass
        raise run_wrong(about, "grade")

    proposals = []
    for one in kept.proposals:
        judgements = _judgements(kept, one.old_grade)
        if one.check:
            judgement = Judgement(one.check, Fraction(one.fraction), one.before, one.levels, one.comment)
            judgements = with_judgement(judgements, judgement, "")
        proposals.append(claim(one.record, judgements))
    return Claims(
        tuple(claim(one.record, _judgements(kept, place)) for place, one in enumerate(kept.grades)),
        tuple(proposals),
        tuple(claim(one.record, _judgements(kept, one.old_grade)) if one.record else None for one in kept.regrades),
    )


def check_claims(settings: Settings, assignment: AssignmentData, about: RunData, play: Play, claims: Claims) -> int:
    """Compute every record about a run from its play; how many cannot be computed as they are, because an older lab made them.

    Raises BadInput("course_file_grade_differs", assignment, run, check, stored, computed), and course_file_run_wrong for a record of
    another run or by the checks of another scenario.
    """
    grader = _Grader(settings, about, play)
    checked: dict[tuple[str, Any], bool] = {}
    for one in claims.all:
        key = (one.text, _key(one.judgements))
        if key not in checked:
            checked[key] = _is_same(grader, assignment, about, one)
    return len({text for (text, _), same in checked.items() if not same})


@dataclass(slots=True)
class _Grader:
    """Grades of one play: for each version of the checks and what people marked, it is played once."""

    settings: Settings
    about: RunData
    play: Play
    rules: dict[str, Scenario] = field(default_factory=dict)
    known: dict[tuple[Any, ...], GradeRecord] = field(default_factory=dict)

    def rules_of(self, record: GradeRecord) -> Scenario:
        """The version of the scenario whose checks made a record. Raises BadInput for one of another world."""
        if record.content_hash not in self.rules:
            played = self.play.scenario
            if not (self.settings.scripts / record.content_hash).is_dir():
                raise run_wrong(self.about, "grade")
            rules = script_of(self.settings, record.content_hash)
            is_other = rules.content_hash != played.content_hash
            if is_other and (changed_part(played, rules) or not same_start(played, rules, self.play.variant, self.play.world.setting.market)):
                raise run_wrong(self.about, "grade")
            self.rules[record.content_hash] = rules
        return self.rules[record.content_hash]

    def record(self, one: Claim) -> GradeRecord:
        """The record as it comes out today, read back from its text."""
        rules, key = self.rules_of(one.record), _base_of(one)
        if key not in self.known:
            other = None if rules.content_hash == self.play.scenario.content_hash else rules
            self.known[key] = grade_now(self.play, Judgements(one.judgements.marks, {}), other)
        again = with_overrides(self.known[key], one.judgements.overrides, Fraction(rules.file.grading.rounding))
        return record_from_json(again.to_json())


def _is_same(grader: _Grader, assignment: AssignmentData, about: RunData, one: Claim) -> bool:
    """Whether a record comes out again; False where an older lab made it otherwise. Raises BadInput for any other difference."""
    again = grader.record(one)
    made_with, today = _version(one.record.engine), _version(__version__)
    is_today = one.record.engine == __version__
    if (made_with is None and not is_today) or any(getattr(one.record, name) != getattr(again, name) for name in _HEAD):
        raise run_wrong(about, "grade")
    was, now = without_markers(one.record), without_markers(again)
    if was == now:
        return True
    check, stored, computed = _difference(was, now)
    is_older = made_with is not None and today is not None and made_with < today
    if is_older and _adds_up(one, again, Fraction(grader.rules_of(one.record).file.grading.rounding)):
        return False
    raise BadInput(
        "course_file_grade_differs", assignment=assignment.title, run=about.key, check=check, stored=stored[:20], computed=computed[:20]
    )


def without_markers(record: GradeRecord) -> GradeRecord:
    """A record without the names of those who judged, and without the version of the lab: what has to be the same."""
    checks = [replace(check, evidence=[_unnamed(item) for item in check.evidence]) for check in record.grade.checks]
    return replace(record, engine="", grade=replace(record.grade, checks=checks))


def _unnamed(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name != "marker" or item.get("kind") not in BY_MARKER}


def _difference(was: GradeRecord, now: GradeRecord) -> tuple[str, str, str]:
    """The first check that differs, with the points that it has and should have."""
    for old, new in zip_longest(was.grade.checks, now.grade.checks):
        if old != new:
            shown = new or old
            return shown.id[:80], old.points if old else "–", new.points if new else "–"
    return TOTAL, was.grade.points, now.grade.points


def _adds_up(one: Claim, again: GradeRecord, rounding: Fraction) -> bool:
    """Whether a record holds the scenario's checks and what people decided of them, and its sums are right."""
    grade, checks = one.record.grade, one.record.grade.checks
    try:
        shares = [Fraction(check.fraction) for check in checks]
    except (ValueError, ZeroDivisionError):
        return False
    if [_frame(check) for check in checks] != [_frame(check) for check in again.grade.checks] or not all(0 <= share <= 1 for share in shares):
        return False
    decided = {**one.judgements.marks, **one.judgements.overrides}
    if any(check.fraction != new.fraction for check, new in zip(checks, again.grade.checks, strict=True) if check.id in decided):
        return False
    total = sum((share * check.max_points for share, check in zip(shares, checks, strict=True)), Fraction(0))
    return (grade.points, grade.max_points, grade.withheld, grade.waiting_points) == (
        rounded(total, rounding), again.grade.max_points, any(check.status == "error" for check in checks),
        sum(check.max_points for check in checks if check.status == "waiting"),
    ) and all(check.points == rounded(share * check.max_points, Fraction(1, 100)) for share, check in zip(shares, checks, strict=True))  # fmt: skip


def _frame(check: CheckResult) -> tuple[object, ...]:
    """What a result has from the scenario, and neither from the run nor from the version of the lab."""
    return check.id, check.task, check.max_points, check.visible


def _version(text: str) -> tuple[int, ...] | None:
    """The numbers of a version of the lab; None for what is none."""
    parts = text.split(".")
    return tuple(int(one) for one in parts) if len(parts) == 3 and all(one.isascii() and one.isdecimal() and len(one) < 6 for one in parts) else None


def _judgements(kept: RunFile, place: int | None) -> Judgements:
    """What people had decided when a grade was made: all of it for the newest one, and nothing before the first."""
    if place is None:
        return Judgements({}, {})
    is_newest = place == len(kept.grades) - 1
    made = [one for one in kept.marks if is_newest or one.made_at <= kept.grades[place].made_at]
    return in_force((one.check, one.fraction, one.levels, one.comment, "") for one in made)


def _base_of(one: Claim) -> tuple[Any, ...]:
    """What decides how a record is computed before anybody's override."""
    return one.record.content_hash, _marks_key(one.judgements.marks)


def _marks_key(marks: Mapping[str, Mark]) -> tuple[Any, ...]:
    return tuple(sorted((check, str(mark.fraction), tuple(sorted(mark.levels.items())), mark.comment) for check, mark in marks.items()))


def _key(judgements: Judgements) -> tuple[Any, ...]:
    overrides: Mapping[str, Override] = judgements.overrides
    return _marks_key(judgements.marks), tuple(sorted((check, str(one.fraction), one.reason) for check, one in overrides.items()))
