"""Check: orders are handed to a carrier in time."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.order_shipped_within import OrderShippedWithin as Shipped
from lab.world.order import PackedItem
from lab.world.world import World
from tests.builders import act, earns_nothing, examine, make_order, make_world, share_of, survives_hostile_text

STEPS = [{"hours": "24", "give": "1"}, {"hours": "48", "give": "1/2"}]
VALUES: dict[str, Any] = {"on": ["o1", "o2"], "steps": STEPS}


def world_sent(*after_minutes: int | None) -> World:
    world = make_world()
    for number, after in enumerate(after_minutes, start=1):
        make_order(world, f"o{number}", at=100)
        if after is not None:
            world.now = 100 + after
            assert act(world, "order.ship", order=f"o{number}", items=(PackedItem("lamp", 1),), lane="de_parcel").ok
    return world


@pytest.mark.parametrize(
    ("minutes", "share"), [(0, "1"), (24 * 60, "1"), (24 * 60 + 1, "1/2"), (48 * 60, "1/2"), (48 * 60 + 1, "0"), (None, "0")]
)
def test_the_last_minute_of_a_limit_is_in_time(minutes: int | None, share: str) -> None:
    assert share_of(Shipped, world_sent(minutes), on="o1", steps=STEPS) == Fraction(share)


def test_two_orders_give_their_mean_and_the_late_one_is_cited() -> None:
    finding = examine(Shipped, world_sent(60, 30 * 60), **VALUES)
    assert (finding.fraction, finding.message) == (Fraction(3, 4), "shipped_partly_in_time")
    assert [e["found"] for e in finding.evidence] == ["1h", "30h"]


def test_orders_not_sent_earn_nothing() -> None:
    assert share_of(Shipped, world_sent(None, None), **VALUES) == 0


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Shipped, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Shipped, **VALUES)
