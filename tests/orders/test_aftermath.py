"""Reviews, returns and disputes, and what they do to the books."""

from collections.abc import Callable

import pytest

from lab.engine.advance import advance
from lab.engine.pack import pack, unpack
from lab.ledger.books import balance
from lab.orders.aftermath import (
    bring_goods_back,
    close_dispute,
    expect_aftermath,
    open_dispute,
    wish_return,
    write_review,
)
from lab.values.chance import below, draw
from lab.values.moment import DAY, HOUR
from lab.values.normal import normal_milli
from lab.world.aftermath import Dispute, Review
from lab.world.order import Order
from lab.world.thread import Message
from lab.world.world import World
from tests.builders import DE_LAMP, act, euro, make_order, make_thread, make_world


def chance(key: int, purpose: str) -> int:
    return below(draw(key, purpose), 10_000)


def mood(key: int) -> int:
    return normal_milli(draw(key, "satisfaction"))


def delivered(world: World, fits: Callable[[int], bool], order_id: str = "o1", *, late: int = 0) -> Order:
    """An order that has just come, by a buyer whose key fits. Its parcel took two days."""
    order = make_order(world, order_id, at=world.now)
    assert act(world, "order.ship", order=order_id, items=[{"sku": "lamp", "quantity": 1}], lane="de_parcel").ok
    world.agenda = [due for due in world.agenda if due.kind == "order"]
    order.key = next(key for key in range(500_000) if fits(key))
    order.state, order.delivered_at = "delivered", order.promised_at + late
    world.now = order.delivered_at
    return order


def agenda(world: World) -> list[tuple[str, int]]:
    return [(due.kind, due.at - world.now) for due in world.agenda]


def test_a_pleased_buyer_may_write_a_review_within_two_weeks() -> None:
    world = make_world()
    order = delivered(world, lambda key: chance(key, "review") < 625 and mood(key) > 0 and chance(key, "return") > 2000)
    expect_aftermath(world, order)
    [(kind, minutes)] = agenda(world)
    assert kind == "review" and DAY <= minutes <= 14 * DAY
    advance(world, minutes)
    assert world.reviews == [Review("o1", DE_LAMP, 5, world.now)]


def test_the_angry_write_where_the_content_would_not() -> None:
    def writes(late: int) -> bool:
        world = make_world()
        order = delivered(world, lambda key: 700 <= chance(key, "review") < 1300 and -1000 < mood(key) < -900, late=late)
        expect_aftermath(world, order)
        assert [kind for kind, _ in agenda(world) if kind == "review"] == ["review"]
        return write_review(world, "o1")

    # mood -0.9 to -1.0: 1050 + 60 - 807 = 303 gives four stars, 12 days late 303 - 1550 one
    assert not writes(0)
    assert writes(12 * DAY)


def test_nobody_does_anything_in_a_world_without_consequences() -> None:
    world = make_world(consequences=False)
    order = delivered(world, lambda key: chance(key, "review") < 400 and chance(key, "return") < 300)
    expect_aftermath(world, order)
    assert world.agenda == []


def sent_back(fits: Callable[[int], bool], over_claim: int = 0) -> tuple[World, Order]:
    world = make_world()
    order = delivered(world, lambda key: chance(key, "return") < 500 and chance(key, "review") > 2000 and fits(key))
    order.over_claim = over_claim
    expect_aftermath(world, order)
    [minutes] = [minutes for kind, minutes in agenda(world) if kind == "return"]
    assert DAY <= minutes <= 7 * DAY
    advance(world, minutes)
    assert [found.order for found in world.returns] == ["o1"]
    assert (order.state, world.returns[0].refunded) == ("delivered", None)
    return world, order


def is_fit(key: int) -> bool:
    return below(draw(key, "condition"), 1000) < 700


def test_goods_come_back_and_can_be_sold_again() -> None:
    world, order = sent_back(is_fit)
    [due] = [due for due in world.agenda if due.kind == "goods_back"]
    parcel = order.parcels[0]
    assert due.at - world.now == parcel.due_at - parcel.shipped_at
    advance(world, due.at - world.now)
    found = world.returns[0]
    assert (found.reason, found.restocked, found.back_at, found.refunded) == ("changed_mind", True, world.now, euro("43.80"))
    assert (order.state, order.refunded_at, world.shop.stock["lamp"]) == ("returned", world.now, 50)
    assert balance(world, "sales", "o1") == balance(world, "fees", "o1") == balance(world, "goods_sold", "o1") == euro("0")
    assert balance(world, "postage", "o1") == euro("4.79")  # a buyer who changed the mind pays for the way back


def test_damaged_goods_are_written_off_and_a_wrong_description_is_paid_for() -> None:
    world, order = sent_back(lambda key: not is_fit(key), over_claim=200)
    assert world.returns[0].reason == "not_as_described"  # 0.82 expected, 0.72 true
    bring_goods_back(world, "o1")
    assert (order.state, world.returns[0].restocked, world.shop.stock["lamp"]) == ("returned", False, 49)
    assert balance(world, "goods_sold", "o1") == euro("12.00")
    assert balance(world, "postage", "o1") == euro("9.58")


def angry(key: int) -> bool:
    """One star whatever is done: 1050 + 60 + 250 - 850 x 3 is below -1000. Opens a dispute at any chance."""
    return mood(key) < -3000 and chance(key, "dispute") < 1200 and chance(key, "return") > 3000 and chance(key, "review") > 2000


def test_a_dispute_that_nobody_answers_gives_the_buyer_the_money() -> None:
    world = make_world()
    order = delivered(world, angry)
    expect_aftermath(world, order)
    [(kind, minutes)] = agenda(world)
    assert kind == "dispute" and 3 * DAY <= minutes <= 10 * DAY
    advance(world, minutes)
    assert world.disputes == [Dispute("o1", world.now, "not_as_described")]
    opened = world.now
    advance(world, 2 * DAY)
    assert world.disputes == [Dispute("o1", opened, "not_as_described", opened + 2 * DAY, True)]
    assert (order.state, order.refunded_at) == ("delivered", opened + 2 * DAY)
    assert balance(world, "sales", "o1") == euro("0")
    assert balance(world, "goods_sold", "o1") == euro("12.00")


def test_a_dispute_is_won_by_who_has_written_since_the_delivery() -> None:
    world = make_world()
    order = delivered(world, angry)
    assert order.delivered_at is not None
    make_thread(world, "q1", (order.delivered_at + HOUR, "Das tut uns leid."), at=order.delivered_at + 10, order="o1")
    assert open_dispute(world, "o1")
    close_dispute(world, "o1")
    assert (world.disputes[0].refunded, order.refunded_at) == (False, None)
    assert balance(world, "sales", "o1") == euro("-36.81")


def test_an_answer_within_a_day_turns_two_of_three_disputes_away() -> None:
    def opens(answered: bool) -> bool:
        world = make_world()
        order = delivered(world, lambda key: mood(key) < -2600 and 1200 <= chance(key, "dispute") < 3600)
        thread = make_thread(world, "q1", at=order.delivered_at or 0, order="o1")
        if answered:
            thread.messages.append(Message("shop", "Wir schicken ein neues.", world.now + HOUR))
        world.now += 3 * DAY
        return open_dispute(world, "o1")

    assert opens(answered=False)
    assert not opens(answered=True)


def test_who_waits_for_more_than_fifteen_days_disputes_whatever_the_mood() -> None:
    world = make_world()
    order = delivered(world, lambda key: mood(key) > 1000 and chance(key, "dispute") < 6000, late=15 * DAY + 1)
    expect_aftermath(world, order)
    assert "dispute" in [kind for kind, _ in agenda(world)]
    assert open_dispute(world, "o1")
    assert world.disputes[0].reason == "late"


def test_who_sends_the_goods_back_does_not_dispute_and_the_other_way_round() -> None:
    world = make_world()
    delivered(world, lambda key: mood(key) < -2600 and chance(key, "dispute") < 1200 and chance(key, "return") < 500)
    assert wish_return(world, "o1")
    assert not open_dispute(world, "o1")
    world.returns.clear()
    assert open_dispute(world, "o1")
    assert not wish_return(world, "o1")


def test_the_buyer_of_a_lost_parcel_may_dispute_and_may_write() -> None:
    world = make_world()
    order = delivered(world, lambda key: chance(key, "dispute") < 6000 and chance(key, "review") < 1300)
    order.state, order.delivered_at, order.refunded_at = "lost", None, order.promised_at + 15 * DAY + 1
    world.now = order.refunded_at
    expect_aftermath(world, order)
    assert world.disputes == [Dispute("o1", world.now, "not_arrived", world.now, True)]
    assert [kind for kind, _ in agenda(world)] == ["review"]


@pytest.mark.parametrize("kind", ["review", "return", "dispute"])
def test_each_chance_has_a_draw_of_its_own(kind: str) -> None:
    numbers = [chance(key, kind) for key in range(2000)]
    others = [chance(key, "satisfaction") for key in range(2000)]
    assert sum(numbers) / 2000 == pytest.approx(5000, abs=250)
    assert sum(a < 5000 and b < 5000 for a, b in zip(numbers, others, strict=True)) / 2000 == pytest.approx(0.25, abs=0.04)


def test_a_world_with_all_of_it_is_packed_and_unpacked_whole() -> None:
    world, _ = sent_back(is_fit)
    world.reviews.append(Review("o1", DE_LAMP, 2, 5))
    world.disputes.append(Dispute("o1", 7, "late"))
    assert unpack(pack(world), world.setting) == world
