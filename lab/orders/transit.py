"""What carriers do with parcels: they come, are refused at the door, or never come.

    P(refused) = 3 % + 0.8 x (duty and tax at the door / value of the goods), 1 % where nothing is to pay at the door

Sources: carriers report 5 to 15 % refused with charges at the door against 1 to 3 % without; the formula is set within.
A refused parcel comes back at the shop's cost, as long on its way as it was there; the buyer gets everything back at
once. A lost one is given up 15 days after the promise, with the same refund; its goods are gone.
"""

from lab.ledger.border import levies
from lab.ledger.refund import pay_return_postage, refund_sale, take_into_store
from lab.orders.agenda import put
from lab.values.chance import below, draw
from lab.values.moment import DAY
from lab.values.money import Money
from lab.world.due import Due
from lab.world.order import Order
from lab.world.setting import Setting
from lab.world.world import World

GIVEN_UP_DAYS = 15
"""Days after the promise at which a parcel that has not come is given up."""


def expect_arrival(world: World, order: Order) -> None:
    """Put on the agenda what becomes of the parcel that was just handed over."""
    parcel = order.parcels[-1]
    if parcel.lost:
        given_up = max(order.promised_at + GIVEN_UP_DAYS * DAY, world.now) + 1
        put(world, Due(at=given_up, number=0, kind="missing", ref=order.id))
    else:
        put(world, Due(at=parcel.due_at, number=0, kind="delivery", ref=order.id))


def charges_at_door(setting: Setting, order: Order) -> Money:
    """Duty and import tax that the carrier asks of the buyer of an order."""
    pieces = sum(item.quantity for item in order.items)
    sku = order.items[0].sku
    return levies(setting, sku, order.country, order.goods, order.shipping_charge, pieces, order.incoterm).door


def refusals_per_10_000(setting: Setting, order: Order) -> int:
    """Of 10,000 such orders, how many buyers refuse the parcel at the door."""
    door, goods = charges_at_door(setting, order).amount, order.goods.amount
    return min(10_000, 300 + 8_000 * door // max(1, goods)) if door else 100


def is_refused(setting: Setting, order: Order) -> bool:
    """Whether the buyer of an order refuses its parcel; never in a world without consequences."""
    return setting.consequences and below(draw(order.key, "refusal"), 10_000) < refusals_per_10_000(setting, order)


def deliver(world: World, order_id: str) -> bool:
    """The parcel of an order reaches the door, and is taken in or refused; whether it was on its way at all."""
    order = world.orders[order_id]
    if order.state != "shipped":
        return False
    if not is_refused(world.setting, order):
        order.state = "delivered"
        order.delivered_at = world.now
        return True
    order.state = "refused"
    order.refunded_at = world.now
    refund_sale(world, order.id, "refund")
    parcel = order.parcels[-1]
    pay_return_postage(world, order.id, parcel.postage)
    put(world, Due(at=world.now + world.now - parcel.shipped_at, number=0, kind="goods_back", ref=order.id))
    return True


def give_up(world: World, order_id: str) -> None:
    """A lost parcel is given up: the buyer gets everything back."""
    order = world.orders[order_id]
    order.state = "lost"
    order.refunded_at = world.now
    refund_sale(world, order.id, "refund")


def bring_back_refused(world: World, order: Order) -> None:
    """A refused parcel is home again, unopened."""
    take_into_store(world, order.id, order.parcels[-1].items)
