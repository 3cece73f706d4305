import pytest

from lab.languages.folding import folded
from lab.languages.phrases import PhraseBook, phrase_pattern
from lab.values.places import SEED
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


def test_scripts_without_spaces_match_inside_a_line():
    assert found("已发货", "您的包裹已发货。") == ["已发货"]
    assert found("whatsapp", "请加WhatsApp联系") == ["whatsapp"]


def test_arabic_words_may_carry_prefixes():
    assert found("سلك", "والسلك طويل") == ["والسلك"]
    assert found("سلك", "مسلك") == []


def test_blanking_keeps_every_place():
    text = folded("ok no later than May 9 no")
    assert PhraseBook(["no later than"]).blank(text) == "ok               may 9 no"


@pytest.mark.parametrize("phrase", ["", "...", "a ...", "*", "|", "(|a)"])
def test_a_phrase_without_words_is_refused(phrase):
    with pytest.raises(ValueError):
        phrase_pattern(phrase)


def test_every_phrase_in_the_files_can_be_read():
    def texts(value):
        if isinstance(value, dict):
            for part in value.values():
                yield from texts(part)
        elif isinstance(value, list):
            yield from value

    count = 0
    for name in ("promises.yaml", "claims.yaml"):
        data, _ = read_yaml((SEED / "phrases" / name).read_text(encoding="utf-8"), name)
        for phrase in texts(data):
            assert phrase_pattern(phrase)
            # An alternation followed by a bare word is easily a slip for brackets: both sides must be meant.
            assert phrase.count("(") == phrase.count(")")
            count += 1
    assert count > 1500
