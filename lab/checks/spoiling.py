"""Changes to a right play that several check types must notice."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import Any

from lab.grading.evidence import Evidence
from lab.grading.spoil import Log, Spoiled, Timed, inserted, only_changed, replaced, without
from lab.listings.actions import SaveListing, SetPrice, UnpublishListing
from lab.messages.actions import Reply
from lab.orders.actions import ShipOrder
from lab.values.money import Money
from lab.world.action import Action
from lab.world.listing import Listing, is_meant
from lab.world.world import World

SENTENCES = {
    "en": "Thank you for your message. We have read it with care and will look into the matter for you today.",
    "es": "Gracias por su mensaje. Lo hemos leído con atención y hoy mismo revisaremos el asunto para usted.",
    "ru": "Спасибо за ваше сообщение. Мы внимательно его прочитали и сегодня же разберёмся в этом вопросе для вас.",
}
"""A text that says nothing, in languages that nobody takes for each other."""


PROMISES = {
    "off_platform_contact": "Please write to me on WhatsApp +44 7700 900123 and pay us directly by bank transfer.",
    "fixed_delivery_date": "We guarantee that your parcel will arrive on Friday.",
    "refund_for_review": "If you leave a five-star review, we will give you a refund.",
    "review_request": "Please leave us a five-star review.",
}
"""One forbidden sentence of each kind; English is read whatever language an answer is in."""


def in_another_language(accepted: Collection[str]) -> str:
    """The sentence in a language that is not accepted; English first, which pasted texts are mostly in."""
    bases = {code.split("-")[0] for code in accepted}
    return next(text for code, text in SENTENCES.items() if code not in bases)


def left_out(log: Log, what: str, *names: str, about: Collection[str] = ()) -> Iterator[Spoiled]:
    """The actions of these names left out, all or those about one of some objects."""

    def test(action: Action) -> bool:
        return action.name in names and (not about or getattr(action, action.about, None) in about)

    yield from only_changed(log, f"{what} left out", without(log, test))


def answers_changed(log: Log, what: str, threads: Collection[str], change: Callable[[str, str], str]) -> Iterator[Spoiled]:
    """The answers in these threads with another text, made of the thread and the text that was right."""

    def other(action: Action) -> Action:
        assert isinstance(action, Reply)
        return replace(action, text=change(action.thread, action.text))

    test = lambda action: isinstance(action, Reply) and action.thread in threads  # noqa: E731 - two tests side by side
    yield from only_changed(log, what, replaced(log, test, other))


def with_words(words: str) -> Callable[[str, str], str]:
    """The right text with further words at its end."""
    return lambda thread, text: f"{text}\n{words}"


def with_parts(**parts: Any) -> Callable[[Listing], dict[str, Any]]:
    """The same parts for every listing."""
    return lambda listing: parts


def sends(orders: Collection[str]) -> Callable[[Action], bool]:
    """A test for parcels in which goods of one of these orders lie."""
    return lambda action: isinstance(action, ShipOrder) and bool({action.order, *action.together} & set(orders))


def parcels_changed(log: Log, what: str, orders: Collection[str], change: Callable[[ShipOrder], ShipOrder]) -> Iterator[Spoiled]:
    """The parcels of these orders sent in another way."""

    def other(action: Action) -> Action:
        assert isinstance(action, ShipOrder)
        return change(action)

    yield from only_changed(log, what, replaced(log, sends(orders), other))


def parcels_left_out(log: Log, orders: Collection[str]) -> Iterator[Spoiled]:
    """The orders never sent."""
    yield from only_changed(log, "the parcels not sent", without(log, sends(orders)))


def at_the_end(log: Log, right: Evidence, what: str, *actions: Action) -> Iterator[Spoiled]:
    """Further actions in the minute that the check looks at, after everything else that was done by then."""
    if actions:
        yield Spoiled(what, inserted(log, *(Timed(right.moment, action) for action in actions)))


def saved_at_the_end(log: Log, right: Evidence, what: str, keys: Collection[str], change: Callable[[Listing], dict[str, Any]]) -> Iterator[Spoiled]:
    """Listings taken off and saved once more with other parts before the check looks; `change` gives the parts of each."""
    actions: list[Action] = []
    for listing in right.listings(keys):
        actions += [UnpublishListing(listing.key), SaveListing(listing.key, **change(listing))]
    yield from at_the_end(log, right, what, *actions)


def priced_at_the_end(log: Log, right: Evidence, what: str, keys: Collection[str], change: Callable[[Listing, Money], int]) -> Iterator[Spoiled]:
    """Listings at another price when the check looks; `change` gives it in minor units, made of the right one."""
    actions = []
    for listing in right.listings(keys):
        if listing.price is not None:
            price = listing.price
            actions.append(SetPrice(listing.key, Money(max(1, change(listing, price)), price.currency)))
    yield from at_the_end(log, right, what, *actions)


def without_pictures(log: Log, right: Evidence, keys: Collection[str]) -> Iterator[Spoiled]:
    """All pictures taken away before the check looks."""
    yield from saved_at_the_end(log, right, "the pictures taken away", keys, lambda listing: {"images": ()})


def never_on_sale(log: Log, names: Collection[str], world: World) -> Iterator[Spoiled]:
    """The log in which the listings meant are never put on sale, and what was on sale from the start is taken off at once."""
    meant = keys_of(world, names)
    quiet = without(log, lambda action: action.name == "listing.publish" and getattr(action, "listing", "") in meant)
    first = min((one.at for one in log), default=0)
    yield from only_changed(log, "never on sale", inserted(quiet, *(Timed(first, UnpublishListing(key)) for key in meant)))


def keys_of(world: World, names: Collection[str]) -> list[str]:
    """The listings that a check means: those named, or those of the places named; all without a name."""
    return [key for key in world.listings if is_meant(key, names)]
