"""Check: a buyer's wish for another address is settled before the goods leave."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from lab.checks.order_address_confirmed import OrderAddressConfirmed as Address
from lab.orders.address import wish_address
from lab.world.order import PackedItem
from lab.world.thread import Message
from lab.world.world import World
from tests.builders import (
    ANNA,
    act,
    earns_nothing,
    evidence_of,
    examine,
    make_order,
    make_thread,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike

VALUES: dict[str, Any] = {"on": ["o1", "o2"]}
NEW = replace(ANNA, street="Hafenstraße 7", city="Bremen", postcode="28195")
LAMP = (PackedItem("lamp", 1),)


def asked(order_id: str = "o1", world: World | None = None) -> World:
    """An order whose buyer wants another address, from minute 20 on."""
    world = world or make_world()
    make_order(world, order_id)
    world.now = 20
    assert wish_address(world, order_id, NEW)
    return world


def settle(world: World, order_id: str = "o1", *, agree: bool | None = True, send: bool = True) -> World:
    world.now = 100
    if agree is not None:
        assert act(world, "order.answer_address", order=order_id, agree=agree).ok
    world.now = 200
    if send:
        assert act(world, "order.ship", order=order_id, items=LAMP, lane="de_parcel").ok
    return world


def test_an_order_that_went_to_the_new_address_earns_everything() -> None:
    finding = examine(Address, settle(asked()), on="o1")
    assert (finding.fraction, finding.message) == (1, "address_settled")


def test_goods_that_left_before_the_answer_earn_nothing() -> None:
    finding = examine(Address, settle(asked(), agree=None), on="o1")
    assert (finding.fraction, finding.message) == (0, "address_not_settled")
    assert finding.evidence[0]["found"] == "no answer"


def test_a_no_earns_nothing_and_neither_does_a_yes_after_which_nothing_is_sent() -> None:
    assert examine(Address, settle(asked(), agree=False), on="o1").evidence[0]["found"] == "declined"
    finding = examine(Address, settle(asked(), send=False), on="o1")
    assert (finding.fraction, finding.evidence[0]["found"]) == (0, "not shipped")


def test_a_buyer_who_wrote_must_have_an_answer_before_the_goods_leave() -> None:
    world = asked()
    thread = make_thread(world, "q1", at=25, order="o1")
    settle(world)
    assert examine(Address, world, on="o1").evidence[0]["found"] == "no answer"
    thread.messages.append(Message("shop", "Gern, wir ändern die Adresse.", 300))
    assert examine(Address, world, on="o1").evidence[0]["found"] == "answered after it had left"
    thread.messages[1] = Message("shop", "Gern, wir ändern die Adresse.", 150)
    assert share_of(Address, world, on="o1") == 1


def test_a_letter_that_came_after_the_goods_had_left_asks_for_nothing_here() -> None:
    world = settle(asked())
    make_thread(world, "q1", at=5000, order="o1")
    assert share_of(Address, world, on="o1") == 1


def test_with_credit_for_items_each_step_counts() -> None:
    world = asked()
    make_thread(world, "q1", at=25, order="o1")
    assert share_of(Address, settle(world), on="o1", credit="items") == Fraction(2, 3)
    assert share_of(Address, world, on="o1") == 0
    assert share_of(Address, settle(asked(), send=False), on="o1", credit="items") == Fraction(1, 2)


def test_two_orders_give_their_mean() -> None:
    world = settle(asked())
    asked("o2", world)
    finding = examine(Address, world, **VALUES)
    assert (finding.fraction, finding.message) == (Fraction(1, 2), "address_partly_settled")


def test_an_order_whose_buyer_asked_for_nothing_earns_nothing() -> None:
    world = make_world()
    make_order(world, "o1")
    assert act(world, "order.ship", order="o1", items=LAMP, lane="de_parcel").ok
    assert share_of(Address, world, on="o1") == 0


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Address, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Address, **VALUES)


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(settle(asked())), Address, **VALUES)
