"""Places and words of all keywords at once are those that one keyword at a time gives."""

import pytest

from lab.market.base import FIELDS
from lab.search.coverage import BEYOND, places_held, rivals_for, words_held
from lab.search.rank import found_at, rank
from lab.search.text import keyword_searches, wording_of
from lab.world.listing import Listing
from lab.world.world import World
from tests.shoppers.worlds import make_world, put_on_sale, shop


@pytest.fixture(scope="module")
def two() -> World:
    world = make_world()
    put_on_sale(world)
    put_on_sale(world, sku="LAMP-2", price=2900)
    return world


def lamp(world: World) -> Listing:
    return world.listings["meridian/DE/LAMP"]


def test_the_place_is_the_one_that_rank_gives(two: World) -> None:
    places = places_held(two, lamp(two), "de")
    wanted = [query for number, query in enumerate(sorted(places)) if number % 8 == 0]
    wanted += [keyword.id for keyword in two.setting.market.keywords_of("de")[::400]]
    for query in wanted:
        position = rank(two, lamp(two).key, two.setting.market.keywords[query].text, "de").position
        place = places.get(query)
        if place is None:
            assert position is None
        elif place.beyond:
            assert position is not None and position > BEYOND
        else:
            assert place.place == position


def test_a_sold_out_listing_keeps_its_places_and_one_off_sale_has_none(two: World) -> None:
    world = shop()
    before = places_held(world, lamp(world), "de")
    lamp(world).stock = 0
    assert places_held(world, lamp(world), "de") == before
    lamp(world).live_since = None
    assert places_held(world, lamp(world), "de") == {}


def test_a_changed_price_moves_places() -> None:
    world = shop()
    before = places_held(world, lamp(world), "de")
    lamp(world).price = lamp(world).price.times(3)  # type: ignore[union-attr]
    after = places_held(world, lamp(world), "de")
    assert sum(after[query].place > before[query].place for query in before) > len(before) / 2  # type: ignore[operator]


def test_words_are_counted_field_by_field() -> None:
    world = shop()
    market = world.setting.market
    held = words_held(market, wording_of(world.setting, lamp(world)), "de")
    place = next(at for at, one in enumerate(keyword_searches(market, "de").keywords) if one.text == "schreibtischlampe e27")
    words = held[place]
    assert (words.of, words.together, words.is_covered) == (2, 2, True)
    by_field = dict(zip(FIELDS, words.fields, strict=True))
    # "Schreibtischlampe E27 ..." is the title; the search terms name other lamps, product data the socket only.
    assert (by_field["title"], by_field["search_terms"], by_field["attributes"]) == (2, 0, 1)


def test_rivals_are_counted_as_a_search_finds_them() -> None:
    world = make_world()
    keyword = world.setting.market.keywords_of("de")[0]
    assert rivals_for(world.setting.market, keyword.id) == len(found_at(world, "meridian", "DE", "de", keyword.text))
