from datetime import date

import numpy as np
import pytest

from lab.customs.destinations import load_destinations
from lab.shoppers.whole import run_whole, shifted, whole_plan
from tests.shoppers.worlds import market

DESTINATIONS = load_destinations(date(2026, 5, 4))


@pytest.fixture(scope="module")
def plain():
    return run_whole(market(), DESTINATIONS, seed=5, days=1, visits=60_000)


def test_every_search_of_a_day_is_planned():
    plan = whole_plan(market(), DESTINATIONS, 60_000)
    assert plan.cell_visits.sum() == pytest.approx(60_000, rel=0.02)
    assert {country for _, country in plan.places} == set(market().countries)


def test_counts_add_up(plain):
    assert plain.clicks.sum() == plain.slot_clicked.sum()
    assert (plain.slot_shown >= plain.slot_looked).all() and (plain.slot_looked >= plain.slot_clicked).all()
    assert (plain.clicks >= plain.orders).all() and plain.orders.sum() > 1000


def test_the_same_seed_gives_the_same_market_and_another_seed_another(plain):
    again, other = (run_whole(market(), DESTINATIONS, seed=seed, days=1, visits=60_000) for seed in (5, 6))
    assert (again.orders == plain.orders).all() and not (other.orders == plain.orders).all()


def test_what_is_worth_more_sells_more_and_what_others_are_worth_stays(plain):
    items = np.arange(0, len(market().goods), 10)
    before = market().buy_u.copy()
    better = run_whole(market(), DESTINATIONS, seed=5, days=1, visits=60_000, change=shifted(items, 0, 400))
    assert better.orders[items].sum() > plain.orders[items].sum()
    assert (better.clicks == plain.clicks).all() and (market().buy_u == before).all()
