"""What a bid would win is what the auction of the day gives."""

from itertools import pairwise

import numpy as np

from lab.market.adverts import SLOTS
from lab.shoppers.shelf import pages_of, plan_of
from lab.shoppers.standing import Standing, standings
from lab.values.money import Money
from lab.world.campaign import Campaign, Negative, Target
from lab.world.world import World
from tests.shoppers.worlds import make_world, put_on_sale, shop

KEY = "meridian/DE/LAMP"


def target(bid: int, match: str = "broad", text: str = "schreibtischlampe") -> Target:
    return Target(match, "de", Money(bid, "EUR"), text)  # type: ignore[arg-type]


def won(world: World, *targets: Target, negatives: tuple[Negative, ...] = ()) -> list[dict[int, Standing]]:
    found = standings(world, "meridian/DE", [KEY], targets, negatives)
    return [{row.query: row for row in rows} for rows in found]


def test_place_and_price_are_those_of_the_simulated_day() -> None:
    world = shop()
    targets = (target(35), target(60, "exact", "tischlampe"), Target("auto", "de", Money(25, "EUR")))
    world.campaigns["c"] = Campaign("c", "meridian/DE", "c", Money(10_000, "EUR"), [KEY], list(targets))
    plan = plan_of(world, 1)
    assert plan is not None
    pages = pages_of(world.setting.market, 1, plan)
    mine = won(world, *targets)
    seen = 0
    for cell in np.unique(plan.ads.cell).tolist():
        query = int(plan.cell_query[cell])
        row = next(rows[query] for rows in mine if query in rows)
        slots = np.flatnonzero(pages.ad[cell] >= 0).tolist()
        if not slots:
            assert (row.place, row.slot, row.price) == (None, None, None)
            continue
        seen += 1
        assert (row.slot, row.place) == (slots[0] + 1, SLOTS.index(slots[0]) + 1)
        assert row.price == int(pages.price[cell, slots[0]])
    assert seen > 5


def test_a_higher_bid_never_stands_further_down_and_never_pays_more_than_it_bids() -> None:
    world = shop()
    ladder = [won(world, target(bid))[0] for bid in (2, 20, 50, 200, 5000)]
    for low, high in pairwise(ladder):
        assert all((high[query].place or 9) <= (low[query].place or 9) for query in low)
    assert all(row.place == 1 for row in ladder[-1].values())
    assert all(row.price is None or row.price <= 50 * 10_000 for row in ladder[2].values())


def test_negatives_and_higher_bids_take_searches_away_from_a_target() -> None:
    world = shop()
    alone = won(world, target(30))[0]
    barred = won(world, target(30), negatives=(Negative("phrase", "de", "kinder"),))[0]
    assert 0 < len(barred) < len(alone)
    low, high = won(world, target(30), target(40, "exact"))
    assert len(low) == len(alone) - 1
    assert len(high) == 1


def test_listings_without_a_price_and_strange_languages_win_nothing() -> None:
    world = make_world()
    put_on_sale(world).price = None
    assert won(world, target(30)) == [{}]
    assert won(shop(), Target("auto", "xx", Money(30, "EUR"))) == [{}]


def test_the_most_typed_search_comes_first() -> None:
    rows = standings(shop(), "meridian/DE", [KEY], (target(30),), ())[0]
    counts = [row.searches for row in rows]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 0
