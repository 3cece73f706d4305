from dataclasses import replace

import pytest

from lab.bands.keeper import ANSWER, answer, keep_shop, look_after, ship, untrue
from lab.bands.shops import Manner, goods_of_shop, open_shop, setting_of
from lab.messages.answers import judged
from lab.orders.agenda import put
from lab.orders.dispatch import form_faults
from lab.values.chance import key_of
from lab.values.moment import DAY, HOUR
from lab.world.due import ComingOrder, Due, OrderTarget
from lab.world.thread import Message, Thread
from lab.world.world import World
from tests.shoppers.worlds import market


def shop(number: int = 1, manner: Manner = Manner()) -> World:  # noqa: B008 - a frozen value
    made = market()
    return open_shop(setting_of(made, goods_of_shop(made, number), seed=1, visits=0, days=20, consequences=True), manner)


def order_one_of_everything(world: World, at: int = 1) -> None:
    for place, (key, listing) in enumerate(world.listings.items()):
        buyer = market().people[listing.country][0]
        coming = ComingOrder("", buyer, (OrderTarget(key, 3),), "scenario", key=key_of("test", place))
        put(world, Due(at=at, number=0, kind="order", order=coming))


@pytest.mark.parametrize("speed", ["standard", "economy", "express"])
def test_every_order_is_shipped_after_the_hours_of_the_manner_with_right_papers(speed: str) -> None:
    manner = Manner(speed=speed, ship_hours=18)  # type: ignore[arg-type]
    world = shop(manner=manner)
    order_one_of_everything(world)
    keep_shop(world, manner, 2)
    parcels = [(order, order.parcels[0]) for order in world.orders.values()]
    assert len(parcels) == 10
    assert {parcel.shipped_at for _, parcel in parcels} == {24 * HOUR}  # the first look after 18 hours and a minute
    for order, parcel in parcels:
        assert parcel.customs_form is not None
        assert form_faults(world, order, parcel.items, parcel.customs_form) == []


def test_two_days_and_three_more_are_five() -> None:
    manner = Manner()
    at_once, in_parts = shop(), shop()
    for world in (at_once, in_parts):
        order_one_of_everything(world)
    keep_shop(at_once, manner, 5)
    keep_shop(in_parts, manner, 2)
    keep_shop(in_parts, manner, 3)
    assert at_once.orders == in_parts.orders
    assert at_once.ledger == in_parts.ledger


def thread_about(world: World, key: str, attribute: str, language: str) -> Thread:
    listing = world.listings[key]
    thread = Thread("q", listing.platform, listing.country, market().people[listing.country][0], language, "?", None)
    thread.messages.append(Message("buyer", "?", 0))
    thread.about, thread.listing = attribute, key
    return thread


def test_right_and_wrong_answers_are_what_the_lab_takes_them_for() -> None:
    told: dict[str, list[bool]] = {"right": [], "wrong": []}
    for number in range(6):
        world = shop(number)
        for key, listing in world.listings.items():
            type_ = world.setting.type_of(listing.sku)
            truth = world.setting.products[listing.sku].truth
            for attribute in type_.attributes:
                if attribute.key in truth:
                    for language in ("en", "de", "es", "ru"):
                        thread = thread_about(world, key, attribute.key, language)
                        for way in ("right", "wrong"):
                            text = answer(world, thread, way)  # type: ignore[arg-type]
                            told[way].append(judged(text, attribute, truth[attribute.key], language).verdict == way)
    assert sum(told["right"]) >= 0.97 * len(told["right"])
    assert sum(told["wrong"]) >= 0.90 * len(told["wrong"])


def test_silence_is_polite_and_says_nothing() -> None:
    world = shop()
    key = next(iter(world.listings))
    attribute = world.setting.type_of(world.listings[key].sku).attributes[0]
    assert answer(world, thread_about(world, key, attribute.key, "en"), "silent") == ANSWER


def test_messages_are_answered_once_and_not_before_their_time() -> None:
    world = shop()
    key = next(iter(world.listings))
    attribute = world.setting.type_of(world.listings[key].sku).attributes[0]
    world.threads["q"] = thread_about(world, key, attribute.key, "de")
    manner = replace(Manner(), reply_hours=6)
    world.now = 6 * HOUR - 1
    look_after(world, manner)
    assert len(world.threads["q"].messages) == 1
    world.now = 6 * HOUR
    look_after(world, manner)
    look_after(world, manner)
    assert [message.by for message in world.threads["q"].messages] == ["buyer", "shop"]


def test_an_untrue_value_is_another_value() -> None:
    for type_ in market().types.values():
        for attribute in type_.attributes:
            true = {"yes_no": "yes", "number": str(attribute.low)}.get(attribute.kind) or [*attribute.choices, *attribute.values][0]
            if attribute.kind in ("yes_no", "number") or len([*attribute.choices, *attribute.values]) > 1:
                assert untrue(attribute, true) != true


def test_what_cannot_be_shipped_is_an_error_of_the_measurement() -> None:
    world = shop()
    order_one_of_everything(world)
    keep_shop(world, Manner(), 2)
    with pytest.raises(ValueError, match="order_not_open"):
        ship(world, next(iter(world.orders.values())))
    assert world.now == 2 * DAY


def test_what_buyers_ask_for_before_the_goods_leave_is_done() -> None:
    world = shop()
    order_one_of_everything(world)
    keep_shop(world, Manner(ship_hours=48), 1)
    first, second, *rest = world.orders.values()
    first.cancel_wish_at = world.now
    second.address_wish = replace(second.buyer, street="Anderswo 1")
    look_after(world, Manner(ship_hours=48))
    assert (first.state, first.cancel_answer, second.address_answer) == ("cancelled", "agreed", "agreed")
    keep_shop(world, Manner(ship_hours=48), 2)
    assert not first.parcels
    assert not second.parcels[0].goes_to_old_address
    assert {order.state for order in rest} <= {"shipped", "delivered", "refused"}
