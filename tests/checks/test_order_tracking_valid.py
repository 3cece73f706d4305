"""Check: every parcel can be followed, by a number of its own."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from lab.checks.order_tracking_valid import OrderTrackingValid as Tracking
from lab.customs.lanes import load_lanes, tracking_number
from lab.world.order import PackedItem
from lab.world.world import World
from tests.builders import (
    KZ_LAMP,
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

VALUES: dict[str, Any] = {"on": ["o1", "o2"]}
LAMP = (PackedItem("lamp", 1),)


def sent(**shipping: Any) -> World:
    """Two German orders, each in a parcel of its own or, with `together`, in one."""
    world = make_world()
    make_order(world, "o1")
    make_order(world, "o2")
    assert act(world, "order.ship", order="o1", items=LAMP, lane="de_parcel", **shipping).ok
    if not shipping:
        assert act(world, "order.ship", order="o2", items=LAMP, lane="de_parcel").ok
    return world


def change(world: World, order_id: str, **values: Any) -> None:
    order = world.orders[order_id]
    order.parcels[0] = replace(order.parcels[0], **values)


def test_tracked_parcels_earn_everything() -> None:
    finding = examine(Tracking, sent(), **VALUES)
    assert (finding.fraction, finding.message) == (1, "tracking_valid")
    assert [e["verdict"] for e in finding.evidence] == ["valid", "valid"]


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ({"tracking_number": ""}, "not tracked"),
        ({"tracking_number": "12345"}, "badly formed"),
        (
            {"lane": "kz_tracked", "tracking_number": tracking_number(load_lanes()["kz_tracked"], 7)},
            "does not go there",
        ),
    ],
)
def test_a_number_that_tells_nothing_costs_its_parcel(values: dict[str, Any], verdict: str) -> None:
    world = sent()
    change(world, "o2", **values)
    finding = examine(Tracking, world, **VALUES)
    assert (finding.fraction, finding.evidence[1]["verdict"]) == (Fraction(1, 2), verdict)


def test_one_number_on_two_parcels_is_valid_for_neither() -> None:
    world = sent()
    change(world, "o2", tracking_number=world.orders["o1"].parcels[0].tracking_number)
    finding = examine(Tracking, world, **VALUES)
    assert (finding.fraction, finding.message) == (0, "tracking_not_valid")
    assert [e["verdict"] for e in finding.evidence] == ["used twice", "used twice"]
    assert share_of(Tracking, world, **VALUES, unique="false") == 1


def test_orders_in_one_box_share_its_number() -> None:
    assert share_of(Tracking, sent(together=("o2",)), **VALUES) == 1


def test_the_author_may_say_which_services_count() -> None:
    assert share_of(Tracking, sent(), **VALUES, carriers=["de_parcel"]) == 1
    finding = examine(Tracking, sent(), **VALUES, carriers=["de_letter"])
    assert (finding.fraction, finding.evidence[0]["verdict"]) == (0, "another service asked for")


def test_every_parcel_of_an_order_counts() -> None:
    world = make_world()
    make_order(world, "o1", quantity=2)
    assert act(world, "order.ship", order="o1", items=LAMP, lane="de_parcel", more_to_come=True).ok
    assert act(world, "order.ship", order="o1", items=LAMP, lane="de_parcel").ok
    assert share_of(Tracking, world, on="o1") == 1
    change(world, "o1", tracking_number="")
    assert share_of(Tracking, world, on="o1") == Fraction(1, 2)


def test_an_order_that_has_not_left_earns_nothing() -> None:
    world = sent()
    make_order(world, "o3", KZ_LAMP)
    assert share_of(Tracking, world, on=["o1", "o3"]) == Fraction(1, 2)


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Tracking, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Tracking, **VALUES)


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(sent()), Tracking, **VALUES)
