from dataclasses import replace

from lab.school.order_list import Wish, asks, find_orders, wish_of
from lab.values.moment import DAY
from lab.world.world import World
from tests.builders import DE_LAMP, KZ, KZ_LAMP, act, make_order, make_world


def three() -> World:
    """A home order due last, one abroad due first, one that is over."""
    world = make_world()
    make_order(world, "o1", DE_LAMP).ship_by = 3 * DAY
    make_order(world, "o2", KZ_LAMP, at=10).ship_by = 2 * DAY
    make_order(world, "o3", DE_LAMP, at=20).state = "delivered"
    return world


def ids(world: World, **wish: str) -> list[str]:
    return [order.id for order in find_orders(world, Wish(**wish)).orders]  # type: ignore[arg-type]


def test_what_must_leave_first_stands_first_and_what_is_over_last() -> None:
    world = three()
    make_order(world, "o4", DE_LAMP, at=30).state = "held"
    make_order(world, "o5", DE_LAMP, at=40).state = "cancelled"
    assert ids(world) == ["o2", "o1", "o4", "o5", "o3"]


def test_filters_narrow_the_list_and_counts_leave_the_state_aside() -> None:
    world = three()
    assert ids(world, place=KZ) == ["o2"]
    assert ids(world, state="delivered") == ["o3"]
    found = find_orders(world, Wish(state="delivered"))
    assert (found.counts["unshipped"], found.counts["delivered"], found.all_counts) == (2, 1, 3)


def test_soon_and_late_look_only_at_what_waits_to_be_sent() -> None:
    world = three()
    world.now = DAY + 1
    assert (ids(world, due="soon"), ids(world, due="late")) == (["o2"], [])
    world.now = 2 * DAY + 1
    assert (ids(world, due="soon"), ids(world, due="late")) == (["o1"], ["o2"])


def test_an_order_is_found_by_its_number_its_buyer_and_its_tracking_number() -> None:
    world = three()
    act(world, "order.ship", order="o2", items=[{"sku": "lamp", "quantity": 1}], lane="kz_tracked")
    order = world.orders["o2"]
    for text in (order.number[3:], order.buyer.name[:4].upper(), f" {order.parcels[0].tracking_number.lower()} "):
        assert ids(world, text=wish_of("", "", "", text, ()).text) == ["o2"], text
    assert ids(world, text="nobody") == []


def test_a_wish_leaves_out_what_there_is_not() -> None:
    assert wish_of("no such", "mars/XX", "yesterday", " \n ", [KZ]).is_empty
    assert wish_of("held", KZ, "late", "a  b", [KZ]) == Wish("held", KZ, "late", "a b")


def test_a_buyer_asks_until_the_shop_has_answered() -> None:
    world = three()
    order = world.orders["o1"]
    assert not asks(order)
    order.address_wish = replace(order.buyer, city="Bremen")
    assert asks(order)
    order.address_answer = "declined"
    assert not asks(order)
    order.cancel_wish_at = 5
    assert asks(order)
    order.state = "shipped"
    assert not asks(order)
