"""Check: a question was decided as it should be, for the right reasons."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.decision_recorded import DecisionRecorded as Decided
from lab.grading.check import Finding
from lab.languages.facts import PhrasesFact, TextFact
from lab.world.question import Choice
from lab.world.world import World
from tests.builders import (
    HOSTILE,
    act,
    earns_nothing,
    evidence_of,
    examine,
    make_check,
    make_question,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike
from tests.checks.spoils import changes_noticed

VALUES: dict[str, Any] = {"question": "markets", "accept": ["de", "kz"]}


def decided(*chosen: str, reasons: tuple[str, ...] = (), words: str = "", **changes: Any) -> World:
    world = make_world(questions={"markets": make_question(**changes)})
    assert act(world, "decision.record", question="markets", chosen=chosen, reasons=reasons, words=words).ok
    return world


def with_facts(world: World, facts: dict[str, Any], **values: Any) -> Finding:
    return make_check(Decided, question="markets", **values).examine(evidence_of(world, facts=facts))


def test_the_right_options_earn_everything() -> None:
    finding = examine(Decided, decided("de", "kz"), **VALUES)
    assert (finding.fraction, finding.message) == (1, "decided_right")
    assert [one["found"] for one in finding.evidence] == ["de", "kz"]


@pytest.mark.parametrize(("chosen", "share"), [(("de", "us"), "1/2"), (("us", "kz"), "1/2")])
def test_each_option_earns_its_part(chosen: tuple[str, ...], share: str) -> None:
    assert share_of(Decided, decided(*chosen), **VALUES) == Fraction(share)


def test_only_wrong_options_earn_nothing() -> None:
    finding = examine(Decided, decided("kz", choose=1), question="markets", accept="us")
    assert (finding.fraction, finding.message) == (0, "decided_wrong")


@pytest.mark.parametrize(
    ("reasons", "part"),
    [((), "0"), (("demand",), "1/2"), (("demand", "duty"), "1"), (("demand", "taste"), "0"), (("taste",), "0")],
)
def test_reasons_are_one_part_and_wrong_ones_cost(reasons: tuple[str, ...], part: str) -> None:
    world = decided("de", "kz", reasons=reasons)
    assert share_of(Decided, world, **VALUES, reasons=["demand", "duty"]) == (2 + Fraction(part)) / 3


def test_wrong_reasons_need_not_cost() -> None:
    world = decided("de", "kz", reasons=("demand", "taste"))
    assert share_of(Decided, world, **VALUES, reasons=["demand", "duty"], wrong_reasons_cost="false") == Fraction(5, 6)


def test_no_more_reasons_are_asked_for_than_can_be_ticked() -> None:
    world = decided("de", "kz", reasons=("demand",), reasons_max=1)
    assert share_of(Decided, world, **VALUES, reasons=["demand", "duty"]) == 1


def test_what_is_right_may_hang_on_the_variant() -> None:
    facts = {"best": TextFact(("kz", "us")), "why": PhrasesFact((("demand",), ("duty",)))}
    world = decided("kz", "us", reasons=("demand", "duty"))
    assert with_facts(world, facts, accept_from="best", reasons_from="why").fraction == 1
    assert with_facts(decided("de", "us"), facts, accept_from="best").fraction == Fraction(1, 2)
    assert make_check(Decided, question="markets", accept_from="best", reasons_from="why").facts == ("best", "why")  # type: ignore[attr-defined]


def test_the_evidence_says_what_was_chosen_and_written() -> None:
    finding = examine(Decided, decided("de", "us", reasons=("duty",), words="It is near."), **VALUES, reasons="duty")
    assert finding.message == "decided_partly_right"
    assert [one["share"] for one in finding.evidence] == ["1", "0", "1"]
    assert (finding.evidence[1]["expected"], finding.evidence[2]["text"]) == ("de, kz", "It is near.")


@pytest.mark.parametrize(
    "values",
    [{"accept": []}, {"accept": "de", "accept_from": "best"}, {"accept": "de", "reasons": "duty", "reasons_from": "why"}, {"accept": "de", "on": "meridian/DE/lamp"}],
)
def test_what_is_right_is_said_in_one_way(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"give|not used"):
        make_check(Decided, question="markets", **values)


def test_the_built_in_change_is_noticed() -> None:
    world = make_world(questions={"markets": make_question()})
    steps = [(30, "decision.record", {"question": "markets", "chosen": ["de", "kz"], "reasons": ["demand", "duty"]})]
    found = changes_noticed(Decided, world, steps, **VALUES, reasons=["demand", "duty"])
    assert found == ["the decision left out", "another option chosen", "no reason ticked"]


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Decided, **VALUES)
    finding = examine(Decided, make_world(questions={"markets": make_question()}), **VALUES)
    assert (finding.fraction, finding.message) == (0, "nothing_decided")


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Decided, **VALUES)
    for text in HOSTILE:
        world = decided("de", "kz", reasons=("duty",), words=text[:200])
        assert examine(Decided, world, **VALUES, reasons="duty").fraction == 1
        world.choices["markets"] = Choice((text, "de"), (text,), text, 0)
        assert examine(Decided, world, **VALUES, reasons="duty").fraction == Fraction(1, 3)


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(decided("de", "us", reasons=("duty",))), Decided, **VALUES, reasons="duty")
