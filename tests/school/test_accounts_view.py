"""What the finance pages reckon: money by platform and currency, goods, days, entries, rates, payouts, prices abroad."""

from lab.ledger.actions import SavePricing
from lab.ledger.books import book
from lab.ledger.payouts import pay_out
from lab.ledger.statement import statement
from lab.school.accounts_view import (
    Wanted,
    balance_lines,
    by_day,
    charge_preview,
    currencies_abroad,
    endings_for,
    goods_by_place,
    kinds_and_accounts,
    order_named,
    payout_lines,
    period_name,
    period_named,
    places_abroad,
    places_of,
    platform_money,
    price_preview,
    rates_so_far,
    share,
    unit_rows,
)
from lab.values.moment import DAY, HOUR
from lab.values.money import Money
from lab.world.listing import ShippingTemplate
from lab.world.money import PricingRule
from lab.world.stock import Inbound, Pile
from tests.builders import DE, DE_BULB, DE_LAMP, KZ, KZ_LAMP, euro, make_listing, make_order, make_world
from tests.ledger.foreign import delivered, foreign_world, midnight, sold


def test_what_platforms_owe_is_told_by_currency_and_by_what_is_still_on_hold() -> None:
    world = foreign_world()
    delivered(sold(world, "old"), 0)
    delivered(sold(world, "new"), 0).delivered_at = 20 * DAY
    sold(world, "home", euro("39.90"))
    world.now = 21 * DAY
    money = {one.platform: one for one in platform_money(world)}
    line = money["caravan"].lines[0]
    assert line.owed.currency == "KZT"
    assert line.ready is not None and line.on_hold is not None
    assert line.ready + line.on_hold == line.owed
    assert line.ready == line.on_hold
    home = money["meridian"].lines[0]
    assert (home.owed, home.ready) == (home.on_hold, euro("0.00"))
    assert money["meridian"].next_payout == midnight(28)


def test_without_local_money_nothing_is_ready_or_on_hold() -> None:
    world = make_world()
    make_order(world)
    meridian, caravan = platform_money(world)
    assert (meridian.next_payout, meridian.lines[0].ready, meridian.lines[0].on_hold) == (None, None, None)
    assert meridian.lines[0].owed.amount > 0
    assert caravan.lines == ()


def test_goods_stand_at_home_abroad_and_on_the_way() -> None:
    world = make_world()
    whole = goods_by_place(world)[0].worth
    book(world, "transfer", None, [("stock_on_way", 13_000), ("stock", -12_000), ("cash", -1_000)])
    world.shop.stock["lamp"] -= 10
    nothing = euro("0.00")
    inbound = Inbound("i1", "transfer", "lamp", 10, "KZ", "sea", 0, DAY, euro("120.00"), euro("10.00"), nothing, nothing)
    world.inbound.append(inbound)
    home, way = goods_by_place(world)
    assert (home.pieces, home.worth, way.pieces, way.worth) == (240, whole - euro("120.00"), 10, euro("130.00"))
    inbound.arrived_at = DAY
    world.shop.abroad["KZ"] = {"lamp": Pile(10, 13_000)}
    book(world, "goods_in", None, [("stock", 13_000), ("stock_on_way", -13_000)])
    home, abroad, way = goods_by_place(world)
    assert (home.worth, abroad.where, abroad.pieces, abroad.worth, way.worth) == (
        whole - euro("120.00"), "KZ", 10, euro("130.00"), nothing,
    )  # fmt: skip


def test_days_end_with_the_cash_and_profit_of_the_books() -> None:
    world = foreign_world()
    delivered(sold(world, "o1"), 0)
    sold(world, "o2", euro("39.90"), at=2 * DAY)
    world.now = midnight(21)
    pay_out(world)
    world.now = midnight(22) + HOUR
    days = by_day(world)
    assert [one.day for one in days] == list(range(23))
    assert days[0].cash == euro("5000.00") and days[0].profit.amount > 0
    assert days[1] == days[0].__class__(1, days[0].cash, days[0].profit)
    assert days[2].profit.amount > days[1].profit.amount
    assert days[21].cash.amount > days[20].cash.amount
    assert days[-1].profit == statement(world).profit


def test_what_is_billed_at_midnight_belongs_to_the_day_before_and_goods_on_the_way_are_no_loss() -> None:
    world = make_world()
    world.now = midnight(1)
    book(world, "ads", None, [("ads", 500), ("platform:meridian", -500)])
    book(world, "purchase", None, [("stock_on_way", 9_000), ("cash", -9_000)])
    assert [str(one.profit) for one in by_day(world)] == ["-5.00 EUR", "-5.00 EUR"]


def test_the_first_day_alone_is_one_line() -> None:
    assert [str(one.cash) for one in by_day(make_world())] == ["5000.00 EUR"]


def test_entries_are_found_by_account_kind_currency_and_order_and_balance() -> None:
    world = foreign_world()
    sold(world, "o1")
    sold(world, "o2", euro("39.90"))
    every = places_of(world, Wanted())
    assert list(every) == list(range(len(world.ledger) - 1, -1, -1))
    assert all(line.left.amount == 0 for line in balance_lines(world, every))
    assert sum(line.entries for line in balance_lines(world, every)) == len(world.ledger)
    tenge = places_of(world, Wanted(currency="KZT"))
    assert {world.ledger[place].currency for place in tenge} == {"KZT"}
    assert {world.ledger[place].order for place in places_of(world, Wanted(order="o2"))} == {"o2"}
    assert {world.ledger[place].kind for place in places_of(world, Wanted(kind="fee"))} == {"fee"}
    on_cash = places_of(world, Wanted(account="cash"))
    assert [world.ledger[place].kind for place in on_cash] == ["opening"]
    assert balance_lines(world, on_cash, "cash")[0].left == euro("5000.00")
    assert places_of(world, Wanted(account="cash", order="o1")) == []
    kinds, accounts, currencies = kinds_and_accounts(world)
    assert (kinds[:2], accounts[0], currencies) == (["opening", "sale"], "cash", ["EUR", "KZT"])


def test_an_order_is_named_by_its_number_or_id() -> None:
    world = make_world()
    order = make_order(world)
    assert order_named(world, f" {order.number} ") == order_named(world, "o1") == "o1"
    assert order_named(world, "") == order_named(world, "999") == ""


def test_a_month_is_named_by_year_and_month() -> None:
    world = make_world(end=90 * DAY)
    world.now = 40 * DAY
    may = period_named(world, "2026-05")
    assert may is not None and (may.since, period_name(may)) == (0, "2026-05")
    assert period_named(world, "2027-01") is None
    assert period_named(world, "") is None
    latest = period_named(world, "", latest=True)
    assert latest is not None and period_name(latest) == "2026-06"
    assert period_named(world, "all", latest=True) is None


def test_rates_stop_today() -> None:
    world = foreign_world({0: 590, 2: 600, 5: 900})
    world.now = 3 * DAY
    assert currencies_abroad(world) == ("KZT",)
    assert [rate // 1_000_000 for rate in rates_so_far(world, "KZT")] == [590, 590, 600, 600]


def test_a_payout_is_taken_apart_into_margin_and_move_of_the_rate() -> None:
    world = foreign_world({0: 590, 10: 650})
    delivered(sold(world, "o1"), 0)
    world.now = midnight(21)
    pay_out(world)
    line = payout_lines(world)[0]
    assert line.middle_micro == 650_000_000
    assert line.margin.amount > 0 > line.moved.amount
    assert line.moved - line.margin == line.result == line.payout.paid - line.payout.booked


def test_prices_abroad_are_shown_by_a_rule_before_it_is_saved() -> None:
    world = foreign_world()
    world.listings[KZ_LAMP] = make_listing(KZ_LAMP)
    world.listings[DE_LAMP] = make_listing(DE_LAMP)
    assert places_abroad(world) == (KZ,)
    (row,) = price_preview(world, KZ, PricingRule(KZ, 600_000_000, 100, "ninety"))
    assert [str(money) for money in (row.now, row.exact, row.then)] == ["23541.00 KZT", "26334.00 KZT", "26290.00 KZT"]
    assert world.pricing == {}
    SavePricing(KZ, 600_000_000, 100, "ninety").apply(world)
    (row,) = price_preview(world, KZ, world.pricing[KZ])
    assert row.now == row.then == Money(26_290_00, "KZT")
    world.listings[KZ_LAMP].price = None
    assert price_preview(world, KZ, None)[0].then is None


def test_a_shipping_charge_has_no_ending() -> None:
    world = foreign_world()
    assert charge_preview(world, KZ, None) == euro("0.00")
    world.templates[KZ] = ShippingTemplate(KZ, "kz_tracked", ["KZ"], 48, euro("2.00"))
    assert charge_preview(world, KZ, PricingRule(KZ, 600_000_000, 100, "ninety")) == Money(1320_00, "KZT")
    del world.templates[KZ]
    assert charge_preview(world, KZ, None) is None


def test_endings_with_decimals_need_a_currency_that_has_them() -> None:
    assert "ninety_nine" in endings_for("KZT")
    assert "ninety_nine" not in endings_for("JPY")


def test_one_piece_is_reckoned_for_every_listing_also_without_a_price() -> None:
    world = make_world(make_listing(DE_LAMP), make_listing(DE_BULB, price=None))
    (lamp, lines, origin), (_bulb, nothing, _origin) = unit_rows(world)
    assert (lamp.key, origin, nothing) == (DE_LAMP, "", None)
    assert lines is not None and lines.profit is not None
    assert DE in lamp.key


def test_a_share_of_nothing_is_none() -> None:
    assert share(euro("1.00"), euro("0.00")) is None
    assert share(euro("1.00"), euro("4.00")) == share(euro("2.00"), euro("8.00"))
