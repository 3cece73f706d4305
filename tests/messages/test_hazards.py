"""Whether a buyer writes."""

from dataclasses import replace

import pytest

from lab.messages.hazards import (
    asks_where,
    customs_notice_at,
    damaged_per_10_000,
    first_inquiry,
    happens,
    inquiry_number,
    minutes_until,
    where_per_10_000,
)
from lab.values.chance import key_of
from lab.values.moment import DAY
from lab.values.money import Money
from lab.world.order import Parcel
from tests.builders import make_order, make_world


def test_the_first_question_comes_when_four_fifths_of_the_promised_time_are_over() -> None:
    order = make_order(make_world(), at=100)
    order.promised_at = 100 + 10 * DAY
    assert first_inquiry(order) == 100 + 8 * DAY
    assert [inquiry_number(order, 100 + days * DAY) for days in (8, 11, 14)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("late", "expected"), [(-DAY, 500), (0, 500), (DAY - 1, 500), (DAY, 1100), (5 * DAY, 3500), (10 * DAY, 6500), (11 * DAY, 7000), (60 * DAY, 7000)]
)
def test_five_in_a_hundred_ask_and_six_more_for_each_day_late_up_to_seventy(late: int, expected: int) -> None:
    order = make_order(make_world())
    assert where_per_10_000(order, order.promised_at + late) == expected


def test_each_moment_of_asking_has_its_own_draw_and_the_shares_come_out() -> None:
    order = make_order(make_world())
    asked = 0
    for number in range(4000):
        order.key = key_of("buyer", number)
        asked += asks_where(order, order.promised_at + 5 * DAY)
    assert 0.32 < asked / 4000 < 0.38  # 35 % five days late


def test_a_chance_is_the_keys_own_and_that_of_another_matter_is_another() -> None:
    keys = [key_of("buyer", number) for number in range(2000)]
    first = [happens(key, "praise", 5000) for key in keys]
    assert first == [happens(key, "praise", 5000) for key in keys]
    assert sum(a == b for a, b in zip(first, (happens(key, "complaint", 5000) for key in keys), strict=True)) < 1150
    assert not any(happens(key, "praise", 0) for key in keys)
    assert all(happens(key, "praise", 10_000) for key in keys)


def test_a_buyer_takes_a_time_within_the_span() -> None:
    times = [minutes_until(key_of("buyer", number), "damaged", (20, 24)) for number in range(200)]
    assert set(times) == {20, 21, 22, 23, 24}


def test_damage_is_reported_more_often_where_the_goods_fall_short_of_the_listing() -> None:
    world = make_world()
    order = make_order(world)
    world.setting = replace(world.setting, products={sku: replace(product, quality=700) for sku, product in world.setting.products.items()})
    order.over_claim = 0
    assert damaged_per_10_000(world, order) == 80
    order.over_claim = 400  # 0.70 + 0.6 x 0.4 - 0.70 = 0.24: 0.8 % + 8 x 0.24 %
    assert damaged_per_10_000(world, order) == 80 + 192


def test_the_buyer_hears_of_the_customs_three_fifths_on_the_way() -> None:
    parcel = Parcel("kz_tracked", "", (), (), None, Money(0, "EUR"), shipped_at=1000, due_at=1000 + 10 * DAY + 5 * DAY, held=True)
    assert customs_notice_at(parcel, 5 * DAY) == 1000 + 6 * DAY
