"""Account health for a page: measures against their targets, room that is left, orders in danger."""

from fractions import Fraction

from lab.orders.health import update_health
from lab.school.standing import MeasureLine, PlatformHealth, health_of
from lab.values.moment import DAY, HOUR
from lab.world.health import Health
from lab.world.order import Parcel
from lab.world.world import World
from tests.builders import euro, make_listing, make_order, make_world


def shop(orders: int, late: int = 0) -> World:
    """Orders placed at the start and shipped two hours later, the first ones a day late."""
    world = make_world(make_listing(stock=10_000), end=200 * DAY)
    for number in range(orders):
        order = make_order(world, f"o{number}")
        shipped_at = order.ship_by + DAY if number < late else 2 * HOUR
        order.parcels.append(Parcel("de_parcel", "0034", (), (), None, euro("4.79"), shipped_at, shipped_at + DAY))
        order.state, order.delivered_at = "delivered", shipped_at + DAY
    world.now = 6 * DAY
    return world


def meridian(world: World) -> PlatformHealth:
    return next(one for one in health_of(world) if one.platform == "meridian")


def line(world: World, name: str) -> MeasureLine:
    return next(one for one in meridian(world).lines if one.name == name)


def test_every_platform_of_the_shop_is_there_before_any_order() -> None:
    found = health_of(make_world())
    assert [one.platform for one in found] == ["meridian", "caravan"]
    assert found[0].health is None
    assert {one.verdict for one in found[0].lines} == {"few"}


def test_below_ten_orders_a_measure_says_nothing() -> None:
    assert line(shop(9, late=9), "late").verdict == "few"


def test_room_is_how_many_more_may_go_wrong() -> None:
    # 4 % of 100 are 4: one late leaves room for three, four for none
    assert (line(shop(100, late=1), "late").room, line(shop(100, late=1), "late").verdict) == (3, "kept")
    assert (line(shop(100, late=4), "late").room, line(shop(100, late=4), "late").verdict) == (0, "near")
    assert (line(shop(100, late=5), "late").room, line(shop(100, late=5), "late").verdict) == (-1, "over")
    assert line(shop(100, late=9), "late").verdict == "far"


def test_a_line_names_its_target_and_its_window() -> None:
    found = line(shop(20, late=3), "late")
    assert (found.bad, found.of, found.rate, found.limit, found.window_days) == (3, 20, Fraction(3, 20), Fraction(1, 25), 30)


def test_late_orders_and_those_still_to_ship_are_listed_by_their_ship_day() -> None:
    world = shop(12, late=2)
    coming = make_order(world, "next", at=world.now - HOUR)
    found = meridian(world)
    assert [order.id for order in found.late] == ["o0", "o1"]
    assert [order.id for order in found.at_risk] == [coming.id]
    world.now = coming.ship_by + 1
    assert coming.id in [order.id for order in meridian(world).late]
    assert meridian(world).at_risk == ()


def test_a_restriction_ends_seven_days_after_the_plan_or_the_last_fault() -> None:
    world = shop(12, late=12)
    update_health(world)
    assert world.health["meridian"].state == "restricted"
    assert meridian(world).clean_until is None
    world.health["meridian"] = Health("restricted", since=5 * DAY, plan="Früher packen.", plan_at=6 * DAY)
    assert meridian(world).clean_until == 13 * DAY
