"""What a platform demands of a title."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.listings.title import title_verdicts
from tests.builders import DE_TITLE, HOSTILE, KZ_TITLE, make_setting

PLATFORMS = make_setting().platforms


def broken(title: str, platform: str = "meridian", country: str = "DE") -> list[str]:
    return [v.rule for v in title_verdicts(title, PLATFORMS[platform], country) if not v.kept]


def test_good_titles_keep_every_rule() -> None:
    assert broken(DE_TITLE) == []
    assert broken(KZ_TITLE, "caravan", "KZ") == []


def test_length_counts_code_points_after_composition() -> None:
    limit = PLATFORMS["meridian"].title_max_chars("DE", "de")
    words = " ".join(f"wort{n:03d}" for n in range(60))
    exact = words[: limit - 1].rstrip() + "e\u0301" * (limit - len(words[: limit - 1].rstrip()))
    assert broken(exact) == []
    assert broken(exact + "x") == ["short_enough"]


def test_a_word_may_stand_twice_but_not_three_times() -> None:
    assert broken("Lampe E27 Lampe aus Metall mit Kabel") == []
    assert "repeats" in broken("Lampe E27 Lampe aus Metall LAMPE mit Kabel")


def test_small_words_and_numbers_may_be_repeated() -> None:
    assert "repeats" not in broken("Lampe mit Kabel mit Schalter mit Fuß mit Schirm 25 25 25 25")


def test_promotion_is_found_as_whole_words_only() -> None:
    phrase = PLATFORMS["meridian"].title_forbidden_phrases["de"][0]
    assert "promotion" in broken(f"Schreibtischlampe aus Metall {phrase.upper()} E27")
    assert "promotion" not in broken(f"Schreibtischlampe x{phrase}x aus Metall E27")


def test_shouting_is_a_word_of_four_letters_in_capitals() -> None:
    assert broken("SCHREIBTISCHLAMPE aus Metall mit Kabel") == ["capitals"]
    assert broken("LED Schreibtischlampe QL-A430 USB mit Kabel") == []


def test_a_forbidden_sign_is_named() -> None:
    sign = PLATFORMS["meridian"].title_forbidden_chars[0]
    verdict = next(v for v in title_verdicts(f"Lampe {sign} aus Metall", PLATFORMS["meridian"], "DE") if v.rule == "characters")
    assert (verdict.kept, verdict.found) == (False, sign)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_titles_get_verdicts(text: str) -> None:
    assert title_verdicts(text, PLATFORMS["meridian"], "DE")


@given(st.text(max_size=300))
def test_every_title_gets_the_same_rules_in_the_same_order(text: str) -> None:
    rules = [v.rule for v in title_verdicts(text, PLATFORMS["meridian"], "DE")]
    assert rules == ["long_enough", "short_enough", "characters", "repeats", "promotion", "capitals"]


def test_the_greatest_length_is_that_of_the_language_the_title_is_written_for() -> None:
    words = " ".join(f"word{n:03d}" for n in range(18))
    assert 128 < len(words) < 218
    for language, kept in (("", True), ("ru", True), ("en", False)):
        found = {v.rule: v.kept for v in title_verdicts(words, PLATFORMS["caravan"], "KZ", language)}
        assert found["short_enough"] is kept
