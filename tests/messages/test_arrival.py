"""A buyer's message reaches the shop."""

from lab.messages.arrival import receive_message
from lab.world.due import ComingMessage
from tests.builders import DANA, KZ, KZ_LAMP, make_order, make_world


def test_a_message_opens_a_thread() -> None:
    world = make_world()
    world.now = 30
    thread = receive_message(world, ComingMessage("q1", KZ, DANA, "ru", "Вилка", "Какая вилка?", None))
    assert thread is world.threads["q1"]
    assert (thread.platform, thread.country, thread.buyer, thread.waits_since) == ("caravan", "KZ", DANA, 30)


def test_a_message_about_an_order_comes_from_its_buyer_at_its_place() -> None:
    world = make_world()
    make_order(world, listing=KZ_LAMP)
    thread = receive_message(world, ComingMessage("q3", "", None, "ru", "Заказ", "Где заказ?", "o1"))
    assert thread is not None
    assert (thread.place, thread.buyer, thread.order) == (KZ, DANA, "o1")


def test_a_message_about_an_order_that_never_came_does_not_come() -> None:
    world = make_world()
    assert receive_message(world, ComingMessage("q3", "", None, "ru", "Заказ", "Где заказ?", "o1")) is None
    assert world.threads == {}
