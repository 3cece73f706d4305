"""What a student, and a class, can do: points earned of points that could be earned, by competence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lab.analysis.measures import mean, quantile
from lab.analysis.scores import UNKNOWN
from lab.grading.grade import CheckResult


@dataclass(frozen=True, slots=True)
class Earned:
    """One competence of one student; `possible` is never 0."""

    skill: str
    points: Fraction
    possible: int

    @property
    def share(self) -> Fraction:
        return self.points / self.possible


@dataclass(frozen=True, slots=True)
class ClassSkill:
    """One competence over the `n` students who were asked for it: shares of the points, 0 to 1."""

    skill: str
    n: int
    mean: Fraction
    lower_quartile: Fraction
    upper_quartile: Fraction
    possible: int


def profile_of(results: Iterable[CheckResult]) -> tuple[Earned, ...]:
    """The competences of some results of one student, by name. Checks without a competence, without points or without
    a known result are left out."""
    points: dict[str, Fraction] = {}
    possible: dict[str, int] = {}
    for result in results:
        if result.skill and result.max_points and result.status not in UNKNOWN:
            points[result.skill] = points.get(result.skill, Fraction(0)) + Fraction(result.fraction) * result.max_points
            possible[result.skill] = possible.get(result.skill, 0) + result.max_points
    return tuple(Earned(skill, points[skill], possible[skill]) for skill in sorted(points))


def class_profile(profiles: Sequence[Sequence[Earned]]) -> tuple[ClassSkill, ...]:
    """The competences of a class, by name; each student counts the same, however many points they were asked for."""
    shares: dict[str, list[Fraction]] = {}
    most: dict[str, int] = {}
    for profile in profiles:
        for one in profile:
            shares.setdefault(one.skill, []).append(one.share)
            most[one.skill] = max(most.get(one.skill, 0), one.possible)
    return tuple(
        ClassSkill(
            skill, len(own), mean(own) or Fraction(0), quantile(own, Fraction(1, 4)) or Fraction(0),
            quantile(own, Fraction(3, 4)) or Fraction(0), most[skill],
        )
        for skill, own in sorted(shares.items())
    )  # fmt: skip
