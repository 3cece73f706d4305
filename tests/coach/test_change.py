"""One change, laid over a shop and taken off again."""

from dataclasses import replace

import pytest

from lab.coach.change import BEST_PICTURE, PLENTY, Change, Overlay, check_change, facts_worth, price_changed
from lab.engine.pack import pack, unpack, world_hash
from lab.images.quality import image_quality
from lab.listings.actions import SetPrice
from lab.market.base import Market
from lab.scenarios.play import Play
from lab.values.errors import BadInput
from lab.values.money import Money
from lab.world.campaign import Campaign, Target
from lab.world.world import World
from tests.coach.plays import LAMP

PLACE = "meridian/DE"


@pytest.fixture
def world(lived: Play) -> World:
    """A copy of the shop with a campaign."""
    copy = unpack(pack(lived.world), lived.world.setting)
    bid = Money(40, "EUR")
    copy.campaigns["c"] = Campaign("c", PLACE, "Lamps", Money(500, "EUR"), [LAMP], [Target("auto", "de", bid)])
    return copy


EVERY = [
    Change("nothing"),
    Change("price_percent", LAMP, percent=-10),
    Change("price", LAMP, price=Money(1999, "EUR")),
    Change("picture", LAMP, permille=300),
    Change("words", LAMP, title="Lampe", bullets=("Hell",), description="Gut.", search_terms="licht"),
    Change("handling", PLACE, number=48),
    Change("slack", PLACE, number=3),
    Change("lane", PLACE, choice="de_letter"),
    Change("incoterm", PLACE, choice="DAP"),
    Change("bids", "c", percent=50),
    Change("no_ads"),
]


@pytest.mark.parametrize("change", EVERY, ids=lambda change: change.kind)
def test_what_is_laid_on_comes_off_without_a_trace(world: World, change: Change) -> None:
    check_change(world, change)
    before = world_hash(world)
    overlay = Overlay(change)
    overlay.lay(world)
    assert (world_hash(world) == before) == (change.kind == "nothing")
    overlay.lift(world)
    assert world_hash(world) == before


def test_each_kind_changes_what_it_names(world: World) -> None:
    for change in EVERY:
        Overlay(change).lay(world)
    listing, template, campaign = world.listings[LAMP], world.templates[PLACE], world.campaigns["c"]
    assert listing.price == Money(1999, "EUR")
    assert image_quality(listing.images[0].facts) == 300
    assert (listing.title, listing.bullets, listing.description, listing.search_terms) == ("Lampe", ["Hell"], "Gut.", "licht")
    assert (template.handling_hours, template.slack_days, template.lane, template.incoterm) == (48, 3, "de_letter", "DAP")
    assert (campaign.targets[0].bid, campaign.running) == (Money(60, "EUR"), False)


def test_stock_that_never_runs_out_is_plenty_on_offer_and_in_store(world: World) -> None:
    Overlay(Change("stock", LAMP)).lay(world)
    assert (world.listings[LAMP].stock, world.shop.stock["lamp"]) == (PLENTY, PLENTY)


def test_an_action_finds_the_shop_as_it_was_and_is_not_lost(world: World) -> None:
    overlay = Overlay(Change("price_percent", LAMP, percent=-10))
    overlay.lay(world)
    overlay.lift(world)
    SetPrice(LAMP, Money(5000, "EUR")).apply(world)
    overlay.lay(world)
    assert world.listings[LAMP].price == Money(4500, "EUR")
    overlay.lift(world)
    assert world.listings[LAMP].price == Money(5000, "EUR")


def test_a_change_to_what_is_not_there_yet_changes_nothing(world: World) -> None:
    before = world_hash(world)
    for change in (Change("price_percent", "meridian/DE/none", percent=5), Change("slack", "meridian/US", number=2)):
        overlay = Overlay(change)
        overlay.lay(world)
        overlay.lift(world)
    assert world_hash(world) == before


def test_percent_of_a_price_is_rounded_half_up_and_never_nothing() -> None:
    assert price_changed(Money(3390, "EUR"), -10) == Money(3051, "EUR")
    assert price_changed(Money(1005, "EUR"), 10) == Money(1106, "EUR")  # 1105.5
    assert price_changed(Money(1, "EUR"), -90) == Money(1, "EUR")


def test_a_picture_is_worth_exactly_what_is_asked() -> None:
    assert [image_quality(facts_worth(permille)) for permille in range(100, 1001)] == list(range(100, 1001))


def test_the_best_picture_keeps_every_rule() -> None:
    assert image_quality(BEST_PICTURE) == 1000
    assert facts_worth(1000) == replace(BEST_PICTURE)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (Change("price_percent", "meridian/DE/none", percent=5), "no_such_listing"),
        (Change("price_percent", LAMP, percent=-95), "percent_out_of_range"),
        (Change("price", LAMP), "amount_missing"),
        (Change("price", LAMP, price=Money(100, "USD")), "wrong_currency"),
        (Change("price", LAMP, price=Money(0, "EUR")), "price_out_of_range"),
        (Change("picture", LAMP, permille=50), "number_out_of_range"),
        (Change("words", LAMP), "text_empty"),
        (Change("handling", "meridian/US", number=5), "no_such_place"),
        (Change("handling", PLACE, number=0), "handling_out_of_range"),
        (Change("slack", PLACE, number=31), "slack_out_of_range"),
        (Change("lane", PLACE, choice="kz_tracked"), "lane_does_not_serve"),
        (Change("lane", PLACE, choice="nowhere"), "no_such_lane"),
        (Change("incoterm", PLACE, choice="EXW"), "no_such_choice"),
        (Change("bids", "other", percent=5), "no_such_campaign"),
    ],
)
def test_an_impossible_change_is_refused_with_a_reason(world: World, change: Change, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        check_change(world, change)
    assert caught.value.code == code


def test_without_campaigns_there_are_no_ads_to_change(lived: Play) -> None:
    with pytest.raises(BadInput, match="no_campaign_to_change"):
        check_change(lived.world, Change("no_ads"))


def test_a_change_from_a_later_day_begins_in_the_minute_before_it(lived: Play, market: Market) -> None:
    # the run starts at 08:00: midnight before day 2 is 16 + 24 hours later
    assert Overlay(Change("nothing", from_day=2)).begins_at(lived.world) == 40 * 60 - 1
    assert Overlay(Change("nothing")).begins_at(lived.world) == 0
