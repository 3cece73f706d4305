"""Claims and chargebacks: opened, answered, ruled on."""

from dataclasses import replace
from typing import Any

import pytest

from lab.engine.advance import advance
from lab.ledger.books import balance
from lab.ledger.refund import give_back_all
from lab.orders.aftermath import expect_aftermath
from lab.orders.claims import (
    accept,
    answer_claim_offer,
    close_dispute,
    contest,
    facts_favour_shop,
    has_right_papers,
    held_evidence,
    is_lost,
    needed_evidence,
    offer_part,
    open_chargeback,
    open_claim,
    open_dispute,
    open_dispute_of,
    ruling_at,
)
from lab.orders.returns import decide_return, request_return, wish_return
from lab.values.moment import DAY, HOUR
from lab.world.aftermath import Dispute, DisputeReason, EvidenceKind
from lab.world.order import Order
from lab.world.thread import Message
from lab.world.world import World
from tests.builders import KZ_LAMP, act, euro, make_form, make_order, make_thread, make_world
from tests.orders.aftercare import Fits, agenda, anybody, chance, delivered, mood, permille

SOLD = euro("-36.81")
"""What stands on `sales` of an order that was not refunded."""


def angry(key: int) -> bool:
    """One star whatever is done: 1050 + 60 + 250 - 850 x 3 is below -1000. Opens a claim at any chance."""
    quiet = all(chance(key, purpose) > 3000 for purpose in ("return", "review", "chargeback"))
    return mood(key) < -3000 and chance(key, "dispute") < 1200 and quiet


def claimed(reason: DisputeReason = "not_as_described", fits: Fits = anybody, kind: Any = "claim", **shipping: Any) -> tuple[World, Order, Dispute]:
    """An order that has come three days ago, with a claim just opened."""
    world = make_world(end=200 * DAY)
    order = delivered(world, fits, **shipping)
    world.now += 3 * DAY
    dispute = open_claim(world, "o1", reason, kind)
    assert dispute is not None
    return world, order, dispute


def ruled(world: World, dispute: Dispute, *evidence: EvidenceKind) -> str:
    """The ruling after a contest with this evidence."""
    contest(world, dispute, evidence)
    advance(world, ruling_at(world, dispute) - world.now)
    return dispute.ruling


def test_a_claim_that_nobody_answers_gives_the_buyer_the_money() -> None:
    world = make_world()
    order = delivered(world, angry)
    expect_aftermath(world, order)
    [(kind, minutes)] = agenda(world)
    assert kind == "dispute" and 3 * DAY <= minutes <= 10 * DAY
    advance(world, minutes)
    opened = world.now
    assert world.disputes == [Dispute("o1", opened, "not_as_described", answer_by=opened + 72 * HOUR)]
    advance(world, 72 * HOUR)
    [dispute] = world.disputes
    assert (dispute.closed_at, dispute.refunded, dispute.ruling) == (world.now, True, "unanswered")
    assert (order.state, order.refunded_at) == ("delivered", world.now)
    assert [(refund.reason, refund.by) for refund in order.refunds] == [("claim", "platform")]
    assert balance(world, "sales", "o1") == euro("0")
    assert balance(world, "goods_sold", "o1") == euro("12.00")


def test_a_buyer_to_whom_the_shop_has_written_withdraws_the_claim() -> None:
    world, order, dispute = claimed()
    make_thread(world, "q1", (world.now, "Das tut uns leid."), at=world.now - 10, order="o1")
    advance(world, 72 * HOUR)
    assert (dispute.ruling, dispute.refunded, order.refunded_at) == ("withdrawn", False, None)
    assert balance(world, "sales", "o1") == SOLD


@pytest.mark.parametrize(("reason", "kind"), [("return_declined", "claim"), ("not_as_described", "chargeback")])
def test_kind_words_do_not_end_a_declined_return_nor_a_chargeback(reason: DisputeReason, kind: str) -> None:
    world, _, dispute = claimed(reason, kind=kind)
    make_thread(world, "q1", (world.now, "Das tut uns leid."), at=world.now - 10, order="o1")
    advance(world, 72 * HOUR)
    assert (dispute.ruling, dispute.refunded) == ("unanswered", True)


def test_an_answer_within_a_day_turns_two_of_three_claims_away() -> None:
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


def test_who_waits_for_more_than_fifteen_days_claims_whatever_the_mood() -> None:
    world = make_world()
    order = delivered(world, lambda key: mood(key) > 1000 and chance(key, "dispute") < 6000, late=15 * DAY + 1)
    expect_aftermath(world, order)
    assert "dispute" in [kind for kind, _ in agenda(world)]
    assert open_dispute(world, "o1")
    assert world.disputes[0].reason == "late"


def test_who_sends_the_goods_back_does_not_claim_and_the_other_way_round() -> None:
    world = make_world()
    delivered(world, lambda key: mood(key) < -2600 and chance(key, "dispute") < 1200 and chance(key, "return") < 500)
    assert wish_return(world, "o1")
    assert not open_dispute(world, "o1")
    world.returns.clear()
    assert open_dispute(world, "o1")
    assert not wish_return(world, "o1")


def test_a_claim_after_a_declined_return_needs_no_chance() -> None:
    world = make_world()
    delivered(world, lambda key: chance(key, "dispute") > 9000)
    assert not open_dispute(world, "o1")
    assert open_dispute(world, "o1", "return_declined")
    assert world.disputes[0].reason == "return_declined"
    assert not open_dispute(world, "o1", "return_declined")  # one is open already


def test_a_claim_can_be_opened_only_about_what_has_come_and_is_not_paid_back() -> None:
    world = make_world(consequences=False)
    assert open_claim(world, "o1", "late") is None
    order = delivered(world)
    order.state = "shipped"
    assert open_claim(world, "o1", "late") is None
    assert open_claim(world, "o1", "not_arrived") is not None
    world.disputes.clear()
    order.state = "delivered"
    give_back_all(world, order, "goodwill", "shop")
    assert open_claim(world, "o1", "late") is None


@pytest.mark.parametrize(
    ("over_claim", "late", "pieces", "reason"),
    [(0, 0, 1, "not_arrived"), (100, 0, 1, "not_as_described"), (0, 0, 2, "not_as_described"), (0, 16 * DAY, 1, "late")],
)
def test_a_chargeback_names_what_is_wrong_or_says_that_nothing_came(over_claim: int, late: int, pieces: int, reason: str) -> None:
    world = make_world()
    order = delivered(world, lambda key: chance(key, "chargeback") < 30, late=late, items=[{"sku": "lamp", "quantity": pieces}])
    order.over_claim = over_claim
    assert open_chargeback(world, "o1")
    assert [(found.kind, found.reason) for found in world.disputes] == [("chargeback", reason)]


def test_a_chargeback_is_rare_and_comes_sooner_to_who_does_not_answer() -> None:
    for seen, opens in ((30, False), (29, True)):
        world = make_world()
        delivered(world, lambda key, seen=seen: chance(key, "chargeback") == seen)
        assert open_chargeback(world, "o1") == opens
    world = make_world()
    order = delivered(world, lambda key: chance(key, "chargeback") == 89)
    assert not open_chargeback(world, "o1")
    make_thread(world, "q1", at=order.delivered_at or 0, order="o1")
    world.now += 2 * DAY
    assert open_chargeback(world, "o1")


def test_nobody_charges_back_what_was_claimed_returned_or_paid_back() -> None:
    def eager(key: int) -> bool:
        return chance(key, "chargeback") < 30

    world = make_world()
    delivered(world, eager)
    assert open_claim(world, "o1", "late") is not None
    assert not open_chargeback(world, "o1")
    world = make_world()
    delivered(world, eager)
    assert request_return(world, "o1", "changed_mind") is not None
    assert not open_chargeback(world, "o1")
    world = make_world()
    give_back_all(world, delivered(world, eager), "goodwill", "shop")
    assert not open_chargeback(world, "o1")


def test_a_lost_chargeback_costs_the_banks_fee_and_a_won_one_nothing() -> None:
    world, _, dispute = claimed("not_arrived", kind="chargeback")
    cash = balance(world, "cash").amount
    assert ruled(world, dispute, "tracking") == "for_shop"
    assert (balance(world, "cash").amount, balance(world, "sales", "o1"), is_lost(dispute)) == (cash, SOLD, False)
    for lose in (accept, lambda world, dispute: ruled(world, dispute)):
        world, order, dispute = claimed("not_arrived", kind="chargeback")
        cash = balance(world, "cash").amount
        lose(world, dispute)
        assert [entry.kind for entry in world.ledger if entry.order == "o1"][-1] == "chargeback_fee"
        assert balance(world, "cash").amount == cash - 1500
        assert ([refund.reason for refund in order.refunds], is_lost(dispute)) == (["chargeback"], True)


def test_a_ruling_comes_when_the_platform_has_looked_at_a_contest() -> None:
    world, _, dispute = claimed()
    advance(world, 70 * HOUR)
    contest(world, dispute, ())
    assert (dispute.answer, dispute.answered_at, ruling_at(world, dispute)) == ("contest", world.now, world.now + 48 * HOUR)
    assert [(kind, minutes) for kind, minutes in agenda(world) if kind == "dispute_end"] == [("dispute_end", 48 * HOUR)]
    advance(world, 48 * HOUR - 1)
    assert dispute.closed_at is None and not close_dispute(world, "o1")
    advance(world, 1)
    assert (dispute.ruling, dispute.closed_at) == ("for_buyer", world.now)


def test_accepting_pays_everything_back_at_once() -> None:
    world, order, dispute = claimed()
    accept(world, dispute)
    assert (dispute.ruling, dispute.refunded, dispute.closed_at) == ("settled", True, world.now)
    assert [(refund.amount, refund.reason, refund.by) for refund in order.refunds] == [(euro("43.80"), "claim", "shop")]
    assert open_dispute_of(world, "o1") is None
    assert world.agenda == []


def test_a_part_that_is_taken_settles_a_claim() -> None:
    # the shop is in the right: 20.00 of 43.80 x 3/2
    world, order, dispute = claimed(fits=lambda key: permille(key, "claim offer") < 600)
    offer_part(world, dispute, euro("20.00"), ())
    minutes = next(minutes for kind, minutes in agenda(world) if kind == "return_offer")
    advance(world, minutes)
    assert (dispute.ruling, dispute.refunded, dispute.offer, dispute.closed_at) == ("settled", True, euro("20.00"), world.now)
    assert (order.refunded, order.refunded_at) == (euro("20.00"), None)
    assert world.agenda == []
    assert not is_lost(dispute)


def test_who_is_at_fault_must_offer_more() -> None:
    world, order, dispute = claimed(fits=lambda key: 500 < permille(key, "claim offer") < 600)
    order.over_claim = 100
    offer_part(world, dispute, euro("20.00"), ())
    assert answer_claim_offer(world, "o1") == "offer_refused"
    order.over_claim = 0
    assert answer_claim_offer(world, "o1") == "offer_taken"


@pytest.mark.parametrize(("evidence", "ruling"), [(("listing", "packing_list"), "for_shop"), ((), "for_buyer")])
def test_a_part_that_is_not_taken_leaves_the_ruling_to_the_platform(evidence: tuple[EvidenceKind, ...], ruling: str) -> None:
    world, order, dispute = claimed(fits=lambda key: permille(key, "claim offer") > 700, documents=("packing_list",))
    offer_part(world, dispute, euro("20.00"), evidence)
    advance(world, 72 * HOUR)
    assert (dispute.ruling, dispute.closed_at, bool(order.refunds)) == (ruling, world.now, ruling == "for_buyer")


def test_a_claim_is_settled_when_the_money_is_back_for_another_reason() -> None:
    world, order, dispute = claimed()
    give_back_all(world, order, "goodwill", "shop")
    advance(world, 72 * HOUR)
    assert (dispute.ruling, dispute.refunded, len(order.refunds)) == ("settled", True, 1)


# --- Rulings: facts and evidence ---


def test_not_arrived_is_won_with_tracking_once_the_parcel_has_come() -> None:
    world, _, dispute = claimed("not_arrived")
    assert needed_evidence(world, dispute) == ("tracking",)
    assert ruled(world, dispute, "tracking") == "for_shop"
    world, _, dispute = claimed("not_arrived")
    assert ruled(world, dispute, "listing") == "for_buyer"


@pytest.mark.parametrize(("state", "ruling"), [("shipped", "for_buyer"), ("refused", "for_shop")])
def test_not_arrived_while_it_is_on_its_way_depends_on_what_becomes_of_it(state: Any, ruling: str) -> None:
    world = make_world()
    order = delivered(world)
    order.state, order.delivered_at = "shipped", None
    dispute = open_claim(world, "o1", "not_arrived")
    assert dispute is not None
    contest(world, dispute, ("tracking",))
    order.state = state
    if state == "refused":
        give_back_all(world, order, "refused", "platform")
    advance(world, 48 * HOUR)
    assert (dispute.ruling, dispute.refunded) == (ruling, ruling == "for_buyer")


def abroad(**shipping: Any) -> tuple[World, Order, Dispute]:
    """A parcel that came late from Kazakhstan with the right form."""
    world = make_world(end=200 * DAY)
    form = shipping.pop("form", {})
    sample = make_world()
    right = make_form(sample, make_order(sample, "o1", KZ_LAMP), **form)
    order = delivered(world, listing=KZ_LAMP, lane="kz_tracked", customs_form=right, late=16 * DAY, **shipping)
    dispute = open_claim(world, "o1", "late")
    assert dispute is not None
    return world, order, dispute


@pytest.mark.parametrize(
    ("held", "form", "evidence", "ruling"),
    [
        (True, {}, ("tracking",), "for_shop"),
        (True, {}, ("customs_papers",), "for_shop"),
        (True, {}, ("listing",), "for_buyer"),
        (False, {}, ("tracking", "customs_papers"), "for_buyer"),
        (True, {"description": "goods"}, ("tracking", "customs_papers"), "for_buyer"),
    ],
)  # fmt: skip
def test_late_is_won_only_where_customs_kept_what_had_the_right_papers(
    held: bool, form: dict[str, str], evidence: tuple[EvidenceKind, ...], ruling: str
) -> None:
    world, order, dispute = abroad(form=form)
    order.parcels[0] = replace(order.parcels[0], held=held)
    assert has_right_papers(world, order, order.parcels[0]) == (not form)
    assert ruled(world, dispute, *evidence) == ruling


def test_a_parcel_within_the_country_has_the_papers_that_it_needs_and_one_abroad_does_not_without_a_form() -> None:
    world = make_world()
    order = delivered(world)
    assert has_right_papers(world, order, order.parcels[0])
    world, order, _ = abroad()
    assert not has_right_papers(world, order, replace(order.parcels[0], customs_form=None))


@pytest.mark.parametrize(
    ("over_claim", "pieces", "evidence", "ruling"),
    [
        (0, 1, ("listing", "packing_list"), "for_shop"),
        (0, 1, ("packing_list",), "for_buyer"),
        (0, 1, ("listing",), "for_buyer"),
        (1, 1, ("listing", "packing_list"), "for_buyer"),
        (0, 2, ("listing", "packing_list"), "for_buyer"),
    ],
)
def test_not_as_described_is_won_by_an_honest_listing_and_a_right_parcel(
    over_claim: int, pieces: int, evidence: tuple[EvidenceKind, ...], ruling: str
) -> None:
    world, order, dispute = claimed(items=[{"sku": "lamp", "quantity": pieces}], documents=("packing_list",))
    order.over_claim = over_claim
    assert needed_evidence(world, dispute) == ("listing", "packing_list")
    assert ruled(world, dispute, *evidence) == ruling


def test_messages_stand_in_for_the_packing_list_when_they_answer_the_buyer() -> None:
    def ruling(*replies: tuple[int, str]) -> str:
        world, order, dispute = claimed()
        make_thread(world, "q1", *replies, at=(order.delivered_at or 0) - HOUR, order="o1")
        assert needed_evidence(world, dispute) == (("listing", "messages") if replies else ("listing", "packing_list"))
        return ruled(world, dispute, "listing", "messages")

    assert ruling() == "for_buyer"
    assert ruling((10, "Ja, mit Stecker.")) == "for_shop"  # before the delivery: no reason to withdraw


@pytest.mark.parametrize(("days", "ruling"), [(30, "for_buyer"), (31, "for_shop")])
def test_a_declined_return_is_won_only_outside_the_window(days: int, ruling: str) -> None:
    world = make_world(end=200 * DAY)
    delivered(world, lambda key: permille(key, "return claim") < 100)
    world.now += days * DAY
    found = request_return(world, "o1", "changed_mind")
    assert found is not None
    decide_return(world, found, "declined", "shop")
    advance(world, 30 * HOUR)
    [dispute] = world.disputes
    assert (dispute.reason, needed_evidence(world, dispute)) == ("return_declined", ())
    assert facts_favour_shop(world, dispute) == (ruling == "for_shop")
    assert ruled(world, dispute) == ruling


def test_a_new_dispute_is_not_ruled_on_at_the_moment_of_the_one_before() -> None:
    world, _, first = claimed(documents=("packing_list",))
    assert ruled(world, first, "listing", "packing_list") == "for_shop"
    second = open_claim(world, "o1", "not_arrived", "chargeback")
    assert second is not None
    advance(world, 72 * HOUR - 1)
    assert second.closed_at is None
    advance(world, 1)
    assert second.ruling == "unanswered"


# --- What the shop has ---


def test_evidence_is_what_the_shop_really_has() -> None:
    world = make_world()
    order = delivered(world)
    assert held_evidence(world, order) == ("tracking", "listing")
    make_thread(world, "q1", at=10, order="o1")
    assert held_evidence(world, order) == ("tracking", "listing")
    make_thread(world, "q1", (20, "Ja."), at=10, order="o1")
    found = request_return(world, "o1", "changed_mind")
    assert found is not None
    decide_return(world, found, "free_label", "shop")
    assert held_evidence(world, order) == ("tracking", "listing", "messages", "return_offer")
    order.parcels[0] = replace(order.parcels[0], tracking_number="")
    world.listings.clear()
    assert held_evidence(world, order) == ("messages", "return_offer")


def test_papers_count_when_they_were_enclosed() -> None:
    world, order, _ = abroad(documents=("packing_list",))
    assert held_evidence(world, order) == ("tracking", "customs_papers", "listing", "packing_list")
    order.parcels[0] = replace(order.parcels[0], customs_form=None, documents=())
    assert held_evidence(world, order) == ("tracking", "listing")


def test_a_return_that_the_shop_declined_or_left_to_the_platform_is_no_offer() -> None:
    world = make_world()
    order = delivered(world)
    found = request_return(world, "o1", "changed_mind")
    assert found is not None
    decide_return(world, found, "declined", "shop")
    assert "return_offer" not in held_evidence(world, order)
    found.decision, found.decided_by = "free_label", "platform"
    assert "return_offer" not in held_evidence(world, order)


def test_an_untracked_parcel_cannot_be_shown_to_have_come() -> None:
    world, order, dispute = claimed("not_arrived", listing=KZ_LAMP, lane="kz_economy")
    assert (order.parcels[0].tracking_number, held_evidence(world, order)) == ("", ("listing",))
    assert needed_evidence(world, dispute) == ("tracking",)
    act(world, "dispute.answer", order="o1", answer="contest")
    advance(world, 48 * HOUR)
    assert dispute.ruling == "for_buyer"
