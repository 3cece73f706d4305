"""The report of a period; figures worked out by hand."""

from datetime import datetime
from fractions import Fraction

import pytest

from lab.ledger.books import all_balances, book
from lab.ledger.payouts import pay_out
from lab.ledger.refund import give_back
from lab.ledger.sale import spend
from lab.ledger.statement import COSTS, Statement, entries_of, months, order_lines, statement
from lab.values.money import Money
from lab.world.world import World
from tests.builders import DE_LAMP, KZ_LAMP, euro, make_setting, make_world
from tests.ledger.foreign import delivered, foreign_world, midnight, sold


@pytest.fixture
def world() -> World:
    """A shop with an order at home (day 1), one abroad (day 2), costs, and a refund of the first on day 30 (3 June)."""
    world = foreign_world()
    home = sold(world, "o1", euro("39.90"), charge=390, at=midnight(1))
    spend(world, "postage", "o1", "postage", euro("4.79"))
    book(world, "goods", "o1", [("goods_sold", 1200), ("stock", -1200)])
    delivered(home, midnight(3))
    abroad = sold(world, "o2", at=midnight(2))
    spend(world, "duty", "o2", "duty", euro("2.00"))
    book(world, "goods", "o2", [("goods_sold", 1200), ("stock", -1200)])
    delivered(abroad, midnight(12))
    spend(world, "odd", "o2", "samples", euro("0.90"))
    world.now = midnight(28)
    book(world, "ads", None, [("ads", 500), ("platform:meridian", -500)])
    spend(world, "storage", None, "storage", euro("1.10"))
    pay_out(world)
    world.now = midnight(30)
    give_back(world, home, euro("10.95"), "damaged", "shop")
    return world


def amounts(found: Statement) -> dict[str, str]:
    return {name: str(figure.amount)[:-4] for name, figure in found.figures.items()}


def test_the_whole_run(world: World) -> None:
    found = statement(world)
    # revenue 43.80 + 40.00; VAT 6.99 - 1.75; fees 6.57 + 3.20 - 1.31
    # abroad 21,712.00 KZT were 36.80 EUR and came as 36.43 (at 590 / 0.99 = 595.959596)
    assert amounts(found) == {
        "revenue": "83.80", "refunds": "10.95", "vat": "5.24", "fees": "8.46", "ads": "5.00", "postage": "4.79", "duty": "2.00",
        "storage": "1.10", "goods": "24.00", "other": "0.90", "exchange": "-0.37", "profit": "20.99",
    }  # fmt: skip
    assert found.net == euro("67.61")
    assert (found.pieces, found.profit_per_piece) == (2, euro("10.50"))
    assert found.gross_margin == Fraction(6761 - 2400, 6761)


def test_a_month_has_its_own_figures_and_the_next_goes_on_from_its_balances(world: World) -> None:
    may, june = (statement(world, period.since, period.until) for period in months(world.setting, world.now))
    assert may.figures["refunds"].amount == euro("0.00") and june.figures["refunds"].amount == euro("10.95")
    later = {"refunds": "10.95", "vat": "-1.75", "fees": "-1.31", "exchange": "-0.37", "profit": "-8.26"}
    assert amounts(june) == {**dict.fromkeys(amounts(june), "0.00"), **later}
    assert may.profit + june.profit == statement(world).profit
    assert {(line.account, line.currency): line.closing for line in june.accounts} == all_balances(world)
    assert {(line.account, line.currency): line.closing for line in may.accounts} == {
        (line.account, line.currency): line.opening for line in june.accounts if line.account != "exchange_result"
    }
    assert all(not line.opening.amount for line in may.accounts)
    assert (june.pieces, june.profit_per_piece, june.gross_margin) == (0, None, None)


def test_every_figure_can_be_opened(world: World) -> None:
    found = statement(world)
    kinds = {
        name: [entry.kind for entry in entries_of(world, figure.entries)] for name, figure in found.figures.items()
    }
    assert (
        kinds["revenue"] == ["sale", "sale"] and kinds["refunds"] == ["refund"] and kinds["vat"] == ["sale", "refund"]
    )
    assert (
        kinds["fees"] == ["fee", "fee", "refund"]
        and kinds["exchange"] == ["exchange_result"]
        and kinds["other"] == ["odd"]
    )
    for name in COSTS:
        account = {"goods": "goods_sold", "other": "samples"}.get(name, name)
        postings = [
            one
            for entry in entries_of(world, found.figures[name].entries)
            for one in entry.postings
            if one.account == account
        ]
        assert sum(one.amount for one in postings) == found.figures[name].amount.amount
    assert len(kinds["profit"]) == len(set(found.figures["profit"].entries)) and "opening" not in kinds["profit"]


def test_countries_listings_and_the_rest_make_up_the_whole(world: World) -> None:
    found = statement(world)
    # at home 36.81 - 9.20 net, less fees 5.26, postage 4.79, goods 12.00; abroad 40.00 less 3.20, 2.00, 12.00, 0.90
    assert [(group.key, str(group.net), str(group.profit), group.pieces, group.orders) for group in found.countries] == [
        ("DE", "27.61 EUR", "5.56 EUR", 1, ("o1",)), ("KZ", "40.00 EUR", "21.90 EUR", 1, ("o2",)),
    ]  # fmt: skip
    assert [(group.key, group.profit) for group in found.listings] == [
        (DE_LAMP, euro("5.56")),
        (KZ_LAMP, euro("21.90")),
    ]
    assert found.without_order == euro("-6.47")  # advertising, storage, exchange
    assert euro("5.56") + euro("21.90") + found.without_order == found.profit
    assert {entry.order for entry in entries_of(world, found.countries[0].entries)} == {"o1"}
    assert found.countries[0].profit_per_piece == euro("5.56")


def test_advertising_and_storage_billed_at_midnight_belong_to_the_day_before() -> None:
    world = make_world()
    world.now = midnight(28)  # 1 June
    book(world, "ads", None, [("ads", 500), ("platform:meridian", -500)])
    spend(world, "storage", None, "storage", euro("1.10"))
    may, june = (statement(world, period.since, period.until).figures for period in months(world.setting, world.now))
    assert (may["ads"].amount, may["storage"].amount) == (euro("5.00"), euro("1.10"))
    assert (june["ads"].amount, june["storage"].amount) == (euro("0.00"), euro("0.00"))


def test_months_are_those_of_the_calendar() -> None:
    setting = make_setting(start=datetime.fromisoformat("2026-11-30T08:00:00+01:00"))
    found = months(setting, midnight(32))
    assert [(period.year, period.month) for period in found] == [(2026, 11), (2026, 12), (2027, 1)]
    assert [(period.since, period.until) for period in found] == [
        (0, midnight(1)),
        (midnight(1), midnight(32)),
        (midnight(32), midnight(63)),
    ]
    assert len(months(setting, midnight(32) - 1)) == 2


def test_tax_that_is_paid_over_is_no_income_and_the_tax_on_one_cent_is_given_back() -> None:
    world = make_world()
    order = sold(world, "o1", euro("119.00"))
    spend(world, "tax_payment", None, "vat", euro("5.00"))
    for _ in range(8):
        give_back(world, order, euro("0.01"), "goodwill", "shop")
    found = statement(world)
    assert (found.figures["revenue"].amount, found.figures["refunds"].amount) == (euro("119.00"), euro("0.08"))
    assert found.figures["vat"].amount == euro("18.99")
    assert found.profit == found.net - found.figures["fees"].amount


def test_the_lines_of_one_order_stand_with_the_entries_behind_them(world: World) -> None:
    lines = order_lines(world, "o2")
    assert {name: str(line.amount) for name, line in lines.items() if line.amount.amount} == {
        "revenue": "40.00 EUR", "fees": "3.20 EUR", "duty": "2.00 EUR", "goods": "12.00 EUR", "other": "0.90 EUR", "profit": "21.90 EUR",
    }  # fmt: skip
    assert [entry.kind for entry in entries_of(world, lines["fees"].entries)] == ["fee"]
    assert lines["owed"].amount == Money(0, "KZT")  # paid out
    assert [(entry.kind, entry.currency) for entry in entries_of(world, lines["owed"].entries)] == [
        ("sale", "KZT"),
        ("fee", "KZT"),
    ]
    assert order_lines(world, "o1")["profit"].amount == euro("5.56")
    with pytest.raises(KeyError):
        order_lines(world, "o9")


def test_an_empty_shop_has_a_statement_of_nothing() -> None:
    found = statement(make_world(stock={}))
    assert set(amounts(found).values()) == {"0.00"}
    assert (found.countries, found.listings, found.gross_margin) == ((), (), None)
