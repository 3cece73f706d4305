"""What a seller does about money (refunds, pricing rules), and the papers a student hands in."""

from dataclasses import dataclass
from typing import Literal

from lab.ledger.pricing import currency_of, ending_fits
from lab.ledger.rates import MICRO, rate_micro
from lab.ledger.refund import give_back
from lab.ledger.sale import WORKSHEET_LINES
from lab.ledger.worksheet import LINES
from lab.values.errors import Refused
from lab.values.money import Money
from lab.values.text import tidy_lines
from lab.world.action import Action, action
from lab.world.money import Ending, PricingRule
from lab.world.world import World

MAX_REFLECTION = 6_000
MAX_LINE = 10_000_000_00
MARKUP_PERMILLE = (-200, 500)
"""The least and the most that a pricing rule may add (set)."""
RATE_FACTOR = 4
"""How far, up or down, a fixed rate may be from that of the day (set): a slip of the pen is no pricing policy."""
ShopReason = Literal["goodwill", "damaged", "wrong_item", "missing_item", "late", "not_arrived", "return", "price"]
"""Why a shop gives money back of its own accord."""


@action("order.refund", about="order")
@dataclass(frozen=True, slots=True)
class RefundOrder(Action):
    """Give the buyer of a paid order a part of the money back, or all that is left, in the order's currency."""

    order: str
    amount: Money
    reason: ShopReason = "goodwill"

    def apply(self, world: World) -> None:
        order = world.orders.get(self.order)
        if order is None:
            raise Refused("no_such_order", order=self.order)
        if order.state == "held":
            raise Refused("order_not_paid", order=order.id)
        if self.amount.currency != order.currency:
            raise Refused("wrong_currency", field="amount", found=self.amount.currency, currency=order.currency)
        if not 0 < self.amount.amount <= order.refundable.amount:
            raise Refused("refund_out_of_range", found=str(self.amount), limit=str(order.refundable))
        give_back(world, order, self.amount, self.reason, "shop")


@action("pricing.save", about="place")
@dataclass(frozen=True, slots=True)
class SavePricing(Action):
    """Set how prices of a place are made out of those in the shop's currency; a later rule replaces the one before.

    `rate_micro` is in millionths of the buyers' currency for one unit of the shop's; 0 follows the rate of the day.
    """

    place: str
    rate_micro: int = 0
    markup_permille: int = 0
    ending: Ending = "exact"

    def apply(self, world: World) -> None:
        setting = world.setting
        _check_place(world, self.place)
        currency = currency_of(setting, self.place)
        least, most = MARKUP_PERMILLE
        if not least <= self.markup_permille <= most:
            raise Refused("markup_out_of_range", found=self.markup_permille, least=least, limit=most)
        today = rate_micro(setting, currency, world.now)
        if self.rate_micro and currency == setting.currency and self.rate_micro != MICRO:
            raise Refused("rate_without_exchange", place=self.place, currency=currency)
        if self.rate_micro and not today <= self.rate_micro * RATE_FACTOR <= today * RATE_FACTOR**2:
            raise Refused("rate_out_of_range", found=self.rate_micro, today=today, factor=RATE_FACTOR)
        if not ending_fits(self.ending, currency):
            raise Refused("ending_does_not_fit", ending=self.ending, currency=currency)
        world.pricing[self.place] = PricingRule(self.place, self.rate_micro, self.markup_permille, self.ending)


@action("pricing.clear", about="place")
@dataclass(frozen=True, slots=True)
class ClearPricing(Action):
    """Take the pricing rule of a place away: prices follow the rate of the day as it comes."""

    place: str

    def apply(self, world: World) -> None:
        _check_place(world, self.place)
        if self.place not in world.pricing:
            raise Refused("no_pricing_rule", place=self.place)
        del world.pricing[self.place]


def _check_place(world: World, place: str) -> None:
    """Raises Refused unless buyers at a place pay in their own currency."""
    if place not in world.setting.places:
        raise Refused("no_such_place", place=place)
    if not world.setting.local_money:
        raise Refused("no_local_money", place=place)


@action("worksheet.submit")
@dataclass(frozen=True, slots=True)
class SubmitWorksheet(Action):
    """Hand in own figures; a later worksheet replaces the one before."""

    lines: dict[str, Money]

    def apply(self, world: World) -> None:
        unknown = sorted(set(self.lines) - set(LINES))
        if unknown or not self.lines:
            raise Refused("worksheet_lines", unknown=unknown, lines=list(WORKSHEET_LINES))
        for name, money in self.lines.items():
            if money.currency != world.setting.currency:
                raise Refused("wrong_currency", field=name, found=money.currency, currency=world.setting.currency)
            if abs(money.amount) > MAX_LINE:
                raise Refused("price_out_of_range", field=name, found=str(money))
        world.papers.worksheet = {name: self.lines[name] for name in LINES if name in self.lines}
        world.papers.worksheet_at = world.now


@action("reflection.submit", body="text")
@dataclass(frozen=True, slots=True)
class SubmitReflection(Action):
    """Hand in a short reflection; a later one replaces the one before."""

    text: str

    def apply(self, world: World) -> None:
        text = tidy_lines(self.text)
        if not text:
            raise Refused("text_empty", field="text")
        if len(text) > MAX_REFLECTION:
            raise Refused("too_long", field="text", found=len(text), limit=MAX_REFLECTION)
        world.papers.reflection = text
        world.papers.reflection_at = world.now
