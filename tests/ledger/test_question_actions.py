"""Writing down what was decided."""

from typing import Any

import pytest

from lab.engine.pack import pack, unpack, world_hash
from lab.world.question import Choice
from lab.world.world import World
from tests.builders import act, make_question, make_world


def asked(**changes: Any) -> World:
    return make_world(questions={"markets": make_question(**changes)})


def test_a_decision_is_written_down_in_the_order_of_the_question() -> None:
    world = asked()
    world.now = 90
    assert act(world, "decision.record", question="markets", chosen=["kz", "de"], reasons=["duty", "demand"], words=" Near,\r\nand big. ").ok
    assert world.choices["markets"] == Choice(("de", "kz"), ("demand", "duty"), "Near,\nand big.", 90)


def test_a_later_decision_replaces_the_one_before() -> None:
    world = asked()
    assert act(world, "decision.record", question="markets", chosen=["de", "kz"], reasons=["duty"]).ok
    assert act(world, "decision.record", question="markets", chosen=["us", "kz"]).ok
    assert world.choices["markets"] == Choice(("kz", "us"), (), "", 0)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"question": "prices"}, "no_such_question"),
        ({"chosen": ["de", "fr"]}, "no_such_option"),
        ({"chosen": ["de"]}, "choose_so_many"),
        ({"chosen": ["de", "de"]}, "choose_so_many"),
        ({"chosen": ["de", "kz", "us"]}, "choose_so_many"),
        ({"chosen": []}, "choose_so_many"),
        ({"reasons": ["weather"]}, "no_such_reason"),
        ({"reasons": ["demand", "duty", "taste"]}, "too_many_reasons"),
        ({"words": "x" * 201}, "words_too_long"),
    ],
)
def test_what_does_not_fit_the_question_is_refused_and_changes_nothing(fields: dict[str, Any], code: str) -> None:
    world = asked()
    before = world_hash(world)
    outcome = act(world, "decision.record", **{"question": "markets", "chosen": ["de", "kz"], **fields})
    assert (outcome.ok, outcome.code) == (False, code)
    assert world_hash(world) == before


def test_words_are_refused_where_none_are_asked_for_and_reasons_where_none_are_offered() -> None:
    world = asked(words_max=0, reasons={})
    assert act(world, "decision.record", question="markets", chosen=["de", "kz"], words="x").code == "words_too_long"
    assert act(world, "decision.record", question="markets", chosen=["de", "kz"], reasons=["duty"]).code == "no_such_reason"
    assert act(world, "decision.record", question="markets", chosen=["de", "kz"], words="  ").ok


def test_a_world_without_decisions_keeps_its_bytes_and_one_with_them_comes_back() -> None:
    world = asked()
    assert world_hash(world) == world_hash(make_world())
    assert act(world, "decision.record", question="markets", chosen=["de", "kz"], words="🙂\u202e").ok
    assert unpack(pack(world), world.setting) == world
