"""A month of a shop that answers its buyers in one manner or another; `python -m tests.messages.shops` prints figures."""

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from lab.customs.documents import CustomsForm
from lab.engine.advance import advance
from lab.market.catalogue import Attribute, attribute_text
from lab.messages.actions import Reply
from lab.orders.actions import ShipOrder
from lab.values.moment import DAY, HOUR
from lab.world.order import Order, PackedItem
from lab.world.thread import Thread
from lab.world.world import World
from tests.shoppers.worlds import GERMAN, RUSSIAN, make_world, put_on_sale

Manner = Literal["right", "wrong", "silent"]
STATUS = ("where_is_order", "where_is_order_late", "customs_hold")
STEP = 3 * HOUR


def month(
    seed: int, manner: Manner, *, days: int = 30, visits: int = 100_000_000, place: str = "meridian/DE", slack_days: int = 3
) -> World:
    """A world after so many days: orders leave within a day with the right papers, buyers who have bought are answered
    within three hours, and shoppers who ask are answered in the manner given."""
    world = make_world(seed=seed, visits=visits)
    put_on_sale(world, place=place, words=RUSSIAN if place.endswith("KZ") else GERMAN, stock=1_000_000)
    world.templates[place].slack_days = slack_days
    world.shop.stock["LAMP"] = 1_000_000
    for _ in range(days * DAY // STEP):
        advance(world, STEP)
        for order in list(world.orders.values()):
            if order.state == "unshipped":
                _ship(world, order)
        for thread in list(world.threads.values()):
            if thread.waits_since is not None and (thread.order is not None or manner != "silent"):
                Reply(thread.id, "…" if thread.order else answer(world, thread, manner)).apply(world)
    return world


def answer(world: World, thread: Thread, manner: Manner) -> str:
    """The answer to a question, in the buyer's language: the attribute and its value, or another value than the true one."""
    assert thread.listing is not None
    product = world.setting.products[world.listings[thread.listing].sku]
    attribute = world.setting.type_of(product.sku).attribute(thread.about)
    assert attribute is not None
    truth = product.truth[thread.about]
    value = truth if manner == "right" else another(attribute, truth)
    return f"{attribute.names[thread.language]}: {attribute_text(attribute, value, thread.language)}."


def another(attribute: Attribute, truth: str) -> str:
    """A value that an attribute might have and has not."""
    if attribute.kind == "choice":
        return next(key for key in attribute.choices if key != truth)
    if attribute.kind == "yes_no":
        return "no" if truth == "yes" else "yes"
    return str(int(truth) + attribute.step)


def _ship(world: World, order: Order) -> None:
    product = world.setting.products[order.items[0].sku]
    items = tuple(PackedItem(item.sku, item.quantity) for item in order.items)
    pieces = sum(item.quantity for item in items)
    form = CustomsForm("sale_of_goods", "Metal desk lamp", product.hs_accept[0], product.origin, pieces, order.goods, product.weight_g * pieces)
    ShipOrder(order.id, items, world.templates[order.place].lane, (), form if order.country != "DE" else None).apply(world)


def sold(world: World) -> int:
    """Sales that shoppers decided on; a payment may still have failed."""
    return sum(row.bought for row in world.traffic)


def written(world: World) -> Iterator[tuple[str, str]]:
    """Order and what it is about, of every message of a buyer who has bought."""
    for thread in world.threads.values():
        for message in thread.messages:
            if thread.order is not None and message.by == "buyer":
                yield thread.order, thread.intent


def report(world: World) -> str:
    intents = Counter(intent for _, intent in written(world))
    total = max(1, intents.total())
    questions = Counter(thread.outcome for thread in world.threads.values() if thread.order is None)
    return (
        f"orders {len(world.orders)}  messages per order {total / max(1, len(world.orders)):.3f}"
        f"  about the state {sum(intents[one] for one in STATUS) / total:.2f}  {dict(sorted(intents.items()))}"
        f"  questions {questions.total()}, sold after them {questions['bought']}, sold in all {sold(world)}"
    )


if __name__ == "__main__":
    for place, slack_days in (("meridian/DE", 0), ("meridian/DE", 3), ("caravan/KZ", 0), ("caravan/KZ", 3)):
        visits = 300_000_000 if place.endswith("DE") else 1_000_000_000
        print(place, slack_days, report(month(1, "right", visits=visits, place=place, slack_days=slack_days)), flush=True)
    for seed in (1, 2, 3):
        for manner in ("right", "wrong", "silent"):
            print(seed, manner, report(month(seed, manner)), flush=True)  # type: ignore[arg-type]
