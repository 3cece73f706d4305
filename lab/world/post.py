"""What a shop posts on social networks, and how its followers met it."""

from dataclasses import dataclass, field

from lab.values.moment import Moment


@dataclass(slots=True)
class PostDay:
    """How one group of followers met a post on one day of the run: who saw it, who opened the listing, who bought."""

    day: int
    segment: str
    reach: int = 0
    clicks: int = 0
    sales: int = 0


@dataclass(slots=True)
class Post:
    """A post to the followers in one country, seen from the next quarter of a day that begins at or after `at`.

    `listing` is the key of what it leads to, `picture` the hash of a picture, each "" for none. `points` is how well the
    picture works on people, 0 to 1000, as it was when it was posted. A post that was removed keeps what it has reached.
    """

    id: str
    network: str
    country: str
    text: str
    listing: str
    picture: str
    alt: str
    points: int
    at: Moment
    made_at: Moment
    removed_at: Moment | None = None
    days: list[PostDay] = field(default_factory=list)

    def is_out(self, moment: Moment) -> bool:
        """Whether it has been published by a moment and not been taken back before it was."""
        return self.at <= moment and (self.removed_at is None or self.at < self.removed_at)

    def total(self, what: str) -> int:
        """The sum of `reach`, `clicks` or `sales` over groups and days."""
        return sum(int(getattr(row, what)) for row in self.days)
