"""What is done to orders from their pages, beside plain packing (`test_orders`)."""

import pytest

from lab.school.accounts import Viewer
from lab.school.database import Database
from tests.web.browser import Browser
from tests.web.order_shop import ABROAD, HOME, open_shop, order_of, send


@pytest.fixture
def shop(db: Database, student: Viewer, run_id: int) -> int:
    return open_shop(db, student, run_id)


def test_ticked_orders_are_acknowledged_and_a_second_time_says_why_not(
    at_home: Browser, db: Database, student: Viewer, shop: int
) -> None:
    assert send(at_home, shop, "/acknowledge", order=[HOME, ABROAD, "no-such"], state="unshipped").location.endswith("state=unshipped")
    assert order_of(db, student, shop, ABROAD).acknowledged_at is not None
    assert "2 orders are acknowledged." in at_home.get(f"/runs/{shop}/orders")
    send(at_home, shop, "/acknowledge", order=[HOME])
    assert "1 order not:" in at_home.get(f"/runs/{shop}/orders")
    send(at_home, shop, "/acknowledge")
    assert "Tick the orders first." in at_home.get(f"/runs/{shop}/orders")


def test_one_order_is_acknowledged_on_its_page(at_home: Browser, db: Database, student: Viewer, shop: int) -> None:
    send(at_home, shop, f"/{HOME}/acknowledge")
    assert order_of(db, student, shop, HOME).acknowledged_at is not None
    assert "You acknowledged the order" in at_home.get(f"/runs/{shop}/orders/{HOME}")


def test_an_order_leaves_in_two_parcels(at_home: Browser, db: Database, student: Viewer, shop: int) -> None:
    part = {"pack.bulb": "1", "lane": "kz_tracked", "more_to_come": "1"}
    assert send(at_home, shop, f"/{ABROAD}/ship", **part).status_code == 302
    assert order_of(db, student, shop, ABROAD).state == "part_shipped"
    assert "Still to be sent:" in at_home.get(f"/runs/{shop}/orders/{ABROAD}")
    refused = send(at_home, shop, f"/{ABROAD}/ship", **part)
    assert refused.status_code == 409
    assert send(at_home, shop, f"/{ABROAD}/ship", **{"pack.bulb": "1", "lane": "kz_tracked"}).status_code == 302
    assert len(order_of(db, student, shop, ABROAD).parcels) == 2


def test_a_line_is_added_to_the_form_and_nothing_typed_is_lost(at_home: Browser, db: Database, student: Viewer, shop: int) -> None:
    typed = {"pack.bulb": "2", "with_form": "1", "form.description": "LED bulbs of glass", "add_line": "1"}
    answer = send(at_home, shop, f"/{ABROAD}/ship", **typed)
    assert answer.status_code == 200
    assert 'value="LED bulbs of glass"' in answer.text
    assert 'name="form.1.hs_code"' in answer.text and 'name="form.lines" value="1"' in answer.text
    assert order_of(db, student, shop, ABROAD).parcels == []


def test_the_second_line_goes_on_the_form_and_an_empty_one_does_not(
    at_home: Browser, db: Database, student: Viewer, shop: int
) -> None:
    line = {"description": "LED bulbs", "hs_code": "853952", "origin": "cn", "quantity": "1", "value": "12.90", "weight_g": "95"}
    typed = {
        "pack.bulb": "2", "lane": "kz_tracked", "with_form": "1", "form.kind": "sale_of_goods", "form.lines": "2",
        "form.tax_reference": "IM2760004213",
        **{f"form.{name}": value for name, value in line.items()}, **{f"form.1.{name}": value for name, value in line.items()},
    }  # fmt: skip
    assert send(at_home, shop, f"/{ABROAD}/ship", **typed).status_code == 302
    form = order_of(db, student, shop, ABROAD).parcels[0].customs_form
    assert form is not None
    assert [one.origin for one in form.contents] == ["CN", "CN"]
    assert form.tax_reference == "IM2760004213"


def test_written_out_papers_are_declared_whole_or_not_at_all(
    at_home: Browser, db: Database, student: Viewer, shop: int
) -> None:
    half = {"pack.bulb": "2", "lane": "kz_tracked", "invoice.incoterm": "ddp", "packing.packages": "1"}
    answer = send(at_home, shop, f"/{ABROAD}/ship", **half)
    assert answer.status_code == 422
    assert 'value="ddp"' in answer.text and "Write an amount, such as 11.40." in answer.text
    whole = {
        **half, "invoice.place": "Almaty", "invoice.goods": "25,80", "invoice.freight": "0", "invoice.hs_code": "853952",
        "invoice.origin": "cn", "invoice.quantity": "2", "invoice.reason": "sale_of_goods", "packing.quantity": "2",
        "packing.net_g": "190", "packing.gross_g": "190",
    }  # fmt: skip
    assert send(at_home, shop, f"/{ABROAD}/ship", **whole).status_code == 302
    parcel = order_of(db, student, shop, ABROAD).parcels[0]
    assert parcel.invoice is not None and parcel.packing_list is not None
    assert (parcel.invoice.incoterm, str(parcel.invoice.goods), parcel.packing_list.net_g) == ("DDP", "25.80 EUR", 190)
    assert parcel.documents == ("invoice", "packing_list")


def test_the_postage_follows_what_is_packed(at_home: Browser, shop: int) -> None:
    empty = send(at_home, shop, f"/{ABROAD}/quote").text
    full = send(at_home, shop, f"/{ABROAD}/quote", **{"pack.bulb": "20"}).text
    assert "Prices for what is still to be sent:" in empty and "190 g" in empty
    assert "Prices for what you packed:" in full and "1,900 g" in full
    assert "<main" not in full
    again = send(at_home, shop, f"/{ABROAD}/ship", quote="1", **{"pack.bulb": "20"})
    assert again.status_code == 200 and "1,900 g" in again.text


def test_money_is_given_back_in_part_and_then_the_rest(at_home: Browser, db: Database, student: Viewer, shop: int) -> None:
    assert send(at_home, shop, f"/{HOME}/refund", **{"refund.amount": "1,50", "refund.reason": "late"}).status_code == 302
    order = order_of(db, student, shop, HOME)
    assert [(str(one.amount), one.reason) for one in order.refunds] == [("1.50 EUR", "late")]
    assert "€1.50 given back: Late" in at_home.get(f"/runs/{shop}/orders/{HOME}")
    assert send(at_home, shop, f"/{HOME}/refund", **{"refund.all": "1", "refund.reason": "goodwill"}).status_code == 302
    assert order_of(db, student, shop, HOME).refundable.amount == 0


def test_a_refund_without_reason_or_beyond_the_payment_says_so_beside_the_field(at_home: Browser, shop: int) -> None:
    answer = send(at_home, shop, f"/{HOME}/refund", **{"refund.amount": "x"})
    assert answer.status_code == 422
    assert "Choose a reason" in answer.text and "is not an amount" in answer.text
    beyond = send(at_home, shop, f"/{HOME}/refund", **{"refund.amount": "999", "refund.reason": "late"})
    assert beyond.status_code == 409 and 'id="f-refund.amount-fault"' in beyond.text


@pytest.mark.parametrize("path", ["answer-cancel", "answer-address"])
def test_there_is_nothing_to_answer_where_nobody_asked(at_home: Browser, db: Database, student: Viewer, shop: int, path: str) -> None:
    assert send(at_home, shop, f"/{HOME}/{path}", answer="yes").status_code == 302
    assert order_of(db, student, shop, HOME).state == "unshipped"
