"""What a seller does with orders."""

from dataclasses import dataclass

from lab.customs.documents import CustomsForm
from lab.customs.lanes import lane_price
from lab.ledger.books import balance, book
from lab.orders.agenda import put
from lab.orders.dispatch import arrival, form_faults, needs_customs_form, parcel_weight_g, tracking_number_of
from lab.values.errors import Refused
from lab.world.action import Action, action
from lab.world.due import Due
from lab.world.order import Order, PackedItem, Parcel
from lab.world.world import World

MAX_FORM_TEXT = 200
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
    """Pack what is named, add papers and hand the parcel to a carrier.

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
        held = needs_customs_form(setting, order, lane) and (
            self.customs_form is None or bool(form_faults(world, order, self.items, self.customs_form))
        )
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
            due_at=arrival(world, order, lane, held),
        )
        order.parcels.append(parcel)
        order.state = "shipped"
        goods = 0
        for item in self.items:
            world.shop.stock[item.sku] -= item.quantity
            goods += setting.products[item.sku].unit_cost.amount * item.quantity
        book(world, "postage", order.id, [("postage", parcel.postage.amount), ("cash", -parcel.postage.amount)])
        book(world, "goods", order.id, [("goods_sold", goods), ("stock", -goods)])
        put(world, Due(at=parcel.due_at, number=0, kind="delivery", ref=order.id))

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
        order.state = "cancelled"
        order.cancelled_at = world.now
        listing = world.listings.get(order.listing)
        if listing is not None:
            listing.stock += sum(item.quantity for item in order.items)
        back = [(account, -balance(world, account, order.id).amount) for account in _accounts_of(world, order.id)]
        book(world, "cancellation", order.id, back)


def _accounts_of(world: World, order_id: str) -> list[str]:
    accounts = dict.fromkeys(p.account for entry in world.ledger if entry.order == order_id for p in entry.postings)
    return list(accounts)
