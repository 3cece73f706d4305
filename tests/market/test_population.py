import re

from lab.market.population import LOCALES, people_of, people_of_all

POSTCODE = {"DE": r"\d{5}", "US": r"\d{5}", "KZ": r"\d{6}", "SA": r"\d{5}", "BR": r"\d{5}-\d{3}"}


def test_sixty_people_live_in_every_country():
    people = people_of_all()
    assert {country: len(them) for country, them in people.items()} == dict.fromkeys(LOCALES, 60)


def test_people_are_the_same_every_time():
    assert people_of("KZ") == people_of("KZ")


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
