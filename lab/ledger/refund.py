"""Taking a sale back, and goods that come home.

A refund gives the buyer everything that was paid: sale and tax are reversed, and the platform gives its fee back
(some keep a part of it; the lab leaves that out). Postage and duty that were paid stay paid.
"""

from collections.abc import Iterable

from lab.ledger.books import book
from lab.values.money import Money
from lab.world.order import PackedItem
from lab.world.world import World


def refund_sale(world: World, order_id: str, kind: str) -> None:
    """Reverse what stands on the books of an order as sale, tax and fee, under an entry of that kind; once it is
    reversed nothing more happens."""
    platform = f"platform:{world.orders[order_id].platform}"
    back: dict[str, int] = dict.fromkeys((platform, "sales", "vat", "fees"), 0)
    for entry in world.ledger:
        if entry.order == order_id:
            for posting in entry.postings:
                if posting.account in back:
                    back[posting.account] -= posting.amount
    book(world, kind, order_id, back.items())


def take_into_store(world: World, order_id: str, items: Iterable[PackedItem]) -> None:
    """Goods that were sent are in the store-room again and can be sold."""
    cost = 0
    for item in items:
        world.shop.stock[item.sku] = world.shop.stock.get(item.sku, 0) + item.quantity
        cost += world.setting.products[item.sku].unit_cost.amount * item.quantity
    book(world, "restock", order_id, [("stock", cost), ("goods_sold", -cost)])


def pay_return_postage(world: World, order_id: str, postage: Money) -> None:
    """The shop pays for the way back."""
    book(world, "return_postage", order_id, [("postage", postage.amount), ("cash", -postage.amount)])


def pay_duty(world: World, order_id: str, duty: Money) -> None:
    """The shop pays duty and import tax that are inside its price."""
    book(world, "duty", order_id, [("duty", duty.amount), ("cash", -duty.amount)])
