"""Services compared for a page: what each would take for a parcel, how long it needs, and why it cannot be used."""

from collections.abc import Iterator
from dataclasses import dataclass

from lab.customs.lanes import Lane
from lab.customs.postage import Quote, is_remote, quote
from lab.ledger.rates import to_home
from lab.listings.shipping import parcel_lanes
from lab.orders.dispatch import parcel_sides_mm, parcel_weight_g
from lab.orders.warehousing import pick_fee
from lab.values.errors import BadInput
from lab.values.money import Money
from lab.world.order import PackedItem
from lab.world.world import World

TEMPLATE_COLUMNS = (
    "platform", "country", "service", "countries", "handling_hours", "charge", "currency", "slack_days", "incoterm",
)  # fmt: skip
"""Columns of the sheet of shipping templates, out and in."""


@dataclass(frozen=True, slots=True)
class ServiceOffer:
    """One service for one parcel. Without a `quote`, `code` and `args` say why it does not take the parcel.

    `home` is the price in the shop's currency, the pick fee of a warehouse abroad included (`pick`). `refused` are the
    handling flags that the shop has declared for the goods and the service does not take.
    """

    lane: Lane
    quote: Quote | None = None
    home: Money | None = None
    pick: Money | None = None
    refused: tuple[str, ...] = ()
    is_remote: bool = False
    code: str = ""
    args: tuple[tuple[str, object], ...] = ()

    @property
    def is_possible(self) -> bool:
        return self.quote is not None and not self.refused


@dataclass(frozen=True, slots=True)
class ParcelSize:
    """A box: grams, and millimetres where the goods were measured."""

    weight_g: int
    sides_mm: tuple[int, int, int] | None


def parcel_of(world: World, sku: str, pieces: int) -> ParcelSize:
    """The box for some pieces of one product of the shop's."""
    items = (PackedItem(sku, pieces),)
    return ParcelSize(parcel_weight_g(world.setting, items), parcel_sides_mm(world.setting, items))


def service_offers(world: World, country: str, sku: str, pieces: int, postcode: str = "") -> tuple[ServiceOffer, ...]:
    """Every service that goes to a country for a parcel of one product: those that take it first, the cheapest first."""
    box = parcel_of(world, sku, pieces)
    declared = world.hazards.get(sku, ())
    offers = []
    for lane in parcel_lanes(world, country):
        refused = tuple(flag for flag in lane.goods_refused if flag in declared)
        try:
            bill = quote(lane, box.weight_g, box.sides_mm, postcode, country)
        except BadInput as error:
            offers.append(ServiceOffer(lane, refused=refused, code=error.code, args=tuple(error.args_.items())))
            continue
        pick = pick_fee(world, lane.from_country)
        home = to_home(world.setting, bill.total, world.now) + pick
        remote = bool(postcode) and is_remote(lane, postcode, country)
        offers.append(ServiceOffer(lane, bill, home, pick if pick.amount else None, refused, remote))
    offers.sort(key=lambda one: (not one.is_possible, one.home is None, one.home.amount if one.home else 0, one.lane.key))
    return tuple(offers)


def template_rows(world: World) -> Iterator[list[str]]:
    """The shipping templates as rows of a sheet, the heads first; a market without one has empty cells."""
    yield list(TEMPLATE_COLUMNS)
    for place in world.setting.places:
        platform, _, country = place.partition("/")
        one = world.templates.get(place)
        if one is None:
            yield [platform, country, "", country, "", "", world.setting.currency, "0", "DDP"]
            continue
        charge, currency = str(one.charge).split(" ")
        yield [
            platform, country, one.lane, " ".join(one.regions), str(one.handling_hours), charge, currency, str(one.slack_days),
            one.incoterm,
        ]  # fmt: skip
