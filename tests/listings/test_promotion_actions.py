"""What a seller does with promotions; a refusal changes nothing."""

from dataclasses import replace
from typing import Any

import pytest

from lab.engine.pack import world_hash
from lab.listings import promotion_actions
from lab.listings.promotions import announced_percent, for_sale, reduced, reference_price, state_of
from lab.values.moment import DAY, HOUR
from lab.values.money import Money
from lab.world.health import Health
from lab.world.promotion import PricePoint
from lab.world.world import World
from tests.builders import DE_BULB, DE_LAMP, KZ_LAMP, act, euro, make_listing, make_setting, make_world

NOW = 10 * DAY
FLASH_BEGINS = NOW + 2 * DAY
"""The German platform wants to know of a flash sale 48 hours ahead; it lasts twelve."""


def make_shop(**changes: Any) -> World:
    """The lamp in two countries and the bulb on sale for ten days, the German lamp for 40.00, twenty pieces of each."""
    world = make_world(
        make_listing(price=euro("40.00")), make_listing(KZ_LAMP, price=euro("40.00")), make_listing(DE_BULB), **changes
    )
    world.now = NOW
    return world


def booked(kind: str = "discount", **values: Any) -> dict[str, Any]:
    """What a seller says to book a good promotion of the German lamp."""
    times = {"begins": NOW, "ends": NOW + 7 * DAY}
    parts: dict[str, Any] = {}
    if kind == "flash":
        times, parts = {"begins": FLASH_BEGINS, "ends": FLASH_BEGINS + 12 * HOUR}, {"pieces": 10}
    return {
        "promotion": "p",
        "kind": kind,
        "title": "Sale",
        "listings": (DE_LAMP,),
        "percent": 20,
        **times,
        **parts,
        **values,
    }


def save(world: World, kind: str = "discount", **values: Any) -> None:
    outcome = act(world, "promotion.save", **booked(kind, **values))
    assert outcome.ok, outcome


def refused(world: World, name: str = "promotion.save", **values: Any) -> str:
    before = world_hash(world)
    outcome = act(world, name, **values)
    assert not outcome.ok
    assert world_hash(world) == before
    return outcome.code


@pytest.mark.parametrize("kind", ["discount", "coupon", "flash"])
def test_a_promotion_is_booked(kind: str) -> None:
    world = make_shop()
    save(world, kind, promotion=" p ", title=" ", listings=(DE_LAMP, DE_BULB, DE_LAMP))
    promotion = world.promotions["p"]
    assert (promotion.kind, promotion.name, promotion.listings) == (kind, "p", [DE_LAMP, DE_BULB])
    assert (promotion.made_at, promotion.given, promotion.sold, promotion.orders) == (NOW, 0, 0, 0)
    assert state_of(promotion, NOW) == ("planned" if kind == "flash" else "running")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"promotion": " "}, "text_empty"),
        ({"promotion": "x" * 81}, "too_long"),
        ({"title": "x" * 81}, "too_long"),
        ({"listings": ()}, "promotion_without_listing"),
        ({"listings": ("meridian/DE/chair",)}, "no_such_listing"),
        ({"listings": (DE_LAMP, KZ_LAMP)}, "promotion_across_platforms"),
        ({"percent": 0}, "percent_out_of_range"),
        ({"percent": 61}, "percent_out_of_range"),
        ({"percent": 2**70}, "percent_out_of_range"),
        ({"kind": "coupon", "percent": 51}, "percent_out_of_range"),
        ({"begins": NOW - 1}, "promotion_begins_in_the_past"),
        ({"ends": NOW}, "promotion_ends_before_it_begins"),
        ({"ends": NOW + 30 * DAY + 1}, "promotion_too_long"),
        ({"kind": "coupon", "ends": NOW + 180 * DAY + 1}, "promotion_too_far_ahead"),
        ({"budget": euro("50.00")}, "promotion_part_unfit"),
        ({"pieces": 5}, "promotion_part_unfit"),
        ({"kind": "coupon", "budget": Money(5000, "USD")}, "wrong_currency"),
        ({"kind": "coupon", "budget": euro("0.99")}, "budget_out_of_range"),
        ({"kind": "coupon", "budget": Money(2**70, "EUR")}, "budget_out_of_range"),
    ],
)
def test_a_promotion_is_refused_with(values: dict[str, Any], code: str) -> None:
    assert refused(make_shop(), **{**booked(), **values}) == code


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"percent": 19}, "percent_out_of_range"),
        ({"begins": FLASH_BEGINS - 1, "ends": FLASH_BEGINS - 1 + 12 * HOUR}, "flash_booked_too_late"),
        ({"ends": FLASH_BEGINS + 11 * HOUR}, "flash_lasts_otherwise"),
        ({"ends": FLASH_BEGINS + 13 * HOUR}, "flash_lasts_otherwise"),
        ({"pieces": 0}, "flash_without_pieces"),
        ({"pieces": 21}, "pieces_not_in_stock"),
    ],
)
def test_a_flash_sale_is_refused_with(values: dict[str, Any], code: str) -> None:
    assert refused(make_shop(), **booked("flash", **values)) == code


def test_the_limits_are_those_of_the_platform() -> None:
    """The other platform takes a flash sale one day ahead, for a whole day, from 15 percent on."""
    world = make_shop()
    begins = NOW + DAY
    save(world, "flash", listings=(KZ_LAMP,), percent=15, begins=begins, ends=begins + DAY)
    few = {key: replace(profile, promotion_max_listings=1) for key, profile in make_setting().platforms.items()}
    world = make_shop()
    world.setting = replace(world.setting, platforms=few)
    assert refused(world, **booked(listings=(DE_LAMP, DE_BULB))) == "too_long"


def test_what_has_no_price_cannot_be_reduced() -> None:
    world = make_shop()
    world.listings[DE_LAMP].price = None
    assert refused(world, **booked()) == "listing_without_price"


def test_a_draft_may_be_in_a_promotion() -> None:
    world = make_shop()
    world.listings[DE_LAMP].live_since = None
    save(world)


def test_a_shop_keeps_so_many_promotions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(promotion_actions, "MAX_PROMOTIONS", 1)
    world = make_shop()
    save(world)
    assert refused(world, **booked(promotion="q", listings=(DE_BULB,))) == "too_many_promotions"


# -------------------------------------------------------------------------------------- one at a time


@pytest.mark.parametrize(("begins", "ends"), [(-1, 0), (7 * DAY, 8 * DAY)])
def test_promotions_may_follow_one_another(begins: int, ends: int) -> None:
    world = make_shop()
    save(world, begins=NOW + DAY, ends=NOW + 8 * DAY)
    save(world, promotion="q", percent=40, begins=NOW + DAY + begins, ends=NOW + DAY + ends)


@pytest.mark.parametrize("kind", ["discount", "flash"])
def test_two_reductions_of_one_price_never_run_together(kind: str) -> None:
    world = make_shop()
    save(world)
    assert refused(world, **booked(kind, promotion="q", percent=50)) == "promotion_overlaps"
    save(world, kind, promotion="r", percent=50, listings=(DE_BULB,))


def test_a_coupon_goes_with_a_discount_but_not_with_another_coupon() -> None:
    world = make_shop()
    save(world)
    save(world, "coupon", promotion="q")
    assert refused(world, **booked("coupon", promotion="r")) == "promotion_overlaps"


# -------------------------------------------------------------------------------------- a real reduction


def asked(world: World, key: str, *points: tuple[int, str]) -> None:
    for at, price in points:
        world.prices.append(PricePoint(key, at, euro(price)))
        world.listings[key].price = euro(price)


def test_raising_a_price_to_cut_it_is_no_reduction_in_the_union() -> None:
    world = make_shop()
    asked(world, DE_LAMP, (0, "40.00"), (NOW - DAY, "50.00"))
    outcome = act(world, "promotion.save", **booked(percent=20))
    assert (outcome.code, outcome.args) == (
        "no_real_reduction",
        {"listing": DE_LAMP, "price": "40.00 EUR", "reference": "40.00 EUR"},
    )
    save(world, percent=21)
    assert (reference_price(world, world.listings[DE_LAMP]), announced_percent(world, world.listings[DE_LAMP])) == (
        euro("40.00"),
        1,
    )


def test_elsewhere_nobody_asks() -> None:
    world = make_shop()
    asked(world, KZ_LAMP, (0, "40.00"), (NOW - DAY, "50.00"))
    save(world, listings=(KZ_LAMP,), percent=20)
    assert announced_percent(world, world.listings[KZ_LAMP]) == 20


def test_a_discount_that_follows_an_equal_one_is_no_reduction_until_thirty_days_have_gone() -> None:
    world = make_shop()
    save(world)
    again = booked(promotion="q", begins=NOW + 20 * DAY, ends=NOW + 25 * DAY)
    assert refused(world, **again) == "no_real_reduction"
    save(world, promotion="q", begins=NOW + 37 * DAY, ends=NOW + 40 * DAY)


def test_a_coupon_is_measured_after_the_discount_it_goes_with() -> None:
    world = make_shop()
    asked(world, DE_LAMP, (0, "30.00"), (NOW - DAY, "40.00"))
    assert refused(world, **booked("coupon", percent=20)) == "no_real_reduction"
    save(world, percent=26)
    save(world, "coupon", promotion="q", percent=20)


def test_a_flash_sale_lies_well_below_the_lowest_price_everywhere() -> None:
    world = make_shop()
    asked(world, KZ_LAMP, (0, "40.00"), (NOW - DAY, "50.00"))
    begins = NOW + DAY
    values = booked("flash", listings=(KZ_LAMP,), begins=begins, ends=begins + DAY)
    # 15 % below 40.00 are 34.00: 32 % below 50.00.
    outcome = act(world, "promotion.save", **{**values, "percent": 31})
    assert (outcome.code, outcome.args["limit"]) == ("flash_not_low_enough", "34.00 EUR")
    save(world, **{**values, "percent": 32})


# -------------------------------------------------------------------------------------- flash sales


def test_pieces_set_aside_cannot_be_set_aside_again() -> None:
    world = make_shop()
    save(world, "flash", pieces=15)
    assert for_sale(world, world.listings[DE_LAMP]) == 5
    later = {"begins": FLASH_BEGINS + 40 * DAY, "ends": FLASH_BEGINS + 40 * DAY + 12 * HOUR}
    assert refused(world, **booked("flash", promotion="q", pieces=6, **later)) == "pieces_not_in_stock"
    save(world, "flash", promotion="q", pieces=5, **later)
    save(world, "flash", pieces=14)


@pytest.mark.parametrize(
    ("state", "code"),
    [("warned", "no_sale_day_slot"), ("restricted", "no_sale_day_slot"), ("good", ""), ("unknown", "")],
)
def test_a_poor_account_gets_no_slot_on_the_deals_page(state: Any, code: str) -> None:
    world = make_shop()
    world.health["meridian"] = Health(state)
    world.health["caravan"] = Health("restricted")
    if code:
        assert refused(world, **booked("flash")) == code
        save(world)
    else:
        save(world, "flash")


# -------------------------------------------------------------------------------------- changed and ended


def test_a_promotion_may_be_changed_before_it_begins_and_not_after() -> None:
    world = make_shop()
    save(world, begins=NOW + DAY, ends=NOW + 2 * DAY)
    world.now = NOW + DAY - 1
    save(world, "coupon", percent=30, begins=NOW + DAY, ends=NOW + 5 * DAY)
    assert (world.promotions["p"].kind, world.promotions["p"].percent, world.promotions["p"].made_at) == (
        "coupon",
        30,
        NOW,
    )
    for world.now in (NOW + DAY, NOW + 9 * DAY):
        assert refused(world, **booked(begins=world.now, ends=world.now + DAY)) == "promotion_has_begun"


def test_a_promotion_is_ended_at_once_and_only_once() -> None:
    world = make_shop()
    save(world)
    world.now = NOW + DAY
    assert act(world, "promotion.end", promotion="p").ok
    assert reduced(world, world.listings[DE_LAMP], euro("40.00")) == euro("40.00")
    assert refused(world, "promotion.end", promotion="p") == "promotion_is_over"
    assert refused(world, "promotion.end", promotion="q") == "no_such_promotion"


def test_calling_a_flash_sale_off_frees_its_pieces() -> None:
    world = make_shop()
    save(world, "flash")
    assert act(world, "promotion.end", promotion="p").ok
    assert for_sale(world, world.listings[DE_LAMP]) == 20
    save(world, "flash", promotion="q")
