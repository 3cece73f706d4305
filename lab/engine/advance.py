"""Time passes: shoppers come, parcels arrive, messages and orders come in, in one explicit order.

Shoppers come in quarters of the calendar day (00-06, 06-12, 12-18, 18-24). Each quarter is simulated at its
beginning, with the shop as it is then; the purchases are put on the agenda at their own minutes. What is
changed within a quarter is seen by shoppers from the next one on, as with a search index that is built anew
a few times a day.
"""

from lab.messages.arrival import receive_message
from lab.orders.agenda import put
from lab.orders.arrival import receive_order
from lab.orders.transit import deliver
from lab.shoppers.day import close_day, close_part, simulate_part
from lab.values.moment import HOUR, Moment, day_of, minute_of_day
from lab.world.due import ComingOrder, Due, OrderTarget
from lab.world.world import World

PART = 6 * HOUR


def advance(world: World, minutes: int) -> None:
    """Let `minutes` pass, at most to the end of the run."""
    target = min(world.now + minutes, world.setting.end)
    while True:
        coming = world.agenda[0].at if world.agenda else target
        step = min(target, next_part(world), max(coming, world.now))
        begins_part = step == next_part(world)
        world.now = step
        if begins_part:
            _open_part(world)
        while world.agenda and world.agenda[0].at <= world.now:
            _happen(world, world.agenda.pop(0))
        if world.now >= target:
            return


def next_part(world: World) -> Moment:
    """The next moment at which a quarter of a day begins; never the present one."""
    return world.now + PART - minute_of_day(world.setting.start, world.now) % PART


def _open_part(world: World) -> None:
    day = day_of(world.setting.start, world.now)
    part = minute_of_day(world.setting.start, world.now) // PART
    if part == 0:
        close_day(world)
    result = simulate_part(world, day, part)
    close_part(world, result)
    for purchase in result.purchases:
        target = OrderTarget(purchase.listing, purchase.quantity)
        coming = ComingOrder("", purchase.buyer, (target,), "shopper", purchase.price)
        put(world, Due(at=max(purchase.at, world.now + 1), number=0, kind="order", order=coming))


def _happen(world: World, due: Due) -> None:
    if due.kind == "order":
        assert due.order is not None
        receive_order(world, due.order)
    elif due.kind == "message":
        assert due.message is not None
        receive_message(world, due.message)
    elif due.kind == "delivery":
        deliver(world, due.ref)
    else:
        world.shop.stock[due.ref] = world.shop.stock.get(due.ref, 0) + due.quantity
