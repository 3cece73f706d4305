"""Rubrics: files, levels and shares."""

from fractions import Fraction

import pytest

from lab.scenarios.script import load_scenario
from lab.school.rubrics import Criterion, Level, Rubric, RubricFile, rubric_of
from lab.values.errors import BadInput, NotFound
from lab.values.places import SCENARIOS
from lab.values.yamlfile import read_yaml, validate

LEVELS = tuple(Level(Fraction(share), {"en": share}) for share in ("0", "1/2", "1"))
RUBRIC = Rubric("thoughts", (Criterion("a", {"en": "A"}, LEVELS), Criterion("b", {"en": "B"}, LEVELS)))


def test_the_example_of_the_author_guide_is_right() -> None:
    guide = (SCENARIOS.parent / "docs" / "authoring.md").read_text(encoding="utf-8")
    example = next(block for block in guide.split("```yaml\n")[1:] if block.startswith("criteria:")).partition("```")[0]
    data, positions = read_yaml(example, "authoring.md")
    assert [len(one.levels) for one in validate(RubricFile, data, positions, "authoring.md").criteria] == [3]


@pytest.mark.parametrize(("a", "b", "share"), [(0, 0, "0"), (2, 2, "1"), (1, 2, "3/4"), (0, 1, "1/4")])
def test_the_share_is_the_mean_over_the_criteria(a: int, b: int, share: str) -> None:
    assert RUBRIC.share({"a": a, "b": b}) == Fraction(share)


@pytest.mark.parametrize("levels", [{}, {"a": 1}, {"a": 1, "b": 1, "c": 1}, {"a": 1, "c": 1}])
def test_every_criterion_is_marked_and_no_other(levels: dict[str, int]) -> None:
    with pytest.raises(BadInput, match="rubric_incomplete"):
        RUBRIC.share(levels)


@pytest.mark.parametrize("level", [-1, 3])
def test_a_level_must_exist(level: int) -> None:
    with pytest.raises(BadInput, match="no_such_level"):
        RUBRIC.share({"a": level, "b": 0})


def test_the_sample_scenario_has_a_rubric_in_every_language_of_its_title() -> None:
    scenario = load_scenario(SCENARIOS / "desk-lamp-two-markets")
    rubric = rubric_of(scenario, "thoughts")
    for criterion in rubric.criteria:
        assert set(scenario.file.title) <= set(criterion.title)
        gives = [level.give for level in criterion.levels]
        assert min(gives) == 0 and max(gives) == 1
        for level in criterion.levels:
            assert set(scenario.file.title) <= set(level.text)


@pytest.mark.parametrize("check_id", ["de_live", "no_such"])
def test_only_checks_by_a_person_have_a_rubric(check_id: str) -> None:
    with pytest.raises(NotFound, match="no_such_rubric"):
        rubric_of(load_scenario(SCENARIOS / "desk-lamp-two-markets"), check_id)
