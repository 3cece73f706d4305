"""After-sales for a page: returns to decide, claims to answer, reviews, what each choice costs, and why a ruling fell.

Everything is read off the world as a seller could see it; what a buyer will do next is nowhere in here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lab.ledger.rates import to_home
from lab.messages.reviews import ReviewText, review_text
from lab.orders.aftermath import class_of
from lab.orders.claims import facts_favour_shop, held_evidence, is_proved, ruling_at
from lab.orders.returns import RESTOCK_PERMILLE, is_in_window, waits_for_buyer
from lab.values.moment import DAY, Moment, to_datetime
from lab.values.money import Money
from lab.world.aftermath import Dispute, EvidenceKind, Return, Review
from lab.world.order import Order
from lab.world.world import World

ReturnState = Literal["decide", "offered", "overdue", "travelling", "claimed", "closed"]
DisputeState = Literal["answer", "overdue", "offered", "waiting", "closed"]
Why = Literal["", "withdrawn", "accepted", "offer_taken", "paid_before", "proved", "unproved", "facts", "unanswered"]


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """One return. `label` is what the way back costs the shop if it pays it, `worth` what the goods had cost (shop's currency).

    `fit_of_ten` pieces of ten such goods can be sold again; `window_ends` is when the platform's return window closes.
    """

    found: Return
    order: Order
    state: ReturnState
    in_window: bool
    window_ends: Moment
    label: Money
    worth: Money
    fit_of_ten: int


@dataclass(frozen=True, slots=True)
class DisputeLine:
    """One claim or chargeback. `held` is the evidence that the shop has; `fee` what the bank takes for a lost chargeback."""

    dispute: Dispute
    order: Order
    state: DisputeState
    held: tuple[EvidenceKind, ...]
    ruling_at: Moment
    fee: Money | None
    why: Why


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One review with its words; `limit` is how many characters the platform takes in a reply."""

    review: Review
    order: Order
    text: ReviewText
    limit: int


def returns_waiting(world: World) -> int:
    """Returns that the shop can decide now."""
    return sum(_return_state(world, found) == "decide" for found in world.returns)


def disputes_waiting(world: World) -> int:
    """Claims and chargebacks that the shop can answer now."""
    return sum(_dispute_state(world, dispute) == "answer" for dispute in world.disputes)


def waiting(world: World) -> int:
    """Everything with a deadline that waits for the shop: the number beside "After-sales"."""
    return returns_waiting(world) + disputes_waiting(world)


def open_returns(world: World) -> list[ReturnLine]:
    """Returns that are not over: those to decide first, by deadline, then by when they were asked for."""
    lines = [return_line(world, one) for one in world.returns if _return_state(world, one) != "closed"]
    return sorted(lines, key=lambda line: (line.state != "decide", line.found.decide_by, line.found.at))


def closed_returns(world: World) -> list[Return]:
    """Returns that are over, the latest first."""
    return [found for found in reversed(world.returns) if _return_state(world, found) == "closed"]


def return_line(world: World, found: Return) -> ReturnLine:
    """One return with what a decision would cost."""
    order, setting = world.orders[found.order], world.setting
    label = Money(0, setting.currency)
    worth = 0
    for parcel in order.parcels:
        if not parcel.lost:
            label = label + to_home(setting, parcel.postage, world.now)
            worth += parcel.cost
    window = setting.platforms[order.platform].return_window_days * DAY
    return ReturnLine(
        found=found,
        order=order,
        state=_return_state(world, found),
        in_window=is_in_window(world, order, found.at),
        window_ends=(order.delivered_at or 0) + window,
        label=label,
        worth=Money(worth, setting.currency),
        fit_of_ten=RESTOCK_PERMILLE[class_of(world, order)] // 100,
    )


def open_disputes(world: World) -> list[DisputeLine]:
    """Claims and chargebacks without a ruling: those to answer first, by deadline."""
    lines = [dispute_line(world, one) for one in world.disputes if one.closed_at is None]
    return sorted(lines, key=lambda line: (line.state != "answer", line.dispute.answer_by, line.dispute.at))


def closed_disputes(world: World) -> list[Dispute]:
    """Claims and chargebacks with a ruling, the latest ruling first."""
    closed = [dispute for dispute in world.disputes if dispute.closed_at is not None]
    return sorted(closed, key=lambda dispute: -(dispute.closed_at or 0))


def dispute_line(world: World, dispute: Dispute) -> DisputeLine:
    """One claim or chargeback with what the shop can show."""
    order = world.orders[dispute.order]
    fee = world.setting.platforms[order.platform].chargeback_fee if dispute.kind == "chargeback" else None
    return DisputeLine(
        dispute=dispute,
        order=order,
        state=_dispute_state(world, dispute),
        held=held_evidence(world, order) if dispute.closed_at is None else (),
        ruling_at=ruling_at(world, dispute),
        fee=fee,
        why=why_closed(world, dispute),
    )


def why_closed(world: World, dispute: Dispute) -> Why:
    """Why a dispute was closed as it was; "" while it is open.

    `unproved`: the facts were with the shop, but it had not named what shows them; `facts`: they were with the buyer.
    """
    match dispute.ruling:
        case "":
            return ""
        case "withdrawn":
            return "withdrawn"
        case "settled":
            if dispute.answer == "accept":
                return "accepted"
            refunds = world.orders[dispute.order].refunds
            paid = any((refund.at, refund.reason) == (dispute.closed_at, dispute.kind) for refund in refunds)
            return "offer_taken" if paid else "paid_before"
        case "for_shop":
            return "proved"
        case "unanswered":
            return "unanswered"
        case _:
            return "unproved" if _facts_were_with_shop(world, dispute) and not is_proved(world, dispute) else "facts"


def reviews_without_reply(world: World) -> int:
    return sum(review.replied_at is None for review in world.reviews)


def newest_reviews(world: World, without_reply: bool) -> list[Review]:
    """Reviews, the newest first; on demand only those that the shop has not replied to."""
    return [one for one in reversed(world.reviews) if not without_reply or one.replied_at is None]


def review_line(world: World, review: Review) -> ReviewLine:
    order = world.orders[review.order]
    limit = world.setting.platforms[order.platform].review_reply_max_chars
    return ReviewLine(review, order, review_text(world, review), limit)


def return_rows(world: World) -> Iterator[list[str]]:
    """Every return as a row of a sheet, the heads first."""
    yield [
        "order", "platform", "country", "sku", "asked", "reason", "decide_by", "decision", "decided_by", "decided", "offer",
        "offer_taken", "refunded", "currency", "goods_back", "fit_for_sale",
    ]  # fmt: skip
    for found in world.returns:
        order = world.orders[found.order]
        yield [
            order.number, order.platform, order.country, order.items[0].sku, _when(world, found.at), found.reason,
            _when(world, found.decide_by), found.decision, found.decided_by, _when(world, found.decided_at), _plain(found.offer),
            _yes(found.offer_taken), _plain(found.refunded), order.currency, _when(world, found.back_at),
            _yes(found.restocked) if found.back_at is not None else "",
        ]  # fmt: skip


def dispute_rows(world: World) -> Iterator[list[str]]:
    """Every claim and chargeback as a row of a sheet, the heads first."""
    yield [
        "order", "platform", "country", "sku", "kind", "opened", "reason", "answer_by", "answer", "answered", "evidence", "offer",
        "currency", "closed", "ruling", "refunded",
    ]  # fmt: skip
    for one in world.disputes:
        order = world.orders[one.order]
        yield [
            order.number, order.platform, order.country, order.items[0].sku, one.kind, _when(world, one.at), one.reason,
            _when(world, one.answer_by) if one.answer_by else "", one.answer, _when(world, one.answered_at), " ".join(one.evidence),
            _plain(one.offer), order.currency, _when(world, one.closed_at), one.ruling,
            _yes(one.refunded) if one.closed_at is not None else "",
        ]  # fmt: skip


def _return_state(world: World, found: Return) -> ReturnState:
    if waits_for_buyer(found):
        return "offered"
    if not found.decided_by:
        if found.refunded is not None or found.back_at is not None:
            return "closed"  # from before sellers could decide
        return "decide" if world.now <= found.decide_by else "overdue"
    if found.decision in ("free_label", "buyer_pays") and found.back_at is None:
        claims = [dispute for dispute in world.disputes if dispute.order == found.order and dispute.at >= found.at]
        if not claims:
            return "travelling"
        return "claimed" if any(dispute.closed_at is None for dispute in claims) else "closed"
    return "closed"


def _dispute_state(world: World, dispute: Dispute) -> DisputeState:
    if dispute.closed_at is not None:
        return "closed"
    if not dispute.answer:
        return "answer" if world.now <= dispute.answer_by else "overdue"
    return "offered" if dispute.answer == "offer" else "waiting"


def _facts_were_with_shop(world: World, dispute: Dispute) -> bool:
    order = world.orders[dispute.order]
    if dispute.reason == "not_arrived" and order.state != "refused":
        closed_at = dispute.closed_at if dispute.closed_at is not None else world.now
        return order.delivered_at is not None and order.delivered_at <= closed_at
    return facts_favour_shop(world, dispute)


def _when(world: World, at: Moment | None) -> str:
    """A moment of the run as date and time of the shop's clock; "" for none."""
    if at is None:
        return ""
    return to_datetime(world.setting.start, at).strftime("%Y-%m-%d %H:%M")


def _plain(money: Money | None) -> str:
    return "" if money is None else str(money).split(" ")[0]


def _yes(value: bool) -> str:
    return "yes" if value else "no"
