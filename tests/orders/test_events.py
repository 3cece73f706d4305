"""What happens to orders by itself."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.engine.advance import advance
from lab.engine.runoff import run_off
from lab.ledger.books import balance, balances
from lab.orders.arrival import receive_order
from lab.orders.events import KINDS, happen
from lab.values.chance import below, draw
from lab.values.moment import DAY, HOUR
from lab.values.normal import normal_milli
from lab.world.due import ComingOrder, Due, DueKind, OrderTarget
from lab.world.listing import ShippingTemplate
from lab.world.order import Order
from lab.world.world import World
from tests.builders import ANNA, DE, DE_LAMP, KZ, KZ_LAMP, act, euro, make_listing, make_order, make_world
from tests.orders.fulfilment import ELSEWHERE, US, US_LAMP

RARE: tuple[tuple[str, int], ...] = (
    ("payment", 60), ("cancel", 15), ("loss", 6), ("refusal", 10), ("customs", 40), ("review", 30), ("return", 30), ("dispute", 60),
)  # fmt: skip
"""Purposes with a share of 1000 below which something seldom happens."""


def keys_with_fates() -> list[int]:
    """Keys of orders to which each of the rare things happens, alone or with others, and some plain ones."""
    found = list(range(1, 9))
    for purpose, permille in RARE:
        fitting = (key for key in range(100, 200_000) if below(draw(key, purpose), 1000) < permille)
        found += [next(fitting) for _ in range(4)]
    angry = (key for key in range(100, 200_000) if normal_milli(draw(key, "satisfaction")) < -2700 and below(draw(key, "dispute"), 1000) < 120)
    return [*found, *(next(angry) for _ in range(4))]


BUYERS = st.fixed_dictionaries(
    {
        "key": st.sampled_from(keys_with_fates()),
        "quantity": st.integers(1, 3),
        "listing": st.sampled_from([DE_LAMP, KZ_LAMP, US_LAMP]),
        "shipped_after_hours": st.one_of(st.none(), st.integers(0, 400)),
        "packed": st.one_of(st.none(), st.integers(1, 3)),
        "over_claim": st.sampled_from([0, 0, 400, 1000]),
    }
)


@settings(max_examples=80)
@given(buyers=st.lists(BUYERS, min_size=1, max_size=10), incoterm=st.sampled_from(["DDP", "DAP"]), days=st.integers(1, 60))
def test_whatever_becomes_of_orders_the_books_balance_and_every_piece_is_somewhere(
    buyers: list[dict[str, Any]], incoterm: Any, days: int
) -> None:
    world = make_world(
        make_listing(stock=40), make_listing(KZ_LAMP, stock=40), make_listing(US_LAMP, stock=40), places=(DE, KZ, US), end=days * DAY,
        stock={"lamp": 15},
    )  # fmt: skip
    world.templates[US] = ShippingTemplate(US, "us_tracked", ["US"], 48, euro("4.00"), 1, incoterm)
    to_ship = []
    for number, buyer in enumerate(buyers):
        wish = ComingOrder("", ANNA, (OrderTarget(buyer["listing"], buyer["quantity"]),), "shopper", key=buyer["key"])
        order = receive_order(world, wish)
        if order is not None:
            order.over_claim = buyer["over_claim"]
            if buyer["shipped_after_hours"] is not None:
                to_ship.append((buyer["shipped_after_hours"], number, order, buyer["packed"] or buyer["quantity"]))
    for hours, _, order, pieces in sorted(to_ship, key=lambda item: item[:2]):
        advance(world, max(0, hours * HOUR - world.now))
        lane = {"DE": "de_parcel", "KZ": "kz_tracked", "US": "us_tracked"}[order.country]
        act(world, "order.ship", order=order.id, items=[{"sku": "lamp", "quantity": pieces}], lane=lane)
        check(world)
    advance(world, max(0, world.setting.end - world.now))
    check(world)
    after = run_off(world)
    check(after)
    assert {order.state for order in after.orders.values()} <= {"delivered", "cancelled", "refused", "lost", "returned"}
    assert all(dispute.closed_at is not None for dispute in after.disputes)
    assert all(found.back_at is not None for found in after.returns)
    for order in after.orders.values():
        has_money_back = order.state in ("cancelled", "refused", "lost", "returned") or order.refunded_at is not None
        assert (balance(after, "sales", order.id).amount == 0) == has_money_back
        assert balance(after, "fees", order.id).amount >= 0


def check(world: World) -> None:
    """The books balance, no stock is negative, every lamp is in the store, on offer to nobody twice, sent, or back."""
    assert sum(money.amount for money in balances(world).values()) == 0
    assert world.shop.stock["lamp"] >= 0
    assert all(listing.stock >= 0 for listing in world.listings.values())
    back = {found.order for found in world.returns if found.restocked}
    coming = {due.ref for due in world.agenda if due.kind == "goods_back"}
    gone = 0
    for order in world.orders.values():
        if order.id not in back and not (order.state == "refused" and order.id not in coming):
            gone += sum(item.quantity for parcel in order.parcels for item in parcel.items)
    assert world.shop.stock["lamp"] == 15 - gone
    assert balance(world, "stock").amount == world.shop.stock["lamp"] * 1200
    assert balance(world, "goods_sold").amount == gone * 1200


def due(kind: DueKind) -> Due:
    return Due(at=0, number=0, kind=kind, ref="o1")


def shipped(world: World) -> Order:
    order = make_order(world)
    assert act(world, "order.ship", order="o1", items=[{"sku": "lamp", "quantity": 1}], lane="de_parcel").ok
    return order


def test_each_kind_says_what_has_come_of_it() -> None:
    world = make_world(consequences=False)
    shipped(world)
    assert happen(world, due("delivery")) == "delivered"
    assert happen(world, due("delivery")) == ""
    assert happen(world, due("cancel")) == happen(world, due("overdue")) == ""
    world = make_world()
    make_order(world)
    assert happen(world, due("overdue")) == "cancelled"
    world = make_world()
    shipped(world).promised_at = -15 * DAY - 1
    assert happen(world, due("missing")) == "lost"


def test_what_does_not_concern_an_order_is_refused() -> None:
    world = make_world()
    make_order(world)
    for kind in ("order", "message", "stock"):
        assert kind not in KINDS
        with pytest.raises(ValueError, match="does not happen"):
            happen(world, due(kind))  # type: ignore[arg-type]


def test_wishes_and_what_becomes_of_them_have_names() -> None:
    world = make_world()
    make_order(world)
    world.now = 2 * HOUR
    assert happen(world, due("cancel")) == "cancel_wished"
    assert happen(world, due("cancel")) == ""
    assert happen(world, replace(due("address"), person=ELSEWHERE)) == "address_wished"
    assert happen(world, due("cancel_wish")) == "cancelled"
    world = make_world()
    make_order(world).state = "held"
    assert [happen(world, due("paid")) for _ in range(2)] == ["paid", ""]


def test_the_parts_of_an_order_have_names_too() -> None:
    world = make_world(consequences=False)
    make_order(world, quantity=3)
    for more in (True, False):
        assert act(world, "order.ship", order="o1", items=[{"sku": "lamp", "quantity": 1}], lane="de_parcel", more_to_come=more).ok
    assert happen(world, due("delivery")) == ""
    assert happen(world, replace(due("missing"), parcel=1)) == "delivered"  # what is left has come
    world = make_world(consequences=False)
    make_order(world, quantity=2)
    for more in (True, False):
        assert act(world, "order.ship", order="o1", items=[{"sku": "lamp", "quantity": 1}], lane="de_parcel", more_to_come=more).ok
    assert happen(world, due("missing")) == "part_lost"
    world = make_world()
    make_order(world, quantity=3)
    assert act(world, "order.ship", order="o1", items=[{"sku": "lamp", "quantity": 1}], lane="de_parcel", more_to_come=True).ok
    assert happen(world, due("overdue")) == "part_cancelled"


def test_nothing_happens_to_an_order_that_never_came() -> None:
    world = make_world()
    assert {happen(world, due(kind)) for kind in KINDS} == {""}


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        ({"kind": "review", "quantity": 2}, "reviewed"),
        ({"kind": "return", "intent": "changed_mind"}, "return_wished"),
        ({"kind": "dispute", "intent": "not_as_described"}, "dispute_opened"),
        ({"kind": "chargeback", "intent": "late"}, "dispute_opened"),
    ],
)
def test_what_a_scenario_asks_for_is_tried_every_day_until_the_order_has_come(asked: dict[str, Any], what: str) -> None:
    world = make_world(consequences=False)
    make_order(world)
    wish = Due(at=0, number=0, ref="o1", **asked)
    world.agenda.clear()
    assert happen(world, wish) == ""
    again = world.agenda.pop()
    assert (again.at, again.kind, again.quantity, again.intent) == (DAY, wish.kind, wish.quantity, wish.intent)
    shipped_order = world.orders["o1"]
    assert act(world, "order.ship", order="o1", items=[{"sku": "lamp", "quantity": 1}], lane="de_parcel").ok
    world.now = shipped_order.parcels[0].due_at
    assert happen(world, due("delivery")) == "delivered"
    assert happen(world, again) == what
    assert happen(world, again) == ""


def test_it_is_given_up_with_the_order_and_with_the_run() -> None:
    world = make_world()
    make_order(world).state = "cancelled"
    world.agenda.clear()
    assert happen(world, Due(at=0, number=0, kind="review", ref="o1", quantity=2)) == ""
    assert world.agenda == []
    world = make_world()
    make_order(world, at=world.setting.end)
    world.agenda.clear()
    assert happen(world, Due(at=0, number=0, kind="review", ref="o1", quantity=2)) == ""
    assert world.agenda == []
