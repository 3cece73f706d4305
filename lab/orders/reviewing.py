"""Reviews: who writes one, and with how many stars."""

from lab.orders.aftermath import chance_of
from lab.orders.satisfaction import reviews_per_10_000, stars
from lab.world.aftermath import Review
from lab.world.world import World


def write_review(world: World, order_id: str) -> bool:
    """The moment of a review has come; whether the buyer writes one."""
    order = world.orders[order_id]
    if review_of(world, order_id) is not None:
        return False
    given = stars(world, order)
    if chance_of(order, "review") >= reviews_per_10_000(given):
        return False
    world.reviews.append(Review(order.id, order.listing, given, world.now))
    return True


def request_review(world: World, order_id: str, stars_given: int) -> bool:
    """The buyer of an order writes a review with so many stars, whatever the chances; False for one that has not come to its end,
    or has a review."""
    order = world.orders[order_id]
    if order.state not in ("delivered", "refused", "lost", "returned") or review_of(world, order_id) is not None:
        return False
    world.reviews.append(Review(order.id, order.listing, stars_given, world.now))
    return True


def review_of(world: World, order_id: str) -> Review | None:
    """The review that the buyer of an order has written, if there is one."""
    return next((review for review in world.reviews if review.order == order_id), None)
