"""What handing over a parcel costs, and when it arrives."""

import pytest

from lab.orders.dispatch import arrival, form_faults, needs_customs_form, parcel_weight_g, tracking_number_of
from lab.world.order import PackedItem
from tests.builders import KZ_LAMP, make_form, make_order, make_setting, make_world

SETTING = make_setting()


def test_a_parcel_weighs_what_is_in_it() -> None:
    assert parcel_weight_g(SETTING, (PackedItem("lamp", 2), PackedItem("bulb", 3))) == 2 * 1720 + 3 * 95


def test_the_tracking_number_of_an_order_is_known_before_it_is_sent() -> None:
    lane = SETTING.lanes["kz_tracked"]
    assert tracking_number_of(SETTING, lane, "o1") == tracking_number_of(SETTING, lane, "o1")
    assert tracking_number_of(SETTING, lane, "o1") != tracking_number_of(SETTING, lane, "o2")


def test_arrival_lies_within_the_lanes_days_for_many_orders() -> None:
    world = make_world()
    lane = SETTING.lanes["kz_tracked"]
    days = set()
    for number in range(60):
        order = make_order(world, f"o{number}", KZ_LAMP) if number < 20 else make_order(make_world(seed=number), "o", KZ_LAMP)
        minutes = arrival(world, order, lane, held=False)
        assert lane.days_min * 1440 <= minutes <= lane.days_max * 1440
        assert arrival(world, order, lane, held=True) == minutes + 5 * 1440
        days.add(minutes // 1440)
    assert len(days) >= 4


def test_only_parcels_that_cross_a_customs_border_need_a_form() -> None:
    world = make_world()
    at_home, abroad = make_order(world, "o1"), make_order(world, "o2", KZ_LAMP)
    lanes = SETTING.lanes
    assert not needs_customs_form(SETTING, at_home, lanes["de_parcel"])
    assert needs_customs_form(SETTING, abroad, lanes["kz_tracked"])


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "gift"), ("description", "Goods"), ("hs_code", "000000"), ("origin", "DE"), ("quantity", 3), ("weight_g", 500)],
)
def test_each_wrong_field_of_a_form_is_found(field: str, value: object) -> None:
    world = make_world()
    order = make_order(world, listing=KZ_LAMP)
    items = (PackedItem("lamp", 1),)
    assert form_faults(world, order, items, make_form(world, order)) == []
    assert [fault.field for fault in form_faults(world, order, items, make_form(world, order, **{field: value}))] == [field]
