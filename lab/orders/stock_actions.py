"""Getting goods: buying more from the supplier, and moving some to a warehouse abroad.

A purchase is paid at once and comes after the supplier's days. Goods on their way stand on `stock_on_way` with all that they
have cost. What a transfer costs: `lab.orders.warehousing`.
"""

from dataclasses import dataclass

from lab.ledger.books import balance, book
from lab.ledger.store import stock_at, take_out
from lab.listings.hazards import handling_flags
from lab.orders.agenda import put
from lab.orders.warehousing import freight_lanes, transfer_bill, warehouse_in
from lab.values.chance import below, draw, key_of, mix64
from lab.values.errors import Refused
from lab.values.moment import DAY
from lab.values.money import Money
from lab.world.action import Action, action
from lab.world.due import Due
from lab.world.order import PackedItem
from lab.world.setting import Setting, ShopProduct
from lab.world.stock import Inbound
from lab.world.world import World

MAX_PIECES = 100_000
MOST_DELIVERIES = 200
"""Deliveries that one run may have on the books."""


@action("stock.reorder", about="sku")
@dataclass(frozen=True, slots=True)
class Reorder(Action):
    """Buy more of a product from its supplier, for the home store. Paid at once from the cash there is."""

    sku: str
    quantity: int

    def apply(self, world: World) -> None:
        setting = world.setting
        product = _product(setting, self.sku)
        if not product.min_order <= self.quantity <= MAX_PIECES:
            raise Refused("order_quantity_out_of_range", found=self.quantity, least=product.min_order, limit=MAX_PIECES)
        _check_room(world)
        cost = product.unit_cost.times(self.quantity)
        _check_cash(world, cost)
        nothing = Money(0, setting.currency)
        due_at = world.now + product.lead_days * DAY
        inbound = Inbound(
            _number(world), "purchase", self.sku, self.quantity, "", "", world.now, due_at, cost, nothing, nothing, nothing
        )
        book(world, "purchase", None, [("stock_on_way", cost.amount), ("cash", -cost.amount)])
        _expect(world, inbound)


@action("stock.transfer", about="sku")
@dataclass(frozen=True, slots=True)
class TransferStock(Action):
    """Send goods from the home store to the warehouse in a country, by a freight service."""

    sku: str
    quantity: int
    to: str
    lane: str

    def apply(self, world: World) -> None:
        setting = world.setting
        product = _product(setting, self.sku)
        if not 1 <= self.quantity <= MAX_PIECES:
            raise Refused("stock_out_of_range", found=self.quantity, limit=MAX_PIECES)
        if stock_at(world, "", self.sku) < self.quantity:
            raise Refused("not_in_store", sku=self.sku, found=stock_at(world, "", self.sku), wanted=self.quantity)
        warehouse = warehouse_in(self.to)
        lane = freight_lanes(setting).get(self.lane)
        if warehouse is None or self.to == setting.home:
            raise Refused("no_such_warehouse", country=self.to[:40])
        if lane is None or lane.from_country != setting.home or lane.to_country != self.to:
            raise Refused("no_such_lane", lane=self.lane[:60])
        refused = [flag for flag in handling_flags(product) if flag in lane.goods_refused]
        if refused:
            raise Refused("lane_refuses_goods", lane=lane.key, sku=self.sku, goods=refused)
        _check_room(world)
        bill = transfer_bill(world, product, self.quantity, lane)
        _check_cash(world, bill.freight + bill.duty + bill.import_tax)
        take_out(world, "", [PackedItem(self.sku, self.quantity)])
        key = mix64(setting.seed ^ key_of("freight", _number(world)))
        days = lane.days_min + below(draw(key, "days"), lane.days_max - lane.days_min + 1)
        receiving = (warehouse.receiving_min + warehouse.receiving_max + 1) // 2
        due_at = world.now + (days + receiving) * DAY
        inbound = Inbound(
            _number(world), "transfer", self.sku, self.quantity, self.to, lane.key, world.now, due_at, bill.goods, bill.freight,
            bill.duty, bill.import_tax,
        )  # fmt: skip
        cash = bill.freight + bill.duty + bill.import_tax
        book(
            world, "transfer", None,
            [
                ("stock_on_way", inbound.landed.amount), ("vat", bill.import_tax.amount), ("stock", -bill.goods.amount),
                ("cash", -cash.amount),
            ],
        )  # fmt: skip
        _expect(world, inbound)


def _product(setting: Setting, sku: str) -> ShopProduct:
    product = setting.products.get(sku)
    if product is None:
        raise Refused("no_such_product", sku=sku[:60])
    return product


def _number(world: World) -> str:
    return f"in{len(world.inbound) + 1}"


def _check_room(world: World) -> None:
    if len(world.inbound) >= MOST_DELIVERIES:
        raise Refused("too_many_deliveries", limit=MOST_DELIVERIES)


def _check_cash(world: World, cost: Money) -> None:
    """Raises Refused when the shop cannot pay for it."""
    cash = balance(world, "cash")
    if cost.amount > cash.amount:
        raise Refused("not_enough_cash", found=str(cash), wanted=str(cost))


def _expect(world: World, inbound: Inbound) -> None:
    world.inbound.append(inbound)
    put(world, Due(at=inbound.due_at, number=0, kind="inbound", ref=inbound.id))
