"""What handing over a parcel costs, which number it gets, and what the carrier will do with it.

    minutes on the way = middle of the lane's days x exp(0.18 z) + 5 days if customs keep it

Everything is settled at hand-over from the order's own key, in whole numbers. Figures are set for teaching.
"""

from dataclasses import dataclass

from lab.customs.documents import CustomsForm, FormFault, customs_form_faults
from lab.customs.lanes import Lane, tracking_number
from lab.ledger.border import crosses_border
from lab.market.exact import exp_milli
from lab.values.chance import below, draw, key_of, mix64
from lab.values.moment import DAY, HOUR, Moment
from lab.values.normal import normal_milli
from lab.world.order import Order, PackedItem, Scan
from lab.world.setting import Setting
from lab.world.world import World

HOLD_DAYS = 5
"""Days a parcel waits at the border: for sure when its customs form is missing or wrong, else by chance."""
HOLD_PERMILLE = 40
LOST_PERMILLE = 6
SPREAD_MILLI = 180
"""Standard deviation of the logarithm of the time on the way."""
EXPORT_SHARE, IMPORT_SHARE = (1, 5), (3, 5)
"""Of the way without the hold, what lies before the scans at export and import."""
LAST_LEG = 6 * HOUR
"""A parcel is out for delivery so long before it reaches the door, or a tenth of the way if that is less."""


@dataclass(frozen=True, slots=True)
class Journey:
    """When a parcel reaches the door, whether customs keep it, whether it gets lost instead, and its scans."""

    due_at: Moment
    held: bool
    lost: bool
    scans: tuple[Scan, ...]


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


def transit_minutes(lane: Lane, key: int) -> int:
    """Minutes from hand-over to door of a parcel that nobody holds up, for the order with that key."""
    middle = (lane.days_min + lane.days_max) * DAY // 2
    return middle * exp_milli(SPREAD_MILLI * normal_milli(draw(key, "transit")) // 1000) // 1000


def journey(world: World, order: Order, lane: Lane, form_at_fault: bool) -> Journey:
    """What the carrier will do with a parcel of an order that is handed over now.

    `form_at_fault`: it needs a customs form, and has none or a wrong one. A world without consequences loses nothing.
    """
    setting, key = world.setting, order.key
    abroad = crosses_border(setting, order.country)
    held = form_at_fault or (abroad and below(draw(key, "customs"), 1000) < HOLD_PERMILLE)
    lost = setting.consequences and below(draw(key, "loss"), 1000) < LOST_PERMILLE
    way = transit_minutes(lane, key)
    due_at = world.now + way + (HOLD_DAYS * DAY if held else 0)
    return Journey(due_at, held, lost, _scans(world.now, way, due_at, abroad, lost, key) if lane.tracked else ())


def _scans(start: Moment, way: int, due_at: Moment, abroad: bool, lost: bool, key: int) -> tuple[Scan, ...]:
    """The scans of a tracked parcel. A lost one is scanned at hand-over, and may be once more on its way out."""
    hold = due_at - start - way
    scans = [Scan("handed_over", start)]
    if abroad:
        scans.append(Scan("export", start + way * EXPORT_SHARE[0] // EXPORT_SHARE[1]))
        scans.append(Scan("import", start + way * IMPORT_SHARE[0] // IMPORT_SHARE[1] + hold))
    scans.append(Scan("out_for_delivery", due_at - min(LAST_LEG, way // 10)))
    return tuple(scans[: 1 + below(draw(key, "last scan"), len(scans) - 1)]) if lost else tuple(scans)
