"""What one sale brings and costs; figures worked out by hand."""

from dataclasses import replace
from fractions import Fraction

from lab.ledger.books import balance
from lab.ledger.index import OrderIndex
from lab.ledger.sale import charge_fee, fee_on, sale_lines, spend, tax_in_price, unit_lines
from lab.values.money import Money
from lab.world.listing import ShippingTemplate
from lab.world.money import PricingRule
from lab.world.order import PackedItem
from lab.world.stock import Pile
from lab.world.world import World
from tests.builders import DE_LAMP, KZ, KZ_LAMP, act, euro, make_listing, make_order, make_setting, make_world
from tests.ledger.foreign import TENGE, foreign_world, sold

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


def postings(world: World, since: int) -> list[tuple[str, str, list[tuple[str, int]]]]:
    return [(entry.kind, entry.currency, [(one.account, one.amount) for one in entry.postings]) for entry in world.ledger[since:]]


def test_a_sale_at_home_is_two_entries_without_exchange() -> None:
    world = make_world()
    order = sold(world, "o1", euro("39.90"), charge=390)
    assert postings(world, 1) == [
        ("sale", "EUR", [("platform:meridian", 4380), ("sales", -3681), ("vat", -699)]),
        ("fee", "EUR", [("fees", 657), ("platform:meridian", -657)]),
    ]
    assert (order.owed, order.owed_home) == (3723, 3723)


def test_a_sale_in_another_currency_is_booked_in_both_which_meet_on_exchange() -> None:
    world = foreign_world()
    order = sold(world)
    assert postings(world, 1) == [
        ("sale", "KZT", [("platform:caravan", 2_360_000), ("exchange", -2_360_000)]),
        ("sale", "EUR", [("exchange", 4000), ("sales", -4000)]),
        ("fee", "KZT", [("exchange", 188_800), ("platform:caravan", -188_800)]),
        ("fee", "EUR", [("fees", 320), ("exchange", -320)]),
    ]
    assert (order.owed, order.owed_home) == (2_171_200, 3680)


def test_the_least_fee_is_the_like_sum_in_another_currency() -> None:
    # 0.30 EUR is 0.351 USD at the frozen 1.17
    assert fee_on(MERIDIAN, "home/lighting/desk-lamps", Money(100, "USD"), Money(0, "USD"), pieces=2) == Money(70, "USD")


def test_a_further_fee_is_taken_off_what_the_platform_owes_in_its_currency() -> None:
    world = foreign_world()
    order, home = sold(world), sold(world, "o2", euro("10.00"))
    charge_fee(world, order, "chargeback_fee", euro("15.00"))
    charge_fee(world, home, "chargeback_fee", euro("15.00"))
    assert (order.owed, order.owed_home) == (2_171_200 - 885_000, 3680 - 1500)
    assert (home.owed, home.owed_home) == (850 - 1500, 850 - 1500)
    assert balance(world, "fees", "o1") == euro("18.20")
    assert balance(world, "platform:caravan", "o1", "KZT") == Money(1_286_200, "KZT")
    assert balance(world, "platform:meridian", "o2") == euro("-6.50")


def test_a_cost_in_another_currency_is_paid_at_the_rate_of_the_day() -> None:
    world = foreign_world()
    spend(world, "postage", "o1", "postage", Money(295_000, "KZT"))
    assert postings(world, 1) == [("postage", "EUR", [("postage", 500), ("cash", -500)])]


def test_one_piece_abroad_is_reckoned_from_what_its_buyer_pays() -> None:
    world = foreign_world()
    listing = make_listing(KZ_LAMP)
    world.pricing[KZ] = PricingRule(KZ, 0, 0, "nine")
    lines = unit_lines(world, listing)
    assert lines is not None
    # 23,541.00 becomes 23,539.00: 39.896... EUR; fee 8 % = 1,883.12 KZT = 3.19 EUR
    assert (lines.price, lines.fee) == (euro("39.90"), euro("3.19"))
    other = unit_lines(world, listing, price=TENGE)
    assert other is not None and (other.price, other.fee) == (euro("40.00"), euro("3.20"))


def test_out_of_a_warehouse_in_the_buyers_country_a_sale_is_domestic_there() -> None:
    us = "meridian/US"
    world = make_world(places=(us,))
    world.templates[us] = ShippingTemplate(us, "us_tracked", ["US"], 48, euro("0.00"))
    world.shop.abroad["KZ"] = {"lamp": Pile(3, 4501)}
    world.templates[KZ] = ShippingTemplate(KZ, "kz_tracked", ["KZ"], 48, euro("0.00"))
    from_home = unit_lines(world, make_listing(f"{us}/lamp"))
    from_there = unit_lines(world, make_listing(f"{us}/lamp"), "US")
    assert from_home is not None and from_there is not None
    assert (str(from_home.duty), str(from_there.duty)) == ("5.20 EUR", "0.00 EUR")
    world.templates[us].lane = next(lane.key for lane in world.setting.lanes.values() if lane.from_country == "US" and "US" in lane.regions)
    by_its_template = unit_lines(world, make_listing(f"{us}/lamp"))
    assert by_its_template is not None and by_its_template.duty == euro("0.00") and by_its_template.postage is not None
    in_kazakhstan = unit_lines(world, make_listing(KZ_LAMP, price=euro("116.00")), "KZ")
    assert in_kazakhstan is not None
    rate = world.setting.destinations["KZ"].vat_rate
    assert in_kazakhstan.tax == tax_in_price(world.setting, "KZ", euro("116.00"), "KZ") == euro("116.00").times(rate / (1 + rate))
    assert in_kazakhstan.goods == euro("15.00")  # 45.01 / 3, as the warehouse's books have it


def test_with_an_index_the_figures_of_an_order_are_the_same() -> None:
    world = make_world()
    sold(world, "o1", euro("39.90"), charge=390)
    sold(world, "o2", euro("10.00"))
    index = OrderIndex(world.ledger)
    for orders in (("o1",), ("o2", "o1"), ("o1", "o1"), ("o3",)):
        assert sale_lines(world, orders, index) == sale_lines(world, orders)
