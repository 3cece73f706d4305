"""Check: every buyer gets an answer of their own."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from lab.checks.message_not_boilerplate import MessageNotBoilerplate as Own
from lab.grading.check import Finding
from lab.languages.facts import Fact, PhrasesFact, TextFact
from lab.world.thread import Message
from lab.world.world import World
from tests.builders import (
    ANNA,
    FACTS,
    KZ,
    earns_nothing,
    evidence_of,
    make_check,
    make_thread,
    make_world,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike

VALUES: dict[str, Any] = {"on": ["q1", "q2"]}
CORD = "Guten Tag, Frau Vogel,\n\ndas Kabel der Leuchte misst 180 cm und reicht bequem vom Sideboard bis zur Steckdose.\n\nViele Grüße\nKontorlicht"
PARCEL = "Guten Tag, Herr Blum,\n\nIhre Sendung liegt noch im Lager, morgen früh holt sie der Paketdienst ab.\n\nViele Grüße\nKontorlicht"
ALL = "Guten Tag,\n\nvielen Dank für Ihre Nachricht. Wir kümmern uns schnellstmöglich um Ihr Anliegen und melden uns bald.\n\nViele Grüße\nKontorlicht"
MODEL: dict[str, Fact] = {
    **FACTS,
    "model": TextFact((CORD,)),
    "frame": PhrasesFact((("vielen Dank für Ihre Nachricht. Wir kümmern uns schnellstmöglich um Ihr Anliegen und melden uns bald.",),)),
}


def answered(first: str, second: str = "", question: str = "Wann kommt mein Paket?") -> World:
    world = make_world()
    make_thread(world, "q1", *([(60, first)] if first else []))
    other = make_thread(world, "q2", *([(70, second)] if second else []), buyer=replace(ANNA, name="Karl Blum"))
    other.messages[0] = Message("buyer", question, 30)
    return world


def found(world: World, **values: Any) -> Finding:
    return make_check(Own, **{**VALUES, **values}).examine(evidence_of(world, facts=MODEL))


def test_answers_of_their_own_earn_everything() -> None:
    finding = found(answered(CORD, PARCEL))
    assert (finding.fraction, finding.message) == (1, "answers_own")


def test_one_text_sent_to_all_earns_nothing_and_the_other_is_quoted() -> None:
    finding = found(answered(ALL, ALL))
    assert (finding.fraction, finding.message) == (0, "answers_boilerplate")
    assert [one["like"] for one in finding.evidence] == ["q2", "q1"]
    assert finding.evidence[0]["text"].startswith(",\n\nvielen Dank") and finding.evidence[0]["found"] == "100.0 %"


def test_another_name_and_greeting_do_not_make_it_another_text() -> None:
    copied = ALL.replace("Guten Tag,", "Hallo Herr Blum,").replace("Viele", "Schöne")
    assert found(answered(ALL, copied)).fraction == 0


def test_between_the_limits_the_share_falls_in_a_straight_line() -> None:
    world = answered(ALL, CORD + " Wir kümmern uns schnellstmöglich um Ihr Anliegen und melden uns bald.")
    permille = [Fraction(one["found"].removesuffix(" %")) / 100 for one in found(world).evidence]
    assert permille[0] == permille[1] and 0 < permille[0] < 1
    low, high = permille[0] - Fraction(1, 10), permille[0] + Fraction(1, 10)
    values = {"full": f"{float(low * 100):.1f} %", "zero": f"{float(high * 100):.1f} %"}
    finding = found(world, **values)
    assert (finding.fraction, finding.message) == (Fraction(1, 2), "answers_partly_own")


def test_texts_of_the_course_count_as_others() -> None:
    assert found(answered(CORD, PARCEL), against=["model"]).fraction == Fraction(1, 2)
    assert found(answered(CORD, PARCEL), against=["model"]).evidence[0]["like"] == "model"


def test_a_template_that_everybody_was_given_does_not_count() -> None:
    frame = "vielen Dank für Ihre Nachricht. Wir kümmern uns schnellstmöglich um Ihr Anliegen und melden uns bald."
    world = answered(f"{frame} Das Kabel misst bequeme 180 cm.", f"{frame} Morgen holt der Paketdienst die Sendung.")
    assert found(world).fraction < 1
    assert found(world, template="frame").fraction == 1


def test_what_the_buyers_wrote_does_not_count() -> None:
    quoted = "Wann kommt die Bogenlampe aus Metall mit dem grünen Schirm endlich an, die ich bestellt habe"
    first, second = f"Zu Ihrer Frage „{quoted}“: Nächste Woche Mittwoch.", f"Zu Ihrer Frage „{quoted}“: Leider verzögert Zoll alles."
    assert found(answered(first, second, question=quoted)).fraction == 1
    assert found(answered(first, second)).fraction < 1


def test_one_answer_alone_is_like_no_other() -> None:
    finding = found(answered(CORD), on="q1")
    assert finding.fraction == 1 and finding.evidence[0]["found"] == "0.0 %"


def test_a_thread_without_an_answer_earns_nothing() -> None:
    assert found(answered(CORD)).fraction == Fraction(1, 2)
    assert found(answered("...", "🙂")).fraction == 0


def test_copies_in_a_script_without_spaces_are_seen() -> None:
    text = "您好，这盏台灯的电源线长一百八十厘米，足够从书桌接到墙上的插座。"
    world = make_world()
    make_thread(world, "q1", (60, text), language="zh")
    make_thread(world, "q2", (60, text), language="zh", place=KZ)
    assert found(world).fraction == 0


def test_the_limits_must_fit() -> None:
    with pytest.raises(ValueError, match="below 'zero'"):
        make_check(Own, **VALUES, full="80 %", zero="70 %")


def test_the_texts_named_must_be_facts_of_the_scenario() -> None:
    check = make_check(Own, **VALUES, against="model", template=["frame"])
    assert isinstance(check, Own) and check.facts == ("model", "frame")


def test_the_same_answers_give_the_same_bytes() -> None:
    assert reads_alike(evidence_of(answered(ALL, CORD), facts=MODEL), Own, **VALUES, against="model")


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Own, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Own, on=["q1", "q3"])
