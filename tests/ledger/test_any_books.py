"""What holds for the books after any sales, refunds, fees and payouts."""

from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lab.ledger.books import all_balances
from lab.ledger.payouts import pay_out
from lab.ledger.refund import give_back, give_back_all
from lab.ledger.sale import charge_fee, spend
from lab.ledger.statement import months, order_lines, statement
from lab.values.money import Money
from lab.world.order import Order
from lab.world.world import World
from tests.builders import euro
from tests.ledger.foreign import delivered, foreign_world, midnight, sold

RATES = st.dictionaries(st.integers(0, 60), st.integers(300, 900), min_size=1, max_size=8)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("sell"), st.booleans(), st.integers(1, 9_000_000), st.integers(0, 50_000)),
        st.tuples(
            st.just("refund"),
            st.integers(0, 30),
            st.integers(1, 1000),
            st.sampled_from(["goodwill", "cancellation", "claim"]),
        ),
        st.tuples(st.just("deliver"), st.integers(0, 30)),
        st.tuples(st.just("pay"), st.booleans(), st.integers(1, 9_000)),
        st.tuples(st.just("wait"), st.integers(1, 9)),
    ),
    max_size=40,
)


def play(kzt: dict[int, int], steps: list[tuple[Any, ...]]) -> World:
    """Do the steps one after another; midnights that pass pay out."""
    world = foreign_world(kzt)
    day = 0
    for number, (what, *values) in enumerate(steps):
        if what == "sell":
            german, price, charge = values
            sold(world, f"o{number}", Money(price, "EUR" if german else "KZT"), charge)
        elif what == "refund":
            order = nth(world, values[0])
            if order is not None and order.refundable.amount:
                amount = Money(max(1, order.refundable.amount * values[1] // 1000), order.currency)
                give_back(world, order, amount, values[2], "shop")
        elif what == "deliver":
            order = nth(world, values[0])
            if order is not None and order.state == "unshipped":
                delivered(order, world.now)
        elif what == "pay":
            order = nth(world, 0)
            spend(
                world,
                "postage",
                order.id if order else None,
                "postage",
                Money(values[1], "KZT" if values[0] else "EUR"),
            )
            if order is not None and values[0]:
                charge_fee(world, order, "chargeback_fee", euro("0.15"))
        else:
            day = nights(world, day, day + values[0])
    return world


def nth(world: World, number: int) -> Order | None:
    orders = list(world.orders.values())
    return orders[number % len(orders)] if orders else None


def nights(world: World, day: int, until: int) -> int:
    for passed in range(day + 1, until + 1):
        world.now = midnight(passed)
        pay_out(world)
    return until


@settings(max_examples=80, deadline=None)
@given(kzt=RATES, steps=STEPS)
def test_every_entry_and_every_currency_sums_to_nothing_and_owed_is_what_the_books_say(
    kzt: dict[int, int], steps: list[tuple[Any, ...]]
) -> None:
    world = play(kzt, steps)
    sums: Counter[str] = Counter()
    on_order: Counter[tuple[str, str]] = Counter()
    for entry in world.ledger:
        assert sum(posting.amount for posting in entry.postings) == 0
        for posting in entry.postings:
            sums[entry.currency] += posting.amount
            if entry.order and posting.account.startswith("platform:"):
                on_order[entry.order, entry.currency] += posting.amount
    assert not any(sums.values())
    for order in world.orders.values():
        assert 0 <= order.refunded.amount <= order.total.amount
        assert on_order[order.id, order.currency] == order.owed
        if order.currency == "EUR":
            assert order.owed == order.owed_home and order.paid_out == order.paid_out_home
    assert all(payout.gross.amount > 0 and payout.paid.amount >= 0 for payout in world.payouts)


@settings(max_examples=60, deadline=None)
@given(kzt=RATES, steps=STEPS)
def test_what_is_refunded_in_full_leaves_no_sale_no_tax_and_no_fee_but_what_is_kept(
    kzt: dict[int, int], steps: list[tuple[Any, ...]]
) -> None:
    world = play(kzt, [step for step in steps if step[0] != "pay"])
    for order in world.orders.values():
        give_back_all(world, order, "return", "shop")
        lines = order_lines(world, order.id)
        assert order.refunded == order.total and order.refunded_at is not None
        assert lines["revenue"].amount == lines["refunds"].amount
        assert lines["vat"].amount.amount == 0
        assert lines["profit"].amount == -lines["fees"].amount and lines["fees"].amount.amount >= 0
        if order.platform == "caravan":  # which keeps nothing
            assert (order.owed, order.owed_home, lines["fees"].amount.amount) == (0, 0, 0)
    books = all_balances(world)
    assert not any(money.amount for (account, _), money in books.items() if account in ("sales", "vat"))


@settings(max_examples=60, deadline=None)
@given(kzt=RATES, steps=STEPS)
def test_after_everything_is_paid_out_the_foreign_exchange_is_nothing(
    kzt: dict[int, int], steps: list[tuple[Any, ...]]
) -> None:
    world = play(kzt, [("sell", False, 9_000_000, 0), *steps])
    for order in world.orders.values():
        if order.state == "unshipped":
            delivered(order, world.now)
    sold(world, "last", Money(90_000_000_000, "KZT"))  # enough to settle whatever was carried over
    delivered(world.orders["last"], world.now)
    day = (world.now + 480) // 1440
    nights(world, day, day + 30)
    books = all_balances(world)
    for (account, currency), money in books.items():
        if currency != "EUR" or account == "exchange":
            assert money.amount == 0, (account, currency)
    assert statement(world).figures["exchange"].amount == -books.get(("exchange_result", "EUR"), euro("0.00"))


@settings(max_examples=40, deadline=None)
@given(kzt=RATES, steps=STEPS)
def test_the_months_make_up_the_run_and_its_profit_is_what_the_shop_is_worth_more(
    kzt: dict[int, int], steps: list[tuple[Any, ...]]
) -> None:
    world = play(kzt, steps)
    whole = statement(world)
    parts = [statement(world, period.since, period.until) for period in months(world.setting, world.now)]
    for name, figure in whole.figures.items():
        assert sum(part.figures[name].amount.amount for part in parts) == figure.amount.amount
    assert sum(group.profit.amount for group in whole.countries) + whole.without_order.amount == whole.profit.amount
    kept = ("cash", "stock", "vat", "exchange", "platform:meridian", "platform:caravan", "capital")
    worth = sum(
        money.amount
        for (account, currency), money in all_balances(world).items()
        if currency == "EUR" and account in kept
    )
    assert whole.profit.amount == worth
