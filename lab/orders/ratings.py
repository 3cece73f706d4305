"""Ratings of listings: at midnight the reviews of the day before come into each listing's record."""

from lab.world.world import World


def update_ratings(world: World) -> None:
    """Count all reviews written before now: their number and the sum of their stars, in thousandths."""
    counts = dict.fromkeys(world.listings, (0, 0))
    for review in world.reviews:
        if review.at < world.now and review.listing in counts:
            number, total = counts[review.listing]
            counts[review.listing] = (number + 1, total + 1000 * review.stars)
    for key, listing in world.listings.items():
        listing.record.reviews, listing.record.stars = counts[key]
