"""What a shop's answer asks a buyer for."""

import pytest

from lab.checks.asked import SLOTS, asked_for, asks_anything, knows_slots
from lab.languages.folding import fold

ASKING = {
    "en": {
        "order_number": "Could you tell us your order number?", "photo": "Please send us a photo of the lamp.",
        "address": "Where should we send the new one?", "fault": "What exactly is broken?",
        "wish": "Would you prefer a refund or a new lamp?", "quantity": "How many pieces do you need?",
        "model": "Which model do you have?",
    },
    "de": {
        "order_number": "Wie lautet Ihre Bestellnummer?", "photo": "Bitte schicken Sie uns ein Foto der Leuchte.",
        "address": "An welche Adresse dürfen wir liefern?", "fault": "Was genau ist beschädigt?",
        "wish": "Möchten Sie lieber Ersatz oder eine Erstattung?", "quantity": "Wie viele Leuchten brauchen Sie?",
        "model": "Um welches Modell geht es?",
    },
    "es": {
        "order_number": "¿Cuál es su número de pedido?", "photo": "Por favor, envíenos una foto de la lámpara.",
        "address": "¿A qué dirección se lo enviamos?", "fault": "¿Qué está dañado exactamente?",
        "wish": "¿Prefiere un reembolso o una lámpara nueva?", "quantity": "¿Cuántas unidades necesita?",
        "model": "¿Qué modelo tiene?",
    },
    "pt": {
        "order_number": "Qual é o número do pedido?", "photo": "Por favor, envie uma foto da luminária.",
        "address": "Para qual endereço devemos enviar?", "fault": "O que está danificado exatamente?",
        "wish": "Você prefere o reembolso ou uma luminária nova?", "quantity": "De quantas unidades você precisa?",
        "model": "Qual modelo você tem?",
    },
    "ru": {
        "order_number": "Подскажите, пожалуйста, номер заказа.", "photo": "Пришлите, пожалуйста, фотографию лампы.",
        "address": "По какому адресу доставить новую лампу?", "fault": "Что именно повреждено?",
        "wish": "Вы предпочли бы возврат денег или новую лампу?", "quantity": "Сколько штук вам нужно?",
        "model": "Какая модель у вас?",
    },
    "ar": {
        "order_number": "هل يمكنكم إرسال رقم الطلب؟", "photo": "نرجو إرسال صورة للمصباح.",
        "address": "ما عنوانكم الصحيح؟", "fault": "ما المشكلة بالضبط؟",
        "wish": "هل تفضلون استرداد المبلغ أم مصباحا جديدا؟", "quantity": "كم قطعة تريدون؟", "model": "أي موديل لديكم؟",
    },
    "zh": {
        "order_number": "请告诉我们您的订单号。", "photo": "麻烦您拍一张照片发给我们。", "address": "请问收货地址是什么？",
        "fault": "请问具体是哪里坏了？", "wish": "您希望退款还是换货？", "quantity": "请问您需要几盏？", "model": "请问是什么型号？",
    },
    "kk": {
        "order_number": "Тапсырыс нөміріңізді жазыңызшы.", "photo": "Шамның фотосын жіберіңізші.",
        "address": "Мекенжайыңызды нақтылаңызшы.", "fault": "Нақты не сынған?",
        "wish": "Ақшаны қайтарайық па, әлде шамды ауыстырайық па?", "quantity": "Сізге неше дана керек?",
        "model": "Сізде қандай үлгі?",
    },
}  # fmt: skip


@pytest.mark.parametrize("language", ASKING)
@pytest.mark.parametrize("slot", SLOTS)
def test_a_native_question_asks_for_its_thing_and_not_for_a_number_it_does_not_name(language: str, slot: str) -> None:
    text = ASKING[language][slot]
    span = asked_for(text, language, slot)
    assert span is not None and fold(text).original[slice(*span)].strip()
    if slot not in ("order_number", "photo"):
        assert asked_for(text, language, "order_number") is None and asked_for(text, language, "photo") is None


@pytest.mark.parametrize(
    "text", ["Danke für Ihr Foto.", "Ihre Bestellnummer haben wir gefunden.", "Sie müssen uns bitte kein Foto schicken.", ""]
)
def test_naming_a_thing_or_waiving_it_asks_for_nothing(text: str) -> None:
    assert asked_for(text, "de", "photo") is None and asked_for(text, "de", "order_number") is None


def test_phrases_of_the_authors_own_are_asked_for_in_the_same_way() -> None:
    text = "Wie hoch ist Ihr Tisch? Unsere Leuchte ist 43 cm hoch."
    assert asked_for(text, "de", ["wie hoch ... tisch"]) == (0, 22)
    assert asked_for(text, "de", ["leuchte"]) is None


def test_a_question_in_english_is_understood_in_any_thread() -> None:
    assert asked_for("Please send us a photo.", "th", "photo") is not None


def test_the_lab_says_which_languages_it_has_words_of() -> None:
    assert all(knows_slots(language) for language in ASKING)
    assert not knows_slots("mn") and knows_slots("de-AT")
    assert asks_anything("Энэ юу вэ?", "mn") and not asks_anything("Баярлалаа.", "mn")


def test_an_unknown_slot_is_named() -> None:
    with pytest.raises(KeyError, match="shoe_size"):
        asked_for("?", "de", "shoe_size")
