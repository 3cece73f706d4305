"""What buyers pay for a listing, and amounts of several currencies side by side at the rate of a day."""

from fractions import Fraction

from lab.customs.exchange import rate
from lab.ledger.pricing import offered_price
from lab.ledger.rates import rate_micro, scaled
from lab.values.errors import BadInput
from lab.values.moment import Moment
from lab.values.money import Money
from lab.world.listing import Listing
from lab.world.setting import Setting
from lab.world.world import World


def price_paid(world: World, listing: Listing | None) -> Money | None:
    """What a buyer pays for one piece now, in the buyers' currency; None without a price, or if it was never on sale."""
    if listing is None or listing.price is None or listing.first_live_at is None:
        return None
    return offered_price(world, listing)


def in_currency(setting: Setting, money: Money, currency: str, at: Moment) -> Fraction:
    """An amount in minor units of another currency at the rates of a day, not rounded. Raises BadInput as
    `rate_micro`."""
    if money.currency == currency:
        return Fraction(money.amount)
    per_unit = Fraction(rate_micro(setting, currency, at), rate_micro(setting, money.currency, at))
    return scaled(money, currency, per_unit)


def check_currency(currency: str) -> None:
    """Raises ValueError for a currency that the lab has no rate for."""
    try:
        rate(currency)
    except BadInput:
        raise ValueError(f"the lab has no rate for the currency '{currency}'") from None
