"""Four ways to run a shop, from novice to expert, as real play through actions; and what thirty days of them bring.

The novice writes English only, poorly, asks a high price and advertises nothing; each next one does more of what a
seller's handbook says. Everybody has the same goods, shoppers and carriers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean

from lab.bands.keeper import keep_shop
from lab.bands.shops import Manner, goods_of_shop, open_shop, setting_of
from lab.bands.table import Row, share
from lab.engine.runoff import run_off
from lab.ledger.books import balance, balances
from lab.market.base import Market
from lab.world.world import World

GROUP = "Strategies"
STRATEGIES: Mapping[str, Manner] = {
    "novice": Manner(
        price_percent=108, languages=("en",), coverage=400, picture="poor", text=350, handling_hours=96, ship_hours=90,
        slack_days=0, incoterm="DAP", reply_hours=40, answers="silent",
    ),
    "average": Manner(
        price_percent=100, languages=("en", "de"), coverage=650, picture="fair", text=600, handling_hours=48, ship_hours=40,
        slack_days=2, incoterm="DAP", reply_hours=14, bid=20, budget=2_00,
    ),
    "good": Manner(price_percent=95, coverage=850, picture="better", text=750, bid=45, budget=5_00),
    "expert": Manner(price_percent=92, coverage=1000, picture="best", text=1000, ship_hours=12, reply_hours=4, slack_days=2, bid=45, budget=8_00),
}  # fmt: skip
SHOP = 3
"""The number of the shop that everybody runs."""
DAYS = 30


@dataclass(frozen=True, slots=True)
class Season:
    """One play: which strategy, which shoppers, how long, how many searches a day."""

    strategy: str
    seed: int
    days: int = DAYS
    visits: int = 1_500_000
    shop: int = SHOP


@dataclass(frozen=True, slots=True)
class Takings:
    """What a play brought by its last day, and what was left once its orders had run to their end (cents)."""

    orders: int
    sales: int
    advertising: int
    profit: int
    standing: int


def season(market: Market, play: Season) -> Takings:
    """Play one strategy from the first day on to the end of its last order."""
    return takings_of(played(market, STRATEGIES[play.strategy], play))


def played(market: Market, manner: Manner, play: Season) -> World:
    """The world after the days of a play, run in a manner."""
    setting = setting_of(market, goods_of_shop(market, play.shop), seed=play.seed, visits=play.visits, days=play.days, consequences=True)
    world = open_shop(setting, manner)
    keep_shop(world, manner, play.days)
    return world


def takings_of(world: World) -> Takings:
    """What stands in the books: sales by the last day, profit after the run-off (income less everything spent)."""
    after = run_off(world)
    standing = max((health.standing_permille for health in world.health.values()), default=0)
    sales = sum(order.total.amount for order in world.orders.values())
    return Takings(len(world.orders), sales, balance(world, "ads").amount, profit_of(after), standing)


def profit_of(world: World) -> int:
    """Cents earned: sales less fees, postage, duty, goods and advertising, as the books have it."""
    books = balances(world)
    accounts = ("sales", "fees", "postage", "duty", "goods_sold", "ads")
    return -sum(books[account].amount for account in accounts if account in books)


def order_rows(found: Sequence[tuple[Season, Takings]]) -> list[Row]:
    """Whether the strategies come in their order on every seed, what they sell, and what advertising takes of good sales."""
    orders: dict[str, dict[int, int]] = {name: {} for name in STRATEGIES}
    for play, takings in found:
        orders[play.strategy][play.seed] = takings.orders
    seeds = sorted(orders["novice"])
    names = list(STRATEGIES)
    kept = sum(all(orders[low][seed] < orders[high][seed] for low, high in pairwise(names)) for seed in seeds)
    rows = [Row(GROUP, "novice < average < good < expert in orders: seeds", share(kept, len(seeds)), 1.0, None, "percent", f"{len(seeds)} seeds")]
    for name in names:
        sold = mean(orders[name].values())
        rows.append(Row(GROUP, f"orders in {DAYS} days, {name}", sold, 0.0, None))
    good = [takings for play, takings in found if play.strategy == "good"]
    cost = share(sum(one.advertising for one in good), sum(one.sales for one in good))
    rows.append(Row(GROUP, "advertising by sales, good", cost, 0.15, 0.45, "percent"))
    return rows
