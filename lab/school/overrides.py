"""A person's word against a computed result: some checks of a grade record get another share, with the reason beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from lab.grading.check import proof
from lab.grading.grade import CheckResult, Status, rounded
from lab.scenarios.marking import GradeRecord


@dataclass(frozen=True, slots=True)
class Override:
    """The share that counts, from 0 to 1, who says so, and why."""

    fraction: Fraction
    marker: str
    reason: str


def with_overrides(record: GradeRecord, overrides: Mapping[str, Override], rounding: Fraction) -> GradeRecord:
    """The record with the shares that people decided; the total is added up again and rounded once.

    Checks that need an overridden one keep the result they had. A check that broke no longer withholds the total
    once a person has decided it.
    """
    if not overrides:
        return record
    checks = [_decided(check, overrides.get(check.id)) for check in record.grade.checks]
    total = sum((Fraction(check.fraction) * check.max_points for check in checks), Fraction(0))
    grade = replace(
        record.grade,
        points=rounded(total, rounding),
        checks=checks,
        withheld=any(check.status == "error" for check in checks),
        waiting_points=sum(check.max_points for check in checks if check.status == "waiting"),
    )
    return replace(record, grade=grade)


def _decided(check: CheckResult, override: Override | None) -> CheckResult:
    if override is None:
        return check
    share = override.fraction
    status: Status = "pass" if share == 1 else "partial" if share else "fail"
    word = proof("override", found=str(share), expected=check.fraction, reason=override.reason, marker=override.marker)
    return replace(
        check,
        status=status,
        fraction=str(share),
        points=rounded(share * check.max_points, Fraction(1, 100)),
        message="overridden",
        args={"before": check.fraction, "after": str(share)},
        evidence=[word, *check.evidence],
    )
