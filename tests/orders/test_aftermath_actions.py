"""Deciding returns, answering claims, replying to reviews: what is done and what is refused."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.engine.advance import advance
from lab.engine.codec import action_from, decode_action, encode_action
from lab.engine.pack import world_hash
from lab.engine.runoff import run_off
from lab.ledger.books import balance, balances
from lab.ledger.refund import give_back, give_back_all
from lab.orders.aftermath import expect_aftermath
from lab.orders.claims import is_lost, open_claim
from lab.orders.returns import request_return
from lab.values.errors import BadInput
from lab.values.moment import DAY, HOUR
from lab.values.money import Money
from lab.world.aftermath import Dispute, Return, Review
from lab.world.world import World
from tests.builders import DE_LAMP, KZ_LAMP, act, euro, make_order, make_world
from tests.orders.aftercare import delivered


def with_return() -> tuple[World, Return]:
    world = make_world(end=200 * DAY)
    delivered(world)
    found = request_return(world, "o1", "changed_mind")
    assert found is not None
    return world, found


def with_claim(**shipping: Any) -> tuple[World, Dispute]:
    world = make_world(end=200 * DAY)
    delivered(world, **shipping)
    dispute = open_claim(world, "o1", "not_as_described")
    assert dispute is not None
    return world, dispute


def with_review() -> World:
    world = make_world()
    delivered(world)
    world.reviews.append(Review("o1", DE_LAMP, 2, world.now))
    return world


def refused(world: World, name: str, **values: Any) -> str:
    """The code with which an action is refused; the world stays as it was."""
    before = world_hash(world)
    outcome = act(world, name, **{"order": "o1", **values})
    assert not outcome.ok
    assert world_hash(world) == before
    return outcome.code


@pytest.mark.parametrize("decision", ["free_label", "buyer_pays", "keep_goods", "declined"])
def test_a_return_is_decided_once(decision: str) -> None:
    world, found = with_return()
    assert act(world, "return.decide", order="o1", decision=decision).ok
    assert (found.decision, found.decided_by) == (decision, "shop")
    assert refused(world, "return.decide", decision="free_label") == "return_decided"


def test_a_part_waits_for_the_buyer_and_all_does_not() -> None:
    world, found = with_return()
    assert act(world, "return.decide", order="o1", decision="keep_goods", offer=euro("15.00")).ok
    assert (found.offer, found.decided_by, found.offer_taken) == (euro("15.00"), "", False)
    assert refused(world, "return.decide", decision="free_label") == "offer_waits"
    world, found = with_return()
    assert act(world, "return.decide", order="o1", decision="keep_goods", offer=euro("43.80")).ok
    assert (found.offer, found.decided_by, found.refunded) == (euro("43.80"), "shop", euro("43.80"))


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"order": "o9"}, "no_such_order"),
        ({"order": "o2"}, "no_such_return"),
        ({"decision": "free_label", "offer": euro("5.00")}, "offer_not_asked"),
        ({"offer": euro("0.00")}, "offer_out_of_range"),
        ({"offer": euro("-1.00")}, "offer_out_of_range"),
        ({"offer": euro("43.81")}, "offer_out_of_range"),
        ({"offer": {"amount": 500, "currency": "USD"}}, "wrong_currency"),
    ],
)
def test_a_decision_is_refused(values: dict[str, Any], code: str) -> None:
    world, _ = with_return()
    make_order(world, "o2", at=world.now)
    assert refused(world, "return.decide", **{"decision": "keep_goods", **values}) == code


def test_a_decision_after_its_time_is_refused() -> None:
    world, found = with_return()
    world.now = found.decide_by + 1
    assert refused(world, "return.decide", decision="free_label") == "too_late_to_decide"
    world.now = found.decide_by
    assert act(world, "return.decide", order="o1", decision="free_label").ok


def test_money_that_is_back_already_cannot_be_given_for_goods_that_stay() -> None:
    world, _ = with_return()
    give_back_all(world, world.orders["o1"], "goodwill", "shop")
    assert refused(world, "return.decide", decision="keep_goods") == "nothing_to_refund"
    assert act(world, "return.decide", order="o1", decision="buyer_pays").ok


@pytest.mark.parametrize("answer", ["accept", "contest", "offer"])
def test_a_claim_is_answered_once(answer: str) -> None:
    world, dispute = with_claim()
    values = {"offer": euro("10.00")} if answer == "offer" else {}
    assert act(world, "dispute.answer", order="o1", answer=answer, **values).ok
    assert (dispute.answer, dispute.answered_at) == (answer, world.now)
    code = "no_open_dispute" if answer == "accept" else "dispute_answered"
    assert refused(world, "dispute.answer", answer="contest") == code


def test_evidence_is_noted_without_repeats() -> None:
    world, dispute = with_claim(documents=("packing_list",))
    evidence = ("packing_list", "listing", "packing_list")
    assert act(world, "dispute.answer", order="o1", answer="contest", evidence=evidence, text="Wie bestellt gepackt.").ok
    assert dispute.evidence == ("packing_list", "listing")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"order": "o9"}, "no_such_order"),
        ({"order": "o2"}, "no_open_dispute"),
        ({"evidence": ("packing_list",)}, "evidence_not_there"),
        ({"evidence": ("listing", "messages")}, "evidence_not_there"),
        ({"offer": euro("5.00")}, "offer_not_asked"),
        ({"answer": "accept", "offer": euro("5.00")}, "offer_not_asked"),
        ({"answer": "offer"}, "offer_missing"),
        ({"answer": "offer", "offer": euro("0.00")}, "offer_out_of_range"),
        ({"answer": "offer", "offer": euro("43.81")}, "offer_out_of_range"),
        ({"answer": "offer", "offer": euro("43.80")}, "offer_is_everything"),
        ({"answer": "offer", "offer": {"amount": 500, "currency": "USD"}}, "wrong_currency"),
        ({"text": "x" * 10_001}, "too_long"),
    ],
)
def test_an_answer_is_refused(values: dict[str, Any], code: str) -> None:
    world, _ = with_claim()
    make_order(world, "o2", at=world.now)
    assert refused(world, "dispute.answer", **{"answer": "contest", **values}) == code


def test_an_answer_after_its_time_is_refused() -> None:
    world, dispute = with_claim()
    world.now = dispute.answer_by + 1
    assert refused(world, "dispute.answer", answer="accept") == "too_late_to_answer"
    world.now = dispute.answer_by
    assert act(world, "dispute.answer", order="o1", answer="accept").ok


def test_a_review_is_answered_once() -> None:
    world = with_review()
    world.now += HOUR
    assert act(world, "review.reply", order="o1", text=" Danke für den Hinweis. \n").ok
    assert (world.reviews[0].reply, world.reviews[0].replied_at) == ("Danke für den Hinweis.", world.now)
    assert refused(world, "review.reply", text="Noch etwas.") == "already_replied"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"order": "o9"}, "no_such_order"),
        ({"order": "o2"}, "no_such_review"),
        ({"text": " \n\t"}, "text_empty"),
        ({"text": "x" * 1001}, "too_long"),
    ],
)
def test_a_reply_is_refused(values: dict[str, Any], code: str) -> None:
    world = with_review()
    make_order(world, "o2", at=world.now)
    assert refused(world, "review.reply", **{"text": "Danke.", **values}) == code


def test_a_reply_may_be_as_long_as_the_profile_says() -> None:
    assert act(with_review(), "review.reply", order="o1", text="x" * 1000).ok


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("return.decide", {"order": "o1", "decision": "keep_goods", "offer": {"amount": 500, "currency": "EUR"}}),
        ("dispute.answer", {"order": "o1", "answer": "contest", "evidence": ["tracking"]}),
        ("review.reply", {"order": "o1", "text": "Danke."}),
    ],
)
def test_actions_are_written_and_read_as_they_are(name: str, fields: dict[str, Any]) -> None:
    action = action_from(name, fields)
    assert decode_action(encode_action(action)) == action


@pytest.mark.parametrize(
    ("name", "fields"),
    [("return.decide", {"decision": "burn_goods"}), ("dispute.answer", {"answer": ""}), ("dispute.answer", {"answer": "contest", "evidence": ["oath"]})],
)
def test_what_is_none_of_the_choices_cannot_be_said(name: str, fields: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        action_from(name, {"order": "o1", **fields})


def test_offers_are_in_the_money_of_the_buyer() -> None:
    world = make_world(local_money=True, end=200 * DAY)
    order = delivered(world, listing=KZ_LAMP, lane="kz_economy")
    assert order.currency == "KZT"
    dispute = open_claim(world, "o1", "not_arrived", "chargeback")
    assert dispute is not None
    part = Money(order.total.amount // 2, "KZT")
    assert refused(world, "dispute.answer", answer="offer", offer=euro("10.00")) == "wrong_currency"
    assert act(world, "dispute.answer", order="o1", answer="offer", offer=part).ok
    advance(world, 120 * HOUR)
    assert dispute.ruling in ("settled", "for_buyer")
    assert order.refunded == (part if dispute.ruling == "settled" else order.total)
    for currency in ("EUR", "KZT"):
        assert sum(posting.amount for entry in world.ledger if entry.currency == currency for posting in entry.postings) == 0


HAPPENINGS = st.sampled_from(["return", "faulty", "late", "not_arrived", "not_as_described", "chargeback", "refund_part", "refund_all"])
ANSWERS = st.sampled_from(
    [
        ("return.decide", {"decision": "free_label"}), ("return.decide", {"decision": "buyer_pays"}), ("return.decide", {"decision": "declined"}),
        ("return.decide", {"decision": "keep_goods"}), ("return.decide", {"decision": "keep_goods", "offer": euro("12.00")}),
        ("return.decide", {"decision": "keep_goods", "offer": euro("35.00")}), ("dispute.answer", {"answer": "accept"}),
        ("dispute.answer", {"answer": "contest", "evidence": ["tracking"]}), ("dispute.answer", {"answer": "offer", "offer": euro("25.00")}),
        ("dispute.answer", {"answer": "contest", "evidence": ["listing"]}), ("review.reply", {"text": "Danke."}),
    ]
)  # fmt: skip
STEPS = st.lists(st.tuples(st.integers(0, 60), st.one_of(HAPPENINGS, ANSWERS)), max_size=12)


def happen_to(world: World, what: Any) -> None:
    order = world.orders["o1"]
    if isinstance(what, tuple):
        act(world, what[0], order="o1", **what[1])
    elif what in ("return", "faulty"):
        request_return(world, "o1", "changed_mind" if what == "return" else "not_as_described")
    elif what == "chargeback":
        open_claim(world, "o1", "not_arrived", "chargeback")
    elif what == "refund_all":
        give_back_all(world, order, "goodwill", "shop")
    elif what != "refund_part":
        open_claim(world, "o1", what)
    elif order.refundable.amount > 500:
        give_back(world, order, euro("5.00"), "goodwill", "shop")


@settings(max_examples=60)
@given(key=st.integers(0, 2**64 - 1), steps=STEPS, over_claim=st.sampled_from([0, 300]))
def test_whatever_is_asked_and_answered_money_goods_and_rulings_add_up(key: int, steps: list[tuple[int, Any]], over_claim: int) -> None:
    world = make_world(end=60 * DAY)
    order = delivered(world)
    order.key, order.over_claim = key, over_claim
    expect_aftermath(world, order)
    for hours, what in steps:
        if hours:
            advance(world, hours * HOUR)
        happen_to(world, what)
    advance(world, world.setting.end - world.now)
    world = run_off(world)
    order = world.orders["o1"]
    assert sum(money.amount for money in balances(world).values()) == 0
    assert Money(0, "EUR") <= order.refunded <= order.total
    assert (balance(world, "sales", "o1").amount == 0) == (order.refunded == order.total) == (order.refunded_at is not None)
    assert all(found.closed_at is not None and found.ruling for found in world.disputes)
    assert all(found.decided_by for found in world.returns) and len(world.returns) <= 1
    came_back = any(found.restocked for found in world.returns)
    assert world.shop.stock["lamp"] == 49 + came_back
    assert (order.state == "returned") == any(found.back_at is not None for found in world.returns)
    fees = [entry for entry in world.ledger if entry.kind == "chargeback_fee"]
    assert len(fees) == sum(found.kind == "chargeback" and is_lost(found) for found in world.disputes)
