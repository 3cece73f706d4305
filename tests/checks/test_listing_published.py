"""Check: a listing went on sale in time and still is."""

from lab.checks.listing_published import ListingPublished as Published
from tests.builders import (
    DE_LAMP,
    KZ_LAMP,
    earns_nothing,
    examine,
    make_listing,
    make_world,
    share_of,
    survives_hostile_text,
)


def test_a_listing_on_sale_earns_everything() -> None:
    finding = examine(Published, make_world(make_listing()), on=DE_LAMP)
    assert (finding.fraction, finding.message) == (1, "is_on_sale")
    assert (finding.evidence[0]["found"], finding.evidence[0]["since"]) == ("on sale", "+0h")


def test_a_draft_and_a_listing_taken_off_sale_earn_nothing() -> None:
    world = make_world(make_listing(live=False), make_listing(KZ_LAMP, live_since=None))
    assert share_of(Published, world, on=DE_LAMP) == 0
    assert share_of(Published, world, on=KZ_LAMP) == 0


def test_one_of_two_is_not_enough() -> None:
    assert share_of(Published, make_world(make_listing()), on=[DE_LAMP, KZ_LAMP]) == 0


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Published, on=DE_LAMP)
    assert share_of(Published, make_world(make_listing())) == 0


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Published, on=DE_LAMP)
