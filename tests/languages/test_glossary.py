import regex

from lab.languages.glossary import entries, glossary_languages, glossary_of


def test_languages_are_told_by_their_base_code() -> None:
    assert {"ar", "de", "en", "hi", "th", "tr"} <= set(glossary_languages())
    assert glossary_of("pt-BR") == glossary_of("pt")
    assert glossary_of("nl") is None


def test_entries_keep_their_order_and_mean_the_same_thing() -> None:
    for language in ("ar", "th", "tr", "hi"):
        glossary = glossary_of(language)
        assert glossary is not None
        assert list(glossary.terms) == entries().terms
        assert list(glossary.phrases) == entries().phrases


def test_what_the_writer_fills_in_stands_in_brackets_in_every_language() -> None:
    slots = regex.compile(r"\[[^\[\]]+\]")
    english = glossary_of("en")
    assert english is not None
    for language in ("ar", "th", "tr", "hi", "ru"):
        glossary = glossary_of(language)
        assert glossary is not None
        for name in ("order_was_sent", "tracking_is", "arrives_between", "refund_made"):
            assert slots.search(english.phrases[name]), name
            assert slots.search(glossary.phrases[name]), (language, name)


def test_terms_are_words_of_the_language() -> None:
    for language, term in (("ar", "طلب"), ("tr", "sipariş"), ("hi", "ऑर्डर"), ("th", "คำสั่งซื้อ")):
        glossary = glossary_of(language)
        assert glossary is not None
        assert term in glossary.terms["order"].lower()
