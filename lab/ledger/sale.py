"""What one sale brings and costs: tax in the price, platform fee, postage, duty, goods.

The lines of the worksheet keep their meaning: `tax` is the home country's VAT only, `shipping` is postage. Duty and
import tax that the shop pays (`lab.ledger.border`) have no line of their own; profit is what is left after them too.
"""

from dataclasses import dataclass
from fractions import Fraction

from lab.customs.lanes import lane_price
from lab.ledger.books import balance
from lab.ledger.border import levies
from lab.platforms.profile import PlatformProfile
from lab.values.money import Money
from lab.world.listing import Listing
from lab.world.setting import Setting
from lab.world.world import World

WORKSHEET_LINES = ("revenue", "fees", "shipping", "tax", "profit")


def tax_in_price(setting: Setting, country: str, gross: Money) -> Money:
    """The VAT inside a price that the shop owes at home.

    A sale to another country is an export and free of the home country's VAT; what the destination asks for
    is the buyer's or the carrier's affair (`lab.customs.charges`). Source: Directive 2006/112/EC, Art. 146.
    """
    if country != setting.home:
        return Money(0, gross.currency)
    home = setting.destinations[country]
    return gross.times(home.vat_rate if home.vat_inside else home.vat_rate / (1 + home.vat_rate))


def fee_on(profile: PlatformProfile, category: str, goods: Money, charge: Money, pieces: int = 1) -> Money:
    """The platform's fee on the goods, or on goods and shipping charge as its profile says; at least its minimum a piece."""
    base = goods + charge if profile.fee_on == "goods_and_shipping" else goods
    fee = base.times(profile.referral_fee_rate(category))
    if profile.referral_fee_min is None or profile.referral_fee_min.currency != fee.currency:
        return fee
    least = profile.referral_fee_min.times(pieces)
    return least if fee < least else fee


@dataclass(frozen=True, slots=True)
class UnitLines:
    """One piece sold as the listing stands. `margin` is a share of revenue without tax; None if postage is unknown.

    `duty` is duty and import tax inside the price of a sale abroad.
    """

    price: Money
    charge: Money
    tax: Money
    fee: Money
    postage: Money | None
    duty: Money
    goods: Money
    profit: Money | None
    margin: Fraction | None


def unit_lines(world: World, listing: Listing) -> UnitLines | None:
    """What one piece earns at the present price and shipping template; None while there is no price."""
    if listing.price is None:
        return None
    setting = world.setting
    product = setting.products[listing.sku]
    template = world.templates.get(listing.place)
    charge = template.charge if template else Money(0, setting.currency)
    gross = listing.price + charge
    tax = tax_in_price(setting, listing.country, gross)
    fee = fee_on(setting.platforms[listing.platform], listing.category, listing.price, charge)
    incoterm = template.incoterm if template else "DDP"
    duty = levies(setting, listing.sku, listing.country, listing.price, charge, 1, incoterm).inside
    if template is None:
        return UnitLines(listing.price, charge, tax, fee, None, duty, product.unit_cost, None, None)
    postage = lane_price(setting.lanes[template.lane], product.weight_g)
    net = gross - tax
    profit = net - fee - postage - duty - product.unit_cost
    margin = Fraction(profit.amount, net.amount) if net.amount > 0 else None
    return UnitLines(listing.price, charge, tax, fee, postage, duty, product.unit_cost, profit, margin)


def sale_lines(world: World, orders: tuple[str, ...]) -> dict[str, Money]:
    """The books' figures for some orders together, by worksheet line, with `goods` (purchase cost) and `duty`.

    Revenue is what the buyers paid and did not get back, tax and shipping charge included; profit is what is left of
    it after fees, postage, tax, duty and the purchase cost of the goods that are gone.
    """
    zero = Money(0, world.setting.currency)
    revenue = tax = fees = postage = duty = goods = zero
    for order in orders:
        tax = tax - balance(world, "vat", order)
        revenue = revenue - balance(world, "sales", order)
        fees = fees + balance(world, "fees", order)
        postage = postage + balance(world, "postage", order)
        duty = duty + balance(world, "duty", order)
        goods = goods + balance(world, "goods_sold", order)
    revenue = revenue + tax
    profit = revenue - fees - postage - tax - duty - goods
    lines = {"revenue": revenue, "fees": fees, "shipping": postage, "tax": tax, "profit": profit}
    return {**lines, "goods": goods, "duty": duty}
