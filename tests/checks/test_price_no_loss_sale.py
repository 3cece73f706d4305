"""Check: nothing was sold for less than it cost."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.price_no_loss_sale import PriceNoLossSale as NoLoss
from lab.ledger.refund import give_back_all
from lab.values.moment import HOUR
from lab.world.order import PackedItem
from lab.world.promotion import Promotion
from lab.world.world import World
from tests.builders import (
    DE_BULB,
    DE_LAMP,
    act,
    earns_nothing,
    euro,
    evidence_of,
    examine,
    make_listing,
    make_order,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike


def shop(*prices: str) -> World:
    """Lamps sold and sent at these prices; one costs 12.00 and about 4.80 to send."""
    world = make_world(make_listing())
    for number, price in enumerate(prices, 1):
        world.listings[DE_LAMP].price = euro(price)
        send(world, make_order(world, f"o{number}", at=number).id)
    return world


def send(world: World, order: str, **values: Any) -> None:
    item = world.orders[order].items[0]
    packed = (PackedItem(item.sku, item.quantity),)
    assert act(world, "order.ship", order=order, items=packed, lane="de_parcel", **values).ok


def test_sales_above_cost_lose_nothing() -> None:
    finding = examine(NoLoss, shop("39.90", "39.90"))
    assert (finding.fraction, finding.message, finding.args) == (1, "no_loss_sale", {"found": 0, "of": 2})


def test_every_sale_below_cost_loses_its_part() -> None:
    world = shop("39.90", "9.90", "8.90")
    assert share_of(NoLoss, world) == 0
    assert share_of(NoLoss, world, per="1/4") == Fraction(1, 2)
    assert share_of(NoLoss, world, per="1/4", allow="1") == Fraction(3, 4)
    assert share_of(NoLoss, world, allow="2") == 1


def test_a_coupon_that_pushes_a_sale_below_cost_is_found_with_its_figures() -> None:
    world = make_world(make_listing(price=euro("22.00")))
    world.promotions["p1"] = Promotion("p1", "coupon", "", [DE_LAMP], 60, 2, 200, 0)
    for number in (1, 2):
        send(world, make_order(world, f"o{number}", at=number).id)
    (shown,) = examine(NoLoss, world).evidence
    # 8.80 and 3.90 for shipping, a fifth of VAT inside; the fee is 15 %.
    assert (shown["order"], shown["price"], shown["tax"], shown["goods"]) == (
        "o2",
        "12.70 EUR",
        "2.03 EUR",
        "12.00 EUR",
    )
    assert shown["found"].startswith("-")


def test_money_given_back_later_does_not_make_a_sale_a_bad_one() -> None:
    world = shop("39.90")
    world.now = HOUR
    give_back_all(world, world.orders["o1"], "damaged", "shop")
    assert share_of(NoLoss, world) == 1


def test_orders_in_one_box_are_one_sale() -> None:
    world = make_world(make_listing(DE_BULB, price=euro("5.00")))
    for order in ("o1", "o2", "o3"):
        make_order(world, order, DE_BULB)
    world.templates["meridian/DE"].charge = euro("0.00")
    send(world, "o1", together=("o2", "o3"))
    finding = examine(NoLoss, world)
    assert finding.args["of"] == 1
    assert finding.fraction == 1  # the postage of one parcel would have eaten up one of them


@pytest.mark.parametrize(
    ("values", "share"), [({"sku": "lamp"}, 0), ({"sku": "bulb"}, 1), ({"on": DE_BULB}, 1), ({"on": "meridian/DE"}, 0)]
)
def test_products_listings_and_places_can_be_named(values: dict[str, Any], share: int) -> None:
    world = shop("9.90")
    send(world, make_order(world, "b1", DE_BULB, quantity=5).id)
    assert share_of(NoLoss, world, **values) == share


def test_without_a_sale_there_is_nothing_to_judge() -> None:
    world = make_world(make_listing())
    make_order(world)
    assert examine(NoLoss, world).message == "no_sale_to_judge"


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(NoLoss)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(NoLoss)


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(shop("9.90", "39.90")), NoLoss)
