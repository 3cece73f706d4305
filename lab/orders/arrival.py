"""A purchase becomes an order: it is paid, stock is taken, the sale is booked.

Some payments are verified first: such an order is on hold for some hours and may not be sent; what was promised moves by
as much.
"""

from lab.ledger.pricing import basket_price, charge_in_place, currency_of
from lab.ledger.sale import book_sale, fee_on, tax_in_price
from lab.listings.over_claim import over_claim
from lab.listings.promotions import note_sale
from lab.listings.shipping import ships_from
from lab.orders.agenda import put
from lab.orders.cancellation import expect_cancellation
from lab.orders.payment import is_paid
from lab.search.offer import delivery_days
from lab.values.chance import below, draw, key_of, mix64
from lab.values.moment import DAY, HOUR
from lab.values.money import Money
from lab.world.due import ComingOrder, Due
from lab.world.listing import Listing
from lab.world.order import Order, OrderItem
from lab.world.setting import Setting
from lab.world.world import World


def receive_order(world: World, coming: ComingOrder) -> Order | None:
    """Sell the first target that is on sale, priced and in stock; None if there is none, or the payment fails.

    A buyer who saw another price than the present one pays the price seen. Only shoppers' payments fail: an order that
    the scenario sends always comes.
    """
    for target in coming.targets:
        listing = world.listings.get(target.listing)
        if listing is not None and may_sell(listing, target.quantity):
            return _sell(world, coming, listing, target.quantity)
    return None


def order_key(setting: Setting, coming: ComingOrder, order_id: str) -> int:
    """The key of all chance about an order: of the visit that led to it, else its own."""
    return coming.key or mix64(setting.seed ^ key_of("order chance", order_id))


def may_sell(listing: Listing, quantity: int) -> bool:
    """Whether a buyer can buy this quantity now."""
    return listing.is_live and listing.price is not None and listing.stock >= quantity


def _sell(world: World, coming: ComingOrder, listing: Listing, quantity: int) -> Order | None:
    setting = world.setting
    template = world.templates.get(listing.place)
    profile = world.profile_of(listing)
    order_id = coming.id or f"s{world.next_order}"
    key = order_key(setting, coming, order_id)
    may_fail = setting.consequences and coming.source == "shopper"
    if may_fail and not is_paid(setting.home, listing.country, key):
        return None
    world.next_order += 1
    price = coming.price or basket_price(world, listing)
    handling = template.handling_hours if template else profile.handling_days_max * 24
    origin = ships_from(setting, template)
    order = Order(
        id=order_id,
        number=order_number(setting, listing.platform, order_id),
        listing=listing.key,
        platform=listing.platform,
        country=listing.country,
        buyer=coming.buyer,
        items=[OrderItem(listing.sku, quantity, price)],
        shipping_charge=charge_in_place(world, template) if template else Money(0, currency_of(setting, listing.place)),
        placed_at=world.now,
        ship_by=world.now + handling * HOUR,
        source=coming.source,
        promised_at=world.now + delivery_days(world, template) * DAY,
        key=key,
        incoterm=template.incoterm if template else "DDP",
        over_claim=over_claim(setting, listing).permille,
        ship_from="" if origin == setting.home else origin,
    )
    if may_fail:
        _hold(world, order)
    listing.stock -= quantity
    world.orders[order_id] = order
    tax = tax_in_price(setting, order.country, order.total, origin)
    fee = fee_on(profile, listing.category, order.goods, order.shipping_charge, quantity)
    book_sale(world, order, tax, fee)
    note_sale(world, listing, order)
    if setting.consequences:
        expect_cancellation(world, order)
    return order


def _hold(world: World, order: Order) -> None:
    """Put a new order on hold while its payment is verified, if it is one of those."""
    profile = world.setting.platforms[order.platform]
    if below(draw(order.key, "payment hold"), 1000) >= profile.payment_hold_permille:
        return
    minutes = 1 + below(draw(order.key, "payment hold minutes"), max(1, profile.payment_hold_hours * HOUR))
    order.state = "held"
    order.held_until = world.now + minutes
    order.ship_by += minutes
    order.promised_at += minutes
    put(world, Due(at=order.held_until, number=0, kind="paid", ref=order.id))


def release(world: World, order_id: str) -> bool:
    """The payment of an order on hold is verified; whether it waited for that."""
    order = world.orders[order_id]
    if order.state != "held":
        return False
    order.state = "unshipped"
    return True


def order_number(setting: Setting, platform: str, order_id: str) -> str:
    """The platform's number of an order, drawn for this order alone."""
    return setting.platforms[platform].order_number(draw(mix64(setting.seed ^ key_of("order", order_id)), "number"))
