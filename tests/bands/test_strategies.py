from itertools import pairwise
from pathlib import Path

from lab.bands.crew import spread
from lab.bands.strategies import STRATEGIES, Season, Takings, order_rows, profit_of, season
from lab.ledger.books import book
from lab.market.store import save_market
from tests.bands.test_keeper import shop
from tests.shoppers.worlds import market


def takings(orders: int, sales: int = 100, advertising: int = 20) -> Takings:
    return Takings(orders, sales, advertising, 0, 0)


def test_rows_say_on_which_share_of_seeds_the_order_held() -> None:
    orders = {1: (1, 5, 20, 60), 2: (1, 5, 20, 20)}
    found = [(Season(name, seed), takings(count)) for seed, counts in orders.items() for name, count in zip(STRATEGIES, counts, strict=True)]
    rows = {row.name: row.measured for row in order_rows(found)}
    assert rows["novice < average < good < expert in orders: seeds"] == 0.5
    assert rows["orders in 30 days, expert"] == 40
    assert rows["advertising by sales, good"] == 0.2


def test_profit_is_what_is_left_of_sales() -> None:
    world = shop()
    book(world, "sale", "a", [("platform:meridian", 11900), ("sales", -10000), ("vat", -1900)])
    book(world, "fee", "a", [("fees", 1500), ("platform:meridian", -1500)])
    book(world, "goods", "a", [("goods_sold", 3000), ("stock", -3000)])
    book(world, "ads", None, [("ads", 700), ("platform:meridian", -700)])
    assert profit_of(world) == 10000 - 1500 - 3000 - 700


def in_order(path: Path, seeds: range, days: int, workers: int) -> list[int]:
    """The seeds on which the strategies do not come in their order."""
    plays = [Season(name, seed, days, 1_500_000) for seed in seeds for name in STRATEGIES]
    orders = {(play.strategy, play.seed): found.orders for play, found in zip(plays, spread(season, path, plays, workers), strict=True)}
    return [seed for seed in seeds if not all(orders[low, seed] < orders[high, seed] for low, high in pairwise(STRATEGIES))]


def test_novice_average_good_expert_come_in_this_order_on_four_seeds(tmp_path: Path) -> None:
    assert in_order(save_market(market(), tmp_path), range(1, 5), 12, 2) == []
