"""What handing over a parcel costs, which number it gets, and when it arrives."""

from lab.customs.documents import CustomsForm, FormFault, customs_form_faults
from lab.customs.lanes import Lane, tracking_number
from lab.values.chance import below, draw, key_of, mix64
from lab.values.moment import DAY, Moment
from lab.world.order import Order, PackedItem
from lab.world.setting import Setting
from lab.world.world import World

HOLD_DAYS = 5
"""Days a parcel waits at the border when its customs form is missing or wrong (set for teaching)."""


def tracking_number_of(setting: Setting, lane: Lane, order_id: str) -> str:
    """The number on the label of an order on a lane; known before the parcel is handed over."""
    return tracking_number(lane, draw(mix64(setting.seed ^ key_of("parcel", order_id)), "tracking"))


def parcel_weight_g(setting: Setting, items: tuple[PackedItem, ...]) -> int:
    """Grams of what is packed; product weights include their own packing."""
    return sum(setting.products[item.sku].weight_g * item.quantity for item in items)


def form_faults(world: World, order: Order, items: tuple[PackedItem, ...], form: CustomsForm) -> list[FormFault]:
    """What a customs officer would object to, held against the order and the goods packed."""
    products = [world.setting.products[item.sku] for item in items]
    accept = tuple(code for product in products for code in product.hs_accept)
    origin = products[0].origin if products else ""
    return customs_form_faults(
        form,
        goods_value=order.goods,
        quantity=sum(item.quantity for item in items),
        weight_g=parcel_weight_g(world.setting, items),
        hs_accept=accept,
        origin=origin,
    )


def needs_customs_form(setting: Setting, order: Order, lane: Lane) -> bool:
    return lane.customs_form and order.country != setting.home


def arrival(world: World, order: Order, lane: Lane, held: bool) -> Moment:
    """The minute at which a parcel handed over now reaches the door."""
    key = mix64(world.setting.seed ^ key_of("transit", order.id))
    shortest, longest = lane.days_min * DAY, lane.days_max * DAY
    minutes = shortest + below(draw(key, "transit"), longest - shortest + 1)
    return world.now + minutes + (HOLD_DAYS * DAY if held else 0)
