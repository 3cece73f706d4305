"""What waits after the sale, what a decision costs, and why a ruling fell."""

import pytest

from lab.orders.claims import close_dispute, open_claim
from lab.orders.returns import request_return
from lab.school.aftersales_view import (
    closed_disputes,
    closed_returns,
    dispute_line,
    dispute_rows,
    disputes_waiting,
    newest_reviews,
    open_disputes,
    open_returns,
    return_rows,
    returns_waiting,
    review_line,
    reviews_without_reply,
    waiting,
)
from lab.values.moment import DAY
from lab.world.aftermath import DisputeReason, Review
from lab.world.world import World
from tests.builders import DE_LAMP, act, euro, make_world
from tests.orders.aftercare import delivered


def shop() -> World:
    world = make_world(end=200 * DAY)
    delivered(world, documents=["packing_list"])
    return world


def test_a_return_costs_the_way_back_and_the_goods() -> None:
    world = shop()
    request_return(world, "o1", "changed_mind")
    (line,) = open_returns(world)
    assert line.state == "decide"
    assert line.in_window
    assert line.label == world.orders["o1"].parcels[0].postage
    assert line.worth.amount == 1200
    assert line.fit_of_ten == 7
    assert returns_waiting(world) == waiting(world) == 1


def test_an_offer_waits_for_the_buyer_and_a_decision_for_the_goods() -> None:
    world = shop()
    request_return(world, "o1", "changed_mind")
    act(world, "return.decide", order="o1", decision="keep_goods", offer=euro("1.00"))
    assert [line.state for line in open_returns(world)] == ["offered"]
    assert waiting(world) == 0
    other = shop()
    request_return(other, "o1", "changed_mind")
    act(other, "return.decide", order="o1", decision="free_label")
    assert [line.state for line in open_returns(other)] == ["travelling"]
    other.returns[0].back_at = other.now
    assert [found.order for found in closed_returns(other)] == ["o1"]


def test_after_the_deadline_nothing_waits_for_the_shop() -> None:
    world = shop()
    found = request_return(world, "o1", "changed_mind")
    assert found is not None
    world.now = found.decide_by + 1
    assert [line.state for line in open_returns(world)] == ["overdue"]
    assert waiting(world) == 0


def test_a_return_that_became_a_claim_is_over_with_it() -> None:
    world = shop()
    request_return(world, "o1", "not_as_described")
    act(world, "return.decide", order="o1", decision="buyer_pays")
    dispute = open_claim(world, "o1", "not_as_described")
    assert dispute is not None
    assert [line.state for line in open_returns(world)] == ["claimed"]
    dispute.closed_at = world.now
    assert open_returns(world) == []


def test_a_claim_shows_what_the_shop_holds() -> None:
    world = shop()
    open_claim(world, "o1", "not_as_described", "chargeback")
    (line,) = open_disputes(world)
    assert line.state == "answer"
    assert {"tracking", "listing", "packing_list"} <= set(line.held)
    assert line.fee is not None
    assert line.why == ""
    act(world, "dispute.answer", order="o1", answer="contest", evidence=["listing"])
    assert [(one.state, one.ruling_at > world.now) for one in open_disputes(world)] == [("waiting", True)]
    assert disputes_waiting(world) == 0


@pytest.mark.parametrize(
    ("reason", "evidence", "why"),
    [
        ("not_as_described", ["listing", "packing_list"], "proved"),
        ("not_as_described", ["listing"], "unproved"),
        ("not_arrived", ["listing"], "unproved"),
        ("late", ["tracking"], "facts"),
        ("not_as_described", None, "unanswered"),
    ],
)
def test_a_ruling_is_explained(reason: DisputeReason, evidence: list[str] | None, why: str) -> None:
    world = shop()
    dispute = open_claim(world, "o1", reason, "chargeback")
    assert dispute is not None
    if evidence is not None:
        assert act(world, "dispute.answer", order="o1", answer="contest", evidence=evidence).ok
    world.now += 60 * DAY
    assert close_dispute(world, "o1")
    assert [dispute_line(world, one).why for one in closed_disputes(world)] == [why]


def test_what_was_paid_back_by_the_shop_is_explained() -> None:
    world = shop()
    open_claim(world, "o1", "late")
    act(world, "dispute.answer", order="o1", answer="accept")
    assert dispute_line(world, world.disputes[0]).why == "accepted"


def test_reviews_stand_newest_first_until_they_are_answered() -> None:
    world = shop()
    world.reviews.append(Review("o1", DE_LAMP, 2, world.now))
    line = review_line(world, newest_reviews(world, without_reply=True)[0])
    assert line.text.language == "de"
    assert line.limit > 0
    assert act(world, "review.reply", order="o1", text="Danke.").ok
    assert newest_reviews(world, without_reply=True) == []
    assert len(newest_reviews(world, without_reply=False)) == 1
    assert reviews_without_reply(world) == 0


def test_sheets_have_a_cell_for_every_head() -> None:
    world = shop()
    request_return(world, "o1", "changed_mind")
    open_claim(world, "o1", "late")
    for rows in (list(return_rows(world)), list(dispute_rows(world))):
        assert len(rows) == 2
        assert len(rows[0]) == len(rows[1])
    assert list(return_rows(world))[1][4].startswith("2026-05-")
