"""Trying a listing out before it is saved."""


import pytest

from lab.engine.pack import world_hash
from lab.listings.actions import SaveListing
from lab.market.base import Market
from lab.scenarios.deal import deal
from lab.scenarios.script import load_scenario
from lab.scenarios.stage import stage
from lab.school.workbench import bench_of, gains_of, tried
from lab.values.errors import Refused
from lab.values.money import Money
from lab.values.places import SCENARIOS
from lab.world.world import World

LAMP, BULB = "meridian/DE/lamp", "meridian/DE/bulb"
SAVE = SaveListing(
    LAMP, title="Schreibtischlampe E27 aus Metall, verstellbar", category="home/lighting/desk-lamps", price=Money(3490, "EUR"), stock=5
)


@pytest.fixture
def world(market: Market) -> World:
    scenario = load_scenario(SCENARIOS / "desk-lamp-two-markets")
    return stage(scenario, deal(scenario, 7, market), market)


def test_trying_out_changes_nothing_in_the_world(world: World) -> None:
    before = world_hash(world)
    bench_of(world, LAMP, SAVE)
    bench_of(world, BULB, SaveListing(BULB, title="Andere Birne", stock=0))
    assert world_hash(world) == before
    assert LAMP not in world.listings


def test_what_is_tried_stands_in_the_search_as_if_it_were_on_sale(world: World) -> None:
    bench = bench_of(world, LAMP, SAVE)
    place = next(one.rank.position for one in bench.watched if one.keyword.text == "schreibtischlampe")
    assert place is not None and 1 <= place <= 41  # there are forty rival desk lamps


def test_an_empty_draft_is_found_by_no_search_and_has_no_margin(world: World) -> None:
    bench = bench_of(world, LAMP)
    assert all(one.rank.position is None for one in bench.watched)
    assert bench.unit is None
    assert bench.blocking == 4  # title, category, picture, price


def test_the_margin_follows_the_price_that_is_tried(world: World) -> None:
    cheap, dear = (bench_of(world, BULB, SaveListing(BULB, price=Money(cents, "EUR"))).unit for cents in (300, 900))
    assert cheap is not None and cheap.profit is not None and dear is not None and dear.profit is not None
    assert cheap.profit < dear.profit


def test_words_are_watched_mostly_in_the_first_language_of_the_market(world: World) -> None:
    codes = [one.keyword.language for one in bench_of(world, "caravan/KZ/lamp").watched]
    assert codes[:5] == ["ru"] * 5
    volumes = [one.keyword.volume for one in bench_of(world, LAMP).watched]
    assert volumes == sorted(volumes, reverse=True)


def test_the_largest_gain_stands_first_and_whole_parts_are_left_out(world: World) -> None:
    bench = bench_of(world, LAMP, SAVE)
    gains = gains_of(bench.quality)
    assert [gain.gain for gain in gains] == sorted((gain.gain for gain in gains), reverse=True)
    assert all(gain.part.earned < gain.part.of for gain in gains)
    attributes = next(gain for gain in gains if gain.part.name == "filled")
    assert attributes.gain == 250  # a quarter of the content quality: nothing is filled in


def test_what_the_market_asks_for_is_told(world: World) -> None:
    assert "weee_registration" in bench_of(world, LAMP).asked
    assert bench_of(world, "caravan/KZ/lamp").asked == ("eac_certificate", "user_manual")


def test_what_cannot_be_saved_cannot_be_tried(world: World) -> None:
    with pytest.raises(Refused):
        tried(world, LAMP, SaveListing(LAMP, title="x" * 501))
    with pytest.raises(Refused):
        tried(world, "meridian/US/lamp")
