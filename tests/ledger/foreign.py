"""Shops whose buyers pay in their own currency, at rates that a test sets."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lab.ledger.sale import book_sale, fee_on, tax_in_price
from lab.market.base import Demand, Market
from lab.market.calendars import DAYS, FIRST_DAY
from lab.values.moment import DAY, Moment
from lab.values.money import Money
from lab.world.order import Order, OrderItem
from lab.world.world import World
from tests.builders import ANNA, DANA, DE_LAMP, KZ_LAMP, TODAY, euro, make_world, quiet_market

TENGE = Money(2_360_000, "KZT")
"""23,600.00, which is 40.00 EUR at 590."""


def rates_market(**paths: Mapping[int, int]) -> Market:
    """The quiet market with rates to the euro: per currency, the rate (units) from a day of the run on."""
    first = (TODAY - FIRST_DAY).days
    rates: dict[str, Any] = {"EUR": [1_000_000] * DAYS}
    for currency, steps in paths.items():
        days = sorted(steps)
        rates[currency] = [
            steps[max((d for d in days if d <= day - first), default=days[0])] * 1_000_000 for day in range(DAYS)
        ]
    return replace(quiet_market(), demand=Demand({}, {}, (), {}, rates))  # type: ignore[arg-type]


def foreign_world(kzt: Mapping[int, int] | None = None, **changes: Any) -> World:
    """A shop with local money; the tenge stands at 590 unless told from which day on it stands where."""
    return make_world(market=rates_market(KZT=kzt or {0: 590}), local_money=True, **changes)


def sold(
    world: World, order_id: str = "o1", price: Money = TENGE, charge: int = 0, at: Moment | None = None, **changes: Any
) -> Order:
    """An order of one lamp whose sale is booked: to Kazakhstan in tenge, to Germany in euros."""
    world.now = world.now if at is None else at
    german = price.currency == "EUR"
    order = Order(
        order_id, order_id, DE_LAMP if german else KZ_LAMP, "meridian" if german else "caravan", "DE" if german else "KZ",
        ANNA if german else DANA, [OrderItem("lamp", 1, price)], Money(charge, price.currency), world.now, world.now, "shopper",
    )  # fmt: skip
    for name, value in changes.items():
        setattr(order, name, value)
    world.orders[order_id] = order
    tax = tax_in_price(world.setting, order.country, order.total, order.ship_from)
    fee = fee_on(
        world.setting.platforms[order.platform], "home/lighting/desk-lamps", order.goods, order.shipping_charge
    )
    book_sale(world, order, tax, fee)
    return order


def delivered(order: Order, at: Moment) -> Order:
    order.state, order.delivered_at = "delivered", at
    return order


def midnight(day: int) -> Moment:
    """The moment at which a day of the run begins; the run starts at eight."""
    return day * DAY - 8 * 60


__all__ = ["TENGE", "delivered", "euro", "foreign_world", "midnight", "rates_market", "sold"]
