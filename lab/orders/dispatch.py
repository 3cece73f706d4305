"""What handing over a parcel costs, which number it gets, and what the carrier will do with it.

    minutes on the way = middle of the lane's days x exp(0.18 z) + 5 days if customs keep it + what is left of a strike

Everything is settled at hand-over from the order's own key, in whole numbers. Figures are set for teaching.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lab.customs.documents import Contents, CustomsForm, FormFault, parcel_form_faults
from lab.customs.lanes import Lane, tracking_number
from lab.customs.papers import DeclaredInvoice, DeclaredPackingList, PaperFault, Truth, paper_faults
from lab.ledger.border import crosses_border
from lab.market.exact import exp_milli
from lab.orders.strikes import put_off, standstill
from lab.values.chance import below, draw, key_of, mix64
from lab.values.moment import DAY, HOUR, Moment
from lab.values.money import Money
from lab.values.normal import normal_milli
from lab.world.order import Order, PackedItem, Parcel, Scan
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


def tracking_number_of(setting: Setting, lane: Lane, order_id: str, place: int = 0) -> str:
    """The number on the label of an order's parcel on a lane; known before it is handed over.

    `place` counts the parcels of the order from 0.
    """
    purpose = f"tracking {place}" if place else "tracking"
    return tracking_number(lane, draw(mix64(setting.seed ^ key_of("parcel", order_id)), purpose))


def parcel_weight_g(setting: Setting, items: Iterable[PackedItem]) -> int:
    """Grams of what is packed; product weights include their own packing."""
    return sum(setting.products[item.sku].weight_g * item.quantity for item in items)


def parcel_sides_mm(setting: Setting, items: Sequence[PackedItem]) -> tuple[int, int, int] | None:
    """Length, width and height of the box: pieces lie on top of each other on their largest side.

    None when a piece was never measured; then only weight counts.
    """
    length = width = height = 0
    for item in items:
        long, wide, thin = sorted(setting.products[item.sku].sides_mm, reverse=True)
        if not thin:
            return None
        length, width, height = max(length, long), max(width, wide), height + thin * item.quantity
    return (length, width, height) if items else None


def contents_of(setting: Setting, orders: Sequence[Order], items: Mapping[str, Sequence[PackedItem]]) -> list[Contents]:
    """What really lies in a box, per SKU, with what the buyer paid for it; `items` are those packed for each order.

    When a box holds the goods ordered, their value is what was paid. Other goods are worth what an ordered piece cost.
    """
    pieces: dict[str, int] = {}
    value: dict[str, int] = {}
    for order in orders:
        packed = items[order.id]
        prices = {item.sku: item.unit_price.amount for item in order.items}
        usual = order.items[0].unit_price.amount
        for item in packed:
            pieces[item.sku] = pieces.get(item.sku, 0) + item.quantity
            value[item.sku] = value.get(item.sku, 0) + prices.get(item.sku, usual) * item.quantity
    return [
        Contents(
            sku, number, Money(value[sku], orders[0].currency), setting.products[sku].weight_g * number,
            setting.products[sku].hs_accept, setting.products[sku].origin,
        )
        for sku, number in pieces.items()
    ]  # fmt: skip


def boxed_with(world: World, order: Order, parcel: Parcel) -> tuple[list[Order], dict[str, list[PackedItem]]]:
    """The orders whose goods lie in the same box as a parcel of one of them, that one first, and what lies in it for each."""
    same = (parcel.lane, parcel.tracking_number, parcel.shipped_at)
    orders = [order, *(world.orders[other] for other in parcel.together_with if other in world.orders)]
    return orders, {
        one.id: [item for box in one.parcels if (box.lane, box.tracking_number, box.shipped_at) == same for item in box.items]
        for one in orders
    }


def expected_tax_number(setting: Setting, order: Order, from_country: str) -> str:
    """The number under which the platform collected the import tax of an order at the sale; "" where it did not."""
    profile = setting.platforms[order.platform]
    number = profile.tax_numbers.get(order.country, "")
    if not number or not crosses_border(setting, order.country, from_country):
        return ""
    regime = setting.destinations[order.country].low_value
    return number if regime.kind in ("duty_free_tax_at_sale", "flat_duty_tax_at_sale") else ""


def form_faults(
    world: World, order: Order, items: Sequence[PackedItem], form: CustomsForm, from_country: str = ""
) -> list[FormFault]:
    """What a customs officer would object to, held against the order and the goods packed.

    `from_country` is where the parcel starts, "" for the shop's home.
    """
    return box_faults(world, [order], {order.id: items}, form, from_country)


def box_faults(
    world: World, orders: Sequence[Order], items: Mapping[str, Sequence[PackedItem]], form: CustomsForm, from_country: str = ""
) -> list[FormFault]:
    """The same for a box with the goods of several orders."""
    setting = world.setting
    number = expected_tax_number(setting, orders[0], from_country or setting.home)
    return parcel_form_faults(form, contents_of(setting, orders, items), number)


def truth_of(setting: Setting, orders: Sequence[Order], items: Mapping[str, Sequence[PackedItem]]) -> Truth:
    """What the papers of a box must agree with."""
    contents = contents_of(setting, orders, items)
    zero = Money(0, orders[0].currency)
    weight = sum(one.weight_g for one in contents)
    return Truth(
        incoterm=orders[0].incoterm,
        goods=sum((one.value for one in contents), zero),
        freight=sum((order.shipping_charge for order in orders), zero),
        quantity=sum(one.quantity for one in contents),
        packages=1,
        net_g=weight,
        gross_g=weight,
        hs_accept=tuple(dict.fromkeys(code for one in contents for code in one.hs_accept)),
        origins=tuple(dict.fromkeys(one.origin for one in contents)),
    )


def declared_faults(
    world: World, orders: Sequence[Order], items: Mapping[str, Sequence[PackedItem]], form: CustomsForm | None,
    invoice: DeclaredInvoice | None, packing_list: DeclaredPackingList | None,
) -> list[PaperFault]:  # fmt: skip
    """In what the papers of a box differ from each other and from the goods."""
    return paper_faults(form, invoice, packing_list, truth_of(world.setting, orders, items))


def needs_customs_form(setting: Setting, order: Order, lane: Lane) -> bool:
    return lane.customs_form and order.country != lane.from_country


def transit_minutes(lane: Lane, key: int) -> int:
    """Minutes from hand-over to door of a parcel that nobody holds up, for the order with that key."""
    middle = (lane.days_min + lane.days_max) * DAY // 2
    return middle * exp_milli(SPREAD_MILLI * normal_milli(draw(key, "transit")) // 1000) // 1000


def journey(world: World, order: Order, lane: Lane, form_at_fault: bool) -> Journey:
    """What the carrier will do with a parcel of an order that is handed over now.

    `form_at_fault`: it needs a customs form, and has none or a wrong one. A world without consequences loses nothing.
    """
    setting, place = world.setting, len(order.parcels)
    key = mix64(order.key ^ key_of("parcel", str(place))) if place else order.key
    abroad = crosses_border(setting, order.country, lane.from_country)
    held = form_at_fault or (abroad and below(draw(key, "customs"), 1000) < HOLD_PERMILLE)
    lost = setting.consequences and below(draw(key, "loss"), 1000) < LOST_PERMILLE
    way = transit_minutes(lane, key)
    due_at = world.now + way + (HOLD_DAYS * DAY if held else 0)
    scans = _scans(world.now, way, due_at, abroad, lost, key) if lane.tracked else ()
    strike = standstill(world, lane.key, lane.from_country, order.country)
    return Journey(due_at + strike, held, lost, put_off(scans, world.now, strike))


def _scans(start: Moment, way: int, due_at: Moment, abroad: bool, lost: bool, key: int) -> tuple[Scan, ...]:
    """The scans of a tracked parcel. A lost one is scanned at hand-over, and may be once more on its way out."""
    hold = due_at - start - way
    scans = [Scan("handed_over", start)]
    if abroad:
        scans.append(Scan("export", start + way * EXPORT_SHARE[0] // EXPORT_SHARE[1]))
        scans.append(Scan("import", start + way * IMPORT_SHARE[0] // IMPORT_SHARE[1] + hold))
    scans.append(Scan("out_for_delivery", due_at - min(LAST_LEG, way // 10)))
    return tuple(scans[: 1 + below(draw(key, "last scan"), len(scans) - 1)]) if lost else tuple(scans)
