"""Check: what was packed is what was ordered."""

from fractions import Fraction

import pytest

from lab.checks.order_items_correct import OrderItemsCorrect as Items
from lab.world.order import PackedItem
from lab.world.world import World
from tests.builders import act, earns_nothing, examine, make_order, make_world, share_of, survives_hostile_text


def packed(*items: tuple[str, int]) -> World:
    """Two lamps were ordered, these things were sent."""
    world = make_world()
    make_order(world, quantity=2)
    parcel = tuple(PackedItem(*item) for item in items)
    assert act(world, "order.ship", order="o1", items=parcel, lane="de_parcel").ok
    return world


@pytest.mark.parametrize("items", [[("lamp", 2)], [("lamp", 1), ("lamp", 1)]])
def test_the_right_goods_earn_everything(items: list[tuple[str, int]]) -> None:
    assert share_of(Items, packed(*items), on="o1") == 1


@pytest.mark.parametrize("items", [[("lamp", 1)], [("lamp", 3)], [("bulb", 2)], [("lamp", 2), ("bulb", 1)]])
def test_too_few_too_many_and_other_goods_earn_nothing(items: list[tuple[str, int]]) -> None:
    assert share_of(Items, packed(*items), on="o1") == 0


def test_one_of_two_orders_earns_half_and_both_sides_are_shown() -> None:
    world = packed(("lamp", 2))
    make_order(world, "o2")
    finding = examine(Items, world, on=["o1", "o2"])
    assert finding.fraction == Fraction(1, 2)
    assert (finding.evidence[0]["found"], finding.evidence[0]["expected"]) == ("2 x lamp", "2 x lamp")
    assert finding.evidence[1]["found"] == "not shipped"


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Items, on=["o1", "o2"])


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Items, on=["o1", "o2"])
