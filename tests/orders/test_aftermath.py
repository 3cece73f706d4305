"""What may happen after a parcel, and how offers are taken."""

import pytest

from lab.engine.pack import pack, unpack
from lab.orders.aftermath import (
    CHARGEBACK_DAYS,
    chargebacks_per_10_000,
    expect_aftermath,
    expect_offer_answer,
    offer_permille,
    return_of,
    takes_offer,
)
from lab.orders.claims import contest, open_claim
from lab.orders.returns import request_return
from lab.values.moment import DAY, HOUR
from lab.world.aftermath import Dispute, Review
from tests.builders import DE_LAMP, euro, make_world
from tests.orders.aftercare import agenda, chance, delivered, permille


def test_a_review_comes_within_two_weeks() -> None:
    world = make_world()
    order = delivered(world, lambda key: chance(key, "review") < 625 and chance(key, "return") > 2000 and chance(key, "chargeback") > 200)
    expect_aftermath(world, order)
    [(kind, minutes)] = agenda(world)
    assert kind == "review" and DAY <= minutes <= 14 * DAY


def test_a_chargeback_comes_when_the_platform_may_have_paid_out() -> None:
    world = make_world()
    order = delivered(world, lambda key: chance(key, "chargeback") < 30 and chance(key, "review") > 2000 and chance(key, "return") > 2000)
    expect_aftermath(world, order)
    [minutes] = [minutes for kind, minutes in agenda(world) if kind == "chargeback"]
    first, last = CHARGEBACK_DAYS
    assert first * DAY <= minutes <= last * DAY


def test_nobody_does_anything_in_a_world_without_consequences() -> None:
    world = make_world(consequences=False)
    order = delivered(world, lambda key: chance(key, "review") < 400 and chance(key, "return") < 300)
    expect_aftermath(world, order)
    assert world.agenda == []


def test_the_buyer_of_a_lost_parcel_may_dispute_and_may_write() -> None:
    world = make_world()
    order = delivered(world, lambda key: chance(key, "dispute") < 6000 and chance(key, "review") < 1300)
    order.state, order.delivered_at, order.refunded_at = "lost", None, order.promised_at + 15 * DAY + 1
    world.now = order.refunded_at
    expect_aftermath(world, order)
    assert world.disputes == [Dispute("o1", world.now, "not_arrived", world.now, True, ruling="for_buyer")]
    assert [kind for kind, _ in agenda(world)] == ["review"]


def test_who_has_claimed_while_waiting_does_not_claim_again_for_a_lost_parcel() -> None:
    world = make_world()
    order = delivered(world, lambda key: chance(key, "dispute") < 6000)
    order.state, order.delivered_at = "shipped", None
    assert open_claim(world, "o1", "not_arrived") is not None
    order.state, order.refunded_at = "lost", world.now
    expect_aftermath(world, order)
    assert len(world.disputes) == 1


@pytest.mark.parametrize(
    ("late", "unanswered", "rate"), [(0, False, 30), (5 * DAY, False, 30), (5 * DAY + 1, False, 90), (0, True, 90), (6 * DAY, True, 150)]
)
def test_chargebacks_are_rare_and_more_where_the_shop_was_slow(late: int, unanswered: bool, rate: int) -> None:
    assert chargebacks_per_10_000(late, unanswered) == rate


@pytest.mark.parametrize(
    ("share", "at_fault", "buyers"), [(0, False, 0), (200, True, 200), (200, False, 300), (700, True, 700), (700, False, 1000), (1000, True, 1000)]
)
def test_a_larger_part_is_taken_sooner_and_sooner_where_nobody_is_to_blame(share: int, at_fault: bool, buyers: int) -> None:
    assert offer_permille(share, at_fault) == buyers


def test_what_a_buyer_takes_is_settled_once() -> None:
    world = make_world()
    order = delivered(world, lambda key: 440 <= permille(key, "return offer") < 450)  # of 43.80
    amounts = ("13.00", "19.00", "20.00", "43.80")
    assert [takes_offer(order, "return offer", euro(amount), True) for amount in amounts] == [False, False, True, True]
    assert [takes_offer(order, "return offer", euro(amount), False) for amount in amounts] == [False, True, True, True]


def test_an_offer_is_answered_within_half_a_day_and_never_after_the_last_moment() -> None:
    world = make_world()
    order = delivered(world)
    expect_offer_answer(world, order, "claim offer", world.now + 30 * DAY)
    [(kind, minutes)] = agenda(world)
    assert kind == "return_offer" and 1 <= minutes <= 12 * HOUR
    world.agenda.clear()
    expect_offer_answer(world, order, "claim offer", world.now)
    assert agenda(world) == [("return_offer", 0)]


@pytest.mark.parametrize("kind", ["review", "return", "dispute", "chargeback", "return offer", "claim offer", "return claim"])
def test_each_chance_has_a_draw_of_its_own(kind: str) -> None:
    numbers = [chance(key, kind) for key in range(2000)]
    others = [chance(key, "satisfaction") for key in range(2000)]
    assert sum(numbers) / 2000 == pytest.approx(5000, abs=250)
    assert sum(a < 5000 and b < 5000 for a, b in zip(numbers, others, strict=True)) / 2000 == pytest.approx(0.25, abs=0.04)


def test_a_world_with_all_of_it_is_packed_and_unpacked_whole() -> None:
    world = make_world()
    delivered(world)
    assert request_return(world, "o1", "changed_mind") is return_of(world, "o1")
    dispute = open_claim(world, "o1", "late", "chargeback")
    assert dispute is not None
    contest(world, dispute, ("tracking", "listing"))
    world.reviews.append(Review("o1", DE_LAMP, 2, 5, "Es tut uns leid.", 9))
    assert unpack(pack(world), world.setting) == world
