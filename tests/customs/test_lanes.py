"""Lanes, postage and tracking numbers. Check digits: UPU S10 and the GS1 rule, worked out by hand."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from lab.customs.destinations import load_destinations
from lab.customs.lanes import (
    FILE,
    gs1_check_digit,
    is_tracking_number_well_formed,
    lane_price,
    load_lanes,
    price_points,
    refused_goods,
    s10_check_digit,
    tracking_number,
)
from lab.customs.postage import quote
from lab.customs.warehouses import load_warehouses
from lab.values.errors import BadFile, BadInput
from lab.values.money import Money

TWELVE = ("DE", "US", "GB", "ES", "MX", "BR", "CL", "KZ", "UZ", "SA", "AE", "EG")


def test_every_destination_has_a_tracked_an_untracked_and_a_fast_lane_out_of_germany() -> None:
    for country in ("US", "GB", "MX", "BR", "CL", "KZ", "UZ", "SA", "AE", "EG"):
        lanes = [lane for lane in load_lanes().values() if lane.from_country == "DE" and country in lane.regions]
        assert {lane.tracked for lane in lanes} == {True, False}
        fastest = min(lanes, key=lambda lane: lane.days_max)
        dearest = max(lanes, key=lambda lane: lane_price(lane, 1000).amount)
        assert fastest is dearest, country
        assert all(lane.customs_form for lane in lanes)


def test_spain_has_the_three_kinds_of_lane_without_a_customs_form() -> None:
    lanes = [lane for lane in load_lanes().values() if lane.from_country == "DE" and "ES" in lane.regions]
    assert [(lane.key, lane.tracked, lane.customs_form) for lane in lanes] == [
        ("eu_parcel", True, False), ("eu_letter", False, False), ("eu_express", True, False)
    ]  # fmt: skip
    assert min(lanes, key=lambda lane: lane.days_max) is max(lanes, key=lambda lane: lane_price(lane, 1000).amount)


def test_every_destination_can_be_reached_from_china_with_and_without_tracking() -> None:
    for country in load_destinations(date(2026, 5, 4)):
        lanes = [lane for lane in load_lanes().values() if lane.from_country == "CN" and country in lane.regions]
        assert {lane.tracked for lane in lanes} == {True, False}, country


def test_inside_the_union_no_customs_form_is_needed() -> None:
    lanes = load_lanes()
    assert (lanes["de_parcel"].days_min, lanes["de_parcel"].days_max) == (1, 3)
    assert not lanes["de_parcel"].customs_form
    assert not lanes["eu_parcel"].customs_form
    assert len(lanes["eu_parcel"].regions) == 26


def test_kazakhstan_has_the_three_lanes_of_the_lesson() -> None:
    lanes = load_lanes()
    to_kazakhstan = {key: lane for key, lane in lanes.items() if lane.from_country == "DE" and lane.regions == ("KZ",)}
    days = {key: (lane.days_min, lane.days_max, lane.tracked) for key, lane in to_kazakhstan.items()}
    assert days == {"kz_tracked": (9, 14, True), "kz_economy": (20, 35, False), "kz_express": (4, 7, True)}


def test_prices_never_fall_with_weight() -> None:
    for lane in load_lanes().values():
        prices = [step.price.amount for step in price_points(lane)]
        assert prices == sorted(prices) and len(prices) > 1, lane.key
        assert lane.price_source.confidence == "set"
        if lane.price_steps:
            assert lane.max_weight_g == lane.price_steps[-1].up_to_g


def test_a_lane_is_priced_in_one_currency_that_of_its_country_or_the_euro() -> None:
    own = {"CN": "CNY", "US": "USD", "GB": "GBP", "AE": "AED", "KZ": "KZT", "MX": "MXN", "BR": "BRL"}
    for lane in load_lanes().values():
        assert {step.price.currency for step in price_points(lane)} == {lane.currency}
        assert lane.currency in ("EUR", own.get(lane.from_country, "EUR")), lane.key


@pytest.mark.parametrize(
    ("key", "grams", "price"),
    [("de_parcel", 2001, "6.29 EUR"), ("cn_economy", 100, "1.04 EUR"),
     ("cn_express", 500, "26.96 EUR"), ("cn_line_battery", 20000, "210.78 EUR"), ("cn_lorry_uz", 1, "5.50 EUR")],
)  # fmt: skip
def test_lanes_with_price_steps_are_billed_by_real_weight_in_one_line(key: str, grams: int, price: str) -> None:
    lane = load_lanes()[key]
    bill = quote(lane, grams, (1000, 1000, 1000))
    assert (len(bill.lines), bill.chargeable_g, bill.is_volumetric) == (1, grams, False)
    assert str(bill.total) == str(lane_price(lane, grams)) == price


def test_every_destination_has_every_kind_of_lane_out_of_china_in_yuan() -> None:
    for country in TWELVE:
        lanes = [lane for lane in load_lanes().values() if lane.currency == "CNY" and country in lane.regions]
        assert {lane.mode for lane in lanes} >= {"post", "dedicated_line", "express"}, country
        assert {lane.tracked for lane in lanes} == {True, False}
        assert any(not refused_goods(lane, ["lithium"]) for lane in lanes if lane.mode == "dedicated_line")
        assert ("lorry" in {lane.mode for lane in lanes}) == (country in ("KZ", "UZ"))


def test_every_country_with_a_warehouse_has_a_parcel_and_a_letter_at_home() -> None:
    for country in sorted({warehouse.country for warehouse in load_warehouses().values()}):
        lanes = [lane for lane in load_lanes().values() if lane.from_country == country and lane.regions == (country,)]
        assert [(lane.tracked, lane.customs_form) for lane in lanes] == [(True, False), (False, False)], country
        parcel, letter = lanes
        lightest = letter.price_steps[0]
        assert lightest.price < lane_price(parcel, lightest.up_to_g)


def test_prices_of_a_curve_are_shown_at_usual_weights_that_the_lane_takes() -> None:
    # 75 CNY a kilogram and 16 CNY: 100 g 7.50 + 16, 250 g 18.75 + 16, 500 g 37.50 + 16, 1 kg 75 + 16, 2 kg 150 + 16
    shown = [(step.up_to_g, str(step.price)) for step in price_points(load_lanes()["cn_packet_registered"])]
    assert shown == [(100, "23.50 CNY"), (250, "34.75 CNY"), (500, "53.50 CNY"), (1000, "91.00 CNY"), (2000, "166.00 CNY")]


def test_refused_goods_are_those_asked_about_with_their_source() -> None:
    lanes = load_lanes()
    assert refused_goods(lanes["cn_line_ordinary"], ["magnet", "fragile", "lithium"]) == ("lithium", "magnet")
    assert refused_goods(lanes["cn_line_sensitive"], ["magnet", "fragile", "lithium"]) == ()
    assert "Royal Mail" in lanes["cn_ems"].goods_source.text


def test_the_fuel_surcharge_is_the_one_of_the_day_and_without_a_day_the_first(tmp_path: Path) -> None:
    path = tmp_path / "lanes.yaml"
    text = FILE.read_text(encoding="utf-8")
    rest = "source: lab, as_of: 2026-11-01, confidence: set}"
    now = f'fuel: {{value: "0.20", {rest}'
    assert text.count(now) == 2
    path.write_text(text.replace(now, f'fuel: [{{value: "0.20", {rest}, {{value: "0.25", since: 2026-12-01, {rest}]', 1), encoding="utf-8")
    fuel = [load_lanes(path, on)["cn_courier"].fuel for on in (None, date(2026, 11, 30), date(2026, 12, 1))]
    assert fuel == [Fraction(1, 5), Fraction(1, 5), Fraction(1, 4)]


def test_postage_is_the_first_step_that_reaches_the_weight() -> None:
    lane = load_lanes()["kz_tracked"]
    assert lane_price(lane, 1) == Money.parse("8.40 EUR")
    assert lane_price(lane, 250) == Money.parse("8.40 EUR")
    assert lane_price(lane, 251) == Money.parse("10.90 EUR")
    assert lane_price(lane, 20000) == Money.parse("92.90 EUR")


def test_a_parcel_too_heavy_or_without_weight_is_refused() -> None:
    lane = load_lanes()["kz_economy"]
    with pytest.raises(BadInput, match="parcel_too_heavy: lane=kz_economy, weight_g=2001, max_weight_g=2000"):
        lane_price(lane, 2001)
    with pytest.raises(BadInput, match="parcel_without_weight"):
        lane_price(lane, 0)


def test_the_postal_check_digit_of_the_standards_example_is_five() -> None:
    # RR123456785CN: 1x8 + 2x6 + 3x4 + 4x2 + 5x3 + 6x5 + 7x9 + 8x7 = 204; 204 mod 11 = 6; 11 - 6 = 5
    assert s10_check_digit("12345678") == "5"


def test_a_postal_remainder_of_one_is_written_nought_and_of_nought_five() -> None:
    assert s10_check_digit("00000000") == "5"  # 11 - 0 = 11
    assert s10_check_digit("00000101") == "0"  # 5 + 7 = 12; 12 mod 11 = 1; 11 - 1 = 10


def test_the_gs1_check_digit_fills_up_to_the_next_ten() -> None:
    assert gs1_check_digit("400638133393") == "1"  # EAN 4006381333931: 89 from the weights, 90 - 89
    assert gs1_check_digit("0000000") == "0"


def test_numbers_that_are_made_are_well_formed_and_follow_the_draw() -> None:
    for lane in load_lanes().values():
        if not lane.tracked:
            assert tracking_number(lane, 1) == ""
            continue
        numbers = {tracking_number(lane, draw) for draw in range(300)}
        assert len(numbers) == 300
        assert all(is_tracking_number_well_formed(lane, number) for number in numbers)
        assert tracking_number(lane, 5) == tracking_number(lane, 5)


def test_the_example_of_the_standard_is_well_formed_on_a_registered_lane_from_china() -> None:
    lane = load_lanes()["cn_registered"]
    assert is_tracking_number_well_formed(lane, "RX123456785CN")
    assert is_tracking_number_well_formed(lane, " rx 1234 5678 5 cn ")


@pytest.mark.parametrize(
    "number", ["RX123456784CN", "RX12345678CN", "RR123456785CN", "RX123456785DE", "", "RX١٢٣٤٥٦٧٨٥CN"]
)
def test_a_wrong_digit_length_service_or_country_is_not_well_formed(number: str) -> None:
    assert not is_tracking_number_well_formed(load_lanes()["cn_registered"], number)


def test_no_number_is_right_on_a_lane_without_tracking() -> None:
    assert not is_tracking_number_well_formed(load_lanes()["kz_economy"], "")


def test_one_changed_digit_of_a_domestic_number_is_found() -> None:
    lane = load_lanes()["de_parcel"]
    number = tracking_number(lane, 1)
    assert len(number) == 20
    for place in range(5, 20):
        changed = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
        assert not is_tracking_number_well_formed(lane, changed)


def test_batteries_are_refused_where_the_post_refuses_them() -> None:
    lanes = load_lanes()
    assert "lithium" in lanes["kz_tracked"].goods_refused
    assert "lithium" not in lanes["kz_express"].goods_refused
    assert "lithium" not in lanes["cn_line_battery"].goods_refused


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("    tracked: true\n", "    trackd: true\n", "lanes.de_parcel.trackd: unknown key 'trackd'"),
        ("tracking_check: gs1", "tracking_check: s10", "does not have the shape of s10"),
        ('up_to_g: "5000"', 'up_to_g: "1000"', "the price steps must go up in weight"),
        ('{from: "1", to: "3"}', '{from: "4", to: "3"}', "'to' must not be less than 'from'"),
        ("    tracked: true\n", "    tracked: false\n", "a tracked lane has a tracking_pattern"),
        ('price: "6.29 EUR"', 'price: "6.29 USD"', "prices must be in one currency, not in EUR, USD"),
        ('{price: "45.00 CNY", fee: "4.00 CNY"}', '{price: "45.00 CNY", fee: "4.00 EUR"}', "not in CNY, EUR"),
        ('{max_weight_g: "2000", ', "{", "limits name a max_weight_g where there are no price steps"),
        ("    first_and_steps: ", "    by_wait: ", "unknown key 'by_wait'"),
        ('fuel: {value: "0.20"', 'by_weight: {value: {price: "1.00 CNY"}', "exactly one of prices, first_and_steps and by_weight"),
        ('["353", "250", "50"]', '["50", "250", "353"]', "write max_sides_mm with the longest side first"),
    ],
)
def test_a_faulty_lane_is_refused_with_its_place(tmp_path: Path, old: str, new: str, fault: str) -> None:
    path = tmp_path / "lanes.yaml"
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadFile) as caught:
        load_lanes(path)
    assert fault in str(caught.value)
    assert caught.value.faults[0].line > 10
