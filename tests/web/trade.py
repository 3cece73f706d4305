"""A student's run in which a parcel has come, for the pages about what happens afterwards."""

from lab.engine.actions import Advance
from lab.orders.actions import ShipOrder
from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.runs import act, play_of
from lab.values.moment import HOUR
from lab.world.order import PackedItem
from lab.world.world import World

ORDER = "o1"


def delivered(db: Database, student: Viewer, run_id: int) -> World:
    """The world of a run in which the first order has just come to its buyer.

    The world that pages read is changed here in a way that no action could in the sample's three days.
    """
    act(db, student, run_id, Advance(21 * HOUR))
    order = play_of(db, student, run_id).world.orders[ORDER]
    items = tuple(PackedItem(item.sku, item.quantity) for item in order.items)
    outcome = act(db, student, run_id, ShipOrder(ORDER, items, "de_parcel", ("packing_list",), None))
    assert outcome.ok, outcome
    world = play_of(db, student, run_id).world
    order = world.orders[ORDER]
    order.state, order.delivered_at = "delivered", world.now
    return world
