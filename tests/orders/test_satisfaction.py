"""How content a buyer is, and what follows from it; figures worked out by hand."""

import pytest

from lab.customs.destinations import load_destinations
from lab.market.appeal import total
from lab.orders.satisfaction import (
    disappointment,
    disputes_per_10_000,
    expected_quality,
    fewest_stars,
    is_unanswered,
    late_minutes,
    reply_minutes,
    returns_per_10_000,
    reviews_per_10_000,
    satisfaction_terms,
    stars,
    stars_of,
    true_quality,
)
from lab.values.chance import draw
from lab.values.moment import DAY, HOUR
from lab.values.normal import normal_milli
from lab.world.listing import ShippingTemplate
from lab.world.order import Order
from lab.world.thread import Message
from lab.world.world import World
from tests.builders import TODAY, act, euro, make_listing, make_order, make_thread, make_world

US, US_LAMP = "meridian/US", "meridian/US/lamp"


def delivered(world: World, *, days_late: int = 0, quantity: int = 1) -> Order:
    """An order that came so many days after the promise, and whose buyer is in an average mood."""
    order = make_order(world)
    assert act(world, "order.ship", order="o1", items=[{"sku": "lamp", "quantity": quantity}], lane="de_parcel").ok
    order.key = next(key for key in range(100_000) if normal_milli(draw(key, "satisfaction")) == 0)
    order.state, order.delivered_at = "delivered", order.promised_at + days_late * DAY
    world.now = order.delivered_at
    return order


def terms(world: World, order: Order) -> dict[str, int]:
    return {term.name: term.value for term in satisfaction_terms(world, order)}


def test_a_buyer_who_gets_what_was_promised_in_time_gives_five_stars() -> None:
    world = make_world()
    order = delivered(world)
    # true quality 0.72 against 0.70 expected: 3000 x 0.02
    assert terms(world, order) == {
        "base": 1050, "quality": 60, "days_late": 0, "late": 0, "charges_at_door": 0, "answers": 0, "mood": 0,
    }  # fmt: skip
    assert stars(world, order) == 5


def test_each_day_late_costs_and_the_first_minute_costs_most() -> None:
    world = make_world()
    order = delivered(world, days_late=2)
    assert (terms(world, order)["days_late"], terms(world, order)["late"]) == (-200, -350)
    order.delivered_at = order.promised_at + 1
    assert (terms(world, order)["days_late"], terms(world, order)["late"]) == (-1, -350)
    order.delivered_at = order.promised_at + 40 * DAY
    assert (terms(world, order)["days_late"], terms(world, order)["late"]) == (-1200, -350)
    assert total(satisfaction_terms(world, order)) == 1050 + 60 - 1200 - 350 == -440
    assert stars(world, order) == 3


def test_a_listing_that_claims_too_much_disappoints() -> None:
    world = make_world()
    order = delivered(world)
    order.over_claim = 400
    assert expected_quality(order) == 940  # 0.70 + 0.6 x 0.4
    assert disappointment(world, order) == 220
    assert terms(world, order)["quality"] == -660


def test_other_goods_than_ordered_are_worth_nothing_to_the_buyer() -> None:
    world = make_world()
    order = delivered(world, quantity=2)
    assert true_quality(world, order) == 0
    assert terms(world, order)["quality"] == -2100
    assert stars(world, order) == 1


def test_charges_at_the_door_annoy_whoever_refuses_because_of_them() -> None:
    world = make_world(make_listing(US_LAMP), places=(US,), destinations=load_destinations(TODAY))
    world.templates[US] = ShippingTemplate(US, "us_tracked", ["US"], 48, euro("0.00"), 0, "DAP")
    order = make_order(world, listing=US_LAMP)
    assert act(world, "order.ship", order="o1", items=[{"sku": "lamp", "quantity": 1}], lane="us_tracked").ok
    order.state, order.refunded_at = "refused", order.promised_at
    assert terms(world, order)["charges_at_door"] == -500
    order.incoterm = "DDP"
    assert terms(world, order)["charges_at_door"] == 0


@pytest.mark.parametrize(
    ("hours", "points"),
    # 250 ln(h / 12): 12 h is the measure; 6 h is ln 0.5 = -0.693; from 4.4 h on nothing is gained, after 88.7 h nothing more lost
    [(12, 0), (6, 173), (24, -174), (1, 250), (4, 250), (60, -403), (89, -500), (500, -500)],
)
def test_a_quick_answer_pleases_and_a_slow_one_annoys(hours: int, points: int) -> None:
    world = make_world()
    order = delivered(world)
    make_thread(world, "q1", (30 + hours * HOUR, "Es kommt morgen."), at=30, order="o1")
    assert terms(world, order)["answers"] == points


def test_the_mean_wait_of_all_messages_counts_and_the_unanswered_one_until_now() -> None:
    world = make_world()
    order = delivered(world)
    thread = make_thread(world, "q1", (30 + 6 * HOUR, "Bald."), at=30, order="o1")
    thread.messages.append(Message("buyer", "Wann genau?", world.now - 18 * HOUR))
    make_thread(world, "q2", at=world.now, order="o2")  # another order's buyer
    assert reply_minutes(world, order) == (6 * HOUR, 18 * HOUR)
    assert terms(world, order)["answers"] == 0  # 12 hours in the mean
    world.now += 6 * HOUR
    assert is_unanswered(world, order) is False
    world.now += 1
    assert is_unanswered(world, order) is True


def test_nobody_is_waited_for_after_the_end_of_the_run() -> None:
    world = make_world()
    order = delivered(world)
    make_thread(world, "q1", at=world.setting.end - 60, order="o1")
    world.now = world.setting.end + 20 * DAY
    assert reply_minutes(world, order) == (60,)


def test_closing_a_conversation_ends_its_waiting_only_after_an_answer() -> None:
    world = make_world()
    order = delivered(world)
    thread = make_thread(world, "q1", (60, "Gern."), at=30, order="o1")
    thread.messages.append(Message("buyer", "Danke!", 90))
    thread.closed_at = 100
    assert reply_minutes(world, order) == (30,)
    thread.messages = [Message("buyer", "Wo ist es?", 30)]
    assert reply_minutes(world, order) == (world.now - 30,)


def test_stars_begin_at_their_limits() -> None:
    found = [stars_of(value) for value in (-1001, -1000, -551, -550, -1, 0, 649, 650)]
    assert found == [1, 2, 2, 3, 3, 4, 4, 5]


def test_the_pleased_and_the_angry_write() -> None:
    assert [reviews_per_10_000(given) for given in (1, 2, 3, 4, 5)] == [1300, 700, 400, 450, 625]


def test_returns_by_class_disappointment_and_poor_stars() -> None:
    assert returns_per_10_000("home", 0, 5) == 525  # 3.5 % x 1.5
    assert [returns_per_10_000(kind, -50, 3) for kind in ("apparel", "electronics", "beauty", "toys")] == [1050, 455, 350, 350]
    assert returns_per_10_000("home", 220, 5) == 525 + 880  # 40 % of 0.22
    assert returns_per_10_000("home", 220, 2) == 525 + 880 + 500


def test_disputes_by_stars_answers_and_lateness() -> None:
    assert [disputes_per_10_000(given, 0, False) for given in (1, 2, 5)] == [1200, 0, 0]
    assert disputes_per_10_000(1, 0, True) == 3600
    assert disputes_per_10_000(5, 15 * DAY, True) == 0
    assert disputes_per_10_000(5, 15 * DAY + 1, False) == 6000


def test_how_bad_it_can_become_by_not_answering() -> None:
    world = make_world()
    order = delivered(world)
    order.over_claim = 800  # 3000 x (0.72 - 1.18) = -1380; with 1050: -330, and -830 at worst
    assert (stars(world, order), fewest_stars(world, order)) == (3, 2)


def test_an_order_on_its_way_is_neither_late_nor_in_time() -> None:
    world = make_world()
    order = make_order(world)
    with pytest.raises(ValueError, match="late"):
        late_minutes(order)


def test_mood_is_the_orders_own() -> None:
    world = make_world()
    order = delivered(world)
    moods = []
    for key in range(2000):
        order.key = key
        moods.append(terms(world, order)["mood"])
    assert sum(moods) / 2000 == pytest.approx(0, abs=60)
    assert (sum(mood**2 for mood in moods) / 2000) ** 0.5 == pytest.approx(850, rel=0.05)
