"""A buyer wants an order sent to another address."""

import pytest

from lab.orders.address import new_home, wish_address
from tests.builders import ANNA, KZ_LAMP, make_order, make_world
from tests.orders.fulfilment import ELSEWHERE, two_homes


def test_the_same_person_wants_it_somewhere_else_in_the_same_country() -> None:
    world = make_world(market=two_homes())
    order = make_order(world)
    home = new_home(world, order)
    assert home == ELSEWHERE
    assert (home.name, home.country) == (ANNA.name, "DE")


def test_in_a_country_of_one_buyer_there_is_nowhere_else() -> None:
    world = make_world(market=two_homes())
    order = make_order(world, listing=KZ_LAMP)
    assert new_home(world, order) is None
    assert not wish_address(world, "o1")


def test_a_wish_is_noted_once() -> None:
    world = make_world(market=two_homes())
    order = make_order(world)
    assert wish_address(world, "o1")
    assert (order.address_wish, order.address_answer, order.ship_to) == (ELSEWHERE, "", ANNA)
    assert not wish_address(world, "o1", ANNA)
    assert order.address_wish == ELSEWHERE


@pytest.mark.parametrize(("state", "in_time"), [("held", True), ("unshipped", True), ("part_shipped", False), ("shipped", False), ("cancelled", False)])
def test_it_must_be_wished_before_anything_leaves(state: str, in_time: bool) -> None:
    world = make_world()
    order = make_order(world)
    order.state = state  # type: ignore[assignment]
    assert wish_address(world, "o1", ELSEWHERE) is in_time
