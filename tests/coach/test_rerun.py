"""A journal played once more, in step with the first time."""

from dataclasses import replace

import pytest

from lab.coach.change import Change, Overlay
from lab.coach.rerun import Hands, Rerun
from lab.engine.actions import Advance, AdvanceToNext
from lab.engine.pack import pack, unpack
from lab.market.base import Market
from lab.messages.actions import Reply
from lab.orders.actions import CancelOrder, ShipOrder
from lab.scenarios.play import Play
from lab.world.world import World
from tests.coach.plays import LAMP, act, fresh_play, play_reference, send_all


def again(market: Market, play: Play, overlay: Overlay | None = None, **more: object) -> Rerun:
    rerun = Rerun(fresh_play(market), play.world.now, overlay, play.world, **more)  # type: ignore[arg-type]
    rerun.run(play.rows)
    return rerun


def test_the_same_journal_without_a_change_gives_the_same_world_to_the_byte(market: Market, lived: Play) -> None:
    rerun = again(market, lived)
    assert rerun.play.world_hash() == lived.world_hash()
    assert rerun.left_out == 0
    assert [row.action for row in rerun.play.rows] == [row.action for row in lived.rows]


def test_the_whole_reference_of_the_scenario_is_played_again_as_it_was(market: Market) -> None:
    play = play_reference(fresh_play(market), 60 * 60)
    assert play.world.orders["o2"].state == "shipped"
    assert again(market, play).play.world_hash() == play.world_hash()


def test_time_until_something_happens_is_the_same_time_as_then(market: Market) -> None:
    play = act(fresh_play(market), AdvanceToNext(), AdvanceToNext(), Advance(90))
    assert again(market, play).play.world_hash() == play.world_hash()


def test_each_day_is_told_once_when_it_is_over(market: Market, lived: Play) -> None:
    told: list[int] = []
    again(market, lived, on_day=told.append)
    assert told == list(range(6))


def test_work_can_be_stopped_between_two_days(market: Market, lived: Play) -> None:
    def stop(day: int) -> None:
        if day == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        again(market, lived, on_day=stop)


def test_the_eve_of_every_quarter_is_seen(market: Market, lived: Play) -> None:
    eves: list[int] = []
    again(market, lived, before_part=lambda world: eves.append(world.now))
    # from day 0, 12:00 on, four a day; the run starts at 08:00 and stands at 08:00 of day 6
    assert eves == list(range(4 * 60 - 1, lived.world.now, 6 * 60))


def test_a_change_from_a_later_day_leaves_the_days_before_as_they_were(market: Market, lived: Play) -> None:
    rerun = again(market, lived, Overlay(Change("price_percent", LAMP, percent=-60, from_day=3)))
    world = rerun.play.world
    assert [row for row in world.traffic if row.day < 3] == [row for row in lived.world.traffic if row.day < 3]
    assert [row for row in world.traffic if row.day == 3] != [row for row in lived.world.traffic if row.day == 3]


# --- the shop's hands ---


def two(play: Play) -> tuple[World, World]:
    return play.world, unpack(pack(play.world), play.world.setting)


def a_sold_order(world: World) -> str:
    return next(order.id for order in world.orders.values() if order.source == "shopper" and order.country == "DE")


def renamed(world: World, old: str, new: str) -> None:
    """The order of the same shopper has another number now."""
    order = world.orders.pop(old)
    order.id = new
    world.orders[new] = order


def parcel_of(world: World, order_id: str, **more: object) -> ShipOrder:
    from lab.world.order import PackedItem

    items = tuple(PackedItem(item.sku, item.quantity) for item in world.orders[order_id].items)
    return replace(ShipOrder(order_id, items, "de_parcel", ("invoice",)), **more)  # type: ignore[arg-type]


def test_a_parcel_goes_to_the_same_shopper_whatever_the_order_is_called(lived: Play) -> None:
    first, world = two(lived)
    sold = a_sold_order(first)
    renamed(world, sold, "s900")
    fitted = Hands(first, world).fitted(parcel_of(first, sold))
    assert isinstance(fitted, ShipOrder) and fitted.order == "s900"
    cancelled = Hands(first, world).fitted(CancelOrder(sold))
    assert isinstance(cancelled, CancelOrder) and cancelled.order == "s900"


def test_nothing_is_sent_to_somebody_else_who_has_the_number_now(lived: Play) -> None:
    first, world = two(lived)
    sold = a_sold_order(first)
    world.orders[sold].key ^= 1
    assert Hands(first, world).fitted(parcel_of(first, sold)) is None


def test_an_order_that_only_the_second_play_has_leaves_with_the_next_parcel(lived: Play) -> None:
    first, world = two(lived)
    sold = a_sold_order(first)
    more = replace(world.orders[sold], id="s901", key=1, state="unshipped", parcels=[])
    other = next(key for key in world.listings if key != more.listing)
    elsewhere = replace(more, id="s902", key=2, listing=other)
    waiting_then = replace(more, id="s903", key=first.orders[sold].key)  # the first play has it too: its own parcel will come
    world.orders |= {one.id: one for one in (more, elsewhere, waiting_then)}
    parcel = parcel_of(first, sold)
    assert [one.order for one in Hands(first, world).along_with(parcel, parcel)] == ["s901"]


def test_a_customs_form_is_written_for_the_price_that_is_paid_now(market: Market) -> None:
    play = play_reference(fresh_play(market), 60 * 60)
    first, world = two(play)
    ship = next(row.deed.action for row in play.rows if isinstance(row.deed.action, ShipOrder) and row.deed.action.order == "o2")
    assert isinstance(ship, ShipOrder) and ship.customs_form is not None
    order = world.orders["o2"]
    order.items = [replace(item, unit_price=item.unit_price.times(2)) for item in order.items]
    fitted = Hands(first, world).fitted(ship)
    assert isinstance(fitted, ShipOrder) and fitted.customs_form is not None
    assert fitted.customs_form == replace(ship.customs_form, value=order.goods)


def test_another_lane_is_used_for_the_parcels_too(lived: Play) -> None:
    first, world = two(lived)
    sold = a_sold_order(first)
    hands = Hands(first, world, Overlay(Change("lane", "meridian/DE", choice="de_letter")))
    fitted = hands.fitted(parcel_of(first, sold))
    assert isinstance(fitted, ShipOrder) and fitted.lane == "de_letter"


def test_an_answer_goes_to_the_same_buyer_or_to_nobody(market: Market) -> None:
    play = play_reference(fresh_play(market), 60 * 60)
    first, world = two(play)
    renamed(world, "o1", "s904")
    world.threads["q3"].order = "s904"
    fitted = Hands(first, world).fitted(Reply("q3", "Ja."))
    assert isinstance(fitted, Reply) and fitted.thread == "q3"
    world.orders.pop("s904")
    assert Hands(first, world).fitted(Reply("q3", "Ja.")) is None
    assert Hands(first, world).fitted(Reply("never", "Ja.")) == Reply("never", "Ja.")


def test_everything_waiting_is_sent_again(market: Market) -> None:
    play = act(send_all(play_reference(fresh_play(market), 30 * 60)), Advance(60))
    assert again(market, play).play.world_hash() == play.world_hash()
