"""What must change nothing: the order of listings, where a span of time is cut, more shoppers, another place, another shop."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lab.bands.changes import some_manner
from lab.bands.keeper import keep_shop
from lab.bands.shops import Manner, goods_of_shop, open_shop, setting_of, with_seed
from lab.bands.traffic import Counts, play_days
from lab.engine.advance import advance
from lab.engine.pack import pack
from lab.listings.actions import SetPrice
from lab.shoppers.browse import browse
from lab.shoppers.day import PartResult, simulate_part
from lab.values.money import Money
from lab.world.world import World
from tests.shoppers.worlds import market

NUMBERS = st.integers(0, 10_000)
SEEDS = st.integers(0, 2**32)
FEW = settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def shop(number: int, seed: int, visits: int = 1_000_000, *, consequences: bool = False, manner: Manner | None = None) -> World:
    made = market()
    setting = setting_of(made, goods_of_shop(made, number), seed=seed, visits=visits, days=6, consequences=consequences)
    return open_shop(setting, manner or some_manner(number))


def day_of(world: World) -> list[PartResult]:
    return [simulate_part(world, 0, part) for part in range(4)]


def sold(parts: list[PartResult]) -> set[tuple[int, int, str, int]]:
    return {(one.key, one.at, one.listing, one.price.amount) for part in parts for one in part.purchases}


def seen(parts: list[PartResult], place: str = "") -> set[tuple[object, ...]]:
    rows = [row for part in parts for row in part.traffic if row.listing.startswith(place)]
    return {(row.listing, row.query, row.visits, row.shown, row.looked, row.clicked, row.bought) for row in rows}


@FEW
@given(NUMBERS, SEEDS, st.randoms(use_true_random=False))
def test_the_order_in_which_listings_were_made_changes_nothing(number: int, seed: int, shuffler: object) -> None:
    world, mixed = shop(number, seed), shop(number, seed)
    keys = list(mixed.listings)
    shuffler.shuffle(keys)  # type: ignore[attr-defined]
    mixed.listings = {key: mixed.listings[key] for key in keys}
    assert sold(day_of(world)) == sold(day_of(mixed))
    assert seen(day_of(world)) == seen(day_of(mixed))


@FEW
@given(NUMBERS, SEEDS, st.lists(st.integers(1, 2000), min_size=1, max_size=6))
def test_a_run_cut_into_pieces_is_one_call(number: int, seed: int, pieces: list[int]) -> None:
    at_once, cut = shop(number, seed, consequences=True), shop(number, seed, consequences=True)
    total = sum(pieces)
    advance(at_once, total)
    for minutes in pieces:
        advance(cut, minutes)
    assert pack(at_once) == pack(cut)


@FEW
@given(NUMBERS, SEEDS)
def test_who_comes_among_n_shoppers_also_comes_among_twice_as_many_and_does_the_same(number: int, seed: int) -> None:
    once, twice = day_of(shop(number, seed, 4_000_000)), day_of(shop(number, seed, 8_000_000))
    assert sold(once) <= sold(twice)
    assert len(sold(once)) < len(sold(twice))


@FEW
@given(NUMBERS, SEEDS)
def test_another_place_of_sale_leaves_the_others_untouched(number: int, seed: int) -> None:
    everywhere, two = shop(number, seed), shop(number, seed)
    for key in list(two.listings):
        if two.listings[key].country not in ("DE", "KZ"):
            del two.listings[key]
    for place in ("meridian/DE", "caravan/KZ"):
        assert seen(day_of(everywhere), place) == seen(day_of(two), place)
    assert sold(day_of(two)) <= sold(day_of(everywhere))


@FEW
@given(NUMBERS, SEEDS)
def test_another_shop_changes_nothing_at_all(number: int, seed: int) -> None:
    alone = shop(number, seed, consequences=True)
    advance(alone, 2 * 1440)
    mine, other = shop(number, seed, consequences=True), shop(number, seed, consequences=True)
    other.setting = mine.setting
    for day in range(2):
        for key in other.listings:
            SetPrice(key, Money(100 + day, "EUR")).apply(other)
        advance(other, 1440)
        advance(mine, 1440)
    assert pack(mine) == pack(alone)
    assert pack(other) != pack(alone)


def test_other_shoppers_are_others() -> None:
    world = shop(1, 1)
    other = shop(1, 1)
    other.setting = with_seed(other.setting, 2)
    assert sold(day_of(world)) != sold(day_of(other))


def test_days_kept_in_pieces_are_days_kept_at_once() -> None:
    manner = replace(some_manner(4), bid=30, budget=10_00)
    at_once, cut = (shop(4, 9, consequences=True, manner=manner) for _ in range(2))
    keep_shop(at_once, manner, 4)
    for _ in range(4):
        keep_shop(cut, manner, 1)
    assert pack(at_once) == pack(cut)


def counts(world: World) -> Counts:
    return play_days(world, 1, browse)


def test_what_was_counted_is_counted_again() -> None:
    assert counts(shop(3, 3)) == counts(shop(3, 3))
