"""Which shoppers ask before they buy, and about what."""

from dataclasses import replace

from lab.messages.questions import asks, question_about
from lab.values.chance import key_of
from tests.builders import make_world

LAMP = make_world().setting.type_of("lamp")
KEYS = [key_of("visit", number) for number in range(100_000)]


def share(description: int, fit_critical: bool = False) -> float:
    type_ = replace(LAMP, fit_critical=fit_critical)
    return sum(asks(key, 0, description, type_) for key in KEYS) / len(KEYS)


def test_three_in_a_hundred_times_what_the_description_lacks_ask() -> None:
    assert abs(share(400) - 0.03) < 0.002  # 3 % x (1.4 - 0.4)
    assert abs(share(1000) - 0.012) < 0.0015
    assert share(1400) == 0


def test_goods_that_must_fit_are_asked_about_twice_as_often() -> None:
    assert abs(share(400, fit_critical=True) - 0.06) < 0.003


def test_each_offer_has_its_own_draw() -> None:
    both = sum(asks(key, 0, 400, LAMP) and asks(key, 1, 400, LAMP) for key in KEYS)
    assert both < 200  # 0.03 x 0.03 of 100,000 is 90


def test_what_the_listing_lacks_is_asked_for_first() -> None:
    known = ("cord_length", "colour", "socket")
    assert {question_about(key, LAMP, known, ("colour",)) for key in KEYS[:200]} == {"cord_length", "socket"}
    assert {question_about(key, LAMP, known, known) for key in KEYS[:200]} == set(known)
    assert question_about(5, LAMP, (), ()) is None
