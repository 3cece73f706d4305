"""The grade of a run: every check in order, exact shares, one rounding at the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from lab.grading.check import Check, Finding
from lab.grading.evidence import Deed, Evidence, Mark
from lab.grading.timeline import Wake, worlds_at
from lab.languages.facts import Fact
from lab.values.moment import Moment
from lab.values.money import round_half_up
from lab.world.world import World

Status = Literal["pass", "partial", "fail", "not_reached", "error", "waiting"]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check gave. `fraction` is exact text such as "4/5"; `points` is rounded for showing only."""

    id: str
    type: str
    task: str
    status: Status
    fraction: str
    points: str
    max_points: int
    message: str
    args: dict[str, Any]
    evidence: list[dict[str, Any]]
    visible: str
    skill: str
    hint: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grade:
    """All results of a run. `withheld`: a check broke, so the total is not to be shown before staff have looked."""

    points: str
    max_points: int
    withheld: bool
    waiting_points: int
    checks: list[CheckResult]


def grade(
    *,
    start: World,
    deeds: Sequence[Deed],
    checks: Sequence[Check],
    due: Mapping[str, Moment],
    facts: Mapping[str, Fact],
    marks: Mapping[str, Mark],
    rounding: Fraction,
    wake: Wake,
) -> tuple[Grade, World]:
    """Grade a journal from its first world; also gives the last world.

    `due` is the moment of each task; a check looks at `at`, else `by`, else its task's moment.
    """
    moments = [moment_of(check, due) for check in checks]
    worlds, last = worlds_at(start, deeds, moments, wake)
    seen = Evidence(start.setting, facts, deeds, worlds, marks, 0)
    return judge(seen, checks=checks, due=due, rounding=rounding), last


def judge(seen: Evidence, *, checks: Sequence[Check], due: Mapping[str, Moment], rounding: Fraction) -> Grade:
    """Every check's word on what was seen; `seen` holds the world at each check's moment, whatever its own moment is."""
    done: dict[str, CheckResult] = {}
    earned: dict[str, Fraction] = {}
    for check in _needed_first(checks):
        done[check.id], earned[check.id] = _result(check, replace(seen, moment=moment_of(check, due)), earned)
    results = [done[check.id] for check in checks]
    total = sum((earned[check.id] * check.points for check in checks), Fraction(0))
    waiting = sum(check.points for check in checks if done[check.id].status == "waiting")
    withheld = any(result.status == "error" for result in results)
    full = sum(check.points for check in checks)
    return Grade(rounded(total, rounding), full, withheld, waiting, results)


def _needed_first(checks: Sequence[Check]) -> list[Check]:
    """The checks in an order in which each comes after those that it needs; a circle of needs is left unreached."""
    order: list[Check] = []
    waiting = list(checks)
    while waiting:
        names = {check.id for check in waiting}
        ready = [check for check in waiting if not names & set(check.needs)] or waiting
        order += ready
        waiting = [check for check in waiting if check not in ready]
    return order


def moment_of(check: Check, due: Mapping[str, Moment]) -> Moment:
    """The moment that matters to a check."""
    if check.at is not None:
        return check.at
    return check.by if check.by is not None else due[check.task]


def rounded(value: Fraction, step: Fraction) -> str:
    """A number of points rounded half up to a step such as 1/100 or 1/2, as decimal text."""
    steps = round_half_up(value / step)
    exact = Fraction(steps) * step
    digits = next(digits for digits in range(10) if 10**digits % step.denominator == 0)
    return f"{Decimal(exact.numerator) / Decimal(exact.denominator):.{digits}f}"


def _result(check: Check, evidence: Evidence, earned: Mapping[str, Fraction]) -> tuple[CheckResult, Fraction]:
    if any(not earned.get(name) for name in check.needs):
        missing = [name for name in check.needs if not earned.get(name)]
        finding = Finding(Fraction(0), "not_reached", {"needs": missing})
        return _shown(check, finding, "not_reached"), Fraction(0)
    try:
        finding = check.examine(evidence)
    except Exception as error:  # a broken check must never become points or a zero: the total is withheld
        broken = Finding(Fraction(0), "check_broke", {"error": type(error).__name__})
        return _shown(check, broken, "error"), Fraction(0)
    if finding.waits_for_person:
        return _shown(check, finding, "waiting"), Fraction(0)
    status: Status = "pass" if finding.fraction == 1 else "partial" if finding.fraction else "fail"
    return _shown(check, finding, status), finding.fraction


def _shown(check: Check, finding: Finding, status: Status) -> CheckResult:
    return CheckResult(
        id=check.id,
        type=check.name,
        task=check.task,
        status=status,
        fraction=str(finding.fraction),
        points=rounded(finding.fraction * check.points, Fraction(1, 100)),
        max_points=check.points,
        message=finding.message,
        args=finding.args,
        evidence=list(finding.evidence),
        visible=check.visible,
        skill=check.skill or check.skill_default,
        hint=dict(check.hint),
    )
