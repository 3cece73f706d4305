"""How a post is written: what in it moves people, and how well it reads, as named parts that add up.

Everything is counted, not judged: a question is a question mark, a story some sentences of some length. The figures are set.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Literal

import regex

from lab.languages.folding import folded, sentences
from lab.languages.identify import language_verdict
from lab.languages.quantities import stated_in
from lab.languages.units import UNITS
from lab.listings.promotions import coupon, running
from lab.social.rules import Draft, announcement, goods_of, running_text
from lab.social.segments import Move
from lab.values.moment import DAY, Moment
from lab.world.post import Post
from lab.world.world import World

GOOD_PICTURE = 650
"""Points (0 to 1000) from which a picture draws those who look for pictures."""
NEWS_DAYS = 14
"""Days for which goods are news after they went on sale for the first time."""
STORY_SENTENCES, STORY_WORDS = 3, 25
LEAST_LETTERS = 20
_QUESTION = regex.compile(r"[?؟？]")
_LETTER = regex.compile(r"\p{L}")
_HAN = regex.compile(r"\p{Han}")
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_EXCLAIMED = regex.compile(r"[!！]")
_EMOJI = regex.compile(r"\p{Extended_Pictographic}")
_SHOUTED = regex.compile(r"\b\p{Lu}{4,}\b")
FULL = 1000


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that makes a text worse to read, and what it costs of 1000."""

    name: str
    cost: int


def moves_in(world: World, draft: Draft, points: int, at: Moment, earlier: Collection[Post] = ()) -> frozenset[Move]:
    """What in a post moves people. `points` are those of its picture; `earlier` are the shop's posts before it."""
    found = set(_moves_in_text(running_text(world, draft.text)))
    listing = goods_of(world, draft)
    cheaper = listing is not None and (running(world, listing, at) is not None or coupon(world, listing, at) is not None)
    if cheaper or announcement(draft) is not None:
        found.add("price")
    if draft.picture and points >= GOOD_PICTURE:
        found.add("picture")
    if listing is not None and listing.first_live_at is not None and at - listing.first_live_at <= NEWS_DAYS * DAY:
        told = any(post.listing == listing.key and post.network == draft.network.key for post in earlier)
        if not told:
            found.add("news")
    return frozenset(found)


@lru_cache(maxsize=1024)
def _moves_in_text(text: str) -> frozenset[Move]:
    found: set[Move] = set()
    if any(unit not in UNITS for quantity in stated_in(text)[0] for unit in quantity.units):
        found.add("price")
    if _QUESTION.search(text):
        found.add("question")
    if len(sentences(folded(text))) >= STORY_SENTENCES and _words(text) >= STORY_WORDS:
        found.add("story")
    return frozenset(found)


def _words(text: str) -> int:
    """Words, where a script without spaces counts two characters as one."""
    han = len(_HAN.findall(text))
    return han // 2 + sum(1 for word in _WORD.findall(text) if not _HAN.search(word))


def flaws_in(world: World, draft: Draft, earlier: Collection[Post] = ()) -> tuple[Flaw, ...]:
    """What makes a text worse to read, at most once each."""
    text = running_text(world, draft.text)
    same = [post for post in earlier if post.network == draft.network.key and post.country == draft.country]
    copied = bool(text) and any(running_text(world, post.text).casefold() == text.casefold() for post in same)
    return (*_flaws_in_text(text), *((Flaw("copied", 400),) if copied else ()))


@lru_cache(maxsize=1024)
def _flaws_in_text(text: str) -> tuple[Flaw, ...]:
    found = []
    if len(_LETTER.findall(text)) < (LEAST_LETTERS // 2 if _HAN.search(text) else LEAST_LETTERS):
        found.append(Flaw("thin", 250))
    if len(_SHOUTED.findall(text)) > 2:
        found.append(Flaw("shouted", 200))
    if len(_EXCLAIMED.findall(text)) > 3 or "!!!" in text:
        found.append(Flaw("exclaimed", 150))
    if len(_EMOJI.findall(text)) > 6 or any(len(list(run)) > 3 for _key, run in groupby(_EMOJI.findall(text))):
        found.append(Flaw("emoji", 150))
    return tuple(found)


def quality(flaws: Collection[Flaw]) -> int:
    """How well a text reads, 0 to 1000."""
    return max(0, FULL - sum(flaw.cost for flaw in flaws))


def understood(world: World, text: str, reads: tuple[str, ...]) -> Literal["yes", "unsure", "no"]:
    """Whether a group that reads some languages can read a post: yes, unsure or no."""
    return _understood(running_text(world, text), reads, world.shop.name)


@lru_cache(maxsize=2048)
def _understood(text: str, reads: tuple[str, ...], shop: str) -> Literal["yes", "unsure", "no"]:
    return language_verdict(text, reads, (shop,)).answer
