"""Giving buyers their money back, and what goods that come home cost.

A refund reverses sale and tax in proportion to what is given back; the last one takes what rounding has left, so that
an order refunded in full has no sale and no tax on the books. The platform gives its fee back in the same proportion
but for the share that its profile keeps (`refund_fee_kept`); of an order that is called off before it leaves it
keeps nothing. In the shop's currency everything is reversed at the rate of the sale, so a refund makes no gain or loss
of exchange. Postage and duty that were paid stay paid.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from lab.ledger.books import book
from lab.ledger.sale import spend
from lab.values.money import Money, round_half_up
from lab.world.entry import Entry
from lab.world.order import Order, Refund, RefundReason
from lab.world.world import World


def give_back(world: World, order: Order, amount: Money, reason: RefundReason, by: Literal["shop", "platform"]) -> None:
    """Give the buyer of an order some money back, in the order's currency, and book it.

    Raises ValueError for nothing, for more than `order.refundable`, for another currency, and for an order whose sale
    is not on the books.
    """
    if not Money(0, order.currency) < amount <= order.refundable:
        raise ValueError(f"{amount} cannot be given back for {order.id}: {order.refundable} are left")
    sale = _sale_of(world, order)
    if sale is None:
        raise ValueError(f"the sale of {order.id} is not on the books")
    kept = Fraction(0) if reason == "cancellation" else world.setting.platforms[order.platform].refund_fee_kept
    before, total = order.refunded.amount, order.total.amount
    after = before + amount.amount

    def part(whole: int, share: Fraction = Fraction(1)) -> int:
        """What this refund reverses of a figure, so that the parts of all refunds together make `share` of it."""
        return round_half_up(whole * share * after / total) - round_half_up(whole * share * before / total)

    kind = "cancellation" if reason == "cancellation" else "refund"
    owed = f"platform:{order.platform}"
    fee, fee_home = part(sale.fee, 1 - kept), part(sale.fee_home, 1 - kept)
    gross, vat = part(sale.gross_home), part(sale.vat_home)
    if order.currency == world.setting.currency:
        book(world, kind, order.id, [(owed, fee - gross), ("sales", gross - vat), ("vat", vat), ("fees", -fee)])
    else:
        book(world, kind, order.id, [(owed, fee - amount.amount), ("exchange", amount.amount - fee)], order.currency)
        book(
            world,
            kind,
            order.id,
            [("exchange", fee_home - gross), ("sales", gross - vat), ("vat", vat), ("fees", -fee_home)],
        )
    order.owed += fee - amount.amount
    order.owed_home += fee_home - gross
    order.refunds.append(Refund(world.now, amount, reason, by))
    if not order.refundable.amount:
        order.refunded_at = world.now


def give_back_all(world: World, order: Order, reason: RefundReason, by: Literal["shop", "platform"]) -> None:
    """Give the buyer of an order back what is left of the payment; nothing happens when nothing is left or was ever
    booked."""
    if order.refundable.amount > 0 and _sale_of(world, order) is not None:
        give_back(world, order, order.refundable, reason, by)


@dataclass(frozen=True, slots=True)
class _Sale:
    """An order's sale as it was booked: the fee in its own currency, gross, VAT and fee in the shop's. Minor units."""

    fee: int
    gross_home: int
    vat_home: int
    fee_home: int


def _sale_of(world: World, order: Order) -> _Sale | None:
    """The entries of an order's sale; they stand together, and seldom long after the moment of the purchase."""
    first = bisect_left(world.ledger, order.placed_at, key=lambda entry: entry.at)
    entries = _sale_entries(world.ledger, first, order.id) or _sale_entries(world.ledger, 0, order.id)
    if not entries:
        return None
    home, owed = world.setting.currency, f"platform:{order.platform}"
    on: dict[tuple[str, str, str], int] = {}
    for entry in entries:
        for posting in entry.postings:
            on[entry.kind, entry.currency, posting.account] = posting.amount
    vat = -on.get(("sale", home, "vat"), 0)
    return _Sale(
        fee=-on.get(("fee", order.currency, owed), 0),
        gross_home=vat - on.get(("sale", home, "sales"), 0),
        vat_home=vat,
        fee_home=on.get(("fee", home, "fees"), 0),
    )


def _sale_entries(ledger: Sequence[Entry], first: int, order_id: str) -> list[Entry]:
    for place in range(first, len(ledger)):
        if ledger[place].order == order_id and ledger[place].kind == "sale":
            following = ledger[place : place + 4]
            return [entry for entry in following if entry.order == order_id and entry.kind in ("sale", "fee")]
    return []


def pay_return_postage(world: World, order_id: str, postage: Money) -> None:
    """The shop pays for the way back."""
    spend(world, "return_postage", order_id, "postage", postage)


def pay_duty(world: World, order_id: str, duty: Money) -> None:
    """The shop pays duty and import tax that are inside its price."""
    spend(world, "duty", order_id, "duty", duty)
