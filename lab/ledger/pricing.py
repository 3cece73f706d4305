"""What buyers at a place are asked to pay, in their own currency.

A listing's price is in the shop's currency. Without local money (`Setting.local_money`) buyers pay just that. Else it is converted by the place's pricing rule (fixed rate or rate of the day, markup, ending) or, without a rule,
at the rate of the day as it comes. Promotions lower the converted price (`lab.listings.promotions`).
A price is the nearest one with the rule's ending, of two equally near the higher, and never nothing. A shipping charge
is converted with the same rate and markup and has no ending; a free one stays free.
"""

from fractions import Fraction
from functools import lru_cache

from lab.ledger.rates import MICRO, rate_micro, scaled
from lab.listings.promotions import reduced, with_coupon
from lab.values.moment import Moment
from lab.values.money import Money, minor_digits, round_half_up
from lab.world.listing import Listing, ShippingTemplate
from lab.world.money import Ending, PricingRule
from lab.world.setting import Setting
from lab.world.world import World


def currency_of(setting: Setting, place: str) -> str:
    """The currency in which buyers at a place ("platform/country") pay."""
    platform, _, country = place.partition("/")
    profile = setting.platforms.get(platform)
    front = profile.markets.get(country) if profile else None
    return front.currency_shown if setting.local_money and front else setting.currency


def full_price(world: World, listing: Listing) -> Money:
    """What one piece costs without promotions, in the buyers' currency. Raises ValueError for a listing without a
    price."""
    if listing.price is None:
        raise ValueError(f"{listing.key} has no price")
    setting = world.setting
    if not setting.local_money:
        return listing.price
    currency = currency_of(setting, listing.place)
    return converted(setting, listing.price, currency, world.pricing.get(listing.place), world.now)


def offered_price(world: World, listing: Listing) -> Money:
    """What a buyer pays for one piece now, with the discount or flash sale that everybody sees. Raises as
    `full_price`."""
    return reduced(world, listing, full_price(world, listing))


def basket_price(world: World, listing: Listing) -> Money:
    """What a buyer pays who takes a running coupon too. Raises as `full_price`."""
    return with_coupon(world, listing, offered_price(world, listing))


def charge_in_place(world: World, template: ShippingTemplate) -> Money:
    """The shipping charge of a template in the buyers' currency."""
    setting = world.setting
    currency = currency_of(setting, template.place)
    if not setting.local_money or template.charge.currency != setting.currency:
        return template.charge
    terms = _terms(setting, currency, world.pricing.get(template.place), world.now)
    return _rounded(template.charge, currency, *terms)


def converted(setting: Setting, price: Money, currency: str, rule: PricingRule | None, at: Moment) -> Money:
    """A price in the shop's currency as a rule makes it in another one; without a rule at the day's rate."""
    return _ended_price(price, currency, *_terms(setting, currency, rule, at), rule.ending if rule else "exact")


def _terms(setting: Setting, currency: str, rule: PricingRule | None, at: Moment) -> tuple[int, int]:
    """The rate in millionths and the markup in permille by which a rule converts at a moment."""
    rate = rule.rate_micro if rule and rule.rate_micro else rate_micro(setting, currency, at)
    return rate, rule.markup_permille if rule else 0


@lru_cache(maxsize=4096)
def _ended_price(price: Money, currency: str, rate: int, markup: int, ending: Ending) -> Money:
    """Kept, because every quarter of a day asks for every price, and few of them have changed."""
    return ended(_exact(price, currency, rate, markup), currency, ending)


@lru_cache(maxsize=1024)
def _rounded(charge: Money, currency: str, rate: int, markup: int) -> Money:
    """Kept for the same reason."""
    return Money(round_half_up(_exact(charge, currency, rate, markup)), currency)


def _exact(money: Money, currency: str, rate: int, markup: int) -> Fraction:
    """Minor units of `currency`, markup added, not rounded."""
    return scaled(money, currency, Fraction(rate, MICRO) * Fraction(1000 + markup, 1000))


def ended(amount: Fraction, currency: str, ending: Ending) -> Money:
    """The price nearest to an amount in minor units that ends as wished; in a currency without two decimals, whole
    units take the place of .99 and .95."""
    unit = int(10 ** minor_digits(currency))
    smallest, step = _grid(ending, unit)
    above = max(0, round_half_up((amount - smallest) / step))
    return Money(smallest + above * step, currency)


def ending_fits(ending: Ending, currency: str) -> bool:
    """Whether a currency has the decimals that an ending needs."""
    return ending not in ("ninety_nine", "ninety_five") or minor_digits(currency) >= 2


def _grid(ending: Ending, unit: int) -> tuple[int, int]:
    """The smallest price with an ending and the way to the next, in minor units."""
    if ending in ("ninety_nine", "ninety_five") and unit >= 100:  # as `ending_fits`
        return unit * (99 if ending == "ninety_nine" else 95) // 100, unit
    return {"exact": (1, 1), "nine": (9 * unit, 10 * unit), "ninety": (90 * unit, 100 * unit)}.get(ending, (unit, unit))
