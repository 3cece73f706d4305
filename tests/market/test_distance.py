import numpy as np

from lab.market.distance import days_to, extra_days
from lab.market.population import LOCALES
from tests.shoppers.worlds import market


def test_every_country_of_the_market_has_its_distance():
    assert set(extra_days()) == set(LOCALES)
    assert min(extra_days().values()) == 0 and max(extra_days().values()) <= 10


def test_goods_from_a_near_warehouse_take_no_longer():
    goods = market().goods
    days = days_to(goods, 4)
    near = goods.near == 1
    assert (days[near] == goods.days[near]).all()
    assert (days[~near].astype(np.int64) == goods.days[~near].astype(np.int64) + 4).all()
