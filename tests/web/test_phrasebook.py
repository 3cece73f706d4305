"""The learners' phrasebook on its own page."""

import pytest

from lab.languages.glossary import glossary_languages, glossary_of
from lab.school.accounts import Viewer, set_preferences
from lab.school.database import Database
from tests.web.browser import Browser


@pytest.mark.parametrize("language", glossary_languages())
def test_every_language_has_its_page(at_home: Browser, run_id: int, language: str) -> None:
    page = at_home.get(f"/runs/{run_id}/phrasebook/{language}")
    glossary = glossary_of(language)
    assert glossary is not None
    assert glossary.phrases["next_news_by"] in page and glossary.terms["parcel"] in page
    assert page.count("data-phrase") == len(glossary.phrases) + len(glossary.terms)
    assert f'lang="{language}" aria-current="page"' in page
    assert "This is no translator" in page


def test_the_meaning_is_in_the_language_of_the_page(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    meanings = {language: glossary_of(language) for language in ("en", "ar")}
    assert meanings["en"] and meanings["ar"]
    assert meanings["en"].phrases["tracking_is"] in at_home.get(f"/runs/{run_id}/phrasebook/de")
    set_preferences(db, student, language="ar")
    page = at_home.get(f"/runs/{run_id}/phrasebook/de")
    assert f'lang="ar" dir="rtl">{meanings["ar"].phrases["tracking_is"]}</p>' in page
    assert meanings["en"].phrases["tracking_is"] not in page


def test_a_search_keeps_what_holds_the_text_in_either_language(at_home: Browser, run_id: int) -> None:
    german, english = glossary_of("de"), glossary_of("en")
    assert german and english
    for text in (german.terms["warehouse"], english.terms["warehouse"].upper()):
        page = at_home.get(f"/runs/{run_id}/phrasebook/de?q={text}")
        assert german.terms["warehouse"] in page
        assert german.terms["holiday"] not in page
    assert "No entry fits." in at_home.get(f"/runs/{run_id}/phrasebook/de?q=qqqqqq")


@pytest.mark.parametrize("language", ["xx", "DE", "de-AT", "..", "%00", "e" * 3000])
def test_another_language_is_not_there(at_home: Browser, run_id: int, language: str) -> None:
    at_home.get(f"/runs/{run_id}/phrasebook/{language}", status=404)
