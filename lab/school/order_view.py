"""One order as its page shows it: what happened when, what may go into the same box, its papers, what the border asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from lab.customs.landed import Consignment, ConsignmentLine, LandedCost, landed_cost
from lab.ledger.border import levies
from lab.orders.dispatch import expected_tax_number, parcel_weight_g
from lab.orders.warehousing import warehouse_in
from lab.papers.shipment import GoodsLine, Party, Shipment
from lab.values.errors import BadInput, NotFound
from lab.values.moment import Moment
from lab.values.money import Money, round_half_up
from lab.values.text import chosen
from lab.world.order import Order, Parcel
from lab.world.world import World

EventKind = Literal[
    "placed", "payment_checked", "acknowledged", "cancel_wish", "shipped", "scan", "delivered", "refund", "return",
    "returned", "dispute", "dispute_over", "review", "cancelled",
]  # fmt: skip
_EXPRESS = "express"


@dataclass(frozen=True, slots=True)
class OrderEvent:
    """One thing that happened to an order.

    `detail` is a tracking number, the kind of a scan, who cancelled, or the reason of a refund, return or dispute;
    `count` the number of a parcel (from 1) or the stars of a review.
    """

    at: Moment
    kind: EventKind
    detail: str = ""
    amount: Money | None = None
    count: int = 0


def timeline(world: World, order: Order) -> list[OrderEvent]:
    """What has happened to an order until now, the oldest first; nothing that is still to come."""
    events = [*_own_events(world, order), *_aftermath(world, order)]
    return sorted((event for event in events if event.at <= world.now), key=lambda event: event.at)


def _own_events(world: World, order: Order) -> Iterator[OrderEvent]:
    yield OrderEvent(order.placed_at, "placed", amount=order.total)
    if order.held_until and order.state != "held" and order.cancelled_at is None:
        yield OrderEvent(order.held_until, "payment_checked")
    if order.acknowledged_at is not None:
        yield OrderEvent(order.acknowledged_at, "acknowledged")
    if order.cancel_wish_at is not None:
        yield OrderEvent(order.cancel_wish_at, "cancel_wish")
    for number, parcel in enumerate(order.parcels, start=1):
        yield OrderEvent(parcel.shipped_at, "shipped", parcel.tracking_number, parcel.postage, number)
        for scan in parcel.scans_until(world.now):
            if scan.kind != "handed_over":
                yield OrderEvent(scan.at, "scan", scan.kind, count=number)
    if order.delivered_at is not None:
        yield OrderEvent(order.delivered_at, "delivered")
    if order.cancelled_at is not None:
        yield OrderEvent(order.cancelled_at, "cancelled", order.cancelled_by)
    for refund in order.refunds:
        yield OrderEvent(refund.at, "refund", refund.reason, refund.amount)


def _aftermath(world: World, order: Order) -> Iterator[OrderEvent]:
    for sent_back in world.returns:
        if sent_back.order == order.id:
            yield OrderEvent(sent_back.at, "return", sent_back.reason)
            if sent_back.back_at is not None:
                yield OrderEvent(sent_back.back_at, "returned")
    for dispute in world.disputes:
        if dispute.order == order.id:
            yield OrderEvent(dispute.at, "dispute", dispute.reason)
            if dispute.closed_at is not None:
                yield OrderEvent(dispute.closed_at, "dispute_over", "refunded" if dispute.refunded else "kept")
    for review in world.reviews:
        if review.order == order.id:
            yield OrderEvent(review.at, "review", count=review.stars)


def companions(world: World, order: Order) -> list[Order]:
    """Other orders of the same buyer, to the same address, from which nothing has left: they may go into the same box."""
    return [
        other
        for other in world.orders.values()
        if other.id != order.id and other.is_open and not other.parcels and other.platform == order.platform
        and other.currency == order.currency and other.ship_to == order.ship_to
    ]  # fmt: skip


def shipment_of(world: World, order: Order, parcel: Parcel) -> Shipment:
    """What the papers of a parcel show.

    HS code and origin are those that the shop declared on the customs form, or none: a paper tells what its sender
    wrote, and never the answer.
    """
    setting = world.setting
    boxed = [(order, parcel), *_in_same_box(world, order, parcel)]
    goods: list[GoodsLine] = []
    contents = parcel.customs_form.contents if parcel.customs_form else ()
    for one, part in boxed:
        prices = {item.sku: item.unit_price for item in one.items}
        for item in part.items:
            product = setting.products[item.sku]
            place = min(len(goods), len(contents) - 1)
            said = contents[place] if contents else None
            goods.append(
                GoodsLine(
                    chosen(product.names, "en"), said.hs_code if said else "", said.origin if said else "", item.quantity,
                    prices.get(item.sku, one.items[0].unit_price), product.weight_g * item.quantity,
                )
            )  # fmt: skip
    to = order.buyer if parcel.goes_to_old_address else order.ship_to
    nothing = Money(0, order.currency)
    number = order.parcels.index(parcel) + 1
    lane = setting.lanes[parcel.lane]
    return Shipment(
        order_numbers=tuple(one.number for one, _part in boxed),
        invoice_number=f"{order.number}-{number}",
        date=setting.date_at(parcel.shipped_at),
        seller=sender(world, parcel.ship_from),
        buyer=Party(to.name, to.lines, to.country),
        goods=tuple(goods),
        freight=sum((one.shipping_charge for one, _part in boxed), nothing),
        insurance=nothing,
        incoterm=order.incoterm,
        place=to.city,
        gross_g=sum(parcel_weight_g(setting, part.items) for _one, part in boxed),
        packages=1,
        carrier=chosen(lane.names, "en"),
        tracking_number=parcel.tracking_number,
        form=parcel.customs_form,
        invoice=parcel.invoice,
        packing_list=parcel.packing_list,
    )


def sender(world: World, ship_from: str) -> Party:
    """The shop as it stands on papers; out of a warehouse with that one's name and city."""
    if ship_from in ("", world.setting.home):
        return Party(world.shop.name, (), world.setting.home)
    warehouse = warehouse_in(ship_from)
    lines = (chosen(warehouse.names, "en"), chosen(warehouse.city, "en")) if warehouse else ()
    return Party(world.shop.name, lines, ship_from)


def _in_same_box(world: World, order: Order, parcel: Parcel) -> Iterator[tuple[Order, Parcel]]:
    for name in parcel.together_with:
        other = world.orders.get(name)
        for part in other.parcels if other else ():
            if order.id in part.together_with and part.shipped_at == parcel.shipped_at:
                assert other is not None
                yield other, part


def papers_of(parcel: Parcel, customs_kind: str) -> tuple[str, ...]:
    """The kinds of paper to print for a parcel: its label, and those that were put into or on it."""
    kinds = ["address_label"]
    if parcel.customs_form is not None:
        kinds.append(customs_kind)
    return (*kinds, *(name for name in ("invoice", "packing_list") if name in parcel.documents))


def landed_of(world: World, order: Order) -> LandedCost | None:
    """What an order's consignment costs to the door, line by line, under the rules that the books go by.

    Charges inside the price are taken off the price first, as the books do. Carriers' fees are shown although the lab
    does not charge them. None where the rules of the country, or a rate of the currency, are not known.
    """
    setting = world.setting
    first = order.parcels[0] if order.parcels else None
    origin = (first.ship_from if first else order.ship_from) or setting.home
    pieces = sum(item.quantity for item in order.items)
    try:
        inside = levies(
            setting, order.items[0].sku, order.country, order.goods, order.shipping_charge, pieces, order.incoterm, origin
        ).inside
        whole = order.total.amount
        net = whole - inside.amount
        goods = order.goods.amount * net // whole if whole else 0
        return landed_cost(
            Consignment(
                lines=_goods_lines(world, order, goods),
                freight=Money(net - goods, order.currency),
                insurance=Money(0, order.currency),
                from_country=origin,
                to_country=order.country,
                on=setting.date_at(0),
                incoterm=order.incoterm,
                channel="courier" if first and setting.lanes[first.lane].mode == _EXPRESS else "post",
                number_travels=_number_travels(world, order, first, origin),
            )
        )
    except (BadInput, NotFound):
        return None


def _goods_lines(world: World, order: Order, goods: int) -> tuple[ConsignmentLine, ...]:
    """The order's goods, with the net value shared out as the buyer paid for them."""
    lines = []
    paid, passed, given = order.goods.amount, 0, 0
    for item in order.items:
        product = world.setting.products[item.sku]
        passed += item.unit_price.amount * item.quantity
        until_here = round_half_up(Fraction(goods * passed, paid)) if paid else 0
        code = product.hs_accept[0] if product.hs_accept else ""
        value = Money(until_here - given, order.currency)
        lines.append(ConsignmentLine(code, value, item.quantity, product.weight_g * item.quantity))
        given = until_here
    return tuple(lines)


def _number_travels(world: World, order: Order, parcel: Parcel | None, origin: str) -> bool:
    """Whether the number under which the tax was collected is with the parcel; before it is packed it will be."""
    if parcel is None:
        return True
    number = expected_tax_number(world.setting, order, origin)
    said = parcel.customs_form.tax_reference if parcel.customs_form else ""
    return "".join(said.split()).upper() == number.upper()
