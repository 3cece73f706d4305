"""A purchase becomes an order: stock is taken, the sale is booked."""

from lab.ledger.books import book
from lab.ledger.sale import fee_on, tax_in_price
from lab.values.chance import draw, key_of, mix64
from lab.values.money import Money
from lab.world.due import ComingOrder
from lab.world.listing import Listing
from lab.world.order import Order, OrderItem
from lab.world.setting import Setting
from lab.world.world import World


def receive_order(world: World, coming: ComingOrder) -> Order | None:
    """Sell the first target that is on sale, priced and in stock; None if there is none.

    A buyer who saw another price than the present one pays the price seen.
    """
    for target in coming.targets:
        listing = world.listings.get(target.listing)
        if listing is not None and may_sell(listing, target.quantity):
            return _sell(world, coming, listing, target.quantity)
    return None


def may_sell(listing: Listing, quantity: int) -> bool:
    """Whether a buyer can buy this quantity now."""
    return listing.is_live and listing.price is not None and listing.stock >= quantity


def _sell(world: World, coming: ComingOrder, listing: Listing, quantity: int) -> Order:
    assert listing.price is not None
    template = world.templates.get(listing.place)
    profile = world.profile_of(listing)
    order_id = coming.id or f"s{world.next_order}"
    world.next_order += 1
    price = coming.price or listing.price
    charge = template.charge if template else Money(0, world.setting.currency)
    handling = template.handling_hours if template else profile.handling_days_max * 24
    order = Order(
        id=order_id,
        number=order_number(world.setting, listing.platform, order_id),
        listing=listing.key,
        platform=listing.platform,
        country=listing.country,
        buyer=coming.buyer,
        items=[OrderItem(listing.sku, quantity, price)],
        shipping_charge=charge,
        placed_at=world.now,
        ship_by=world.now + handling * 60,
        source=coming.source,
    )
    listing.stock -= quantity
    world.orders[order_id] = order
    tax = tax_in_price(world.setting, order.country, order.total)
    fee = fee_on(profile, listing.category, order.goods, charge, quantity)
    owed = f"platform:{listing.platform}"
    book(world, "sale", order_id, [(owed, order.total.amount), ("sales", tax.amount - order.total.amount), ("vat", -tax.amount)])
    book(world, "fee", order_id, [("fees", fee.amount), (owed, -fee.amount)])
    return order


def order_number(setting: Setting, platform: str, order_id: str) -> str:
    """The platform's number of an order, drawn for this order alone."""
    return setting.platforms[platform].order_number(draw(mix64(setting.seed ^ key_of("order", order_id)), "number"))
