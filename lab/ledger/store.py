"""Where goods lie and what they have cost: the store-room at home, and warehouses abroad.

At home a piece stands in the books at its purchase price. In a warehouse abroad it has cost freight and duty besides; pieces
of several deliveries lie on one pile, and each is worth the pile's average, so that the last piece takes what is left.
"""

from collections.abc import Iterable

from lab.ledger.books import book
from lab.world.order import PackedItem, Parcel
from lab.world.stock import Pile
from lab.world.world import World


def stock_at(world: World, country: str, sku: str) -> int:
    """Pieces of a SKU in the home store ("" or the home country), or in the warehouse of a country."""
    if country in ("", world.setting.home):
        return world.shop.stock.get(sku, 0)
    pile = world.shop.abroad.get(country, {}).get(sku)
    return pile.pieces if pile else 0


def worth_at(world: World, country: str, sku: str, quantity: int) -> int:
    """What some pieces have cost, in minor units of the shop's currency; as many as there are, at most."""
    if country in ("", world.setting.home):
        return world.setting.products[sku].unit_cost.amount * quantity
    pile = world.shop.abroad.get(country, {}).get(sku)
    if pile is None or not pile.pieces:
        return 0
    return pile.worth if quantity >= pile.pieces else pile.worth * quantity // pile.pieces


def take_out(world: World, country: str, items: Iterable[PackedItem]) -> int:
    """Take pieces out of a store; gives what they have cost, in minor units. The pieces must be there."""
    cost = 0
    for item in items:
        worth = worth_at(world, country, item.sku, item.quantity)
        cost += worth
        if country in ("", world.setting.home):
            world.shop.stock[item.sku] -= item.quantity
        else:
            pile = world.shop.abroad[country][item.sku]
            pile.pieces -= item.quantity
            pile.worth -= worth
    return cost


def put_in(world: World, country: str, sku: str, quantity: int, worth: int) -> None:
    """Put pieces into a store; `worth` is what they have cost, in minor units (at home the purchase price counts)."""
    if country in ("", world.setting.home):
        world.shop.stock[sku] = world.shop.stock.get(sku, 0) + quantity
        return
    pile = world.shop.abroad.setdefault(country, {}).setdefault(sku, Pile())
    pile.pieces += quantity
    pile.worth += worth


def take_back(world: World, order_id: str, parcel: Parcel) -> None:
    """Goods of a parcel are back where they came from and can be sold again, at what they had cost."""
    pieces = sum(item.quantity for item in parcel.items)
    left = parcel.cost
    for place, item in enumerate(parcel.items):
        worth = left if place == len(parcel.items) - 1 else parcel.cost * item.quantity // pieces
        left -= worth
        put_in(world, parcel.ship_from, item.sku, item.quantity, worth)
    book(world, "restock", order_id, [("stock", parcel.cost), ("goods_sold", -parcel.cost)])
