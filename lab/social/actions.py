"""What a seller does on social networks: write a post, now or for later, and take one back."""

from dataclasses import dataclass

from lab.images.quality import image_quality
from lab.social.networks import load_networks
from lab.social.rules import Draft, find_faults, goods_of, picture_of
from lab.social.segments import segments_in
from lab.values.errors import Refused
from lab.values.moment import DAY, Moment
from lab.values.text import tidy, tidy_lines
from lab.world.action import Action, action
from lab.world.post import Post
from lab.world.world import World

MAX_POSTS = 300
MAX_ID = 40
MAX_AHEAD_DAYS = 60


def check_country(world: World, country: str) -> None:
    """Raises Refused for a country where the shop does not sell, or where nobody follows it."""
    if country not in {place.partition("/")[2] for place in world.setting.places} or not segments_in(country):
        raise Refused("no_followers_there", country=country[:MAX_ID])


@action("social.post", about="post", body="text")
@dataclass(frozen=True, slots=True)
class SavePost(Action):
    """Publish a post to the followers in a country, or write it differently before it is out.

    `listing` is what it leads to (none: "", then the first address in the text, where those can be clicked), `picture` the
    hash of a picture of any listing; `at` is the moment, None for now.
    """

    post: str
    network: str
    country: str
    text: str
    listing: str = ""
    picture: str = ""
    alt: str = ""
    at: Moment | None = None

    def apply(self, world: World) -> None:
        key = tidy(self.post)
        if not key or len(key) > MAX_ID:
            raise Refused("text_empty" if not key else "too_long", field="post", found=len(key), limit=MAX_ID)
        known = world.posts.get(key)
        if known is None and len(world.posts) >= MAX_POSTS:
            raise Refused("too_many_posts", limit=MAX_POSTS)
        if known is not None and (known.at <= world.now or known.removed_at is not None):
            raise Refused("post_is_out", post=key)
        network = load_networks().get(self.network)
        if network is None:
            raise Refused("no_such_network", network=self.network[:MAX_ID])
        check_country(world, self.country)
        at = world.now if self.at is None else self.at
        if at < world.now:
            raise Refused("post_in_the_past")
        if at > world.now + MAX_AHEAD_DAYS * DAY:
            raise Refused("post_too_far_ahead", limit=MAX_AHEAD_DAYS)
        draft = Draft(network, self.country, tidy_lines(self.text), self.listing, self.picture, tidy(self.alt))
        for fault in find_faults(world, draft):
            if fault.blocks:
                raise Refused(fault.code, field=fault.field, found=fault.found, limit=fault.limit)
        goods = goods_of(world, draft)
        image = picture_of(world, self.picture) if self.picture else None
        world.posts[key] = Post(
            key, network.key, self.country, draft.text, goods.key if goods else "", self.picture, draft.alt,
            image_quality(image.facts, image.compared) if image else 0, at, world.now if known is None else known.made_at,
        )  # fmt: skip


@action("social.remove", about="post")
@dataclass(frozen=True, slots=True)
class RemovePost(Action):
    """Take a post back, or call it off before it is out. What it has reached and sold stays."""

    post: str

    def apply(self, world: World) -> None:
        post = world.posts.get(self.post)
        if post is None:
            raise Refused("no_such_post", post=self.post[:MAX_ID])
        if post.removed_at is not None:
            raise Refused("post_is_removed", post=post.id)
        post.removed_at = world.now
