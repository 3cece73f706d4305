"""Next steps, events, shoppers and money, read off plays of the sample scenario."""


import pytest

from lab.engine.actions import Advance, EndDay
from lab.engine.staff import StaffEvent
from lab.ledger.actions import SubmitReflection, SubmitWorksheet
from lab.listings.actions import SaveListing, SaveShipping, SetStock, UnpublishListing
from lab.listings.compliance import DecideCompliance
from lab.market.base import Market
from lab.messages.actions import CloseThread, Reply
from lab.orders.actions import AcknowledgeOrder, CancelOrder, ShipOrder
from lab.orders.aftermath_actions import ReplyToReview
from lab.scenarios.deal import deal
from lab.scenarios.play import Play, start
from lab.scenarios.script import load_scenario
from lab.school.overview import (
    Step,
    bar_of,
    events_between,
    free_pieces,
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
from lab.world.money import Payout
from lab.world.order import PackedItem, Parcel
from lab.world.promotion import Promotion
from lab.world.stock import Inbound, Pile
from lab.world.traffic import Traffic
from tests.ledger.foreign import foreign_world, sold

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


def step_of(play: Play, kind: str) -> Step | None:
    return next((step for step in next_steps(play) if step.kind == kind), None)


@pytest.fixture
def ordered(play: Play) -> Play:
    """The sample scenario when both of its orders have come."""
    do(play, Advance(20 * HOUR))
    return play


def test_orders_are_to_be_acknowledged_in_one_step_due_with_the_first_of_them(ordered: Play) -> None:
    waiting = [order for order in ordered.world.orders.values() if order.is_open]
    hours = {key: profile.acknowledge_hours for key, profile in ordered.world.setting.platforms.items()}
    due, first = min((order.placed_at + hours[order.platform] * HOUR, order.id) for order in waiting)
    step = step_of(ordered, "acknowledge")
    assert step is not None
    assert (step.ref, step.due, step.count) == (first, due, len(waiting))
    for order in waiting:
        order.held_until = order.placed_at + 90  # the time counts from the end of the hold
    later = step_of(ordered, "acknowledge")
    assert later is not None
    assert later.due == due + 90
    do(ordered, *(AcknowledgeOrder(order.id) for order in waiting))
    assert step_of(ordered, "acknowledge") is None


def test_an_order_of_which_a_part_has_left_is_still_to_be_shipped_and_one_on_hold_is_not(ordered: Play) -> None:
    order = ordered.world.orders["o1"]
    count = bar_of(ordered, "en").open_orders
    order.state = "part_shipped"
    assert bar_of(ordered, "en").open_orders == count
    assert "o1" in [step.ref for step in next_steps(ordered) if step.kind == "ship"]
    order.state, order.held_until = "held", ordered.world.now + HOUR
    assert bar_of(ordered, "en").open_orders == count - 1
    assert "o1" not in [step.ref for step in next_steps(ordered) if step.kind == "ship"]
    assert step_of(ordered, "held") == Step("held", "o1", name=order.number, count=1)


def test_a_buyers_wish_is_to_be_answered_before_the_goods_leave(ordered: Play) -> None:
    order = ordered.world.orders["o1"]
    order.address_wish = order.buyer
    order.cancel_wish_at = ordered.world.now
    hours = ordered.world.setting.platforms[order.platform].cancel_wish_hours
    assert step_of(ordered, "address_wish") == Step("address_wish", "o1", order.ship_by, order.number)
    assert step_of(ordered, "cancel_wish") == Step("cancel_wish", "o1", ordered.world.now + hours * HOUR, order.number)
    assert "o1" not in [step.ref for step in next_steps(ordered) if step.kind == "ship"]
    order.address_answer, order.cancel_answer = "declined", "declined"
    assert step_of(ordered, "address_wish") is None
    assert step_of(ordered, "cancel_wish") is None
    assert "o1" in [step.ref for step in next_steps(ordered) if step.kind == "ship"]


def test_returns_and_claims_are_to_be_answered_in_time_and_press_as_parcels_do(ordered: Play) -> None:
    world = ordered.world
    pressing = bar_of(ordered, "en").pressing
    wished = Return("o1", world.now, "changed_mind", decide_by=world.now + HOUR)
    claim, bank = Dispute("o1", world.now, "late", answer_by=world.now + 2), Dispute("o1", 5, "late", kind="chargeback", answer_by=9 * HOUR)
    world.returns, world.disputes = [wished], [claim, bank]
    number = world.orders["o1"].number
    assert step_of(ordered, "return") == Step("return", "o1", world.now + HOUR, number)
    assert step_of(ordered, "claim") == Step("claim", "o1", world.now + 2, number)
    assert step_of(ordered, "chargeback") == Step("chargeback", "o1", 9 * HOUR, number)
    assert bar_of(ordered, "en").pressing == pressing + 3
    wished.decision, claim.answer, bank.closed_at = "keep_goods", "contest", world.now  # an offer waits for the buyer
    assert not {"return", "claim", "chargeback"} & set(kinds(ordered))


def test_reviews_without_a_reply_are_one_step_that_leads_to_the_worst(ordered: Play) -> None:
    world = ordered.world
    world.orders["o1"].state, world.orders["o1"].delivered_at = "delivered", world.now
    world.reviews = [Review("o1", "meridian/DE/bulb", 1, 9), Review("o2", "meridian/DE/bulb", 5, 10)]
    assert step_of(ordered, "review") == Step("review", "o1", count=2)
    do(ordered, ReplyToReview("o1", "Es tut uns leid, wir haben Ihnen geschrieben."))
    assert step_of(ordered, "review") == Step("review", "o2", count=1)


def test_goods_that_sell_faster_than_new_ones_come_are_to_be_reordered(ordered: Play) -> None:
    world = ordered.world
    order = world.orders["o1"]
    sku = order.items[0].sku
    needed = sum(one.missing.get(sku, 0) for one in world.orders.values() if one.is_open)
    gone = sum(item.quantity for one in world.orders.values() for item in one.items if item.sku == sku)
    assert world.setting.products[sku].lead_days == 7  # so as many must be free as were sold in seven days
    world.shop.stock[sku] = needed + gone
    assert sku not in [step.ref for step in next_steps(ordered) if step.kind == "reorder"]
    world.shop.stock[sku] -= 1
    assert Step("reorder", sku, count=gone - 1) in next_steps(ordered)
    world.inbound = [coming("i1", sku, 1)]
    assert sku not in [step.ref for step in next_steps(ordered) if step.kind == "reorder"]


def coming(name: str, sku: str, pieces: int) -> Inbound:
    nothing = Money(0, "EUR")
    return Inbound(name, "purchase", sku, pieces, "", "", 0, 99 * HOUR, nothing, nothing, nothing, nothing)


def test_free_pieces_lie_at_home_abroad_and_on_the_way(play: Play) -> None:
    play.world.shop.stock["bulb"] = 5
    play.world.shop.abroad = {"KZ": {"bulb": Pile(7, 100)}}
    play.world.inbound = [coming("i1", "bulb", 11), coming("i2", "lamp", 13)]
    assert free_pieces(play.world, "bulb") == 23


def test_the_shops_own_news_are_told(ordered: Play) -> None:
    world = ordered.world
    order = world.orders["o1"]
    order.held_until, order.cancel_wish_at = order.placed_at + 5, order.placed_at + 6
    way = (order.placed_at + 10, order.placed_at + 10 + 5 * 24 * HOUR + 100)  # customs keep it for five days
    order.parcels = [Parcel("kz_tracked", "T", (), (), None, Money(0, "EUR"), *way, held=True)]
    arrived = coming("i1", "bulb", 40)
    arrived.arrived_at = 50
    world.inbound = [arrived, coming("i2", "bulb", 40)]
    world.payouts = [Payout(1, "meridian", 60, Money(900, "EUR"), Money(900, "EUR"), Money(900, "EUR"), 1_000_000, 3)]
    world.promotions = {
        "p": Promotion("p", "discount", "Mai", [order.listing], 10, 70, 80, 0),
        "never": Promotion("never", "discount", "Nie", [order.listing], 10, 70, 65, 0),
        "later": Promotion("later", "discount", "Juni", [order.listing], 10, 75, 999 * HOUR, 0),
    }
    world.returns = [Return("o1", 10, "changed_mind", back_at=95, decision="buyer_pays", decided_at=90, decided_by="platform")]
    world.now += 200
    told = {(event.kind, event.at, event.name, event.count) for event in events_between(world, -1, world.now)}
    number = order.number
    assert told >= {
        ("verified", order.placed_at + 5, number, 0), ("cancel_wish", order.placed_at + 6, number, 0),
        ("goods_in", 50, "bulb", 40), ("payout", 60, "meridian", 0), ("promotion", 70, "Mai", 0), ("promotion_over", 80, "Mai", 0),
        ("promotion", 75, "Juni", 0), ("return_decided", 90, number, 0), ("goods_back", 95, number, 0),
        ("customs", order.placed_at + 10 + 60, number, 0),
    }  # fmt: skip
    assert {name for kind, _at, name, _count in told if kind.startswith("promotion")} == {"Mai", "Juni"}


def test_what_platforms_owe_in_other_money_counts_as_it_was_booked() -> None:
    world = foreign_world()
    before = purse_of(world).owed
    sold(world)
    fee = world.orders["o1"].owed_home
    assert purse_of(world).owed - before == Money(fee, "EUR")
    assert fee > 0
    assert purse_of(world).profit == Money(fee, "EUR")  # an export: no tax, nothing sent yet


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


def test_goods_with_rules_are_to_be_decided_on_before_they_are_listed_and_refused_ones_not_at_all(market: Market) -> None:
    scenario = load_scenario(SCENARIOS / "ship-to-six-countries")
    play = start(scenario, deal(scenario, 7, market), market)
    asked = [step.ref for step in next_steps(play) if step.kind == "decide"]
    assert asked and not any(step.kind == "write_listing" and step.ref in asked for step in next_steps(play))
    _, country, sku = asked[0].split("/")
    do(play, DecideCompliance(sku, country, "refuse", "a rule"))
    left = [step for step in next_steps(play) if step.ref == asked[0]]
    assert left == []
    _, country, sku = asked[-1].split("/")
    do(play, DecideCompliance(sku, country, "sell"))
    assert ("write_listing", asked[-1]) in [(step.kind, step.ref) for step in next_steps(play)]


def test_recalled_goods_are_neither_to_be_sent_nor_listed_nor_reordered(ordered: Play) -> None:
    world = ordered.world
    order = world.orders["o1"]
    sku = order.items[0].sku
    world.shop.stock[sku] = 0
    do(ordered, SetStock(order.listing, 0))
    assert {("ship", "o1"), ("reorder", sku), ("restock", order.listing)} <= {(step.kind, step.ref) for step in next_steps(ordered)}
    ordered.act(StaffEvent("recall", sku=sku, days=30), "staff:1")
    assert ordered.world.recall_of(sku) is not None
    assert not [step for step in next_steps(ordered) if step.ref in (sku, order.listing)]
    assert Step("cancel_stopped", "o1", order.ship_by, order.number) in next_steps(ordered)
    assert ("ship", "o1") not in [(step.kind, step.ref) for step in next_steps(ordered)]
    do(ordered, CancelOrder("o1", "zurückgerufen"))
    assert "o1" not in [step.ref for step in next_steps(ordered)]


def test_an_order_waits_for_the_end_of_a_recall_that_comes_in_time(ordered: Play) -> None:
    order = ordered.world.orders["o1"]
    order.ship_by = ordered.world.now + 3 * 24 * HOUR
    ordered.act(StaffEvent("recall", sku=order.items[0].sku, days=2), "staff:1")
    assert step_of(ordered, "wait_recall") == Step("wait_recall", "o1", name=order.number)
    ordered.world.now += 2 * 24 * HOUR
    assert ("ship", "o1") in [(step.kind, step.ref) for step in next_steps(ordered)]


def test_what_the_shop_refuses_to_sell_is_taken_off_sale_and_not_offered_again(play: Play) -> None:
    key = "meridian/DE/bulb"
    do(play, SetStock(key, 0), DecideCompliance("bulb", "DE", "refuse", "a rule"))
    assert [step.kind for step in next_steps(play) if step.ref == key] == ["take_off"]
    do(play, UnpublishListing(key))
    assert [step for step in next_steps(play) if step.ref == key] == []


def test_a_draft_of_goods_that_are_banned_asks_for_a_decision_and_not_to_be_mended(market: Market) -> None:
    scenario = load_scenario(SCENARIOS / "may-we-sell-this")
    play = start(scenario, deal(scenario, 7, market), market)
    key = "meridian/GB/watch"
    do(play, SaveListing(key, title="Watch"), DecideCompliance("watch", "GB", "sell"))
    assert [step.kind for step in next_steps(play) if step.ref == key] == ["decide"]
    do(play, DecideCompliance("watch", "GB", "refuse", "a copy"))
    assert [step for step in next_steps(play) if step.ref == key] == []
