"""What a carrier takes for paying duty and tax at the border in advance (`seed/customs/carrier_fees.yaml`).

Also called disbursement fee. It is due only where something is collected at the border. Value added tax on the fee itself
is left out.
"""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from lab.customs.exchange import exact
from lab.values.dated import Amount, Dated, Figure, Share, Source, StrictModel, in_force, load_figures, source_of
from lab.values.money import Money, round_half_up
from lab.values.places import SEED

FILE = SEED / "customs" / "carrier_fees.yaml"
DEFAULT = "default"
Channel = Literal["post", "courier"]


class CarrierFee(StrictModel):
    """A share of what is advanced, and at least the minimum."""

    minimum: Amount
    rate: Share


class _Fees(StrictModel):
    post: dict[Annotated[str, Field(pattern=r"^(default|[A-Z]{2})$")], Dated[CarrierFee]]
    courier: dict[Annotated[str, Field(pattern=r"^(default|[A-Z]{2})$")], Dated[CarrierFee]]

    @model_validator(mode="after")
    def _have_defaults(self) -> Self:
        if DEFAULT not in self.post or DEFAULT not in self.courier:
            raise ValueError("a fee for 'default' is missing")
        return self


class CarrierFeesFile(StrictModel):
    """`seed/customs/carrier_fees.yaml`."""

    sources: dict[str, str]
    fees: _Fees


@cache
def load_carrier_fees(path: Path = FILE) -> CarrierFeesFile:
    """The table. Raises BadFile for a faulty file."""
    return load_figures(CarrierFeesFile, path)


def carrier_fee(channel: Channel, country: str, advanced: Money, on: date) -> Money:
    """The fee for `advanced`, in its currency, rounded half up; nothing where nothing is advanced.

    Raises BadInput when the fee's currency has no rate or no fee is in force on that day.
    """
    if advanced.amount <= 0:
        return Money(0, advanced.currency)
    fee = fee_in_force(channel, country, on).value
    share = advanced.amount * fee.rate
    return Money(round_half_up(max(share, exact(fee.minimum, advanced.currency))), advanced.currency)


def carrier_fee_source(channel: Channel, country: str, on: date) -> Source:
    """Where the fee comes from."""
    return source_of(fee_in_force(channel, country, on), load_carrier_fees().sources)


def fee_in_force(channel: Channel, country: str, on: date) -> Figure[CarrierFee]:
    """The fee of a country on a day, or the channel's default."""
    fees = load_carrier_fees().fees
    table = fees.post if channel == "post" else fees.courier
    return in_force(table.get(country, table[DEFAULT]), on, f"{channel}.{country}")
