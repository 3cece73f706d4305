"""Orders: packing by hand, papers, the customs form, the carrier, and cancelling."""

from dataclasses import replace

import pytest
from werkzeug.test import TestResponse

from lab.engine.actions import Advance
from lab.listings.actions import SaveShipping
from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.runs import act, play_of
from lab.values.money import Money
from lab.world.order import Order
from tests.web.browser import Browser

HOME, ABROAD = "o1", "o2"  # a bulb to Germany, two bulbs to Kazakhstan: nothing else is on sale in these runs


@pytest.fixture
def shop(db: Database, student: Viewer, run_id: int) -> int:
    """A run on its second morning, with both orders in."""
    act(db, student, run_id, SaveShipping("caravan/KZ", "kz_tracked", ("KZ",), 48, Money(0, "EUR")))
    act(db, student, run_id, Advance(23 * 60))
    return run_id


def order(db: Database, student: Viewer, run_id: int, order_id: str) -> Order:
    return play_of(db, student, run_id).world.orders[order_id]


def ship(browser: Browser, run_id: int, order_id: str, **fields: object) -> TestResponse:
    browser.get(f"/runs/{run_id}/orders/{order_id}")
    return browser.client.post(f"/runs/{run_id}/orders/{order_id}/ship", data={"csrf_token": browser.token, **fields})


def test_nothing_is_filled_in_for_the_student(at_home: Browser, shop: int) -> None:
    page = at_home.get(f"/runs/{shop}/orders/{ABROAD}")
    form = page[page.index('id="pack"') : page.index("Hand the parcel over")]
    assert 'name="pack.bulb" value=""' in form
    assert " checked" not in form
    assert 'name="form.value" dir="ltr"\n      value=""' in form


def test_a_parcel_leaves_as_it_was_packed(at_home: Browser, db: Database, student: Viewer, shop: int) -> None:
    answer = ship(at_home, shop, HOME, **{"pack.bulb": "1", "paper": ["invoice"], "lane": "de_parcel"})
    assert answer.status_code == 302
    parcel = order(db, student, shop, HOME).parcels[0]
    assert (parcel.items[0].sku, parcel.items[0].quantity, parcel.documents) == ("bulb", 1, ("invoice",))
    assert parcel.tracking_number in at_home.get(f"/runs/{shop}/orders/{HOME}")


def test_an_empty_box_is_refused_and_the_rest_stays_typed(at_home: Browser, shop: int) -> None:
    answer = ship(at_home, shop, HOME, paper=["invoice"], lane="de_parcel")
    assert answer.status_code == 409
    assert "Put at least one piece into the parcel." in answer.text
    assert 'value="invoice" checked' in answer.text
    assert 'value="de_parcel" checked' in answer.text


def test_more_than_is_in_store_is_refused(at_home: Browser, shop: int) -> None:
    answer = ship(at_home, shop, HOME, **{"pack.bulb": "999", "lane": "de_parcel"})
    assert answer.status_code == 409
    assert "pieces of bulb are in store" in answer.text
    assert 'name="pack.bulb" value="999"' in answer.text


def test_a_carrier_must_be_chosen(at_home: Browser, shop: int) -> None:
    answer = ship(at_home, shop, HOME, **{"pack.bulb": "1"})
    assert answer.status_code == 422
    assert "Choose a carrier" in answer.text


def test_the_customs_form_goes_on_the_parcel(at_home: Browser, db: Database, student: Viewer, shop: int) -> None:
    typed = {
        "pack.bulb": "2", "paper": ["invoice"], "lane": "kz_tracked", "with_form": "1", "form.kind": "sale_of_goods",
        "form.description": "LED light bulbs of plastic for lamps", "form.hs_code": "8539.52", "form.origin": "cn",
        "form.quantity": "2", "form.value": "25,80", "form.weight_g": "180",
    }  # fmt: skip
    assert ship(at_home, shop, ABROAD, **typed).status_code == 302
    parcel = order(db, student, shop, ABROAD).parcels[0]
    assert parcel.documents == ("invoice", "customs_form")
    assert parcel.customs_form is not None
    assert (parcel.customs_form.origin, str(parcel.customs_form.value)) == ("CN", "25.80 EUR")


def test_a_customs_form_that_cannot_be_read_keeps_every_field(at_home: Browser, shop: int) -> None:
    answer = ship(
        at_home, shop, ABROAD,
        **{"pack.bulb": "2", "lane": "kz_tracked", "with_form": "1", "form.hs_code": "8539.52", "form.weight_g": "light"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert 'value="8539.52"' in answer.text
    assert "“light” is not a whole number." in answer.text
    assert "Write an amount, such as 11.40." in answer.text


def test_a_wrong_form_leaves_all_the_same_as_in_life(at_home: Browser, db: Database, student: Viewer, shop: int) -> None:
    assert ship(at_home, shop, ABROAD, **{"pack.bulb": "2", "lane": "kz_tracked"}).status_code == 302
    assert order(db, student, shop, ABROAD).state == "shipped"


def test_a_cancelled_order_says_so(at_home: Browser, db: Database, student: Viewer, shop: int) -> None:
    at_home.get(f"/runs/{shop}/orders/{HOME}")
    at_home.send(f"/runs/{shop}/orders/{HOME}/cancel", reason="Leider vergriffen.")
    assert order(db, student, shop, HOME).state == "cancelled"
    assert "The order is cancelled" in at_home.get(f"/runs/{shop}/orders/{HOME}")


def test_the_list_shows_what_must_leave_first(at_home: Browser, shop: int) -> None:
    page = at_home.get(f"/runs/{shop}/orders?state=unshipped")
    assert page.index(f"/orders/{HOME}") < page.index(f"/orders/{ABROAD}")
    assert "No orders here" in at_home.get(f"/runs/{shop}/orders?state=delivered")


def test_the_list_is_filtered_and_searched(at_home: Browser, db: Database, student: Viewer, shop: int) -> None:
    number = order(db, student, shop, ABROAD).number
    found = at_home.get(f"/runs/{shop}/orders?q={number}")
    assert f"/orders/{ABROAD}" in found and f'/orders/{HOME}"' not in found
    assert f'/orders/{HOME}"' not in at_home.get(f"/runs/{shop}/orders?place=caravan/KZ")
    assert "Awaiting shipment" in at_home.get(f"/runs/{shop}/orders?place=caravan/KZ"), "the platform's own word"
    assert "Nothing fits these filters." in at_home.get(f"/runs/{shop}/orders?due=late")


def test_the_list_comes_in_pages_of_fifty(at_home: Browser, db: Database, student: Viewer, shop: int) -> None:
    orders = play_of(db, student, shop).world.orders
    for number in range(60):
        orders[f"x{number}"] = replace(orders[HOME], id=f"x{number}")
    first = at_home.get(f"/runs/{shop}/orders")
    assert first.count('name="order"') == 50 and 'rel="next"' in first
    assert at_home.get(f"/runs/{shop}/orders?page=2").count('name="order"') == len(orders) - 50
    assert at_home.get(f"/runs/{shop}/orders?page=99999").count('name="order"') == len(orders) - 50, "the last page"


def test_an_unknown_order_does_not_exist(at_home: Browser, shop: int) -> None:
    at_home.get(f"/runs/{shop}/orders/o99", status=404)
