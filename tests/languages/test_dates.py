import csv
import time
from datetime import date
from pathlib import Path

import pytest

from lab.languages.dates import MAIN_LANGUAGES, dates_in, names_a_weekday
from lab.languages.folding import folded

with (Path(__file__).parent / "data" / "fact_sentences.tsv").open(encoding="utf-8") as file:
    ROWS = [row for row in csv.DictReader(file, delimiter="\t", quoting=3) if row["kind"] == "date"]
TODAY = date(2026, 5, 4)


def stated(text: str, language: str, today: date = TODAY) -> set[date]:
    return {one.on for one in dates_in(text, (language, "en"), today)}


def test_the_dates_of_63_sentences_in_46_variants_are_read():
    missed = [
        row["text"]
        for row in ROWS
        if stated(row["text"], row["lang"].split("-")[0], date(2026, 2, 20)) != {date.fromisoformat(row["expected"])}
    ]
    assert len(ROWS) == 63
    assert missed == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "the 9th of May"),
        ("en", "May 9, 2026"),
        ("en", "2026-05-09"),
        ("de", "am 9. Mai"),
        ("de", "bis 09.05."),
        ("ru", "9-го мая"),
        ("ru", "до 09.05"),
        ("kk", "мамырдың 9-ы күні"),
        ("kk", "9 мамырға дейін"),
        ("es", "el 9 de mayo"),
        ("pt", "9 de maio de 2026"),
        ("fr", "le 9 mai"),
        ("tr", "9 Mayıs'ta"),
        ("uz", "9-mayda"),
        ("ar", "٩ مايو"),
        ("ar", "9 أيار"),
        ("zh", "五月九日"),
        ("zh", "5月9号"),
        ("zh", "2026年5月9日"),
    ],
)
def test_the_ninth_of_may_is_read(language, text):
    assert stated(text, language) == {date(2026, 5, 9)}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "zwischen dem 7. und 9. Mai"),
        ("ru", "с 7 по 9 мая"),
        ("en", "May 7–9"),
        ("en", "7 to 9 May"),
        ("es", "entre el 7 y el 9 de mayo"),
        ("tr", "7-9 Mayıs"),
    ],
)
def test_both_ends_of_a_range_of_days_are_read(language, text):
    assert date(2026, 5, 9) in stated(text, language)
    assert date(2026, 5, 7) in stated(text, language) or language == "es"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("hi", "९ मई तक"),
        ("ur", "9 مئی تک"),
        ("id", "tanggal 9 Mei"),
        ("th", "วันที่ 9 พฤษภาคม 2569"),
        ("th", "9 พ.ค. 2569"),
        ("vi", "ngày 9 tháng 5"),
        ("fa", "۹ مهٔ ۲۰۲۶"),
        ("fa", "۱۹ اردیبهشت ۱۴۰۵"),
        ("fa", "۱۹ اردیبهشت‌ماه"),
        ("fa", "تا ۱۴۰۵/۰۲/۱۹"),
        ("fa", "۱۹/۰۲/۱۴۰۵"),
    ],
)
def test_the_ninth_of_may_is_read_in_the_languages_of_the_south_and_east(language, text):
    assert stated(text, language) == {date(2026, 5, 9)}


def test_the_solar_calendar_is_read_in_persian_only_and_no_hijri_date_is_taken_for_one():
    assert stated("1405/02/19", "ar") == set()
    assert stated("1447/11/22 هـ", "ar") == set()
    assert stated("۳۱ مهر ۱۴۰۵", "fa") == set()
    assert stated("۳۰ اسفند", "fa", date(2025, 3, 1)) == {date(2025, 3, 20)}
    assert stated("۲ فروردین", "fa", date(2026, 3, 5)) == {date(2026, 3, 22)}


def test_english_numeric_dates_are_read_both_ways():
    assert stated("03/04/2026", "en") == {date(2026, 3, 4), date(2026, 4, 3)}


def test_a_year_left_out_is_the_nearest():
    assert stated("on 20 December", "en", date(2027, 1, 10)) == {date(2026, 12, 20)}
    assert stated("on 5 January", "en", date(2026, 12, 20)) == {date(2027, 1, 5)}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "tomorrow"),
        ("de", "wir versenden morgen"),
        ("ru", "завтра"),
        ("kk", "ертең"),
        ("es", "mañana"),
        ("pt", "amanhã"),
        ("fr", "demain"),
        ("tr", "yarın"),
        ("uz", "ertaga"),
        ("ar", "غدًا"),
        ("zh", "明天"),
    ],
)
def test_tomorrow_is_the_day_after_today(language, text):
    assert stated(text, language) == {date(2026, 5, 5)}


@pytest.mark.parametrize(
    "text",
    [
        "Guten Morgen!",
        "por la mañana",
        "You may pay 5 EUR",
        "Kabel 1.80 m, 12.50 EUR",
        "Order 20931",
        "30 February 2026",
    ],
)
def test_these_are_no_dates(text):
    assert stated(text, "de") | stated(text, "es") == set()


def test_weekdays_are_named_in_the_main_languages():
    for text in [
        "on Friday",
        "am Freitag",
        "в пятницу",
        "жұма күні",
        "el viernes",
        "na sexta-feira",
        "الجمعة",
        "星期五",
        "周五",
        "Cuma",
        "शुक्रवार को",
        "جمعہ کو",
        "روز جمعه",
        "hari Jumat",
        "วันศุกร์นี้",
        "thứ Sáu",
    ]:
        assert names_a_weekday(folded(text)), text
    assert not names_a_weekday(folded("Das Kabel ist lang."))


@pytest.mark.parametrize(
    "text", ["", "9. Mai " * 14_000, "1." * 50_000, "十" * 100_000, "1月" * 50_000, "may " * 25_000]
)
def test_hostile_texts_end_quickly(text):
    start = time.perf_counter()
    dates_in(text, MAIN_LANGUAGES, TODAY)
    assert time.perf_counter() - start < 10
