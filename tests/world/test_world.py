"""What world objects say of themselves."""

import pytest

from lab.values.money import Money
from lab.world.action import Action, action
from lab.world.thread import Message
from tests.builders import DE, DE_LAMP, make_listing, make_order, make_thread, make_world


def test_a_listing_is_named_by_platform_country_and_sku() -> None:
    listing = make_listing(DE_LAMP)
    assert (listing.key, listing.place) == (DE_LAMP, DE)


def test_an_order_adds_goods_and_shipping_charge() -> None:
    order = make_order(make_world(), quantity=2)
    assert order.goods == Money(7980, "EUR")  # 2 x 39.90
    assert order.total == Money(8370, "EUR")  # and 3.90 for shipping
    assert order.shipped_at is None


def test_a_thread_waits_from_the_oldest_unanswered_message() -> None:
    thread = make_thread(make_world(), at=30)
    thread.messages.append(Message("buyer", "Hallo?", 90))
    assert thread.waits_since == 30
    thread.messages.append(Message("shop", "180 cm.", 100))
    assert thread.waits_since is None


def test_a_closed_thread_waits_again_when_the_buyer_writes_again() -> None:
    thread = make_thread(make_world(), at=30, closed_at=40)
    assert thread.waits_since is None
    thread.messages.append(Message("buyer", "Doch noch eine Frage", 50))
    assert thread.waits_since == 30


def test_two_actions_cannot_have_one_name() -> None:
    with pytest.raises(ValueError, match="two actions are called"):

        @action("listing.publish")
        class Again(Action):
            pass
