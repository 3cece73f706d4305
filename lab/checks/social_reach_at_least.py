"""Check: posts reach enough followers, or bring enough of them to the shop."""

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from lab.checks.posts import post_name, posts_out
from lab.checks.spoiling import left_out
from lab.grading.check import Check, Finding, full_above_zero, linear, proof
from lab.grading.evidence import Evidence
from lab.grading.spoil import Log, Spoiled


class SocialReachAtLeast(Check):
    """Earns linearly between `zero` and `full` of what all posts have reached together: times they were seen, clicks, or sales.

    What a post reached before it was taken back counts too. `on` names listings or places, without it all posts count.
    """

    name: ClassVar[str] = "social.reach_at_least"
    skill_default: ClassVar[str] = "social-media"
    of: Literal["reach", "clicks", "sales"] = "reach"
    network: str = ""
    full: int = Field(ge=1, le=10_000_000)
    zero: int = Field(default=0, ge=0)

    _is_a_slope = model_validator(mode="after")(full_above_zero)

    def examine(self, evidence: Evidence) -> Finding:
        posts = [post for post, _ in posts_out(evidence.world, self.on, self.network, removed=True)]
        total = sum(post.total(self.of) for post in posts)
        share = linear(Fraction(total), full=Fraction(self.full), zero=Fraction(self.zero))
        message = "reach_reached" if share == 1 else "reach_near" if share else "reach_missed"
        shown = [
            proof("post", object=post_name(post), found=post.total(self.of), reach=post.total("reach"), clicks=post.total("clicks"))
            for post in posts
        ] or [proof("post", object=", ".join(self.on), found="no post")]
        return Finding(share, message, {"found": total, "full": self.full}, tuple(shown))

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from left_out(log, "the posts", "social.post")
