"""Orders whose goods may not be sent as things stand, because they are recalled or banned where they go, and what is right then."""

from typing import Literal

from lab.listings.compliance import bans_of
from lab.values.money import Money
from lab.world.order import Order
from lab.world.world import World

Way = Literal["ship", "wait", "cancel", "refund", ""]


class Stops:
    """What may not be sent in a world as it is now; every product is looked up once for each country, however many orders there are."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._banned: dict[tuple[str, str], bool] = {}

    def way_of(self, order: Order) -> Way:
        """What an open order asks for.

        `ship`: something of it may be sent now. Otherwise `wait` for the end of a recall that comes before the order has to leave,
        `cancel` an order of which nothing has left, `refund` what is missing of one that left in part; "" once that is paid back.
        """
        missing = [sku for sku, count in order.missing.items() if count > 0]
        stopped = [sku for sku in missing if self.is_banned(sku, order.country) or self._world.recall_of(sku) is not None]
        if len(stopped) < len(missing) or not stopped:
            return "ship"
        if all(not self.is_banned(sku, order.country) and self._ends_in_time(sku, order) for sku in stopped):
            return "wait"
        if order.state != "part_shipped":
            return "cancel"
        return "refund" if order.refunded.amount < worth_of_missing(order).amount else ""

    def is_banned(self, sku: str, country: str) -> bool:
        """Whether a rule of the country forbids to sell a product there."""
        key = sku, country
        if key not in self._banned:
            self._banned[key] = sku in self._world.setting.products and bool(bans_of(self._world.setting, sku, country))
        return self._banned[key]

    def _ends_in_time(self, sku: str, order: Order) -> bool:
        recall = self._world.recall_of(sku)
        return recall is not None and recall.ends is not None and recall.ends <= order.ship_by


def worth_of_missing(order: Order) -> Money:
    """What the buyer paid for the pieces that have not been sent, in the order's currency."""
    total, missing = Money(0, order.currency), order.missing
    for item in order.items:
        pieces = max(0, min(item.quantity, missing.get(item.sku, 0)))
        missing[item.sku] = missing.get(item.sku, 0) - pieces
        total = total + item.unit_price.times(pieces)
    return total
