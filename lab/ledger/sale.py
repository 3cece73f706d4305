"""What one sale brings and costs: tax in the price, platform fee, postage, duty, goods.

The lines of the worksheet keep their meaning: `tax` is the VAT that the shop owes on its domestic sales, `shipping` is
postage. Duty and import tax that the shop pays (`lab.ledger.border`) have no line of their own among the first five;
profit is what is left after them too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from lab.customs.exchange import convert
from lab.customs.lanes import lane_price
from lab.ledger.books import book
from lab.ledger.border import levies
from lab.ledger.index import OrderIndex
from lab.ledger.pricing import charge_in_place, offered_price
from lab.ledger.rates import from_home, to_home
from lab.listings.shipping import ships_from
from lab.platforms.profile import PlatformProfile
from lab.values.money import Money, round_half_up
from lab.world.listing import Listing, ShippingTemplate
from lab.world.order import Order
from lab.world.setting import Setting
from lab.world.world import World

WORKSHEET_LINES = ("revenue", "fees", "shipping", "tax", "profit")


def tax_in_price(setting: Setting, country: str, gross: Money, ship_from: str | None = None) -> Money:
    """The VAT inside a price that the shop owes where the goods are: at home, or in the country of a warehouse abroad.

    A sale to another country is an export and free of that VAT; what the destination asks for is the buyer's or the
    carrier's affair (`lab.customs.charges`). Source: Directive 2006/112/EC, Art. 146.
    """
    if country != (ship_from or setting.home):
        return Money(0, gross.currency)
    home = setting.destinations[country]
    return gross.times(home.vat_rate if home.vat_inside else home.vat_rate / (1 + home.vat_rate))


def fee_on(profile: PlatformProfile, category: str, goods: Money, charge: Money, pieces: int = 1) -> Money:
    """The platform's fee: a share of the goods, or of goods and shipping charge, but at least its minimum a piece.

    The minimum is a list price; in another currency it is the like sum at the lab's frozen rates.
    """
    base = goods + charge if profile.fee_on == "goods_and_shipping" else goods
    fee = base.times(profile.referral_fee_rate(category))
    if profile.referral_fee_min is None:
        return fee
    least = convert(profile.referral_fee_min, fee.currency).times(pieces)
    return least if fee < least else fee


def book_sale(world: World, order: Order, tax: Money, fee: Money) -> None:
    """Book an order's sale and the platform's fee on it; `tax` (VAT inside) and `fee` are in the order's currency.

    The books in the shop's currency get them at the rate of the day; what the platform owes is kept on the order too.
    Raises ValueError for tax or fee in another currency.
    """
    owed, total = f"platform:{order.platform}", order.total
    order.owed += (total - fee).amount
    if order.currency == world.setting.currency:
        book(world, "sale", order.id, [(owed, total.amount), ("sales", (tax - total).amount), ("vat", -tax.amount)])
        book(world, "fee", order.id, [("fees", fee.amount), (owed, -fee.amount)])
        order.owed_home += (total - fee).amount
        return
    total_home, tax_home, fee_home = (to_home(world.setting, money, world.now).amount for money in (total, tax, fee))
    book(world, "sale", order.id, [(owed, total.amount), ("exchange", -total.amount)], order.currency)
    book(world, "sale", order.id, [("exchange", total_home), ("sales", tax_home - total_home), ("vat", -tax_home)])
    book(world, "fee", order.id, [("exchange", fee.amount), (owed, -fee.amount)], order.currency)
    book(world, "fee", order.id, [("fees", fee_home), ("exchange", -fee_home)])
    order.owed_home += total_home - fee_home


def charge_fee(world: World, order: Order, kind: str, fee: Money, account: str = "fees") -> None:
    """A platform takes a further fee for an order off what it owes, say after a lost chargeback.

    `fee` may be in any currency; it is reckoned at the rate of the day.
    """
    setting = world.setting
    home = to_home(setting, fee, world.now)
    local = fee if fee.currency == order.currency else from_home(setting, home, order.currency, world.now)
    owed = f"platform:{order.platform}"
    order.owed -= local.amount
    order.owed_home -= home.amount
    if order.currency == setting.currency:
        book(world, kind, order.id, [(account, home.amount), (owed, -home.amount)])
        return
    book(world, kind, order.id, [("exchange", local.amount), (owed, -local.amount)], order.currency)
    book(world, kind, order.id, [(account, home.amount), ("exchange", -home.amount)])


def spend(world: World, kind: str, order_id: str | None, account: str, money: Money) -> None:
    """Pay a cost in cash, booked on `account`; money of another currency at the rate of the day."""
    home = to_home(world.setting, money, world.now)
    book(world, kind, order_id, [(account, home.amount), ("cash", -home.amount)])


@dataclass(frozen=True, slots=True)
class UnitLines:
    """One piece sold as the listing stands, in the shop's currency. `margin` is a share of revenue without tax; None if
    postage is unknown.

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


def unit_lines(
    world: World, listing: Listing, ship_from: str | None = None, price: Money | None = None
) -> UnitLines | None:
    """What one piece earns at the present price and shipping template; None while there is no price.

    `price` asks what it would earn at another one (in the buyers' currency). `ship_from` is the country that
    it would come from, "" is home; None is where the template's service starts. Other currencies are converted at the rate of the day.
    """
    if listing.price is None:
        return None
    setting = world.setting
    template = world.templates.get(listing.place)
    origin = ships_from(setting, template) if ship_from is None else ship_from or setting.home
    asked = offered_price(world, listing) if price is None else price
    charged = charge_in_place(world, template) if template else Money(0, asked.currency)
    fee = to_home(setting, fee_on(setting.platforms[listing.platform], listing.category, asked, charged), world.now)
    goods_price, charge = (to_home(setting, money, world.now) for money in (asked, charged))
    gross = goods_price + charge
    tax = tax_in_price(setting, listing.country, gross, origin)
    incoterm = template.incoterm if template else "DDP"
    duty = levies(setting, listing.sku, listing.country, goods_price, charge, 1, incoterm, origin).inside
    goods = _cost(world, listing.sku, origin)
    postage = _postage(world, listing, template, origin) if template else None
    if postage is None:
        return UnitLines(goods_price, charge, tax, fee, None, duty, goods, None, None)
    net = gross - tax
    profit = net - fee - postage - duty - goods
    margin = Fraction(profit.amount, net.amount) if net.amount > 0 else None
    return UnitLines(goods_price, charge, tax, fee, postage, duty, goods, profit, margin)


def _cost(world: World, sku: str, origin: str) -> Money:
    """What one piece has cost: in a warehouse abroad with freight and duty, as the books have it there."""
    pile = world.shop.abroad.get(origin, {}).get(sku)
    if pile is not None and pile.pieces > 0:
        return Money(round_half_up(Fraction(pile.worth, pile.pieces)), world.setting.currency)
    return world.setting.products[sku].unit_cost


def _postage(world: World, listing: Listing, template: ShippingTemplate, origin: str) -> Money | None:
    """Postage of one piece by the template's lane; out of a warehouse by the cheapest lane from there, None without
    one."""
    setting = world.setting
    weight = setting.products[listing.sku].weight_g
    lane = setting.lanes[template.lane]
    if lane.from_country == origin:
        return to_home(setting, lane_price(lane, weight), world.now)
    prices = [
        to_home(setting, lane_price(other, weight), world.now)
        for other in setting.lanes.values()
        if other.from_country == origin and listing.country in other.regions and weight <= other.max_weight_g
    ]
    return min(prices, key=lambda price: price.amount, default=None)


def sale_lines(world: World, orders: Iterable[str], index: OrderIndex | None = None) -> dict[str, Money]:
    """The books' figures for some orders together, by worksheet line, with `goods` (purchase cost) and `duty`.

    Revenue is what the buyers paid and did not get back, tax and shipping charge included; profit is what is left of
    it after fees, postage, tax, duty and the purchase cost of the goods that are gone. In the shop's currency.
    With an index of the books only the orders' own entries are read; who asks for many orders one by one keeps one.
    """
    wanted, currency = frozenset(orders), world.setting.currency
    entries = (
        world.ledger
        if index is None
        else [world.ledger[place] for order in sorted(wanted) for place in index.of(order)]
    )
    totals = dict.fromkeys(("vat", "sales", "fees", "postage", "duty", "goods_sold"), 0)
    for entry in entries:
        if entry.order in wanted and entry.currency == currency:
            for posting in entry.postings:
                if posting.account in totals:
                    totals[posting.account] += posting.amount
    tax, fees, postage, duty, goods = (
        -totals["vat"],
        totals["fees"],
        totals["postage"],
        totals["duty"],
        totals["goods_sold"],
    )
    revenue = tax - totals["sales"]
    profit = revenue - fees - postage - tax - duty - goods
    lines = {
        "revenue": revenue,
        "fees": fees,
        "shipping": postage,
        "tax": tax,
        "profit": profit,
        "goods": goods,
        "duty": duty,
    }
    return {name: Money(amount, currency) for name, amount in lines.items()}
