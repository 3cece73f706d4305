from dataclasses import replace

from lab.customs.lanes import load_lanes
from lab.ledger.rates import to_home
from lab.school.order_offers import Offer, box_of, missing_items, offers
from lab.world.order import Order, PackedItem
from lab.world.stock import Pile
from lab.world.world import World
from tests.builders import DE_LAMP, KZ_LAMP, act, make_order, make_product, make_world

TWO = [PackedItem("lamp", 2)]


def offer_of(world: World, order: Order, lane: str, count: int = 2) -> Offer:
    return next(offer for offer in offers(world, order, [PackedItem("lamp", count)]) if offer.lane.key == lane)


def test_the_cost_is_what_handing_over_takes() -> None:
    world = make_world()
    order = make_order(world, "o1", KZ_LAMP, quantity=2)
    offer = offer_of(world, order, "kz_tracked")
    assert offer.takes_it and offer.needs_form and offer.crosses_border and offer.quote is not None
    assert offer.cost == to_home(world.setting, offer.quote.total, world.now)
    act(world, "order.ship", order="o1", items=[{"sku": "lamp", "quantity": 2}], lane="kz_tracked")
    assert order.parcels[0].postage == offer.cost


def test_an_empty_box_has_prices_by_weight_only() -> None:
    world = make_world()
    found = offers(world, make_order(world), [])
    assert found and all(offer.quote is None and offer.points and not offer.code for offer in found)


def test_a_service_says_why_it_does_not_take_a_box() -> None:
    products = {"lamp": make_product(flags=("lithium",)), "bulb": make_product("bulb")}
    world = make_world(products=products)
    order = make_order(world, "o1", KZ_LAMP)
    assert offer_of(world, order, "kz_tracked", count=50).code == "parcel_too_heavy"
    assert offer_of(world, order, "kz_tracked", count=60).short == ("lamp",)
    refusing = [lane.key for lane in load_lanes().values() if "lithium" in lane.goods_refused and "KZ" in lane.regions and lane.from_country == "DE"]
    for offer in offers(world, order, TWO):
        assert (offer.refused == ("lithium",)) == (offer.lane.key in refusing)
        assert offer.takes_it != bool(offer.refused)


def test_a_warehouse_abroad_has_its_own_services_and_takes_its_fee() -> None:
    world = make_world()
    order = make_order(world, "o1", DE_LAMP)
    abroad = {lane.from_country for lane in load_lanes().values() if "DE" in lane.regions} - {"DE"}
    country = sorted(abroad)[0]
    world.shop.abroad[country] = {"lamp": Pile(1, 1200)}
    found = [offer for offer in offers(world, order, TWO) if offer.lane.from_country == country]
    assert found and all(offer.short == ("lamp",) for offer in found)


def test_a_box_is_weighed_and_measured() -> None:
    products = {"lamp": make_product(sides_mm=(400, 200, 100)), "bulb": make_product("bulb")}
    setting = make_world(products=products).setting
    assert box_of(setting, TWO).sides_mm == (400, 200, 200)
    assert box_of(setting, [*TWO, PackedItem("bulb", 1)]).sides_mm is None
    assert box_of(setting, TWO).weight_g == 3440


def test_what_is_missing_is_what_was_ordered_less_what_left() -> None:
    world = make_world()
    order = make_order(world, "o1", DE_LAMP, quantity=3)
    assert missing_items(order) == [PackedItem("lamp", 3)]
    act(world, "order.ship", order="o1", items=[{"sku": "lamp", "quantity": 1}], lane="de_parcel", more_to_come=True)
    assert missing_items(order) == TWO
    order.parcels[0] = replace(order.parcels[0], items=(PackedItem("bulb", 1),))
    assert missing_items(order) == [PackedItem("lamp", 3)]
