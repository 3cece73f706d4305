"""What buyers write, in every language of the market."""

from pathlib import Path
from typing import get_args

import pytest

from lab.languages.folders import kind_file
from lab.languages.identify import CLOSE, identify
from lab.messages.phrasebook import (
    FEWEST,
    INTENTS,
    SLOTS,
    UPSET_INTENTS,
    Intent,
    in_a_sentence,
    letter_languages,
    load_letters,
    written,
)
from lab.values.chance import key_of
from lab.values.errors import BadFile
from lab.world.aftermath import ReturnReason

FILLED = {
    "product": "LAMPNAME", "attribute": "ATTRNAME", "order": "304-1234567-7654321", "street": "STREET 5", "city": "CITY",
    "days": "12",
}  # fmt: skip
LANGUAGES = letter_languages()
SCRIPTS = {"ru": "абвгдежзиклмнопрстуф", "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_enough_words_for_every_intent(language: str) -> None:
    phrases = load_letters(language).intents
    assert set(phrases) == set(INTENTS)
    assert all(len(one.texts) >= FEWEST and len(one.subjects) >= FEWEST for one in phrases.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_can_be_filled_in_and_leaves_no_brace(language: str) -> None:
    for intent in INTENTS:
        for number in range(60):
            slots = {"name": "NAME", **{name: FILLED[name] for name in SLOTS[intent]}}
            letter = written(intent, language, key_of("buyer", number), slots, "upset" if number % 2 else "calm")
            assert "{" not in letter.subject + letter.text
            assert letter.text == letter.text.strip()


@pytest.mark.parametrize("language", ["ru", "ar"])
def test_every_text_is_in_the_script_of_its_language(language: str) -> None:
    for wordings in load_letters(language).intents.values():
        for text in wordings.texts:
            assert sum(char in SCRIPTS[language] for char in text.casefold()) > 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_longer_text_is_taken_for_its_language(language: str) -> None:
    near = {language}.union(*(group for group in CLOSE if language in group))
    slots = dict.fromkeys(FILLED, "")
    texts = [text.format(**slots) for one in load_letters(language).intents.values() for text in one.texts]
    assert [text for text in texts if len(text) >= 60 and identify(text).language not in near] == []


def test_every_reason_for_a_return_has_a_letter_of_its_own() -> None:
    for language in LANGUAGES:
        assert {f"return_{reason}" for reason in get_args(ReturnReason)} <= set(load_letters(language).intents)


@pytest.mark.parametrize("intent", ["cancel_wish", "claim_opened", "offer_declined", "offer_taken"])
def test_a_letter_on_which_a_decision_hangs_names_its_order(intent: Intent) -> None:
    for language in LANGUAGES:
        assert all("{order}" in text for text in load_letters(language).intents[intent].texts)


def test_no_two_languages_share_a_text() -> None:
    texts = [text for language in LANGUAGES for one in load_letters(language).intents.values() for text in one.texts]
    assert len(set(texts)) == len(texts)


def test_an_annoyed_buyer_writes_other_words_and_signs_with_the_whole_name() -> None:
    slots = {"order": "1", "days": "12", "name": "Ana Ruiz"}
    calm, upset = (written("where_is_order_late", "es", 7, slots, mood) for mood in ("calm", "upset"))
    assert calm.text != upset.text
    assert "Ana Ruiz" in calm.text.partition("\n\n")[2]
    assert all(load_letters("es").intents[intent].upset for intent in UPSET_INTENTS)


def test_the_same_buyer_always_writes_the_same_and_others_use_all_the_words() -> None:
    slots = {"order": "1", "days": "12"}
    assert written("where_is_order", "de", 7, slots) == written("where_is_order", "de", 7, slots)
    found = {written("where_is_order", "de", key_of("buyer", number), slots).text for number in range(200)}
    assert len(found) == len(load_letters("de").intents["where_is_order"].texts)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("{order} is late", "{odrer} is late", "nothing that this message knows"),
        ("{attribute}? Thanks!", "length? Thanks!", "'{attribute}' is missing"),
        ("Where is my order?", "Where is my { order?", "a brace stands alone"),
        ("praise:", "prays:", "praise"),
        ("stop order {order} before", "stop it before", "cancel_wish: '{order}' is missing"),
    ],
)
def test_a_faulty_file_is_refused_with_the_fault_named(tmp_path: Path, old: str, new: str, fault: str) -> None:
    text = kind_file("en", "letters").read_text(encoding="utf-8")
    assert old in text
    file = kind_file("en", "letters", tmp_path)
    file.parent.mkdir()
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadFile, match=fault):
        load_letters("en", tmp_path)


def test_there_are_no_phrases_in_another_language() -> None:
    with pytest.raises(BadFile, match="no such language"):
        load_letters("nl")


@pytest.mark.parametrize(
    ("name", "language", "expected"),
    [
        ("Cord Length", "en", "cord length"), ("USB Port", "en", "USB port"), ("Kabellänge", "de", "Kabellänge"),
        ("Длина провода", "ru", "длина провода"), ("À prova d'água", "pt", "à prova d'água"), ("GPS", "es", "GPS"),
    ],
)  # fmt: skip
def test_a_name_stands_in_a_sentence_as_people_write_it(name: str, language: str, expected: str) -> None:
    assert in_a_sentence(name, language) == expected
