"""What goods are called in the buyer's language."""

import pytest

from lab.languages.goods import yes_no_name
from lab.market.authored import load_shared, load_type_file
from lab.market.catalogue import Attribute, attribute_text
from lab.market.goods import rival, rival_text
from lab.values.places import SEED
from lab.web.storenames import attribute_name, category_title, rival_tongue, value_text
from tests.markets import real_market

LAMP = load_type_file(SEED / "catalogue" / "types" / "desk-lamp.yaml", load_shared()).type


def of_kind(kind: str) -> Attribute:
    return next(one for one in LAMP.attributes if one.kind == kind)


@pytest.mark.parametrize("language", ["de", "ru", "ar"])
def test_languages_of_the_catalogue_are_read_from_it(language: str) -> None:
    for attribute in LAMP.attributes:
        assert attribute_name(attribute, language) == attribute.names[language]
        value = next(iter(attribute.choices), "yes" if attribute.kind == "yes_no" else "20")
        assert value_text(attribute, value, language) == attribute_text(attribute, value, language)


@pytest.mark.parametrize("language", ["fa", "fr", "kk", "tr"])
def test_other_languages_have_names_of_their_own(language: str) -> None:
    cord = LAMP.attribute("cord_length")
    assert cord is not None and attribute_name(cord, language) != cord.names["en"]
    colour = next(one for one in LAMP.attributes if one.kind == "choice" and "black" in one.choices)
    assert value_text(colour, "black", language) not in ("black", colour.choices["black"]["en"])
    assert yes_no_name(True, language) != yes_no_name(False, language) != ""


def test_yes_and_no_are_those_of_the_phrase_folder() -> None:
    switch = of_kind("yes_no")
    assert value_text(switch, "yes", "fr") == yes_no_name(True, "fr") and value_text(switch, "no", "fr") == yes_no_name(False, "fr")
    assert yes_no_name(True, "xx") == "" and value_text(switch, "yes", "xx") == attribute_text(switch, "yes", "en")


def test_measures_are_written_as_the_language_writes_them() -> None:
    cord = LAMP.attribute("cord_length")
    assert cord is not None and cord.unit == "cm"
    assert value_text(cord, "180", "fr") == "180\u202fcm"
    assert value_text(cord, "180", "kk").endswith("см")
    assert "۱۸۰" in value_text(cord, "180", "fa")
    assert value_text(cord, "lang", "fa") == attribute_text(cord, "lang", "en")


def test_a_category_with_one_type_is_called_as_the_type_where_only_that_is_translated() -> None:
    market = real_market()
    path = "home/lighting/desk-lamps"
    assert category_title(market, path, "de") == market.categories[path].names["de"]
    assert category_title(market, path, "fr") not in (market.categories[path].names["en"], path)
    assert category_title(market, "no/such/path", "fr") == "no/such/path"


def test_a_rival_is_read_in_english_where_it_has_no_page_in_the_language() -> None:
    market = real_market()
    assert rival_tongue(market, 0, "fa") == "en"
    assert rival_text(market, 0, "fa") == rival_text(market, 0, "en")
    language = rival(market, 0).languages[-1]
    assert rival_tongue(market, 0, language) == language
