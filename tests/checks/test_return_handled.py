"""Check: returns were decided rightly, in time, and paid for as they should be."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.return_handled import ReturnHandled as Handled
from lab.engine.advance import advance
from lab.orders.returns import request_return
from lab.values.moment import DAY, HOUR
from lab.world.world import World
from tests.builders import (
    act,
    earns_nothing,
    euro,
    evidence_of,
    examine,
    make_check,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike
from tests.orders.aftercare import Fits, anybody, delivered, permille

VALUES: dict[str, Any] = {"on": "o1", "accept": {"o1": ["free_label", "keep_goods"]}}


def wished(*, days: int = 1, fits: Fits = anybody, reason: Any = "not_as_described") -> World:
    """An order of 43.80 that has come and that its buyer wants to send back so many days later."""
    world = make_world(end=200 * DAY)
    delivered(world, fits)
    world.now += days * DAY
    assert request_return(world, "o1", reason) is not None
    return world


def decide(world: World, decision: str, after: int = HOUR, **values: Any) -> World:
    advance(world, after)
    outcome = act(world, "return.decide", order="o1", decision=decision, **values)
    assert outcome.ok, outcome
    return world


@pytest.mark.parametrize("decision", ["free_label", "keep_goods"])
def test_a_right_decision_in_time_earns_everything(decision: str) -> None:
    finding = examine(Handled, decide(wished(), decision), **VALUES)
    assert (finding.fraction, finding.message) == (1, "return_handled")
    assert (finding.evidence[0]["found"], finding.evidence[0]["state"]) == (decision, "inside the return window")


def test_the_opposite_decision_earns_only_its_haste() -> None:
    finding = examine(Handled, decide(wished(), "declined"), **VALUES)
    assert (finding.fraction, finding.message) == (Fraction(1, 3), "return_partly_handled")
    assert [e["share"] for e in finding.evidence] == ["0", "1", "0"]


def test_an_author_may_ask_for_more_haste_than_the_platform() -> None:
    assert share_of(Handled, decide(wished(), "free_label", 24 * HOUR), **VALUES, within="24h") == 1
    assert share_of(Handled, decide(wished(), "free_label", 24 * HOUR + 1), **VALUES, within="24h") == Fraction(2, 3)


def test_what_the_platform_decides_earns_nothing() -> None:
    world = wished()
    assert [e["found"] for e in examine(Handled, world, **VALUES).evidence] == ["not decided"] * 3
    advance(world, 48 * HOUR)
    finding = examine(Handled, world, **VALUES)
    assert (finding.fraction, finding.evidence[0]["found"]) == (0, "decided by the platform")


def test_an_offer_for_goods_that_stay_must_be_in_its_range() -> None:
    def share(offer: str) -> Fraction:
        return share_of(
            Handled, decide(wished(), "keep_goods", offer=euro(offer)), **VALUES, offer_min="20 %", offer_max="50 %"
        )

    assert share("8.76") == share("21.90") == 1
    assert share("8.75") == share("21.91") == Fraction(2, 3)


def test_an_offer_that_was_taken_still_counts_and_one_that_was_not_leaves_the_return_undecided() -> None:
    values = {**VALUES, "offer_max": "50 %"}
    taken = decide(wished(fits=lambda key: permille(key, "return offer") < 400), "keep_goods", offer=euro("21.90"))
    advance(taken, 13 * HOUR)
    assert taken.returns[0].offer_taken and share_of(Handled, taken, **values) == 1
    refused = decide(wished(fits=lambda key: permille(key, "return offer") > 600), "keep_goods", offer=euro("21.90"))
    advance(refused, 13 * HOUR)
    assert share_of(Handled, refused, **values) == 0


def test_out_of_the_window_no_is_a_right_answer_and_money_beside_it_is_not() -> None:
    values = {**VALUES, "accept": {"o1": ["declined"]}}
    world = decide(wished(days=31, reason="changed_mind"), "declined")
    finding = examine(Handled, world, **values)
    assert (finding.fraction, finding.evidence[0]["state"]) == (1, "outside the return window")
    assert act(world, "order.refund", order="o1", amount=euro("5.00"), reason="return").ok
    assert share_of(Handled, world, **values) == Fraction(2, 3)


def test_an_order_that_nobody_wants_to_send_back_earns_nothing() -> None:
    world = make_world()
    delivered(world)
    assert examine(Handled, world, **VALUES).evidence[0]["found"] == "no return"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"on": ["o1", "o2"]}, "must speak of exactly what 'on' names"),
        ({"offer_min": "60 %", "offer_max": "50 %"}, "go up from 0 % to 100 %"),
        ({"offer_max": "101 %"}, "go up from 0 % to 100 %"),
        ({"accept": {"o1": []}}, "at least 1 item"),
    ],
)
def test_parameters_that_make_no_sense_are_faults_of_the_file(values: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make_check(Handled, **{**VALUES, **values})


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Handled, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Handled, **VALUES)


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(decide(wished(), "keep_goods", offer=euro("8.76"))), Handled, **VALUES)
