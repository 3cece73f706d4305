"""Bands of what becomes of orders: stars, reviews, returns, late parcels, disputes, account health, run-off.

Many orders are put into shops of one manner, shipped and answered by somebody who keeps the shop, and run to their end.
An order's chance is its own, so two manners are compared on the same buyers with the same moods and carriers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from lab.bands.keeper import keep_shop
from lab.bands.shops import Manner, goods_of_shop, open_shop, setting_of
from lab.bands.table import Row, share
from lab.engine.runoff import run_off
from lab.market.base import Market
from lab.orders.agenda import put
from lab.orders.satisfaction import POOR_STARS, late_minutes, reviews_per_10_000, stars
from lab.shoppers.day import quantity_of
from lab.values.chance import below, draw, key_of
from lab.values.moment import DAY
from lab.world.due import ComingOrder, Due, OrderTarget
from lab.world.world import World

GROUP = "Orders to their end"
WHOLE = 10_000
ORDERS, DAYS = 160, 40
"""Orders of one shop, spread evenly over so many days."""
COUNTS = ("orders", "late", "refused", "lost", "returned", "disputed", "defects", "reviews", "late_reviews", "late_returns", "asked")


@dataclass(slots=True)
class Fates:
    """Counts over all orders that were sent. `late_...` came after the run's last day; `over_claim` adds up permille.

    `stars` are the reviews to be expected with each number of stars, and `defects` the orders to be expected with a
    poor review or a dispute, both in 1/10,000: a dozen poor reviews out of thousands of orders say little, the chance that each
    of the orders had of one says much. `standing` counts shops by the worst standing that they had on any platform.
    """

    orders: int = 0
    late: int = 0
    refused: int = 0
    lost: int = 0
    returned: int = 0
    disputed: int = 0
    defects: int = 0
    reviews: int = 0
    late_reviews: int = 0
    late_returns: int = 0
    asked: int = 0
    over_claim: int = 0
    shops: int = 0
    stars: list[int] = field(default_factory=lambda: [0] * 6)
    standing: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("good", "warned", "restricted"), 0))

    def of(self, name: str) -> float:
        """A count by all orders."""
        return share(int(getattr(self, name)), self.orders * (WHOLE if name == "defects" else 1))

    def star_share(self, number: int) -> float:
        return share(self.stars[number], sum(self.stars))

    def mean_stars(self) -> float:
        return share(sum(n * count for n, count in enumerate(self.stars)), sum(self.stars))

    def add(self, other: "Fates") -> None:
        for name in (*COUNTS, "over_claim", "shops"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.stars = [mine + theirs for mine, theirs in zip(self.stars, other.stars, strict=True)]
        self.standing = {name: count + other.standing[name] for name, count in self.standing.items()}


@dataclass(frozen=True, slots=True)
class OrdersTask:
    """Shops to be filled with orders in one manner; each manner of a name is measured on the same shops."""

    name: str
    first: int
    shops: int


CAREFUL = Manner()
"""Hands every parcel over shortly before its time: orders come a minute after a look into the shop, and leave at the fourth."""
NOVICE = Manner(handling_hours=96, ship_hours=108, slack_days=0, reply_hours=40, false_attributes=1, incoterm="DAP")
MANNERS: Mapping[str, Manner] = {
    "careful": CAREFUL,
    "best": replace(CAREFUL, ship_hours=12, reply_hours=2, slack_days=4),
    "no slack": replace(CAREFUL, slack_days=0),
    "over-claim": replace(CAREFUL, false_attributes=2),
    "slow answers": replace(CAREFUL, reply_hours=60),
    "slow way": replace(CAREFUL, speed="economy"),
    "at the door": replace(CAREFUL, incoterm="DAP"),
    "novice": NOVICE,
}
RANDOM = "random"


def manner_named(name: str, number: int) -> Manner:
    """The manner of a shop by its name; that of a random shop follows from its number."""
    if name != RANDOM:
        return MANNERS[name]
    key = key_of("bands", "random manner", number)

    def between(what: str, low: int, high: int) -> int:
        return low + below(draw(key, what), high - low + 1)

    return Manner(
        handling_hours=24 * between("handling", 1, 4),
        ship_hours=12 * between("ship", 1, 5),
        slack_days=between("slack", 1, 5),
        reply_hours=between("reply", 2, 48),
        false_attributes=max(0, between("false", 0, 8) - 7),
        incoterm="DAP" if between("incoterm", 0, 3) == 0 else "DDP",
    )


def fates(market: Market, task: OrdersTask) -> tuple[str, Fates]:
    """What becomes of the orders of some shops."""
    total = Fates()
    for number in range(task.first, task.first + task.shops):
        manner = manner_named(task.name, number)
        world = filled(market, number, manner)
        total.add(counted(world, run_off(world)))
    return task.name, total


def filled(market: Market, number: int, manner: Manner) -> World:
    """A shop to which `ORDERS` came and that was kept in a manner until its last day."""
    setting = setting_of(market, goods_of_shop(market, number), seed=number, visits=0, days=DAYS, consequences=True)
    world = open_shop(setting, manner)
    listings = list(world.listings)
    for nth in range(ORDERS):
        key = key_of("bands", "order", number, nth)
        listing = world.listings[listings[nth % len(listings)]]
        people = market.people[listing.country]
        buyer = people[below(draw(key, "buyer"), len(people))]
        coming = ComingOrder("", buyer, (OrderTarget(listing.key, quantity_of(key)),), "shopper", key=key)
        put(world, Due(at=1 + nth * (DAYS * DAY // ORDERS), number=0, kind="order", order=coming))
    keep_shop(world, manner, DAYS)
    return world


def counted(world: World, after: World) -> Fates:
    """What became of a world's orders: `after` is the world run to its end.

    Chargebacks are left out: they come when nobody can answer any more, and the studies that the bands rest on do not have them.
    """
    sent = [order for order in after.orders.values() if order.parcels]
    claims = [dispute for dispute in after.disputes if dispute.kind == "claim"]
    disputed = {dispute.order for dispute in claims}
    expected, defects = [0] * 6, WHOLE * len(disputed)
    for order in sent:
        given = stars(after, order)
        expected[given] += reviews_per_10_000(given)
        if given <= POOR_STARS and order.id not in disputed:
            defects += reviews_per_10_000(given)
    found = Fates(
        orders=len(sent),
        late=sum(late_minutes(order) > 0 for order in sent),
        refused=sum(order.state == "refused" for order in sent),
        lost=sum(order.state == "lost" for order in sent),
        returned=len(after.returns),
        disputed=len(claims),
        defects=defects,
        reviews=len(after.reviews),
        late_reviews=sum(review.at > world.setting.end for review in after.reviews),
        late_returns=sum(back.at > world.setting.end for back in after.returns),
        asked=len({thread.order for thread in after.threads.values() if thread.order}),
        over_claim=sum(order.over_claim for order in sent),
        shops=1,
        stars=expected,
    )
    states = [health.state for health in world.health.values()]
    worst = "restricted" if "restricted" in states else "warned" if "warned" in states else "good"
    found.standing[worst] += 1
    return found


def fate_rows(found: Mapping[str, Fates]) -> list[Row]:
    """All rows about orders, of the fates of each manner and of random shops."""
    careful, best, door = found["careful"], found["best"], found["at the door"]
    loose, claims, novice, anybody = found["no slack"], found["over-claim"], found["novice"], found[RANDOM]
    slow, way = found["slow answers"], found["slow way"]

    def row(name: str, measured: float, low: float | None, high: float | None, unit: str = "percent", note: str = "") -> Row:
        return Row(GROUP, name, measured, low, high, unit, note)  # type: ignore[arg-type]

    bands = {1: (0.02, 0.09), 2: (0.02, 0.07), 3: (0.04, 0.11), 4: (0.10, 0.22), 5: (0.58, 0.75)}
    claim = f"over-claim {share(claims.over_claim, claims.orders) / 1000:.2f} on average"
    rows = [row(f"{number} stars, careful seller", careful.star_share(number), *band) for number, band in bands.items()]
    rows += [
        row("mean stars, careful seller", careful.mean_stars(), 4.2, 4.6, "number"),
        row("1 star by 2 stars, random shops (J shape)", share(anybody.stars[1], anybody.stars[2]), 1.0, None, "times"),
        row("mean stars, random shops", anybody.mean_stars(), 4.1, 4.5, "number"),
        row("reviews per order", careful.of("reviews"), 0.01, 0.08),
        row("returns, honest", careful.of("returned"), 0.03, 0.08),
        row("returns, over-claim", claims.of("returned"), 0.10, None, note=claim),
        row("late, 3 days of slack", careful.of("late"), None, 0.12),
        row("late, no slack", loose.of("late"), 0.35, None),
        row("defects, best seller", best.of("defects"), 0.002, 0.01),
        row("defects, novice", novice.of("defects"), 0.02, None),
        row("defects, over-claim", claims.of("defects"), 0.02, None, note=claim),
        row("a slower lane: stars", way.mean_stars() - careful.mean_stars(), None, -0.005),
        row("duty at the door, not paid: refused", share(door.of("refused"), careful.of("refused")), 1.2, None, "times"),
        row("duty at the door, not paid: refused and returned", share(door.of("refused") + door.of("returned"), careful.of("refused") + careful.of("returned")), 1.02, None, "times"),
        row("answers after 60 hours, not 6: stars", slow.mean_stars() - careful.mean_stars(), None, -0.005),
        row("answers after 60 hours, not 6: disputes", share(slow.disputed, careful.disputed), 1.1, None, "times"),
        row("no slack, not 3 days: stars", loose.mean_stars() - careful.mean_stars(), None, -0.1),
        row("no slack, not 3 days: disputes", share(loose.disputed, careful.disputed), 1.05, None, "times"),
        row("over-claim: returns", share(claims.returned, careful.returned), 1.8, None, "times", claim),
        row("over-claim: disputes", share(claims.disputed, careful.disputed), 1.5, None, "times", claim),
        row("over-claim: stars", claims.mean_stars() - careful.mean_stars(), None, -0.5, note=claim),
        row("careful sellers in good standing", share(careful.standing["good"], careful.shops), 0.5, None),
        row("careful sellers restricted", share(careful.standing["restricted"], careful.shops), None, 0.2),
        row("novices warned or restricted", share(novice.shops - novice.standing["good"], novice.shops), 0.9, None),
        row("novices restricted", share(novice.standing["restricted"], novice.shops), 0.7, None),
        row("reviews that come after the last day", share(careful.late_reviews, careful.reviews), 0.1, 0.6, note=f"orders over {DAYS} days"),
        row("returns that come after the last day", share(careful.late_returns, careful.returned), 0.1, 0.6, note=f"orders over {DAYS} days"),
    ]  # fmt: skip
    numbers = ("a slower lane: stars", "answers after 60 hours, not 6: stars", "no slack, not 3 days: stars", "over-claim: stars")
    return [replace(one, unit="number") if one.name in numbers else one for one in rows]


def fate_tasks(shops: int, batch: int = 5) -> Sequence[OrdersTask]:
    """Every manner on so many shops, in pieces."""
    return [
        OrdersTask(name, first, min(batch, shops - first)) for name in (*MANNERS, RANDOM) for first in range(0, shops, batch)
    ]  # fmt: skip
