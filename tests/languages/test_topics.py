"""What a message speaks of, in a handful of languages; each sentence is one that a shop would write."""

import time

import pytest

from lab.languages.topics import TOPICS, topics_in

SENTENCES = [
    ("de", "Wir erstatten Ihnen den vollen Kaufpreis.", "refund"),
    ("de", "Leider können wir den Betrag nicht erstatten.", ""),
    ("de", "Sie bekommen von uns ein Rücksendeetikett.", "return_label"),
    ("en", "We will send you a new one.", "replace"),
    ("en", "Please send us a photo of the damage.", "photo"),
    ("ar", "سنعيد لك المبلغ كاملا.", "refund"),
    ("ar", "سنرسل لك قطعة بديلة.", "replace"),
    ("ar", "نرجو إرسال صورة للمنتج.", "photo"),
    ("th", "ทางร้านจะคืนเงินให้เต็มจำนวนค่ะ", "refund"),
    ("th", "ขอรูปสินค้าที่เสียหายด้วยนะคะ", "photo"),
    ("th", "คำสั่งซื้อถูกยกเลิกแล้วค่ะ", "cancelled"),
    ("tr", "Ücretinizi iade ediyoruz.", "refund"),
    ("tr", "Size yenisini gönderiyoruz.", "replace"),
    ("tr", "Lütfen ürünün fotoğrafını gönderin.", "photo"),
    ("hi", "हम आपके पैसे वापस कर देंगे।", "refund"),
    ("hi", "हम आपको नया पीस भेज देंगे।", "replace"),
    ("hi", "कृपया टूटे हुए सामान की फ़ोटो भेजिए।", "photo"),
    ("id", "Kami akan mengirim barang pengganti.", "replace"),
    ("vi", "Shop sẽ hoàn tiền cho bạn.", "refund"),
]


@pytest.mark.parametrize(("language", "text", "topic"), SENTENCES)
def test_a_sentence_speaks_of_its_topic(language: str, text: str, topic: str) -> None:
    found = topics_in(text, language)
    assert (topic in found) if topic else "refund" not in found
    for start, end in found.values():
        assert 0 <= start < end <= len(text)


def test_the_span_shows_the_words_and_topics_come_in_their_order() -> None:
    text = "Guten Tag! Wir schicken Ihnen Ersatz oder erstatten den Betrag."
    found = topics_in(text, "de")
    assert list(found) == [topic for topic in TOPICS if topic in found]
    start, end = found["refund"]
    assert "erstatt" in text[start:end]


def test_denial_of_what_is_itself_a_denial_still_counts() -> None:
    assert "cancel_not" in topics_in("Die Bestellung kann leider nicht mehr storniert werden.", "de")
    assert "cancelled" not in topics_in("Die Bestellung kann leider nicht mehr storniert werden.", "de")


def test_english_is_read_beside_every_language_and_regions_do_not_matter() -> None:
    assert "refund" in topics_in("สวัสดีค่ะ We will refund you in full.", "th")
    assert topics_in("Wir erstatten Ihnen den Betrag.", "de-AT") == topics_in("Wir erstatten Ihnen den Betrag.", "de")


def test_a_danda_ends_what_a_phrase_reaches_over() -> None:
    assert topics_in("क्या पैसे मिले। सामान वापस कर देंगे।", "hi").get("refund") is None


@pytest.mark.parametrize("text", ["", "erstatten " * 5_000, "Geld zurück, " * 4_000, "पैसे " * 10_000, "คืนเงิน" * 5_000, "😀" * 50_000])
def test_hostile_texts_end_quickly(text: str) -> None:
    start = time.process_time()
    for language in ("de", "hi", "th"):
        topics_in(text, language)
    assert time.process_time() - start < 10
