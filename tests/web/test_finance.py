"""Finance pages: overview, month-end, profit, payouts, prices abroad, the books with their filters and files, the worksheet."""

import csv
import io
import re
from pathlib import Path

import pytest

from lab.engine.actions import Advance, EndDay
from lab.ledger.actions import SavePricing
from lab.listings.actions import SetPrice
from lab.orders.actions import CancelOrder
from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView
from lab.school.database import Database
from lab.school.runs import act, play_of
from lab.values.money import Money
from lab.world.world import World
from tests.robot import play_reference
from tests.web.abroad import open_abroad
from tests.web.browser import Browser

PAGES = ("", "/month-end", "/profit", "/payouts", "/prices", "/books", "/worksheet")
KZ = "caravan/KZ"


@pytest.fixture
def abroad(db: Database, student: Viewer, assignment: AssignmentView, tmp_path: Path) -> int:
    """A fresh run whose buyers pay in their own money."""
    return open_abroad(db, student, assignment, tmp_path)


@pytest.fixture
def paid_out(db: Database, student: Viewer, abroad: int) -> int:
    """The same after five weeks: orders of both countries were sent and a platform has paid tenge out."""
    play_reference(db, student, abroad, 60 * 60)
    while not any(payout.gross.currency == "KZT" for payout in world_of(db, student, abroad).payouts):
        assert act(db, student, abroad, EndDay()).ok
        assert world_of(db, student, abroad).now < 50 * 24 * 60
    return abroad


def world_of(db: Database, student: Viewer, run_id: int) -> World:
    return play_of(db, student, run_id).world


def rows_of(browser: Browser, path: str) -> list[list[str]]:
    answer = browser.client.get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_in_a_fresh_run(at_home: Browser, run_id: int, path: str) -> None:
    assert "Finance" in at_home.get(f"/runs/{run_id}/finance{path}")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_in_a_run_that_is_old(at_home: Browser, paid_out: int, path: str) -> None:
    page = at_home.get(f"/runs/{paid_out}/finance{path}")
    assert page.count('aria-current="page"') >= 2  # the rail and the tab


def test_payouts_and_prices_are_tabs_only_where_buyers_pay_in_their_own_money(at_home: Browser, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/finance")
    assert "Prices abroad" not in page
    assert "keep the money of your sales until the end" in page
    assert "In this run buyers pay in your own currency" in at_home.get(f"/runs/{run_id}/finance/prices")
    assert "No payouts in this run" in at_home.get(f"/runs/{run_id}/finance/payouts")


# ------------------------------------------------------------------------------------- overview and reports


def test_the_overview_says_what_is_owed_in_which_currency_and_when_it_comes(at_home: Browser, db: Database, student: Viewer, abroad: int) -> None:
    act(db, student, abroad, Advance(23 * 60))
    page = at_home.get(f"/runs/{abroad}/finance")
    assert "next payout: Day 8 · 00:00" in page
    assert re.search(r"KZT\s[\d,]+\.\d\d", page)
    assert "Caravan pays every <bdi" in page
    assert "Goods on the way" in page
    assert "Cash at the end of the day" in page  # the second day has come


def test_a_figure_of_the_month_opens_the_entries_behind_it(at_home: Browser, paid_out: int) -> None:
    page = at_home.get(f"/runs/{paid_out}/finance/month-end?period=2026-05")
    assert '<option value="2026-05" selected>' in page
    assert "closed" in page
    assert 'id="behind"' not in page
    page = at_home.get(f"/runs/{paid_out}/finance/month-end?period=2026-05&figure=fees")
    assert "Behind “Platform fees”" in page
    assert "<td>Platform fees</td>" in page[page.index('id="behind"') :]
    whole = at_home.get(f"/runs/{paid_out}/finance/month-end?period=all&figure=exchange")
    assert "1 entry, newest first" in whole


def test_strange_periods_and_figures_show_the_present_month(at_home: Browser, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/finance/month-end?period=1999-13&figure=%3Cb%3E&page=-4")
    assert '<option value="2026-05" selected>' in page
    assert 'id="behind"' not in page


def test_profit_is_told_by_country_and_listing_and_a_row_opens_its_entries(at_home: Browser, paid_out: int) -> None:
    page = at_home.get(f"/runs/{paid_out}/finance/profit")
    assert "Germany" in page
    assert "Kazakhstan" in page
    assert "Belongs to no order" in page  # the loss of the exchange
    page = at_home.get(f"/runs/{paid_out}/finance/profit?by=country&key=KZ")
    behind = page[page.index('id="behind"') :]
    assert "Behind “Kazakhstan”" in behind
    assert "Exchange of currencies" in behind
    assert "Owed by Meridian" not in behind
    assert 'id="behind"' not in at_home.get(f"/runs/{paid_out}/finance/profit?by=country&key=XX")


def test_payouts_show_rate_margin_and_result_and_no_rate_to_come(at_home: Browser, db: Database, student: Viewer, paid_out: int) -> None:
    page = at_home.get(f"/runs/{paid_out}/finance/payouts")
    assert "takes a margin of" in page
    assert re.search(r'class="gain-loss (gain|loss)"', page)
    world = world_of(db, student, paid_out)
    days = world.now // (24 * 60) + 1
    table = page[page.index("Show as a table") :]
    assert f"Day {days}<" in table
    assert f"Day {days + 1}<" not in table


# ------------------------------------------------------------------------------------- prices abroad


def test_prices_are_tried_without_saving_then_saved_then_taken_away(at_home: Browser, db: Database, student: Viewer, abroad: int) -> None:
    path = f"/runs/{abroad}/finance/prices"
    act(db, student, abroad, SetPrice("caravan/KZ/bulb", Money(1000, "EUR")))
    at_home.get(path)
    values = {"place": KZ, "rate": "600", "markup": "2,5", "ending": "ninety"}
    at_home.send(path, status=200, do="try", **values)
    assert "not saved yet" in at_home.page
    assert re.search(r"KZT\s6,150\.00", at_home.page)  # before its ending
    assert re.search(r"KZT\s6,190\.00", at_home.page)
    assert world_of(db, student, abroad).pricing == {}
    at_home.send(path, do="save", **values)
    rule = world_of(db, student, abroad).pricing[KZ]
    assert (rule.rate_micro, rule.markup_permille, rule.ending) == (600_000_000, 25, "ninety")
    page = at_home.get(path)
    assert 'value="600"' in page
    assert 'value="2.5"' in page
    at_home.send(path, place=KZ, do="clear")
    assert world_of(db, student, abroad).pricing == {}


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"rate": "much"}, 422, "rate"),
        ({"rate": "-3"}, 422, "rate"),
        ({"markup": "1.25"}, 422, "markup"),
        ({"ending": "loud"}, 422, "ending"),
        ({"markup": "90"}, 409, "markup"),
        ({"rate": "5"}, 409, "rate"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_beside_its_field(
    at_home: Browser, db: Database, student: Viewer, abroad: int, changes: dict[str, str], status: int, field: str
) -> None:
    path = f"/runs/{abroad}/finance/prices"
    at_home.get(path)
    values = {"place": KZ, "rate": "600", "markup": "", "ending": "exact", **changes}
    at_home.send(path, status=status, do="save", **values)
    assert f'id="f-{field}-place-caravan-KZ-fault"' in at_home.page
    if field != "ending":
        assert f'value="{values[field]}"' in at_home.page
    assert world_of(db, student, abroad).pricing == {}


def test_a_place_with_the_shops_own_money_has_no_rule(at_home: Browser, db: Database, student: Viewer, abroad: int) -> None:
    path = f"/runs/{abroad}/finance/prices"
    at_home.get(path)
    at_home.send(path, place="meridian/DE", do="save", rate="", markup="5", ending="exact")
    assert world_of(db, student, abroad).pricing == {}


def test_a_saved_rule_of_another_kind_is_shown_as_it_was_typed(at_home: Browser, db: Database, student: Viewer, abroad: int) -> None:
    assert act(db, student, abroad, SavePricing(KZ, 512_345_600, -55, "nine")).ok
    page = at_home.get(f"/runs/{abroad}/finance/prices")
    assert 'value="512.3456"' in page
    assert 'value="-5.5"' in page


# ------------------------------------------------------------------------------------- books and files


def test_the_books_are_filtered_and_balance_in_every_currency(at_home: Browser, db: Database, student: Viewer, abroad: int) -> None:
    act(db, student, abroad, Advance(23 * 60))
    number = next(order.number for order in world_of(db, student, abroad).orders.values() if order.country == "KZ")
    page = at_home.get(f"/runs/{abroad}/finance/books?currency=KZT&order={number}")
    balance = page[page.index('id="balance"') : page.index("Double entry")]
    assert "EUR" not in re.sub(r"<[^>]+>", "", balance)
    assert re.search(r"KZT\s0\.00", balance)
    assert "Owed by Caravan" in page
    assert "Owed by Meridian</td>" not in page
    page = at_home.get(f"/runs/{abroad}/finance/books?order=nope")
    assert "There is no such order." in page
    assert "No such entry" in page
    assert "No such entry" in at_home.get(f"/runs/{abroad}/finance/books?kind=opening&currency=KZT")


def test_the_books_are_a_file_with_every_posting_that_is_asked_for(at_home: Browser, db: Database, student: Viewer, abroad: int) -> None:
    act(db, student, abroad, Advance(23 * 60))
    ledger = world_of(db, student, abroad).ledger
    heads, *rows = rows_of(at_home, f"/runs/{abroad}/finance/books.csv")
    assert heads[:5] == ["entry", "day", "date", "time", "kind"]
    assert len(rows) == sum(len(entry.postings) for entry in ledger)
    assert rows[0] == ["1", "1", "2026-05-04", "08:00", "opening", "", "cash", rows[0][7], "", "EUR"]
    only = rows_of(at_home, f"/runs/{abroad}/finance/books.csv?currency=KZT")[1:]
    assert {row[-1] for row in only} == {"KZT"}
    assert rows_of(at_home, f"/runs/{abroad}/finance/books.csv?order=nope") == [heads]


def test_month_end_and_profit_are_files(at_home: Browser, paid_out: int) -> None:
    rows = rows_of(at_home, f"/runs/{paid_out}/finance/month-end.csv?period=all")
    figures = {row[1]: row[5] for row in rows if row[0] == "figure"}
    assert {"revenue", "vat", "exchange", "profit"} <= set(figures)
    assert not any(value.startswith("'") for value in figures.values())  # a loss stays a number
    assert any(row[:3] == ["account", "platform:caravan", "KZT"] for row in rows)
    rows = rows_of(at_home, f"/runs/{paid_out}/finance/profit.csv")
    assert rows[-1][0] == "total"
    assert rows[-1][5] == figures["profit"]
    assert {row[1] for row in rows if row[0] == "country"} == {"DE", "KZ"}


# ------------------------------------------------------------------------------------- worksheet


def test_a_worksheet_takes_the_further_lines_too(at_home: Browser, db: Database, student: Viewer, abroad: int) -> None:
    at_home.get(f"/runs/{abroad}/finance/worksheet")
    at_home.send(f"/runs/{abroad}/finance/worksheet", revenue="121,50", exchange="-1.86")
    own = world_of(db, student, abroad).papers.worksheet
    assert {name: str(value) for name, value in own.items()} == {"revenue": "121.50 EUR", "exchange": "-1.86 EUR"}
    page = at_home.get(f"/runs/{abroad}/finance/worksheet")
    assert 'value="121.50"' in page
    assert 'value="-1.86"' in page


def test_the_exchange_is_asked_only_where_there_is_one_and_faults_keep_what_was_typed(at_home: Browser, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/finance/worksheet")
    assert 'name="refunds"' in page
    assert 'name="exchange"' not in page
    at_home.send(f"/runs/{run_id}/finance/worksheet", status=422, revenue="lots", goods="4.10")
    assert 'value="lots"' in at_home.page
    assert 'value="4.10"' in at_home.page
    at_home.send(f"/runs/{run_id}/finance/worksheet", status=409)
    assert "The worksheet has lines that are not asked for" in at_home.page


def test_a_refund_stands_in_the_report(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    act(db, student, run_id, Advance(21 * 60))
    order = next(iter(world_of(db, student, run_id).orders))
    assert act(db, student, run_id, CancelOrder(order)).ok
    assert "Cancellation" in at_home.get(f"/runs/{run_id}/finance/month-end?figure=refunds")
