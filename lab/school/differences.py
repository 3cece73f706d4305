"""What differs between two grades of one run: check by check, with what was found then and now."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import msgspec

from lab.grading.grade import CheckResult, Grade


@dataclass(frozen=True, slots=True)
class Difference:
    """A check whose result changed; `was` or `now` is missing where only one of the grades has it. Without evidence."""

    check: str
    was: CheckResult | None
    now: CheckResult | None

    @property
    def rises(self) -> bool:
        return self._earned(self.now) > self._earned(self.was)

    @property
    def falls(self) -> bool:
        return self._earned(self.now) < self._earned(self.was)

    @property
    def shown(self) -> CheckResult:
        """The result to name the check by: the new one where there is one."""
        result = self.now or self.was
        assert result is not None
        return result

    def _earned(self, result: CheckResult | None) -> Fraction:
        return Fraction(result.fraction) * result.max_points if result is not None else Fraction(0)


def differences(old: Grade | None, new: Grade) -> list[Difference]:
    """The checks that changed in share, points, state or place, in the order of the new grade; those that are gone come last."""
    before = {check.id: check for check in old.checks} if old is not None else {}
    after = {check.id: check for check in new.checks}
    names = [*after, *(name for name in before if name not in after)]
    return [
        Difference(name, _bare(before.get(name)), _bare(after.get(name)))
        for name in names
        if _what_counts(before.get(name)) != _what_counts(after.get(name))
    ]


def to_plain(found: list[Difference]) -> list[Any]:
    """For a column of JSON."""
    plain: list[Any] = msgspec.to_builtins(found)
    return plain


def from_plain(kept: list[Any]) -> list[Difference]:
    return msgspec.convert(kept, list[Difference])


def _what_counts(result: CheckResult | None) -> tuple[object, ...] | None:
    return None if result is None else (result.fraction, result.max_points, result.status, result.task)


def _bare(result: CheckResult | None) -> CheckResult | None:
    return None if result is None else replace(result, evidence=[], hint={})
