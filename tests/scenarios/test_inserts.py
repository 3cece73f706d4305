"""What `${...}` puts in must be drawn."""

from typing import Any

import pytest

from lab.scenarios.inserts import insert_faults
from lab.scenarios.schema import ScenarioFile
from lab.values.yamlfile import read_yaml, validate
from tests.scenarios.small import SCENARIO


def faults(old: str, new: str) -> list[tuple[Any, str]]:
    assert SCENARIO.count(old) == 1
    data, positions = read_yaml(SCENARIO.replace(old, new), "scenario.yaml")
    return list(insert_faults(data, validate(ScenarioFile, data, positions, "scenario.yaml")))


@pytest.mark.parametrize(
    ("old", "new", "path", "words"),
    [
        ("with: solution/a1.txt", 'with: "solution/${wory}.txt"', ("reference", 0, "with"), "nothing is called 'wory' under variants; did you mean 'worry'?"),
        ("en: One question and one order.", 'en: "${zz9}"', ("summary", "en"), "nothing is called 'zz9' under variants; there are buyer, cord_cm, cost, worry"),
        ("en: One question and one order.", 'en: "${order.o1.number}"', ("summary", "en"), "nothing is called 'order.o1.number' under variants; did you mean"),
        ("en: One question and one order.", 'en: "${worry"', ("summary", "en"), "'${' is never closed by '}'"),
        ("forbid: [off_platform_contact]", 'forbid: [off_platform_contact], hint: {en: "${worry}"}', ("checks", 2, "hint", "en"), "a check is the same for everybody"),
    ],
)  # fmt: skip
def test_what_nothing_can_be_put_in_for_is_told(old: str, new: str, path: Any, words: str) -> None:
    (fault,) = faults(old, new)
    assert fault[0] == path and words.split("; did")[0] in fault[1]


def test_drawn_names_and_those_of_orders_pass() -> None:
    assert faults("with: solution/a1.txt", 'with: "solution/${worry}.${order.o1.number}.txt"') == []


def test_names_that_stand_alone_are_left_to_those_who_know_people_and_numbers() -> None:
    assert faults('from: "${buyer}"', 'from: "${stranger}"') == []
