"""What carriers do with parcels."""

from lab.orders.transit import deliver
from tests.builders import act, make_order, make_world


def test_a_shipped_order_is_delivered_once() -> None:
    world = make_world()
    order = make_order(world)
    assert act(world, "order.ship", order="o1", items=[{"sku": "lamp", "quantity": 1}], lane="de_parcel").ok
    world.now = 3000
    deliver(world, "o1")
    assert (order.state, order.delivered_at) == ("delivered", 3000)
    world.now = 4000
    deliver(world, "o1")
    assert order.delivered_at == 3000


def test_a_cancelled_order_is_not_delivered() -> None:
    world = make_world()
    order = make_order(world)
    order.state = "cancelled"
    deliver(world, "o1")
    assert (order.state, order.delivered_at) == ("cancelled", None)
