"""What world objects say of themselves."""

from fractions import Fraction

import pytest

from lab.values.money import Money
from lab.world.action import Action, action
from lab.world.health import Health, Measure
from lab.world.listing import Record
from lab.world.order import PackedItem, Parcel, Scan
from lab.world.thread import Message
from tests.builders import DE, DE_LAMP, make_listing, make_order, make_thread, make_world


def test_a_listing_is_named_by_platform_country_and_sku() -> None:
    listing = make_listing(DE_LAMP)
    assert (listing.key, listing.place) == (DE_LAMP, DE)


def test_an_order_adds_goods_and_shipping_charge() -> None:
    order = make_order(make_world(), quantity=2)
    assert order.goods == Money(7980, "EUR")  # 2 x 39.90
    assert order.total == Money(8370, "EUR")  # and 3.90 for shipping
    assert order.shipped_at is None


def test_an_order_is_packed_as_ordered_when_nothing_is_missing_and_nothing_too_much() -> None:
    order = make_order(make_world(), quantity=2)

    def packed(*items: tuple[str, int]) -> bool:
        goods = tuple(PackedItem(sku, count) for sku, count in items)
        order.parcels = [Parcel("de_parcel", "", goods, (), None, Money(0, "EUR"), 0, 0)]
        return order.is_packed_as_ordered

    assert packed(("lamp", 2)) and packed(("lamp", 1), ("lamp", 1))
    assert not packed(("lamp", 1)) and not packed(("lamp", 2), ("bulb", 1)) and not packed(("bulb", 2))


def test_pages_show_only_the_scans_that_have_been_made() -> None:
    scans = (Scan("handed_over", 10), Scan("export", 90))
    parcel = Parcel("kz_tracked", "LX1", (), (), None, Money(0, "EUR"), 10, 900, scans=scans)
    assert [parcel.scans_until(now) for now in (9, 10, 90)] == [(), scans[:1], scans]


def test_a_rating_is_the_mean_of_all_stars() -> None:
    assert (Record().rating, Record(reviews=3, stars=13_000).rating) == (0, 4333)


def test_a_platform_that_has_not_judged_the_shop_takes_nothing_off_its_rank() -> None:
    world = make_world()
    assert world.standing_permille("meridian") == 0
    world.health["meridian"] = Health("warned")
    assert (world.standing_permille("meridian"), Health("restricted").standing_permille) == (300, 1000)


def test_a_measure_without_orders_has_no_rate() -> None:
    assert (Measure("late", 0, 0, 400).rate, Measure("late", 1, 4, 400).rate) == (None, Fraction(1, 4))


def test_a_thread_waits_from_the_oldest_unanswered_message() -> None:
    thread = make_thread(make_world(), at=30)
    thread.messages.append(Message("buyer", "Hallo?", 90))
    assert thread.waits_since == 30
    thread.messages.append(Message("shop", "180 cm.", 100))
    assert thread.waits_since is None


def test_a_closed_thread_waits_again_when_the_buyer_writes_again() -> None:
    thread = make_thread(make_world(), at=30, closed_at=40)
    assert thread.waits_since is None
    thread.messages.append(Message("buyer", "Doch noch eine Frage", 50))
    assert thread.waits_since == 30


def test_two_actions_cannot_have_one_name() -> None:
    with pytest.raises(ValueError, match="two actions are called"):

        @action("listing.publish")
        class Again(Action):
            pass
