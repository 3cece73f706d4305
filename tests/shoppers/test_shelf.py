import numpy as np

from lab.search.page import result_page
from lab.shoppers.shelf import Cell, rank_noise, shelf_of
from tests.shoppers.worlds import ENGLISH, make_world, market, put_on_sale, shop


def test_without_noise_shoppers_see_the_page_that_the_student_sees():
    world = make_world()
    put_on_sale(world)
    put_on_sale(world, sku="LAMP-2", price=2900)
    put_on_sale(world, place="caravan/DE")
    shelf = shelf_of(world, 0, with_noise=False)
    rivals = len(world.setting.market.products)
    for row, cell in enumerate(shelf.cells):
        keyword = world.setting.market.keywords[cell.query]
        seen = [
            str(item) if item < rivals else shelf.offers[item - rivals].listing.key
            for item in shelf.item[row].tolist()
            if item >= 0
        ]
        page = result_page(world, cell.platform, cell.country, keyword.language, keyword.text, size=48)
        assert seen == [result.ref for result in page.rows]


def test_a_shop_without_listings_has_no_pages():
    assert shelf_of(make_world(), 0) is None


def test_only_pages_with_an_own_offer_among_those_found_are_made():
    shelf = shelf_of(shop(), 0)
    assert len({(c.platform, c.country, c.query) for c in shelf.cells}) == len(shelf.cells)
    assert {(c.platform, c.country) for c in shelf.cells} == {("meridian", "DE")}
    assert all(cell.visits > 0 for cell in shelf.cells)


def test_the_first_own_slot_is_where_the_own_offer_stands():
    world = shop()
    shelf = shelf_of(world, 3)
    own = shelf.item == len(world.setting.market.products)
    for row in range(len(shelf.cells)):
        places = np.nonzero(own[row])[0]
        assert shelf.first_own[row] == (places[0] if len(places) else 48)


def test_noise_moves_rivals_from_day_to_day_and_not_within_a_day():
    world = shop()
    first, again, other = shelf_of(world, 1), shelf_of(world, 1), shelf_of(world, 2)
    assert (first.item == again.item).all()
    assert not np.array_equal(first.item[: len(other.item)], other.item[: len(first.item)])


def test_noise_has_no_lean_and_the_right_spread():
    cells = [Cell("meridian", "DE", query, 1) for query in range(50)]
    cell = np.repeat(np.arange(50), 200)
    noise = rank_noise(market(), 4, cells, cell, np.tile(np.arange(200), 50))
    assert abs(noise.mean()) < 25 and 480 < noise.std() < 520


def test_pages_that_germans_cannot_read_are_marked():
    shelf = shelf_of(shop(words=ENGLISH | {"attributes": {"socket": "E27", "colour": "black"}}), 0)
    own = shelf.item >= len(market().products)
    german = np.array([market().keywords[cell.query].language == "de" for cell in shelf.cells])
    assert (shelf.veto[own & german[:, None]] == 1).all() and (shelf.cost[own & german[:, None]] == 350).all()
    assert (shelf.veto[own & ~german[:, None]] == 0).all()
    assert (shelf.cost[~own] == 0).all()
