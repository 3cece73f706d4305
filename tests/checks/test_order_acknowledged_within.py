"""Check: orders are acknowledged in time."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.order_acknowledged_within import OrderAcknowledgedWithin as Acknowledged
from lab.world.order import PackedItem
from lab.world.world import World
from tests.builders import (
    act,
    earns_nothing,
    evidence_of,
    examine,
    make_order,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike

STEPS = [{"hours": "4", "give": "1"}, {"hours": "24", "give": "1/2"}]
VALUES: dict[str, Any] = {"on": ["o1", "o2"], "steps": STEPS}


def world_with(*after_minutes: int | None) -> World:
    world = make_world()
    for number, after in enumerate(after_minutes, start=1):
        make_order(world, f"o{number}", at=100)
        if after is not None:
            world.now = 100 + after
            assert act(world, "order.acknowledge", order=f"o{number}").ok
    return world


@pytest.mark.parametrize(
    ("minutes", "share"),
    [(0, "1"), (4 * 60, "1"), (4 * 60 + 1, "1/2"), (24 * 60, "1/2"), (24 * 60 + 1, "0"), (None, "0")],
)
def test_the_last_minute_of_a_limit_is_in_time(minutes: int | None, share: str) -> None:
    assert share_of(Acknowledged, world_with(minutes), on="o1", steps=STEPS) == Fraction(share)


def test_two_orders_give_their_mean_and_each_is_cited() -> None:
    finding = examine(Acknowledged, world_with(60, 30 * 60), **VALUES)
    assert (finding.fraction, finding.message) == (Fraction(1, 2), "acknowledged_partly_in_time")
    assert [e["found"] for e in finding.evidence] == ["1h", "30h"]


def test_shipping_an_order_acknowledges_it() -> None:
    world = world_with(None)
    world.now = 100 + 60
    assert act(world, "order.ship", order="o1", items=(PackedItem("lamp", 1),), lane="de_parcel").ok
    assert share_of(Acknowledged, world, on="o1", steps=STEPS) == 1


def test_the_time_in_which_a_payment_was_verified_does_not_count() -> None:
    world = world_with(600)
    assert share_of(Acknowledged, world, on="o1", steps=STEPS) == Fraction(1, 2)
    world.orders["o1"].held_until = 500
    assert share_of(Acknowledged, world, on="o1", steps=STEPS) == 1


def test_orders_that_nobody_looked_at_earn_nothing() -> None:
    finding = examine(Acknowledged, world_with(None, None), **VALUES)
    assert (finding.fraction, finding.message) == (0, "not_acknowledged_in_time")


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Acknowledged, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Acknowledged, **VALUES)


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(world_with(60, 30 * 60)), Acknowledged, **VALUES)
