"""Why a listing stands where it stands."""

from dataclasses import replace

import pytest

from lab.coach.odds import odds_percent
from lab.coach.waterfall import Waterfall, median, waterfall
from lab.engine.pack import pack, unpack
from lab.market.appeal import CLICK_BASE, buy_terms, click_terms, total
from lab.scenarios.play import Play
from lab.search.offer import offer_of
from lab.search.page import keyword_table
from lab.search.rank import found_at, rank
from lab.values.errors import NotFound
from lab.values.money import Money
from lab.world.world import World
from tests.coach.plays import KZ_LAMP, LAMP


@pytest.fixture
def world(lived: Play) -> World:
    return unpack(pack(lived.world), lived.world.setting)


def query_of(world: World, language: str = "de") -> int:
    return keyword_table(world.setting.market, language, "desk-lamp")[0].id


def of(world: World, key: str = LAMP, language: str = "de", first: int = 16) -> Waterfall:
    found = waterfall(world, key, query_of(world, language), first)
    assert found is not None
    return found


def test_the_terms_of_the_place_add_up_to_the_score_of_the_rank(world: World) -> None:
    found = of(world)
    known = rank(world, LAMP, found.keyword.text, "de")
    assert found.rank == known
    assert sum(bar.own for bar in found.place.bars) == found.place.own == known.score
    assert found.rivals == 16


def test_the_terms_of_click_and_purchase_are_those_of_the_shoppers(world: World) -> None:
    offer = offer_of(world, world.listings[LAMP])
    found = of(world)
    for group in range(3):
        extra = {bar.name: bar.own for bar in found.click_groups[group].bars}
        assert found.click_groups[group].own == total(click_terms(offer.appeal, group)[1:]) + extra["match"] + extra["language"]
        extra = {bar.name: bar.own for bar in found.buy_groups[group].bars}
        assert found.buy_groups[group].own == total(buy_terms(offer.appeal, group)) + extra["match"] + extra["language"]


def test_price_hunters_mind_a_high_price_most_and_the_mean_lies_between(world: World) -> None:
    world.listings[LAMP].price = Money(9900, "EUR")
    found = of(world)
    price = [next(bar.own for bar in one.bars if bar.name == "price") for one in found.buy_groups]
    assert price[0] > price[1] > price[2]
    mean = next(bar.own for bar in found.buy.bars if bar.name == "price")
    assert mean == (price[0] + 2 * price[1] + price[2]) // 4


def test_every_bar_is_the_difference_to_the_median_in_percent_of_odds(world: World) -> None:
    for comparison in (of(world).click, of(world).buy, of(world).place):
        for bar in comparison.bars:
            assert bar.percent == odds_percent(bar.own - bar.usual)
        assert comparison.percent == odds_percent(comparison.own - comparison.usual)


def test_a_lower_price_is_seen_in_the_price_alone(world: World) -> None:
    before = {bar.name: bar.percent for bar in of(world).buy.bars}
    world.listings[LAMP].price = Money(world.listings[LAMP].price.amount // 2, "EUR")  # type: ignore[union-attr]
    after = {bar.name: bar.percent for bar in of(world).buy.bars}
    assert {name for name in before if before[name] != after[name]} == {"price"}
    assert after["price"] > before["price"]


def test_an_english_text_costs_the_language_in_germany(world: World) -> None:
    listing = world.listings[LAMP]
    world.listings[LAMP] = replace(
        listing, title="Desk lamp with a metal arm for the office", bullets=["Bright light for your desk and your books"],
        description="This lamp brings bright light to every desk, and it is easy to move.",
    )  # fmt: skip
    language = next(bar.own for bar in of(world).click.bars if bar.name == "language")
    assert language == -350


def test_a_rival_s_terms_add_up_to_what_shoppers_of_the_country_think_of_it(world: World) -> None:
    """With one rival the median is that rival; goods from afar count for less in Kazakhstan, as in the market's columns."""
    market = world.setting.market
    for key, country, language in ((LAMP, "DE", "de"), (KZ_LAMP, "KZ", "ru")):
        alone = of(world, key, language, first=1)
        platform = key.split("/")[0]
        found = found_at(world, platform, country, language, alone.keyword.text)
        number = next(int(item) for item in found.item if item < found.goods)
        for group in range(3):
            match = next(bar.usual for bar in alone.buy_groups[group].bars if bar.name == "match")
            column = market.buy_u[market.countries.index(country), group]
            assert alone.buy_groups[group].usual == int(column[number]) + match
            match = next(bar.usual for bar in alone.click_groups[group].bars if bar.name == "match")
            assert alone.click_groups[group].usual == int(market.click_u[group, number]) - CLICK_BASE + match


def test_more_rivals_can_be_taken_in(world: World) -> None:
    assert of(world).rivals == 16 < of(world, first=48).rivals <= 48


def test_without_a_price_there_is_nothing_to_compare(world: World) -> None:
    world.listings[LAMP].price = None
    assert waterfall(world, LAMP, query_of(world)) is None


def test_unknown_things_are_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        waterfall(world, "meridian/DE/none", query_of(world))
    with pytest.raises(NotFound):
        waterfall(world, LAMP, 10**6)


def test_the_median_of_an_even_number_is_the_mean_of_the_two_in_the_middle() -> None:
    assert (median([5]), median([9, 1, 4]), median([1, 10, 2, 4]), median([-1, 0])) == (5, 4, 3, -1)
