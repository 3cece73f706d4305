"""Needs, patience and lines of a dialogue."""

import pytest

from lab.languages.folders import ANY, kind_file, languages_with
from lab.messages.dialogue_book import KIND, NEEDS, DialogueFile, graph, lines_of, needs_of
from lab.messages.phrasebook import INTENTS
from lab.values.errors import BadFile
from lab.values.yamlfile import load_yaml


def test_every_intent_has_its_needs_and_every_need_is_somebodys() -> None:
    assert set(graph().intents) == set(INTENTS)
    assert {need for intent in INTENTS for need in needs_of(intent)} == set(NEEDS)
    assert needs_of("where_is_order_late") == ("apology", "tracking", "arrival")
    assert needs_of("") == needs_of("praise") == ()


def test_who_is_upset_has_less_patience() -> None:
    assert 0 < graph().patience["upset"] < graph().patience["calm"]


@pytest.mark.parametrize("language", languages_with(KIND))
def test_no_line_stands_twice_in_a_language(language: str) -> None:
    lines = lines_of(language)
    every = [line for found in lines.follow_up.values() for line in found]
    every += [*lines.wrong_language, *lines.wrong_fact, *lines.give_up, *lines.thanks.calm, *lines.thanks.upset]
    every += [*lines.reminder.calm, *lines.reminder.upset]
    assert len(set(every)) == len(every)


def test_a_line_that_is_missing_or_asks_for_what_nobody_knows_is_a_fault(tmp_path) -> None:  # type: ignore[no-untyped-def]
    text = kind_file("en", KIND).read_text(encoding="utf-8")
    file = tmp_path / "dialogue.yaml"
    file.write_text(text.replace("arrival:", "arival:", 1), encoding="utf-8")
    with pytest.raises(BadFile, match="arival"):
        load_yaml(DialogueFile, file)
    assert kind_file(ANY, KIND).is_file()
