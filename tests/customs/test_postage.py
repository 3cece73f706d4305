"""Billed weight and bills, worked out by hand from `seed/carriers/lanes.yaml`, and when which lane is cheapest."""

from fractions import Fraction

import pytest

from lab.customs.lanes import Lane, lane_price, load_lanes
from lab.customs.postage import Quote, chargeable_g, quote
from lab.values.errors import BadInput
from lab.values.money import Money

BOX = (400, 300, 200)
"""24,000 cubic cm: 4.8 kg at divisor 5000, 4.0 kg at 6000, 3.0 kg at 8000."""


def lane(key: str) -> Lane:
    return load_lanes()[key]


def lines(bill: Quote) -> list[tuple[str, str]]:
    return [(line.key, str(line.amount)) for line in bill.lines]


@pytest.mark.parametrize(
    ("key", "weight_g", "sides", "billed"),
    [
        ("cn_courier", 1200, BOX, 5000),  # 4.8 kg, up to the next half kilogram
        ("cn_courier", 5001, BOX, 5500),  # the real weight is larger
        ("cn_courier", 1200, None, 1500),
        ("cn_courier", 20501, None, 21000),
        ("cn_courier", 21001, None, 22000),  # above 21 kg whole kilograms
        ("cn_line_ordinary", 1200, BOX, 4000),
        ("cn_line_ordinary", 1200, (401, 300, 200), 4010),
        ("cn_line_ordinary", 1200, (100, 100, 101), 1200),  # 1010 cubic cm: 168.3 g
        ("cn_ems", 1200, (600, 300, 200), 4500),  # 36,000 cubic cm / 8000
        ("cn_ems", 1200, (599, 300, 200), 1200),  # no side of 60 cm
        ("cn_packet_registered", 30, BOX, 50),
        ("cn_packet_registered", 51, BOX, 51),
    ],
)
def test_the_larger_of_real_and_volumetric_weight_is_billed(
    key: str, weight_g: int, sides: tuple[int, int, int] | None, billed: int
) -> None:
    assert chargeable_g(lane(key), weight_g, sides) == billed


def test_a_part_of_a_volumetric_gram_counts_as_a_gram() -> None:
    # 100 x 100 x 101 mm = 1,010,000 cubic mm; over 6000 that is 168.33 g
    assert chargeable_g(lane("cn_line_ordinary"), 60, (100, 100, 101)) == 169


def test_a_gram_tariff_is_a_rate_and_a_fee_rounded_half_up() -> None:
    # 75 CNY x 0.333 = 24.975
    assert lines(quote(lane("cn_packet_registered"), 333)) == [("carriage", "24.98 CNY"), ("fee", "16.00 CNY")]
    assert quote(lane("cn_packet_registered"), 333).total == Money.parse("40.98 CNY")
    # at least 50 g: 3.75 + 16
    assert lane_price(lane("cn_packet_registered"), 30) == Money.parse("19.75 CNY")


def test_a_first_weight_and_steps_are_counted_as_begun() -> None:
    assert lines(quote(lane("cn_ems"), 500)) == [("first", "180.00 CNY")]
    assert lines(quote(lane("cn_ems"), 501)) == [("first", "180.00 CNY"), ("steps", "60.00 CNY")]
    assert lines(quote(lane("cn_ems"), 2000)) == [("first", "180.00 CNY"), ("steps", "180.00 CNY")]


def test_express_is_billed_by_volume_with_fuel_and_the_remote_area_line_by_line() -> None:
    # 5 kg: 220 + 9 x 65 = 805; fuel 20 % = 161; remote 5 x 3.60 = 18, at least 180
    bill = quote(lane("cn_courier"), 1200, BOX, "35 001", "ES")
    assert lines(bill) == [
        ("first", "220.00 CNY"), ("steps", "585.00 CNY"), ("fuel", "161.00 CNY"), ("remote", "180.00 CNY")
    ]  # fmt: skip
    assert (str(bill.total), bill.chargeable_g, bill.is_volumetric) == ("1146.00 CNY", 5000, True)
    assert [line.code for line in bill.lines] == ["postage_first", "postage_steps", "postage_fuel", "postage_remote"]
    assert bill.lines[1].args == {"steps": 9, "step_g": 500, "step": Money.parse("65.00 CNY")}
    assert bill.lines[2].args == {"share": Fraction(1, 5), "on": Money.parse("805.00 CNY")}


def test_a_heavy_parcel_pays_the_remote_area_by_the_kilogram() -> None:
    bill = quote(lane("cn_courier"), 60000, None, "kw15 1aa", "GB")
    assert lines(bill)[-1] == ("remote", "216.00 CNY")  # 60 x 3.60


@pytest.mark.parametrize(("postcode", "country"), [("28001", "ES"), ("35001", ""), ("35001", "DE"), ("", "ES"), ("35001", "SA")])
def test_other_postcodes_are_not_remote(postcode: str, country: str) -> None:
    assert quote(lane("cn_courier"), 1200, BOX, postcode, country).total == Money.parse("966.00 CNY")


def test_a_price_step_is_chosen_by_the_billed_weight() -> None:
    # 24,000 cubic cm / 5000 = 4.8 kg: the step up to 5 kg, not the one up to 2 kg
    bill = quote(lane("us_parcel"), 1200, BOX)
    assert (str(bill.total), bill.is_volumetric) == ("12.80 USD", True)
    assert bill.lines[0].args == {"up_to_g": 5000}
    assert lane_price(lane("us_parcel"), 1200) == Money.parse("9.20 USD")


@pytest.mark.parametrize(
    ("key", "weight_g", "sides", "error"),
    [
        ("cn_packet_plain", 2001, None, "parcel_too_heavy: lane=cn_packet_plain, weight_g=2001, max_weight_g=2000"),
        ("us_parcel", 100, (1000, 500, 500), "parcel_too_heavy: lane=us_parcel, weight_g=50000, max_weight_g=30000"),
        ("cn_packet_plain", 100, (100, 601, 100), "measure=side, found_mm=601, limit_mm=600"),
        ("cn_packet_plain", 100, (401, 300, 200), "measure=sum, found_mm=901, limit_mm=900"),
        ("cn_ems", 100, (1000, 600, 401), "measure=girth, found_mm=3002, limit_mm=3000"),
        ("cn_courier", 100, (1000, 801, 100), "measure=side, found_mm=801, limit_mm=800"),
        ("cn_courier", 0, BOX, "parcel_without_weight"),
        ("cn_courier", 100, (100, 100), "parcel_sides_unreadable"),
        ("cn_courier", 100, (100, 0, 100), "parcel_sides_unreadable"),
    ],
)  # fmt: skip
def test_what_a_lane_does_not_take_is_refused(key: str, weight_g: int, sides: tuple[int, ...] | None, error: str) -> None:
    with pytest.raises(BadInput, match=error):
        quote(lane(key), weight_g, sides)


def test_a_parcel_just_inside_the_limits_is_taken() -> None:
    assert quote(lane("cn_packet_plain"), 2000, (400, 300, 200)).total == Money.parse("94.00 CNY")
    assert quote(lane("cn_ems"), 100, (1000, 600, 400)).is_volumetric


@pytest.mark.parametrize("grams", [100, 500, 1000, 2000])
def test_up_to_two_kilograms_lanes_by_the_gram_are_cheaper_than_express(grams: int) -> None:
    by_gram = ["cn_packet_plain", "cn_packet_registered", "cn_packet_e", "cn_line_ordinary", "cn_line_sensitive"]
    dearest = max(lane_price(lane(key), grams).amount for key in by_gram)
    assert dearest < min(lane_price(lane(key), grams).amount for key in ("cn_ems", "cn_courier", "cn_courier_forwarder"))


@pytest.mark.parametrize(("line", "cheaper_from_g"), [("cn_line_sensitive", 3000), ("cn_line_ordinary", 5000)])
def test_from_three_to_five_kilograms_a_forwarders_express_is_cheaper_than_a_line(line: str, cheaper_from_g: int) -> None:
    # express 120 + 20 per half kilogram, and 20 % fuel: 264 at 3 kg, 360 at 5 kg; lines 20 + 3 x 85 = 275, 18 + 5 x 70 = 368
    halves = range(500, 20001, 500)
    express = lane("cn_courier_forwarder")
    cheaper = [grams for grams in halves if lane_price(express, grams) < lane_price(lane(line), grams)]
    assert cheaper == list(range(cheaper_from_g, 20001, 500))


def test_a_bulky_parcel_pays_on_express_for_its_air_and_not_in_the_post() -> None:
    real, bulky = quote(lane("cn_courier_forwarder"), 1000), quote(lane("cn_courier_forwarder"), 1000, BOX)
    assert (str(real.total), str(bulky.total)) == ("168.00 CNY", "360.00 CNY")
    assert quote(lane("cn_packet_registered"), 1000, BOX).total == lane_price(lane("cn_packet_registered"), 1000)
