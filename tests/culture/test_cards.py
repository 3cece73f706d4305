"""Culture cards: what the files hold, which faults they refuse, and that their holidays are those of the package."""

import unicodedata
from datetime import date, timedelta
from pathlib import Path

import pytest
import regex
from holidays import country_holidays

from lab.culture.cards import FOLDER, INTERFACE, TOPICS, HolidayTrap, WeekendTrap, card_countries, cards_of, load_cards
from lab.values.errors import BadFile

SCRIPTS = {"zh": r"\p{Han}", "ar": r"\p{Arabic}", "ru": r"\p{Cyrillic}", "en": r"\p{Latin}"}
YEARS = (2025, 2026, 2027)
ONE = """\
sources: {a: "a source"}
cards:
  a_card:
    countries: [SA]
    source: a
    as_of: 2026-11-01
    confidence: general
    words:
      en: {title: "A title", text: "Two sentences. Here."}
      zh: {title: "标题", text: "两个句子，就在这里，没有别的。"}
      ar: {title: "عنوان", text: "جملتان هنا فقط."}
      ru: {title: "Заголовок", text: "Два предложения. Здесь."}
"""


def folder_with(tmp_path: Path, text: str) -> Path:
    """A folder in which every topic is empty but holidays."""
    for topic in TOPICS:
        empty = 'sources: {a: "a source"}\ncards: {}\n'
        (tmp_path / f"{topic}.yaml").write_text(text if topic == "holidays" else empty, encoding="utf-8")
    return tmp_path


def test_there_are_cards_enough_for_every_topic_and_many_countries() -> None:
    assert len(load_cards()) >= 60
    assert len(card_countries()) >= 20
    assert {card.topic for card in cards_of()} == set(TOPICS)
    assert {path.stem for path in FOLDER.glob("*.yaml")} == {*TOPICS, "words"}
    for country in ("CN", "KZ", "UZ", "TR", "AE", "SA", "EG", "IN", "JP", "KR", "DE", "GB", "US", "BR", "MX", "IR"):
        assert len(cards_of(country)) >= 3, country


@pytest.mark.parametrize("language", INTERFACE)
def test_every_card_is_written_in_its_script_and_says_two_sentences_at_least(language: str) -> None:
    for card in cards_of():
        title, text = card.titles[language], card.texts[language]
        assert title == unicodedata.normalize("NFC", title)
        assert text == unicodedata.normalize("NFC", text)
        told = regex.sub(r"“[^”]*”|«[^»]*»", "", text)  # quoted words stand in the language that they are about
        own = len(regex.findall(SCRIPTS[language], told))
        assert own >= 0.3 * len(regex.findall(r"\p{L}", told)), (card.id, language)
        assert regex.search(r"[.。؟?!!]$", text), (card.id, language)
        ends = len(regex.findall(r"[.;:。；：؛，،,](?:\s|$|(?=\p{Han}))", text))
        assert ends >= 2, (card.id, language)
    titles = [card.titles[language] for card in cards_of()]
    assert len(set(titles)) == len(titles)


def test_cards_are_found_by_country_and_topic_in_their_order() -> None:
    found = cards_of("SA", ("weekends", "names"))
    assert [card.id for card in found] == ["gulf_friday_saturday", "arab_given_name"]
    assert cards_of("XX") == ()
    assert cards_of() == tuple(load_cards().values())


def test_sources_have_a_name_a_day_and_no_address() -> None:
    for card in cards_of():
        assert "http" not in card.source.text
        assert card.source.as_of <= date(2026, 11, 30)
        assert card.source.confidence in ("verified", "secondary", "general", "contested")


def of_package(country: str, names: tuple[str, ...]) -> set[date]:
    found = set()
    for year in YEARS:
        for day, said in country_holidays(country, years=year, observed=False, language="en_US").items():
            if {name.removesuffix(" (estimated)") for name in said.split("; ")} & set(names):
                found.add(day)
    return found


@pytest.mark.parametrize("card_id", [card.id for card in cards_of() if isinstance(card.rule, HolidayTrap)])
def test_holidays_are_those_of_the_package(card_id: str) -> None:
    rule = load_cards()[card_id].rule
    assert isinstance(rule, HolidayTrap)
    for country, spans in rule.days.items():
        days = {first + timedelta(step) for first, last in spans for step in range((last - first).days + 1)}
        assert days == of_package(country, rule.names), country


def test_weekends_agree_with_cldr_where_they_are_said_to() -> None:
    from babel import Locale

    locales = {"SA": "ar_SA", "EG": "ar_EG", "AE": "ar_AE", "IR": "fa_IR", "IL": "he_IL", "IN": "hi_IN", "KZ": "kk_KZ", "UZ": "uz_UZ", "KG": "ky_KG"}
    for card in cards_of("", ("weekends",)):
        if isinstance(card.rule, WeekendTrap) and "CLDR" in card.source.text:
            for country in card.countries:
                known = Locale.parse(locales[country])
                first, last = known.weekend_start, known.weekend_end
                weekend = {(first + step) % 7 + 1 for step in range((last - first) % 7 + 1)}
                assert set(card.rule.days) <= weekend, (card.id, country)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("source: a\n", "source: b\n"), "not in this file's list of sources"),
        (("[SA]", "[SA, SA]"), "a country stands twice"),
        (("      ru:", "      de:"), "missing in: ru"),
        (("a_card:", "A-Card:"), "pattern"),
        (("[SA]", "[Saudi]"), "write a country as two capital letters"),
    ],
)
def test_a_faulty_file_is_refused_with_its_place(tmp_path: Path, change: tuple[str, str], says: str) -> None:
    load_cards(folder_with(tmp_path, ONE))
    (tmp_path / "again").mkdir()
    with pytest.raises(BadFile) as caught:
        load_cards(folder_with(tmp_path / "again", ONE.replace(*change)))
    assert says in str(caught.value)
    assert "holidays.yaml:" in str(caught.value)


@pytest.mark.parametrize(
    ("trap", "says"),
    [
        ("{kind: phrases, phrases: {en: ['... x']}}", "a phrase needs words"),
        ("{kind: holiday, names: [A], days: {SA: [2026-03-22/2026-03-19]}}", "must run forward"),
        ("{kind: holiday, names: [A], days: {SA: [soon]}}", "are no days"),
        ("{kind: holiday, names: [A], days: {AE: [2026-03-19]}}", "for the card's countries"),
        ("{kind: weekend, days: [8]}", "at most 7 is allowed, not '8'"),
        ("{kind: mood}", "does not match any of the expected tags"),
        ("{kind: digits, more: 1}", "unknown key 'more'"),
    ],
)
def test_a_faulty_trap_is_refused(tmp_path: Path, trap: str, says: str) -> None:
    with pytest.raises(BadFile) as caught:
        load_cards(folder_with(tmp_path, f"{ONE}    trap: {trap}\n"))
    assert says in str(caught.value)


def test_an_id_may_stand_in_one_file_only(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, ONE)
    (folder / "names.yaml").write_text(ONE, encoding="utf-8")
    with pytest.raises(BadFile, match="used twice"):
        load_cards(folder)
