"""Sales that were nearly made."""

from dataclasses import replace

import pytest

from lab.coach.lost import lost_sales, moment_of, winner_of
from lab.engine.pack import pack, unpack
from lab.market.distance import days_to, extra_days
from lab.market.goods import rival, rival_text
from lab.scenarios.play import Play
from lab.world.traffic import NearMiss, Reason
from lab.world.world import World
from tests.coach.plays import LAMP


@pytest.fixture
def world(lived: Play) -> World:
    copy = unpack(pack(lived.world), lived.world.setting)
    query = next(keyword.id for keyword in copy.setting.market.keywords if keyword.type == "desk-lamp" and keyword.language == "de")
    against = (Reason("price", -300, 200), Reason("delivery", 20, 60))
    copy.near_misses = [
        NearMiss(1, 600, LAMP, query, 2, 4711, 182, against),
        NearMiss(2, 60, LAMP, query, 0, -1, 0, ()),
        NearMiss(6, 1200, LAMP, query, 1, -1, 40, ()),
    ]
    return copy


def test_a_card_says_who_won_by_how_much_and_why(world: World) -> None:
    lost = lost_sales(world)[-1]
    market = world.setting.market
    assert (lost.day, lost.group, lost.gap) == (1, "hunter", 20)  # e**0.182 = 1.1996
    # e**-0.5 = 0.6065, e**-0.04 = 0.9608
    assert [(why.name, why.percent) for why in lost.why] == [("price", -39), ("delivery", -4)]
    assert lost.winner is not None
    assert lost.winner.title == rival_text(market, 4711, "de").title
    assert lost.winner.price == rival(market, 4711).price
    assert lost.price == world.listings[LAMP].price


def test_who_left_without_buying_has_no_winner(world: World) -> None:
    lost = lost_sales(world)[0]
    assert (lost.day, lost.group, lost.winner, lost.why) == (2, "relaxed", None, ())


def test_what_has_not_happened_yet_is_not_told(world: World) -> None:
    # the third near miss lies in the evening of day 6, and it is 08:00
    assert [lost.day for lost in lost_sales(world)] == [2, 1]
    assert moment_of(world, world.near_misses[2]) > world.now
    world.now += 1440
    assert [lost.day for lost in lost_sales(world)] == [6, 2, 1]


def test_only_one_listing_s_and_only_so_many(world: World) -> None:
    world.near_misses.append(replace(world.near_misses[0], listing="meridian/DE/bulb"))
    assert len(lost_sales(world)) == 3
    assert len(lost_sales(world, LAMP)) == 2
    assert len(lost_sales(world, most=1)) == 1


def test_a_rival_from_abroad_takes_longer_to_kazakhstan(world: World) -> None:
    market = world.setting.market
    far = next(number for number in range(len(market.goods)) if not market.goods.near[number])
    extra = extra_days().get("KZ", 0)
    assert extra > 0
    assert winner_of(market, far, "KZ", "ru").days == int(market.goods.days[far]) + extra == int(days_to(market.goods, extra)[far])
