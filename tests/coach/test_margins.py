"""What a promotion would leave of each piece."""

from fractions import Fraction

import pytest

from lab.coach.margins import margin_preview
from lab.engine.pack import world_hash
from lab.ledger.pricing import full_price
from lab.ledger.sale import unit_lines
from lab.values.errors import BadInput
from lab.values.moment import DAY
from lab.values.money import Money
from lab.world.promotion import PricePoint, Promotion
from lab.world.world import World
from tests.builders import DE_BULB, DE_LAMP, KZ_LAMP, euro, make_listing, make_world


@pytest.fixture
def world() -> World:
    return make_world(make_listing(price=euro("40.00")), make_listing(KZ_LAMP), make_listing(DE_BULB))


def promote(world: World, kind: str, percent: int) -> None:
    world.promotions[kind] = Promotion(kind, kind, kind, [DE_LAMP], percent, 0, 7 * DAY, 0)  # type: ignore[arg-type]


def test_a_piece_now_is_what_the_shop_reckons_with_already(world: World) -> None:
    lamp, bulb = margin_preview(world, [DE_LAMP, DE_BULB, DE_LAMP], "discount", 25)
    assert (lamp.listing, bulb.listing) == (DE_LAMP, DE_BULB)
    assert lamp.now == unit_lines(world, world.listings[DE_LAMP])
    assert (lamp.now.price, lamp.then.price, lamp.asked) == (euro("40.00"), euro("30.00"), euro("30.00"))
    assert (lamp.reference, lamp.announced) == (euro("40.00"), 25)


def test_profit_falls_by_the_cut_less_tax_and_fee(world: World) -> None:
    (line,) = margin_preview(world, [DE_LAMP], "discount", 25)
    now, then = line.now, line.then
    assert now.profit is not None and then.profit is not None
    assert now.profit - then.profit == (now.price - then.price) - (now.tax - then.tax) - (now.fee - then.fee)
    assert (now.postage, now.duty, now.goods) == (then.postage, then.duty, then.goods)
    assert now.margin is not None and then.margin is not None and then.margin < now.margin


def test_the_uplift_earns_the_same_exactly(world: World) -> None:
    (line,) = margin_preview(world, [DE_LAMP], "flash", 20)
    assert line.uplift is not None and line.now.profit is not None and line.then.profit is not None
    assert line.then.profit.amount * (1000 + line.uplift) == 1000 * line.now.profit.amount
    assert line.uplift > 250
    assert line.below_cost is False


def test_below_cost_no_number_of_pieces_is_enough(world: World) -> None:
    (line,) = margin_preview(world, [DE_LAMP], "discount", 80)
    assert line.then.profit is not None and line.then.profit.amount < 0
    assert (line.uplift, line.below_cost) == (None, True)


def test_without_shipping_nobody_knows() -> None:
    world = make_world(make_listing(), templates=False)
    (line,) = margin_preview(world, [DE_LAMP], "discount", 10)
    assert (line.then.profit, line.uplift, line.below_cost) == (None, None, None)


def test_nothing_is_lost_where_nothing_comes_off(world: World) -> None:
    world.listings[DE_BULB].price = Money(1, "EUR")
    (line,) = margin_preview(world, [DE_BULB], "discount", 10)
    assert line.now.profit == line.then.profit
    assert (line.uplift, line.below_cost, line.announced) == (None, True, 0)


def test_a_coupon_comes_off_after_a_running_discount(world: World) -> None:
    promote(world, "discount", 25)
    (line,) = margin_preview(world, [DE_LAMP], "coupon", 10)
    assert (line.now.price, line.then.price) == (euro("30.00"), euro("27.00"))


def test_a_discount_takes_the_place_of_another_and_leaves_the_coupon(world: World) -> None:
    promote(world, "discount", 25)
    promote(world, "coupon", 10)
    world.now = DAY
    (line,) = margin_preview(world, [DE_LAMP], "discount", 50)
    assert (line.now.price, line.then.price) == (euro("27.00"), euro("18.00"))
    assert line.reference == euro("30.00")


def test_a_raised_price_shows_what_may_be_announced(world: World) -> None:
    world.prices += [PricePoint(DE_LAMP, 0, euro("32.00")), PricePoint(DE_LAMP, DAY, euro("40.00"))]
    world.now = 2 * DAY
    few, more = (margin_preview(world, [DE_LAMP], "discount", percent)[0] for percent in (20, 40))
    assert (few.reference, few.announced) == (euro("32.00"), 0)
    assert (more.then.price, more.announced) == (euro("24.00"), 25)


def test_abroad_the_price_is_that_of_the_buyers() -> None:
    world = make_world(make_listing(KZ_LAMP), local_money=True)
    (line,) = margin_preview(world, [KZ_LAMP], "discount", 50)
    full = full_price(world, world.listings[KZ_LAMP])
    assert line.asked == full.times(Fraction(1, 2))
    assert (line.asked.currency, line.then.price.currency) == ("KZT", "EUR")
    assert abs(2 * line.then.price.amount - line.now.price.amount) <= 1


def test_listings_without_a_price_are_left_out_and_the_world_stays(world: World) -> None:
    world.listings[DE_LAMP].price = None
    before = world_hash(world)
    assert [line.listing for line in margin_preview(world, [DE_LAMP, KZ_LAMP], "coupon", 10)] == [KZ_LAMP]
    assert world_hash(world) == before


@pytest.mark.parametrize(
    ("key", "percent", "code"),
    [("x", 10, "no_such_listing"), (DE_LAMP, 0, "percent_out_of_range"), (DE_LAMP, 91, "percent_out_of_range")],
)
def test_what_cannot_be_shown(world: World, key: str, percent: int, code: str) -> None:
    with pytest.raises(BadInput, match=code):
        margin_preview(world, [key], "discount", percent)
