"""Check: posts keep the rules of their network and of the country."""

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from lab.checks.posts import post_name, posts_out
from lab.checks.spoiling import left_out
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.spoil import Log, Spoiled
from lab.social.networks import Network
from lab.social.rules import RULES, PostFault, Rule, draft_of, find_faults
from lab.world.post import Post


class SocialPostRules(Check):
    """Earns, of the rules named and the posts that are out, those that are kept: length, tags, where the post leads, its
    picture, the picture's alternative text, the advertising mark of an announced reduction, and no forbidden claim.

    `posts` is how many there must be; each one missing counts as one that keeps no rule. `on` names listings that posts lead
    to, or places for whose country they are; without it all posts count. A post that was taken back does not count.
    """

    name: ClassVar[str] = "social.post_rules"
    skill_default: ClassVar[str] = "social-media"
    posts: int = Field(default=1, ge=1, le=50)
    network: str = ""
    rules: tuple[Rule, ...] = Field(default=RULES, min_length=1)

    def examine(self, evidence: Evidence) -> Finding:
        items: list[Item] = []
        found = posts_out(evidence.world, self.on, self.network)
        for post, network in found:
            faults = find_faults(evidence.world, draft_of(post, network))
            items += [self._item(post, network, rule, faults) for rule in dict.fromkeys(self.rules)]
        missing = max(0, self.posts - len(found)) * len(dict.fromkeys(self.rules))
        items += [Item(ZERO, proof("post", object=", ".join(self.on), found="no post")) for _ in range(missing)]
        return items_finding(items, right="posts_keep_rules", partly="posts_partly_keep_rules", wrong="posts_break_rules")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from left_out(log, "the posts", "social.post")

    def _item(self, post: Post, network: Network, rule: Rule, faults: tuple[PostFault, ...]) -> Item:
        broken = [fault for fault in faults if fault.rule == rule]
        share = ZERO if broken else ONE
        first = broken[0] if broken else None
        shown = proof(
            "post",
            object=post_name(post),
            rule=rule,
            network=network.name,
            verdict=", ".join(dict.fromkeys(fault.code for fault in broken)),
            text=first.found if first else "",
            span=list(first.span) if first and first.span else None,
        )
        return Item(share, shown)
