"""Pseudonyms: who sees names, and that a pseudonym says nothing and stays."""

from datetime import UTC, datetime
from itertools import pairwise

from lab.school.models import Assignment, Course
from lab.school.names import SIGNS, Names, hides_names, names_at, pseudonym

SECRET = "5a" * 32
NAMES = Names(True, SECRET, 3)


def test_names_are_hidden_from_guests_always_and_from_all_while_an_assignment_is_blind() -> None:
    plain, blind = Assignment(blind=False, released_at=None), Assignment(blind=True, released_at=None)
    released = Assignment(blind=True, released_at=datetime(2026, 3, 2, tzinfo=UTC))
    assert [hides_names(place, plain) for place in ("leader", "grader", "guest")] == [False, False, True]
    assert [hides_names(place, blind) for place in ("leader", "grader", "guest")] == [True, True, True]
    assert [hides_names(place, released) for place in ("leader", "grader", "guest")] == [False, False, True]


def test_a_name_or_a_group_shows_where_it_may() -> None:
    course = Course(secret=SECRET)
    seen = names_at("grader", Assignment(id=3, blind=False, released_at=None), course)
    assert (seen.of(7, "Aigerim"), seen.of(7, "Aigerim", 2, "Team Blue"), seen.login("aigerim")) == ("Aigerim", "Team Blue", "aigerim")


def test_a_pseudonym_is_the_same_every_time_and_another_for_everybody_and_every_assignment() -> None:
    labels = {NAMES.of(user, "Same Name") for user in range(2000)}
    assert len(labels) == 2000
    assert NAMES.of(7, "Aigerim") == NAMES.of(7, "Renamed") == pseudonym(SECRET, 3, "user/7")
    assert NAMES.of(7, "A") != Names(True, SECRET, 4).of(7, "A") != Names(True, "5b" * 32, 3).of(7, "A")
    assert NAMES.of(7, "A") != NAMES.of(7, "A", 7, "Team")
    assert set("".join(labels)) <= {*SIGNS, "-"}
    assert NAMES.login("aigerim") == ""


def test_members_of_a_group_share_its_pseudonym() -> None:
    assert NAMES.of(1, "A", 9, "Team") == NAMES.of(2, "B", 9, "Team")


def test_the_random_order_has_nothing_to_do_with_numbers_names_or_pseudonyms() -> None:
    people = list(range(1, 200))
    ordered = sorted(people, key=NAMES.order)
    assert ordered == sorted(people, key=NAMES.order) != people
    assert ordered != sorted(people, key=lambda user: NAMES.of(user, ""))
    ups = sum(a < b for a, b in pairwise(ordered))
    assert 70 < ups < 130


def test_the_secret_does_not_show() -> None:
    assert SECRET not in repr(NAMES)
