"""Counts added up by day, listing and keyword."""

from fractions import Fraction

from lab.school.traffic import NOTHING, Counts, best_keywords, sums_of, weak_keywords
from lab.world.traffic import Traffic
from tests.builders import DE_BULB, DE_LAMP, make_world


def test_days_listings_and_keywords_add_up_the_same_rows() -> None:
    world = make_world()
    world.traffic = [
        Traffic(0, DE_LAMP, 3, 10, 9, 8, 4, 1, 2, 1, 500, 1),
        Traffic(0, DE_LAMP, 7, 20, 5, 2, 1, 0),
        Traffic(1, DE_BULB, 3, 6, 6, 3, 2, 2),
    ]
    sums = sums_of(world, 0, 1)
    assert sums.days[0] == Counts(30, 14, 10, 5, 1, 2, 1, 500, 1)
    assert sums.days[1] == Counts(6, 6, 3, 2, 2)
    assert sums.of(DE_LAMP) == sums.days[0]
    assert sums.queries[DE_BULB, 3] == sums.days[1]
    assert sums.total == Counts(36, 20, 13, 7, 3, 2, 1, 500, 1)


def test_a_day_without_shoppers_has_its_line_too() -> None:
    world = make_world()
    world.traffic = [Traffic(2, DE_LAMP, 0, 5, 5, 5, 1, 0)]
    sums = sums_of(world, 0, 2)
    assert list(sums.days) == [0, 1, 2]
    assert sums.days[1] == NOTHING
    assert sums.of(DE_BULB) == NOTHING


def test_a_run_without_shoppers_adds_up_to_nothing() -> None:
    sums = sums_of(make_world(), 0, 0)
    assert (sums.days, sums.listings, sums.queries) == ({0: NOTHING}, {}, {})


def test_only_the_days_and_the_listing_asked_for_count() -> None:
    world = make_world()
    world.traffic = [Traffic(day, key, 0, 5, 5, 5, day, 0) for day in range(4) for key in (DE_BULB, DE_LAMP)]
    sums = sums_of(world, 1, 2, DE_LAMP)
    assert (sums.total.clicked, list(sums.listings)) == (3, [DE_LAMP])


def test_a_search_that_finds_two_listings_of_a_place_is_one_search_of_the_shop() -> None:
    world = make_world()
    world.traffic = [Traffic(0, DE_BULB, 4, 90, 30, 9, 1, 0), Traffic(0, DE_LAMP, 4, 100, 40, 9, 1, 0), Traffic(0, DE_LAMP, 5, 7, 1, 1, 0, 0)]
    sums = sums_of(world, 0, 0)
    assert sums.days[0].visits == 107
    assert sums.days[0].looked == 19
    assert sums.of(DE_BULB).visits == 90


def test_rates_are_exact_and_none_where_there_is_nothing_to_divide_by() -> None:
    counts = Counts(100, 80, 40, 10, 3, ad_shown=20, ad_clicked=4, ad_bought=1)
    assert (counts.look_rate, counts.click_rate, counts.order_rate) == (Fraction(1, 2), Fraction(1, 4), Fraction(3, 10))
    assert (counts.organic_order_rate, counts.ad_order_rate) == (Fraction(1, 3), Fraction(1, 4))
    assert NOTHING.click_rate is None


def test_the_best_keywords_are_those_that_sold_and_then_those_that_were_clicked() -> None:
    queries = {
        ("a", 1): Counts(9, 9, 9, 5, 0),
        ("a", 2): Counts(9, 9, 9, 2, 1),
        ("a", 3): Counts(9, 9, 9, 0, 0),
    }
    assert best_keywords(queries) == [("a", 2), ("a", 1)]


def test_a_weak_keyword_has_less_than_half_the_usual_share_of_clicks_and_enough_looks() -> None:
    total = Counts(looked=1000, clicked=100)  # one of ten
    queries = {
        ("a", 1): Counts(looked=100, clicked=4),  # 6 clicks missed
        ("a", 2): Counts(looked=100, clicked=5),  # just half
        ("a", 3): Counts(looked=29, clicked=0),  # too few looks
        ("a", 4): Counts(looked=200, clicked=0),  # 20 missed
    }
    assert weak_keywords(queries, total) == [("a", 4), ("a", 1)]
    assert weak_keywords(queries, NOTHING) == []
