"""Check: a short reflection, judged by a person with a rubric."""

from fractions import Fraction
from typing import Any

from lab.checks.reflection_rubric import ReflectionRubric as Rubric
from lab.grading.check import Finding
from lab.grading.evidence import Mark
from tests.builders import earns_nothing, evidence_of, make_check, make_world, survives_hostile_text

VALUES: dict[str, Any] = {"rubric": "rubrics/thoughts.yaml"}
MARK = Mark(Fraction(2, 3), {"reasons": "some", "costs": "all"}, "Gut begründet.", "Petra Keller")


def finding(text: str = "Ich würde früher antworten.", marks: dict[str, Mark] | None = None) -> Finding:
    world = make_world()
    world.papers.reflection = text
    return make_check(Rubric, **VALUES).examine(evidence_of(world, marks=marks))


def test_a_reflection_waits_for_a_person() -> None:
    found = finding()
    assert (found.waits_for_person, found.message, found.fraction) == (True, "waits_for_marker", 0)


def test_a_mark_gives_its_share_and_shows_levels_and_comment() -> None:
    found = finding(marks={"c": MARK})
    assert (found.fraction, found.waits_for_person) == (Fraction(2, 3), False)
    assert found.evidence[0]["found"] == "costs: all, reasons: some"
    assert found.evidence[0]["comment"] == "Gut begründet."


def test_a_mark_for_another_check_is_not_taken() -> None:
    assert finding(marks={"other": MARK}).waits_for_person


def test_no_reflection_earns_nothing_even_with_a_mark() -> None:
    found = finding("", marks={"c": MARK})
    assert (found.fraction, found.message, found.waits_for_person) == (0, "reflection_missing", False)


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Rubric, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Rubric, **VALUES)
