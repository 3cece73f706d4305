import pytest

from lab.languages.folding import fold, folded
from lab.languages.negation import holds_negation, is_negated


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Wir können leider kein WhatsApp nutzen.", "WhatsApp", True),
        ("Schreiben Sie uns per WhatsApp.", "WhatsApp", False),
        ("Zögern Sie nicht, uns per WhatsApp zu schreiben.", "WhatsApp", False),
        ("We cannot use WhatsApp here.", "WhatsApp", True),
        ("Not by mail, but by WhatsApp.", "WhatsApp", False),
        ("لا نستخدم واتساب.", "واتساب", True),
        ("تواصل معنا عبر واتساب.", "واتساب", False),
        ("เราไม่ใช้ LINE ค่ะ", "LINE", True),
        ("WhatsApp kullanmıyoruz.", "WhatsApp", True),
        ("WhatsApp'tan yazın.", "WhatsApp", False),
        ("हम व्हाट्सऐप नहीं चलाते।", "व्हाट्सऐप", True),
        ("हमारा नाम देखिए, व्हाट्सऐप पर लिखिए।", "व्हाट्सऐप", False),
        ("हम फ़ोन नहीं करते। व्हाट्सऐप पर लिखिए।", "व्हाट्सऐप", False),
        ("ہم فون نہیں کرتے۔ واٹس ایپ پر لکھیں۔", "واٹس ایپ", False),
    ],
)
def test_a_denial_counts_in_its_clause_only(text: str, word: str, expected: bool) -> None:
    plain = fold(text).text
    start = plain.index(folded(word))
    assert is_negated(plain, start, start + len(folded(word))) is expected


def test_a_denial_on_the_other_side_of_a_but_does_not_count() -> None:
    plain = folded("Telefonumuz yok ama WhatsApp var")
    start = plain.index("whatsapp")
    assert not is_negated(plain, start, start + 8)


def test_a_phrase_may_hold_a_denial_itself() -> None:
    plain = folded("Das geht leider nicht mehr.")
    assert holds_negation(plain, 0, len(plain))
    assert not holds_negation(plain, 0, 8)
    plain = folded("Zögern Sie nicht.")
    assert not holds_negation(plain, 0, len(plain))
