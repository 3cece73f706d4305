"""Duty and import tax of a sale abroad: what of it the shop pays out of its price, and what the buyer pays at the door.

Delivered duty paid (DDP): everything is inside the price. Delivered at place (DAP): what is collected at the border is
asked of the buyer at the door. Taxes that a country has collected at the sale are inside the price either way, because
the platform must hand them on. What is inside a price is charged on the rest of it: the largest net value is looked for
to which its own charges can be added without going beyond the price.

Rates and rules are those of the day on which the run starts; the code is the first of the product's right ones.
Not here: carriers' fees for paying in advance, and relief for goods that come back.
"""

from collections import OrderedDict
from dataclasses import dataclass

from lab.customs.charges import Charges, charges_at_border
from lab.customs.destinations import Destination
from lab.customs.tariffs import tariff_rate
from lab.values.money import Money
from lab.world.listing import Incoterm
from lab.world.setting import Setting


@dataclass(frozen=True, slots=True)
class Levies:
    """What a parcel is charged, in the currency of the goods: `inside` the price, and at the `door`."""

    crosses_border: bool
    inside: Money
    door: Money


def crosses_border(setting: Setting, country: str, ship_from: str | None = None) -> bool:
    """Whether a parcel from a country (home unless named) to another crosses a customs border."""
    destination = setting.destinations.get(country)
    return destination is not None and (ship_from or setting.home) not in {country, *destination.no_border_from}


_KNOWN: OrderedDict[tuple[object, ...], tuple[Destination, Levies]] = OrderedDict()
_KEPT = 8192


def levies(
    setting: Setting,
    sku: str,
    country: str,
    goods: Money,
    freight: Money,
    pieces: int,
    incoterm: Incoterm,
    ship_from: str | None = None,
) -> Levies:
    """The charges of one parcel. `goods` and `freight` are what the buyer pays the shop for all pieces and for shipping.

    It is sent from home unless `ship_from` names another country; out of a warehouse in the buyer's country it crosses
    no border. Raises ValueError if goods and freight differ in currency, NotFound for a country without a tariff.
    """
    nothing = Money(0, goods.currency)
    destination = setting.destinations.get(country)
    if destination is None or not crosses_border(setting, country, ship_from):
        return Levies(False, nothing, nothing)
    origin = ship_from or setting.home
    product = setting.products[sku]
    on = setting.date_at(0)
    code = product.hs_accept[0] if product.hs_accept else ""
    weight_g = product.weight_g * pieces
    key = (country, origin, on, code, weight_g, goods, freight, incoterm)
    known = _KNOWN.get(key)
    if known is not None and known[0] is destination:
        return known[1]
    rate = tariff_rate(country, code, on)

    def charged(net: int) -> Charges:
        """The charges on goods and freight when together they are worth `net`."""
        whole = (goods + freight).amount
        part = goods.amount * net // whole if whole else 0
        value, carriage = Money(part, goods.currency), Money(net - part, goods.currency)
        return charges_at_border(destination, value, carriage, rate, origin, on, weight_g=weight_g)

    whole = (goods + freight).amount
    face = charged(whole)
    if incoterm == "DAP" and face.collected == "at_border":
        found = Levies(True, nothing, face.total)
    elif face.collected == "none":
        found = Levies(True, nothing, nothing)
    else:
        low, high = 0, whole
        while low < high:
            middle = (low + high + 1) // 2
            if middle + charged(middle).total.amount <= whole:
                low = middle
            else:
                high = middle - 1
        found = Levies(True, charged(low).total, nothing)
    _KNOWN[key] = (destination, found)
    if len(_KNOWN) > _KEPT:
        _KNOWN.popitem(last=False)
    return found
