"""Which orders a platform counts against the shop, and where they came from."""

import pytest

from lab.orders.health import measures
from lab.school.contributors import contributors, denied_claims, worst_listings
from lab.values.moment import DAY, HOUR
from lab.world.aftermath import Dispute, Review
from lab.world.order import Order, Parcel
from lab.world.world import World
from tests.builders import DE_BULB, DE_LAMP, KZ_LAMP, euro, make_listing, make_order, make_world


@pytest.fixture
def world() -> World:
    """Ten orders: eight from Germany, two from Kazakhstan, none of which has left."""
    made = make_world(make_listing(stock=100), make_listing(DE_BULB, stock=100), make_listing(KZ_LAMP, stock=100))
    for number in range(10):
        listing = KZ_LAMP if number > 7 else DE_BULB if number > 5 else DE_LAMP
        make_order(made, f"o{number}", listing, at=number * HOUR)
    made.now = 12 * HOUR
    return made


def sent(order: Order, at: int, number: str = "T1") -> None:
    order.parcels.append(Parcel("de_parcel", number, (), (), None, euro("1.00"), at, at + DAY))
    order.state = "shipped"


def test_the_orders_named_are_as_many_as_the_measures_count(world: World) -> None:
    orders = world.orders
    world.reviews = [Review("o0", DE_LAMP, 1, 0), Review("o1", DE_LAMP, 3, 0), Review("o8", KZ_LAMP, 2, 0)]
    world.disputes = [
        Dispute("o0", 1, "late"), Dispute("o2", 1, "late", 2, ruling="withdrawn"), Dispute("o3", 1, "late", 2, ruling="for_shop"),
        Dispute("o9", 1, "late", 2, ruling="for_shop"), Dispute("o4", 1, "late", 2, True, "chargeback", ruling="for_buyer"),
    ]  # fmt: skip
    sent(orders["o1"], 3 * DAY)
    sent(orders["o2"], 2 * HOUR, "")
    for name, by in (("o5", "shop"), ("o6", "platform"), ("o7", "buyer")):
        orders[name].state, orders[name].cancelled_by, orders[name].cancelled_at = "cancelled", by, 4 * HOUR  # type: ignore[assignment]
    world.now = 40 * HOUR
    for platform in ("meridian", "caravan"):
        found = contributors(world, platform)
        counts = {measure.name: measure.bad for measure in measures(world, platform)}
        assert {name: len(lines) for name, lines in found.items()} == counts
    german = contributors(world, "meridian")
    assert {line.order.id: line.reasons for line in german["defects"]} == {"o4": ("chargeback",), "o0": ("poor_review", "claim")}
    assert {line.order.id: line.reasons for line in german["cancels"]} == {"o6": ("overdue",), "o5": ("cancelled",)}
    assert [line.order.id for line in german["untracked"]] == ["o2"]
    late = {line.order.id: line.reasons for line in german["late"]}
    assert (late["o1"], late["o0"], late["o5"]) == (("late",), ("waiting",), ("late_cancelled",))
    assert "o7" not in late
    assert {line.order.id: (line.reasons, line.stars) for line in contributors(world, "caravan")["defects"]} == {
        "o8": (("poor_review",), 2), "o9": (("claim",), 0),
    }  # fmt: skip


def test_orders_placed_before_the_window_do_not_count(world: World) -> None:
    world.reviews = [Review("o0", DE_LAMP, 1, 0)]
    world.now = world.setting.platforms["meridian"].defect_window_days * DAY + 1
    assert contributors(world, "meridian")["defects"] == ()


def test_listings_stand_in_the_order_of_their_counts(world: World) -> None:
    world.reviews = [Review(f"o{number}", "", 1, 0) for number in (0, 6, 7)]
    assert worst_listings(contributors(world, "meridian")["defects"]) == [(DE_BULB, 2), (DE_LAMP, 1)]


def test_claims_that_were_ruled_for_the_shop_are_counted_by_platform(world: World) -> None:
    world.disputes = [
        Dispute("o0", 1, "late", 2, ruling="for_shop"), Dispute("o1", 1, "late", 2, ruling="withdrawn"),
        Dispute("o2", 1, "late", 2, kind="chargeback", ruling="for_shop"), Dispute("o9", 1, "late", 2, ruling="for_shop"),
    ]  # fmt: skip
    assert (denied_claims(world, "meridian"), denied_claims(world, "caravan")) == (1, 1)
