import pytest

from lab.market.goods import rival, rival_text
from lab.search.page import did_you_mean, keyword_table, result_page
from lab.values.money import Money
from tests.shoppers.worlds import make_world, shop


@pytest.fixture
def world():
    return shop()


def test_pages_hold_all_that_was_found_once_and_in_order(world):
    first = result_page(world, "meridian", "DE", "de", "schreibtischlampe e27")
    rows = [
        row
        for page in range(1, first.pages + 1)
        for row in result_page(world, "meridian", "DE", "de", "schreibtischlampe e27", page=page).rows
    ]
    assert [row.position for row in rows] == list(range(1, first.total + 1))
    assert len({(row.kind, row.ref) for row in rows}) == first.total
    assert len(first.rows) == 40


def test_an_own_listing_shows_its_title_price_and_picture(world):
    row = next(r for r in result_page(world, "meridian", "DE", "de", "schreibtischlampe e27", size=100).rows if r.kind == "own")
    listing = world.listings["meridian/DE/LAMP"]
    assert (row.ref, row.title, row.price, row.image_sha) == (listing.key, listing.title, Money(3400, "EUR"), "a" * 64)
    assert row.reviews == row.rating == 0 and row.type == "desk-lamp"


def test_rivals_are_shown_in_the_language_asked_for(world):
    row = next(r for r in result_page(world, "meridian", "DE", "ru", "настольная лампа").rows if r.kind == "rival")
    text = rival_text(world.setting.market, int(row.ref), "ru")
    assert row.title == text.title and row.image_sha is None


def test_a_listing_is_found_only_at_its_own_place(world):
    assert not [r for r in result_page(world, "caravan", "DE", "de", "schreibtischlampe", size=200).rows if r.kind == "own"]


def test_an_empty_query_shows_the_best_sellers_of_everything(world):
    page = result_page(world, "meridian", "DE", "de", " ", size=500)
    assert page.total == len(world.setting.market.goods) + 1
    sold = [rival(world.setting.market, int(row.ref)).velocity for row in page.rows if row.kind == "rival"]
    assert sold == sorted(sold, reverse=True)


def test_a_page_too_far_is_the_last_and_a_page_before_the_first_is_the_first(world):
    last = result_page(world, "meridian", "DE", "de", "schreibtischlampe", page=99)
    assert last.page == last.pages and last.rows
    assert result_page(world, "meridian", "DE", "de", "schreibtischlampe", page=-3).page == 1


def test_a_slip_of_the_pen_is_answered_with_the_nearest_keyword(world):
    page = result_page(world, "meridian", "DE", "de", "schreibtichlampe")
    assert page.total == 0 and page.pages == 1 and page.rows == ()
    assert page.did_you_mean == "schreibtischlampe"
    assert did_you_mean(world.setting.market, "de", "qqqqqq") is None
    assert result_page(world, "meridian", "DE", "de", "schreibtischlampe").did_you_mean is None


def test_the_keyword_table_is_sorted_by_volume():
    market = make_world().setting.market
    table = keyword_table(market, "de", "desk-lamp")
    assert table[0].text == "schreibtischlampe"
    assert [k.volume for k in table] == sorted((k.volume for k in table), reverse=True)
    assert {k.language for k in keyword_table(market, "ru")} == {"ru"}
    assert len(keyword_table(market, "ru")) > len(keyword_table(market, "ru", "desk-lamp")) > 0
