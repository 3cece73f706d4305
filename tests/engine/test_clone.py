"""A world's own copy: equal, and nothing that can change is shared."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import pytest

from lab.engine.clone import clone, copier_of
from lab.engine.pack import world_hash
from lab.world.order import Order, Parcel
from lab.world.world import World
from tests.builders import DE_BULB, DE_LAMP, KZ_LAMP, act, make_form, make_listing, make_order, make_thread, make_world


@pytest.fixture
def world() -> World:
    """A shop with something of most kinds in it."""
    world = make_world(make_listing(), make_listing(KZ_LAMP), make_listing(DE_BULB))
    abroad = make_order(world, "o1", KZ_LAMP)
    make_order(world, "o2", DE_LAMP, at=5)
    make_thread(world, "q1", (50, "180 cm."), order="o2")
    form = make_form(world, abroad)
    assert act(world, "order.ship", order="o1", items=[{"sku": "lamp", "quantity": 1}], lane="kz_tracked", customs_form=form).ok
    assert act(world, "clock.end_day").ok
    return world


def changeable(value: Any) -> Iterator[Any]:
    """Every object inside a value that can be changed."""
    if isinstance(value, list | dict):
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from changeable(inner)
    elif is_dataclass(value):
        if not value.__dataclass_params__.frozen:  # type: ignore[attr-defined]
            yield value
        for field in fields(value):
            if not (isinstance(value, World) and field.name == "setting"):
                yield from changeable(getattr(value, field.name))
    elif isinstance(value, tuple):
        for inner in value:
            yield from changeable(inner)


def test_a_clone_is_equal_and_has_the_same_hash(world: World) -> None:
    copied = clone(world)
    assert copied == world
    assert copied.setting is world.setting
    assert world_hash(copied) == world_hash(world)


def test_a_clone_shares_nothing_that_can_change(world: World) -> None:
    copied = list(changeable(clone(world)))
    original = list(changeable(world))
    assert len(copied) == len(original) > 50
    assert not any(one is other for one in copied for other in original)


def test_what_cannot_change_is_shared(world: World) -> None:
    copied = clone(world)
    assert copied.ledger[0] is world.ledger[0]
    assert copied.orders["o1"].parcels[0] is world.orders["o1"].parcels[0]
    assert copier_of(Parcel) is None
    assert copier_of(Order) is not None


def test_both_worlds_go_on_alike_and_apart(world: World) -> None:
    copied, before = clone(world), world_hash(world)
    assert act(copied, "clock.end_day").ok
    assert world_hash(world) == before
    assert act(world, "clock.end_day").ok
    assert world_hash(world) == world_hash(copied)


@dataclass
class _Odd:
    count: int

    def __post_init__(self) -> None:
        self.count += 1


@pytest.mark.parametrize("hint", [object, set[int], list[int] | dict[str, int], tuple[list[int], ...], _Odd])
def test_types_that_nobody_knows_how_to_copy_are_told(hint: Any) -> None:
    with pytest.raises(TypeError, match="cannot be copied"):
        copier_of(hint)
