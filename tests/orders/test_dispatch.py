"""What handing over a parcel costs, and what the carrier will do with it."""

from dataclasses import replace

import pytest

from lab.customs.documents import ContentLine
from lab.orders.dispatch import (
    HOLD_DAYS,
    contents_of,
    expected_tax_number,
    form_faults,
    journey,
    needs_customs_form,
    parcel_sides_mm,
    parcel_weight_g,
    tracking_number_of,
    transit_minutes,
    truth_of,
)
from lab.values.moment import DAY, HOUR
from lab.world.order import PackedItem, Parcel
from tests.builders import KZ_LAMP, euro, make_form, make_listing, make_order, make_product, make_setting, make_world

SETTING = make_setting()
KZ_TRACKED, DE_PARCEL = SETTING.lanes["kz_tracked"], SETTING.lanes["de_parcel"]


def test_a_parcel_weighs_what_is_in_it() -> None:
    assert parcel_weight_g(SETTING, (PackedItem("lamp", 2), PackedItem("bulb", 3))) == 2 * 1720 + 3 * 95


def test_the_tracking_number_of_an_order_is_known_before_it_is_sent() -> None:
    assert tracking_number_of(SETTING, KZ_TRACKED, "o1") == tracking_number_of(SETTING, KZ_TRACKED, "o1")
    assert tracking_number_of(SETTING, KZ_TRACKED, "o1") != tracking_number_of(SETTING, KZ_TRACKED, "o2")


def test_half_of_the_parcels_come_by_the_middle_of_the_lanes_days_and_two_of_three_near_it() -> None:
    times = [transit_minutes(KZ_TRACKED, key) for key in range(4000)]
    middle = (9 + 14) * DAY // 2
    assert sum(time <= middle for time in times) / 4000 == pytest.approx(0.5, abs=0.03)
    # one standard deviation: exp(-0.18) = 0.835 and exp(0.18) = 1.197 times the middle
    assert sum(0.835 * middle <= time <= 1.197 * middle for time in times) / 4000 == pytest.approx(0.683, abs=0.03)
    assert min(times) > middle // 3 and max(times) < 3 * middle


def key_with(*, held: bool = False, lost: bool = False) -> int:
    """The first key of an order to Kazakhstan whose parcel fares so."""
    world = make_world()
    order = make_order(world, listing=KZ_LAMP)
    for key in range(10_000):
        order.key = key
        way = journey(world, order, KZ_TRACKED, False)
        if (way.held, way.lost) == (held, lost):
            return key
    raise AssertionError("no such key")


def test_customs_keep_one_parcel_of_twenty_five_and_carriers_lose_six_of_a_thousand() -> None:
    world = make_world()
    order = make_order(world, listing=KZ_LAMP)
    ways = []
    for key in range(5000):
        order.key = key
        ways.append(journey(world, order, KZ_TRACKED, False))
    assert sum(way.held for way in ways) / 5000 == pytest.approx(0.04, abs=0.01)
    assert sum(way.lost for way in ways) / 5000 == pytest.approx(0.006, abs=0.004)


def test_a_hold_takes_five_days_once() -> None:
    world = make_world()
    order = make_order(world, listing=KZ_LAMP, at=100)
    order.key = key_with()
    free, at_fault = (journey(world, order, KZ_TRACKED, fault) for fault in (False, True))
    assert (free.held, at_fault.held) == (False, True)
    assert at_fault.due_at == free.due_at + HOLD_DAYS * DAY == 100 + transit_minutes(KZ_TRACKED, order.key) + 5 * DAY
    order.key = key_with(held=True)
    assert journey(world, order, KZ_TRACKED, True) == journey(world, order, KZ_TRACKED, False)


def test_at_home_nothing_is_held_at_customs() -> None:
    world = make_world()
    order = make_order(world)
    order.key = key_with(held=True)
    assert not journey(world, order, DE_PARCEL, False).held


def test_a_tracked_parcel_abroad_is_scanned_four_times_in_order() -> None:
    world = make_world()
    order = make_order(world, listing=KZ_LAMP, at=100)
    order.key = key_with()
    way = journey(world, order, KZ_TRACKED, False)
    minutes = way.due_at - 100
    assert [scan.kind for scan in way.scans] == ["handed_over", "export", "import", "out_for_delivery"]
    assert [scan.at for scan in way.scans] == [100, 100 + minutes // 5, 100 + minutes * 3 // 5, way.due_at - 6 * HOUR]
    held = journey(world, order, KZ_TRACKED, True)
    assert [scan.at for scan in held.scans[2:]] == [way.scans[2].at + 5 * DAY, way.scans[3].at + 5 * DAY]


def test_scans_at_home_and_on_untracked_lanes() -> None:
    world = make_world()
    order = make_order(world)
    order.key = key_with()
    assert [scan.kind for scan in journey(world, order, DE_PARCEL, False).scans] == ["handed_over", "out_for_delivery"]
    assert journey(world, order, SETTING.lanes["de_letter"], False).scans == ()


def test_a_lost_parcel_is_never_out_for_delivery() -> None:
    world = make_world()
    order = make_order(world, listing=KZ_LAMP)
    order.key = key_with(lost=True)
    way = journey(world, order, KZ_TRACKED, False)
    assert [scan.kind for scan in way.scans] in (["handed_over"], ["handed_over", "export"], ["handed_over", "export", "import"])
    world.setting = replace(world.setting, consequences=False)
    assert not journey(world, order, KZ_TRACKED, False).lost


def test_only_parcels_that_cross_a_customs_border_need_a_form() -> None:
    world = make_world()
    at_home, abroad = make_order(world, "o1"), make_order(world, "o2", KZ_LAMP)
    assert not needs_customs_form(SETTING, at_home, DE_PARCEL)
    assert needs_customs_form(SETTING, abroad, KZ_TRACKED)


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


def test_pieces_lie_on_top_of_each_other_on_their_largest_side() -> None:
    setting = make_setting(products={"lamp": make_product(sides_mm=(180, 460, 210)), "bulb": make_product("bulb", sides_mm=(65, 120, 65))})
    assert parcel_sides_mm(setting, (PackedItem("lamp", 1),)) == (460, 210, 180)
    assert parcel_sides_mm(setting, (PackedItem("lamp", 2), PackedItem("bulb", 1))) == (460, 210, 425)
    assert parcel_sides_mm(setting, ()) is None
    assert parcel_sides_mm(SETTING, (PackedItem("lamp", 1),)) is None  # never measured


def test_the_parcels_of_an_order_have_numbers_of_their_own() -> None:
    numbers = [tracking_number_of(SETTING, KZ_TRACKED, "o1", place) for place in range(3)]
    assert len(set(numbers)) == 3
    assert numbers[0] == tracking_number_of(SETTING, KZ_TRACKED, "o1")


def test_a_box_holds_goods_of_several_orders_at_what_was_paid_for_them() -> None:
    world = make_world()
    first, second = make_order(world, "o1"), make_order(world, "o2")
    second.items[0] = replace(second.items[0], unit_price=euro("30.00"))
    packed = {"o1": (PackedItem("lamp", 1), PackedItem("bulb", 2)), "o2": (PackedItem("lamp", 1),)}
    contents = contents_of(SETTING, [first, second], packed)
    assert [(one.sku, one.quantity, str(one.value), one.weight_g) for one in contents] == [
        ("lamp", 2, "69.90 EUR", 3440), ("bulb", 2, "79.80 EUR", 190),  # what was not ordered is worth what an ordered piece cost
    ]  # fmt: skip
    truth = truth_of(SETTING, [first, second], packed)
    assert (truth.quantity, truth.gross_g, str(truth.freight), truth.packages) == (4, 3630, "7.80 EUR", 1)


def test_a_form_for_two_kinds_of_goods_needs_two_lines() -> None:
    world = make_world()
    order = make_order(world, listing=KZ_LAMP)
    items = (PackedItem("lamp", 1), PackedItem("bulb", 2))
    form = make_form(world, order)
    assert [fault.field for fault in form_faults(world, order, items, form)] == ["lines"]
    bulbs = ContentLine("LED bulbs for home use", "853952", "CN", 2, euro("79.80"), 190)
    assert form_faults(world, order, items, replace(form, lines=(bulbs,))) == []


def test_the_tax_number_is_asked_for_where_the_platform_took_the_tax_and_a_border_is_crossed() -> None:
    world = make_world(make_listing("meridian/GB/lamp"), places=("meridian/GB",))
    order = make_order(world, listing="meridian/GB/lamp")
    number = world.setting.platforms["meridian"].tax_numbers["GB"]
    assert expected_tax_number(world.setting, order, "DE") == number
    assert expected_tax_number(world.setting, order, "GB") == ""
    assert expected_tax_number(world.setting, make_order(make_world(), listing=KZ_LAMP), "DE") == ""


def test_each_parcel_of_an_order_has_chances_of_its_own() -> None:
    world = make_world()
    order = make_order(world, listing=KZ_LAMP)
    first = journey(world, order, KZ_TRACKED, False)
    order.parcels.append(Parcel("kz_tracked", "", (), (), None, euro("0.00"), 0, 0))
    assert journey(world, order, KZ_TRACKED, False).due_at != first.due_at


def test_out_of_a_warehouse_in_the_buyers_country_nothing_is_kept_by_customs() -> None:
    world = make_world()
    order = make_order(world, listing=KZ_LAMP)
    lane = SETTING.lanes["kz_parcel"]
    assert not needs_customs_form(SETTING, order, lane)
    for key in range(300):
        order.key = key
        assert not journey(world, order, lane, False).held
