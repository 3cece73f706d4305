"""What buyers write in public reviews: words that fit the reason, in every language of the market."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from lab.languages.folders import kind_file
from lab.languages.identify import CLOSE, identify
from lab.market.catalogue import LANGUAGES
from lab.messages.reviews import (
    BLEMISHES,
    PRAISES,
    WITHOUT_GOODS,
    Cause,
    ReviewText,
    Verdict,
    cause_of,
    load_wordings,
    review_text,
    verdict_of,
    worded,
)
from lab.orders.satisfaction import stars
from lab.orders.transit import is_undeliverable
from lab.values.chance import draw, key_of
from lab.values.errors import BadFile
from lab.values.moment import DAY, HOUR
from lab.values.normal import normal_milli
from lab.world.aftermath import Review
from lab.world.order import Order, PackedItem
from lab.world.thread import Message
from lab.world.world import World
from tests.builders import KZ_LAMP, act, make_form, make_order, make_product, make_thread, make_world

PRODUCTS = {
    "en": "desk lamp", "de": "Schreibtischlampe", "es": "lámpara de escritorio", "ru": "настольная лампа", "ar": "مصباح مكتب",
    "pt": "luminária de mesa",
}  # fmt: skip
JUDGED: list[tuple[int, Cause]] = [
    (given, cause) for given in (1, 3, 5) for cause in BLEMISHES if (given, cause) != (5, "plain")
]
JUDGED += [(5, cause) for cause in PRAISES]
KEYS = [key_of("review", number) for number in range(120)]
WORDINGS = 12
LONG_ENOUGH = 60


def near(language: str) -> set[str]:
    """A language and those that a short text of it may be taken for."""
    return {language}.union(*(group for group in CLOSE if language in group))


def many(given: int, cause: Cause, language: str) -> list[ReviewText]:
    return [worded(given, cause, language, key, PRODUCTS[language]) for key in KEYS]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("given", "cause"), JUDGED)
def test_every_reason_has_many_wordings_without_a_slot_left_open(language: str, given: int, cause: Cause) -> None:
    reviews = many(given, cause, language)
    assert len({review.text for review in reviews}) >= WORDINGS
    assert len({review.title for review in reviews}) >= 3
    for review in reviews:
        assert review.language == language
        for part in (review.title, review.text):
            assert part == part.strip()
            assert part[0] == part[0].upper()
            assert "{" not in part
        assert review.text[-1] in ".!?؟"
        assert review.title.rstrip(".!") != review.text.rstrip(".!")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("given", "cause"), JUDGED)
def test_neighbours_seldom_write_the_same(language: str, given: int, cause: Cause) -> None:
    reviews = many(given, cause, language)
    assert sum(one.text == other.text for one, other in pairwise(reviews)) <= len(reviews) // 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_reviews_are_in_their_language(language: str) -> None:
    texts = {review.text for given, cause in JUDGED for review in many(given, cause, language)[:12]}
    long = [text for text in sorted(texts) if len(text) >= LONG_ENOUGH]
    assert len(long) > 50
    assert [text for text in long if identify(text).language not in near(language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages_share_no_sentence_and_the_goods_are_named_here_and_there(language: str) -> None:
    def said(one: str) -> set[str]:
        return {review.text for given, cause in JUDGED for review in many(given, cause, one)[:20]}

    assert not any(said(language) & said(other) for other in LANGUAGES if other != language)
    titles = [review.title for review in many(5, "pleased", language)]
    assert 10 <= sum(PRODUCTS[language].casefold() in title.casefold() for title in titles) <= 90


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_texts_without_goods_speak_of_the_refund(language: str) -> None:
    refunded = load_wordings()[language].verdicts["refunded"].closings
    for given, cause in JUDGED:
        found = any(closing in review.text for review in many(given, cause, language) for closing in refunded)
        assert found == (given == 5 and cause in WITHOUT_GOODS)


@pytest.mark.parametrize(
    ("given", "cause", "verdict"),
    [
        (1, "late", "poor"), (2, "plain", "poor"), (3, "quality", "mixed"), (3, "lost", "mixed"), (4, "late", "fine"),
        (5, "answers", "fine"), (4, "charges", "refunded"), (5, "lost", "refunded"), (4, "pleased", "happy"), (5, "helpful", "happy"),
    ],
)  # fmt: skip
def test_stars_and_reason_make_the_verdict(given: int, cause: Cause, verdict: Verdict) -> None:
    assert verdict_of(given, cause) == verdict


def delivered(world: World, *, days_late: int = 0, sku: str = "lamp") -> Order:
    """An order of one lamp that came so many days after the promise, and whose buyer is in an average mood."""
    order = make_order(world)
    assert act(world, "order.ship", order="o1", items=[{"sku": sku, "quantity": 1}], lane="de_parcel").ok
    order.key = next(key for key in range(100_000) if normal_milli(draw(key, "satisfaction")) == 0)
    order.state, order.delivered_at = "delivered", order.promised_at + days_late * DAY
    world.now = order.delivered_at
    return order


def reviewed(world: World, order: Order, after: int = DAY) -> Review:
    """The review of the order's buyer, written so long after now."""
    world.now += after
    review = Review(order.id, order.listing, stars(world, order), world.now)
    world.reviews.append(review)
    return review


def test_a_buyer_without_a_complaint_is_pleased() -> None:
    world = make_world()
    review = reviewed(world, delivered(world))
    assert (review.stars, cause_of(world, review)) == (5, "pleased")


def test_few_stars_without_a_reason_are_plain() -> None:
    world = make_world()
    order = delivered(world)
    assert cause_of(world, Review("o1", order.listing, 2, world.now + DAY)) == "plain"


def test_a_late_parcel_is_the_reason_even_with_many_stars() -> None:
    world = make_world()
    review = reviewed(world, delivered(world, days_late=1))
    # 1050 + 60 for the quality - 100 - 350
    assert (review.stars, cause_of(world, review)) == (5, "late")


def test_the_weightier_reason_wins() -> None:
    world = make_world()
    order = delivered(world, days_late=1)  # -450
    order.over_claim = 300  # 3000 x (0.72 - 0.70 - 0.18) = -480
    assert cause_of(world, reviewed(world, order)) == "promise"
    order.over_claim = 250  # -390
    assert cause_of(world, reviewed(world, order)) == "late"


def test_poor_goods_are_told_from_a_listing_that_promised_too_much() -> None:
    world = make_world(products={"lamp": make_product(quality=500)}, stock={"lamp": 50})
    order = delivered(world)
    assert cause_of(world, reviewed(world, order)) == "quality"
    order.over_claim = 400  # 0.24 too much promised, 0.20 too little delivered
    assert cause_of(world, reviewed(world, order)) == "promise"


def test_goods_above_the_promise_are_praised() -> None:
    world = make_world()
    order = delivered(world)
    order.over_claim = -140  # 3000 x (0.72 - 0.70 + 0.084) = 312
    assert cause_of(world, reviewed(world, order)) == "well_made"


def test_other_goods_than_ordered_are_the_reason() -> None:
    world = make_world()
    review = reviewed(world, delivered(world, sku="bulb"))
    assert (review.stars, cause_of(world, review)) == (1, "wrong_goods")


def test_a_parcel_sent_after_the_review_changes_nothing() -> None:
    world = make_world()
    order = delivered(world, sku="bulb")
    review = reviewed(world, order)
    before = review_text(world, review)
    first = order.parcels[0]
    right = (PackedItem("lamp", 1), PackedItem("bulb", -1))
    order.parcels.append(replace(first, items=right, shipped_at=world.now + 5))
    assert order.is_packed_as_ordered
    assert review_text(world, review) == before


def test_a_message_without_an_answer_is_the_reason_and_an_answer_later_does_not_change_it() -> None:
    world = make_world()
    order = delivered(world)
    thread = make_thread(world, at=world.now, order="o1")
    review = reviewed(world, order, 3 * DAY)
    before = review_text(world, review)
    assert cause_of(world, review) == "answers"
    world.now += DAY
    thread.messages.append(Message("shop", "180 cm", world.now))
    thread.closed_at = world.now
    assert review_text(world, review) == before


def test_a_quick_answer_is_praised_once_it_has_come() -> None:
    world = make_world()
    order = delivered(world)
    asked = world.now
    thread = make_thread(world, at=asked, order="o1")
    early = Review("o1", order.listing, 5, asked + HOUR)
    thread.messages.append(Message("shop", "180 cm", asked + 2 * HOUR))
    late = Review("o1", order.listing, 5, asked + DAY)
    assert (cause_of(world, early), cause_of(world, late)) == ("pleased", "helpful")
    make_thread(world, "q2", at=asked + 3 * HOUR, order="o1", intent="praise")
    assert cause_of(world, late) == "helpful"


def refused(world: World) -> Order:
    """An order of ten lamps to Kazakhstan, on which duty and tax fall, that was refused at the door."""
    order = make_order(world, listing=KZ_LAMP, quantity=10)
    items = [{"sku": "lamp", "quantity": 10}]
    assert act(world, "order.ship", order="o1", items=items, lane="kz_tracked", customs_form=make_form(world, order)).ok
    order.state, order.refunded_at = "refused", order.promised_at
    world.now = order.promised_at
    return order


@pytest.mark.parametrize(("incoterm", "cause"), [("DAP", "charges"), ("DDP", "refused")])
def test_a_refused_parcel_is_the_reason_with_or_without_charges(incoterm: str, cause: Cause) -> None:
    world = make_world()
    order = refused(world)
    order.incoterm = incoterm  # type: ignore[assignment]
    assert cause_of(world, reviewed(world, order)) == cause


def test_a_parcel_to_the_old_address_is_the_reason() -> None:
    world = make_world(consequences=True)
    order = refused(world)
    order.parcels[0] = replace(order.parcels[0], goes_to_old_address=True)
    order.key = next(
        key for key in range(100) if is_undeliverable(world.setting, replace(order, key=key), order.parcels[0])
    )
    assert cause_of(world, reviewed(world, order)) == "address"


@pytest.mark.parametrize(("later", "cause"), [(0, "not_cancelled"), (1, "charges")])
def test_a_wish_to_cancel_is_the_reason_if_it_came_before_the_parcel_left(later: int, cause: Cause) -> None:
    world = make_world()
    order = refused(world)
    order.incoterm = "DAP"
    order.cancel_wish_at = order.parcels[0].shipped_at + later
    assert cause_of(world, reviewed(world, order)) == cause


def test_a_parcel_that_never_came_is_the_reason_and_not_that_it_is_late() -> None:
    world = make_world()
    order = make_order(world)
    order.state, order.refunded_at = "lost", order.promised_at + 15 * DAY
    world.now = order.refunded_at
    assert cause_of(world, reviewed(world, order)) == "lost"


def test_a_review_is_in_the_buyers_language_names_the_kind_of_goods_and_is_always_the_same() -> None:
    world = make_world()
    review = reviewed(world, delivered(world))
    lamp = world.setting.type_of("lamp").names["de"]
    order = world.orders["o1"]
    assert review_text(world, review) == worded(5, "pleased", "de", order.key, lamp)
    world.now += 5 * DAY
    assert review_text(world, review) == worded(5, "pleased", "de", order.key, lamp)
    assert review_text(world, review).language == "de"


def test_writing_it_out_changes_nothing_in_the_world() -> None:
    world = make_world()
    order = delivered(world)
    thread = make_thread(world, at=world.now, order="o1")
    review = reviewed(world, order)
    now = world.now
    review_text(world, Review("o1", order.listing, review.stars, now - HOUR))
    assert (world.now, world.threads["q1"], len(thread.messages), len(order.parcels)) == (now, thread, 1, 1)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("the {product} as", "the {produkt} as", "only {product} can be put in"),
        ("The quality is poor", "The } quality is poor", "only {product} can be put in"),
        ("  late:\n", "  late_one:\n", "late"),
        ('"Never arrived", "Parcel lost"', '"Parcel lost", "Parcel lost"', "twice"),
    ],
)
def test_a_faulty_file_is_refused_with_the_fault_named(tmp_path: Path, old: str, new: str, fault: str) -> None:
    text = kind_file("en", "reviews").read_text(encoding="utf-8")
    assert old in text
    file = kind_file("en", "reviews", tmp_path)
    file.parent.mkdir()
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadFile, match=fault):
        load_wordings(tmp_path)


def test_every_language_of_the_market_has_reviews() -> None:
    assert set(load_wordings()) >= set(LANGUAGES)
