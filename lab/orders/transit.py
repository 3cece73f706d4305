"""What carriers do with parcels: they come, are refused at the door, or never come.

    P(refused) = 3 % + 0.8 x (duty and tax at the door / value of the goods), 1 % where nothing is to pay at the door

Sources: carriers report 5 to 15 % refused with charges at the door against 1 to 3 % without; the formula is set within.
Besides, half of those refuse who had asked to cancel before the parcel left, and six of ten parcels come back that went to an
address which the buyer had asked to change (three of ten after a clear no); these shares are set.
A refused parcel comes back at the shop's cost, as long on its way as it was there; the buyer gets everything back at
once. A lost one is given up 15 days after the promise, with a refund of what was in it; its goods are gone.
An order in several parcels is delivered when the last of them has come; refusing one is refusing the order.
"""

from lab.ledger.border import levies
from lab.ledger.refund import give_back, give_back_all, pay_return_postage
from lab.ledger.store import take_back
from lab.orders.agenda import put
from lab.values.chance import below, draw
from lab.values.moment import DAY
from lab.values.money import Money
from lab.world.due import Due
from lab.world.order import Order, Parcel
from lab.world.setting import Setting
from lab.world.world import World

GIVEN_UP_DAYS = 15
"""Days after the promise at which a parcel that has not come is given up."""
UNWANTED_PER_10_000 = 5_000
OLD_ADDRESS_PER_10_000 = {"": 6_000, "declined": 3_000}


def expect_arrival(world: World, order: Order) -> None:
    """Put on the agenda what becomes of the parcel that was just handed over."""
    place = len(order.parcels) - 1
    parcel = order.parcels[place]
    if parcel.lost:
        given_up = max(order.promised_at + GIVEN_UP_DAYS * DAY, world.now) + 1
        put(world, Due(at=given_up, number=0, kind="missing", ref=order.id, parcel=place))
    else:
        put(world, Due(at=parcel.due_at, number=0, kind="delivery", ref=order.id, parcel=place))


def charges_at_door(setting: Setting, order: Order) -> Money:
    """Duty and import tax that the carrier asks of the buyer of an order."""
    pieces = sum(item.quantity for item in order.items)
    sku = order.items[0].sku
    origin = order.parcels[0].ship_from if order.parcels else order.ship_from
    return levies(setting, sku, order.country, order.goods, order.shipping_charge, pieces, order.incoterm, origin).door


def refusals_per_10_000(setting: Setting, order: Order) -> int:
    """Of 10,000 such orders, how many buyers refuse the parcel at the door because of what it costs there."""
    door, goods = charges_at_door(setting, order).amount, order.goods.amount
    return min(10_000, 300 + 8_000 * door // max(1, goods)) if door else 100


def is_refused(setting: Setting, order: Order) -> bool:
    """Whether the buyer of an order refuses its parcel; never in a world without consequences."""
    if not setting.consequences:
        return False
    if below(draw(order.key, "refusal"), 10_000) < refusals_per_10_000(setting, order):
        return True
    sent = order.shipped_at
    unwanted = order.cancel_wish_at is not None and sent is not None and sent >= order.cancel_wish_at
    return unwanted and below(draw(order.key, "unwanted"), 10_000) < UNWANTED_PER_10_000


def is_undeliverable(setting: Setting, order: Order, parcel: Parcel) -> bool:
    """Whether nobody is there to take a parcel, because the buyer had asked for another address."""
    if not setting.consequences or not parcel.goes_to_old_address:
        return False
    return below(draw(order.key, "old address"), 10_000) < OLD_ADDRESS_PER_10_000.get(order.address_answer, 0)


def deliver(world: World, order_id: str, place: int = 0) -> bool:
    """A parcel of an order reaches the door, and is taken in or refused; whether that has settled the order."""
    order = world.orders[order_id]
    if place in order.settled_parcels or order.state not in ("shipped", "part_shipped", "refused"):
        return False
    order.settled_parcels.append(place)
    if order.state == "refused":
        _send_home(world, order, place)
        return False
    if is_refused(world.setting, order) or is_undeliverable(world.setting, order, order.parcels[place]):
        order.state = "refused"
        order.refunded_at = world.now
        give_back_all(world, order, "refused", "platform")
        _send_home(world, order, place)
        return True
    return complete(world, order)


def complete(world: World, order: Order) -> bool:
    """Make an order delivered once everything that was sent has come and nothing more is to be sent; whether it is."""
    if order.state != "shipped" or not _is_settled(order):
        return False
    order.state = "delivered"
    order.delivered_at = world.now
    return True


def give_up(world: World, order_id: str, place: int = 0) -> bool:
    """A lost parcel is given up: the buyer gets back what was in it; whether the whole order is lost.

    It is when nothing of it has come and nothing more is to be sent.
    """
    order = world.orders[order_id]
    if place not in order.settled_parcels:
        order.settled_parcels.append(place)
    others = [parcel for number, parcel in enumerate(order.parcels) if number != place]
    if order.state == "shipped" and all(parcel.lost for parcel in others) and _is_settled(order):
        order.state = "lost"
        order.refunded_at = world.now
        give_back_all(world, order, "not_arrived", "platform")
        return True
    worth = min(worth_of(order, order.parcels[place]).amount, order.refundable.amount)
    if worth:
        give_back(world, order, Money(worth, order.currency), "not_arrived", "platform")
    complete(world, order)
    return False


def worth_of(order: Order, parcel: Parcel) -> Money:
    """What the buyer paid for the goods in a parcel; goods that were not ordered are worth nothing to the buyer."""
    prices = {item.sku: item.unit_price for item in order.items}
    worth = Money(0, order.currency)
    for item in parcel.items:
        if item.sku in prices:
            worth = worth + prices[item.sku].times(item.quantity)
    return worth


def bring_back_refused(world: World, order: Order, place: int = 0) -> None:
    """A refused parcel is home again, unopened."""
    take_back(world, order.id, order.parcels[place])


def _is_settled(order: Order) -> bool:
    """Whether every parcel that was sent has come, was refused or given up."""
    return len(order.settled_parcels) >= len(order.parcels)


def _send_home(world: World, order: Order, place: int) -> None:
    parcel = order.parcels[place]
    if parcel.postage.amount:
        pay_return_postage(world, order.id, parcel.postage)
    back = world.now + world.now - parcel.shipped_at
    put(world, Due(at=back, number=0, kind="goods_back", ref=order.id, parcel=place))
