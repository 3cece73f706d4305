"""What every check is: typed parameters, and a pure function from evidence to a finding."""

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, ClassVar, Literal, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from lab.grading.evidence import Evidence
from lab.grading.fields import Names, Offset
from lab.grading.spoil import Log, Spoiled
from lab.values.text import clip

Visible = Literal["always", "after_submit", "after_due", "after_release", "never"]
ONE = Fraction(1)
ZERO = Fraction(0)
Proof = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: an exact share from 0 to 1, a message key with arguments, and what shows it."""

    fraction: Fraction
    message: str
    args: dict[str, Any] = field(default_factory=dict)
    evidence: tuple[Proof, ...] = ()
    waits_for_person: bool = False


class Check(BaseModel):
    """Fields common to all checks; `examine` is what a check type adds.

    `only_loses`: the type can only lose points and therefore must have `needs`.
    `by_person`: the points come from a person's mark.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)
    name: ClassVar[str]
    skill_default: ClassVar[str] = ""
    only_loses: ClassVar[bool] = False
    by_person: ClassVar[bool] = False

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    check: str
    task: str
    on: Names = ()
    points: int = Field(ge=0, le=1000)
    by: Offset | None = None
    at: Offset | None = None
    needs: Names = ()
    visible: Visible = "after_submit"
    hint: dict[str, str] = {}
    skill: str = ""

    @abstractmethod
    def examine(self, evidence: Evidence) -> Finding:
        """Look at the evidence, and nothing else; the same evidence always gives the same finding."""

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        """Changes to a right play that must make this check earn less; `log` earned it in full, seen as `right`.

        Each type says its own; a type judged by a person has none.
        """
        yield from ()

    def targets(self) -> tuple[str, ...]:
        """The objects a scenario must have for this check to make sense."""
        return self.on


class _Slope(Protocol):
    """What has the two ends of a straight line: numbers, or sums of money."""

    full: Any
    zero: Any


_Sloped = TypeVar("_Sloped", bound=_Slope)


@dataclass(frozen=True, slots=True)
class Item:
    """One of several things that a check asks, with the share earned and what shows it."""

    share: Fraction
    proof: Proof


def proof(kind: str, *, ref: str = "", found: object = "", expected: object = "", **more: object) -> Proof:
    """One piece of evidence; texts are plain and cut to a readable length."""
    shown: Proof = {"kind": kind}
    for name, value in (("ref", ref), ("found", found), ("expected", expected), *more.items()):
        if value is None or value == "":
            continue
        shown[name] = value if isinstance(value, (int, list)) and not isinstance(value, bool) else clip(str(value), 300)
    return shown


def items_finding(items: Sequence[Item], *, right: str, partly: str, wrong: str) -> Finding:
    """Right items by all items; nothing to look at earns nothing. Each piece of evidence says what share it earned."""
    total = sum((item.share for item in items), ZERO)
    fraction = total / len(items) if items else ZERO
    message = right if fraction == 1 else partly if fraction else wrong
    args = {"right": sum(item.share == 1 for item in items), "of": len(items)}
    shown = tuple({**item.proof, "share": str(item.share)} for item in items)
    return Finding(fraction, message, args, shown)


def all_finding(kept: bool, *, right: str, wrong: str, evidence: Iterable[Proof], **args: object) -> Finding:
    """Everything or nothing."""
    return Finding(ONE if kept else ZERO, right if kept else wrong, dict(args), tuple(evidence))


def full_above_zero(check: _Sloped) -> _Sloped:
    """For `model_validator` of a check that earns more the higher something is. Raises ValueError where nothing lies between."""
    if not check.zero < check.full:
        raise ValueError("'full' must be above 'zero'")
    return check


def linear(value: Fraction, *, full: Fraction, zero: Fraction) -> Fraction:
    """1 at `full` and beyond, 0 at `zero` and beyond, a straight line between. `full` may be the smaller one.

    Raises ValueError if both are equal.
    """
    if full == zero:
        raise ValueError("full and zero must differ")
    return min(ONE, max(ZERO, (value - zero) / (full - zero)))
