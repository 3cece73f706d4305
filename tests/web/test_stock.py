"""Stock pages: where goods lie, buying more, freight compared, and the sheet."""

from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.runs import play_of
from tests.web.browser import Browser


def test_the_page_shows_every_product_and_how_long_it_lasts(at_home: Browser, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/stock")
    assert page.count("Home store, Germany") >= 2
    assert "nothing sold lately" in page


def test_more_is_bought_from_the_supplier(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    at_home.get(f"/runs/{run_id}/stock")
    path = f"/runs/{run_id}/stock/reorder"
    assert 'value="many"' in at_home.send(path, status=422, sku="lamp", quantity="many").text
    at_home.send(path, status=409, sku="lamp", quantity="99999")
    at_home.send(path, sku="lamp", quantity="5")
    world = play_of(db, student, run_id).world
    assert [(one.kind, one.sku, one.quantity) for one in world.inbound] == [("purchase", "lamp", 5)]
    assert "bought from the supplier" in at_home.get(f"/runs/{run_id}/stock")


def test_freight_is_compared_and_what_cannot_be_sent_is_said(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    assert "Type how many pieces" in at_home.get(f"/runs/{run_id}/stock/transfer")
    page = at_home.get(f"/runs/{run_id}/stock/transfer?sku=lamp&quantity=2&to=KZ")
    assert "One piece on the shelf" in page
    assert "does not take it" in page  # nobody has measured the sample's lamp
    assert "Send the goods" not in page
    assert "Picking and packing" in page
    path = f"/runs/{run_id}/stock/transfer"
    assert "Choose a freight service." in at_home.send(path, status=422, sku="lamp", quantity="2", to="KZ").text
    at_home.send(path, status=409, sku="lamp", quantity="2", to="KZ", lane="de_us_air")
    assert play_of(db, student, run_id).world.inbound == []


def test_the_stock_goes_out_as_a_sheet(at_home: Browser, run_id: int) -> None:
    answer = at_home.client.get(f"/runs/{run_id}/stock/stock.csv")
    assert answer.data.startswith(b"\xef\xbb\xbfkind,sku,place,pieces")
    assert "stock,lamp,DE," in answer.text
