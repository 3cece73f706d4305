"""When platforms pay, how much, and at which rate; figures worked out by hand."""

from lab.ledger.books import all_balances, balance, book
from lab.ledger.payouts import available, next_payout, on_hold, pay_out
from lab.ledger.refund import give_back_all
from lab.ledger.sale import charge_fee
from lab.values.moment import DAY
from lab.values.money import Money
from lab.world.world import World
from tests.builders import euro, make_world
from tests.ledger.foreign import delivered, foreign_world, midnight, sold

# Meridian pays every 14 days what was delivered 7 days before, at 1.5 % below the middle rate.
EVERY, HOLD = 14, 7


def at_midnight(world: World, day: int) -> World:
    world.now = midnight(day)
    pay_out(world)
    return world


def cycle(world: World, platform: str) -> tuple[int, int]:
    profile = world.setting.platforms[platform]
    return profile.payout_every_days, profile.payout_hold_days


def test_an_order_is_paid_out_on_the_first_cycle_day_after_its_hold() -> None:
    world = foreign_world()
    assert cycle(world, "meridian") == (EVERY, HOLD)
    order = delivered(sold(world, "o1", euro("43.80")), midnight(8))
    assert on_hold(world, "meridian") == {"EUR": euro("37.23")} and available(world, "meridian") == {}
    for day in (1, 13, 14, 15):
        assert not at_midnight(world, day).payouts
    assert available(world, "meridian") == {"EUR": euro("37.23")} and on_hold(world, "meridian") == {}
    for day in (27, 28, 42):
        at_midnight(world, day)
    payout = world.payouts[0]
    assert (payout.number, payout.platform, payout.at, payout.orders) == (1, "meridian", midnight(28), 1)
    assert payout.gross == payout.paid == payout.booked == euro("37.23") and payout.rate_micro == 1_000_000
    assert len(world.payouts) == 1 and (order.paid_out, order.paid_out_home) == (3723, 3723)
    assert balance(world, "cash") == euro("5037.23") and balance(world, "platform:meridian") == euro("0.00")
    assert [entry.kind for entry in world.ledger[3:]] == ["payout"]
    assert available(world, "meridian") == on_hold(world, "meridian") == {}


def test_the_next_payout_is_at_the_midnight_of_a_cycle_day_and_never_now() -> None:
    world = foreign_world()
    assert next_payout(world, "meridian") == midnight(14)
    world.now = midnight(14) - 1
    assert next_payout(world, "meridian") == midnight(14)
    world.now = midnight(14)
    assert next_payout(world, "meridian") == midnight(28)


def test_foreign_money_arrives_at_the_days_rate_less_the_margin_and_the_difference_is_realised() -> None:
    world = foreign_world({0: 590, 9: 560})
    # Caravan pays every 7 days what was delivered 15 days before, at 1 % below the middle rate.
    assert cycle(world, "caravan") == (7, 15)
    order = delivered(sold(world), 0)  # owed 21,712.00 KZT, 36.80 EUR in the books
    assert not at_midnight(world, 14).payouts
    at_midnight(world, 21)
    payout = world.payouts[0]
    assert payout.gross == Money(2_171_200, "KZT") and payout.booked == euro("36.80")
    # 560 / 0.99 = 565.656566; 21,712.00 / 565.656566 = 38.3837
    assert (payout.rate_micro, payout.paid) == (565_656_566, euro("38.38"))
    gain = payout.paid - payout.booked
    assert balance(world, "exchange_result") == -gain
    assert balance(world, "exchange").amount == balance(world, "exchange", currency="KZT").amount == 0
    assert balance(world, "platform:caravan", currency="KZT").amount == 0
    assert balance(world, "cash") == euro("5000.00") + payout.paid
    assert (order.paid_out, order.paid_out_home) == (2_171_200, 3680)


def test_what_is_less_than_nothing_is_carried_over() -> None:
    world = foreign_world()
    first = delivered(sold(world, "o1", euro("43.80")), 0)
    at_midnight(world, 14)
    give_back_all(world, first, "chargeback", "platform")
    charge_fee(world, first, "chargeback_fee", euro("15.00"))
    # 37.23 were paid out; 1.31 of the fee is kept, and 15.00 charged
    assert available(world, "meridian") == {"EUR": euro("-53.54")}
    at_midnight(world, 28)
    assert len(world.payouts) == 1 and balance(world, "platform:meridian") == euro("-53.54")
    delivered(sold(world, "o2", euro("100.00")), world.now)
    at_midnight(world, 42)
    assert (world.payouts[1].paid, world.payouts[1].orders) == (euro("85.00") - euro("53.54"), 2)
    assert balance(world, "platform:meridian") == euro("0.00")


def test_advertising_is_taken_off_money_at_home_or_off_what_comes_from_abroad() -> None:
    world = foreign_world()
    book(world, "ads", None, [("ads", 500), ("platform:meridian", -500)])
    book(world, "ads", None, [("ads", 700), ("platform:caravan", -700)])
    delivered(sold(world, "o1", euro("43.80")), 0)
    delivered(sold(world, "o2"), 0)
    world.now = midnight(16)
    assert available(world, "meridian") == {"EUR": euro("32.23")}
    assert available(world, "caravan") == {"KZT": Money(2_171_200, "KZT"), "EUR": euro("-7.00")}
    for day in range(1, 60):
        at_midnight(world, day)
    by_platform = {payout.platform: payout for payout in world.payouts}
    assert by_platform["meridian"].paid == euro("32.23")
    assert balance(world, "cash") == euro("5000.00") + euro("32.23") + by_platform["caravan"].paid - euro("7.00")
    assert all(
        not money.amount for (account, _), money in all_balances(world).items() if account.startswith("platform:")
    )
    assert [entry.kind for entry in world.ledger].count("offset") == 1


def test_orders_that_ended_otherwise_are_settled_too_and_open_ones_never() -> None:
    world = foreign_world()
    lost = sold(world, "o1", euro("43.80"))
    give_back_all(world, lost, "not_arrived", "platform")
    lost.state = "lost"
    sold(world, "o2", euro("10.00"))
    assert on_hold(world, "meridian") == {"EUR": euro("7.19")}  # 8.50 and -1.31
    world.now = HOLD * DAY
    assert available(world, "meridian") == {"EUR": euro("-1.31")}
    assert on_hold(world, "meridian") == {"EUR": euro("8.50")}


def test_money_of_the_shops_own_currency_arrives_as_it_is_owed() -> None:
    world = make_world()
    order = delivered(sold(world, "o1", euro("43.80")), 0)
    cash = balance(world, "cash").amount
    for day in range(60):
        at_midnight(world, day)
    assert balance(world, "cash").amount == cash + order.owed == cash + order.paid_out
    assert [payout.rate_micro for payout in world.payouts] == [1_000_000]
    assert balance(world, "platform:meridian") == euro("0")
