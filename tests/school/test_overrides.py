"""A person's word against a computed result."""

from fractions import Fraction

from lab.grading.grade import CheckResult, Grade, Status
from lab.scenarios.marking import GradeRecord
from lab.school.overrides import Override, with_overrides

CENT = Fraction(1, 100)


def check(name: str, status: Status, fraction: str, points: str, max_points: int) -> CheckResult:
    return CheckResult(name, "listing.published", "list", status, fraction, points, max_points, "m", {}, [], "always", "law")


def record(*checks: CheckResult, points: str, withheld: bool = False, waiting: int = 0) -> GradeRecord:
    grade = Grade(points, sum(one.max_points for one in checks), withheld, waiting, list(checks))
    return GradeRecord("s", "1.0.0", "c", "m", "e", {}, "j", "w", grade)


def test_without_overrides_the_record_stays_as_it_is() -> None:
    given = record(check("a", "partial", "1/3", "1.00", 3), points="1.00")
    assert with_overrides(given, {}, CENT) is given


def test_shares_are_added_exactly_and_rounded_once() -> None:
    # 1/3 of 1 and 2/3 of 1 computed, 1/3 of 1 decided: 4/3 points, shown as 1.33
    given = record(
        check("a", "partial", "1/3", "0.33", 1), check("b", "partial", "2/3", "0.67", 1), check("c", "fail", "0", "0.00", 1),
        points="1.00",
    )  # fmt: skip
    changed = with_overrides(given, {"c": Override(Fraction(1, 3), "Keller", "late bus")}, CENT)
    assert changed.grade.points == "1.33"
    assert [one.status for one in changed.grade.checks] == ["partial", "partial", "partial"]
    assert changed.grade.checks[0] is given.grade.checks[0]
    assert changed.grade.checks[2].args == {"before": "0", "after": "1/3"}
    assert given.grade.points == "1.00"


def test_a_decided_check_no_longer_withholds_or_waits() -> None:
    given = record(
        check("broken", "error", "0", "0.00", 2), check("text", "waiting", "0", "0.00", 3),
        points="0.00", withheld=True, waiting=3,
    )  # fmt: skip
    one = with_overrides(given, {"broken": Override(Fraction(1), "Keller", "seen by hand")}, CENT)
    assert (one.grade.withheld, one.grade.waiting_points, one.grade.points) == (False, 3, "2.00")
    both = with_overrides(one, {"text": Override(Fraction(0), "Keller", "copied")}, CENT)
    assert (both.grade.waiting_points, both.grade.points, both.grade.checks[1].status) == (0, "2.00", "fail")
