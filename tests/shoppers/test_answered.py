"""Shoppers who asked read the answer, and decide."""

from dataclasses import replace

import pytest

from lab.engine.advance import advance
from lab.engine.pack import world_hash
from lab.messages.asking import question_id, receive_question
from lab.messages.needs import judgement_of
from lab.values.money import Money
from lab.world.due import Question
from lab.world.world import World
from tests.builders import ANNA, DE_LAMP, TRUTH, act, make_listing, make_world
from tests.messages.shops import Manner, month, sold

RIGHT = f"Guten Tag, das Kabel ist {TRUTH['cord_length']} cm lang."
WRONG = "Guten Tag, das Kabel ist 90 cm lang."
QUESTION = Question(question_id(77), DE_LAMP, ANNA, "cord_length", 77, 1000, 1200, 2, 3, 600)


def asked(**changes: object) -> World:
    """A shop that was asked at once by a shopper who waits for ten hours and is 200 short of buying."""
    world = make_world(make_listing())
    assert receive_question(world, replace(QUESTION, **changes)) is not None  # type: ignore[arg-type]
    return world


def reply(world: World, text: str, at: int) -> None:
    if at > world.now:
        advance(world, at - world.now)
    assert act(world, "message.reply", thread=QUESTION.id, text=text).ok


def outcome(world: World) -> str:
    return world.threads[QUESTION.id].outcome


def test_a_right_answer_wins_the_sale_ten_minutes_later_at_the_price_of_the_moment() -> None:
    world = asked()
    reply(world, RIGHT, 60)
    world.listings[DE_LAMP].price = Money(3000, "EUR")
    advance(world, 9)
    assert outcome(world) == ""
    advance(world, 1)
    assert outcome(world) == "bought"
    (order,) = world.orders.values()
    assert (order.key, order.buyer, order.items[0].quantity, order.items[0].unit_price) == (77, ANNA, 2, Money(3000, "EUR"))
    assert world.listings[DE_LAMP].record.sold == 2
    assert [(row.query, row.bought, row.ad_bought) for row in world.traffic] == [(3, 1, 0)]


def test_a_wrong_answer_loses_even_a_shopper_who_would_have_bought() -> None:
    world = asked(worth=1400)
    reply(world, WRONG, 60)
    advance(world, 10)
    assert (outcome(world), len(world.orders)) == ("left", 0)


def test_a_shopper_who_finds_it_far_better_buys_in_spite_of_a_wrong_answer() -> None:
    world = asked(worth=2000)
    reply(world, WRONG, 60)
    advance(world, 10)
    assert outcome(world) == "bought"


@pytest.mark.parametrize("worth", [1000, 5000])
def test_who_gets_no_answer_is_gone_and_the_thread_stays_open(worth: int) -> None:
    world = asked(worth=worth)
    advance(world, 600)
    assert outcome(world) == "left"
    assert world.threads[QUESTION.id].waits_since is not None
    reply(world, RIGHT, 601)
    advance(world, 60)
    assert len(world.orders) == 0


def test_an_answer_in_the_last_minute_still_counts() -> None:
    world = asked()
    reply(world, RIGHT, 599)
    advance(world, 1)
    assert outcome(world) == ""
    advance(world, 9)
    assert outcome(world) == "bought"


def test_a_promise_to_look_it_up_does_not_end_the_waiting_and_the_newest_answer_counts() -> None:
    world = asked()
    reply(world, "Guten Tag, wir klären das und melden uns.", 60)
    advance(world, 30)
    assert outcome(world) == ""
    reply(world, WRONG, 100)
    reply(world, "Entschuldigung: " + RIGHT, 105)
    reply(world, "Gern geschehen!", 107)
    advance(world, 20)
    # At 110 the shopper has read only the first of them.
    assert outcome(world) == "left"
    world = asked()
    reply(world, WRONG, 100)
    reply(world, "Entschuldigung: " + RIGHT, 100)
    reply(world, "Gern geschehen!", 100)
    advance(world, 10)
    assert outcome(world) == "bought"


def test_an_answer_in_another_language_is_none() -> None:
    world = asked()
    reply(world, f"Hello and thank you for asking, the cord of this lamp is {TRUTH['cord_length']} cm long.", 60)
    advance(world, 540)
    assert outcome(world) == "left"


@pytest.mark.parametrize("change", [{"stock": 0}, {"live_since": None}])
def test_what_is_sold_out_or_taken_down_is_not_bought(change: dict[str, object]) -> None:
    world = asked()
    reply(world, RIGHT, 60)
    for name, value in change.items():
        setattr(world.listings[DE_LAMP], name, value)
    advance(world, 10)
    assert (outcome(world), len(world.orders), world.traffic) == ("left", 0, [])


def test_the_advert_that_was_clicked_gets_the_sale() -> None:
    world = asked(ad=("c1", "exact", "lampe"))
    reply(world, RIGHT, 60)
    advance(world, 10)
    assert [(row.bought, row.ad_bought) for row in world.traffic] == [(1, 1)]
    (line,) = world.ad_traffic
    assert (line.campaign, line.match, line.target, line.bought, line.sales) == ("c1", "exact", "lampe", 1, 2 * 3990)


def test_an_answer_is_judged_by_the_truth_about_the_goods() -> None:
    world = asked()
    reply(world, RIGHT, 10)
    thread = world.threads[QUESTION.id]
    found = judgement_of(world, thread, thread.messages[-1].text)
    assert found is not None
    assert found.verdict == "right"
    thread.about = "taste"
    assert judgement_of(world, thread, thread.messages[-1].text) is None


@pytest.mark.slow
def test_right_answers_sell_more_than_silence_and_wrong_ones_less_than_right_ones() -> None:
    manners: tuple[Manner, ...] = ("right", "wrong", "silent")
    total = dict.fromkeys(manners, 0)
    for seed in (1, 2, 3):
        of_seed = {manner: sold(month(seed, manner, days=8, visits=200_000_000)) for manner in manners}
        assert of_seed["right"] >= of_seed["wrong"] >= of_seed["silent"]
        for manner, pieces in of_seed.items():
            total[manner] += pieces
    assert total["right"] > total["wrong"]
    assert total["right"] > total["silent"]


def test_small_steps_of_time_make_no_difference() -> None:
    whole, steps = (month(4, "silent", days=0, visits=100_000_000) for _ in range(2))
    advance(whole, 2 * 1440)
    for _ in range(2 * 24):
        advance(steps, 60)
    assert world_hash(whole) == world_hash(steps)
