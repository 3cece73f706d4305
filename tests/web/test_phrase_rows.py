"""The phrasebook as rows."""

from lab.languages.glossary import entries
from lab.web.phrase_rows import phrase_groups


def test_every_entry_stands_with_its_meaning_in_the_readers_language() -> None:
    found = phrase_groups("de", "ru")
    assert found is not None
    assert [row.key for row in found.phrases] == entries().phrases
    assert [row.key for row in found.terms] == entries().terms
    assert found.meaning_language == "ru"
    assert all(row.meaning for row in (*found.phrases, *found.terms))


def test_who_reads_the_language_itself_gets_english_and_english_stands_alone() -> None:
    chinese, english = phrase_groups("zh-Hans", "zh"), phrase_groups("en", "en")
    assert chinese is not None and (chinese.language, chinese.meaning_language) == ("zh", "en")
    assert english is not None and english.meaning_language == ""
    assert all(row.meaning == "" for row in english.terms)


def test_a_reader_without_a_phrasebook_gets_english() -> None:
    found = phrase_groups("de", "la")
    assert found is not None and found.meaning_language == "en"


def test_a_text_narrows_both_groups_by_word_or_meaning() -> None:
    found = phrase_groups("de", "en", "  TRACKING ")
    assert found is not None
    assert "tracking_number" in [row.key for row in found.terms]
    assert "tracking_is" in [row.key for row in found.phrases]
    assert len(found.terms) < len(entries().terms)
    assert all("tracking" in f"{row.text} {row.meaning}".casefold() for row in (*found.phrases, *found.terms))


def test_a_language_without_a_phrasebook_has_no_rows() -> None:
    assert phrase_groups("la", "en") is None
    assert phrase_groups("", "en") is None
