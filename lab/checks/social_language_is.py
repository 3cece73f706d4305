"""Check: posts are written in the followers' language."""

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from pydantic import Field

from lab.checks.posts import post_name, posts_out
from lab.checks.spoiling import in_another_language, left_out
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Names
from lab.grading.spoil import Log, Spoiled, only_changed, replaced
from lab.languages.identify import language_verdict
from lab.social.actions import SavePost
from lab.social.rules import running_text
from lab.values.dated import Country
from lab.world.action import Action
from lab.world.post import Post


class SocialLanguageIs(Check):
    """Earns posts in an accepted language by all posts to the countries named; tags and addresses are not read.

    `accept` gives the languages by country; each country named needs one post at least. A text that the identifier is not sure
    about is not held against the student. `on` names listings or places; a post that was taken back does not count.
    """

    name: ClassVar[str] = "social.language_is"
    skill_default: ClassVar[str] = "english-and-another-language"
    accept: dict[Country, Names] = Field(min_length=1)
    network: str = ""

    def examine(self, evidence: Evidence) -> Finding:
        world = evidence.world
        items: list[Item] = []
        for country, languages in self.accept.items():
            posts = [post for post, _ in posts_out(world, self.on, self.network) if post.country == country]
            if not posts:
                items.append(Item(ZERO, proof("language", object=country, found="no post", expected=" / ".join(languages))))
            items += [self._item(evidence, post, languages) for post in posts]
        return items_finding(items, right="post_language_right", partly="post_language_partly_right", wrong="post_language_wrong")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from left_out(log, "the posts", "social.post")

        def other(action: Action) -> Action:
            assert isinstance(action, SavePost)
            return replace(action, text=in_another_language([code for codes in self.accept.values() for code in codes]))

        yield from only_changed(log, "posts in another language", replaced(log, lambda action: isinstance(action, SavePost), other))

    def _item(self, evidence: Evidence, post: Post, languages: tuple[str, ...]) -> Item:
        world = evidence.world
        text = running_text(world, post.text)
        wanted = " / ".join(languages)
        if not text:
            return Item(ZERO, proof("language", object=post_name(post), found="empty", expected=wanted))
        verdict = language_verdict(text, languages, (world.shop.name,))
        share = ZERO if verdict.answer == "no" else ONE
        shown = proof(
            "language",
            object=post_name(post),
            found=verdict.identified.language,
            certainty=verdict.identified.certainty,
            verdict=verdict.answer,
            expected=wanted,
            text=text,
        )
        return Item(share, shown)
