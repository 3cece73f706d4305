import pytest

from lab.languages.goods import goods_name, has_goods_names


@pytest.mark.parametrize(
    ("language", "expected"),
    [("tr", "siyah"), ("th", "สีดำ"), ("hi", "काला"), ("vi", "đen"), ("fa", "مشکی")],
)
def test_a_choice_has_the_name_of_its_folder(language: str, expected: str) -> None:
    assert goods_name("choices", {"en": "Black", "de": "Schwarz"}, language) == expected


def test_the_catalogues_own_name_comes_first() -> None:
    assert goods_name("choices", {"en": "Black", "tr": "kara"}, "tr") == "kara"
    assert goods_name("choices", {"en": "Black", "ar": "أسود"}, "ar") == "أسود"


def test_what_has_no_name_anywhere_keeps_the_english_one() -> None:
    assert goods_name("types", {"en": "Thing without a name"}, "hi") == "Thing without a name"
    assert goods_name("types", {"en": "Desk lamp"}, "nl") == "Desk lamp"


def test_languages_of_the_market_have_no_file_of_their_own() -> None:
    assert has_goods_names("th")
    assert not has_goods_names("de")
