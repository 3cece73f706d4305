from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.market.catalogue import (
    LANGUAGES,
    attribute_search_text,
    attribute_text,
    attribute_value_fault,
    load_categories,
    load_type_file,
    load_type_files,
    load_units,
)
from lab.values.errors import BadFile
from lab.values.money import Money
from lab.values.places import SEED

LAMP_FILE = SEED / "catalogue" / "types" / "desk-lamp.yaml"


@pytest.fixture(scope="module")
def lamp():
    return load_type_file(LAMP_FILE, load_units()).type


def test_every_type_has_a_leaf_category_with_all_its_parents():
    categories = load_categories()
    for file in load_type_files():
        parts = file.type.category.split("/")
        assert len(parts) == 3
        for length in (1, 2, 3):
            assert "/".join(parts[:length]) in categories


def test_every_type_speaks_all_languages_of_the_market():
    for file in load_type_files():
        assert tuple(file.phrases) == tuple(file.keywords) == LANGUAGES
        assert set(file.type.names) == set(LANGUAGES)
        for attribute in file.type.attributes:
            assert set(attribute.names) == set(LANGUAGES)


def test_every_unit_that_a_type_uses_is_written_in_all_languages():
    for file in load_type_files():
        for attribute in file.type.attributes:
            if attribute.unit:
                assert set(attribute.unit_names) == set(LANGUAGES), (file.type.key, attribute.key)


def test_a_lamp_is_read_as_written(lamp):
    assert lamp.key == "desk-lamp"
    assert lamp.category == "home/lighting/desk-lamps"
    assert lamp.reference_price == Money(3400, "EUR")
    assert "socket" in lamp.required_attributes("DE")
    assert lamp.attribute("no-such") is None


def test_required_everywhere_needs_no_list_of_countries(lamp):
    socket = replace(lamp.attribute("socket"), required_in=("all",))
    assert socket.is_required_in("DE") and socket.is_required_in("ZZ")
    assert not replace(socket, required_in=("KZ",)).is_required_in("DE")


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("socket", "E27", None),
        ("socket", "e27", "not_a_choice"),
        ("socket", "", "empty"),
        ("socket", " \u200e", "empty"),
        ("cord_length", "150", None),
        ("cord_length", "150 cm", "not_a_number"),
        ("cord_length", "-5", "not_a_number"),
        ("cord_length", "١٥٠", "not_a_number"),
        ("cord_length", "99999", "out_of_range"),
        ("cord_length", "1", "out_of_range"),
        ("adjustable", "yes", None),
        ("adjustable", "maybe", "not_yes_or_no"),
    ],
)
def test_a_value_is_refused_for_the_right_reason(lamp, key, value, fault):
    assert attribute_value_fault(lamp.attribute(key), value) == fault


@given(st.text(max_size=30))
def test_any_text_can_be_judged_and_shown(value):
    lamp = load_type_file(LAMP_FILE, load_units()).type
    for attribute in lamp.attributes:
        attribute_value_fault(attribute, value)
        assert isinstance(attribute_text(attribute, value, "de"), str)


def test_values_are_shown_in_the_language_of_the_buyer(lamp):
    assert attribute_text(lamp.attribute("cord_length"), "150", "ru") == "150 см"
    assert attribute_text(lamp.attribute("cord_length"), "150", "de-AT") == "150 cm"
    assert attribute_text(lamp.attribute("adjustable"), "yes", "de") == "ja"
    assert attribute_text(lamp.attribute("adjustable"), "no", "ar") == "لا"
    assert attribute_text(lamp.attribute("socket"), "bayonet", "de") == "bayonet"


def test_a_yes_is_found_by_the_name_of_the_attribute_and_a_no_by_nothing(lamp):
    adjustable = lamp.attribute("adjustable")
    assert attribute_search_text(adjustable, "yes", "de") == adjustable.names["de"]
    assert attribute_search_text(adjustable, "no", "de") == ""


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
        ("brands:", "brand:", "did you mean"),
    ],
)
def test_a_mistake_in_a_file_is_named(tmp_path, old, new, message):
    with pytest.raises(BadFile) as caught:
        load_type_file(changed(tmp_path, old, new), load_units())
    assert message in str(caught.value)


def test_a_file_under_another_name_is_refused(tmp_path):
    path = tmp_path / "floor-lamp.yaml"
    path.write_text(LAMP_FILE.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(BadFile, match=r"must be the file.s name"):
        load_type_file(path, load_units())
