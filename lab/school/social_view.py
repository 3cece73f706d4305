"""What the social pages show: posts with what they brought, by day and by group of followers, and who follows where."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from lab.social.networks import Network, load_networks
from lab.social.segments import Segment, followers_of, segments_in
from lab.values.moment import day_of
from lab.world.post import Post
from lab.world.world import World

PostState = Literal["out", "planned", "removed"]
WHAT = ("reach", "clicks", "sales")


@dataclass(frozen=True, slots=True)
class Counts:
    """How often posts were seen, led somebody to a listing, and sold a piece."""

    reach: int = 0
    clicks: int = 0
    sales: int = 0

    def plus(self, other: "Counts") -> "Counts":
        return Counts(self.reach + other.reach, self.clicks + other.clicks, self.sales + other.sales)


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post with its network, its state and its sums; `segments` by the id of a group, `days` by the day of the run from 0."""

    post: Post
    network: Network
    state: PostState
    total: Counts
    segments: dict[str, Counts]
    days: dict[int, Counts]


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group of followers: how many there are by network, how many have come or gone since the start, and what posts brought."""

    segment: Segment
    followers: dict[str, int]
    change: dict[str, int]
    total: Counts


def countries_of(world: World) -> tuple[str, ...]:
    """Countries where the shop sells and has followers, in the order of its places."""
    return tuple(country for country in dict.fromkeys(place.partition("/")[2] for place in world.setting.places) if segments_in(country))


def state_of(post: Post, world: World) -> PostState:
    """Whether a post is out, still to come, or was taken back."""
    if post.removed_at is not None:
        return "removed"
    return "out" if post.at <= world.now else "planned"


def post_row(world: World, post: Post) -> PostRow | None:
    """One post with its figures; None for one on a network that is no more."""
    network = load_networks().get(post.network)
    if network is None:
        return None
    segments: dict[str, Counts] = {}
    days: dict[int, Counts] = {}
    for row in post.days:
        counts = Counts(row.reach, row.clicks, row.sales)
        segments[row.segment] = segments.get(row.segment, Counts()).plus(counts)
        days[row.day] = days.get(row.day, Counts()).plus(counts)
    total = Counts(*(post.total(what) for what in WHAT))
    return PostRow(post, network, state_of(post, world), total, segments, days)


def post_rows(world: World) -> list[PostRow]:
    """Every post, the latest first."""
    found = [row for post in world.posts.values() if (row := post_row(world, post)) is not None]
    found.reverse()
    return sorted(found, key=lambda row: -row.post.at)


def group_rows(world: World, rows: Iterable[PostRow]) -> list[GroupRow]:
    """Every group of the countries where the shop sells, with what posts brought from it."""
    rows = list(rows)
    found = []
    for country in countries_of(world):
        for segment in segments_in(country):
            followers = {key: followers_of(world, key, segment) for key in load_networks()}
            change = {key: number - segment.start.get(key, 0) for key, number in followers.items()}
            total = Counts()
            for row in rows:
                if row.post.country == country:
                    total = total.plus(row.segments.get(segment.id, Counts()))
            found.append(GroupRow(segment, followers, change, total))
    return found


def from_posts(world: World, first: int, last: int, listing: str | None = None) -> Counts:
    """What posts brought on the calendar days `first` to `last`, to the whole shop or to one listing."""
    total = Counts()
    for post in world.posts.values():
        if listing in (None, post.listing):
            for row in post.days:
                if first <= row.day <= last:
                    total = total.plus(Counts(row.reach, row.clicks, row.sales))
    return total


def days_of(world: World, rows: Iterable[PostRow], most: int) -> list[tuple[int, dict[str, Counts]]]:
    """The last days up to today with what the posts of each network brought, from the first day on which one was out."""
    rows = list(rows)
    today = day_of(world.setting.start, world.now)
    first = min((day for row in rows for day in row.days), default=today)
    found = []
    for day in range(max(first, today - most + 1), today + 1):
        of: dict[str, Counts] = {}
        for row in rows:
            if day in row.days:
                of[row.network.key] = of.get(row.network.key, Counts()).plus(row.days[day])
        found.append((day, of))
    return found


def free_id(world: World) -> str:
    """An id that no post has yet: "post1", "post2" ..."""
    number = len(world.posts) + 1
    while f"post{number}" in world.posts:
        number += 1
    return f"post{number}"
