"""Buyers write about their orders."""

from dataclasses import replace

import pytest

from lab.engine.advance import advance
from lab.engine.pack import pack, unpack, world_hash
from lab.messages import hazards
from lab.messages.letters import expect_customs_letter, expect_letters, expect_letters_after, write_letter
from lab.messages.phrasebook import load_letters
from lab.orders.returns import request_return
from lab.orders.satisfaction import is_unanswered, reply_minutes, satisfaction_terms, stars
from lab.values.chance import key_of
from lab.values.moment import DAY, HOUR
from lab.world.aftermath import ReturnReason
from lab.world.due import Due
from lab.world.order import Order
from lab.world.world import World
from tests.builders import ANNA, KZ_LAMP, act, make_form, make_order, make_world
from tests.orders.fulfilment import ELSEWHERE, two_homes


def keyed(order: Order, what: str, per_10_000: int) -> Order:
    """The order with a key whose buyer writes about something."""
    order.key = next(key for number in range(100_000) if hazards.happens(key := key_of("buyer", number), what, per_10_000))
    return order


def letter(order: Order, intent: str) -> Due:
    return Due(at=0, number=0, kind="letter", ref=order.id, intent=intent)


def delivered(world: World) -> Order:
    order = make_order(world)
    assert act(world, "order.ship", order="o1", items=[{"sku": "lamp", "quantity": 1}], lane="de_parcel").ok
    order.state, order.delivered_at = "delivered", world.now
    return order


def test_a_buyer_with_a_wrong_address_writes_before_the_parcel_leaves() -> None:
    world = make_world(market=two_homes())
    order = keyed(make_order(world), "address", hazards.ADDRESS_PER_10_000)
    expect_letters(world, order)
    assert "change_address" in [due.intent for due in world.agenda]
    advance(world, 6 * HOUR)
    thread = world.threads["m-o1-1"]
    assert (thread.order, thread.intent, thread.language, thread.buyer) == ("o1", "change_address", "de", ANNA)
    assert order.number in thread.messages[0].text
    assert order.address_wish == ELSEWHERE and ELSEWHERE.street in thread.messages[0].text
    assert thread.waits_since is not None


def test_nobody_writes_for_a_new_address_once_the_parcel_has_left() -> None:
    world = make_world()
    order = make_order(world)
    order.state = "shipped"
    assert write_letter(world, letter(order, "change_address")) is None


def test_who_waits_longest_asks_and_does_not_ask_again_before_an_answer() -> None:
    world = make_world()
    order = make_order(world)
    world.now = order.promised_at + 20 * DAY
    number = hazards.inquiry_number(order, world.now)
    keyed(order, f"where.{number}", hazards.WHERE_AT_MOST_PER_10_000)
    thread = write_letter(world, letter(order, "where_is_order"))
    assert thread is not None
    assert thread.intent == "where_is_order_late"
    assert [due.at for due in world.agenda if due.kind == "letter"] == [world.now + 3 * DAY]
    assert write_letter(world, letter(order, "where_is_order")) is None
    assert len(thread.messages) == 1


def test_an_answered_buyer_goes_on_in_the_same_conversation() -> None:
    world = make_world()
    order = make_order(world)
    world.now = order.promised_at + 20 * DAY
    written: list[int] = []
    for _ in range(8):
        number = hazards.inquiry_number(order, world.now)
        keyed(order, f"where.{number}", hazards.WHERE_AT_MOST_PER_10_000)
        if write_letter(world, letter(order, "where_is_order")) is not None:
            written.append(world.now)
            assert act(world, "message.reply", thread="m-o1-1", text="Das Paket ist unterwegs.").ok
        world.now += 3 * DAY
    assert list(world.threads) == ["m-o1-1"]
    texts = [message.text for message in world.threads["m-o1-1"].messages if message.by == "buyer"]
    assert len(texts) == len(written) >= 2
    assert len(set(texts)) == len(texts)  # nobody sends the same words twice


def test_another_matter_opens_another_conversation() -> None:
    world = make_world(market=two_homes())
    order = make_order(world)
    assert write_letter(world, letter(order, "change_address")) is not None
    order.state, order.delivered_at = "delivered", world.now
    assert write_letter(world, letter(order, "damaged")) is not None
    assert list(world.threads) == ["m-o1-1", "m-o1-2"]


@pytest.mark.parametrize(("incoterm", "per_10_000"), [("DAP", 6000), ("DDP", 2500)])
def test_customs_make_buyers_write_more_often_where_they_have_to_pay(incoterm: str, per_10_000: int) -> None:
    world = make_world()
    order = make_order(world, listing=KZ_LAMP)
    order.incoterm = incoterm  # type: ignore[assignment]
    assert act(world, "order.ship", order="o1", items=[{"sku": "lamp", "quantity": 1}], lane="kz_tracked", customs_form=make_form(world, order)).ok
    order.parcels[0] = replace(order.parcels[0], held=True)
    expected = 0
    for number in range(300):
        world.agenda.clear()
        order.key = key_of("buyer", number)
        expect_customs_letter(world, order)
        came = bool(world.agenda)
        assert came == hazards.happens(order.key, "customs", per_10_000)
        expected += came
    assert abs(expected / 300 - per_10_000 / 10_000) < 0.09


def test_a_parcel_that_nobody_keeps_makes_nobody_write() -> None:
    world = make_world()
    order = delivered(world)
    world.agenda.clear()
    expect_customs_letter(world, order)
    assert world.agenda == []


@pytest.mark.parametrize("reason", ["changed_mind", "not_as_described"])
def test_a_return_comes_with_a_message_that_says_why(reason: ReturnReason) -> None:
    world = make_world()
    order = delivered(world)
    assert request_return(world, "o1", reason) is not None
    expect_letters_after(world, order, "return_wished")
    assert world.threads["m-o1-1"].intent == f"return_{reason}"


def test_wrong_goods_are_reported_as_such() -> None:
    world = make_world()
    order = make_order(world)
    assert act(world, "order.ship", order="o1", items=[{"sku": "bulb", "quantity": 1}], lane="de_parcel").ok
    order.state, order.delivered_at = "delivered", world.now
    world.agenda.clear()
    expect_letters_after(world, keyed(order, "wrong item", hazards.WRONG_ITEM_PER_10_000), "delivered")
    assert "wrong_item" in [due.intent for due in world.agenda]


def test_only_the_angry_complain_and_only_the_happy_praise() -> None:
    world = make_world()
    order = delivered(world)
    order.over_claim = 1000  # nobody is content with this
    assert write_letter(world, letter(order, "praise")) is None
    thread = write_letter(world, letter(order, "complaint"))
    assert thread is not None
    assert thread.intent == "complaint"
    world = make_world()
    order = delivered(world)
    order.key = next(key for n in range(1000) if (key := key_of("happy", n)) and _stars(world, order, key) == 5)
    assert write_letter(world, letter(order, "complaint")) is None
    assert write_letter(world, letter(order, "praise")) is not None


def _stars(world: World, order: Order, key: int) -> int:
    order.key = key
    return stars(world, order)


def test_an_unanswered_complaint_costs_satisfaction_and_triples_the_chance_of_a_dispute() -> None:
    world = make_world()
    order = delivered(world)
    order.over_claim = 1000
    thread = write_letter(world, letter(order, "complaint"))
    assert thread is not None
    written_at = world.now
    world.now += 24 * HOUR
    assert not is_unanswered(world, order)
    world.now += 1
    assert is_unanswered(world, order)
    assert reply_minutes(world, order) == (24 * HOUR + 1,)
    waiting = {term.name: term.value for term in satisfaction_terms(world, order)}["answers"]
    world.now = written_at + HOUR
    assert act(world, "message.reply", thread=thread.id, text="Das tut uns leid. Wir schicken Ihnen Ersatz.").ok
    world.now += 30 * HOUR
    assert not is_unanswered(world, order)
    assert {term.name: term.value for term in satisfaction_terms(world, order)}["answers"] > 0 > waiting


def test_who_only_says_thanks_waits_for_no_answer() -> None:
    world = make_world()
    order = delivered(world)
    order.key = next(key for n in range(1000) if (key := key_of("happy", n)) and _stars(world, order, key) == 5)
    assert write_letter(world, letter(order, "praise")) is not None
    world.now += 5 * DAY
    assert reply_minutes(world, order) == ()
    assert not is_unanswered(world, order)


def test_a_world_without_consequences_gets_no_letters() -> None:
    world = make_world(consequences=False)
    order = delivered(world)
    world.agenda.clear()
    expect_letters(world, order)
    expect_letters_after(world, order, "delivered")
    expect_letters_after(world, order, "return_wished")
    order.parcels[0] = replace(order.parcels[0], held=True)
    expect_customs_letter(world, order)
    assert world.agenda == []
    assert world.threads == {}


def test_a_letter_is_packed_and_unpacked_with_the_world() -> None:
    world = make_world(market=two_homes())
    order = make_order(world)
    expect_letters(world, order)
    assert write_letter(world, letter(order, "change_address")) is not None
    assert world_hash(unpack(pack(world), world.setting)) == world_hash(world)


def test_the_words_are_those_of_the_phrasebook() -> None:
    world = make_world()
    order = delivered(world)
    thread = write_letter(world, letter(order, "damaged"))
    assert thread is not None
    product = world.setting.type_of("lamp").names["de"]
    wordings = load_letters("de").intents["damaged"]
    known = {text.replace("{order}", order.number).replace("{product}", product) for text in (*wordings.texts, *wordings.upset)}
    text, _, signature = thread.messages[0].text.partition("\n\n")
    assert text in known
    assert ANNA.name in signature


def test_a_letter_about_nothing_is_refused() -> None:
    world = make_world()
    with pytest.raises(ValueError, match="nobody writes"):
        write_letter(world, letter(make_order(world), "weather"))


@pytest.mark.parametrize(("what", "intent"), [("cancel_wished", "cancel_wish"), ("address_wished", "change_address")])
def test_who_wishes_something_writes_about_it(what: str, intent: str) -> None:
    world = make_world()
    order = make_order(world)
    order.address_wish = ELSEWHERE
    expect_letters_after(world, order, what)
    thread = world.threads["m-o1-1"]
    assert thread.intent == intent
    assert "{" not in thread.messages[0].text


@pytest.mark.parametrize("state", ["held", "unshipped", "part_shipped", "shipped"])
def test_who_still_waits_for_goods_goes_on_asking_where_they_are(state: str) -> None:
    world = make_world()
    order = make_order(world)
    order.state = state  # type: ignore[assignment]
    world.now = order.promised_at + 30 * DAY
    world.agenda.clear()
    write_letter(world, letter(order, "where_is_order"))
    assert [due.intent for due in world.agenda] == ["where_is_order"]


def test_customs_may_keep_the_first_parcel_of_an_order_sent_in_parts() -> None:
    world = make_world()
    order = make_order(world, listing=KZ_LAMP, quantity=2)
    assert act(world, "order.ship", order="o1", items=[{"sku": "lamp", "quantity": 1}], lane="kz_tracked", more_to_come=True).ok
    assert order.state == "part_shipped"
    assert write_letter(world, letter(order, "customs_hold")) is not None
