"""Whether a buyer writes: one chance per thing that happens, each with a draw of its own from the order's key.

| what happens                       | of 10,000 buyers, how many write                                  |
| an order is placed                 | 100 to have the address changed                                   |
| every third day from 80 % of the promised time, and when late | 500, and 600 more for each day late, at most 7000 |
| customs keep the parcel            | 6000 when they pay at the door (DAP), 2500 when the shop does (DDP) |
| the parcel comes                   | 80 about damage, and 0.8 more for each permille that the goods fall short |
| other goods than ordered come      | 7000 (set)                                                        |
| the buyer sends goods back         | all                                                               |
| the buyer would give 1 or 2 stars  | 3000                                                              |
| the buyer would give 5 stars       | 800                                                               |

Questions about the state of an order are 18 to 50 % of what buyers write after buying (operators of help desks). The
chances are set so that they lie in this band; which day a buyer writes on is set as well.
"""

from lab.orders.satisfaction import disappointment
from lab.values.chance import below, draw
from lab.values.moment import DAY, HOUR, Moment
from lab.world.order import Order, Parcel
from lab.world.world import World

ADDRESS_PER_10_000 = 100
WHERE_PER_10_000, LATE_DAY_PER_10_000, WHERE_AT_MOST_PER_10_000 = 500, 600, 7000
WHERE_FROM_PERCENT = 80
WHERE_EVERY = 3 * DAY
CUSTOMS_PER_10_000 = {"DAP": 6000, "DDP": 2500}
DAMAGED_PER_10_000, DAMAGED_PERMILLE_OF_GAP = 80, 800
WRONG_ITEM_PER_10_000 = 7000
COMPLAINT_PER_10_000, PRAISE_PER_10_000 = 3000, 800
COMPLAINT_STARS, PRAISE_STARS = 2, 5

Span = tuple[Moment, Moment]
ADDRESS_AFTER: Span = (10, 6 * HOUR)
DAMAGED_AFTER: Span = (20, DAY)
COMPLAINT_AFTER: Span = (2 * HOUR, 2 * DAY)
"""Before a dispute can be opened, so that an answer in between counts."""
PRAISE_AFTER: Span = (2 * HOUR, 4 * DAY)


def happens(key: int, what: str, per_10_000: int) -> bool:
    """Whether the buyer with a key writes about something; `what` names the draw, such as "where.3"."""
    return below(draw(key, f"message.{what}"), 10_000) < per_10_000


def minutes_until(key: int, what: str, span: Span) -> int:
    """How long a buyer takes to write, within a span with both ends."""
    return span[0] + below(draw(key, f"message.{what} minute"), span[1] - span[0] + 1)


def first_inquiry(order: Order) -> Moment:
    """The moment from which the buyer of an order may ask where it is."""
    return order.placed_at + (order.promised_at - order.placed_at) * WHERE_FROM_PERCENT // 100


def inquiry_number(order: Order, now: Moment) -> int:
    """The how-manieth moment of asking it is, from 1."""
    return (now - first_inquiry(order)) // WHERE_EVERY + 1


def where_per_10_000(order: Order, now: Moment) -> int:
    """Of 10,000 buyers who wait for such an order, how many ask now where it is."""
    days_late = max(0, now - order.promised_at) // DAY
    return min(WHERE_AT_MOST_PER_10_000, WHERE_PER_10_000 + LATE_DAY_PER_10_000 * days_late)


def asks_where(order: Order, now: Moment) -> bool:
    """Whether the buyer of an order asks now where it is."""
    return happens(order.key, f"where.{inquiry_number(order, now)}", where_per_10_000(order, now))


def damaged_per_10_000(world: World, order: Order) -> int:
    """Of 10,000 buyers of such an order, how many report damage."""
    return DAMAGED_PER_10_000 + DAMAGED_PERMILLE_OF_GAP * max(0, disappointment(world, order)) // 1000


def customs_notice_at(parcel: Parcel, hold: int) -> Moment:
    """When the buyer hears that customs keep a parcel for `hold` minutes: three fifths on its way."""
    way = parcel.due_at - hold - parcel.shipped_at
    return parcel.shipped_at + way * 3 // 5
