"""Freight, warehouse fees worked out by hand, and for whom stock abroad pays."""

from pathlib import Path

import pytest

from lab.customs.exchange import convert
from lab.customs.lanes import lane_price, load_lanes
from lab.customs.warehouses import (
    FREIGHT_FILE,
    WAREHOUSES_FILE,
    freight_quote,
    inbound_fee,
    load_freight,
    load_warehouses,
    storage_fee,
)
from lab.values.errors import BadFile, BadInput
from lab.values.money import Money

M3 = 10**9
PIECE_G, PIECE_MM3 = 1000, 300 * 200 * 100


def test_every_warehouse_can_be_filled_from_china_and_from_germany_and_is_billed_at_home() -> None:
    own = {"DE": "EUR", "US": "USD", "GB": "GBP", "ES": "EUR", "AE": "AED", "KZ": "KZT", "MX": "MXN", "BR": "BRL"}
    assert {warehouse.country for warehouse in load_warehouses().values()} == set(own)
    ways = {(lane.from_country, lane.to_country) for lane in load_freight().values()}
    for warehouse in load_warehouses().values():
        assert warehouse.currency == own[warehouse.country]
        assert set(warehouse.names) == set(warehouse.city) == {"en", "de", "ru", "zh", "ar"}
        assert ("CN", warehouse.country) in ways
        assert warehouse.country == "DE" or ("DE", warehouse.country) in ways


def test_freight_is_no_lane_for_parcels() -> None:
    assert not set(load_freight()) & set(load_lanes())
    assert {lane.mode for lane in load_freight().values()} == {"air", "rail", "sea", "lorry", "express"}
    assert {lane.currency for lane in load_freight().values() if lane.from_country == "CN"} == {"CNY"}
    assert {lane.currency for lane in load_freight().values() if lane.from_country == "DE"} == {"EUR"}


def test_faster_freight_is_dearer() -> None:
    for to in ("DE", "GB"):
        ways = [load_freight()[f"cn_{to.lower()}_{mode}"] for mode in ("express", "air", "rail", "sea")]
        assert [way.days_max for way in ways] == sorted(way.days_max for way in ways)
        prices = [freight_quote(way, 500_000, 3 * M3).total.amount for way in ways]
        assert prices == sorted(prices, reverse=True)


def test_a_cubic_metre_by_air_counts_167_kilograms() -> None:
    # 1,000,000 cubic cm / 6000 = 166.7 kg, up to whole kilograms; 167 x 38 + 300
    bill = freight_quote(load_freight()["cn_de_air"], 100_000, M3)
    assert [(line.key, str(line.amount)) for line in bill.lines] == [("carriage", "6346.00 CNY"), ("clearance", "300.00 CNY")]
    assert (str(bill.total), bill.chargeable_g, bill.is_volumetric) == ("6646.00 CNY", 167_000, True)


@pytest.mark.parametrize(
    ("weight_kg", "litres", "price", "by_volume"),
    [(300, 2500, "2250.00 CNY", True),  # 2.5 m3 x 900
     (3200, 2500, "2880.00 CNY", False),  # 3.2 t x 900
     (80, 400, "900.00 CNY", False)],  # at least one cubic metre
)  # fmt: skip
def test_by_sea_weight_or_measure_is_billed_whichever_is_more(weight_kg: int, litres: int, price: str, by_volume: bool) -> None:
    bill = freight_quote(load_freight()["cn_de_sea_lcl"], weight_kg * 1000, litres * 10**6)
    assert (str(bill.lines[0].amount), bill.is_volumetric) == (price, by_volume)
    assert bill.total == bill.lines[0].amount + Money.parse("600.00 CNY")


def test_express_freight_has_a_least_weight_and_fuel() -> None:
    # 21 kg x 45 = 945, fuel 20 % = 189
    bill = freight_quote(load_freight()["cn_de_express"], 12_000, 50 * 10**6)
    assert [str(line.amount) for line in bill.lines] == ["945.00 CNY", "189.00 CNY", "0.00 CNY"]


def test_freight_without_weight_or_volume_or_too_heavy_is_refused() -> None:
    air = load_freight()["cn_de_air"]
    with pytest.raises(BadInput, match="freight_without_weight"):
        freight_quote(air, 0, M3)
    with pytest.raises(BadInput, match="freight_without_volume"):
        freight_quote(air, 1000, 0)
    with pytest.raises(BadInput, match="parcel_too_heavy"):
        freight_quote(air, air.max_weight_g + 1, M3)


def test_taking_in_goes_by_kilogram_or_by_piece() -> None:
    warehouses = load_warehouses()
    assert str(inbound_fee(warehouses["de_duisburg"], 500_250, 7)) == "90.05 EUR"  # 500.25 x 0.18 = 90.045
    assert str(inbound_fee(warehouses["us_ontario"], 500_250, 7)) == "2.10 USD"  # 7 x 0.30


def test_rent_begins_after_the_free_days() -> None:
    # 500 pieces of 6 litres are 3 cubic metres; 650 EUR for a thousand cubic metre days are 0.65 for one
    duisburg = load_warehouses()["de_duisburg"]
    assert str(storage_fee(duisburg, PIECE_MM3, 500, 14)) == "0.00 EUR"
    assert str(storage_fee(duisburg, PIECE_MM3, 500, 15)) == "1.95 EUR"
    assert str(storage_fee(duisburg, PIECE_MM3, 500, 60)) == "89.70 EUR"  # 3 x 46 x 0.65
    assert str(storage_fee(load_warehouses()["us_newark"], PIECE_MM3, 500, 1)) == "5.70 USD"  # 3 x 1.90, no free days
    with pytest.raises(BadInput, match="figure_below_nought: name=days, found=-1"):
        storage_fee(duisburg, PIECE_MM3, 500, -1)


def cost_of_a_piece_by_sea_and_warehouse(pieces: int, days_between_sales: int, a_time: int) -> Money:
    """CNY for one piece from China to a German door: sea freight, taking in, rent until sold, packing, domestic parcel."""
    warehouse = load_warehouses()["de_duisburg"]
    freight = freight_quote(load_freight()["cn_de_sea_lcl"], pieces * PIECE_G, pieces * PIECE_MM3).total
    there = inbound_fee(warehouse, pieces * PIECE_G, pieces)
    for sale in range(1, pieces // a_time + 1):
        there = there + storage_fee(warehouse, PIECE_MM3, a_time, sale * days_between_sales)
    there = there + (warehouse.pick_fee + lane_price(load_lanes()["de_parcel"], PIECE_G)).times(pieces)
    return Money((freight + convert(there, "CNY")).amount // pieces, "CNY")


def test_sea_and_a_warehouse_pay_for_what_sells_steadily_and_not_for_what_lies() -> None:
    each_from_china = lane_price(load_lanes()["cn_line_ordinary"], PIECE_G)
    steady = cost_of_a_piece_by_sea_and_warehouse(500, days_between_sales=1, a_time=10)
    slow = cost_of_a_piece_by_sea_and_warehouse(20, days_between_sales=30, a_time=1)
    assert str(each_from_china) == "88.00 CNY"
    assert steady < Money.parse("70.00 CNY")
    assert Money.parse("120.00 CNY") < slow


@pytest.mark.parametrize(
    ("source", "old", "new", "fault"),
    [
        (WAREHOUSES_FILE, 'pick: "1.65 EUR"', 'pick: "1.65 USD"', "prices must be in one currency, not in EUR, USD"),
        (WAREHOUSES_FILE, "per: kg", "per: box", "de_duisburg.fees"),
        (FREIGHT_FILE, 'clearance: {value: "300.00 CNY"', 'clearance: {value: "300.00 EUR"', "not in CNY, EUR"),
        (FREIGHT_FILE, 'limits: {value: {max_weight_g: "1000000"}', "limits: {value: {}", "limits must name a max_weight_g"),
    ],
)
def test_a_faulty_file_is_refused_with_its_place(tmp_path: Path, source: Path, old: str, new: str, fault: str) -> None:
    path = tmp_path / source.name
    text = source.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadFile) as caught:
        (load_warehouses if source is WAREHOUSES_FILE else load_freight)(path)
    assert fault in str(caught.value)
