from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.market.authored import load_shared, load_type_file
from lab.market.catalogue import attribute_search_text, attribute_text, attribute_value_fault, department
from lab.values.money import Money
from lab.values.places import SEED

LAMP_FILE = SEED / "catalogue" / "types" / "desk-lamp.yaml"


@pytest.fixture(scope="module")
def lamp():
    return load_type_file(LAMP_FILE, load_shared()).type


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
    lamp = load_type_file(LAMP_FILE, load_shared()).type
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


def test_the_department_is_the_path_without_its_leaf():
    assert department("home/lighting/desk-lamps") == "home/lighting"
