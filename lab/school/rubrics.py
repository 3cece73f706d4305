"""Rubrics: what a person looks at when marking, and what each level earns.

The file, in a scenario's `rubrics/`:

    criteria:
      - id: reasons
        title: {en: Reasons, de: Gründe}
        levels:
          - {share: "0", text: {en: No reason is given.}}
          - {share: "1/2", text: {en: One reason is given.}}
          - {share: "1", text: {en: Each change is justified by a number.}}

A mark chooses one level per criterion, counted from 0. The share of a mark is the mean of the shares of its levels.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from lab.grading.fields import Share
from lab.scenarios.files import inside
from lab.scenarios.script import Scenario
from lab.values.errors import BadInput, NotFound
from lab.values.yamlfile import load_yaml

Texts = dict[str, str]


class _Level(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)
    share: Share
    text: Texts


class _Criterion(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    title: Texts
    levels: tuple[_Level, ...] = Field(min_length=2, max_length=10)


class RubricFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    criteria: tuple[_Criterion, ...] = Field(min_length=1, max_length=20)


@dataclass(frozen=True, slots=True)
class Level:
    """One level: the share it gives, 0 to 1, and what it looks like, by language."""

    give: Fraction
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Criterion:
    id: str
    title: Mapping[str, str]
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Rubric:
    """The criteria of one check, in the order of the file."""

    check_id: str
    criteria: tuple[Criterion, ...]

    def share(self, levels: Mapping[str, int]) -> Fraction:
        """The share, 0 to 1, of one level number per criterion. Raises BadInput for anything missing or too much."""
        names = [criterion.id for criterion in self.criteria]
        if sorted(levels) != sorted(names):
            raise BadInput("rubric_incomplete", needed=names, found=sorted(levels))
        total = Fraction(0)
        for criterion in self.criteria:
            number = levels[criterion.id]
            if not 0 <= number < len(criterion.levels):
                raise BadInput("no_such_level", criterion=criterion.id, found=number, limit=len(criterion.levels) - 1)
            total += criterion.levels[number].give
        return total / len(self.criteria)


def rubric_of(scenario: Scenario, check_id: str) -> Rubric:
    """The rubric of a check that a person marks. Raises NotFound for any other check, BadFile for a broken rubric."""
    check = next((check for check in scenario.checks if check.id == check_id), None)
    name = getattr(check, "rubric", None)
    if check is None or not check.by_person or not isinstance(name, str):
        raise NotFound("no_such_rubric", check=check_id[:40])
    file = load_yaml(RubricFile, inside(scenario.folder, name))
    criteria = tuple(
        Criterion(item.id, item.title, tuple(Level(level.share, level.text) for level in item.levels))
        for item in file.criteria
    )
    return Rubric(check_id, criteria)
