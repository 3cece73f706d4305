from lab.search.facets import Wish
from lab.search.rank import found_at, rank
from lab.search.text import keyword_of
from lab.shoppers.shelf import pages_of, plan_of
from lab.shoppers.shopfront import front_page
from tests.shoppers.worlds import shop

EUR = 1_000_000


def front(world, query, page=1, wish=None):
    return front_page(world, "meridian", "DE", "de", query, wish or Wish(), EUR, page)


def items(page):
    return [slot.item for slot in page.slots]


def test_a_keywords_page_is_the_page_that_shoppers_see_without_the_noise():
    world = shop()
    market = world.setting.market
    plan = plan_of(world, 0)
    pages = pages_of(market, 0, plan, with_noise=False)
    for cell in range(0, plan.cells, max(1, plan.cells // 40)):
        platform, country = plan.places[plan.cell_place[cell]]
        keyword = market.keywords[plan.cell_query[cell]]
        shown = front_page(world, platform, country, keyword.language, keyword.text, Wish(), EUR)
        assert items(shown) == [item for item in pages.item[cell].tolist() if item >= 0]


def test_sold_slots_have_no_place_and_the_others_count_from_one():
    shown = front(shop(), "schreibtischlampe e27")
    assert len(shown.slots) == 48
    assert [place for place, slot in enumerate(shown.slots) if slot.position is None] == [0, 1, 5, 11, 17, 23, 29, 35]
    assert [slot.position for slot in shown.slots if slot.position] == list(range(1, 41))


def test_the_pages_of_a_keyword_hold_everything_once_besides_the_advertisements():
    world = shop()
    first = front(world, "schreibtischlampe")
    every = [slot for page in range(1, first.pages + 1) for slot in front(world, "schreibtischlampe", page).slots if slot.position]
    assert [slot.position for slot in every] == list(range(1, first.total + 1))
    assert [slot.item for slot in every] == found_at(world, "meridian", "DE", "de", "schreibtischlampe").item.tolist()


def test_any_other_text_a_filter_or_another_order_shows_what_nobody_paid_for():
    world = shop()
    text = "schreibtischlampe arc metall verstellbar"
    assert keyword_of(world.setting.market, "de", text) is None
    for shown in (front(world, text), front(world, "schreibtischlampe", wish=Wish(stars=4)), front(world, "schreibtischlampe", wish=Wish(sort="sold"))):
        assert shown.slots and all(slot.position for slot in shown.slots)
    assert len(front(world, text).slots) == min(48, front(world, text).total)


def test_the_place_shown_is_the_place_that_the_student_is_told():
    world = shop()
    told = rank(world, "meridian/DE/LAMP", "schreibtischlampe e27", "de")
    shown = front(world, "schreibtischlampe e27", told.page)
    assert [slot.position for slot in shown.slots if slot.offer is not None] == [told.position]


def test_a_page_too_far_is_the_last_and_a_text_in_vain_is_answered_with_another():
    shown = front(shop(), "schreibtischlampe", page=99)
    assert shown.page == shown.pages
    nothing = front(shop(), "schreibtichlampe")
    assert nothing.slots == () and nothing.pages == 1 and nothing.better_query == "schreibtischlampe"
