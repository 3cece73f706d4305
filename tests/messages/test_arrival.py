"""A buyer's message reaches the shop."""

from lab.messages.arrival import receive_again, receive_message
from lab.world.due import ComingMessage
from tests.builders import DANA, KZ, KZ_LAMP, make_order, make_thread, make_world


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


def test_a_buyer_who_writes_again_waits_from_the_new_message_on() -> None:
    world = make_world()
    thread = make_thread(world, "q1", (50, "180 cm."))
    thread.closed_at, world.now = 60, 60
    receive_again(world, thread, "И вилка?")
    assert thread.waits_since == 60 and thread.closed_at == 59
    assert [message.at for message in thread.messages] == [30, 50, 60]


def test_a_conversation_that_was_closed_long_ago_keeps_its_moment() -> None:
    world = make_world()
    thread = make_thread(world, "q1")
    thread.closed_at, world.now = 60, 90
    receive_again(world, thread, "И вилка?")
    assert (thread.waits_since, thread.closed_at) == (30, 60)  # nobody had answered the first one either
