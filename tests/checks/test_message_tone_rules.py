"""Check: answers to buyers are dressed as they should be."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.message_tone_rules import MessageToneRules as Tone
from lab.checks.message_tone_rules import shouted
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

VALUES: dict[str, Any] = {"on": "q1"}
GOOD = "Guten Tag, Frau Vogel,\n\ndas Kabel Ihrer Leuchte ist 180 cm lang.\n\nMit freundlichen Grüßen\nIhr Team von Kontorlicht"
EVERY = ["greeting", "closing", "polite", "not_familiar", "name", "apology", "no_blame", "no_shouting", "no_placeholder"]


def answered(*texts: str, **changes: Any) -> World:
    world = make_world()
    make_thread(world, "q1", *((60 + n, text) for n, text in enumerate(texts)), **changes)
    return world


def verdicts(*texts: str, require: list[str] = EVERY, **changes: Any) -> dict[str, str]:
    values = {key: changes.pop(key) for key in ("forbid",) if key in changes}
    finding = examine(Tone, answered(*texts, **changes), on="q1", require=require, **values)
    return {shown["rule"]: shown["verdict"] for shown in finding.evidence}


def test_a_well_dressed_answer_earns_everything() -> None:
    finding = examine(Tone, answered(GOOD), **VALUES)
    assert (finding.fraction, finding.message, finding.args) == (1, "tone_right", {"right": 7, "of": 7})


def test_familiar_instead_of_polite_address_loses_two_rules() -> None:
    familiar = "Guten Tag, Frau Vogel,\n\ndas Kabel deiner Leuchte ist 180 cm lang, das reicht dir.\n\nFreundliche Grüße\nKontorlicht"
    finding = examine(Tone, answered(familiar), **VALUES)
    assert finding.fraction == Fraction(5, 7)
    shown = {one["rule"]: one for one in finding.evidence}
    assert shown["not_familiar"]["verdict"] == "wrong" and shown["polite"]["verdict"] == "wrong"
    assert familiar[slice(*shown["not_familiar"]["span"])] == shown["not_familiar"]["found"] == "deiner"


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        ("greeting", "Guten Tag, Frau Vogel,\n\n", ""),
        ("closing", "Mit freundlichen Grüßen\nIhr Team von Kontorlicht", "K."),
        ("no_blame", "lang.", "lang. Wie ich Ihnen bereits geschrieben habe: Das ist Ihr Fehler."),
        ("no_shouting", "180 cm", "ENDGÜLTIG 180 cm"),
        ("no_placeholder", "Frau Vogel", "Frau {name}"),
    ],
)
def test_each_broken_rule_costs_its_part(rule: str, before: str, after: str) -> None:
    assert before in GOOD
    finding = examine(Tone, answered(GOOD.replace(before, after)), **VALUES)
    assert [one["rule"] for one in finding.evidence if one["verdict"] == "wrong"] == [rule]
    assert (finding.fraction, finding.message) == (Fraction(6, 7), "tone_partly_right")


def test_the_buyer_is_called_by_the_right_part_of_the_name() -> None:
    name = ["name"]
    assert verdicts(GOOD, require=name) == {"name": "right"}
    assert verdicts(GOOD.replace("Frau Vogel", "Anna"), require=name) == {"name": "wrong"}
    assert verdicts(GOOD.replace(", Frau Vogel", ""), require=name) == {"name": "wrong"}
    assert verdicts("Здравствуйте, Дана! Длина провода 180 см.", require=name, place=KZ) == {"name": "right"}


def test_an_apology_may_stand_in_any_answer_but_the_greeting_in_the_first() -> None:
    sorry = "Es tut uns leid, dass das Paket so lange unterwegs war."
    assert verdicts(GOOD, sorry, require=["apology", "greeting"]) == {"apology": "right", "greeting": "right"}
    assert verdicts(sorry, GOOD, require=["apology", "greeting"]) == {"apology": "right", "greeting": "wrong"}
    assert verdicts(GOOD, require=["apology"]) == {"apology": "wrong"}


def test_one_hard_word_in_any_answer_breaks_the_rule() -> None:
    assert verdicts(GOOD, "Das ist Ihr Fehler.", require=["no_blame"]) == {"no_blame": "wrong"}


def test_the_author_may_forbid_phrases() -> None:
    assert verdicts(GOOD, require=["greeting"], forbid=["gratis", "ist ... lang"]) == {"greeting": "right", "forbid": "wrong"}
    assert verdicts(GOOD, require=["greeting"], forbid=["gratis"]) == {"greeting": "right", "forbid": "right"}


@pytest.mark.parametrize("text", ["{name}", "${order}", "{{ buyer }}", "[Ihr Name]", "<name>", "%s", "XXXX", "Nr. ____", "TODO"])
def test_placeholders_that_nobody_filled_in_are_seen(text: str) -> None:
    assert verdicts(f"Guten Tag, {text}", require=["no_placeholder"]) == {"no_placeholder": "wrong"}


@pytest.mark.parametrize("text", ["100 % sicher", "3 < 5 und 7 > 5", "[1]", "(siehe unten)", "20 %sehr", "<https://example.com/a>", "Größe XXL"])
def test_ordinary_signs_are_no_placeholders(text: str) -> None:
    assert verdicts(f"Guten Tag, {text}", require=["no_placeholder"]) == {"no_placeholder": "right"}


@pytest.mark.parametrize(
    ("text", "loud"),
    [
        ("Das ist NICHT wahr", "NICHT"),
        ("IT IS NOT our fault", "IT IS NOT"),
        ("ЭТО НЕ ТАК", "ЭТО НЕ ТАК"),
        ("Per DHL mit LED und USB, HDMI geht auch", ""),
        ("Die E27-Fassung, Modell QL-A430, CE und UKCA", ""),
        ("这是我们的错", ""),
    ],
)
def test_words_in_capitals_shout_and_abbreviations_do_not(text: str, loud: str) -> None:
    span = shouted(text)
    assert (text[slice(*span)] if span else "") == loud


def test_names_that_are_written_in_capitals_do_not_shout() -> None:
    assert shouted("Ihre Lampe von QINGLU", frozenset({"QINGLU"})) is None


def test_what_cannot_be_read_in_a_language_is_not_held_against_anybody() -> None:
    found = verdicts("您好，这盏灯的电线长一百八十厘米。", language="zh")
    assert found["greeting"] == "unsure" and found["no_shouting"] == "right"
    assert share_of(Tone, answered("您好，这盏灯的电线长一百八十厘米。", language="zh"), **VALUES) == 1


@pytest.mark.parametrize("text", ["...", "🙂", "180"])
def test_an_answer_without_words_keeps_no_rule(text: str) -> None:
    assert share_of(Tone, answered(text), **VALUES) == 0


def test_the_same_answers_give_the_same_bytes() -> None:
    assert reads_alike(evidence_of(answered(GOOD, "Das ist Ihr Fehler.")), Tone, on="q1", require=EVERY, forbid=["gratis"])


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Tone, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Tone, on=["q1", "q3"], require=EVERY, forbid=["gratis"])


@pytest.mark.parametrize("phrase", ["...", "", "*", "sorry ..."])
def test_a_phrase_that_nobody_can_say_is_a_fault_of_the_file(phrase: str) -> None:
    with pytest.raises(ValueError, match="forbid"):
        make_check(Tone, on="q1", forbid=["Pech gehabt", phrase])
