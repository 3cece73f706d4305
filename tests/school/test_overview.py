"""Next steps, events, shoppers and money, read off plays of the sample scenario."""


import pytest

from lab.engine.actions import Advance, EndDay
from lab.ledger.actions import SubmitReflection, SubmitWorksheet
from lab.listings.actions import SaveListing, SaveShipping, SetStock
from lab.market.base import Market
from lab.messages.actions import CloseThread, Reply
from lab.orders.actions import CancelOrder, ShipOrder
from lab.scenarios.deal import deal
from lab.scenarios.play import Play, start
from lab.scenarios.script import load_scenario
from lab.school.overview import (
    bar_of,
    events_between,
    funnels,
    last_passage,
    next_steps,
    purse_of,
    query_lines,
    task_lines,
    waiting_threads,
)
from lab.school.traffic import sums_of
from lab.values.money import Money
from lab.values.places import SCENARIOS
from lab.world.action import Action
from lab.world.aftermath import Dispute, Return, Review
from lab.world.health import Health
from lab.world.order import PackedItem
from lab.world.traffic import Traffic

HOUR = 60


@pytest.fixture
def play(market: Market) -> Play:
    """The sample scenario before its first action: the clock stands at eight in the morning."""
    scenario = load_scenario(SCENARIOS / "desk-lamp-two-markets")
    return start(scenario, deal(scenario, 7, market), market)


def do(play: Play, *actions: Action) -> None:
    for action in actions:
        _, outcome = play.act(action, "test")
        assert outcome.ok, outcome


def kinds(play: Play) -> list[str]:
    return [step.kind for step in next_steps(play)]


def test_a_fresh_run_begins_with_the_brief_and_ends_with_the_clock(play: Play) -> None:
    assert kinds(play)[0] == "read_brief"
    assert kinds(play)[-1] == "pass_time"
    assert kinds(play).count("write_listing") == 2
    assert kinds(play).count("set_shipping") == 1  # the shop ships at home already


def test_steps_come_in_the_order_in_which_they_are_due(play: Play) -> None:
    do(play, Advance(3 * HOUR))
    dues = [step.due for step in next_steps(play) if step.due is not None]
    assert dues == sorted(dues)


def test_a_draft_with_blocking_faults_is_to_be_mended_and_counts_them(play: Play) -> None:
    do(play, SaveListing("meridian/DE/lamp", title="Schreibtischlampe E27 aus Metall"))
    step = next(step for step in next_steps(play) if step.kind == "mend_listing")
    assert step.ref == "meridian/DE/lamp"
    assert step.count == 3  # no category, no picture, no price


def test_a_buyer_is_to_be_answered_until_the_platforms_limit(play: Play) -> None:
    do(play, Advance(30))
    step = next(step for step in next_steps(play) if step.kind == "answer")
    assert (step.ref, step.due) == ("q1", 30 + 24 * HOUR)


def test_an_answered_or_closed_conversation_waits_no_longer(play: Play) -> None:
    do(play, Advance(2 * HOUR))
    assert [thread.id for thread in waiting_threads(play.world)] == ["q1", "q2"]
    do(play, Reply("q1", "Guten Tag, das Kabel ist 180 cm lang."), CloseThread("q2"))
    assert waiting_threads(play.world) == []
    assert "answer" not in kinds(play)


def test_an_order_is_to_be_shipped_until_it_has_left(play: Play) -> None:
    do(play, Advance(20 * HOUR))
    assert "o1" in [step.ref for step in next_steps(play) if step.kind == "ship"]
    do(play, ShipOrder("o1", (PackedItem("bulb", 1),), "de_parcel"))
    assert "o1" not in [step.ref for step in next_steps(play) if step.kind == "ship"]


def test_an_empty_shelf_is_to_be_filled(play: Play) -> None:
    do(play, SetStock("meridian/DE/bulb", 0))
    assert "meridian/DE/bulb" in [step.ref for step in next_steps(play) if step.kind == "restock"]


def test_papers_are_asked_for_once_there_are_orders_and_until_they_are_in(play: Play) -> None:
    assert "worksheet" not in kinds(play)
    do(play, Advance(20 * HOUR))
    assert {"worksheet", "reflection"} <= set(kinds(play))
    do(play, SubmitWorksheet({"revenue": Money(100, "EUR")}), SubmitReflection("Nächstes Mal früher antworten."))
    assert not {"worksheet", "reflection"} & set(kinds(play))


def test_when_every_task_is_over_the_last_step_is_to_hand_in(play: Play) -> None:
    do(play, Advance(58 * HOUR), Advance(1))
    assert kinds(play)[-1] == "hand_in"


def test_a_task_is_soon_four_hours_before_it_is_due_and_past_a_minute_after(play: Play) -> None:
    def state() -> str:
        return next(line.state for line in task_lines(play, "en") if line.id == "list")

    do(play, Advance(14 * HOUR - 1))
    assert state() == "open"
    do(play, Advance(1))
    assert state() == "soon"
    do(play, Advance(4 * HOUR))
    assert state() == "soon"
    do(play, Advance(1))
    assert state() == "past"


def test_the_bar_counts_what_falls_due_before_the_morning(play: Play) -> None:
    assert bar_of(play, "en").pressing == 0
    do(play, Advance(23 * HOUR))  # day 2, 7:00; the next morning is in an hour, q1 is due at 8:30
    assert bar_of(play, "en").morning == 24 * HOUR
    assert bar_of(play, "en").pressing == 0
    do(play, Advance(2 * HOUR))  # the next morning is on day 3; q1 is late by now
    assert bar_of(play, "en").morning == 48 * HOUR
    assert bar_of(play, "en").pressing >= 2


def test_events_are_those_after_the_first_moment_and_up_to_the_second(play: Play) -> None:
    do(play, Advance(2 * HOUR))
    assert [event.ref for event in events_between(play.world, 30, 120)] == ["q2"]
    assert [event.ref for event in events_between(play.world, 29, 120)] == ["q2", "q1"]


def test_an_orders_life_is_told_event_by_event(play: Play) -> None:
    do(play, Advance(20 * HOUR), CancelOrder("o1", "vergriffen"))
    told = [event.kind for event in events_between(play.world, -1, play.world.now) if event.ref == "o1"]
    assert sorted(told) == ["cancelled", "order"]


def test_what_buyers_do_afterwards_is_told_too(play: Play) -> None:
    do(play, Advance(20 * HOUR))
    world = play.world
    number = world.orders["o1"].number
    world.reviews = [Review("o1", "meridian/DE/bulb", 2, 100)]
    world.returns = [Return("o1", 200, "changed_mind")]
    world.disputes = [Dispute("o1", 300, "late", 400, False), Dispute("o1", 500, "not_arrived", 500, True)]
    kinds_seen = ("review", "return", "dispute", "dispute_end")
    told = [event for event in events_between(world, -1, world.now) if event.kind in kinds_seen]
    assert [(event.at, event.kind, event.count) for event in reversed(told)] == [
        (100, "review", 2), (200, "return", 0), (300, "dispute", 0), (400, "dispute_end", 1), (500, "dispute", 0),
    ]  # fmt: skip
    assert {event.name for event in told} == {number}


def test_a_restricted_account_asks_for_a_plan_until_it_is_in(play: Play) -> None:
    play.world.health["meridian"] = Health("restricted")
    assert [step.ref for step in next_steps(play) if step.kind == "plan"] == ["meridian"]
    play.world.health["meridian"].plan_at = 5
    assert "plan" not in kinds(play)


def test_the_last_passage_is_that_of_the_last_action_that_let_time_pass(play: Play) -> None:
    assert last_passage(play) == (-1, 0)
    do(play, Advance(90), EndDay(), SetStock("meridian/DE/bulb", 50))
    assert last_passage(play) == (90, 24 * HOUR)


def test_a_funnel_adds_up_the_traffic_from_a_day_on(play: Play) -> None:
    key = "meridian/DE/bulb"
    play.world.traffic = [Traffic(0, key, 0, 100, 90, 50, 4, 1), Traffic(1, key, 1, 100, 90, 30, 2, 0)]
    whole = next(line for line in funnels(play.world, sums_of(play.world, 0, 1)) if line.listing == key)
    assert (whole.visits, whole.shown, whole.looked, whole.clicked, whole.bought) == (200, 180, 80, 6, 1)
    later = next(line for line in funnels(play.world, sums_of(play.world, 1, 1)) if line.listing == key)
    assert (later.looked, later.bought) == (30, 0)


@pytest.mark.parametrize(
    ("visits", "shown", "looked", "clicked", "bought", "diagnosis"),
    [
        (0, 0, 0, 0, 0, "not_searched"),
        (1000, 900, 99, 1, 0, "not_seen"),
        (1000, 900, 100, 0, 0, "not_clicked"),
        (1000, 900, 100, 9, 0, "not_bought"),
        (1000, 900, 100, 9, 1, "sells"),
    ],
)
def test_the_diagnosis_names_the_step_at_which_shoppers_turn_away(
    play: Play, visits: int, shown: int, looked: int, clicked: int, bought: int, diagnosis: str
) -> None:
    key = "meridian/DE/bulb"
    play.world.traffic = [Traffic(0, key, 0, visits, shown, looked, clicked, bought)]
    assert next(line for line in funnels(play.world, sums_of(play.world, 0, 1)) if line.listing == key).diagnosis == diagnosis


def test_searches_are_named_by_their_words_the_most_looked_at_first(play: Play) -> None:
    key = "meridian/DE/bulb"
    words = play.world.setting.market.keywords
    play.world.traffic = [Traffic(0, key, 5, 9, 9, 3, 1, 0), Traffic(0, key, 8, 9, 9, 7, 2, 1)]
    lines = query_lines(play.world, sums_of(play.world, 0, 0).of_listing(key))
    assert [line.text for line in lines] == [words[8].text, words[5].text]


def test_the_purse_agrees_with_what_was_booked(play: Play) -> None:
    before = purse_of(play.world)
    assert (str(before.cash), str(before.owed), str(before.profit)) == ("5000.00 EUR", "0.00 EUR", "0.00 EUR")
    do(play, SaveShipping("meridian/DE", "de_parcel", ("DE",), 24, Money(0, "EUR")), Advance(20 * HOUR))
    do(play, ShipOrder("o1", (PackedItem("bulb", 1),), "de_parcel"))
    after = purse_of(play.world)
    assert after.cash == before.cash - Money(479, "EUR")  # the lane's price up to 2000 g
    assert after.stock == before.stock - play.world.setting.products["bulb"].unit_cost
