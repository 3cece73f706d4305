"""Results and journals made by hand, for tests that need a class."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from lab.analysis.scores import Graded
from lab.analysis.steps import Step
from lab.grading.grade import CheckResult, Status


def result(check: str, share: str = "1", *, max_points: int = 10, status: Status | None = None, **more: Any) -> CheckResult:
    """One result; its status follows from the share unless it is given."""
    known: Status = "pass" if share == "1" else "fail" if share == "0" else "partial"
    fields: dict[str, Any] = {
        "type": "listing.published", "task": "list", "message": "found", "args": {}, "evidence": [], "visible": "always", "skill": "",
    }  # fmt: skip
    points = str(Fraction(share) * max_points)
    return CheckResult(id=check, status=status or known, fraction=share, points=points, max_points=max_points, **{**fields, **more})


def graded(run: int, shares: Mapping[str, str], *, person: int | None = None, attempt: int = 1, max_points: int = 10, **picks: str) -> Graded:
    """A run with the share of each check."""
    checks = [result(name, share, max_points=max_points) for name, share in shares.items()]
    return Graded(run, run if person is None else person, attempt, picks, checks)


def right_or_wrong(rows: Sequence[str]) -> list[Graded]:
    """A class from rows such as "110": one point for each 1, checks a, b, c."""
    return [
        graded(number, {"abcdefghij"[place]: answer for place, answer in enumerate(row)}, max_points=1)
        for number, row in enumerate(rows, start=1)
    ]


def step(seq: int, name: str, about: str = "", *, at: int | None = None, ok: bool = True, **fields: Any) -> Step:
    return Step(seq, 60 * seq if at is None else at, name, about, fields, ok)
