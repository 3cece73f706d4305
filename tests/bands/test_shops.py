from dataclasses import replace

import pytest

from lab.bands.shops import (
    PLACES,
    Manner,
    goods_of_shop,
    keeps_title_rules,
    listing_at,
    listing_of,
    must,
    open_shop,
    pictures,
    setting_of,
)
from lab.images.quality import image_quality
from lab.languages.search_tokens import search_tokens
from lab.listings.actions import PublishListing
from lab.listings.over_claim import over_claim
from lab.search.offer import offer_of, offers_at
from lab.search.text import stuffing
from lab.world.setting import Setting
from tests.shoppers.worlds import market


def setting(number: int = 0, days: int = 2) -> Setting:
    made = market()
    return setting_of(made, goods_of_shop(made, number), seed=1, visits=1_000_000, days=days)


def test_a_shop_has_ten_goods_of_ten_types_and_another_shop_has_others() -> None:
    first, second = goods_of_shop(market(), 0), goods_of_shop(market(), 1)
    assert len({product.type for product in first.values()}) == 10
    assert {product.type for product in first.values()} != {product.type for product in second.values()}


@pytest.mark.parametrize("number", range(4))
def test_everything_is_on_sale_under_a_title_that_keeps_the_rules(number: int) -> None:
    here = setting(number)
    world = open_shop(here, Manner())
    assert sum(1 for place in PLACES for _ in offers_at(world, place)) == 10
    kept = [keeps_title_rules(here, listing_of(here, sku, Manner())) for sku in here.products]
    assert sum(kept) >= 9


def test_an_honest_shop_claims_nothing_and_false_attributes_are_claims() -> None:
    here = setting()
    honest = open_shop(here, Manner())
    assert all(over_claim(here, listing).permille == 0 for listing in honest.listings.values())
    false = open_shop(here, Manner(false_attributes=3))
    claims = [over_claim(here, listing).permille for listing in false.listings.values()]
    assert sum(claims) / len(claims) > 300


def test_who_lacks_the_language_of_the_buyers_writes_english() -> None:
    here = setting()
    assert listing_at(here, "S0-0", "meridian/DE", Manner()).title != listing_at(here, "S0-0", "meridian/DE", Manner(languages=("en",))).title


def test_less_coverage_leaves_words_out_everywhere() -> None:
    here = setting()
    found: dict[int, int] = {}
    meant = 0
    for coverage in (1000, 400):
        meant, found[coverage] = 0, 0
        for sku, product in here.products.items():
            saved = listing_of(here, sku, Manner(coverage=coverage))
            country = saved.listing.split("/")[1]
            language = {"DE": "de", "US": "en", "ES": "es", "KZ": "ru"}[country]
            words = set(search_tokens(f"{saved.title} {saved.search_terms} {saved.description}", language))
            for keyword in market().keywords_of(language):
                if keyword.type == product.type and all(product.truth[key] == choice for key, choice in keyword.wants.items()):
                    meant += 1
                    found[coverage] += words.issuperset(search_tokens(keyword.text, language))
    assert found[1000] >= 0.95 * meant  # search terms have their longest
    assert found[400] < 0.75 * meant


def test_stuffing_is_what_the_search_takes_for_stuffing() -> None:
    here = setting()
    found = []
    for permille in (0, 300, 800):
        world = open_shop(here, Manner(stuffing=permille))
        offer = next(offers_at(world, "meridian/DE"))
        found.append(stuffing(market(), offer.wording, "de"))
    assert found[0] < found[1] < found[2]
    assert 200 <= found[1] <= 400


def test_pictures_are_as_good_as_their_kind_says() -> None:
    measured = [image_quality(pictures(kind)[0].facts) for kind in ("poor", "fair", "good", "better", "best")]
    assert measured == sorted(measured)
    assert measured[0] < 400
    assert measured[-1] == 1000


def test_a_slower_lane_and_slack_are_shown_to_shoppers() -> None:
    here = setting()
    key = "caravan/KZ/S0-3"
    days = {}
    for name, manner in (("plain", Manner()), ("slack", Manner(slack_days=9)), ("slow", Manner(speed="economy"))):
        world = open_shop(here, manner)
        days[name] = offer_of(world, world.listings[key]).appeal.days
    assert days["slack"] == days["plain"] + 6
    assert days["slow"] > days["plain"]


def test_an_action_that_is_refused_is_an_error_of_the_measurement() -> None:
    world = open_shop(setting(), Manner())
    with pytest.raises(ValueError, match="already_live"):
        must(world, PublishListing("meridian/DE/S0-0"))


def test_advertising_runs_at_every_place_with_goods() -> None:
    world = open_shop(setting(), replace(Manner(), bid=30, budget=500))
    assert list(world.campaigns) == list(PLACES)
