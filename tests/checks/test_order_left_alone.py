"""Check: orders that must wait are not touched."""

from fractions import Fraction
from typing import Any

from lab.checks.order_left_alone import OrderLeftAlone as LeftAlone
from lab.world.order import PackedItem
from tests.builders import earns_nothing, euro, make_order, make_world, survives_hostile_text
from tests.checks.journal import Journal, reads_alike

VALUES: dict[str, Any] = {"on": ["o1", "o2"], "needs": ["gate"]}
LAMP = (PackedItem("lamp", 1),)


def journal() -> Journal:
    world = make_world()
    make_order(world, "o1")
    make_order(world, "o2")
    return Journal(world)


def test_orders_that_nobody_touched_lose_nothing() -> None:
    done = journal()
    assert done.act("order.acknowledge", 10, order="o1")
    finding = done.examine(LeftAlone, **VALUES)
    assert (finding.fraction, finding.message, finding.evidence) == (1, "orders_left_alone", ())


def test_shipping_one_loses_and_the_first_deed_is_named() -> None:
    done = journal()
    done.act("order.ship", 20, order="o1", items=LAMP, lane="de_parcel")
    done.act("order.refund", 30, order="o1", amount=euro("1.00"))
    finding = done.examine(LeftAlone, **VALUES)
    assert (finding.fraction, finding.message) == (0, "orders_touched")
    [shown] = finding.evidence
    assert (shown["ref"], shown["found"], shown["at"]) == ("action:1", "ship", "+0h20m")


def test_an_order_in_another_ones_box_is_shipped_too() -> None:
    done = journal()
    make_order(done.world, "o3")
    done.act("order.ship", 20, order="o3", items=LAMP, lane="de_parcel", together=("o2",))
    assert [e["order"] for e in done.examine(LeftAlone, **VALUES).evidence] == ["o2"]


def test_a_refused_attempt_is_not_held_against_anybody() -> None:
    done = journal()
    done.world.orders["o1"].state = "held"
    assert not done.act("order.ship", 20, order="o1", items=LAMP, lane="de_parcel")
    assert done.examine(LeftAlone, **VALUES).fraction == 1


def test_the_author_says_what_is_forbidden_and_what_an_order_costs() -> None:
    done = journal()
    done.act("order.acknowledge", 10, order="o1")
    assert done.examine(LeftAlone, **VALUES, forbid=["acknowledge"], per="1/4").fraction == Fraction(3, 4)


def test_an_order_that_never_came_was_not_left_alone() -> None:
    finding = Journal(make_world()).examine(LeftAlone, **VALUES, per="1/2")
    assert (finding.fraction, finding.evidence[0]["found"]) == (0, "no such order")


def test_an_empty_shop_earns_nothing_behind_its_gate() -> None:
    assert LeftAlone.only_loses
    assert earns_nothing(LeftAlone, on=["o1"])


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(LeftAlone, **VALUES)


def test_a_second_run_gives_the_same_bytes() -> None:
    done = journal()
    done.act("order.ship", 20, order="o1", items=LAMP, lane="de_parcel")
    assert reads_alike(done.evidence(), LeftAlone, **VALUES)
