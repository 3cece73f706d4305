import numpy as np
import pytest

from lab.market.goods import rival
from lab.search.facets import STARS, Wish, brands_of, is_value, main_type, narrowed, nice, place_of
from lab.search.page import days_at
from lab.search.rank import found_at
from tests.shoppers.worlds import make_world, shop

EUR = 1_000_000


@pytest.fixture(scope="module")
def market():
    return make_world().setting.market


def left(world, wish, query="schreibtischlampe", rate=EUR, country="DE"):
    found = found_at(world, "meridian", country, "de", query)
    return found, narrowed(world.setting.market, country, found, wish, rate)


def items(world, wish, **how):
    found, result = left(world, wish, **how)
    return [rival(world.setting.market, int(found.item[row])) for row in result.rows if found.item[row] < found.goods]


def test_the_empty_wish_keeps_everything_by_relevance():
    found, result = left(shop(), Wish())
    assert result.rows.tolist() == list(range(len(found)))


def test_prices_are_compared_in_the_currency_shown():
    world = shop()
    # At two units for a euro, 40 to 60 units are 20.00 to 30.00 euros, both included.
    goods = items(world, Wish(low=40, high=60), rate=2 * EUR)
    assert goods and all(2000 <= one.price.amount <= 3000 for one in goods)
    every = items(world, Wish())
    assert len(goods) == sum(2000 <= one.price.amount <= 3000 for one in every)


def test_rating_days_and_returns_narrow_together():
    world = shop()
    goods = items(world, Wish(stars=4, days=14, free_returns=True))
    days = days_at(world.setting.market, "DE")
    assert goods and all(one.rating >= 4000 and one.reviews and days[one.id] <= 14 and one.free_returns for one in goods)


def test_values_of_one_attribute_widen_and_attributes_narrow():
    world = shop()
    black, white = (len(items(world, Wish(attributes=(("colour", value),)))) for value in ("black", "white"))
    both = items(world, Wish(attributes=(("colour", "black"), ("colour", "white"))))
    assert black and white and len(both) == black + white
    narrow = items(world, Wish(attributes=(("colour", "black"), ("socket", "E27"))))
    assert len(narrow) < black
    assert all((one.attributes["colour"], one.attributes["socket"]) == ("black", "E27") for one in narrow)


def test_a_facet_counts_what_the_other_facets_leave():
    world = shop()
    wish = Wish(stars=4, brands=("Lumora",))
    _, result = left(world, wish)
    for value in result.facets.brands:
        assert value.count == len(items(world, Wish(stars=4, brands=(value.key,)))), value
        assert value.is_chosen == (value.key == "Lumora")
    for value in result.facets.stars:
        assert value.count == len(items(world, Wish(stars=int(value.key), brands=("Lumora",))))
    assert [value.key for value in result.facets.stars] == [str(n) for n in STARS]


def test_the_count_beside_a_value_is_what_choosing_it_shows():
    world = shop()
    found, result = left(world, Wish())
    for facet in result.facets.attributes:
        for value in facet.values:
            assert value.count == len(left(world, Wish(attributes=((facet.attribute.key, value.key),)))[1].rows)
    for value in result.facets.categories:
        assert value.count == len(left(world, Wish(category=value.key))[1].rows)
    for band in result.facets.bands:
        assert band.count == len(left(world, Wish(low=band.low, high=band.high))[1].rows)
    assert len(found)


def test_categories_go_down_the_tree_one_step_at_a_time():
    world = shop()
    _, top = left(world, Wish(), query="")
    assert sum(value.count for value in top.facets.categories) == len(world.setting.market.goods) + 1
    _, home = left(world, Wish(category="home"), query="")
    assert home.facets.path == ("home",)
    assert {value.key.count("/") for value in home.facets.categories} == {1}
    _, lighting = left(world, Wish(category="home/lighting"), query="")
    assert lighting.facets.path == ("home", "home/lighting")
    assert sum(value.count for value in lighting.facets.categories) == len(lighting.rows)


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        ("price_up", lambda one, days: one.price.amount), ("price_down", lambda one, days: -one.price.amount),
        ("rating", lambda one, days: -one.rating if one.reviews else 0), ("sold", lambda one, days: -one.velocity),
        ("fastest", lambda one, days: days[one.id]),
    ],
)  # fmt: skip
def test_every_order_is_by_its_column_and_equals_stay_by_relevance(sort, key):
    world = shop()
    days = days_at(world.setting.market, "DE").astype(int)
    by_relevance = {one.id: place for place, one in enumerate(items(world, Wish()))}
    goods = items(world, Wish(sort=sort))
    assert [one.id for one in goods] == sorted(by_relevance, key=lambda n: (key(rival(world.setting.market, n), days), by_relevance[n]))


def test_an_own_offer_takes_part_by_the_same_rules():
    world = shop()
    found, _ = left(world, Wish())
    own = int(np.flatnonzero(found.item >= found.goods)[0])
    listing = found.offers[0].listing
    assert listing.price.amount == 3400
    assert own in left(world, Wish(low=34, high=34))[1].rows
    assert own not in left(world, Wish(high=33))[1].rows
    assert own not in left(world, Wish(stars=3))[1].rows  # no review yet
    key, value = next(iter(listing.attributes.items()))
    assert own in left(world, Wish(attributes=((key, value),)))[1].rows


def test_nothing_found_has_empty_facets():
    _, result = left(shop(), Wish(), query="zzzzzz")
    assert not len(result.rows) and not result.facets.bands and not result.facets.categories and not result.facets.attributes


def test_places_of_values_are_the_reverse_of_the_stored_ones(market):
    lamp = market.types["desk-lamp"]
    for number in market.items_of("desk-lamp")[:20]:
        places = market.goods.values[number].tolist()
        stated = rival(market, number).attributes
        assert [place_of(attribute, stated[attribute.key]) for attribute in lamp.attributes] == places[: len(lamp.attributes)]
    assert place_of(lamp.attribute("cord_length"), "151") == -1
    assert place_of(lamp.attribute("cord_length"), "lots") == -1
    assert is_value(market, "colour", "black") and not is_value(market, "colour", "invisible") and not is_value(market, "x", "y")


def test_brands_are_numbered_over_all_types(market):
    names, column = brands_of(market)
    assert list(names) == sorted(set(names))
    assert all(names[column[number]] == rival(market, number).brand for number in range(0, len(market.goods), 997))


def test_the_main_type_is_a_third_at_least(market):
    keys = list(market.types)
    assert main_type(market, np.array([3, 3, 5, 9, 9, 9])).key == keys[9]
    assert main_type(market, np.array([1, 2, 3, 4])) is None
    assert main_type(market, np.zeros(0, dtype=np.int64)) is None


@pytest.mark.parametrize(("amount", "limit"), [(7, 7), (10, 10), (14, 15), (23, 25), (44, 40), (97, 100), (1340, 1200), (987_654, 1_000_000)])
def test_bands_begin_at_round_amounts(amount, limit):
    assert nice(amount) == limit
