"""Bands of the whole market, without anybody's shop: what all shoppers click and buy.

Elasticities and the like come from the same shoppers meeting every tenth rival with another price or picture, while
ranks stay as they are.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from lab.bands.table import Row, share
from lab.customs.destinations import Destination
from lab.market.adverts import SLOTS
from lab.market.appeal import PRICE_TENTHS, delivery_points, review_permille
from lab.market.base import I64, Market
from lab.shoppers.browse import Engine
from lab.shoppers.whole import Utilities, Whole, run_whole, shifted

GROUP = "Whole market"
SEED = 5
EVERY = 10
"""Every so many-th rival is changed."""
RANKS = slice(10, 2000)
DISCOUNT, SURCHARGE = 0.9, 1.1
Tick = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Span:
    """How much is measured: days, and visits on each."""

    days: int = 10
    visits: int = 100_000


def market_rows(market: Market, destinations: Mapping[str, Destination], span: Span, engine: Engine, tick: Tick) -> list[Row]:
    """All rows of the whole market; `tick` is called after each of the `RUNS` runs."""
    some: I64 = np.arange(0, len(market.goods), EVERY)

    def run(change: Utilities | None = None) -> Whole:
        found = run_whole(
            market, destinations, seed=SEED, days=span.days, visits=span.visits, change=change, engine=engine
        )  # fmt: skip
        tick()
        return found

    plain = run()
    rows = _plain_rows(plain)

    def against(change: Utilities) -> tuple[float, float]:
        """Orders and clicks of the changed rivals, by what they were."""
        changed = run(change)
        return (
            share(float(changed.orders[some].sum()), float(plain.orders[some].sum())),
            share(float(changed.clicks[some].sum()), float(plain.clicks[some].sum())),
        )

    tenths = np.array(PRICE_TENTHS)[:, np.newaxis]
    for factor, name in ((DISCOUNT, "price -10 %"), (SURCHARGE, "price +10 %")):
        log = float(np.log(factor))
        orders, clicks = against(shifted(some, np.rint(-80 * tenths * log).astype(int), np.rint(-190 * tenths * log).astype(int)))
        note = "rank fixed"
        rows.append(Row(GROUP, f"elasticity of clicks, {name}", float(np.log(clicks)) / log, -1.0, -0.4, note=note))
        rows.append(Row(GROUP, f"elasticity of orders, {name}", float(np.log(orders)) / log, -3.0, -1.8, note=note))
    eight = delivery_points(8)
    rows.append(Row(GROUP, "delivery in 7 days, not 8: orders", against(shifted(some, 0, delivery_points(7) - eight))[0], 1.01, 1.03, "change"))
    rows.append(Row(GROUP, "delivery in 18 days, not 8: orders", against(shifted(some, 0, delivery_points(18) - eight))[0], 0.55, 0.8, "change"))
    for reviews, low, high in ((5, 1.3, 2.5), (50, 1.7, 3.7)):
        known = review_permille(reviews)
        change = shifted(some, 400 * known // 1000, 600 * known // 1000)
        rows.append(Row(GROUP, f"{reviews} reviews, not none: orders", against(change)[0], low, high, "times"))
    rows.append(Row(GROUP, "0.4 stars more: orders", against(shifted(some, 40, 120))[0], 1.05, 1.25, "times"))
    rows.append(Row(GROUP, "picture 0.8, not 0.4: orders", against(shifted(some, 240, 120))[0], 1.15, 1.7, "times"))
    return rows


RUNS = 9
"""How many times the whole market is run."""


def _plain_rows(found: Whole) -> list[Row]:
    clicks, orders, visits = int(found.clicks.sum()), int(found.orders.sum()), found.visits
    at = found.slot_clicked / max(1, int(found.slot_clicked.sum()))
    sold = np.sort(found.orders)[::-1]
    place = np.arange(1, len(sold) + 1)
    slope = np.polyfit(np.log(place[RANKS]), np.log(np.maximum(sold[RANKS], 0.5)), 1)[0]

    def row(name: str, measured: float, low: float, high: float, unit: str = "percent") -> Row:
        return Row(GROUP, name, float(measured), low, high, unit)  # type: ignore[arg-type]

    return [
        row("clicks per visit", share(clicks, visits), 0.35, 0.70, "number"),
        row("orders per visit", share(orders, visits), 0.02, 0.05),
        row("orders per click", share(orders, clicks), 0.04, 0.11),
        row("clicks on slot 1", at[0], 0.12, 0.35),
        row("clicks on the top 3", at[:3].sum(), 0.30, 0.64),
        row("clicks on slots 1-16", at[:16].sum(), 0.70, 0.90),
        row("clicks on slots 17-32", at[16:32].sum(), 0.08, 0.25),
        row("clicks on slots 33-48", at[32:].sum(), 0.02, 0.13),
        row("clicks on sponsored slots", at[list(SLOTS)].sum(), 0.25, 0.45),
        row("clicks per impression", share(clicks, int(found.slot_shown.sum())), 0.01, 0.05),
        row("clicks per impression of slot 1", share(int(found.slot_clicked[0]), int(found.slot_shown[0])), 0.05, 0.20),
        row("slope of log sales on log rank, ranks 10-2000", slope, -1.1, -0.6, "number"),
        row("orders of the best-selling fifth of goods", share(int(sold[: len(sold) // 5].sum()), orders), 0.70, 0.95),
    ]
