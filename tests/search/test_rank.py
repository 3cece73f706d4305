import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.market.appeal import total
from lab.search.page import result_page
from lab.search.rank import found_at, rank
from lab.values.errors import NotFound
from tests.shoppers.worlds import ENGLISH, make_world, put_on_sale, shop

KEY = "meridian/DE/LAMP"


def place(world, query="schreibtischlampe e27", language="de"):
    return rank(world, KEY, query, language)


def test_a_good_new_listing_stands_on_the_first_page():
    found = place(shop())
    assert found.position is not None and found.position <= 16 and found.page == 1
    assert found.of > 16


def test_the_terms_add_up_to_the_score_and_are_named():
    found = place(shop())
    assert total(found.terms) == found.score
    assert [term.name for term in found.terms] == [
        "relevance", "sales", "click_rate", "order_rate", "rating", "price", "delivery", "content", "stuffing", "standing", "new",
    ]  # fmt: skip


def test_a_listing_that_is_not_live_has_no_place_but_its_terms():
    world = shop()
    world.listings[KEY].live_since = None
    found = place(world)
    assert found.position is None and found.page is None and found.rel > 50_000 and found.terms


def test_a_sold_out_listing_keeps_its_place():
    world = shop()
    before = place(world)
    world.listings[KEY].stock = 0
    assert place(world) == before


def test_a_query_that_does_not_find_it_gives_no_place():
    world = shop()
    assert place(world, "yogamatte").position is None
    assert place(world, "").position is None
    assert place(world, "?!").position is None


def test_a_typed_query_needs_not_be_a_known_keyword():
    assert place(shop(), "lampe arc 2 metall schwarz verstellbar").position is not None


def test_english_words_on_a_german_market_lose_the_place():
    english = place(shop(words=ENGLISH))
    assert english.position is None or english.position > place(shop()).position


def test_a_dearer_lamp_stands_no_higher():
    cheap, dear = place(shop(price=2400)), place(shop(price=6800))
    assert cheap.score > dear.score and cheap.position <= dear.position


def test_sales_lift_and_bad_clicks_sink():
    world = shop()
    plain = place(world).score
    record = world.listings[KEY].record
    record.velocity = 10_000
    assert place(world).score > plain
    record.velocity, record.looks = 0, 1_000_000
    assert place(world).score < plain


def test_other_own_listings_stand_among_the_found():
    world = make_world()
    put_on_sale(world)
    alone = place(world).of
    put_on_sale(world, sku="LAMP-2")
    assert place(world).of == alone + 1


def test_an_unknown_listing_is_an_error():
    with pytest.raises(NotFound):
        rank(make_world(), "meridian/DE/NONE", "lampe", "de")


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["de", "en", "ru", "zh", "kk", "xx"]))
def test_rank_and_page_agree_on_any_query(query, language):
    world = shop()
    found = rank(world, KEY, query, language)
    listed = found_at(world, "meridian", "DE", language, query)
    if found.position is None:
        assert not listed.offers or not found.terms
    else:
        assert listed.offer(int(listed.item[found.position - 1])).listing.key == KEY
        page = result_page(world, "meridian", "DE", language, query, page=found.page)
        assert any(row.ref == KEY and row.position == found.position for row in page.rows)
