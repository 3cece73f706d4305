"""The vectorised day against a plain loop over single shoppers, and against bands of the market model."""

import numpy as np
import pytest

from lab.market.appeal import OUTSIDE
from lab.shoppers.browse import browse
from lab.shoppers.day import _own_utilities, _visits
from lab.shoppers.shelf import shelf_of
from lab.values.chance import GOLD, mix64
from tests.shoppers.worlds import ENGLISH, make_world, put_on_sale, shop


def one_by_one(world, shelf, needs, own_click, own_buy, cell, keys):
    """The same rules, told shopper by shopper; also who clicked what at which slot."""
    market, rivals = world.setting.market, len(world.setting.market.products)
    counts = np.zeros((4, len(shelf.cells), len(shelf.offers)), dtype=np.int64)
    buyers, clicks_at, orders = [], np.zeros(48, dtype=np.int64), 0
    for visit, (c, key) in enumerate(zip(cell.tolist(), keys.tolist(), strict=True)):
        r = mix64(key + 1)
        depth = int(market.tables.depth[r >> 16 & 0xFFFF])
        group = 0 if (r >> 32 & 0xFF) < 64 else 1 if (r >> 32 & 0xFF) < 192 else 2
        own_only = (r & 0xFFFF) * 1000 >> 16 < needs[c]
        best, winner = OUTSIDE + int(market.tables.gumbel[r >> 48]), None
        stopped = False
        for slot in range(-(-depth // 16) * 16):
            item = int(shelf.item[c, slot])
            if item < 0:
                break
            own = item - rivals
            if own >= 0:
                counts[0, c, own] += 1
            if stopped or slot >= depth:
                continue
            if own >= 0:
                counts[1, c, own] += 1
            h = mix64(key ^ (int(shelf.number[c, slot]) + 1) * GOLD)
            match, cost = int(shelf.match[c, slot]), int(shelf.cost[c, slot])
            v = int(own_click[group, own] if own >= 0 else market.click_u[group, item]) + match - cost
            v = max(-12000, min(8000, v))
            if (h & 0xFFFFFFFF) >= int(market.tables.click[v + 12000]) or (shelf.veto[c, slot] and own_only):
                continue
            clicks_at[slot] += 1
            if own >= 0:
                counts[2, c, own] += 1
            u = int(own_buy[group, own] if own >= 0 else market.buy_u[group, item]) + match // 2 - cost
            u += int(market.tables.gumbel[h >> 32 & 0xFFFF])
            if u > best:
                best, winner = u, item
            if h >> 48 < 19660:
                stopped = True
        if winner is not None:
            orders += 1
            if winner >= rivals:
                counts[3, c, winner - rivals] += 1
                buyers.append((visit, winner - rivals))
    return counts, buyers, clicks_at, orders


def day_of(world, day=1, part=2):
    shelf = shelf_of(world, day)
    cell, keys, _ = _visits(world, day, part, shelf.cells)
    needs = np.array([world.setting.destinations[c.country].own_language_need for c in shelf.cells], dtype=np.int64)
    return shelf, needs, *_own_utilities(shelf.offers), cell, keys


@pytest.fixture(scope="module")
def busy():
    world = make_world(visits=9000)
    put_on_sale(world, price=2400)
    put_on_sale(world, sku="LAMP-2", price=2600)
    put_on_sale(world, place="caravan/DE", words=ENGLISH | {"attributes": {"socket": "E27", "colour": "black"}})
    put_on_sale(world, place="meridian/US", words=ENGLISH)
    return world, day_of(world)


def test_all_at_once_is_the_same_as_one_by_one(busy):
    world, given = busy
    outcome = browse(world.setting.market, *given)
    counts, buyers, _, _ = one_by_one(world, *given)
    assert (outcome.shown == counts[0]).all()
    assert (outcome.looked == counts[1]).all()
    assert (outcome.clicked == counts[2]).all()
    assert (outcome.bought == counts[3]).all()
    assert list(zip(outcome.buyer.tolist(), outcome.bought_offer.tolist(), strict=True)) == buyers
    assert counts[3].sum() > 0 and counts[2].sum() > counts[3].sum()


def test_who_is_shown_looked_at_clicked_and_bought_grows_no_larger(busy):
    world, given = busy
    outcome = browse(world.setting.market, *given)
    assert (outcome.shown >= outcome.looked).all()
    assert (outcome.looked >= outcome.clicked).all()
    assert (outcome.clicked >= outcome.bought).all()


def test_the_market_clicks_and_buys_as_much_as_real_ones():
    # Bands of the market model: clicks per visit 0.35-0.70, orders per visit 2-5 %, orders per click 4-11 %.
    world = shop(visits=40_000)
    market = world.setting.market
    visits = clicks = orders = 0
    for day in range(2):
        shelf, *rest, cell, keys = day_of(world, day)
        own_type = [market.keywords[c.query].type == "desk-lamp" for c in shelf.cells]
        wanted = np.array(own_type)[cell]
        _, _, clicks_at, bought = one_by_one(world, shelf, *rest, cell[wanted], keys[wanted])
        visits, clicks, orders = visits + int(wanted.sum()), clicks + int(clicks_at.sum()), orders + bought
        assert 0.10 < clicks_at[0] / clicks_at.sum() < 0.35
    assert visits > 1500
    assert 0.35 < clicks / visits < 0.70
    assert 0.02 < orders / visits < 0.055
    assert 0.04 < orders / clicks < 0.11
