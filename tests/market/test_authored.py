from collections import Counter
from pathlib import Path

import pytest
import regex

from lab.languages.search_tokens import search_tokens
from lab.market.authored import load_catalogue, load_shared, load_type_file
from lab.market.catalogue import LANGUAGES, NAME_LANGUAGES, attribute_text, department
from lab.market.goods import fill
from lab.values.errors import BadFile
from lab.values.places import SEED

LAMP_FILE = SEED / "catalogue" / "types" / "desk-lamp.yaml"
SCRIPTS = {"ru": regex.compile(r"\p{Cyrillic}"), "ar": regex.compile(r"\p{Arabic}")}
LONGEST_TITLE = 150


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


def longest_values(file, language):
    """Every attribute at its longest, as the title shows it."""
    values = {"brand": max(file.wording.brands, key=len), "model": max(file.wording.models, key=len)}
    for attribute in file.type.attributes:
        texts = [attribute_text(attribute, choice, language) for choice in attribute.choices]
        values[attribute.key] = max((*texts, *attribute.values, str(attribute.high)), key=len)
    return values


def test_there_are_320_types_eight_in_each_of_40_departments(catalogue):
    homes = Counter(department(file.type.category) for file in catalogue.types)
    assert len(catalogue.types) == 320 and len(homes) == 40
    assert set(homes.values()) == {8}


def test_every_type_has_a_category_of_its_own_with_all_its_parents(catalogue):
    leaves = [file.type.category for file in catalogue.types]
    assert len(set(leaves)) == len(leaves)
    for leaf in leaves:
        parts = leaf.split("/")
        for length in (1, 2, 3):
            assert "/".join(parts[:length]) in catalogue.categories


def test_everything_has_a_name_in_every_language(catalogue):
    for category in catalogue.categories.values():
        assert set(category.names) == set(NAME_LANGUAGES)
    for file in catalogue.types:
        assert set(file.type.names) == set(NAME_LANGUAGES)
        for attribute in file.type.attributes:
            assert set(attribute.names) == set(NAME_LANGUAGES)
            assert not attribute.unit or set(attribute.unit_names) == set(NAME_LANGUAGES)


def test_every_type_speaks_all_languages_of_the_market_in_their_own_script(catalogue):
    for file in catalogue.types:
        assert tuple(file.wording.phrases) == tuple(file.keywords) == LANGUAGES
        for language, script in SCRIPTS.items():
            phrases = file.wording.phrases[language]
            for text in (*phrases.titles, *phrases.bullets, *phrases.descriptions, *phrases.search_terms, *phrases.common_bullets):
                assert script.search(text), (file.type.key, language, text)


def test_no_title_grows_longer_than_a_search_page_takes(catalogue):
    too_long = []
    for file in catalogue.types:
        for language in LANGUAGES:
            values = longest_values(file, language)
            titles = [fill(title, values) for title in file.wording.phrases[language].titles]
            too_long += [(file.type.key, title) for title in titles if len(title) > LONGEST_TITLE]
    assert not too_long


def test_what_shoppers_type_stands_in_what_sellers_write(catalogue):
    """A keyword none of whose words a seller uses would find nothing."""
    lost = []
    for file in catalogue.types:
        for language in LANGUAGES:
            phrases = file.wording.phrases[language]
            texts = (*phrases.titles, *phrases.bullets, *phrases.descriptions, *phrases.search_terms)
            known = set(search_tokens(fill(" . ".join(texts), longest_values(file, language)), language))
            for attribute in file.type.attributes:
                known |= set(search_tokens(attribute.names[language], language))
                for choice in attribute.choices:
                    known |= set(search_tokens(attribute_text(attribute, choice, language), language))
            lost += [
                (file.type.key, language, line.text)
                for line in file.keywords[language]
                if not known & set(search_tokens(line.text, language))
            ]
    assert not lost


def test_every_language_has_five_keywords_for_every_type(catalogue):
    for file in catalogue.types:
        for language in LANGUAGES:
            assert len(file.keywords[language]) >= 5, (file.type.key, language)


def changed(tmp_path: Path, old: str, new: str) -> Path:
    text = LAMP_FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "desk-lamp.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("category: home/lighting/desk-lamps", "category: lamps", "pattern"),
        ('hs6: "', 'hs6: "9', "pattern"),
        ("kind: choice", "kind: number", "has no 'choices'"),
        ("unit: cm", "unit: furlong", "furlong"),
        ("{brand} {model}", "{brand} {modell}", "modell"),
        ("desk lamp: 9900", "desk lamp: many", "1300 colour=black"),
        ("colour=black", "colour=mauve", "no choice"),
        ("brands:", "brand:", "did you mean"),
    ],
)
def test_a_mistake_in_a_file_is_named(tmp_path, old, new, message):
    with pytest.raises(BadFile) as caught:
        load_type_file(changed(tmp_path, old, new), load_shared())
    assert message in str(caught.value)


def test_a_file_under_another_name_is_refused(tmp_path):
    path = tmp_path / "floor-lamp.yaml"
    path.write_text(LAMP_FILE.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(BadFile, match=r"must be the file.s name"):
        load_type_file(path, load_shared())
