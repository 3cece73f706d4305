"""How messages of shops are dressed, in a handful of languages."""

import time

import pytest

from lab.languages.manners import dress_of, manners_of, questions_in

LETTERS = [
    ("de", "Sehr geehrte Frau Berger,\nes tut uns leid, dass Sie warten mussten.\nMit freundlichen Grüßen\nLampenladen", "formal", "formal"),
    ("de", "Hallo Frau Berger,\nes tut mir leid, wir kümmern uns um Ihr Paket.\nViele Grüße", "shop", "shop"),
    ("tr", "Sayın Ayşe Hanım,\nyaşanan gecikme için özür dileriz, siparişiniz yolda.\nSaygılarımızla", "formal", "formal"),
    ("tr", "Merhaba,\ngecikme için özür dileriz.\nİyi günler", "shop", "shop"),
    ("hi", "आदरणीय ग्राहक,\nदेरी के लिए हम क्षमा चाहते हैं।\nसादर", "formal", "formal"),
    ("hi", "नमस्ते,\nदेरी के लिए माफ़ कीजिए।\nधन्यवाद", "shop", "shop"),
    ("ar", "السلام عليكم،\nنعتذر عن التأخير.\nمع التحية", "shop", "shop"),
    ("th", "เรียน คุณมานี\nทางร้านขออภัยในความล่าช้าค่ะ\nขอแสดงความนับถือ", "formal", "formal"),
    ("th", "สวัสดีค่ะ ต้องขอโทษที่ส่งช้านะคะ ขอบคุณค่ะ", "shop", "shop"),
]


@pytest.mark.parametrize(("language", "text", "greeting", "closing"), LETTERS)
def test_a_letter_wears_a_greeting_a_word_of_regret_and_a_closing(language: str, text: str, greeting: str, closing: str) -> None:
    dress = dress_of(text, language)
    assert dress is not None
    assert (dress.greeting_style, dress.closing_style) == (greeting, closing)
    assert dress.apology is not None
    assert dress.greeting is not None
    assert dress.closing is not None
    assert dress.greeting[1] <= dress.apology[0] < dress.closing[0]


def test_a_greeting_counts_at_the_beginning_and_a_closing_at_the_end() -> None:
    middle = "Ihr Paket kommt morgen an, und wir melden uns noch einmal, sobald es beim Zusteller vor Ort ist."
    late = dress_of(f"{middle}\nHallo\n{middle}\n{middle}", "de")
    early = dress_of(f"Viele Grüße\n{middle}\n{middle}\n{middle}\n{middle}", "de")
    assert late is not None
    assert early is not None
    assert (late.greeting, early.closing) == (None, None)


@pytest.mark.parametrize(
    ("language", "polite", "familiar"),
    [
        ("de", "Können Sie uns ein Foto schicken?", "Kannst du uns ein Foto schicken?"),
        ("tr", "Bize fotoğraf gönderebilir misiniz?", "Bize fotoğraf gönderebilir misin?"),
        ("hi", "क्या आप फ़ोटो भेज सकते हैं?", "तुम फ़ोटो भेजो।"),
        ("ru", "Пришлите, пожалуйста, ваше фото.", "Пришли нам твоё фото."),
    ],
)
def test_the_form_of_address_is_told_apart(language: str, polite: str, familiar: str) -> None:
    kind, rude = dress_of(polite, language), dress_of(familiar, language)
    assert kind is not None
    assert kind.polite is not None
    assert kind.familiar is None
    assert rude is not None
    assert rude.familiar is not None


@pytest.mark.parametrize(
    ("language", "name", "text", "right", "wrong"),
    [
        ("de", "Anna Berger", "Guten Tag Frau Berger,", "Berger", ""),
        ("de", "Anna Berger", "Guten Tag Anna Berger,", "Anna", ""),
        ("de", "Anna Berger", "Guten Tag Anna,", "", "Anna"),
        ("tr", "Ayşe Yılmaz", "Merhaba Ayşe Hanım,", "Ayşe", ""),
        ("tr", "Ayşe Yılmaz", "Merhaba Yılmaz,", "", "Yılmaz"),
        ("th", "มานี ใจดี", "สวัสดีค่ะคุณมานี", "มานี", ""),
        ("de", "Anna Berger", "Guten Tag,", "", ""),
    ],
)
def test_the_buyer_is_rightly_named(language: str, name: str, text: str, right: str, wrong: str) -> None:
    dress = dress_of(text, language, name)
    assert dress is not None
    assert (text[slice(*dress.name)] if dress.name else "") == right
    assert (text[slice(*dress.wrong_name)] if dress.wrong_name else "") == wrong


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("de", "Passt Ihnen das? Wir warten.", 1),
        ("ar", "هل يناسبك هذا؟ شكرا.", 1),
        ("th", "ลูกค้าสะดวกรับแบบไหนคะ ส่งได้ไหมคะ", 1),
        ("hi", "क्या आप नया पीस चाहेंगे। हम तैयार हैं।", 1),
        ("tr", "Yenisini mi istersiniz yoksa iade mi?", 1),
        ("ur", "کیا یہ ٹھیک ہے؟ ہم انتظار کریں گے۔", 1),
        ("de", "Wir warten.", 0),
    ],
)
def test_sentences_that_ask_are_found(language: str, text: str, count: int) -> None:
    assert len(questions_in(text, language)) == count


def test_a_language_without_manners_has_no_dress_and_its_question_marks_still_count() -> None:
    assert manners_of("nl") is None
    assert dress_of("Hallo", "nl") is None
    assert questions_in("Goed?", "nl") == ((0, 5),)


@pytest.mark.parametrize("text", ["", "\n" * 5_000, "Hallo " * 8_000, "ค่ะ" * 10_000, "؟" * 20_000])
def test_hostile_texts_end_quickly(text: str) -> None:
    start = time.process_time()
    for language in ("de", "th", "ar"):
        dress_of(text, language, "Anna Berger")
        questions_in(text, language)
    assert time.process_time() - start < 10
