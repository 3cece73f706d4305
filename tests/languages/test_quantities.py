import csv
import time
from fractions import Fraction
from pathlib import Path

import pytest

from lab.languages.quantities import readings_of, stated_in

with (Path(__file__).parent / "data" / "fact_sentences.tsv").open(encoding="utf-8") as file:
    AMOUNTS = [row for row in csv.DictReader(file, delimiter="\t", quoting=3) if row["kind"] == "amount"]
WITH_CURRENCY_WORDS = (
    "en",
    "ru",
    "kk",
    "uz",
    "ky",
    "tr",
    "ar",
    "hi",
    "uk",
    "es",
    "pt",
    "fr",
    "de",
    "it",
    "nl",
    "ja",
    "zh",
)


def values(text: str) -> list[tuple[str, str]]:
    return [(str(quantity.readings[0]), quantity.units[0]) for quantity in stated_in(text)[0]]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("180", ["180"]),
        ("1,80", ["9/5"]),
        ("1.245,90", ["12459/10"]),
        ("1,245.90", ["12459/10"]),
        ("1 245,90", ["12459/10"]),
        ("1'245.90", ["12459/10"]),
        ("1,24,590", ["124590"]),
        ("1.245.900", ["1245900"]),
        ("1.800", ["1800", "9/5"]),
        ("0,125", ["1/8"]),
        (".5", ["1/2"]),
    ],
)
def test_written_digits_have_these_values(written, expected):
    assert [str(value) for value in readings_of(written)[0]] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1½ m", [("3/2", "m")]),
        ("1 m 80", [("9/5", "m")]),
        ("1 м 80 см", [("9/5", "m")]),
        ("5 ft 11 inches", [("71/12", "ft")]),
        ("1米8", [("9/5", "m")]),
        ("长一米八", [("9/5", "m")]),
        ("两米", [("2", "m")]),
        ("١٨٠ سم", [("180", "cm")]),
        ("مترين", [("2", "m")]),
        ("anderthalb Meter", [("3/2", "m")]),
        ("6-foot cord", [("6", "ft")]),
        ('71" cord', [("71", "in")]),
        ("Длина шнура, см: 180", [("180", "cm")]),
        ("Länge (cm): 180", [("180", "cm")]),
        ("10 x 15 x 20 cm", [("10", "cm"), ("15", "cm"), ("20", "cm")]),
        ("220/240 V", [("220", "V"), ("240", "V")]),
        ("US$45.90", [("459/10", "USD")]),
        ("R$ 1.245,90", [("12459/10", "BRL")]),
        ("E27, Modell 12, 180 cm", [("180", "cm")]),
        ("Artikel A180 cm-7", []),
    ],
)
def test_quantities_stated_in_a_text(text, expected):
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 мың 500 теңге", ("12500", "KZT")),
        ("12,5 мың теңге", ("12500", "KZT")),
        ("1 млн 250 тыс. рублей", ("1250000", "RUB")),
        ("125 ming soʻm", ("125000", "UZS")),
        ("150 ribu rupiah", ("150000", "IDR")),
        ("Rp1,2 juta", ("1200000", "IDR")),
        ("Rp45.900", ("45900", "IDR")),
        ("Rp 1.250.000,00", ("1250000", "IDR")),
        ("2 bin 500 TL", ("2500", "TRY")),
        ("iki bin lira", ("2000", "TRY")),
        ("2 लाख 50 हज़ार रुपये", ("250000", "INR")),
        ("₹1,25,000", ("125000", "INR")),
        ("5 ہزار روپے", ("5000", "PKR")),
        ("۵۰۰ هزار تومان", ("5000000", "IRR")),
        ("۲۴۵٬۰۰۰ تومان", ("2450000", "IRR")),
        ("1,2 triệu đồng", ("1200000", "VND")),
        ("45 nghìn đồng", ("45000", "VND")),
        ("2 หมื่นบาท", ("20000", "THB")),
        ("฿1,250", ("1250", "THB")),
        ("12 ألف ريال", ("12000", "SAR")),
        ("2万元", ("20000", "CNY")),
        ("$2 million", ("2000000", "USD")),
        ("Rs. 2,450", ("2450", "PKR")),
        ("۴۵/۹۰ یورو", ("45.90", "EUR")),
        ("yüzde 20 indirim", ("20", "percent")),
        ("%20 indirim", ("20", "percent")),
        ("٪۲۰ تخفیف", ("20", "percent")),
        ("طوله متر و80 سم", ("1.8", "m")),
        ("3 متر و80 سم", ("3.8", "m")),
    ],
)
def test_numbers_in_the_manner_of_a_country_are_read(text, expected):
    value, unit = expected
    assert [Fraction(value) in quantity.readings and unit in quantity.units for quantity in stated_in(text)[0]] == [True]


@pytest.mark.parametrize(
    "text", ["Ich bin um 10 bin ich da", "3 тысячи раз", "5 mil gracias", "Modell 12 bin", "45/90", "E27rp", "100 % 15"]
)
def test_a_multiplying_word_without_a_unit_makes_no_quantity(text):
    assert [quantity for quantity in stated_in(text)[0] if quantity.units != ("percent",)] == []


def test_dan_is_and_in_indonesian_and_from_in_uzbek():
    assert stated_in("panjang 7 dan 10 hari")[1] == ()
    assert [(found.low, found.high) for found in stated_in("7 dan 10 kungacha")[1]] == [((Fraction(7),), (Fraction(10),))]
    assert [(found.low, found.high) for found in stated_in("antara 7 dan 10 hari")[1]] == [((Fraction(7),), (Fraction(10),))]
    assert len([q for q in stated_in("kabel 180 cm dan tinggi 45 cm")[0] if not q.ranged]) == 2


def test_number_words_of_a_range_may_be_whole_words_or_carry_a_prefix():
    for text, low, high in (("yedi ila on gün", 7, 10), ("ما بين سبعة وعشرة أيام", 7, 10)):
        assert [(found.low, found.high) for found in stated_in(text)[1]] == [((Fraction(low),), (Fraction(high),))]


def test_one_sign_can_mean_several_currencies():
    assert "USD" in stated_in("$45")[0][0].units
    assert "MXN" in stated_in("$45")[0][0].units
    assert stated_in("$45 USD")[0][0].units == ("USD",)


@pytest.mark.parametrize(
    "text",
    [
        "9-14 days",
        "9–14 Tage",
        "9 bis 14 Tagen",
        "from 9 to 14 days",
        "between 9 and 14 days",
        "zwischen 9 und 14 Tagen",
        "neun bis vierzehn Tage",
        "от 9 до 14 дней",
        "9—14 дней",
        "от девяти до четырнадцати дней",
        "9–14 күн ішінде",
        "9 күннен 14 күнге дейін",
        "entre 9 y 14 días",
        "de 9 a 14 días",
        "entre 9 e 14 dias",
        "9 à 14 jours",
        "entre 9 et 14 jours",
        "9-14 gün",
        "9 ile 14 gün arasında",
        "9–14 kun",
        "9 kundan 14 kungacha",
        "9到14天",
        "9至14天",
        "九到十四天",
        "من 9 إلى 14 يومًا",
        "بين ٩ و١٤ يومًا",
    ],
)
def test_a_range_of_days_is_read_in_every_wording(text):
    ranges = stated_in(text)[1]
    assert [(found.low, found.high, found.units) for found in ranges] == [((Fraction(9),), (Fraction(14),), ("day",))]


def test_and_makes_a_range_only_after_between():
    assert stated_in("Packs of 9 and 14 days")[1] == ()


@pytest.mark.parametrize(
    "row", [row for row in AMOUNTS if row["lang"] in WITH_CURRENCY_WORDS], ids=lambda row: row["text"]
)
def test_the_amounts_of_the_sentences_are_read(row):
    stated = [quantity.readings for quantity in stated_in(row["text"])[0]]
    assert any(Fraction(row["expected"]) in readings for readings in stated)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1 " * 50_000,
        "1.1" * 33_000,
        "9" * 100_000,
        "1 m " * 25_000,
        "111 " * 25_000,
        "一" * 100_000,
        "1-" * 50_000,
        "$" * 100_000,
    ],
    ids=lambda text: repr(text[:6]),
)
def test_hostile_texts_end_quickly(text):
    start = time.perf_counter()
    stated_in(text)
    assert time.perf_counter() - start < 10
