from lab.languages.folding import clauses, fold, folded, sentences


def cut(text: str, spans) -> list[str]:
    return [folded(text)[start:end].strip() for start, end in spans]


def test_digits_of_every_script_become_the_same():
    assert folded("١٨٠ १८० 180 １８０") == "180 180 180 180"


def test_letter_variants_that_sellers_mix_become_the_same():
    assert folded("الإضاءة") == folded("الاضاءه")
    assert folded("Ёлка") == folded("елка")
    assert folded("IŞIK") == folded("ışık")
    assert folded("soʻm") == folded("so‘m") == folded("so'm")
    assert folded("STRASSE") == folded("Straße")


def test_hidden_marks_disappear_and_spans_lead_back_to_the_original():
    text = "a\u200fb\u200eСМ ½ m"
    whole = fold(text)
    assert whole.text == "abсм .5 m"
    place = whole.text.index(".5")
    assert whole.quote(place, place + 2) == "½"
    assert text[slice(*whole.span(place, place + 2))] == "½"


def test_a_decomposed_letter_counts_as_the_stored_form():
    whole = fold("Ka\u0308fig 5 cm")
    assert whole.original == "Käfig 5 cm"
    assert whole.quote(6, 10) == "5 cm"


def test_sentences_end_at_marks_and_lines_but_not_after_days_and_abbreviations():
    text = "Das Kabel ist ca. 180 cm lang. Es kommt am 9. Mai! Gut?\nGrüße"
    assert cut(text, sentences(folded(text))) == [
        "das kabel ist ca. 180 cm lang.",
        "es kommt am 9. mai!",
        "gut?",
        "grüsse",
    ]


def test_dandas_and_urdu_full_stops_end_sentences():
    text = "तार 180 सेमी का है। धन्यवाद॥ جی ہاں۔ شکریہ"
    assert cut(text, sentences(folded(text))) == [folded(one) for one in ("तार 180 सेमी का है।", "धन्यवाद॥", "جی ہاں۔", "شکریہ")]


def test_clauses_end_at_commas_but_not_inside_numbers():
    text = "Kabel 1,80 m, Höhe 45 cm; Fuß 20 cm，长180厘米"
    assert cut(text, clauses(folded(text))) == ["kabel 1,80 m,", "höhe 45 cm;", "fuss 20 cm,", "长180厘米"]


def test_nothing_comes_of_nothing():
    assert fold("").text == ""
    assert sentences("") == ()
    assert clauses(" \n ") == ()
