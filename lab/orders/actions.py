"""What a seller does with orders before and while they leave, and towards a platform that has restricted the shop."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from lab.customs.documents import ContentLine, CustomsForm
from lab.customs.lanes import Lane, refused_goods
from lab.customs.papers import DeclaredInvoice, DeclaredPackingList
from lab.customs.postage import quote
from lab.ledger.books import book
from lab.ledger.border import crosses_border, levies
from lab.ledger.rates import to_home
from lab.ledger.refund import pay_duty
from lab.ledger.store import stock_at, take_out
from lab.listings.compliance import restrictions_of
from lab.listings.hazards import handling_flags
from lab.listings.shipping import origins
from lab.listings.stops import check_lane_open, check_not_recalled
from lab.messages.letters import expect_customs_letter
from lab.orders.cancellation import cancel
from lab.orders.dispatch import (
    box_faults,
    declared_faults,
    journey,
    needs_customs_form,
    parcel_sides_mm,
    parcel_weight_g,
    tracking_number_of,
)
from lab.orders.transit import expect_arrival
from lab.orders.warehousing import pick_fee
from lab.values.errors import BadInput, Refused
from lab.values.money import Money
from lab.values.text import tidy_lines
from lab.world.action import Action, action
from lab.world.order import Order, PackedItem, Parcel
from lab.world.setting import Setting
from lab.world.world import World

MAX_FORM_LINES = 20
MAX_FORM_TEXT = 200
MAX_PLAN = 4000
MAX_FORM_NUMBER = 1_000_000_000
PARCEL_DOCUMENTS = ("invoice", "packing_list", "returns_slip", "customs_form")


def order_or_refuse(world: World, order_id: str) -> Order:
    """The order of that id. Raises Refused."""
    order = world.orders.get(order_id)
    if order is None:
        raise Refused("no_such_order", order=order_id)
    return order


@action("order.acknowledge", about="order")
@dataclass(frozen=True, slots=True)
class AcknowledgeOrder(Action):
    """Tell the platform that an order has been seen and will be packed."""

    order: str

    def apply(self, world: World) -> None:
        order = order_or_refuse(world, self.order)
        if order.acknowledged_at is not None:
            raise Refused("already_acknowledged", order=order.id)
        check_open(order)
        order.acknowledged_at = world.now


@action("order.ship", about="order")
@dataclass(frozen=True, slots=True)
class ShipOrder(Action):
    """Pack what is named, add papers and hand the parcel to a carrier; duty inside the price is paid.

    Packing something else than was ordered is possible, as in life. A parcel across a border without a right
    customs form, or with papers that contradict each other, leaves, and waits at the border. With `more_to_come` the order
    stays open for the rest; `together` are other orders of the same buyer whose goods go into the same box, packed as
    ordered. The goods leave the place where the carrier's service starts: the home store, or a warehouse abroad.
    """

    order: str
    items: tuple[PackedItem, ...]
    lane: str
    documents: tuple[str, ...] = ()
    customs_form: CustomsForm | None = None
    more_to_come: bool = False
    together: tuple[str, ...] = ()
    invoice: DeclaredInvoice | None = None
    packing_list: DeclaredPackingList | None = None
    added_later: ClassVar[tuple[str, ...]] = ("more_to_come", "together", "invoice", "packing_list")

    def apply(self, world: World) -> None:
        setting = world.setting
        order = order_or_refuse(world, self.order)
        check_open(order)
        others = self._others(world, order)
        self._check_items(world, order)
        self._check_papers(setting)
        packed = {order.id: self.items}
        packed |= {other.id: tuple(PackedItem(item.sku, item.quantity) for item in other.items) for other in others}
        lane = setting.lanes.get(self.lane)
        if lane is None or lane.from_country not in origins(world):
            raise Refused("no_such_lane", lane=self.lane)
        if order.country not in lane.regions:
            raise Refused("lane_does_not_serve", lane=self.lane, countries=[order.country])
        check_lane_open(world, lane.key)
        boxed = [item for items in packed.values() for item in items]
        check_not_recalled(world, (item.sku for item in boxed))
        origin = "" if lane.from_country == setting.home else lane.from_country
        check_stock_at(world, origin, boxed)
        check_lane_takes(setting, lane, boxed, order.country)
        postage = postage_of(world, lane, boxed, order)
        orders = [order, *others]
        at_fault = needs_customs_form(setting, order, lane) and self._papers_at_fault(world, orders, packed, lane)
        way = journey(world, order, lane, at_fault)
        documents = [name for name in dict.fromkeys(self.documents) if name not in ("customs_form", *self._declared())]
        documents += self._declared()
        number = tracking_number_of(setting, lane, order.id, len(order.parcels)) if lane.tracked else ""
        parcel = Parcel(
            lane=lane.key, tracking_number=number, items=(), documents=tuple(documents), customs_form=self.customs_form,
            postage=postage, shipped_at=world.now, due_at=way.due_at, held=way.held, lost=way.lost, scans=way.scans,
            invoice=self.invoice, packing_list=self.packing_list, ship_from=origin,
        )  # fmt: skip
        for one in orders:
            paid = postage if one is order else Money(0, postage.currency)
            with_it = tuple(other.id for other in orders if other is not one)
            hand_over(world, one, replace(parcel, items=packed[one.id], postage=paid, together_with=with_it))
            one.state = "part_shipped" if one is order and self.more_to_come else "shipped"
            expect_arrival(world, one)
            expect_customs_letter(world, one)

    def _declared(self) -> tuple[str, ...]:
        """The papers whose figures were written out."""
        given = {"invoice": self.invoice, "packing_list": self.packing_list, "customs_form": self.customs_form}
        return tuple(name for name, paper in given.items() if paper is not None)

    def _others(self, world: World, order: Order) -> list[Order]:
        """The orders that go into the same box. Raises Refused."""
        others = [order_or_refuse(world, name) for name in dict.fromkeys(self.together)]
        for other in others:
            check_open(other)
            alike = (other.platform, other.country, other.ship_to) == (order.platform, order.country, order.ship_to)
            if other.id == order.id or not alike or other.parcels or other.currency != order.currency:
                raise Refused("orders_not_together", order=order.id, other=other.id)
        if others and self.more_to_come:
            raise Refused("split_and_combined", order=order.id)
        return others

    def _check_items(self, world: World, order: Order) -> None:
        if not self.items:
            raise Refused("parcel_empty", order=self.order)
        for item in self.items:
            if item.sku not in world.setting.products:
                raise Refused("no_such_product", sku=item.sku)
            if not 1 <= item.quantity <= 1000:
                raise Refused("stock_out_of_range", found=item.quantity, limit=1000)
        self._check_not_sent_already(order)
        if self.more_to_come:
            missing = order.missing
            for item in self.items:
                missing[item.sku] = missing.get(item.sku, 0) - item.quantity
            if not any(count > 0 for count in missing.values()):
                raise Refused("nothing_more_to_come", order=order.id)

    def _check_not_sent_already(self, order: Order) -> None:
        """A further parcel of an order holds of what was ordered only what is missing: no piece is sent twice."""
        if not order.parcels:
            return
        ordered, missing = {item.sku for item in order.items}, order.missing
        for item in self.items:
            missing[item.sku] = missing.get(item.sku, 0) - item.quantity
            if item.sku in ordered and missing[item.sku] < 0:
                raise Refused("already_sent", order=order.id, sku=item.sku)

    def _check_papers(self, setting: Setting) -> None:
        if self.customs_form is not None:
            _check_form(self.customs_form)
        _check_declared(self.invoice, self.packing_list)
        unknown = [name for name in self.documents if name not in PARCEL_DOCUMENTS]
        if unknown:
            raise Refused("no_such_document", document=unknown[0])

    def _papers_at_fault(
        self, world: World, orders: list[Order], packed: dict[str, tuple[PackedItem, ...]], lane: Lane
    ) -> bool:
        if self.customs_form is None or box_faults(world, orders, packed, self.customs_form, lane.from_country):
            return True
        if self.invoice is None and self.packing_list is None:
            return False
        return bool(declared_faults(world, orders, packed, self.customs_form, self.invoice, self.packing_list))


def check_open(order: Order) -> None:
    """Raises Refused unless goods can be sent for an order."""
    if order.state == "held":
        raise Refused("order_on_hold", order=order.id)
    if not order.is_open:
        raise Refused("order_not_open", order=order.id, state=order.state)


def check_stock_at(world: World, origin: str, items: Iterable[PackedItem]) -> None:
    """Raises Refused unless the goods lie in the home store (""), or in the warehouse of a country."""
    wanted: dict[str, int] = {}
    for item in items:
        wanted[item.sku] = wanted.get(item.sku, 0) + item.quantity
    for sku, quantity in wanted.items():
        found = stock_at(world, origin, sku)
        if found < quantity:
            raise Refused("not_in_store", sku=sku, found=found, wanted=quantity)


def check_lane_takes(setting: Setting, lane: Lane, items: Iterable[PackedItem], country: str) -> None:
    """Raises Refused for goods that a carrier's service does not carry, or that a rule keeps off that kind of service."""
    for sku in dict.fromkeys(item.sku for item in items):
        refused = refused_goods(lane, handling_flags(setting.products[sku]))
        if refused:
            raise Refused("lane_refuses_goods", lane=lane.key, sku=sku, goods=list(refused))
        for rule in restrictions_of(setting, sku, country):
            if lane.mode in rule.not_by:
                raise Refused("rule_forbids_lane", lane=lane.key, sku=sku, rule=rule.key)


def postage_of(world: World, lane: Lane, items: list[PackedItem], order: Order) -> Money:
    """What the carrier takes for a box, in the shop's currency at the day's rate. Raises Refused for one it does not take."""
    setting = world.setting
    address = order.ship_to
    weight, sides = parcel_weight_g(setting, items), parcel_sides_mm(setting, items)
    try:
        total = quote(lane, weight, sides, address.postcode, address.country).total
    except BadInput as error:
        raise Refused(error.code, **error.args_) from None
    return to_home(setting, total, world.now)


def hand_over(world: World, order: Order, parcel: Parcel) -> None:
    """Take the goods of a parcel out of the store, pay postage and what is inside the price, and note the parcel."""
    setting = world.setting
    cost = take_out(world, parcel.ship_from, parcel.items)
    is_cleared = any(crosses_border(setting, order.country, sent.ship_from) for sent in order.parcels)
    old_address = order.address_wish is not None and order.address_answer != "agreed"
    order.parcels.append(replace(parcel, cost=cost, goes_to_old_address=old_address))
    if order.acknowledged_at is None:
        order.acknowledged_at = world.now
    book(world, "postage", order.id, [("postage", parcel.postage.amount), ("cash", -parcel.postage.amount)])
    book(world, "goods", order.id, [("goods_sold", cost), ("stock", -cost)])
    fee = pick_fee(world, parcel.ship_from)
    if fee.amount and parcel.postage.amount:
        book(world, "pick", order.id, [("storage", fee.amount), ("cash", -fee.amount)])
    if not is_cleared:  # what is inside the price is paid once, with the first parcel that crosses the border
        pieces = sum(item.quantity for item in order.items)
        due = levies(
            setting, order.items[0].sku, order.country, order.goods, order.shipping_charge, pieces, order.incoterm,
            parcel.ship_from,
        )  # fmt: skip
        pay_duty(world, order.id, due.inside)


def _check_form(form: CustomsForm) -> None:
    """Raises Refused for what does not fit on the paper; what is merely wrong is the customs officer's affair."""
    if len(form.lines) > MAX_FORM_LINES:
        raise Refused("too_long", field="lines", found=len(form.lines), limit=MAX_FORM_LINES)
    for name in ("kind", "tax_reference"):
        size = len(getattr(form, name))
        if size > MAX_FORM_TEXT:
            raise Refused("too_long", field=name, found=size, limit=MAX_FORM_TEXT)
    for line in form.contents:
        _check_line(line)


def _check_line(form: ContentLine) -> None:
    for name in ("description", "hs_code", "origin"):
        size = len(getattr(form, name))
        if size > MAX_FORM_TEXT:
            raise Refused("too_long", field=name, found=size, limit=MAX_FORM_TEXT)
    for name, number in (("quantity", form.quantity), ("weight_g", form.weight_g), ("value", form.value.amount)):
        if not 0 <= number <= MAX_FORM_NUMBER:
            raise Refused("number_out_of_range", field=name, limit=MAX_FORM_NUMBER)
    if len(form.value.currency) != 3:
        raise Refused("too_long", field="currency", found=len(form.value.currency), limit=3)


def _check_declared(invoice: DeclaredInvoice | None, packing_list: DeclaredPackingList | None) -> None:
    """Raises Refused for figures that do not fit on an invoice or a packing list."""
    if invoice is not None:
        for name in ("incoterm", "place", "hs_code", "origin", "reason"):
            size = len(getattr(invoice, name))
            if size > MAX_FORM_TEXT:
                raise Refused("too_long", field=name, found=size, limit=MAX_FORM_TEXT)
        if any(len(money.currency) != 3 for money in (invoice.goods, invoice.freight)):
            raise Refused("too_long", field="currency", found=0, limit=3)
    numbers = [] if invoice is None else [invoice.goods.amount, invoice.freight.amount, invoice.quantity]
    if packing_list is not None:
        numbers += [packing_list.packages, packing_list.quantity, packing_list.net_g, packing_list.gross_g]
    if not all(0 <= number <= MAX_FORM_NUMBER for number in numbers):
        raise Refused("number_out_of_range", field="papers", limit=MAX_FORM_NUMBER)


@action("order.cancel", about="order")
@dataclass(frozen=True, slots=True)
class CancelOrder(Action):
    """Cancel an order that has not left: the buyer gets everything back, the platform its fee off."""

    order: str
    reason: str = ""

    def apply(self, world: World) -> None:
        order = order_or_refuse(world, self.order)
        if order.state not in ("held", "unshipped"):
            raise Refused("order_not_open", order=order.id, state=order.state)
        if len(self.reason) > 500:
            raise Refused("too_long", field="reason", found=len(self.reason), limit=500)
        asked = order.cancel_wish_at is not None
        if asked:
            order.cancel_answer = "agreed"
        cancel(world, order, "buyer" if asked else "shop")


@action("order.answer_cancel", about="order")
@dataclass(frozen=True, slots=True)
class AnswerCancelWish(Action):
    """Say yes or no to a buyer who wants to cancel. A yes calls the order off; a no keeps it, to be sent as promised."""

    order: str
    agree: bool

    def apply(self, world: World) -> None:
        order = order_or_refuse(world, self.order)
        if order.cancel_wish_at is None or order.cancel_answer:
            raise Refused("nothing_asked", order=order.id)
        if order.state != "unshipped":
            raise Refused("order_not_open", order=order.id, state=order.state)
        order.cancel_answer = "agreed" if self.agree else "declined"
        if self.agree:
            cancel(world, order, "buyer")


@action("order.answer_address", about="order")
@dataclass(frozen=True, slots=True)
class AnswerAddressWish(Action):
    """Say yes or no to a buyer who wants the goods sent to another address, before they leave."""

    order: str
    agree: bool

    def apply(self, world: World) -> None:
        order = order_or_refuse(world, self.order)
        if order.address_wish is None or order.address_answer:
            raise Refused("nothing_asked", order=order.id)
        if order.state not in ("held", "unshipped"):
            raise Refused("order_not_open", order=order.id, state=order.state)
        order.address_answer = "agreed" if self.agree else "declined"


@action("account.plan", about="platform", body="text")
@dataclass(frozen=True, slots=True)
class SubmitPlan(Action):
    """Tell a platform that has restricted the shop what went wrong and what is done about it.

    After seven days without a new fault the restriction becomes a warning.
    """

    platform: str
    text: str

    def apply(self, world: World) -> None:
        if self.platform not in world.setting.platforms:
            raise Refused("no_such_platform", platform=self.platform)
        health = world.health.get(self.platform)
        if health is None or health.state != "restricted":
            raise Refused("account_not_restricted", platform=self.platform)
        if health.plan_at is not None:
            raise Refused("plan_already_there", platform=self.platform)
        text = tidy_lines(self.text)
        if not text:
            raise Refused("text_empty", field="text")
        if len(text) > MAX_PLAN:
            raise Refused("too_long", field="text", found=len(text), limit=MAX_PLAN)
        health.plan, health.plan_at = text, world.now
