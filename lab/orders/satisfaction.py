"""How content a buyer is, and what follows from it: stars, and the chances of a review, a return and a dispute.

    satisfaction = 1050 + 3000 (true quality - expected) - 100 min(days late, 12) - 350 if late
                   - 500 if refused because of charges - 250 x ln(hours to answer / 12), within -1 .. 2
                   + 850 z                                        expected = 0.70 + 0.6 x over-claim

in thousandths, as a sum of named whole numbers. Over-claim is the listing's as it was bought, z belongs to the order.
The term for answers is there only for a buyer who wrote. Goods other than ordered have no quality for the buyer.
Shape and figures are set so that ratings, returns and disputes lie in the bands that studies report: few but angry and
many but pleased reviews (Hu, Pavlou, Zhang 2009), a step at the promised day (analyses of 97,000 Brazilian orders;
Ravula 2022), more returns after promising too much (Cui and others 2024).
"""

from lab.market.appeal import Term, total
from lab.market.catalogue import ReturnClass
from lab.market.exact import ln_milli
from lab.orders.transit import charges_at_door
from lab.values.chance import draw
from lab.values.moment import DAY, HOUR
from lab.values.normal import normal_milli
from lab.world.order import Order
from lab.world.world import World

BASE = 1050
EXPECTED = 700
LATE_DAYS_COUNTED = 12
ANSWER_HOURS = 12
"""An answer after so many hours pleases nobody and annoys nobody."""
ANSWER_WEIGHT, SLOWEST = 250, 2000
WORST_ANSWER = -ANSWER_WEIGHT * SLOWEST // 1000
SPREAD = 850
STARS_FROM = (-1000, -550, 0, 650)
"""Below the first one star, below the second two, ... from the last on five."""
REVIEWS_PER_10_000 = (650 * 2, 350 * 2, 200 * 2, 225 * 2, 625)
"""Of 10,000 buyers who would give 1 .. 5 stars, how many write: 5 % x (2.6, 1.4, 0.8, 0.9, 1.25)."""
RETURNS_PER_10_000 = 350
CLASS_PERCENT: dict[ReturnClass, int] = {"apparel": 300, "home": 150, "electronics": 130, "beauty": 100, "toys": 100}
POOR_STARS = 2
POOR_RETURNS_PER_10_000 = 500
DISPUTES_PER_10_000, UNANSWERED_DISPUTES_PER_10_000 = 1200, 3600
LATE_DISPUTE_DAYS, LATE_DISPUTES_PER_10_000 = 15, 6000
SLOW_MINUTES = 24 * HOUR
NOTICES = frozenset({"praise", "claim_opened", "offer_taken", "offer_declined"})
"""What a thread is about whose buyer waits for no answer."""


def expected_quality(order: Order) -> int:
    """The quality that the listing made the buyer expect, in permille; may lie above 1000."""
    return EXPECTED + 6 * order.over_claim // 10


def true_quality(world: World, order: Order) -> int:
    """The quality of what the buyer got, in permille: nothing if it is not what was ordered."""
    if order.parcels and not order.is_packed_as_ordered:
        return 0
    return world.setting.products[order.items[0].sku].quality


def late_minutes(order: Order) -> int:
    """Minutes between the promise and the moment at which the parcel came, was refused or was given up; 0 in time.

    Raises ValueError for an order that is still on its way.
    """
    came = order.delivered_at if order.delivered_at is not None else order.refunded_at
    if came is None:
        raise ValueError(f"nobody knows yet whether {order.id} is late")
    return max(0, came - order.promised_at)


def reply_minutes(world: World, order: Order) -> tuple[int, ...]:
    """How long each of the buyer's messages about an order waited for an answer, or has waited until now.

    Nobody can answer after the end of a run, so waiting ends there. A conversation that is closed ends its waiting if the
    shop had answered in it before; closing it unanswered answers nobody. Who only says thanks waits for nothing.
    """
    now = min(world.now, world.setting.end)
    waits: list[int] = []
    for thread in world.threads.values():
        if thread.order != order.id or thread.intent in NOTICES:
            continue
        answers = [message.at for message in thread.messages if message.by == "shop"]
        for message in thread.messages:
            if message.by == "buyer":
                answer = next((at for at in answers if at >= message.at), None)
                if answer is not None:
                    waits.append(answer - message.at)
                elif thread.closed_at is None or thread.closed_at < message.at or not answers:
                    waits.append(max(0, now - message.at))
    return tuple(waits)


def satisfaction_terms(world: World, order: Order) -> tuple[Term, ...]:
    """What the satisfaction of an order's buyer is made of now, in thousandths; the last term is the buyer's own mood."""
    late = late_minutes(order)
    waits = reply_minutes(world, order)
    answer = 0
    if waits:
        mean = max(1, sum(waits) // len(waits))
        answer = -ANSWER_WEIGHT * max(-1000, min(SLOWEST, ln_milli(mean, ANSWER_HOURS * HOUR))) // 1000
    fee_refused = order.state == "refused" and charges_at_door(world.setting, order).amount > 0
    return (
        Term("base", BASE),
        Term("quality", 3 * (true_quality(world, order) - expected_quality(order))),
        Term("days_late", -100 * min(late, LATE_DAYS_COUNTED * DAY) // DAY),
        Term("late", -350 if late else 0),
        Term("charges_at_door", -500 if fee_refused else 0),
        Term("answers", answer),
        Term("mood", SPREAD * normal_milli(draw(order.key, "satisfaction")) // 1000),
    )


def stars_of(satisfaction: int) -> int:
    """1 to 5 stars."""
    return 1 + sum(satisfaction >= limit for limit in STARS_FROM)


def stars(world: World, order: Order) -> int:
    """The stars that the buyer of an order would give now."""
    return stars_of(total(satisfaction_terms(world, order)))


def fewest_stars(world: World, order: Order) -> int:
    """The stars that the buyer would give if every answer were the slowest possible from now on."""
    return stars_of(sum(term.value for term in satisfaction_terms(world, order) if term.name != "answers") + WORST_ANSWER)


def reviews_per_10_000(stars_given: int) -> int:
    """Of 10,000 buyers with these stars in mind, how many write a review."""
    return REVIEWS_PER_10_000[stars_given - 1]


def returns_per_10_000(return_class: ReturnClass, disappointment: int, stars_given: int) -> int:
    """Of 10,000 buyers, how many send the goods back; `disappointment` is expected less true quality in permille."""
    poor = POOR_RETURNS_PER_10_000 if stars_given <= POOR_STARS else 0
    return min(10_000, RETURNS_PER_10_000 * CLASS_PERCENT[return_class] // 100 + 4 * max(0, disappointment) + poor)


def disputes_per_10_000(stars_given: int, late: int, is_unanswered: bool) -> int:
    """Of 10,000 buyers, how many ask the platform for their money; `late` in minutes."""
    if late > LATE_DISPUTE_DAYS * DAY:
        return LATE_DISPUTES_PER_10_000
    if stars_given > 1:
        return 0
    return UNANSWERED_DISPUTES_PER_10_000 if is_unanswered else DISPUTES_PER_10_000


def is_unanswered(world: World, order: Order) -> bool:
    """Whether a message of the buyer about an order was not answered within a day, or never so that it was of use."""
    gave_up = any(thread.order == order.id and thread.outcome == "gave_up" for thread in world.threads.values())
    return gave_up or any(wait > SLOW_MINUTES for wait in reply_minutes(world, order))


def disappointment(world: World, order: Order) -> int:
    """Expected less true quality, in permille; negative for goods that are better than expected."""
    return expected_quality(order) - true_quality(world, order)
