"""Days of a shop as shoppers alone make them: who is shown, looks, clicks and buys, with the records that rank follows.

Orders are counted when they are decided; nothing is paid, shipped or reviewed. That is what a change of price or
picture is measured on, and it is quick.
"""

from dataclasses import dataclass, field

from lab.shoppers.browse import Engine
from lab.shoppers.day import close_day, close_part, simulate_part
from lab.shoppers.visits import PARTS
from lab.values.moment import DAY
from lab.world.world import World


@dataclass(slots=True)
class Counts:
    """What a shop met in a span of days. `cost` in micro-units of the reference currency, `sales` in minor units of the shop's.

    `by_listing` holds the orders of each listing.
    """

    shown: int = 0
    clicked: int = 0
    orders: int = 0
    pieces: int = 0
    sales: int = 0
    ad_clicked: int = 0
    cost: int = 0
    by_listing: dict[str, int] = field(default_factory=dict)

    def of(self, name: str) -> int:
        return int(getattr(self, name))


def play_days(world: World, days: int, engine: Engine) -> Counts:
    """Let shoppers come for some days from the world's own midnight on; the world goes with them."""
    counts = Counts(by_listing=dict.fromkeys(world.listings, 0))
    first = world.now // DAY
    for day in range(first, first + days):
        close_day(world, day - 1)
        for campaign in world.campaigns.values():
            campaign.spent = 0
        for part in range(PARTS):
            result = simulate_part(world, day, part, engine)
            close_part(world, result)
            for purchase in result.purchases:
                world.listings[purchase.listing].stock -= purchase.quantity
                counts.orders += 1
                counts.pieces += purchase.quantity
                counts.sales += purchase.price.amount * purchase.quantity
                counts.by_listing[purchase.listing] += 1
            for row in result.traffic:
                counts.shown += row.shown
                counts.clicked += row.clicked
                counts.ad_clicked += row.ad_clicked
                counts.cost += row.ad_cost
        world.now += DAY
    return counts
