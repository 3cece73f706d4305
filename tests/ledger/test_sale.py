"""What one sale brings and costs; figures worked out by hand."""

from dataclasses import replace
from fractions import Fraction

from lab.ledger.sale import fee_on, sale_lines, tax_in_price, unit_lines
from lab.values.money import Money
from lab.world.listing import ShippingTemplate
from lab.world.order import PackedItem
from tests.builders import DE_LAMP, KZ_LAMP, act, euro, make_listing, make_order, make_setting, make_world

SETTING = make_setting()
MERIDIAN = SETTING.platforms["meridian"]


def test_german_vat_inside_a_price_is_nineteen_of_a_hundred_and_nineteen() -> None:
    assert tax_in_price(SETTING, "DE", euro("119.00")) == euro("19.00")
    assert tax_in_price(SETTING, "KZ", euro("119.00")) == euro("0.00")


def test_a_tax_that_is_a_share_of_the_gross_price_is_taken_from_the_gross_price() -> None:
    germany = replace(SETTING.destinations["DE"], vat_inside=True)
    assert tax_in_price(replace(SETTING, destinations={"DE": germany}), "DE", euro("100.00")) == euro("19.00")


def test_the_fee_is_a_share_of_goods_and_shipping_or_of_the_goods_as_the_profile_says() -> None:
    assert fee_on(MERIDIAN, "home/lighting/desk-lamps", euro("36.00"), euro("4.00")) == euro("6.00")  # 15 % of 40.00
    assert fee_on(replace(MERIDIAN, fee_on="goods"), "home/lighting/desk-lamps", euro("36.00"), euro("4.00")) == euro("5.40")


def test_the_fee_is_at_least_the_minimum() -> None:
    assert fee_on(MERIDIAN, "home/lighting/desk-lamps", euro("1.00"), euro("0.00")) == euro("0.30")
    assert fee_on(MERIDIAN, "home/lighting/desk-lamps", euro("3.00"), euro("0.00"), pieces=3) == euro("0.90")


def test_one_piece_at_home_leaves_what_tax_fee_postage_and_goods_leave() -> None:
    lines = unit_lines(make_world(), make_listing(price=euro("39.90")))
    assert lines is not None
    # gross 43.80, VAT 6.99, net 36.81, fee 6.57, postage 4.79, goods 12.00: 13.45 are left.
    assert (lines.tax, lines.fee, lines.postage, lines.goods) == (euro("6.99"), euro("6.57"), euro("4.79"), euro("12.00"))
    assert lines.profit == euro("13.45")
    assert lines.margin == Fraction(1345, 3681)


def test_without_a_template_postage_and_margin_are_unknown_and_without_a_price_everything_is() -> None:
    world = make_world(templates=False)
    lines = unit_lines(world, make_listing())
    assert lines is not None
    assert (lines.postage, lines.profit, lines.margin) == (None, None, None)
    assert unit_lines(world, make_listing(price=None)) is None


def test_duty_inside_the_price_lowers_the_margin_and_duty_at_the_door_does_not() -> None:
    us = "meridian/US"
    world = make_world(places=(us,))
    listing = make_listing(f"{us}/lamp")
    world.templates[us] = ShippingTemplate(us, "us_tracked", ["US"], 48, euro("0.00"))
    paid = unit_lines(world, listing)
    world.templates[us].incoterm = "DAP"
    unpaid = unit_lines(world, listing)
    assert paid is not None and unpaid is not None and paid.profit is not None and unpaid.profit is not None
    assert (paid.duty, unpaid.duty) == (euro("5.20"), euro("0.00"))  # 34.70 + 15 % = 39.90
    assert unpaid.profit - paid.profit == euro("5.20")


def test_a_loss_is_a_negative_margin() -> None:
    lines = unit_lines(make_world(), make_listing(KZ_LAMP, price=euro("20.00")))
    assert lines is not None and lines.profit is not None and lines.margin is not None
    assert lines.profit < Money(0, "EUR")
    assert lines.margin < 0


def test_the_books_give_the_lines_of_the_worksheet() -> None:
    world = make_world()
    make_order(world, "o1")
    make_order(world, "o2", KZ_LAMP, quantity=2)
    zero = sale_lines(world, ())
    assert set(map(str, zero.values())) == {"0.00 EUR"}
    assert act(world, "order.ship", order="o1", items=(PackedItem("lamp", 1),), lane="de_parcel").ok
    lines = sale_lines(world, ("o1",))
    assert {name: str(money) for name, money in lines.items()} == {
        "revenue": "43.80 EUR", "fees": "6.57 EUR", "shipping": "4.79 EUR", "tax": "6.99 EUR", "goods": "12.00 EUR", "profit": "13.45 EUR",
        "duty": "0.00 EUR",
    }  # fmt: skip
    assert lines["profit"] == unit_lines(world, world.listings[DE_LAMP]).profit
    both = sale_lines(world, ("o1", "o2"))
    assert both["revenue"] == euro("123.60")  # and 2 x 39.90
