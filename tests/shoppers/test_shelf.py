import numpy as np
import pytest

from lab.market.adverts import PER_KEYWORD, RESERVE, SLOTS, price_per_click
from lab.market.build import CANDIDATES
from lab.search.page import result_page
from lab.shoppers.shelf import ORGANIC, base_pages, pages_of, plan_of, rank_noise
from lab.world.listing import Record
from tests.shoppers.test_browse import campaign
from tests.shoppers.worlds import ENGLISH, VISITS, make_world, market, put_on_sale, shop


def shelf_of(world, day, **how):
    plan = plan_of(world, day)
    return plan, pages_of(world.setting.market, day, plan, **how)


def test_without_noise_shoppers_see_the_page_that_the_student_sees():
    world = make_world(visits=VISITS)
    put_on_sale(world)
    put_on_sale(world, sku="LAMP-2", price=2900)
    put_on_sale(world, place="caravan/KZ")
    plan, pages = shelf_of(world, 0, with_noise=False)
    goods = len(world.setting.market.goods)
    for cell in range(plan.cells):
        platform, country = plan.places[plan.cell_place[cell]]
        keyword = world.setting.market.keywords[plan.cell_query[cell]]
        seen = [
            str(item) if item < goods else plan.offers[item - goods].listing.key
            for item in pages.item[cell, ORGANIC].tolist()
            if item >= 0
        ]
        page = result_page(world, platform, country, keyword.language, keyword.text, size=len(ORGANIC))
        assert seen == [result.ref for result in page.rows]


def test_a_shop_without_listings_has_no_pages():
    assert plan_of(make_world(), 0) is None


def test_only_pages_with_an_own_offer_among_those_found_are_made():
    plan, _ = shelf_of(shop(), 0)
    cells = list(zip(plan.cell_place.tolist(), plan.cell_query.tolist(), strict=True))
    assert len(set(cells)) == len(cells) and sorted(cells) == cells
    assert plan.places == (("meridian", "DE"),)
    assert (plan.cell_visits > 0).all()
    assert set(plan.own.cell.tolist()) == set(range(plan.cells))


def test_the_first_own_slot_is_where_the_own_offer_stands():
    world = shop()
    plan, pages = shelf_of(world, 3)
    own = pages.item == len(world.setting.market.goods)
    for row in range(plan.cells):
        places = np.nonzero(own[row])[0]
        assert pages.first_own[row] == (places[0] if len(places) else 48)


def test_noise_moves_rivals_from_day_to_day_and_not_within_a_day():
    queries = np.arange(40)
    first, again, other = (base_pages(market(), day, queries) for day in (1, 1, 2))
    assert (first.item == again.item).all()
    assert not (first.item == other.item).all()


def test_rivals_stand_best_first_and_of_equals_the_lower_number():
    base = base_pages(market(), 3, np.arange(60))
    for items, scores in zip(base.item.tolist(), base.score.tolist(), strict=True):
        pairs = [(-score, item) for item, score in zip(items, scores, strict=True) if item >= 0]
        assert pairs == sorted(pairs) and pairs


def test_noise_has_no_lean_and_the_right_spread():
    noise = rank_noise(market(), 4, np.arange(50)[:, np.newaxis], np.arange(200))
    assert abs(noise.mean()) < 25 and 480 < noise.std() < 520


def test_pages_that_germans_cannot_read_are_marked():
    plan, pages = shelf_of(shop(words=ENGLISH | {"attributes": {"socket": "E27", "colour": "black"}}, visits=VISITS), 0)
    own = pages.item >= len(market().goods)
    german = np.array([market().keywords[query].language == "de" for query in plan.cell_query.tolist()])
    assert german.any() and (~german).any()
    assert (pages.veto[own & german[:, None]] == 1).all() and (pages.veto[own & ~german[:, None]] == 0).all()
    assert (plan.own.cost[german[plan.own.cell]] == 350).all() and (plan.own.cost[~german[plan.own.cell]] == 0).all()
    assert (pages.veto[~own] == 0).all()


def test_a_page_has_eight_sold_slots_and_forty_others():
    assert len(SLOTS) == PER_KEYWORD == 8 and len(ORGANIC) == 40
    assert sorted([*SLOTS, *ORGANIC.tolist()]) == list(range(48))


def test_rivals_that_advertise_stand_in_the_sold_slots_by_their_score():
    plan, pages = shelf_of(shop(), 0)
    sold = market().adverts
    for cell, query in enumerate(plan.cell_query.tolist()):
        assert pages.item[cell, list(SLOTS)].tolist() == sold.item[query].tolist()
        kept = sold.score[query][sold.item[query] >= 0].tolist()
        assert kept == sorted(kept, reverse=True)
    assert (pages.ad == -1).all()


def advertised(bid, match="exact", text="schreibtischlampe"):
    world = shop(visits=VISITS)
    world.listings["meridian/DE/LAMP"].record = Record(looks=400_000)
    world.campaigns["c"] = campaign(bid=bid, match=match, text=text)
    return world, *shelf_of(world, 0)


def test_the_highest_bid_gets_the_first_slot_and_pays_what_the_next_asks_for():
    _, plan, pages = advertised(bid=900)
    row = int(np.flatnonzero(pages.ad.max(axis=1) >= 0)[0])
    assert pages.ad[row, 0] >= 0 and (pages.ad[row, 1:] == -1).all()
    ad = int(pages.ad[row, 0])
    following = int(market().adverts.score[plan.cell_query[row], 0])
    price = int(pages.price[row, 0])
    assert price == price_per_click(following, int(plan.ads.root[ad]), int(plan.ads.bid[ad]))
    assert RESERVE <= price < 9_000_000
    # The rivals' ads move down by one.
    assert pages.item[row, SLOTS[1]] == market().adverts.item[plan.cell_query[row], 0]


def test_a_bid_of_two_cents_gets_no_slot_where_eight_others_bid():
    _, plan, pages = advertised(bid=2)
    assert plan.ads.bid.tolist() == [RESERVE] and (pages.ad == -1).all()


@pytest.mark.parametrize(("match", "text", "more_than"), [("exact", "schreibtischlampe", 0), ("broad", "schreibtischlampe", 1), ("auto", "", 3)])
def test_match_types_enter_more_and_more_searches(match, text, more_than):
    _, plan, _ = advertised(bid=50, match=match, text=text)
    assert len(plan.ads.cell) > more_than


def test_a_campaign_out_of_budget_and_a_paused_one_take_no_part():
    for change in ({"spent": 10**9}, {"running": False}):
        world = shop()
        world.campaigns["c"] = campaign(bid=100)
        for name, value in change.items():
            setattr(world.campaigns["c"], name, value)
        assert len(plan_of(world, 0).ads.cell) == 0


def test_no_keyword_has_more_candidates_than_a_page_can_be_drawn_from():
    start = market().candidates.start
    assert (start[1:] - start[:-1]).max() <= CANDIDATES
