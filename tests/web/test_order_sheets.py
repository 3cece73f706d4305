"""Orders as CSV, and parcels out of one."""

import csv
import io

import pytest
from werkzeug.test import TestResponse

from lab.school.accounts import Viewer
from lab.school.database import Database
from tests.web.browser import Browser
from tests.web.order_shop import ABROAD, HOME, open_shop, order_of, send

HEAD = "order_number,lane,items,documents\n"


@pytest.fixture
def shop(db: Database, student: Viewer, run_id: int) -> int:
    return open_shop(db, student, run_id)


def rows_of(answer: TestResponse) -> list[list[str]]:
    assert answer.mimetype == "text/csv" and answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def look_through(browser: Browser, run_id: int, text: str) -> TestResponse:
    return send(browser, run_id, "/sheet", sheet=(io.BytesIO(text.encode()), "parcels.csv"))


def test_orders_are_exported_as_the_list_shows_them(at_home: Browser, db: Database, student: Viewer, shop: int) -> None:
    everything = rows_of(at_home.client.get(f"/runs/{shop}/orders.csv"))
    assert everything[0][0] == "order_number" and len(everything) > 2
    number = order_of(db, student, shop, ABROAD).number
    assert [row[0] for row in rows_of(at_home.client.get(f"/runs/{shop}/orders.csv?q={number}"))[1:]] == [number]
    assert [row[0] for row in rows_of(send(at_home, shop, "/export", order=[ABROAD, "no-such"]))[1:]] == [number]


def test_the_template_names_the_orders_to_be_sent(at_home: Browser, db: Database, student: Viewer, shop: int) -> None:
    numbers = [row[0] for row in rows_of(at_home.client.get(f"/runs/{shop}/orders/template.csv"))[1:]]
    assert order_of(db, student, shop, HOME).number in numbers


def test_a_sheet_is_looked_through_and_then_done_row_by_row(at_home: Browser, db: Database, student: Viewer, shop: int) -> None:
    home, abroad = (order_of(db, student, shop, one) for one in (HOME, ABROAD))
    answer = look_through(at_home, shop, f"{HEAD}{home.number},de_parcel,,invoice\n{abroad.number},kz_tracked,bulb:900,\n")
    assert answer.status_code == 200 and "Hand over 2 parcels" in answer.text
    assert order_of(db, student, shop, HOME).parcels == []
    packed = answer.text.split('name="packed" value="')[1].split('"')[0]
    result = send(at_home, shop, "/sheet/do", packed=packed)
    assert "1 parcel is with the carrier." in result.text and "1 row was refused" in result.text
    assert order_of(db, student, shop, HOME).parcels[0].documents == ("invoice",)
    assert order_of(db, student, shop, ABROAD).parcels == []


def test_faults_are_shown_by_row_and_nothing_is_done(at_home: Browser, db: Database, student: Viewer, shop: int) -> None:
    number = order_of(db, student, shop, HOME).number
    answer = look_through(at_home, shop, f"{HEAD}{number},de_parcel,,\nno-such,x,,\n")
    assert answer.status_code == 422
    assert "Nothing has been done" in answer.text and "There is no order “no-such”." in answer.text
    assert 'name="packed"' not in answer.text
    assert order_of(db, student, shop, HOME).parcels == []


def test_what_is_no_sheet_is_told_so(at_home: Browser, shop: int) -> None:
    assert "The file is empty." in look_through(at_home, shop, "").text
    assert send(at_home, shop, "/sheet/do", packed="nonsense").status_code == 302
    assert "The columns" in at_home.get(f"/runs/{shop}/orders/sheet")
