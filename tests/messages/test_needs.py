"""Whether an answer gives a buyer what was asked for."""

from dataclasses import replace

import pytest

from lab.messages.dialogue_book import Need
from lab.messages.needs import Met, arrival_window, judge_need
from lab.values.moment import DAY, HOUR
from lab.world.thread import Message, Thread
from lab.world.world import World
from tests.builders import ANNA, DE_LAMP, act, make_listing, make_order, make_world


def thread_about(world: World, intent: str, *, order: str | None = "o1", language: str = "de", **changes: object) -> Thread:
    thread = Thread("t1", "meridian", "DE", ANNA, language, "Frage", order, [Message("buyer", "?", world.now)], intent=intent)
    for name, value in changes.items():
        setattr(thread, name, value)
    world.threads[thread.id] = thread
    return thread


def said(world: World, thread: Thread, need: Need, text: str) -> str:
    met = judge_need(world, thread, need, text, world.now)
    assert met.span is None or (0 <= met.span[0] < met.span[1] <= len(text))
    assert (met.span is None) == (met.verdict == "missing")
    return met.verdict


def sent() -> tuple[World, str]:
    """A world with an order that has left, and its tracking number."""
    world = make_world()
    order = make_order(world)
    assert act(world, "order.ship", order="o1", items=[{"sku": "lamp", "quantity": 1}], lane="de_parcel").ok
    return world, order.parcels[0].tracking_number


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Es tut mir leid, dass Sie warten mussten."), ("ru", "Приносим извинения за задержку."),
        ("ar", "نعتذر عن هذا التأخير."), ("tr", "Gecikme için özür dileriz."), ("en", "I am sorry for the delay."),
    ],
)  # fmt: skip
def test_an_apology_is_heard_in_the_language_of_the_buyer(language: str, text: str) -> None:
    world = make_world()
    thread = thread_about(world, "damaged", order=None, language=language)
    assert said(world, thread, "apology", text) == "right"
    assert said(world, thread, "apology", "12 cm") == "missing"


def test_the_tracking_number_of_a_parcel_that_has_left_is_wanted() -> None:
    world, number = sent()
    thread = thread_about(world, "where_is_order")
    assert said(world, thread, "tracking", f"Die Sendungsnummer lautet {number.lower()}.") == "right"
    assert said(world, thread, "tracking", "Ihr Paket ist unterwegs.") == "missing"


def test_before_it_has_left_that_it_has_not_is_the_answer_and_anything_else_is_untrue() -> None:
    world = make_world()
    make_order(world)
    thread = thread_about(world, "where_is_order")
    assert said(world, thread, "tracking", "Wir versenden Ihr Paket morgen.") == "right"
    assert said(world, thread, "tracking", "Ihr Paket wurde gestern versandt.") == "wrong"
    assert said(world, thread, "tracking", "Guten Tag") == "missing"


def test_an_arrival_that_the_service_can_keep_is_right() -> None:
    world, _ = sent()
    thread = thread_about(world, "where_is_order")
    window = arrival_window(world, thread, world.now)
    assert window is not None and 0 < window[0] <= window[1]
    assert said(world, thread, "arrival", f"Es kommt in etwa {window[1]} Tagen an.") == "right"
    assert said(world, thread, "arrival", "Es kommt bald an.") == "missing"
    assert said(world, thread, "arrival", "Es kommt in 90 Tagen an.") == "wrong"
    assert said(world, thread, "arrival", "Es war am 1. Mai bei Ihnen.") == "wrong"  # the past


def test_as_time_goes_by_less_of_the_way_is_left() -> None:
    world, _ = sent()
    thread = thread_about(world, "where_is_order")
    first = arrival_window(world, thread, world.now)
    later = arrival_window(world, thread, world.now + 2 * DAY)
    assert first is not None and later is not None
    assert later == (max(0, first[0] - 2), max(0, first[1] - 2))


def test_before_buying_the_way_of_shipping_of_the_place_counts() -> None:
    world = make_world(make_listing())
    thread = thread_about(world, "ask_delivery", order=None, listing=DE_LAMP)
    assert arrival_window(world, thread, world.now) is not None
    world.templates.clear()
    assert arrival_window(world, thread, world.now) is None


def test_a_yes_must_have_been_done_and_a_no_must_be_one() -> None:
    world = make_world()
    order = make_order(world)
    thread = thread_about(world, "change_address")
    yes, no = "Ich habe die Adresse geändert.", "Die Adresse kann nicht mehr geändert werden."
    assert said(world, thread, "decision", yes) == "wrong"
    assert said(world, thread, "decision", no) == "right"
    order.address_wish = replace(ANNA, street="Am Bach 1")
    order.address_answer = "agreed"
    assert said(world, thread, "decision", yes) == "right"
    assert said(world, thread, "decision", no) == "wrong"
    assert said(world, thread, "decision", "Guten Tag") == "missing"


def test_who_pays_the_charges_is_as_agreed_for_the_order() -> None:
    world = make_world()
    order = make_order(world)
    thread = thread_about(world, "customs_hold")
    shop, buyer = "Die Einfuhrabgaben übernehmen wir.", "Die Einfuhrabgaben zahlen Sie bei der Zustellung."
    assert (order.incoterm, said(world, thread, "who_pays", shop), said(world, thread, "who_pays", buyer)) == ("DDP", "right", "wrong")
    order.incoterm = "DAP"
    assert (said(world, thread, "who_pays", shop), said(world, thread, "who_pays", buyer)) == ("wrong", "right")


def test_goods_that_are_not_as_described_go_back_at_the_shops_cost() -> None:
    world, _ = sent()
    ours, yours = "Das Rücksendeetikett ist für Sie kostenlos.", "Die Kosten der Rücksendung tragen Sie."
    thread = thread_about(world, "return_not_as_described")
    assert (said(world, thread, "return_cost", ours), said(world, thread, "return_cost", yours)) == ("right", "wrong")
    thread.intent = "return_changed_mind"
    assert said(world, thread, "return_cost", yours) == "right"


def test_the_days_for_a_return_may_be_more_than_the_platforms_but_not_fewer() -> None:
    world, _ = sent()
    thread = thread_about(world, "return_changed_mind")
    days = world.setting.platforms["meridian"].return_window_days
    assert said(world, thread, "window", f"Sie haben {days} Tage Zeit.") == "right"
    assert said(world, thread, "window", f"Sie haben {days - 1} Tage Zeit.") == "wrong"
    assert said(world, thread, "window", "Sie haben Zeit.") == "missing"


def test_money_that_was_not_sent_is_not_back() -> None:
    world, _ = sent()
    thread = thread_about(world, "refund_state")
    assert said(world, thread, "refund_when", "Wir haben den Betrag bereits erstattet.") == "wrong"
    assert said(world, thread, "refund_when", "Das Geld ist in 5 Werktagen auf Ihrem Konto.") == "right"


def test_who_wants_to_pay_elsewhere_is_kept_on_the_platform() -> None:
    world = make_world(make_listing())
    thread = thread_about(world, "off_platform", order=None, listing=DE_LAMP)
    assert said(world, thread, "platform", "Bitte bestellen Sie nur über die Plattform.") == "right"
    assert said(world, thread, "platform", "Überweisen Sie auf mein Konto, schreiben Sie an shop@example.com.") == "wrong"


def test_an_attribute_is_judged_by_what_the_goods_are() -> None:
    world = make_world(make_listing())
    thread = thread_about(world, "ask_attribute", order=None, listing=DE_LAMP, about="cord_length")
    assert said(world, thread, "attribute", "Das Kabel ist 180 cm lang.") == "right"
    assert said(world, thread, "attribute", "Das Kabel ist 150 cm lang.") == "wrong"
    assert said(world, thread, "attribute", "Wir sehen nach.") == "missing"


@pytest.mark.parametrize("need", ["remedy", "return_how", "papers"])
def test_what_is_spoken_of_in_the_buyers_language_counts(need: Need) -> None:
    texts = {
        "remedy": "Wir schicken Ihnen sofort Ersatz oder erstatten den Kaufpreis.",
        "return_how": "Sie bekommen von uns ein Rücksendeetikett.",
        "papers": "Die Rechnung liegt dieser Nachricht bei.",
    }
    world = make_world()
    make_order(world)
    thread = thread_about(world, "damaged")
    assert said(world, thread, need, texts[need]) == "right"
    assert said(world, thread, need, "Guten Tag") == "missing"


def test_a_verdict_is_the_same_twice() -> None:
    world, number = sent()
    thread = thread_about(world, "where_is_order")
    first, second = (judge_need(world, thread, "tracking", number, world.now + HOUR) for _ in range(2))
    assert first == second == Met("tracking", "right", (0, len(number)))
