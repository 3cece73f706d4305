"""Changes that several check types share; that each type notices its own is proved on the scenarios of the library."""

from lab.checks.catalogue import check_types
from lab.checks.message_no_promises import promises_found
from lab.checks.spoiling import (
    PROMISES,
    SENTENCES,
    answers_changed,
    at_the_end,
    in_another_language,
    keys_of,
    left_out,
    parcels_changed,
    parcels_left_out,
    priced_at_the_end,
    saved_at_the_end,
    sends,
    with_parts,
    with_words,
    without_pictures,
)
from lab.grading.check import Check
from lab.grading.spoil import Timed
from lab.languages.identify import identify
from lab.listings.actions import SaveListing, SetPrice, UnpublishListing
from lab.messages.actions import CloseThread, Reply
from lab.orders.actions import ShipOrder
from lab.values.money import Money
from lab.world.order import PackedItem
from tests.builders import DE_LAMP, evidence_of, make_listing, make_world

SHIP = ShipOrder("o1", (PackedItem("lamp", 1),), "de_parcel", together=("o2",))
LOG = (Timed(10, Reply("q1", "Yes.")), Timed(20, SHIP), Timed(30, CloseThread("q1")))


def test_every_type_but_those_that_a_person_marks_says_its_own_changes() -> None:
    silent = [name for name, cls in check_types().items() if not cls.by_person and cls.spoiled is Check.spoiled]
    assert silent == []


def test_the_sentences_are_taken_for_their_language_and_for_none_that_is_accepted() -> None:
    assert {code: identify(text).language for code, text in SENTENCES.items()} == {code: code for code in SENTENCES}
    assert in_another_language(["de"]) == SENTENCES["en"]
    assert in_another_language(["en-GB", "es"]) == SENTENCES["ru"]


def test_every_forbidden_promise_is_found_in_its_example() -> None:
    for kind, text in PROMISES.items():
        assert [found.kind for found in promises_found(text, [kind])], kind


def test_actions_are_left_out_by_name_and_object() -> None:
    assert [one.log for one in left_out(LOG, "closing", "message.close", about=["q1"])] == [LOG[:2]]
    assert list(left_out(LOG, "closing", "message.close", about=["q9"])) == []


def test_answers_and_parcels_are_changed_where_they_are_meant() -> None:
    changed = next(answers_changed(LOG, "more", ["q1"], with_words("Really.")))
    assert changed.log[0].action == Reply("q1", "Yes.\nReally.")
    assert sends(["o2"])(SHIP) and not sends(["o3"])(SHIP)
    assert next(parcels_left_out(LOG, ["o2"])).log == (LOG[0], LOG[2])
    assert list(parcels_changed(LOG, "x", ["o3"], lambda ship: ShipOrder("x", (), ""))) == []


def test_listings_are_spoiled_when_the_check_looks() -> None:
    world = make_world(make_listing(price=Money(2000, "EUR")))
    right = evidence_of(world)
    saved = next(saved_at_the_end(LOG, right, "bare", [DE_LAMP, "no/DE/such"], with_parts(title="-")))
    added = [one for one in saved.log if one not in LOG]
    assert [one.action for one in added] == [UnpublishListing(DE_LAMP), SaveListing(DE_LAMP, title="-")]
    assert {one.at for one in added} == {right.moment}
    priced = next(priced_at_the_end(LOG, right, "dear", [DE_LAMP], lambda listing, price: price.amount * 3))
    assert SetPrice(DE_LAMP, Money(6000, "EUR")) in [one.action for one in priced.log]
    assert any(isinstance(one.action, SaveListing) and one.action.images == () for one in next(without_pictures(LOG, right, [DE_LAMP])).log)
    assert list(at_the_end(LOG, right, "nothing")) == []
    assert keys_of(world, []) == keys_of(world, [DE_LAMP]) == keys_of(world, [DE_LAMP.rpartition("/")[0]]) == [DE_LAMP]
