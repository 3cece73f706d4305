"""What a seller does with orders."""

from dataclasses import dataclass

from lab.customs.documents import CustomsForm
from lab.customs.lanes import lane_price
from lab.ledger.books import book
from lab.ledger.border import levies
from lab.ledger.refund import pay_duty
from lab.messages.letters import expect_customs_letter
from lab.orders.cancellation import cancel
from lab.orders.dispatch import form_faults, journey, needs_customs_form, parcel_weight_g, tracking_number_of
from lab.orders.transit import expect_arrival
from lab.values.errors import Refused
from lab.values.text import tidy_lines
from lab.world.action import Action, action
from lab.world.order import Order, PackedItem, Parcel
from lab.world.world import World

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


@action("order.ship", about="order")
@dataclass(frozen=True, slots=True)
class ShipOrder(Action):
    """Pack what is named, add papers and hand the parcel to a carrier; duty inside the price is paid.

    Packing something else than was ordered is possible, as in life. A parcel across a border without a right
    customs form leaves, and waits at the border.
    """

    order: str
    items: tuple[PackedItem, ...]
    lane: str
    documents: tuple[str, ...] = ()
    customs_form: CustomsForm | None = None

    def apply(self, world: World) -> None:
        setting = world.setting
        order = order_or_refuse(world, self.order)
        if order.state != "unshipped":
            raise Refused("order_not_open", order=order.id, state=order.state)
        self._check_items(world)
        if self.customs_form is not None:
            _check_form(self.customs_form)
        unknown = [name for name in self.documents if name not in PARCEL_DOCUMENTS]
        if unknown:
            raise Refused("no_such_document", document=unknown[0])
        lane = setting.lanes.get(self.lane)
        if lane is None or lane.from_country != setting.home:
            raise Refused("no_such_lane", lane=self.lane)
        if order.country not in lane.regions:
            raise Refused("lane_does_not_serve", lane=self.lane, countries=[order.country])
        weight = parcel_weight_g(setting, self.items)
        if weight > lane.max_weight_g:
            raise Refused("parcel_too_heavy", found=weight, limit=lane.max_weight_g)
        at_fault = needs_customs_form(setting, order, lane) and (
            self.customs_form is None or bool(form_faults(world, order, self.items, self.customs_form))
        )
        way = journey(world, order, lane, at_fault)
        documents = [name for name in dict.fromkeys(self.documents) if name != "customs_form"]
        if self.customs_form is not None:
            documents.append("customs_form")
        parcel = Parcel(
            lane=lane.key,
            tracking_number=tracking_number_of(setting, lane, order.id) if lane.tracked else "",
            items=self.items,
            documents=tuple(documents),
            customs_form=self.customs_form,
            postage=lane_price(lane, weight),
            shipped_at=world.now,
            due_at=way.due_at,
            held=way.held,
            lost=way.lost,
            scans=way.scans,
        )
        pieces = sum(item.quantity for item in order.items)
        duty = levies(setting, order.items[0].sku, order.country, order.goods, order.shipping_charge, pieces, order.incoterm).inside
        order.parcels.append(parcel)
        order.state = "shipped"
        goods = 0
        for item in self.items:
            world.shop.stock[item.sku] -= item.quantity
            goods += setting.products[item.sku].unit_cost.amount * item.quantity
        book(world, "postage", order.id, [("postage", parcel.postage.amount), ("cash", -parcel.postage.amount)])
        book(world, "goods", order.id, [("goods_sold", goods), ("stock", -goods)])
        pay_duty(world, order.id, duty)
        expect_arrival(world, order)
        expect_customs_letter(world, order)

    def _check_items(self, world: World) -> None:
        if not self.items:
            raise Refused("parcel_empty", order=self.order)
        wanted: dict[str, int] = {}
        for item in self.items:
            if item.sku not in world.setting.products:
                raise Refused("no_such_product", sku=item.sku)
            if not 1 <= item.quantity <= 1000:
                raise Refused("stock_out_of_range", found=item.quantity, limit=1000)
            wanted[item.sku] = wanted.get(item.sku, 0) + item.quantity
        for sku, quantity in wanted.items():
            if world.shop.stock.get(sku, 0) < quantity:
                raise Refused("not_in_store", sku=sku, found=world.shop.stock.get(sku, 0), wanted=quantity)


def _check_form(form: CustomsForm) -> None:
    """Raises Refused for what does not fit on the paper; what is merely wrong is the customs officer's affair."""
    for name in ("kind", "description", "hs_code", "origin"):
        size = len(getattr(form, name))
        if size > MAX_FORM_TEXT:
            raise Refused("too_long", field=name, found=size, limit=MAX_FORM_TEXT)
    for name, number in (("quantity", form.quantity), ("weight_g", form.weight_g), ("value", form.value.amount)):
        if not 0 <= number <= MAX_FORM_NUMBER:
            raise Refused("number_out_of_range", field=name, limit=MAX_FORM_NUMBER)
    if len(form.value.currency) != 3:
        raise Refused("too_long", field="currency", found=len(form.value.currency), limit=3)


@action("order.cancel", about="order")
@dataclass(frozen=True, slots=True)
class CancelOrder(Action):
    """Cancel an order that has not left: the buyer gets everything back, the platform its fee off."""

    order: str
    reason: str = ""

    def apply(self, world: World) -> None:
        order = order_or_refuse(world, self.order)
        if order.state != "unshipped":
            raise Refused("order_not_open", order=order.id, state=order.state)
        if len(self.reason) > 500:
            raise Refused("too_long", field="reason", found=len(self.reason), limit=500)
        cancel(world, order, "shop")


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
