"""The phrase folders: every language has every intent, every line, its own script, and no slot that is missing."""

import re
import unicodedata
from pathlib import Path

import pytest
import regex
from pydantic import RootModel

from lab.languages.folders import kind_file, languages_with
from lab.languages.identify import LANGUAGES_OF_SCRIPT, language_verdict
from lab.languages.manners import MannersFile
from lab.languages.phrases import phrase_pattern
from lab.languages.topics import TopicFile
from lab.messages.dialogue_book import DialogueFile
from lab.messages.phrasebook import INTENTS, UPSET_INTENTS, LetterFile
from lab.messages.residents import PeopleFile
from lab.values.yamlfile import load_yaml

SIXTEEN = ("ar", "de", "en", "es", "fa", "fr", "hi", "id", "kk", "pt", "ru", "th", "tr", "ur", "uz", "vi")
NEWCOMERS = ("fa", "fr", "hi", "id", "kk", "th", "tr", "ur", "uz", "vi")
"""Languages whose names of goods and people stand in their folder; those of the others belong to the market."""
SCRIPT_OF = {language: script for script, languages in LANGUAGES_OF_SCRIPT.items() for language in languages}
_SLOT = re.compile(r"\{[^{}]*\}|\[[^\[\]]*\]")
_NAMES = regex.compile(r"E27|USB|LED|PayPal|Visa|IBAN|WhatsApp|Telegram|Instagram|SMS|OK|PDF|SWIFT|M-Pesa|UPI|Pix|PIX|e-mail|email|COD", regex.I)


def model_of(language: str, kind: str, model: type) -> object:
    return load_yaml(model, kind_file(language, kind))


class _Texts(RootModel[dict[str, object]]):
    pass


@pytest.mark.parametrize("kind", ["letters", "dialogue", "manners", "topics", "promises", "claims", "answers", "units", "days", "glossary", "storefront"])
def test_sixteen_languages_have_every_kind(kind: str) -> None:
    assert set(SIXTEEN) <= set(languages_with(kind)), kind


@pytest.mark.parametrize("language", SIXTEEN)
def test_letters_can_be_read(language: str) -> None:
    file = load_yaml(LetterFile, kind_file(language, "letters"))
    assert set(file.intents) == set(INTENTS)
    assert all(file.intents[intent].upset for intent in UPSET_INTENTS)


@pytest.mark.parametrize("language", SIXTEEN)
def test_dialogues_manners_and_topics_can_be_read(language: str) -> None:
    assert model_of(language, "dialogue", DialogueFile)
    manners = load_yaml(MannersFile, kind_file(language, "manners"))
    topics = load_yaml(TopicFile, kind_file(language, "topics"))
    lists = [*manners.greetings.formal, *manners.greetings.shop, *manners.closings.formal, *manners.closings.shop]
    lists += [*manners.polite, *manners.familiar, *manners.apologies, *manners.thanks, *manners.blame, *manners.asks]
    lists += [phrase for name in TopicFile.model_fields for phrase in getattr(topics, name)]
    for phrase in lists:
        assert phrase_pattern(phrase), phrase


@pytest.mark.parametrize("language", NEWCOMERS)
def test_people_can_be_read(language: str) -> None:
    assert model_of(language, "people", PeopleFile)


def written_in(language: str) -> list[str]:
    """Every running text of letters and dialogue, slots taken out."""
    letters = load_yaml(LetterFile, kind_file(language, "letters"))
    dialogue = load_yaml(DialogueFile, kind_file(language, "dialogue"))
    texts = [text for one in letters.intents.values() for text in (*one.texts, *one.upset)]
    texts += [text for lines in dialogue.follow_up.values() for text in lines]
    texts += [*dialogue.wrong_fact, *dialogue.give_up, *dialogue.thanks.calm, *dialogue.thanks.upset]
    texts += [*dialogue.reminder.calm, *dialogue.reminder.upset, *dialogue.wrong_language]
    return [_SLOT.sub(" ", text) for text in texts]


@pytest.mark.parametrize("language", SIXTEEN)
def test_letters_are_written_in_the_language(language: str) -> None:
    """The identifier takes no whole text for another language; and no word of another script stands in one."""
    others = {text: language_verdict(text, (language,)) for text in written_in(language)}
    wrong = {text: verdict.identified for text, verdict in others.items() if verdict.answer == "no"}
    assert len(wrong) * 50 <= len(others), wrong
    script = SCRIPT_OF[language]
    strange = regex.compile(rf"(?:(?![\p{{{script}}}\p{{Common}}\p{{Inherited}}])\p{{L}})+")
    words = {match[0] for text in others for match in strange.finditer(_NAMES.sub(" ", text))}
    assert not words


@pytest.mark.parametrize("language", SIXTEEN)
def test_everything_is_normalised_and_wears_the_signs_of_its_language(language: str) -> None:
    for path in sorted(Path(kind_file(language, "letters")).parent.glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        assert text == unicodedata.normalize("NFC", text), path.name
        assert "\ufffd" not in text
    running = "\n".join(written_in(language))
    if language in ("ar", "fa", "ur"):
        assert "?" not in running and "؟" in running
    if language == "fa":
        assert not re.search("[يك]", running), "Arabic letters in Persian"
    if language == "es":
        assert running.count("¿") == running.count("?")
    if language == "uz":
        assert not re.search(r"[oOgG]['’`ʼ‘]", running), "oʻ and gʻ take U+02BB"


@pytest.mark.parametrize("language", (*SIXTEEN, "zh"))
def test_the_glossary_is_complete(language: str) -> None:
    from lab.languages.glossary import entries, glossary_of

    found = glossary_of(language)
    assert found is not None
    assert set(found.terms) == set(entries().terms) and all(found.terms.values())
    assert set(found.phrases) == set(entries().phrases) and all(found.phrases.values())


@pytest.mark.parametrize("language", NEWCOMERS)
def test_goods_have_names(language: str) -> None:
    from lab.languages.goods import GoodsFile
    from lab.market.authored import load_catalogue

    names = load_yaml(GoodsFile, kind_file(language, "goods"))
    catalogue = load_catalogue()
    types = {file.type.names["en"] for file in catalogue.types}
    attributes = {one.names["en"] for file in catalogue.types for one in file.type.attributes}
    choices = {n["en"] for file in catalogue.types for one in file.type.attributes for n in one.choices.values()}
    assert not types - set(names.types) and not attributes - set(names.attributes) and not choices - set(names.choices)
