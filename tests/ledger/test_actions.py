"""The papers a student hands in."""

from typing import Any

import pytest

from lab.engine.pack import world_hash
from lab.values.money import Money
from tests.builders import HOSTILE, act, euro, make_world


def test_a_worksheet_replaces_the_one_before_and_keeps_the_order_of_lines() -> None:
    world = make_world()
    world.now = 60
    assert act(world, "worksheet.submit", lines={"profit": euro("-1.00"), "revenue": euro("5.00")}).ok
    assert act(world, "worksheet.submit", lines={"tax": euro("0.80"), "fees": euro("0.60")}).ok
    assert list(world.papers.worksheet) == ["fees", "tax"]
    assert world.papers.worksheet_at == 60


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ({}, "worksheet_lines"),
        ({"luck": euro("1.00")}, "worksheet_lines"),
        ({"profit": Money(1, "USD")}, "wrong_currency"),
        ({"profit": Money(2**70, "EUR")}, "price_out_of_range"),
        ({"profit": Money(-(2**70), "EUR")}, "price_out_of_range"),
    ],
)
def test_a_worksheet_is_refused(lines: dict[str, Any], code: str) -> None:
    world = make_world()
    before = world_hash(world)
    assert act(world, "worksheet.submit", lines=lines).code == code
    assert world_hash(world) == before


def test_a_reflection_is_kept_with_its_lines() -> None:
    world = make_world()
    assert act(world, "reflection.submit", text="Die Kosten.\n\nUnd die Zeit. ").ok
    assert (world.papers.reflection, world.papers.reflection_at) == ("Die Kosten.\n\nUnd die Zeit.", 0)
    assert act(world, "reflection.submit", text=" \n ").code == "text_empty"
    assert act(world, "reflection.submit", text="x" * 6001).code == "too_long"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_reflections_are_text(text: str) -> None:
    outcome = act(make_world(), "reflection.submit", text=text)
    assert outcome.ok or outcome.code in ("text_empty", "too_long")
