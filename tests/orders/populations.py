"""Many orders in one shop, shipped in one manner, run to their end: what becomes of them in shares."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from lab.customs.lanes import Lane
from lab.engine.advance import advance
from lab.engine.runoff import run_off
from lab.orders.arrival import receive_order
from lab.orders.satisfaction import late_minutes
from lab.values.chance import below, draw, key_of
from lab.values.moment import DAY, HOUR
from lab.world.due import ComingOrder, OrderTarget
from lab.world.order import PackedItem
from lab.world.thread import Message, Thread
from lab.world.world import World
from tests.builders import DANA, KZ, KZ_LAMP, act, make_form, make_listing, make_product, make_world

BATCH = 500


@dataclass(frozen=True, slots=True)
class Manner:
    """How a shop treats its orders. `over_claim` in permille is taken for the listing's own; `reply_hours` is how long
    those wait who ask where their parcel is; hand-over is `shipped_after_hours` after the order."""

    slack_days: int = 3
    shipped_after_hours: int = 48
    over_claim: int = 0
    reply_hours: int = 6
    quality: int = 660
    tracked: bool = True


@dataclass(slots=True)
class Shares:
    """Counts over all orders that were paid."""

    orders: int = 0
    late: int = 0
    refused: int = 0
    lost: int = 0
    returned: int = 0
    disputed: int = 0
    defects: int = 0
    reviews: int = 0
    stars: Counter[int] | None = None

    def share(self, name: str) -> float:
        return int(getattr(self, name)) / self.orders

    def star_shares(self) -> list[float]:
        assert self.stars is not None
        return [self.stars[n] / self.reviews for n in range(1, 6)]

    def mean_stars(self) -> float:
        assert self.stars is not None
        return sum(n * count for n, count in self.stars.items()) / self.reviews


def population(manner: Manner, orders: int) -> Shares:
    """What becomes of so many orders from Kazakhstan, in worlds of 500 each."""
    total = Shares(stars=Counter())
    for batch in range(orders // BATCH):
        _count(run_off(sold(manner, batch)), total)
    return total


def sold(manner: Manner, batch: int) -> World:
    """A world in which 500 orders came, one every ten minutes, and were shipped in the manner given."""
    days = BATCH * 10 // DAY + 8
    lamp = make_product(quality=manner.quality)
    world = make_world(make_listing(KZ_LAMP, stock=10 * BATCH), stock={"lamp": 10 * BATCH}, seed=batch, end=days * DAY, products={"lamp": lamp})
    world.templates[KZ] = replace(world.templates[KZ], slack_days=manner.slack_days)
    waiting: list[tuple[int, str]] = []
    for number in range(BATCH):
        _ship_due(world, waiting, 10 * number, manner)
        coming = ComingOrder("", DANA, (OrderTarget(KZ_LAMP, 1),), "shopper", key=key_of("visit", batch, number))
        order = receive_order(world, coming)
        if order is not None:
            order.over_claim = manner.over_claim
            waiting.append((world.now + manner.shipped_after_hours * HOUR, order.id))
    _ship_due(world, waiting, days * DAY, manner)
    return world


def _ship_due(world: World, waiting: list[tuple[int, str]], until: int, manner: Manner) -> None:
    while waiting and waiting[0][0] <= until:
        moment, order_id = waiting.pop(0)
        _pass_time(world, moment, manner)
        order = world.orders[order_id]
        if order.state != "unshipped":
            continue
        lane: Lane = world.setting.lanes["kz_tracked" if manner.tracked else "kz_economy"]
        parcel: dict[str, Any] = {"items": (PackedItem("lamp", 1),), "lane": lane.key, "customs_form": make_form(world, order)}
        assert act(world, "order.ship", order=order_id, **parcel).ok
        _ask(world, order_id, manner)
    _pass_time(world, until, manner)


def _pass_time(world: World, until: int, manner: Manner) -> None:
    """Let time pass; whoever writes meanwhile is answered after the hours of the manner."""
    while until > world.now:
        advance(world, min(until - world.now, 6 * HOUR))
        for thread in world.threads.values():
            answer_at = (thread.waits_since or 0) + manner.reply_hours * HOUR
            if thread.waits_since is not None and answer_at <= world.now:
                thread.messages.append(Message("shop", "!", answer_at))


def _ask(world: World, order_id: str, manner: Manner) -> None:
    """Some ask where the parcel is, the more the later it will be, and are answered after the hours of the manner."""
    order = world.orders[order_id]
    late = max(0, order.parcels[0].due_at - order.promised_at) if not order.parcels[0].lost else 15 * DAY
    if below(draw(order.key, "asks"), 100) >= min(70, 5 + 6 * late // DAY):
        return
    asked = order.promised_at - DAY
    thread = Thread(f"q{order_id}", order.platform, order.country, order.buyer, "ru", "?", order_id)
    thread.messages = [Message("buyer", "?", asked), Message("shop", "!", asked + manner.reply_hours * HOUR)]
    world.threads[thread.id] = thread


def _count(world: World, total: Shares) -> None:
    sent = [order for order in world.orders.values() if order.parcels]
    poor = {review.order for review in world.reviews if review.stars <= 2} | {dispute.order for dispute in world.disputes}
    total.orders += len(sent)
    total.late += sum(late_minutes(order) > 0 for order in sent)
    total.refused += sum(order.state == "refused" for order in sent)
    total.lost += sum(order.state == "lost" for order in sent)
    total.returned += len(world.returns)
    total.disputed += len(world.disputes)
    total.defects += len(poor)
    total.reviews += len(world.reviews)
    assert total.stars is not None
    total.stars.update(review.stars for review in world.reviews)


def report(name: str, found: Shares) -> str:
    """One line of figures in percent."""
    stars = " ".join(f"{100 * share:.1f}" for share in found.star_shares())
    rest = "  ".join(
        f"{what} {100 * found.share(what):.1f}" for what in ("late", "reviews", "refused", "lost", "returned", "disputed", "defects")
    )
    return f"{name}: orders {found.orders}  stars {stars} (mean {found.mean_stars():.2f})  {rest}"


MANNERS = {
    "careful, slack 3": Manner(),
    "late, slack 0": Manner(slack_days=0),
    "late at hand-over": Manner(slack_days=0, shipped_after_hours=120, reply_hours=60),
    "over-claim 0.4": Manner(over_claim=400),
    "slow answers": Manner(reply_hours=60),
}

if __name__ == "__main__":
    for its_name, its_manner in MANNERS.items():
        print(report(its_name, population(its_manner, 20_000)), flush=True)
