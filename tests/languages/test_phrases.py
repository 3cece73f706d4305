import pytest

from lab.languages.folders import ANY, kind_file, languages_with
from lab.languages.folding import folded
from lab.languages.phrases import PhraseBook, phrase_pattern
from lab.values.yamlfile import read_yaml


def found(phrase: str, text: str) -> list[str]:
    plain = folded(text)
    return [plain[hit.start : hit.end] for hit in PhraseBook([phrase]).find(plain)]


def test_words_match_whole_and_in_any_case():
    assert found("unterwegs", "Ist UNTERWEGS.") == ["unterwegs"]
    assert found("weg", "Ist unterwegs.") == []


def test_a_star_stands_for_an_ending_or_a_beginning():
    assert found("erstatt*", "die Erstattung") == ["erstattung"]
    assert found("*maymiz", "yoza olmaymiz") == ["olmaymiz"]


def test_alternatives_stand_in_a_word_or_in_brackets():
    assert found("wurde versandt|verschickt", "wurde verschickt") == ["wurde verschickt"]
    assert found("(has been|was) sent", "it was sent; it has been sent") == ["was sent", "has been sent"]


def test_three_points_reach_over_a_day_but_not_into_the_next_sentence():
    assert found("haben ... versandt", "Wir haben es am 9. Mai versandt.") == ["haben es am 9. mai versandt"]
    assert found("haben ... versandt", "Wir haben es. Gestern versandt?") == []
    assert found("haben ... versandt", "haben " + "x " * 40 + "versandt") == []


def test_marks_end_a_word_as_letters_do():
    assert found("ना", "मेरा नाम") == []
    assert found("ना", "ना जी") == ["ना"]
    assert found("है", "हैं") == []
    assert found("*ना", "भेजना है") == ["भेजना"]
    assert found("मूल्य|दाम", "दामों में") == []


def test_a_danda_and_an_urdu_full_stop_end_what_three_points_reach_over():
    assert found("हमने ... भेजा", "हमने पार्सल भेजा।") == ["हमने पार्सल भेजा"]
    assert found("हमने ... भेजा", "हमने देखा। कल भेजा।") == []
    assert found("ہم ... بھیجا", "ہم نے دیکھا۔ کل بھیجا۔") == []


def test_alternatives_may_begin_and_end_in_different_ways():
    assert found("(100%|sure*|*ly) now", "surely now, 100% now") == ["surely now", "100% now"]
    assert found("a|b c", "ab c; a c; b c") == ["a c", "b c"]
    assert found("(ja|ja doch) bitte", "ja doch bitte") == ["ja doch bitte"]


def test_a_book_finds_what_its_phrases_find_one_by_one():
    phrases = ["(has been|was) sent|shipped", "was ... late", "sent", "re*", "(a|b) (c|d)", "已发货", "*ed today"]
    text = folded("It was sent today, returned today and was not late; b d. 您的包裹已发货。It has been shipped")
    book = PhraseBook(phrases)
    alone = [(phrase, m.start(), m.end()) for phrase in phrases for m in phrase_pattern(phrase).finditer(text)]
    assert sorted((hit.phrase, hit.start, hit.end) for hit in book.find(text)) == sorted(alone)
    assert len(alone) >= 7
    assert book.is_in(text, 0, 12)
    assert not PhraseBook(["was late"]).is_in(text)
    assert book.narrowed(text).find(text, 10) == book.find(text, 10)
    assert book.narrowed("").find(text) == []


def test_scripts_without_spaces_match_inside_a_line():
    assert found("已发货", "您的包裹已发货。") == ["已发货"]
    assert found("whatsapp", "请加WhatsApp联系") == ["whatsapp"]


def test_arabic_words_may_carry_prefixes():
    assert found("سلك", "والسلك طويل") == ["والسلك"]
    assert found("سلك", "مسلك") == []


def test_blanking_keeps_every_place():
    text = folded("ok no later than May 9 no")
    assert PhraseBook(["no later than"]).blank(text) == "ok               may 9 no"


@pytest.mark.parametrize("phrase", ["", "...", "a ...", "*", "|", "(|a)", "a|", "a * b"])
def test_a_phrase_without_words_is_refused(phrase):
    with pytest.raises(ValueError):
        phrase_pattern(phrase)
    with pytest.raises(ValueError):
        PhraseBook([phrase]).find("a b")


def test_every_phrase_in_the_files_can_be_read():
    def texts(value):
        if isinstance(value, dict):
            for part in value.values():
                yield from texts(part)
        elif isinstance(value, list):
            yield from value

    count = 0
    files = [kind_file(language, kind) for kind in ("promises", "claims", "topics") for language in (ANY, *languages_with(kind))]
    for file in [file for file in files if file.exists()]:
        data, _ = read_yaml(file.read_text(encoding="utf-8"), str(file))
        for phrase in texts(data):
            assert phrase_pattern(phrase)
            # An alternation followed by a bare word is easily a slip for brackets: both sides must be meant.
            assert phrase.count("(") == phrase.count(")")
            count += 1
    assert count > 1500
