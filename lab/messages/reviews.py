"""What buyers write in public reviews: title and text, composed from the order when somebody reads them.

A review holds stars; its words follow from what moved the buyer most when it was written. That is the weightiest part of
`satisfaction_terms` that weighs at least `MATTERS`: a blemish comes before praise, since it is what people write about.
Base and mood give no reason. Which words are taken is drawn from the order's key, so that a review reads the same each time.
Wordings: seed/phrases/<language>/reviews.yaml. A review is one sentence or two from `told` (what happened: `poor` with one or two
stars, `mild` with more) or `praise`, mostly followed by a closing of its verdict; its title is one of the cause's or of the
verdict's. {product} is the name of the kind of goods in the form of a dictionary, and may be a plural.
- wrong_goods: other goods or another number of them, so a phrase must fit both; late: from minutes to weeks; charges: duty and
  tax at the door, so the parcel was refused.
- Closings and titles of `poor` and `mixed` (three stars) must fit goods that never came as well; `refunded` stands with four
  or five stars and no goods, `fine` with four or five and one blemish, `happy` with praise.
Nothing in them tells whether a man or a woman writes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from lab.languages.folders import PHRASES, read_kind
from lab.market.appeal import Term
from lab.messages.naming import market_language
from lab.orders.satisfaction import EXPECTED, NOTICES, expected_quality, satisfaction_terms, true_quality
from lab.orders.transit import is_undeliverable
from lab.values.chance import below, draw
from lab.values.dated import StrictModel
from lab.values.moment import Moment
from lab.world.aftermath import Review
from lab.world.order import Order
from lab.world.thread import Thread
from lab.world.world import World

Blemish = Literal[
    "promise", "quality", "late", "charges", "answers", "wrong_goods", "lost", "refused", "address", "not_cancelled", "plain",
]  # fmt: skip
"""The listing promised too much, the goods are poor, ...; `address` and `not_cancelled` are parcels that came back because
the shop had not done what the buyer asked for, `plain` is a buyer whom nothing in particular displeased."""
Praise = Literal["pleased", "well_made", "helpful"]
Cause = Blemish | Praise
BLEMISHES: tuple[Blemish, ...] = get_args(Blemish)
PRAISES: tuple[Praise, ...] = get_args(Praise)
Verdict = Literal["poor", "mixed", "fine", "refunded", "happy"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
WITHOUT_GOODS: tuple[Cause, ...] = ("charges", "refused", "lost", "address", "not_cancelled")
MATTERS = 150
"""Thousandths of satisfaction from which something is worth a word: an answer after 22 hours, 0.05 of quality."""
WELL_MADE = 300
"""Goods are praised from a tenth of quality above what was expected."""
SHORT_OF_TEN = 3
"""Of ten reviews so many end without a closing."""
_SLOT = re.compile(r"\{([^{}]*)\}")
_BRACE = re.compile(r"[{}]")

Phrase = Annotated[str, Field(min_length=2, max_length=200)]
Phrases = Annotated[tuple[Phrase, ...], Field(min_length=3)]


class _Blemished(StrictModel):
    """Titles, and what is told with one or two stars or with more."""

    titles: Phrases
    poor: Phrases
    mild: Phrases


class _Praised(StrictModel):
    titles: Phrases
    texts: Phrases


class _Judged(StrictModel):
    titles: Phrases
    closings: Phrases


class Wordings(StrictModel):
    """The wordings of one language."""

    told: dict[Cause, _Blemished]
    praise: dict[Cause, _Praised]
    verdicts: dict[Verdict, _Judged]

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        for names, found in ((BLEMISHES, self.told), (PRAISES, self.praise), (VERDICTS, self.verdicts)):
            if set(names) != set(found):
                raise ValueError(f"here must stand, no more and no less: {', '.join(names)}")
        for told in self.told.values():
            _check(told.titles, told.poor, told.mild)
        for praised in self.praise.values():
            _check(praised.titles, praised.texts)
        for judged in self.verdicts.values():
            _check(judged.titles, judged.closings)
        return self


def _check(*lists: tuple[str, ...]) -> None:
    """Raises ValueError for a phrase that stands in a list twice, a slot that is none, or a stray brace."""
    for phrases in lists:
        if len(set(phrases)) != len(phrases):
            raise ValueError("a phrase stands in a list twice")
        for phrase in phrases:
            if set(_SLOT.findall(phrase)) - {"product"} or _BRACE.search(_SLOT.sub("", phrase)):
                raise ValueError(f"only {{product}} can be put in: {phrase!r}")


@dataclass(frozen=True, slots=True)
class ReviewText:
    """Title and text of a review, and the language that they are in (BCP 47 base code)."""

    title: str
    text: str
    language: str


@cache
def load_wordings(folder: Path = PHRASES) -> Mapping[str, Wordings]:
    """The wordings by language. Raises BadFile for a faulty file."""
    return read_kind(Wordings, "reviews", folder)


def review_text(world: World, review: Review) -> ReviewText:
    """What the buyer of an order wrote with the stars given; the same however often and whenever it is asked for."""
    order = world.orders[review.order]
    language = market_language(world, order.buyer, order.country)
    product = world.setting.type_of(order.items[0].sku).names[language]
    return worded(review.stars, cause_of(world, review), language, order.key, product)


def worded(stars: int, cause: Cause, language: str, key: int, product: str) -> ReviewText:
    """A review with 1 to 5 stars for a reason; `product` is the name of the kind of goods, `key` that of the order."""
    wordings = load_wordings()[language]
    verdict = verdict_of(stars, cause)
    judged = wordings.verdicts[verdict]
    titles, told = _told(wordings, verdict, cause)
    if verdict == "fine":
        titles = judged.titles  # the blemish is too small for a headline
    elif cause not in WITHOUT_GOODS or verdict == "refunded":
        titles = titles + judged.titles
    text = _one_of(told, key, "told")
    if below(draw(key, "review.short"), 10) >= SHORT_OF_TEN:
        text = f"{text} {_one_of(judged.closings, key, 'closing')}"
    return ReviewText(_filled(_one_of(titles, key, "title"), product), _filled(text, product), language)


def verdict_of(stars: int, cause: Cause) -> Verdict:
    """How a review judges as a whole, which decides its title and closing."""
    if stars <= 2:
        return "poor"
    if stars == 3:
        return "mixed"
    if cause in PRAISES:
        return "happy"
    return "refunded" if cause in WITHOUT_GOODS else "fine"


def cause_of(world: World, review: Review) -> Cause:
    """What moved the buyer most when the review was written; what the shop does later changes nothing.

    A parcel that never came, or was refused, leaves no goods to judge, so it is the cause whatever else there was.
    """
    then, order = _as_it_was(world, world.orders[review.order], review.at)
    terms = satisfaction_terms(then, order)
    of = {term.name: term.value for term in terms}
    if order.state == "lost":
        return "lost"
    if order.state == "refused":
        return _why_refused(then, order, of["charges_at_door"])
    displeased = [
        Term("quality", of["quality"]),
        Term("late", of["late"] + of["days_late"]),
        Term("answers", of["answers"]),
    ]
    worst = min(displeased, key=lambda term: term.value)
    if worst.value <= -MATTERS:
        return _blemish(then, order, worst.name)
    if review.stars <= 3:
        return "plain"
    waits = any(thread.waits_since is not None and thread.intent not in NOTICES for thread in then.threads.values())
    if of["answers"] >= max(MATTERS, of["quality"]) and not waits:
        return "helpful"
    return "well_made" if of["quality"] >= WELL_MADE else "pleased"


def _why_refused(world: World, order: Order, charges: int) -> Blemish:
    if any(is_undeliverable(world.setting, order, parcel) for parcel in order.parcels):
        return "address"
    sent = order.shipped_at
    if order.cancel_wish_at is not None and sent is not None and sent >= order.cancel_wish_at:
        return "not_cancelled"
    return "charges" if charges else "refused"


def _blemish(world: World, order: Order, term: str) -> Blemish:
    if term == "late":
        return "late"
    if term == "answers":
        return "answers"
    if order.parcels and not order.is_packed_as_ordered:
        return "wrong_goods"
    too_much = expected_quality(order) - EXPECTED
    too_little = EXPECTED - true_quality(world, order)
    return "promise" if too_much >= too_little else "quality"


def _as_it_was(world: World, order: Order, at: Moment) -> tuple[World, Order]:
    """The world and an order as far as a buyer's contentment goes, as they were at a moment: later letters and parcels left out."""
    threads = {key: _thread_until(thread, at) for key, thread in world.threads.items() if thread.order == order.id}
    parcels = [parcel for parcel in order.parcels if parcel.shipped_at <= at]
    return replace(world, now=at, threads=threads), replace(order, parcels=parcels)


def _thread_until(thread: Thread, at: Moment) -> Thread:
    messages = [message for message in thread.messages if message.at <= at]
    closed_at = thread.closed_at if thread.closed_at is not None and thread.closed_at <= at else None
    return replace(thread, messages=messages, closed_at=closed_at)


def _told(wordings: Wordings, verdict: Verdict, cause: Cause) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Titles and texts for a cause."""
    if cause in wordings.praise:
        return wordings.praise[cause].titles, wordings.praise[cause].texts
    told = wordings.told[cause]
    return told.titles, told.poor if verdict == "poor" else told.mild


def _one_of(phrases: tuple[str, ...], key: int, purpose: str) -> str:
    return phrases[below(draw(key, f"review.{purpose}"), len(phrases))]


def _filled(phrase: str, product: str) -> str:
    """The phrase with the goods named, and a capital letter at its beginning."""
    text = _SLOT.sub(lambda _: product, phrase)
    return text[:1].upper() + text[1:]
