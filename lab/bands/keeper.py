"""Somebody who keeps a shop: ships every order and answers every message after the hours of the shop's manner.

Only actions that a student has are used. Hours are rounded up to the next look into the shop, every six hours.
"""

from lab.bands.shops import Answers, Manner, must
from lab.customs.documents import CustomsForm
from lab.engine.advance import advance
from lab.listings.compliance import restrictions_of
from lab.listings.shipping import parcel_lanes
from lab.market.catalogue import Attribute, attribute_text
from lab.messages.actions import Reply
from lab.orders.actions import AnswerAddressWish, AnswerCancelWish, ShipOrder
from lab.orders.dispatch import expected_tax_number, parcel_weight_g
from lab.values.moment import DAY, HOUR
from lab.values.text import chosen
from lab.world.order import Order, PackedItem
from lab.world.thread import Thread
from lab.world.world import World

LOOK = 6 * HOUR
ANSWER = "Thank you for your message. We are looking into it and will do what is right."


def keep_shop(world: World, manner: Manner, days: int) -> None:
    """Let so many days pass in a shop that is kept in a manner."""
    until = world.now + days * DAY
    while world.now < until:
        look_after(world, manner)
        advance(world, min(LOOK, until - world.now))
    look_after(world, manner)


def look_after(world: World, manner: Manner) -> None:
    """Ship and answer what is due."""
    for order in list(world.orders.values()):
        if order.state == "unshipped":
            settle(world, order)
        if order.state == "unshipped" and order.placed_at + manner.ship_hours * HOUR <= world.now:
            ship(world, order)
    for thread in list(world.threads.values()):
        waits = thread.waits_since
        if waits is not None and waits + manner.reply_hours * HOUR <= world.now:
            must(world, Reply(thread.id, answer(world, thread, manner.answers)))


def settle(world: World, order: Order) -> None:
    """Do what a buyer asks for before the goods leave."""
    if order.address_wish is not None and not order.address_answer:
        must(world, AnswerAddressWish(order.id, True))
    if order.cancel_wish_at is not None and not order.cancel_answer:
        must(world, AnswerCancelWish(order.id, True))


def answer(world: World, thread: Thread, answers: Answers) -> str:
    """What the shop writes back: a shopper's question about goods is answered as the manner says, all else politely."""
    listing = world.listings.get(thread.listing or "")
    if listing is None or answers == "silent":
        return ANSWER
    product = world.setting.products[listing.sku]
    attribute = world.setting.type_of(listing.sku).attribute(thread.about)
    if attribute is None or thread.about not in product.truth:
        return ANSWER
    value = product.truth[thread.about] if answers == "right" else untrue(attribute, product.truth[thread.about])
    said = attribute_text(attribute, value, thread.language)
    return f"{said.capitalize()}." if attribute.kind == "yes_no" else f"{chosen(attribute.names, thread.language)}: {said}"


def untrue(attribute: Attribute, true: str) -> str:
    """Another value of an attribute."""
    if attribute.kind == "yes_no":
        return "no" if true == "yes" else "yes"
    if attribute.kind == "number":
        return str(2 * int(true) + 1)
    return next((value for value in (*attribute.choices, *attribute.values) if value != true), true)


def ship(world: World, order: Order) -> None:
    """Pack what was ordered, with a right customs form, and hand it to the carrier of the shop's way of shipping."""
    setting = world.setting
    items = tuple(PackedItem(item.sku, item.quantity) for item in order.items)
    product = setting.products[items[0].sku]
    form = CustomsForm(
        "sale_of_goods", f"{product.names['en']} made of metal and cotton for home use", product.hs_accept[0], product.origin,
        sum(item.quantity for item in items), order.goods, parcel_weight_g(setting, items),
        tax_reference=expected_tax_number(setting, order, setting.home),
    )  # fmt: skip
    must(world, ShipOrder(order.id, items, lane_for(world, order), ("invoice",), form))


def lane_for(world: World, order: Order) -> str:
    """The service of the shop's way of shipping, or the first other one that may carry the goods."""
    setting = world.setting
    usual = setting.lanes[world.templates[order.place].lane]
    others = [lane for lane in parcel_lanes(world, order.country) if lane is not usual]
    rules = restrictions_of(setting, order.items[0].sku, order.country)
    fit = [lane for lane in (usual, *others) if not any(lane.mode in rule.not_by for rule in rules)]
    return (fit or [usual])[0].key
