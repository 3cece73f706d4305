"""Check: a platform's measure of the account is good enough."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.account_metric_at_least import AccountMetricAtLeast as Metric
from lab.checks.account_metric_at_least import bad_orders
from lab.orders.health import measures
from lab.values.moment import DAY, HOUR
from lab.world.aftermath import Dispute, Review
from lab.world.order import Parcel
from lab.world.world import World
from tests.builders import (
    DE,
    DE_LAMP,
    earns_nothing,
    euro,
    evidence_of,
    examine,
    make_check,
    make_listing,
    make_order,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike

VALUES: dict[str, Any] = {"on": DE, "metric": "late", "full": "0 %", "zero": "20 %"}


def sold(count: int = 20, *, late: int = 0, untracked: int = 0, cancelled: int = 0) -> World:
    """Orders of minute 0, seen five days later; the last ones late by ever more hours, or without tracking, or
    cancelled."""
    world = make_world(make_listing(stock=1000), end=200 * DAY)
    for number in range(1, count + 1):
        order = make_order(world, f"o{number}")
        from_the_end = count - number
        if from_the_end < cancelled:
            order.state, order.cancelled_at, order.cancelled_by = "cancelled", HOUR, "shop"
            continue
        shipped_at = order.ship_by + number * HOUR if from_the_end < late else HOUR
        label = "" if from_the_end < untracked else "003401234567890123"
        order.state = "shipped"
        order.parcels.append(Parcel("de_parcel", label, (), (), None, euro("4.79"), shipped_at, shipped_at + DAY))
    world.now = 5 * DAY
    return world


@pytest.mark.parametrize(("late", "share"), [(0, "1"), (1, "3/4"), (3, "1/4"), (4, "0"), (9, "0")])
def test_between_zero_and_full_the_share_is_exact(late: int, share: str) -> None:
    assert share_of(Metric, sold(late=late), **VALUES) == Fraction(share)


def test_the_figure_is_shown_with_the_worst_orders_first() -> None:
    finding = examine(Metric, sold(late=3), **VALUES)
    assert finding.message == "metric_near"
    assert (finding.evidence[0]["found"], finding.evidence[0]["expected"]) == ("15.0 % (3 / 20)", "≤ 0.0 %")
    assert [e["order"] for e in finding.evidence[1:]] == ["o20", "o19", "o18"]


def test_a_good_share_is_the_other_side_of_a_bad_one() -> None:
    world = sold(untracked=2)
    values = {"on": DE, "metric": "tracked", "full": "100 %", "zero": "80 %"}
    assert share_of(Metric, world, **values) == Fraction(1, 2)
    assert share_of(Metric, world, **{**values, "metric": "untracked", "full": "0 %", "zero": "20 %"}) == Fraction(1, 2)


def test_the_worst_contributor_once_more_costs_points() -> None:
    world = sold()
    values = {"on": DE, "metric": "defects", "full": "0 %", "zero": "10 %"}
    world.reviews.append(Review("o1", DE_LAMP, 1, DAY))
    assert share_of(Metric, world, **values) == Fraction(1, 2)
    world.disputes.append(Dispute("o2", DAY, "late"))
    assert share_of(Metric, world, **values) == 0


@pytest.mark.parametrize("metric", ["defects", "late", "cancels", "untracked"])
def test_the_orders_named_are_those_that_the_platform_counts(metric: Any) -> None:
    world = sold(late=3, untracked=2, cancelled=1)
    make_order(world, "open")  # never shipped
    world.reviews.append(Review("o1", DE_LAMP, 2, DAY))
    world.disputes += [Dispute("o2", DAY, "late"), Dispute("o3", DAY, "late", DAY, ruling="withdrawn")]
    world.now = 7 * DAY - 1
    found = {measure.name: measure.bad for measure in measures(world, "meridian")}
    assert len(bad_orders(world, "meridian", metric)) == found[metric] > 0


def test_too_few_orders_tell_nothing() -> None:
    finding = examine(Metric, sold(9), **VALUES)
    assert (finding.fraction, finding.message) == (0, "too_few_orders")
    assert share_of(Metric, sold(9), **VALUES, orders="9") == 1


def test_enough_orders_that_are_all_late_have_missed_it() -> None:
    assert examine(Metric, sold(10, late=10), **VALUES).message == "metric_missed"


def test_orders_of_before_can_be_left_out() -> None:
    assert share_of(Metric, sold(late=2), **VALUES, since="+1h", orders="1") == 0  # none was placed later
    assert share_of(Metric, sold(late=2), **VALUES, since="+0h") == Fraction(1, 2)


def test_without_places_every_platform_counts() -> None:
    finding = examine(Metric, sold(), **{**VALUES, "on": []})
    assert (finding.fraction, finding.message) == (Fraction(1, 2), "metric_near")
    assert finding.evidence[1]["found"] == "no orders" or finding.evidence[0]["found"] == "no orders"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"full": "20 %"}, "must be below 'zero' for late"),
        ({"metric": "on_time"}, "must be above 'zero' for on_time"),
        ({"on": "o1"}, "'on' names places"),
    ],
)
def test_parameters_that_make_no_sense_are_faults_of_the_file(values: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make_check(Metric, **{**VALUES, **values})


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Metric, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Metric, **VALUES, orders="1")


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(sold(late=3)), Metric, **VALUES)
