import hashlib
import re
from datetime import date

from lab.customs.destinations import load_destinations
from lab.market.people import Person
from lab.market.population import INWARD_LETTERS, LOCALES, people_of, people_of_all

POSTCODE = {
    "DE": r"\d{5}", "US": r"\d{5}", "GB": rf"[A-Z]{{1,2}}\d{{1,2}} \d[{INWARD_LETTERS}]{{2}}", "ES": r"(0[1-9]|[1-4]\d|5[0-2])\d{3}",
    "MX": r"\d{5}", "BR": r"\d{5}-\d{3}", "CL": r"\d{7}", "KZ": r"\d{6}", "UZ": r"\d{6}", "SA": r"\d{5}", "AE": "", "EG": r"\d{5}",
}  # fmt: skip
"""As the Universal Postal Union describes them; the Emirates have none."""


def test_sixty_people_live_in_every_country():
    people = people_of_all()
    assert {country: len(them) for country, them in people.items()} == dict.fromkeys(LOCALES, 60)


def test_every_country_that_is_delivered_to_has_people_who_write_a_language_of_its_searches():
    destinations = load_destinations(date(2026, 5, 4))
    assert set(LOCALES) == set(destinations)
    for country, (_, language) in LOCALES.items():
        assert language in destinations[country].languages


def test_people_are_the_same_every_time():
    assert people_of("KZ") == people_of("KZ")
    assert people_of("GB") == people_of("GB")


def test_the_people_of_the_first_five_countries_have_not_moved():
    # The digest was taken when the market served only these five.
    rows = [(p.name, p.street, p.city, p.postcode, p.country, p.language) for c in ("DE", "US", "KZ", "SA", "BR") for p in people_of(c)]
    assert hashlib.sha256(repr(rows).encode()).hexdigest()[:16] == "f6b28e220464e4e8"


def test_an_address_is_written_in_the_manner_of_its_country():
    def lines(country: str, postcode: str = "P") -> tuple[str, ...]:
        return Person("N", "S", "C", postcode, country, "en").lines

    assert all(lines(country) == ("S", "P C") for country in ("DE", "ES", "MX", "CL", "KZ", "UZ"))
    assert lines("US") == lines("SA") == ("S", "C P")
    assert lines("GB") == lines("BR") == lines("EG") == ("S", "C", "P")
    assert lines("AE", "") == ("S", "C")


def test_streets_have_the_form_of_their_country():
    form = {
        "GB": r"\d+ [A-Z].+", "ES": r".+, \d+, [1-7]\.º [A-D]", "MX": r".+ \d+(, Int\. \d+)?, Col\. .+",
        "CL": r".+ \d+(, Depto\. \d+)?", "UZ": r".+(koʻchasi|xiyoboni), \d+-uy, \d+-xonadon",
        "AE": r"(فيلا \d+|شقة \d+، بناية \d+)، شارع .+، .+", "EG": r"\d+ شارع .+، الدور \d+، شقة \d+(، .+)?",
    }  # fmt: skip
    for country, pattern in form.items():
        for person in people_of(country):
            assert re.fullmatch(pattern, person.street), person


def test_the_arab_countries_are_written_in_arabic_letters():
    for country in ("SA", "AE", "EG"):
        for person in people_of(country):
            assert not re.search("[A-Za-z]", person.name + person.street + person.city), person
            assert re.search("[\u0621-\u064a]", person.name), person


def test_people_of_spanish_speech_have_two_surnames():
    for country in ("ES", "MX", "CL"):
        assert all(person.name.count(" ") >= 2 for person in people_of(country))


def test_addresses_have_the_postcodes_of_their_country():
    for country, people in people_of_all().items():
        for person in people:
            assert re.fullmatch(POSTCODE[country], person.postcode), person
            assert person.street and person.city and " " in person.name


def test_people_in_kazakhstan_write_russian_and_have_names_of_both_kinds():
    people = people_of("KZ")
    assert all(re.search("[а-яё]", person.name) and person.language == "ru" for person in people)
    assert any("Нур" in person.name or "Айгуль" in person.name or "Ерлан" in person.name for person in people)


def test_names_do_not_all_come_twice():
    for people in people_of_all().values():
        assert len({person.name for person in people}) >= 50
