"""Account health, day by day."""

from typing import Any

import pytest

from lab.engine.advance import advance
from lab.engine.pack import pack, unpack, world_hash
from lab.orders.health import counts_as_defect, last_fault_at, level, measures, update_health
from lab.values.moment import DAY, HOUR
from lab.world.aftermath import Dispute, Review
from lab.world.health import Health, Measure, MeasureName
from lab.world.order import Order, Parcel
from lab.world.world import World
from tests.builders import DE_LAMP, KZ_LAMP, act, euro, make_listing, make_order, make_world

MERIDIAN = "meridian"


def sold(world: World, count: int, *, late: int = 0, untracked: int = 0, cancelled: int = 0, at: int = 0) -> list[Order]:
    """Orders placed at a moment and shipped two hours later; the first ones late by a day, or without tracking, or cancelled."""
    orders = []
    for number in range(count):
        order = make_order(world, f"o{at}-{number}", at=at)
        orders.append(order)
        if number < cancelled:
            order.state, order.cancelled_at, order.cancelled_by = "cancelled", at + HOUR, "shop"
            continue
        shipped_at = order.ship_by + DAY if number < late else at + 2 * HOUR
        number_on_label = "" if number < untracked else "003401234567890123"
        order.state = "delivered"
        order.parcels.append(Parcel("de_parcel", number_on_label, (), (), None, euro("4.79"), shipped_at, shipped_at + DAY))
        order.delivered_at = shipped_at + DAY
    world.agenda.clear()
    return orders


def shop() -> World:
    return make_world(make_listing(stock=10_000), end=200 * DAY)


def at(world: World, moment: int) -> Health:
    world.now = moment
    update_health(world)
    return world.health[MERIDIAN]


def counted(world: World) -> dict[str, tuple[int, int]]:
    return {measure.name: (measure.bad, measure.of) for measure in measures(world, MERIDIAN)}


def test_the_four_measures_count_orders_placed_in_the_window() -> None:
    world = shop()
    orders = sold(world, 20, late=3, untracked=2)
    world.reviews = [Review(orders[0].id, DE_LAMP, 2, 100), Review(orders[1].id, DE_LAMP, 3, 100)]
    world.disputes = [Dispute(orders[0].id, 200, "late"), Dispute(orders[5].id, 200, "late")]
    world.now = 5 * DAY
    # one order has a poor review and a dispute and counts once
    assert counted(world) == {"defects": (2, 20), "late": (3, 20), "cancels": (0, 20), "untracked": (2, 20)}
    world.now = 31 * DAY  # windows of 60, 30, 7 and 30 days
    assert counted(world) == {"defects": (2, 20), "late": (0, 0), "cancels": (0, 0), "untracked": (0, 0)}


@pytest.mark.parametrize(
    ("platform", "kind", "ruling", "answer", "counts"),
    [
        ("meridian", "claim", "", "", True), ("meridian", "claim", "unanswered", "", True), ("meridian", "claim", "for_buyer", "contest", True),
        ("meridian", "claim", "settled", "offer", True), ("meridian", "claim", "settled", "accept", True),
        ("meridian", "claim", "for_shop", "contest", False), ("meridian", "claim", "withdrawn", "", False),
        ("caravan", "claim", "for_shop", "contest", True), ("caravan", "claim", "withdrawn", "", False),
        ("meridian", "chargeback", "", "", False), ("meridian", "chargeback", "for_shop", "contest", False),
        ("meridian", "chargeback", "settled", "offer", False), ("meridian", "chargeback", "settled", "accept", True),
        ("caravan", "chargeback", "for_shop", "contest", False), ("meridian", "chargeback", "unanswered", "", True),
        ("meridian", "chargeback", "for_buyer", "contest", True),
    ],
)  # fmt: skip
def test_a_claim_counts_unless_it_is_withdrawn_or_denied_and_a_chargeback_once_it_is_lost(
    platform: str, kind: Any, ruling: Any, answer: Any, counts: bool
) -> None:
    listing = DE_LAMP if platform == "meridian" else KZ_LAMP
    world = shop()
    order = make_order(world, "o1", listing)
    closed = 9 * DAY if ruling else None
    dispute = Dispute(order.id, 5 * DAY, "not_as_described", closed, kind=kind, answer=answer, ruling=ruling)
    world.disputes.append(dispute)
    order.state, order.ship_by = "delivered", 400 * DAY
    world.now = 10 * DAY
    assert counts_as_defect(world, dispute) == counts
    [defects] = [measure for measure in measures(world, platform) if measure.name == "defects"]
    assert (defects.bad, defects.of) == (int(counts), 1)
    fault = 9 * DAY if kind == "chargeback" else 5 * DAY
    assert last_fault_at(world, platform) == (fault if counts else None)


def test_an_order_that_still_lies_there_is_late_once_its_day_is_over() -> None:
    world = shop()
    make_order(world, "o1")
    world.now = 24 * HOUR
    assert counted(world)["late"] == (0, 0)
    world.now += 1
    assert counted(world)["late"] == (1, 1)


def test_a_buyers_cancellation_is_not_held_against_the_shop() -> None:
    world = shop()
    for number, by in enumerate(("buyer", "shop", "platform")):
        order = make_order(world, f"o{number}")
        order.state, order.cancelled_at, order.cancelled_by = "cancelled", 10, by  # type: ignore[assignment]
    world.now = 2 * DAY
    assert counted(world)["cancels"] == (2, 3)
    assert counted(world)["late"] == (2, 2)


@pytest.mark.parametrize(
    ("name", "bad", "of", "found"),
    # limits of 1 %, 4 %, 2.5 % and 5 %
    [
        ("defects", 1, 100, 0), ("defects", 2, 100, 1), ("defects", 3, 100, 1), ("defects", 4, 100, 2), ("defects", 9, 9, 0), ("defects", 1, 10, 0), ("defects", 2, 10, 1), ("defects", 4, 10, 2),
        ("late", 4, 100, 0), ("late", 5, 100, 1), ("late", 8, 100, 1), ("late", 9, 100, 2),
        ("cancels", 1, 40, 0), ("cancels", 2, 40, 1), ("cancels", 3, 40, 1), ("cancels", 4, 40, 2),
        ("untracked", 5, 100, 0), ("untracked", 6, 100, 1), ("untracked", 11, 100, 2), ("untracked", 0, 0, 0),
    ],
)  # fmt: skip
def test_beyond_a_limit_is_a_warning_and_beyond_twice_a_restriction(name: MeasureName, bad: int, of: int, found: int) -> None:
    limit = {"defects": 100, "late": 400, "cancels": 250, "untracked": 500}[name]
    assert level([Measure("late", 0, 0, 400), Measure(name, bad, of, limit)]) == found


def test_more_than_two_percent_of_defects_are_too_many_on_any_platform() -> None:
    assert level([Measure("defects", 5, 200, 250)]) == 2  # 2.5 %, a limit that this platform would still allow
    assert level([Measure("defects", 4, 200, 250)]) == 0


def test_limits_come_from_the_profile() -> None:
    world = shop()
    sold(world, 1)
    assert {m.name: m.limit for m in measures(world, MERIDIAN)} == {"defects": 100, "late": 400, "cancels": 250, "untracked": 500}
    assert {m.name: m.limit for m in measures(world, "caravan")} == {"defects": 250, "late": 500, "cancels": 300, "untracked": 1000}


def test_one_bad_order_says_nothing_and_three_restrict_nobody() -> None:
    for bad, state in ((1, "good"), (2, "warned"), (3, "warned"), (4, "restricted")):
        world = shop()
        sold(world, 20, late=bad)
        assert at(world, 3 * DAY).state == state


def test_few_orders_say_nothing() -> None:
    world = shop()
    sold(world, 9, late=9)
    health = at(world, 3 * DAY)
    assert (health.state, health.standing_permille) == ("unknown", 0)
    sold(world, 1, at=3 * DAY)
    assert at(world, 4 * DAY).state == "restricted"


def test_a_good_seller_is_in_good_standing() -> None:
    world = shop()
    sold(world, 30)
    assert (at(world, DAY).state, world.standing_permille(MERIDIAN)) == ("good", 0)
    assert world.standing_permille("caravan") == 0
    assert list(world.health) == [MERIDIAN]


def test_health_is_worked_out_at_midnight() -> None:
    world = shop()
    sold(world, 20, late=4)  # 20 %
    advance(world, 3 * DAY)
    assert (world.health[MERIDIAN].state, world.standing_permille(MERIDIAN)) == ("restricted", 1000)
    assert world.health[MERIDIAN].since == 16 * HOUR  # the run begins at eight


def test_a_warning_goes_when_the_measures_are_good_again() -> None:
    world = shop()
    sold(world, 100, late=5)
    assert (at(world, 3 * DAY).state, world.standing_permille(MERIDIAN)) == ("warned", 300)
    sold(world, 100, at=10 * DAY)
    assert at(world, 12 * DAY).state == "good"


def restricted(day: int = 3) -> World:
    world = shop()
    sold(world, 20, late=4)
    assert at(world, day * DAY).state == "restricted"
    return world


def plan(world: World, text: str = "We pack in the morning from now on.", platform: str = MERIDIAN) -> Any:
    return act(world, "account.plan", platform=platform, text=text)


def test_a_restriction_stays_until_there_is_a_plan_however_good_the_measures() -> None:
    world = restricted()
    sold(world, 500, at=5 * DAY)
    assert at(world, 40 * DAY).state == "restricted"


def test_a_plan_lifts_a_restriction_after_seven_clean_days() -> None:
    world = restricted()
    assert plan(world).ok
    assert at(world, 10 * DAY - 1).state == "restricted"
    health = at(world, 10 * DAY)
    assert (health.state, health.since, world.standing_permille(MERIDIAN)) == ("warned", 10 * DAY, 300)
    # The old orders still make 20 % late; they do not restrict the shop a second time.
    assert at(world, 11 * DAY).state == "warned"
    assert at(world, 40 * DAY).state == "good"  # only defects look back so far


def test_a_new_fault_puts_the_seven_days_off() -> None:
    world = restricted()
    assert plan(world).ok
    [order] = sold(world, 1, at=4 * DAY)
    world.reviews.append(Review(order.id, DE_LAMP, 1, 8 * DAY))
    assert last_fault_at(world, MERIDIAN) == 8 * DAY
    assert at(world, 12 * DAY).state == "restricted"
    assert at(world, 15 * DAY).state == "warned"


def test_whoever_goes_on_as_before_is_restricted_again_and_needs_a_new_plan() -> None:
    world = restricted()
    assert plan(world).ok
    assert at(world, 10 * DAY).state == "warned"
    sold(world, 20, late=4, at=10 * DAY)
    health = at(world, 13 * DAY)
    assert (health.state, health.plan, health.plan_at) == ("restricted", "", None)
    assert plan(world, "This time we mean it.").ok


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"platform": "bazaar"}, "no_such_platform"),
        ({"platform": "caravan"}, "account_not_restricted"),
        ({"text": " \n "}, "text_empty"),
        ({"text": "x" * 4001}, "too_long"),
    ],
)
def test_a_plan_is_refused(values: dict[str, str], code: str) -> None:
    world = restricted()
    before = world_hash(world)
    assert plan(world, **values).code == code
    assert world_hash(world) == before


def test_one_plan_is_enough() -> None:
    world = restricted()
    assert plan(world).ok
    assert plan(world).code == "plan_already_there"


def test_a_late_order_is_a_fault_until_it_leaves() -> None:
    world = shop()
    assert last_fault_at(world, MERIDIAN) is None
    order = make_order(world, "o1")
    world.now = 5 * DAY
    assert last_fault_at(world, MERIDIAN) == 5 * DAY
    order.parcels.append(Parcel("de_parcel", "1", (), (), None, euro("4.79"), 6 * DAY, 7 * DAY))
    world.now = 9 * DAY
    assert last_fault_at(world, MERIDIAN) == 6 * DAY


def test_a_world_with_health_is_packed_and_unpacked_whole() -> None:
    world = restricted()
    assert plan(world).ok
    assert unpack(pack(world), world.setting) == world
