"""Traps in texts: each kind in several languages, and no false alarm on good letters."""

from datetime import date
from pathlib import Path

import pytest

from lab.culture.cards import PhrasesTrap, card_countries, cards_of
from lab.culture.traps import traps_in
from lab.languages.folding import fold
from lab.languages.glossary import glossary_languages, glossary_of
from lab.languages.identify import identify
from lab.scenarios.script import load_scenario, scenario_folders
from lab.values.places import SCENARIOS

TODAY = date(2026, 11, 20)


def ids(text: str, language: str, country: str, today: date = TODAY, name: str = "") -> list[str]:
    return [trap.card.id for trap in traps_in(text, language, country, today, name)]


@pytest.mark.parametrize(
    ("text", "language", "country", "card"),
    [
        ("A happy Chinese New Year to you!", "en", "KR", "lunar_new_year_name"),
        ("Поздравляем с китайским Новым годом!", "ru", "KR", "lunar_new_year_name"),
        ("中国新年快乐！", "zh", "VN", "lunar_new_year_name"),
        ("Money box in the shape of a piglet", "en", "SA", "pigs_and_pork"),
        ("Копилка-свинка для детей", "ru", "TR", "pigs_and_pork"),
        ("小猪存钱罐", "zh", "ID", "pigs_and_pork"),
        ("حصالة على شكل خنزير", "ar", "AE", "pigs_and_pork"),
        ("Sparschwein aus Keramik", "de", "EG", "pigs_and_pork"),
        ("Kumbara 🐷", "tr", "TR", "pigs_and_pork"),
        ("A glass for red wine", "en", "SA", "alcohol_images"),
        ("كأس للنبيذ", "ar", "SA", "alcohol_images"),
        ("Merry Christmas from our team!", "en", "SA", "christmas_greetings"),
        ("С Рождеством!", "ru", "IL", "christmas_greetings"),
        ("Comes in white wrapping paper", "en", "CN", "white_wrapping"),
        ("白色包装纸", "zh", "CN", "white_wrapping"),
        ("подарочный набор чашек из четырёх", "ru", "JP", "four_as_a_present"),
        ("Gift set of 4 bowls", "en", "KR", "four_as_a_present"),
        ("国家级品质，销量第一", "zh", "CN", "cn_superlatives"),
        ("Umweltfreundliche Verpackung", "de", "DE", "eu_green_words"),
        ("Os enviamos el pedido hoy, vosotros elegís.", "es", "MX", "es_latam_ustedes"),
        ("Capa para telemóvel", "pt", "BR", "br_own_portuguese"),
        ("Доброго времени суток!", "ru", "RU", "ru_time_of_day"),
        ("Salom! Buyurtmangiz yoʻlda.", "uz", "UZ", "uz_salom"),
        ("Букет из 10 роз", "ru", "KZ", "even_flowers"),
        ("Buddha face on a soft doormat", "en", "TH", "buddha_images"),
    ],
)
def test_words_are_found_in_the_language_of_the_text(text: str, language: str, country: str, card: str) -> None:
    assert card in ids(text, language, country)
    assert card not in ids(text, language, "PT")


@pytest.mark.parametrize(
    ("text", "language", "country"),
    [
        ("Gelatine without pork", "en", "SA"),
        ("House for a guinea pig", "en", "SA"),
        ("Meerschweinchen-Haus", "de", "SA"),
        ("An alcohol-free beer", "en", "SA"),
        ("Без свинины", "ru", "TR"),
        ("Assalomu alaykum! Buyurtmangiz yoʻlda.", "uz", "UZ"),
        ("Set of six cups, a fine present", "en", "JP"),
        ("Букет из 11 роз", "ru", "KZ"),
        ("Happy Lunar New Year!", "en", "KR"),
        ("Prayer mat with a verse of the Quran in a frame for the wall", "en", "SA"),
    ],
)
def test_what_is_denied_or_something_else_is_no_trap(text: str, language: str, country: str) -> None:
    assert ids(text, language, country) == []


@pytest.mark.parametrize(
    ("text", "language", "country", "words"),
    [
        ("Your parcel will arrive on Friday.", "en", "SA", "Friday"),
        ("سيصل طردك يوم الجمعة.", "ar", "SA", "الجمعة"),
        ("We will reply on 27 November.", "en", "EG", "27 November"),
        ("Wir antworten Ihnen am Sonntag.", "de", "DE", "Sonntag"),
        ("Посылка придёт в воскресенье.", "ru", "KZ", "воскресенье"),
        ("Тапсырысты жексенбіде жеткіземіз.", "kk", "KZ", "жексенбіде"),
        ("Buyurtmani yakshanba kuni yetkazamiz.", "uz", "UZ", "yakshanba"),
        ("我们星期六会送到。", "zh", "AE", "星期六"),
        ("It was sent on 18 November and will arrive on 27 November.", "en", "SA", "27 November"),
    ],
)
def test_a_promise_for_a_day_of_rest(text: str, language: str, country: str, words: str) -> None:
    (trap,) = traps_in(text, language, country, TODAY, topics=("weekends",))
    assert trap.words == words
    assert fold(text).original[slice(*trap.span)] == words
    assert traps_in(text, language, "CL", TODAY, topics=("weekends",)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Your parcel will arrive before Friday.",
        "We do not deliver on Friday.",
        "Will it arrive on Friday?",
        "It was delivered on Friday.",
        "Friday and Saturday are our days off; we will reply on Sunday.",
        "It will arrive between 26 November and 28 November.",
        "Order today and it will arrive within nine days.",
        "It will arrive on 29 November.",
    ],
)
def test_what_promises_no_day_of_rest(text: str) -> None:
    assert traps_in(text, "en", "SA", TODAY, topics=("weekends",)) == ()


@pytest.mark.parametrize(
    ("text", "language", "country", "card"),
    [
        ("Ihr Paket wird am 25. Dezember zugestellt.", "de", "DE", "christmas_days"),
        ("Your parcel will arrive on 25 December.", "en", "US", "christmas_days"),
        ("Посылка придёт 2 января.", "ru", "RU", "new_year_rest"),
        ("Тапсырысты 16 желтоқсанда жеткіземіз.", "kk", "KZ", "kz_independence_day"),
        ("Recibirá el pedido el 25 de diciembre.", "es", "MX", "christmas_days"),
        ("سيصل طردك يوم 7 يناير.", "ar", "EG", "eg_coptic_christmas"),
        ("包裹将于2027年2月6日送达，我们会送到。", "zh", "CN", "cn_spring_festival"),
        ("Seu pedido chegará no dia 25 de dezembro.", "pt", "BR", "christmas_days"),
    ],
)
def test_a_promise_for_a_holiday(text: str, language: str, country: str, card: str) -> None:
    assert card in ids(text, language, country)
    assert card not in ids(text, language, "CL")


def test_the_day_after_a_holiday_is_a_day_like_any() -> None:
    assert ids("Ihr Paket wird am 28. Dezember zugestellt.", "de", "DE") == []
    assert ids("Ihr Paket wurde am 25. Dezember zugestellt.", "de", "DE", date(2027, 1, 4)) == []


@pytest.mark.parametrize(
    ("text", "language", "country", "name"),
    [
        ("Уважаемая Смирнова! Заказ в пути.", "ru", "RU", "Анна Смирнова"),
        ("السلام عليكم الشمري، طلبك في الطريق.", "ar", "SA", "أحمد الشمري"),
        ("Hallo Anna, Ihr Paket ist unterwegs.", "de", "DE", "Anna Weber"),
        ("Merhaba Yılmaz, siparişiniz yolda.", "tr", "TR", "Ayşe Yılmaz"),
    ],
)
def test_the_wrong_part_of_a_name(text: str, language: str, country: str, name: str) -> None:
    found = traps_in(text, language, country, TODAY, name, ("names",))
    assert len(found) == 1
    assert found[0].words in name
    assert traps_in(text, language, country, TODAY, "", ("names",)) == ()


def test_the_right_part_of_a_name_is_no_trap() -> None:
    assert ids("Здравствуйте, Анна! Заказ в пути.", "ru", "RU", name="Анна Смирнова") == []
    assert ids("Guten Tag Frau Weber, Ihr Paket ist unterwegs.", "de", "DE", name="Anna Weber") == []


@pytest.mark.parametrize(
    ("written", "us", "gb"),
    [
        ("03/07/2026", True, True), ("03/07", True, True), ("13/07/2026", True, False), ("07/13/2026", False, True),
        ("2026-03-07", False, False), ("07.03.2026", False, False), ("03/03/2026", False, False), ("24/7", False, False),
        ("1/2", False, False), ("9-14", False, False), ("7 March 2026", False, False), ("#03/07/2026", False, False),
    ],
)  # fmt: skip
def test_dates_in_figures(written: str, us: bool, gb: bool) -> None:
    text = f"The parcel left on {written} by air."
    assert ("us_month_first" in ids(text, "en", "US")) == us
    assert ("day_first_english" in ids(text, "en", "GB")) == gb


@pytest.mark.parametrize(
    ("text", "language", "country", "found"),
    [
        ("We refund $20 to you.", "en", "MX", True),
        ("We refund US$20 to you.", "en", "MX", False),
        ("We refund 20 USD ($20) to you.", "en", "MX", False),
        ("Devolvemos $399 MXN.", "es", "MX", False),
        ("Возвращаем $15.", "ru", "KZ", True),
        ("نعيد إليك $15.", "ar", "SA", True),
        ("退款¥300。", "zh", "CN", True),
        ("退款¥300人民币。", "zh", "CN", False),
        ("We refund 120 kr now.", "en", "SE", True),
        ("We refund 120 SEK now.", "en", "SE", False),
        ("We refund Rs 900.", "en", "PK", True),
        ("We refund $20 to you.", "en", "US", False),
    ],
)
def test_signs_that_several_currencies_share(text: str, language: str, country: str, found: bool) -> None:
    signs = ("dollar_of_which", "dollar_abroad", "yen_or_yuan", "kr_of_which", "rupees_of_which")
    assert any(card in signs for card in ids(text, language, country)) == found


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("一套250元", "zh", True), ("价格：¥250 CNY", "zh", True), ("Only 250 yuan", "en", True), ("всего 250 юаней", "ru", True),
        ("1250元", "zh", False), ("250.50元", "zh", False), ("2500元", "zh", False), ("重250克", "zh", False),
    ],
)  # fmt: skip
def test_two_hundred_and_fifty(text: str, language: str, found: bool) -> None:
    assert ("cn_250" in ids(text, language, "CN")) == found


def test_figures_of_two_scripts_but_no_codes() -> None:
    assert ids("وصل ٣ طرود، وبقي 2 منها.", "ar", "SA") == ["one_set_of_digits"]
    assert ids("وصل ٣ طرود برقم LX123456789CN.", "ar", "SA") == []
    assert ids("طلب رقم 10000231 وفيه ٣ قطع.", "ar", "SA") == []
    assert ids("۳ روز دیگر، نه 5 روز.", "fa", "IR") == ["one_set_of_digits"]


def test_a_rule_begins_on_its_day() -> None:
    assert "eu_green_words" not in ids("Umweltfreundliche Verpackung", "de", "DE", date(2026, 9, 26))
    assert "eu_green_words" in ids("Umweltfreundliche Verpackung", "de", "DE", date(2026, 9, 27))


def test_spans_count_the_nfc_text_and_topics_narrow_the_cards() -> None:
    text = "Cafe\u0301 ½ – A glass of wine, and a piglet."
    found = traps_in(text, "en", "SA", TODAY)
    assert [trap.card.id for trap in found] == ["alcohol_images", "pigs_and_pork"]
    assert [fold(text).original[slice(*trap.span)] for trap in found] == ["wine", "piglet"]
    assert traps_in(text, "en", "SA", TODAY, topics=("weekends",)) == ()
    assert traps_in(text, "en-GB", "SA", TODAY) == found


@pytest.mark.parametrize("text", ["", " \n", "\ud800", "￥" * 500, "1/" * 3000, "$" * 2000 + "1", "Friday " * 500, "猪" * 100])
def test_hostile_texts_end(text: str) -> None:
    for country in ("SA", "CN", "MX", "US", "DE"):
        for language in ("en", "zh", "xx", ""):
            first = traps_in(text, language, country, TODAY, "Anna Weber")
            assert first == traps_in(text, language, country, TODAY, "Anna Weber")


def test_every_phrase_of_a_card_can_be_found() -> None:
    for card in cards_of():
        if isinstance(card.rule, PhrasesTrap):
            for language, phrases in card.rule.phrases.items():
                for phrase in phrases:
                    text = sample(phrase)
                    assert any(
                        trap.card.id == card.id
                        for trap in traps_in(text, "en" if language == "any" else language, card.countries[0], TODAY)
                    ), (card.id, language, phrase, text)


def sample(phrase: str) -> str:
    """A text that a phrase stands in: the first of every choice, endings left off."""
    import re

    flat = re.sub(r"\(([^()|]*)[^()]*\)", r"\1", phrase)
    words = [word.split("|")[0].strip("*") for word in flat.split()]
    return " ".join("–" if word == "..." else word for word in words)


def test_no_false_alarm_on_the_sentences_of_the_glossaries() -> None:
    for language in glossary_languages():
        glossary = glossary_of(language)
        assert glossary is not None
        for name, text in glossary.phrases.items():
            for country in card_countries():
                assert traps_in(text, language, country, TODAY, "Anna Weber") == (), (language, name, country)


def solutions() -> list[Path]:
    """What the references write for buyers; a reflection is read by the instructor, and may name the trap that it kept out of."""
    reflections = {
        folder / step.with_
        for folder in scenario_folders()
        for step in load_scenario(folder).file.reference
        if step.do == "reflection.submit" and isinstance(step.with_, str)
    }
    return [path for path in sorted(SCENARIOS.glob("*/solution/**/*")) if path.suffix in (".txt", ".yaml") and path not in reflections]


@pytest.mark.parametrize(
    "text",
    [
        "Вам пришли полотенца, это наша вина.", "Вина не Ваша, мы перепутали коробки.", "Вина лежит на нас.", "Мы признаём вину и вернём деньги.",
        "Берём вину на себя.", "Чтобы загладить вину, мы оплатим обратную дорогу.", "Свою вину мы не отрицаем.",
    ],
)  # fmt: skip
def test_a_fault_is_no_wine_in_russian(text: str) -> None:
    assert traps_in(text, "ru", "SA", TODAY) == ()


@pytest.mark.parametrize(
    "text",
    ["Бокал для вина.", "Наши вина и бокалы.", "Подойдёт к вину и к сыру.", "Это наша вина, а бокал для вина целый.", "Вина Грузии в подарок."],
)
def test_wine_beside_a_fault_is_still_found_in_russian(text: str) -> None:
    assert [trap.card.id for trap in traps_in(text, "ru", "SA", TODAY)] == ["alcohol_images"]


def test_no_false_alarm_on_what_the_references_of_the_scenarios_write() -> None:
    assert len(solutions()) > 40
    for path in solutions():
        text = path.read_text(encoding="utf-8")
        named = [part for part in path.name.split(".")[1:-1] if len(part) == 2]
        for language in dict.fromkeys((*named, identify(text).language)):
            for country in card_countries():
                assert traps_in(text, language, country, TODAY, "Anna Weber") == (), (path, language, country)
