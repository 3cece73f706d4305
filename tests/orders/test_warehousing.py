"""Warehouses abroad: what moving goods there costs, rent, and picking."""

from fractions import Fraction

from lab.engine.advance import advance
from lab.ledger.books import balance
from lab.ledger.rates import to_home
from lab.orders.warehousing import (
    freight_lanes,
    pay_rent,
    pick_fee,
    receive_inbound,
    transfer_bill,
    warehouse_countries,
    warehouse_in,
)
from lab.values.moment import DAY
from lab.values.money import Money
from lab.world.stock import Inbound, Pile
from lab.world.world import World
from tests.builders import euro
from tests.orders.fulfilment import with_warehouse

NOTHING = euro("0.00")


def test_a_bill_has_freight_duty_and_import_tax_to_recover() -> None:
    world = with_warehouse()
    lamp, lanes = world.setting.products["lamp"], freight_lanes(world.setting)
    american = transfer_bill(world, lamp, 10, lanes["de_us_air"])
    assert american.goods == euro("120.00")
    assert american.duty == american.goods.times(world.setting.destinations["US"].surcharge_rate) + euro("6.00")  # 5 % of the goods alone
    assert american.import_tax == NOTHING  # the United States have no import tax
    british = transfer_bill(world, lamp, 10, lanes["de_gb_air"])
    assert british.import_tax.amount > 0
    # duty of 2 % on goods and freight, 20 % tax on all three
    assert abs(british.duty.amount * 50 - (british.goods + british.freight).amount) <= 50
    assert abs(british.import_tax.amount * 5 - (british.goods + british.freight + british.duty).amount) <= 5
    inside = transfer_bill(world, lamp, 10, lanes["de_es_lorry"])
    assert (inside.duty, inside.import_tax) == (NOTHING, NOTHING)
    assert inside.per_piece(10) == (inside.goods + inside.freight).times(Fraction(1, 10))


def arrived(world: World, at: int, pieces: int = 10, worth: str = "200.00") -> None:
    """A delivery to the warehouse in the United States that has come at a moment."""
    number = f"in{len(world.inbound) + 1}"
    world.inbound.append(Inbound(number, "transfer", "lamp", pieces, "US", "de_us_air", at, at, euro(worth), NOTHING, NOTHING, NOTHING))
    world.now = at
    receive_inbound(world, number)


def test_goods_that_arrive_lie_on_the_shelf_and_taking_in_costs_a_fee() -> None:
    world = with_warehouse(pieces=0, worth=0)
    arrived(world, 600)
    assert world.shop.abroad["US"]["lamp"] == Pile(10, 20_000)
    assert balance(world, "stock_on_way") == euro("-200.00")  # nothing had been put there by this test
    warehouse = warehouse_in("US")
    assert warehouse is not None and warehouse.inbound.per == "piece"
    assert balance(world, "storage") == to_home(world.setting, warehouse.inbound.fee.times(10), 600)


def rent_of(world: World) -> Money:
    before = balance(world, "storage")
    pay_rent(world)
    return balance(world, "storage") - before


def test_rent_is_paid_for_a_week_after_the_free_days_of_the_latest_delivery() -> None:
    world = with_warehouse(pieces=40, worth=8_003)
    warehouse = warehouse_in("US")
    assert warehouse is not None
    usual = rent_of(world)  # goods that were always there have no free days
    volume = 460 * 210 * 180 * 40
    days = 7
    asked = warehouse.storage.per_1000.amount * volume * days / 10**12
    assert abs(to_home(world.setting, Money(round(asked), "USD"), 0).amount - usual.amount) <= 1
    arrived(world, DAY, pieces=1)
    world.now = DAY + warehouse.storage.free_days * DAY - 1
    assert rent_of(world) == NOTHING
    world.now += 1
    assert rent_of(world) >= usual
    world.shop.abroad["US"]["lamp"] = Pile()
    assert rent_of(world) == NOTHING


def test_rent_is_due_on_mondays() -> None:
    world = with_warehouse(pieces=40)  # the run begins on a Monday at eight
    advance(world, 6 * DAY)
    assert balance(world, "storage") == NOTHING
    advance(world, DAY)
    weekly = balance(world, "storage")
    assert weekly.amount > 0
    advance(world, 7 * DAY)
    assert balance(world, "storage") > weekly


def test_a_warehouse_abroad_takes_a_fee_for_each_parcel() -> None:
    world = with_warehouse()
    warehouse = warehouse_in("US")
    assert warehouse is not None
    assert pick_fee(world, "US") == to_home(world.setting, warehouse.pick_fee, 0)
    assert pick_fee(world, "") == pick_fee(world, "DE") == pick_fee(world, "XX") == NOTHING


def test_countries_with_a_warehouse() -> None:
    assert {"US", "GB", "KZ"} <= set(warehouse_countries())
    assert warehouse_in("XX") is None
