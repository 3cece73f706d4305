"""What each carrier's service would take for a box, explained line by line, and which services refuse it and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lab.customs.lanes import Lane, price_points, refused_goods
from lab.customs.postage import PriceStep, Quote, quote
from lab.ledger.border import crosses_border
from lab.ledger.rates import to_home
from lab.ledger.store import stock_at
from lab.listings.hazards import handling_flags
from lab.listings.shipping import parcel_lanes
from lab.listings.stops import check_lane_open
from lab.orders.dispatch import needs_customs_form, parcel_sides_mm, parcel_weight_g
from lab.orders.warehousing import pick_fee
from lab.values.errors import BadInput, Refused
from lab.values.money import Money
from lab.world.order import Order, PackedItem
from lab.world.setting import Setting
from lab.world.world import World

MOST_POINTS = 6


@dataclass(frozen=True, slots=True)
class Offer:
    """One service for one box.

    `quote` is in the carrier's currency, `cost` the same with the warehouse's fee for picking (`picking`) in the shop's;
    both are None when the service refuses the box: `code` with `args` says why. `refused` are the goods' flags that it
    does not carry. `points` are prices by weight, for comparing. `short` are SKUs of which too few lie where it starts.
    """

    lane: Lane
    quote: Quote | None
    cost: Money | None
    picking: Money
    needs_form: bool
    crosses_border: bool
    points: tuple[PriceStep, ...]
    refused: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    code: str = ""
    args: Mapping[str, object] = field(default_factory=dict)

    @property
    def takes_it(self) -> bool:
        """Whether the box could go with it now."""
        return self.quote is not None and not self.refused and not self.short


@dataclass(frozen=True, slots=True)
class Box:
    """What the scales and the tape measure say: grams, and mm of length, width and height (None where unknown)."""

    weight_g: int
    sides_mm: tuple[int, int, int] | None


def box_of(setting: Setting, items: Sequence[PackedItem]) -> Box:
    """The box for some goods."""
    return Box(parcel_weight_g(setting, items), parcel_sides_mm(setting, items))


def missing_items(order: Order) -> list[PackedItem]:
    """What is still to be sent for an order."""
    return [PackedItem(sku, count) for sku, count in order.missing.items() if count > 0]


def offers(world: World, order: Order, items: Sequence[PackedItem]) -> list[Offer]:
    """Every service to the order's country for a box with these goods, in the order of the carriers' file.

    An empty box has no quotes, only the prices by weight.
    """
    box = box_of(world.setting, items)
    return [_offer(world, order, lane, items, box) for lane in parcel_lanes(world, order.country)]


def _offer(world: World, order: Order, lane: Lane, items: Sequence[PackedItem], box: Box) -> Offer:
    setting = world.setting
    origin = "" if lane.from_country == setting.home else lane.from_country
    bill, cost, code = None, None, ""
    args: Mapping[str, object] = {}
    picking = pick_fee(world, origin)
    if items:
        address = order.ship_to
        try:
            check_lane_open(world, lane.key)
            bill = quote(lane, box.weight_g, box.sides_mm, address.postcode, address.country)
            cost = to_home(setting, bill.total, world.now) + picking
        except (BadInput, Refused) as error:
            code, args = error.code, error.args_
    flags = [flag for sku in dict.fromkeys(item.sku for item in items) for flag in handling_flags(setting.products[sku])]
    return Offer(
        lane, bill, cost, picking, needs_customs_form(setting, order, lane),
        crosses_border(setting, order.country, lane.from_country), price_points(lane)[:MOST_POINTS],
        refused_goods(lane, flags), _short(world, origin, items), code, args,
    )  # fmt: skip


def _short(world: World, origin: str, items: Sequence[PackedItem]) -> tuple[str, ...]:
    wanted: dict[str, int] = {}
    for item in items:
        wanted[item.sku] = wanted.get(item.sku, 0) + item.quantity
    return tuple(sku for sku, count in wanted.items() if stock_at(world, origin, sku) < count)
