"""Check: a listing is seen, visited or bought often enough, or more often than before."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.search_traffic_at_least import SearchTrafficAtLeast as Seen
from lab.market.base import Market
from lab.values.moment import DAY
from lab.world.traffic import Traffic
from lab.world.world import World
from tests.builders import (
    DE_LAMP,
    KZ_LAMP,
    earns_nothing,
    evidence_of,
    examine,
    make_check,
    make_listing,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike
from tests.checks.spoils import changes_noticed

VALUES: dict[str, Any] = {"on": DE_LAMP, "measure": "visits", "full": 100, "zero": 20}
RISE: dict[str, Any] = {"on": DE_LAMP, "measure": "impressions", "rise_full": "50 %", "rise_zero": "10 %", "since": "+3d"}


def seen(*shown: int) -> World:
    """A shop whose listing was shown so often on each day, visited a tenth as often and bought a hundredth as often; now at the end of the
    last of these days."""
    world = make_world(make_listing(), make_listing(KZ_LAMP))
    for day, count in enumerate(shown):
        world.traffic.append(Traffic(day, DE_LAMP, 1, 9000, count, count // 2, count // 10, count // 100))
    world.now = len(shown) * DAY - 8 * 60 - 1
    return world


@pytest.mark.parametrize(
    ("shown", "share", "message"),
    [((200,), "0", "traffic_low"), ((300, 300), "1/2", "traffic_near"), ((500, 500), "1", "traffic_reached"), ((9000,), "1", "traffic_reached")],
)
def test_the_share_is_a_straight_line_between_zero_and_full(shown: tuple[int, ...], share: str, message: str) -> None:
    finding = examine(Seen, seen(*shown), **VALUES)
    assert (finding.fraction, finding.message) == (Fraction(share), message)


@pytest.mark.parametrize(("measure", "count"), [("impressions", 1000), ("visits", 100), ("orders", 10)])
def test_each_measure_is_its_own_count(measure: str, count: int) -> None:
    assert examine(Seen, seen(1000), on=DE_LAMP, measure=measure, full=1).args == {"found": count}


def test_only_the_window_and_what_is_named_count() -> None:
    world = seen(1000, 0, 0, 0)
    assert share_of(Seen, world, **VALUES, window="2d") == 0
    assert share_of(Seen, world, **{**VALUES, "on": KZ_LAMP}) == 0


@pytest.mark.parametrize(
    ("after", "share", "message"),
    [((150, 150), "1", "traffic_reached"), ((130, 130), "1/2", "traffic_near"), ((100, 120), "0", "traffic_low"), ((50, 50), "0", "traffic_low")],
)
def test_a_rise_compares_whole_days_without_that_of_the_change(after: tuple[int, ...], share: str, message: str) -> None:
    finding = examine(Seen, seen(9999, 100, 100, 7777, *after), **RISE)
    assert (finding.fraction, finding.message) == (Fraction(share), message)
    assert [one.get("found") for one in finding.evidence[:1]] == ["100.0"]


@pytest.mark.parametrize("shown", [(500, 0, 0, 0, 900), (500, 100, 100, 100)])
def test_where_there_is_nothing_to_compare_nothing_is_earned(shown: tuple[int, ...]) -> None:
    finding = examine(Seen, seen(*shown), **RISE)
    assert (finding.fraction, finding.message) == (0, "traffic_not_comparable")


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({}, "either 'full'"),
        ({"full": "5", "rise_full": "5 %", "since": "+1d"}, "either 'full'"),
        ({"full": "5", "zero": "5"}, "'full' must be above"),
        ({"full": "5", "since": "+1d"}, "'since' belongs to"),
        ({"rise_full": "5 %"}, "needs 'since'"),
        ({"rise_full": "5 %", "rise_zero": "5 %", "since": "+1d"}, "must be above 'rise_zero'"),
    ],
)
def test_limits_that_make_no_sense_are_refused(values: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        make_check(Seen, on=DE_LAMP, **values)


def test_the_built_in_change_is_noticed(market: Market) -> None:
    world = make_world(make_listing(live=False), market=market)
    steps = [(10, "listing.publish", {"listing": DE_LAMP})]
    assert changes_noticed(Seen, world, steps, moment=2 * DAY, on=DE_LAMP, measure="impressions", full=1) == ["never on sale"]


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Seen, **VALUES) and earns_nothing(Seen, **RISE)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Seen, **VALUES)


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(seen(600)), Seen, **VALUES)
