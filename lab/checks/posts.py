"""Which posts a check looks at, and how they are named in evidence."""

from collections.abc import Collection

from lab.social.networks import Network, load_networks
from lab.world.post import Post
from lab.world.world import World


def posts_out(world: World, on: Collection[str], network: str = "", *, removed: bool = False) -> list[tuple[Post, Network]]:
    """Posts that are out, in the order in which they were made: those that lead to a listing named, or that were written for the
    country of a place named (and lead to no listing of another platform); all of them if nothing is named.

    Posts taken back are left out unless `removed`. `network` narrows to one network.
    """
    networks = load_networks()
    found = []
    for post in world.posts.values():
        known = networks.get(post.network)
        if known is None or (network and post.network != network):
            continue
        if not post.is_out(world.now) or (post.removed_at is not None and not removed):
            continue
        if not on or any(_is_of(post, name) for name in on):
            found.append((post, known))
    return found


def _is_of(post: Post, name: str) -> bool:
    if name.count("/") == 2:
        return post.listing == name
    platform, _, country = name.partition("/")
    return post.country == country and (not post.listing or post.listing.startswith(f"{platform}/"))


def post_name(post: Post) -> str:
    """A post in evidence: its network, its country, its id."""
    return f"{post.network}/{post.country}/{post.id}"
