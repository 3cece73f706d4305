"""Check: nothing was sold for less than it cost."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from pydantic import Field

from lab.checks.spoiling import keys_of
from lab.grading.check import ONE, ZERO, Check, Finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Share
from lab.grading.spoil import Log, Spoiled, Timed, only_changed, replaced
from lab.ledger.index import OrderIndex
from lab.listings.actions import SaveListing, SetPrice
from lab.values.money import Money
from lab.world.action import Action
from lab.world.order import Order
from lab.world.world import World

SHOWN = 10
_KINDS = frozenset({"sale", "fee", "postage", "goods", "pick", "duty"})
"""Entries of a sale and of sending the goods; what comes later, say a refund, does not make the sale a bad one."""
_COSTS = ("fees", "postage", "storage", "duty", "goods_sold")


class PriceNoLossSale(Check):
    """Loses `per` for every sale below cost beyond the first `allow`; can only lose points.

    A sale is an order whose goods have been sent. It is below cost when what the buyer paid, without VAT, was less than
    fee, postage, duty and the purchase cost of the goods in the books; refunds and returns do not count. Orders in one
    box are one sale. `sku` keeps to orders of one product, `on` to listings or places. Without a sale it earns
    nothing.
    """

    name: ClassVar[str] = "price.no_loss_sale"
    skill_default: ClassVar[str] = "management"
    only_loses: ClassVar[bool] = True
    sku: str = ""
    allow: int = Field(default=0, ge=0, le=10_000)
    per: Share = ONE

    def examine(self, evidence: Evidence) -> Finding:
        world = evidence.world
        index = OrderIndex(world.ledger)
        sales = [_sale_of(world, box, index) for box in self._boxes(world)]
        losses = sorted((sale for sale in sales if sale.profit < 0), key=lambda sale: sale.profit)
        if not sales:
            return Finding(ZERO, "no_sale_to_judge", {}, (proof("ledger", object=", ".join(self.on), found="no sale"),))
        fraction = max(ZERO, ONE - self.per * max(0, len(losses) - self.allow))
        message = "loss_sales" if losses else "no_loss_sale"
        shown = tuple(sale.shown(evidence.setting.currency) for sale in losses[:SHOWN])
        return Finding(fraction, message, {"found": len(losses), "of": len(sales)}, shown)

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        def cheap(action: Action) -> Action:
            assert isinstance(action, SaveListing | SetPrice)
            return action if action.price is None else replace(action, price=Money(1, action.price.currency))

        first = min((one.at for one in log), default=0)
        given_away = replaced(log, lambda action: isinstance(action, SaveListing | SetPrice), cheap)
        begun = [Timed(first, SetPrice(key, Money(1, right.setting.currency))) for key in keys_of(right.world, self.on)]
        yield from only_changed(log, "sold for next to nothing", (*begun, *given_away))

    def _boxes(self, world: World) -> Iterator[tuple[Order, ...]]:
        """The orders that were sent, those that went in one box together; each box once."""
        seen: set[str] = set()
        for order in world.orders.values():
            if not order.parcels or order.id in seen or not self._counts(order):
                continue
            others = [other for parcel in order.parcels for other in parcel.together_with if other in world.orders]
            box = (order, *(world.orders[other] for other in dict.fromkeys(others)))
            seen |= {one.id for one in box}
            yield box

    def _counts(self, order: Order) -> bool:
        wanted = not self.on or order.listing in self.on or order.place in self.on
        return wanted and (not self.sku or any(item.sku == self.sku for item in order.items))


@dataclass(frozen=True, slots=True)
class _Sale:
    """The books' figures of one sale, in minor units of the shop's currency."""

    orders: tuple[str, ...]
    gross: int
    vat: int
    costs: dict[str, int]

    @property
    def profit(self) -> int:
        return self.gross - self.vat - sum(self.costs.values())

    def shown(self, currency: str) -> dict[str, object]:
        costs = {account: Money(amount, currency) for account, amount in self.costs.items()}
        return proof(
            "ledger", order=", ".join(self.orders), found=Money(self.profit, currency),
            expected=f"≥ {Money(0, currency)}", price=Money(self.gross, currency), tax=Money(self.vat, currency),
            fee=costs["fees"], postage=costs["postage"] + costs["storage"], duty=costs["duty"],
            goods=costs["goods_sold"],
        )  # fmt: skip


def _sale_of(world: World, box: Sequence[Order], index: OrderIndex) -> _Sale:
    sales = vat = 0
    costs = dict.fromkeys(_COSTS, 0)
    entries = [world.ledger[place] for order in box for place in index.of(order.id)]
    for entry in entries:
        if entry.kind not in _KINDS or entry.currency != world.setting.currency:
            continue
        for posting in entry.postings:
            if posting.account in costs:
                costs[posting.account] += posting.amount
            elif posting.account == "sales":
                sales -= posting.amount
            elif posting.account == "vat":
                vat -= posting.amount
    return _Sale(tuple(order.id for order in box), sales + vat, vat, costs)
