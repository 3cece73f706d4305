"""Claims that a listing must not make."""

import pytest

from lab.checks.boasts import BOAST_KINDS, boast_languages, boast_notes, boasts_in
from lab.customs.documents import load_kinds

CLAIMS = {
    "en": {
        "superlative": "The best desk lamp in the world", "health": "It protects your eyes", "green": "An eco-friendly lamp",
        "safety": "100 % safe for children", "certificate": "CE certified", "guarantee": "100% satisfaction guaranteed",
        "imitation": "As good as the original", "contact": "Visit our website",
    },
    "de": {
        "superlative": "Die beste Lampe der Welt", "health": "Sie schont die Augen", "green": "Eine umweltfreundliche Leuchte",
        "safety": "100 % sicher für Kinder", "certificate": "Die Leuchte ist CE-zertifiziert", "guarantee": "Zufriedenheit garantiert",
        "imitation": "Genau wie das Original", "contact": "Besuchen Sie unsere Website",
    },
    "es": {
        "superlative": "La mejor lámpara del mundo", "health": "Protege la vista", "green": "Una lámpara ecológica",
        "safety": "100 % segura para niños", "certificate": "Lámpara con certificado CE", "guarantee": "Resultados garantizados",
        "imitation": "Igual que el original", "contact": "Visite nuestra web",
    },
    "pt": {
        "superlative": "A melhor luminária do mundo", "health": "Protege a visão", "green": "Uma luminária ecológica",
        "safety": "100% segura para crianças", "certificate": "Luminária com certificado CE", "guarantee": "Garantia vitalícia",
        "imitation": "Réplica do modelo famoso", "contact": "Acesse nosso site",
    },
    "ru": {
        "superlative": "Лучшая лампа в мире", "health": "Защищает зрение", "green": "Экологичная лампа",
        "safety": "100 % безопасна для детей", "certificate": "Сертификат CE", "guarantee": "Пожизненная гарантия",
        "imitation": "Точная копия оригинала", "contact": "Посетите наш сайт",
    },
    "ar": {
        "superlative": "أفضل مصباح في العالم", "health": "يحمي العينين", "green": "مصباح صديق للبيئة", "safety": "آمن 100% للأطفال",
        "certificate": "المصباح حاصل على شهادة CE", "guarantee": "ضمان مدى الحياة", "imitation": "نسخة طبق الأصل",
        "contact": "زوروا موقعنا",
    },
    "zh": {
        "superlative": "全网最低价", "health": "这盏台灯有效护眼", "green": "绿色环保材料", "safety": "百分百安全", "certificate": "已通过CE认证",
        "guarantee": "不满意退款", "imitation": "大牌同款台灯", "contact": "请加微信咨询",
    },
    "kk": {
        "superlative": "Әлемдегі ең жақсы шам", "health": "Шам көзді қорғайды", "green": "Қоршаған ортаға зиянсыз",
        "safety": "Балаларға 100 % қауіпсіз", "certificate": "CE сертификаты бар", "guarantee": "Өмірлік кепілдік береміз",
        "imitation": "Түпнұсқадан айнымайды", "contact": "Сайтымыздан тапсырыс беріңіз",
    },
}  # fmt: skip
PLAIN = {
    "en": "Steel desk lamp for reading. It takes the best part of a minute to set up. The CE mark stands on the plate. Two-year warranty by law.",
    "de": "Schreibtischlampe aus Stahl. Am besten steht sie links. Das CE-Zeichen steht auf dem Typenschild. Sie ist nicht unzerbrechlich, also vorsichtig.",
    "es": "Lámpara de acero para leer. Funciona mejor con luz cálida. El marcado CE está en la placa. Garantía legal de tres años.",
    "pt": "Luminária de aço para leitura. Fica melhor à esquerda. A marca CE está na placa. Garantia legal de 90 dias.",
    "ru": "Стальная лампа для чтения. Лучше поставить её слева. Знак EAC есть на табличке. Гарантия один год.",
    "ar": "مصباح مكتب من الفولاذ للقراءة. يفضل وضعه إلى اليسار. علامة المطابقة على اللوحة. الضمان سنتان.",
    "zh": "金属台灯，适合阅读。建议放在左侧。铭牌上有CE标志。保修一年。",
    "kk": "Оқуға арналған болат шам. Оны сол жаққа қойған дұрыс. EAC белгісі тақтайшада тұр. Кепілдік мерзімі бір жыл.",
}


@pytest.mark.parametrize("language", CLAIMS)
@pytest.mark.parametrize("kind", BOAST_KINDS)
def test_a_claim_of_every_kind_is_found_in_every_language_and_as_nothing_else(language: str, kind: str) -> None:
    text = CLAIMS[language][kind]
    found = boasts_in(text, [language])
    assert [boast.kind for boast in found] == [kind]
    assert text[slice(*found[0].span)] == found[0].found and found[0].language in (language, "any")
    assert boasts_in(text, [language], [other for other in BOAST_KINDS if other != kind]) == []


@pytest.mark.parametrize("language", PLAIN)
def test_plain_words_claim_nothing(language: str) -> None:
    assert boasts_in(PLAIN[language], [*CLAIMS]) == []


def test_there_is_a_list_for_each_language_and_a_note_for_each_entry() -> None:
    assert set(boast_languages()) == set(CLAIMS)
    notes = boast_notes()
    for language, texts in CLAIMS.items():
        for text in texts.values():
            assert all(len(notes[boast.source]) > 40 for boast in boasts_in(text, [language]))


def test_what_is_denied_is_not_claimed_save_where_the_denial_is_the_claim() -> None:
    assert boasts_in("This lamp does not protect your eyes.", ["en"]) == []
    assert [boast.found for boast in boasts_in("There is no risk at all.", ["en"])] == ["no risk"]
    assert [boast.kind for boast in boasts_in("No. 1 in Europe", ["en"])] == ["superlative"]


def test_papers_that_prove_a_claim_allow_it() -> None:
    assert boasts_in("CE certified", ["en"], papers=["declaration_of_conformity"]) == []
    assert len(boasts_in("CE certified", ["en"], papers=["user_manual"])) == 1
    assert load_kinds()["declaration_of_conformity"].for_model


def test_addresses_and_numbers_are_contacts_in_any_language() -> None:
    assert [boast.kind for boast in boasts_in("lampen@example.com", [])] == ["contact"]
    assert boasts_in("lampen@example.com", [], ["health"]) == []


def test_of_claims_that_overlap_the_longest_counts_once() -> None:
    found = boasts_in("100 % satisfaction guaranteed", ["en", "de"])
    assert len(found) == 1


def test_a_sales_talk_of_a_supplier_is_taken_apart() -> None:
    talk = "Hot sale! Best quality eco-friendly LED desk lamp, protects your eyes, No. 1 in Europe, 100 % satisfaction guaranteed!"
    assert [boast.kind for boast in boasts_in(talk, ["en"])] == ["superlative", "green", "health", "superlative", "guarantee"]


def test_a_language_without_a_list_adds_nothing() -> None:
    assert boasts_in("The best lamp in the world", ["mn", "th"]) == []
