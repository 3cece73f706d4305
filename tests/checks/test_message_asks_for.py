"""Check: answers ask the buyer for what the shop must know."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.message_asks_for import MessageAsksFor as AsksFor
from lab.world.world import World
from tests.builders import (
    KZ,
    earns_nothing,
    evidence_of,
    examine,
    make_check,
    make_thread,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike

VALUES: dict[str, Any] = {"on": ["q1", "q2"], "slots": {"q1": ["photo", "order_number"], "q2": ["fault"]}}
BOTH = "Guten Tag, bitte schicken Sie uns ein Foto. Wie lautet Ihre Bestellnummer?"
FAULT = "Здравствуйте! Что именно сломано?"


def answered(first: str, second: str = "") -> World:
    world = make_world()
    make_thread(world, "q1", *([(60, first)] if first else []))
    make_thread(world, "q2", *([(70, second)] if second else []), place=KZ)
    return world


@pytest.mark.parametrize(
    ("first", "second", "share", "message"),
    [
        (BOTH, FAULT, "1", "everything_asked"),
        (BOTH, "", "2/3", "partly_asked"),
        ("Guten Tag, bitte schicken Sie uns ein Foto.", FAULT, "2/3", "partly_asked"),
        ("Guten Tag, danke für das Foto und die Bestellnummer.", FAULT, "1/3", "partly_asked"),
        ("Guten Tag, wir kümmern uns darum.", "Здравствуйте! Поможем.", "0", "nothing_asked"),
    ],
)
def test_each_thing_asked_for_earns_its_part(first: str, second: str, share: str, message: str) -> None:
    finding = examine(AsksFor, answered(first, second), **VALUES)
    assert (finding.fraction, finding.message) == (Fraction(share), message)


def test_the_question_is_quoted_with_its_place() -> None:
    shown = examine(AsksFor, answered(BOTH, FAULT), **VALUES).evidence
    assert [BOTH[slice(*one["span"])] for one in shown[:2]] == ["Foto", "Bestellnummer"]
    assert (shown[0]["slot"], shown[0]["at"]) == ("ask_photo", "+1h")
    assert examine(AsksFor, answered("Gern.", FAULT), **VALUES).evidence[0]["found"] == "not asked"


def test_a_later_answer_may_ask() -> None:
    world = make_world()
    make_thread(world, "q1", (60, "Guten Tag, wir sehen nach."), (90, "Könnten Sie uns ein Foto schicken?"))
    assert share_of(AsksFor, world, on="q1", slots={"q1": "photo"}) == 1


def test_authors_add_things_of_their_own() -> None:
    values = {"on": "q1", "slots": {"q1": ["height"]}, "phrases": {"height": ["wie hoch", "how high"]}}
    assert share_of(AsksFor, answered("Wie hoch ist Ihr Tisch?"), **values) == 1
    assert share_of(AsksFor, answered("Der Tisch ist hoch."), **values) == 0


def test_where_the_lab_has_no_words_any_question_is_let_pass() -> None:
    world = make_world()
    make_thread(world, "q1", (60, "Та бидэнд гэрлийнхээ зургийг явуулж болох уу? Бид танд тусална."), language="mn")
    finding = examine(AsksFor, world, on="q1", slots={"q1": "photo"})
    assert finding.fraction == 1 and finding.evidence[0]["verdict"] == "unsure"


@pytest.mark.parametrize(
    ("values", "match"),
    [
        ({"slots": {"q1": "photo"}}, "exactly what 'on' names"),
        ({"slots": {"q1": "photo", "q2": "shoe"}}, "there is no slot shoe"),
        ({"slots": {"q1": "photo", "q2": []}}, "needs a slot"),
    ],
)
def test_slots_must_fit(values: dict[str, Any], match: str) -> None:
    with pytest.raises(ValueError, match=match):
        make_check(AsksFor, on=["q1", "q2"], **values)


def test_the_same_answers_give_the_same_bytes() -> None:
    assert reads_alike(evidence_of(answered(BOTH, FAULT)), AsksFor, **VALUES)


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(AsksFor, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    slots = {"q1": ["photo", "own"], "q3": "address"}
    assert survives_hostile_text(AsksFor, on=["q1", "q3"], slots=slots, phrases={"own": ["wie ... hoch"]})


def test_a_phrase_that_nobody_can_say_is_a_fault_of_the_file() -> None:
    with pytest.raises(ValueError, match="needs words"):
        make_check(AsksFor, on=["q1"], slots={"q1": ["colour"]}, phrases={"colour": ["..."]})
