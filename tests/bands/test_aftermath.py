from pathlib import Path

import pytest

from lab.bands.aftermath import (
    DAYS,
    MANNERS,
    ORDERS,
    RANDOM,
    Fates,
    counted,
    fate_rows,
    fate_tasks,
    fates,
    filled,
    manner_named,
)
from lab.bands.crew import spread
from lab.bands.table import Row
from lab.engine.runoff import run_off
from lab.market.store import save_market
from lab.values.moment import DAY
from tests.shoppers.worlds import market

SHOPS = 3


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Fates]:
    path: Path = save_market(market(), tmp_path_factory.mktemp("market"))
    totals: dict[str, Fates] = {}
    for name, piece in spread(fates, path, fate_tasks(SHOPS, 1), 2):
        totals.setdefault(name, Fates()).add(piece)
    return totals


@pytest.fixture(scope="module")
def rows(found: dict[str, Fates]) -> dict[str, Row]:
    return {row.name: row for row in fate_rows(found)}


def test_every_manner_is_measured_on_the_same_orders(found: dict[str, Fates]) -> None:
    assert list(found) == [*MANNERS, RANDOM]
    # Some payments fail and some buyers cancel; nearly all others are sent.
    assert all(0.8 * SHOPS * ORDERS < one.orders < SHOPS * ORDERS for one in found.values())
    assert found["careful"].orders == found["no slack"].orders


def test_who_promises_more_than_the_goods_hold_gets_them_back(found: dict[str, Fates]) -> None:
    assert found["over-claim"].returned > 1.5 * found["careful"].returned
    assert found["over-claim"].mean_stars() < found["careful"].mean_stars() - 0.4
    assert found["careful"].over_claim < 5 * found["careful"].orders


def test_slack_keeps_the_promise(found: dict[str, Fates]) -> None:
    assert found["careful"].of("late") < 0.12
    assert found["no slack"].of("late") > 0.30
    assert found["no slack"].mean_stars() < found["careful"].mean_stars()


def test_duty_at_the_door_is_refused_more_often(found: dict[str, Fates]) -> None:
    assert found["at the door"].refused > found["careful"].refused


def test_slow_answers_cost_stars(found: dict[str, Fates]) -> None:
    assert found["slow answers"].mean_stars() <= found["careful"].mean_stars()
    assert found["slow answers"].disputed >= found["careful"].disputed


def test_careless_sellers_lose_their_standing(rows: dict[str, Row]) -> None:
    assert rows["novices warned or restricted"].in_band


def test_the_rows_name_each_fact_once(found: dict[str, Fates], rows: dict[str, Row]) -> None:
    assert len(rows) == len(fate_rows(found))


def test_orders_come_evenly_and_all_are_looked_after() -> None:
    world = filled(market(), 1, MANNERS["careful"])
    assert world.now == DAYS * DAY
    assert not [order for order in world.orders.values() if order.state == "unshipped" and order.placed_at < world.now - DAY]
    placed = sorted(order.placed_at for order in world.orders.values())
    assert placed[0] <= 2 * DAY
    assert placed[-1] > (DAYS - 2) * DAY


def test_what_comes_after_the_last_day_is_counted_as_late() -> None:
    world = filled(market(), 1, MANNERS["careful"])
    fate = counted(world, run_off(world))
    assert fate.reviews >= len(world.reviews)
    assert fate.late_reviews == fate.reviews - len(world.reviews)
    assert sum(fate.standing.values()) == fate.shops == 1


def test_random_shops_differ_and_stay_what_they_are() -> None:
    assert manner_named(RANDOM, 1) == manner_named(RANDOM, 1)
    assert len({manner_named(RANDOM, number) for number in range(20)}) == 20


def test_fates_add_up() -> None:
    total = Fates(orders=10, late=2, stars=[0, 1, 0, 0, 0, 3], reviews=4, shops=1, standing={"good": 1, "warned": 0, "restricted": 0})
    total.add(Fates(orders=10, late=1, stars=[0, 0, 0, 0, 0, 1], reviews=1, shops=1, standing={"good": 0, "warned": 1, "restricted": 0}))
    assert total.of("late") == 0.15
    assert total.star_share(5) == 0.8
    assert total.mean_stars() == (1 + 4 * 5) / 5
    assert total.standing == {"good": 1, "warned": 1, "restricted": 0}
