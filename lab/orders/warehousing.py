"""Warehouses abroad: what moving goods there costs, goods that arrive, rent, and picking.

A transfer pays freight, duty and import tax when it leaves (the forwarder lays them out and asks for them in advance); the
import tax is recovered against the tax on sales there. A warehouse takes a fee for taking in, and rent every Monday for what
lies in it then; a delivery's first days are free.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from lab.customs.tariffs import tariff_rate
from lab.customs.warehouses import (
    FreightLane,
    Warehouse,
    freight_quote,
    inbound_fee,
    load_freight,
    load_warehouses,
    storage_fee,
)
from lab.ledger.books import book
from lab.ledger.border import crosses_border
from lab.ledger.rates import to_home
from lab.ledger.store import put_in, worth_at
from lab.values.errors import BadInput, Refused
from lab.values.moment import DAY
from lab.values.money import Money
from lab.world.setting import Setting, ShopProduct
from lab.world.world import World

RENT_DAYS = 7


@dataclass(frozen=True, slots=True)
class TransferBill:
    """What moving goods abroad costs, in the shop's currency: their book value, freight, duty, and import tax to recover."""

    goods: Money
    freight: Money
    duty: Money
    import_tax: Money

    def per_piece(self, quantity: int) -> Money:
        """What one piece has cost on the shelf abroad, rounded half up."""
        landed = self.goods + self.freight + self.duty
        return landed.times(Fraction(1, quantity))


def transfer_bill(world: World, product: ShopProduct, quantity: int, lane: FreightLane) -> TransferBill:
    """What a transfer would cost now. Raises Refused for goods that the lane does not take, or that were never measured."""
    setting = world.setting
    try:
        freight = freight_quote(lane, product.weight_g * quantity, product.volume_mm3 * quantity).total
    except BadInput as error:
        raise Refused(error.code, **error.args_) from None
    goods = Money(worth_at(world, "", product.sku, quantity), setting.currency)
    carriage = to_home(setting, freight, world.now)
    nothing = Money(0, setting.currency)
    if not crosses_border(setting, lane.to_country):
        return TransferBill(goods, carriage, nothing, nothing)
    destination = setting.destinations[lane.to_country]
    code = product.hs_accept[0] if product.hs_accept else ""
    value = goods + carriage if destination.value_basis == "CIF" else goods
    rate = tariff_rate(lane.to_country, code, setting.date_at(world.now)) + destination.surcharge_rate
    duty = value.times(rate)
    tax = (goods + carriage + duty).times(destination.vat_rate)
    return TransferBill(goods, carriage, duty, tax)


def receive_inbound(world: World, number: str) -> None:
    """Goods have arrived: on the shelf, and off `stock_on_way`."""
    inbound = next(one for one in world.inbound if one.id == number)
    inbound.arrived_at = world.now
    worth = inbound.landed.amount
    put_in(world, inbound.to, inbound.sku, inbound.quantity, worth)
    book(world, "goods_in", None, [("stock", worth), ("stock_on_way", -worth)])
    warehouse = warehouse_in(inbound.to)
    if warehouse is not None:
        product = world.setting.products[inbound.sku]
        _pay_storage(world, inbound_fee(warehouse, product.weight_g * inbound.quantity, inbound.quantity))


def pay_rent(world: World) -> None:
    """The warehouses' rent of a week, for what lies in them now; the first days of a delivery are free."""
    for country, piles in world.shop.abroad.items():
        warehouse = warehouse_in(country)
        if warehouse is None:
            continue
        rent = Money(0, warehouse.currency)
        for sku, pile in piles.items():
            if pile.pieces and not _is_fresh(world, country, sku, warehouse):
                volume = world.setting.products[sku].volume_mm3
                rent = rent + storage_fee(warehouse, volume, pile.pieces, RENT_DAYS + warehouse.storage.free_days)
        if rent.amount:
            _pay_storage(world, rent)


def pick_fee(world: World, country: str) -> Money:
    """What a warehouse takes for picking and packing one parcel, in the shop's currency; nothing at home."""
    warehouse = warehouse_in(country)
    if country in ("", world.setting.home) or warehouse is None:
        return Money(0, world.setting.currency)
    return to_home(world.setting, warehouse.pick_fee, world.now)


def warehouse_in(country: str) -> Warehouse | None:
    """The warehouse that the lab offers in a country."""
    return _by_country().get(country)


def warehouse_countries() -> tuple[str, ...]:
    """Countries with a warehouse, in the order of the file."""
    return tuple(_by_country())


def freight_lanes(setting: Setting) -> Mapping[str, FreightLane]:
    """Every freight service as it is on the day on which the run starts."""
    return load_freight(on=setting.date_at(0))


@lru_cache(maxsize=1)
def _by_country() -> dict[str, Warehouse]:
    found: dict[str, Warehouse] = {}
    for warehouse in load_warehouses().values():
        found.setdefault(warehouse.country, warehouse)
    return found


def _is_fresh(world: World, country: str, sku: str, warehouse: Warehouse) -> bool:
    """Whether the latest delivery of a SKU still lies in its free days."""
    arrived = [one.arrived_at for one in world.inbound if one.to == country and one.sku == sku and one.arrived_at is not None]
    return bool(arrived) and world.now - max(arrived) < warehouse.storage.free_days * DAY


def _pay_storage(world: World, fee: Money) -> None:
    amount = to_home(world.setting, fee, world.now).amount
    book(world, "storage", None, [("storage", amount), ("cash", -amount)])
