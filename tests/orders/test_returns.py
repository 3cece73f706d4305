"""Returns: wished, decided, sent back, paid back."""

import pytest

from lab.engine.advance import advance
from lab.ledger.books import balance
from lab.ledger.refund import give_back, give_back_all
from lab.orders.aftermath import expect_aftermath
from lab.orders.claims import open_claim
from lab.orders.returns import (
    Decision,
    answer_return_offer,
    bring_goods_back,
    decide_return,
    end_return_wait,
    is_in_window,
    offer_part,
    request_return,
    waits_for_buyer,
    wish_return,
)
from lab.values.moment import DAY, HOUR
from lab.world.aftermath import Return, ReturnReason
from lab.world.order import Order
from lab.world.world import World
from tests.builders import euro, make_listing, make_world
from tests.orders.aftercare import Fits, agenda, anybody, chance, delivered, mood, permille

TOTAL = "43.80"


def wished(fits: Fits = anybody, reason: ReturnReason = "changed_mind", *, days: int = 1) -> tuple[World, Order, Return]:
    """A return that was asked for some days after delivery and not decided yet."""
    world = make_world(end=200 * DAY)
    order = delivered(world, fits)
    world.now += days * DAY
    found = request_return(world, "o1", reason)
    assert found is not None
    return world, order, found


def wait(world: World, kind: str) -> None:
    """Let time pass until the first thing of a kind has happened."""
    advance(world, next(due.at for due in world.agenda if due.kind == kind) - world.now)


def is_fit(key: int) -> bool:
    return permille(key, "condition") < 700


def no_claim(key: int) -> bool:
    return permille(key, "return claim") >= 900


def test_the_moment_of_a_wish_is_one_to_seven_days_after_delivery() -> None:
    world = make_world()
    order = delivered(world, lambda key: chance(key, "return") < 500 and chance(key, "review") > 2000)
    expect_aftermath(world, order)
    [minutes] = [minutes for kind, minutes in agenda(world) if kind == "return"]
    assert DAY <= minutes <= 7 * DAY
    advance(world, minutes)
    [found] = world.returns
    assert (found.order, found.reason, found.at) == ("o1", "changed_mind", world.now)
    assert found.decide_by == world.now + 48 * HOUR
    assert (order.state, found.decided_by, found.refunded) == ("delivered", "", None)


def test_buyers_who_are_content_keep_what_they_have() -> None:
    # home goods 5.25 %, and 5 % more with at most two stars
    world = make_world()
    delivered(world, lambda key: 550 <= chance(key, "return") < 1000 and mood(key) > 0)
    assert not wish_return(world, "o1")
    world = make_world()
    delivered(world, lambda key: 550 <= chance(key, "return") < 1000 and mood(key) < -2000)
    assert wish_return(world, "o1")


def test_nobody_returns_what_is_disputed_paid_back_or_returned_already() -> None:
    def eager(key: int) -> bool:
        return chance(key, "return") < 300

    world = make_world()
    delivered(world, eager)
    assert open_claim(world, "o1", "late") is not None
    assert not wish_return(world, "o1")
    world = make_world()
    give_back_all(world, delivered(world, eager), "goodwill", "shop")
    assert not wish_return(world, "o1")
    world = make_world()
    delivered(world, eager)
    assert wish_return(world, "o1")
    assert not wish_return(world, "o1")


def test_without_a_word_of_the_shop_the_buyer_pays_for_a_change_of_mind() -> None:
    world, order, found = wished(is_fit)
    wait(world, "return_due")
    assert (found.decision, found.decided_by, found.decided_at) == ("buyer_pays", "platform", found.decide_by)
    parcel = order.parcels[0]
    [(kind, minutes)] = agenda(world)
    assert (kind, minutes) == ("goods_back", parcel.due_at - parcel.shipped_at)
    assert balance(world, "sales", "o1") == euro("-36.81")
    advance(world, minutes)
    assert (found.restocked, found.back_at, found.refunded) == (True, world.now, euro(TOTAL))
    assert (order.state, order.refunded_at, world.shop.stock["lamp"]) == ("returned", world.now, 50)
    assert [(refund.reason, refund.by) for refund in order.refunds] == [("return", "platform")]
    assert balance(world, "sales", "o1") == balance(world, "vat", "o1") == balance(world, "goods_sold", "o1") == euro("0")
    assert balance(world, "postage", "o1") == euro("4.79")


def test_without_a_word_of_the_shop_it_pays_for_a_wrong_description() -> None:
    world, order, found = wished(lambda key: not is_fit(key), "not_as_described")
    wait(world, "return_due")
    assert (found.decision, found.decided_by) == ("free_label", "platform")
    wait(world, "goods_back")
    assert (order.state, found.restocked, world.shop.stock["lamp"]) == ("returned", False, 49)
    assert balance(world, "goods_sold", "o1") == euro("12.00")
    assert balance(world, "postage", "o1") == euro("9.58")


def test_a_wish_says_not_as_described_where_the_listing_promised_too_much() -> None:
    world = make_world()
    delivered(world, lambda key: chance(key, "return") < 300).over_claim = 200  # 0.82 expected, 0.72 true
    assert wish_return(world, "o1")
    assert world.returns[0].reason == "not_as_described"


@pytest.mark.parametrize(("decision", "postage"), [("free_label", "9.58"), ("buyer_pays", "4.79")])
def test_the_goods_travel_as_soon_as_the_shop_has_decided(decision: Decision, postage: str) -> None:
    world, order, found = wished()
    decide_return(world, found, decision, "shop")
    assert (found.decided_by, found.decided_at) == ("shop", world.now)
    wait(world, "goods_back")
    assert balance(world, "postage", "o1") == euro(postage)
    assert (order.state, [refund.by for refund in order.refunds]) == ("returned", ["shop"])
    wait(world, "return_due")
    assert found.decided_by == "shop"


def test_goods_that_stay_are_paid_for_at_once() -> None:
    world, order, found = wished()
    decide_return(world, found, "keep_goods", "shop")
    assert (found.offer, found.offer_taken, found.refunded) == (euro(TOTAL), True, euro(TOTAL))
    assert (order.state, order.refunded_at) == ("delivered", world.now)
    assert [kind for kind, _ in agenda(world)] == ["return_due"]
    assert not end_return_wait(world, "o1") and not bring_goods_back(world, "o1")


def test_a_part_is_taken_and_the_goods_stay() -> None:
    world, order, found = wished(lambda key: permille(key, "return offer") < 600)  # 20.00 of 43.80 x 3/2: 684
    offer_part(world, found, euro("20.00"))
    assert waits_for_buyer(found) and not order.refunds
    wait(world, "return_offer")
    assert (found.decision, found.decided_by, found.offer_taken, found.refunded) == ("keep_goods", "shop", True, euro("20.00"))
    assert (order.refunded, order.refunded_at, order.state) == (euro("20.00"), None, "delivered")
    wait(world, "return_due")
    assert [due.kind for due in world.agenda if due.kind == "goods_back"] == []


def test_a_part_that_is_not_enough_leaves_the_return_undecided() -> None:
    world, order, found = wished(lambda key: permille(key, "return offer") > 700)
    offer_part(world, found, euro("20.00"))
    wait(world, "return_offer")
    assert (found.decision, found.decided_by, found.decided_at, found.offer) == ("", "", None, euro("20.00"))
    assert (found.offer_taken, order.refunds) == (False, [])
    assert answer_return_offer(world, "o1") == ""
    wait(world, "return_due")
    assert (found.decision, found.decided_by) == ("buyer_pays", "platform")


def test_an_offer_of_the_last_minute_is_answered_before_the_platform_decides() -> None:
    for fits, decided_by in ((lambda key: permille(key, "return offer") < 600, "shop"), (lambda key: permille(key, "return offer") > 700, "platform")):
        world, _, found = wished(fits)
        advance(world, found.decide_by - world.now - 1)
        offer_part(world, found, euro("20.00"))
        advance(world, 1)
        assert found.decided_by == decided_by
        assert found.offer_taken == (decided_by == "shop")


def test_an_offer_is_never_more_than_what_is_left_when_it_is_taken() -> None:
    world, order, found = wished()
    offer_part(world, found, euro("20.00"))
    give_back(world, order, euro("30.00"), "goodwill", "shop")
    assert answer_return_offer(world, "o1") == "offer_taken"
    assert (found.refunded, order.refundable) == (euro("13.80"), euro("0"))


def test_nothing_travels_when_all_the_money_is_back_for_another_reason() -> None:
    world, order, found = wished()
    give_back_all(world, order, "goodwill", "shop")
    wait(world, "return_due")
    assert (found.decision, found.decided_by, found.refunded) == ("keep_goods", "platform", None)
    assert world.agenda == []


def test_what_was_given_back_before_is_not_given_twice() -> None:
    world, order, found = wished()
    give_back(world, order, euro("10.00"), "goodwill", "shop")
    decide_return(world, found, "buyer_pays", "shop")
    wait(world, "goods_back")
    assert (found.refunded, order.refunded) == (euro("33.80"), euro(TOTAL))


@pytest.mark.parametrize(
    ("reason", "decision", "draw", "claim"),
    [
        ("not_as_described", "buyer_pays", 599, "not_as_described"), ("not_as_described", "buyer_pays", 600, ""),
        ("not_as_described", "free_label", 0, ""), ("changed_mind", "buyer_pays", 0, ""),
        ("changed_mind", "declined", 899, "return_declined"), ("changed_mind", "declined", 900, ""),
    ],
)  # fmt: skip
def test_an_answer_that_does_not_please_may_become_a_claim(reason: ReturnReason, decision: Decision, draw: int, claim: str) -> None:
    world, order, found = wished(lambda key: permille(key, "return claim") == draw, reason)
    decide_return(world, found, decision, "shop")
    kinds = dict(agenda(world))
    assert ("goods_back" in kinds) == (decision != "declined" and not claim)
    assert ("dispute" in kinds) == bool(claim)
    if claim:
        assert 6 * HOUR <= kinds["dispute"] <= 30 * HOUR
        advance(world, kinds["dispute"])
        assert [(dispute.reason, dispute.at) for dispute in world.disputes] == [(claim, world.now)]
    assert order.refunds == []


def test_outside_the_window_few_argue_about_a_no() -> None:
    for days, window, threshold in ((30, True, 900), (31, False, 100)):
        world, order, found = wished(lambda key, threshold=threshold: permille(key, "return claim") == threshold - 1, days=days)
        assert is_in_window(world, order, found.at) == window
        decide_return(world, found, "declined", "shop")
        assert "dispute" in [kind for kind, _ in agenda(world)]
    world, order, found = wished(lambda key: permille(key, "return claim") == 100, days=31)
    decide_return(world, found, "declined", "shop")
    assert [kind for kind, _ in agenda(world)] == ["return_due"]
    wait(world, "return_due")
    assert (found.decision, found.back_at, order.refunds) == ("declined", None, [])


def test_a_scenario_may_ask_only_where_there_is_something_to_send_back() -> None:
    world = make_world(make_listing(), consequences=False)
    assert request_return(world, "o1", "changed_mind") is None
    order = delivered(world)
    order.state = "shipped"
    assert request_return(world, "o1", "changed_mind") is None
    order.state = "delivered"
    assert request_return(world, "o1", "changed_mind") is not None
    assert request_return(world, "o1", "changed_mind") is None
    assert len(world.returns) == 1


def test_goods_of_several_parcels_come_back_together() -> None:
    world = make_world()
    order = delivered(world, is_fit)
    second = order.parcels[0]
    order.parcels.append(second)
    world.shop.stock["lamp"] -= 1
    found = request_return(world, "o1", "changed_mind")
    assert found is not None
    decide_return(world, found, "free_label", "shop")
    wait(world, "goods_back")
    assert world.shop.stock["lamp"] == 50
    assert balance(world, "postage", "o1") == euro("14.37")  # one way there was booked, two ways back


def test_nothing_is_back_that_was_never_sent() -> None:
    world, order, _ = wished()
    assert not bring_goods_back(world, "o1")
    assert order.state == "delivered"
