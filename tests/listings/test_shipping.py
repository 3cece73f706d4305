"""Where the goods of a place of sale come from."""

from lab.listings.shipping import origins, parcel_lanes, ships_from
from lab.world.listing import ShippingTemplate
from lab.world.stock import Pile
from tests.builders import KZ, euro, make_setting, make_world


def template(lane: str) -> ShippingTemplate:
    return ShippingTemplate(KZ, lane, ["KZ"], 24, euro("0.00"))


def test_goods_come_from_where_the_service_starts_else_from_home() -> None:
    setting = make_setting()
    assert ships_from(setting, template("kz_tracked")) == "DE"
    assert ships_from(setting, template("kz_parcel")) == "KZ"
    assert ships_from(setting, template("pigeon")) == ships_from(setting, None) == "DE"


def test_a_shop_sends_from_home_and_from_where_it_has_or_had_goods() -> None:
    world = make_world()
    assert origins(world) == ("DE",)
    world.shop.abroad |= {"KZ": {"lamp": Pile()}, "DE": {}}
    assert origins(world) == ("DE", "KZ")


def test_services_to_a_country_start_where_the_shop_has_goods() -> None:
    world = make_world()
    assert [lane.key for lane in parcel_lanes(world, "KZ")] == ["kz_tracked", "kz_economy", "kz_express"]
    world.shop.abroad["KZ"] = {"lamp": Pile(1, 1)}
    assert [lane.key for lane in parcel_lanes(world, "KZ")][3:] == ["kz_parcel", "kz_letter"]
    assert parcel_lanes(world, "XX") == []
