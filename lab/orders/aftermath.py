"""What buyers may do once a parcel has come, and what returns, claims and reviews have in common.

Whether something may happen is drawn when the parcel comes; whether it does is decided when its moment has come, by how
content the buyer is then, so that an answer in between counts. Each chance has a draw of its own from the order's key.

- A review is written 1 to 14 days after the parcel came, was refused or was given up (`lab.orders.reviewing`).
- A return is wished 1 to 7 days after delivery (`lab.orders.returns`).
- A claim is opened 3 to 10 days after delivery, a chargeback 15 to 40 days after it, when the platform may have paid out
  already (`lab.orders.claims`). The buyer of a parcel that was given up may open a claim too; it is closed at once, the
  money is back.
- Who is offered a part of the money takes it the sooner the larger the part is, and sooner where nobody is to blame: of
  1000 buyers as many as the part has thousandths of what is left of the payment where the shop is at fault, else half as
  many again. What a buyer would take is settled once for each order, so asking twice does not help and a better offer may.

Figures that the market model does not give are set for teaching.
"""

from typing import Literal

from lab.market.catalogue import ReturnClass
from lab.orders.agenda import put
from lab.orders.satisfaction import (
    LATE_DISPUTES_PER_10_000,
    REVIEWS_PER_10_000,
    disappointment,
    disputes_per_10_000,
    fewest_stars,
    late_minutes,
    returns_per_10_000,
)
from lab.values.chance import below, draw
from lab.values.moment import DAY, HOUR, Moment
from lab.values.money import Money
from lab.world.aftermath import Dispute, Return
from lab.world.due import Due, DueKind
from lab.world.order import Order
from lab.world.world import World

REVIEW_DAYS, RETURN_DAYS, DISPUTE_DAYS, CHARGEBACK_DAYS = (1, 14), (1, 7), (3, 10), (15, 40)
CHARGEBACKS_PER_10_000 = 30
LATE_CHARGEBACK_DAYS, LATE_CHARGEBACKS_PER_10_000, UNANSWERED_CHARGEBACKS_PER_10_000 = 5, 60, 60
"""What comes on top for a parcel later than so many days, and for a message that was not answered within a day."""
OFFER_ANSWERED_WITHIN = 12 * HOUR
OfferTo = Literal["return offer", "claim offer"]
"""What an offer answers; also the name of the draw that says what the buyer takes."""


def expect_aftermath(world: World, order: Order) -> None:
    """Put on the agenda what the buyer of an order that has come (or was refused, or given up) may do."""
    if not world.setting.consequences:
        return
    if chance_of(order, "review") < max(REVIEWS_PER_10_000):
        _put_within(world, order, "review", REVIEW_DAYS)
    has_claimed = any(dispute.order == order.id for dispute in world.disputes)
    if order.state == "lost" and not has_claimed and chance_of(order, "dispute") < LATE_DISPUTES_PER_10_000:
        world.disputes.append(Dispute(order.id, world.now, "not_arrived", world.now, True, ruling="for_buyer"))
    if order.state != "delivered":
        return
    if chance_of(order, "return") < returns_per_10_000(class_of(world, order), disappointment(world, order), 1):
        _put_within(world, order, "return", RETURN_DAYS)
    if chance_of(order, "dispute") < disputes_per_10_000(fewest_stars(world, order), late_minutes(order), True):
        _put_within(world, order, "dispute", DISPUTE_DAYS)
    if chance_of(order, "chargeback") < chargebacks_per_10_000(late_minutes(order), True):
        _put_within(world, order, "chargeback", CHARGEBACK_DAYS)


def chargebacks_per_10_000(late: int, is_unanswered: bool) -> int:
    """Of 10,000 buyers who got their goods, how many have their bank take the money back; `late` in minutes."""
    too_late = LATE_CHARGEBACKS_PER_10_000 if late > LATE_CHARGEBACK_DAYS * DAY else 0
    return CHARGEBACKS_PER_10_000 + too_late + (UNANSWERED_CHARGEBACKS_PER_10_000 if is_unanswered else 0)


def return_of(world: World, order_id: str) -> Return | None:
    """The return of an order, if its buyer wants or wanted to send it back."""
    return next((found for found in world.returns if found.order == order_id), None)


def chance_of(order: Order, purpose: str) -> int:
    """The order's draw for a purpose, 0 to 9999."""
    return below(draw(order.key, purpose), 10_000)


def class_of(world: World, order: Order) -> ReturnClass:
    """How often goods such as those of an order are sent back."""
    return world.setting.type_of(order.items[0].sku).return_class


def offer_permille(share: int, shop_at_fault: bool) -> int:
    """Of 1000 buyers, how many take an offer of `share` thousandths of what is left of their payment."""
    return min(1000, share if shop_at_fault else 3 * share // 2)


def takes_offer(order: Order, to: OfferTo, offer: Money, shop_at_fault: bool) -> bool:
    """Whether the buyer of an order is content with `offer`, in the order's currency; any offer of all that is left is taken."""
    share = 1000 * offer.amount // max(1, order.refundable.amount)
    return below(draw(order.key, to), 1000) < offer_permille(share, shop_at_fault)


def expect_offer_answer(world: World, order: Order, to: OfferTo, no_later: Moment) -> None:
    """Put on the agenda that the buyer answers an offer within half a day, and not after `no_later`."""
    minutes = 1 + below(draw(order.key, f"{to} minute"), OFFER_ANSWERED_WITHIN)
    put(world, Due(at=max(world.now, min(world.now + minutes, no_later)), number=0, kind="return_offer", ref=order.id))


def _put_within(world: World, order: Order, kind: DueKind, days: tuple[int, int]) -> None:
    first, last = (day * DAY for day in days)
    minutes = first + below(draw(order.key, f"{kind} minute"), last - first + 1)
    put(world, Due(at=world.now + minutes, number=0, kind=kind, ref=order.id))
