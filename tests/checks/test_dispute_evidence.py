"""Check: claims and chargebacks were answered in time, rightly, and with the evidence that they need."""

from fractions import Fraction
from typing import Any

from lab.checks.dispute_evidence import DisputeEvidence as Evidence
from lab.engine.advance import advance
from lab.orders.claims import open_claim
from lab.values.moment import DAY, HOUR
from lab.world.world import World
from tests.builders import (
    act,
    earns_nothing,
    euro,
    evidence_of,
    examine,
    make_thread,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike
from tests.orders.aftercare import delivered

VALUES: dict[str, Any] = {"on": "o1"}


def claimed(reason: Any = "not_as_described", kind: Any = "claim", **shipping: Any) -> World:
    """An order that has come three days ago, with a claim just opened."""
    world = make_world(end=200 * DAY)
    delivered(world, documents=("invoice", "packing_list"), **shipping)
    world.now += 3 * DAY
    assert open_claim(world, "o1", reason, kind) is not None
    return world


def answer(world: World, how: str, *evidence: str, **values: Any) -> World:
    advance(world, HOUR)
    outcome = act(world, "dispute.answer", order="o1", answer=how, evidence=evidence, **values)
    assert outcome.ok, outcome
    return world


def test_a_contest_with_what_is_needed_earns_everything() -> None:
    finding = examine(Evidence, answer(claimed(), "contest", "listing", "packing_list"), **VALUES)
    assert (finding.fraction, finding.message) == (1, "dispute_answered")
    assert [e.get("expected") for e in finding.evidence] == ["contest", "listing", "packing_list"]


def test_each_kind_left_out_costs_its_part() -> None:
    finding = examine(Evidence, answer(claimed(), "contest", "listing"), **VALUES)
    assert (finding.fraction, finding.message) == (Fraction(2, 3), "dispute_partly_answered")
    assert finding.evidence[2]["found"] == "not named"
    assert share_of(Evidence, answer(claimed(), "contest"), **VALUES) == Fraction(1, 3)


def test_any_sufficient_set_will_do_and_more_of_it_changes_nothing() -> None:
    def share(*named: str) -> tuple[Fraction, int]:
        world = claimed()
        make_thread(world, "q1", (world.now + 10, "Die Lampe ist genau die bestellte."), at=world.now, order="o1")
        finding = examine(Evidence, answer(world, "contest", *named), **VALUES)
        return finding.fraction, len(finding.evidence)

    assert share("listing", "messages") == (1, 3)
    assert share("tracking", "listing", "messages", "packing_list") == (1, 3)


def test_the_author_may_say_what_is_required() -> None:
    world = answer(claimed(), "contest", "listing", "packing_list")
    assert share_of(Evidence, world, **VALUES, required=["tracking", "listing"]) == Fraction(2, 3)
    assert share_of(Evidence, world, **VALUES, required=[]) == 1


def test_the_wrong_answer_earns_nothing_for_its_evidence() -> None:
    world = answer(claimed(), "contest", "listing", "packing_list")
    assert share_of(Evidence, world, **VALUES, accept=["accept"]) == 0
    assert share_of(Evidence, world, **VALUES, accept=["offer"]) == 0


def test_a_shop_that_rightly_gives_in_needs_no_evidence() -> None:
    world = answer(claimed(), "accept")
    assert share_of(Evidence, world, **VALUES, accept=["accept", "offer"]) == 1
    assert share_of(Evidence, world, **VALUES) == 0


def test_an_offer_is_an_answer_too() -> None:
    world = answer(claimed(), "offer", "listing", "packing_list", offer=euro("5.00"))
    assert share_of(Evidence, world, **VALUES, accept=["offer", "contest"]) == 1


def test_a_chargeback_for_goods_that_came_needs_the_tracking() -> None:
    finding = examine(Evidence, answer(claimed("not_arrived", "chargeback"), "contest", "tracking"), **VALUES)
    assert (finding.fraction, len(finding.evidence)) == (1, 2)


def test_a_dispute_that_nobody_answered_earns_nothing_before_and_after_the_ruling() -> None:
    world = claimed()
    assert share_of(Evidence, world, **VALUES) == 0
    advance(world, 72 * HOUR)
    finding = examine(Evidence, world, **VALUES)
    assert (finding.fraction, finding.message, finding.evidence[0]["found"]) == (0, "dispute_not_answered", "no answer")


def test_an_order_without_a_dispute_earns_nothing() -> None:
    world = make_world()
    delivered(world)
    assert examine(Evidence, world, **VALUES).evidence[0]["found"] == "no claim"


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Evidence, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Evidence, **VALUES)


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(answer(claimed(), "contest", "listing")), Evidence, **VALUES)
