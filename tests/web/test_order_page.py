"""What the page of one order shows beside its forms."""

from dataclasses import replace

import pytest
from werkzeug.datastructures import MultiDict

from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.runs import play_of
from lab.web.order_page import MAX_LINES, form_lines
from lab.world.aftermath import Return
from tests.web.browser import Browser
from tests.web.order_shop import ABROAD, HOME, open_shop


@pytest.fixture
def shop(db: Database, student: Viewer, run_id: int) -> int:
    return open_shop(db, student, run_id)


def test_lines_of_the_form_come_one_by_one_up_to_a_limit() -> None:
    assert form_lines(MultiDict()) == 0
    assert form_lines(MultiDict({"form.lines": "2", "add_line": "1"})) == 3
    assert form_lines(MultiDict({"form.lines": "999"})) == MAX_LINES - 1
    assert form_lines(MultiDict({"form.lines": "-1"})) == 0


def test_the_page_explains_the_postage_and_the_cost_to_the_door(at_home: Browser, shop: int) -> None:
    page = at_home.get(f"/runs/{shop}/orders/{ABROAD}")
    assert "Billed weight 190 g." in page and "Parcel up to 250 g" in page
    assert "What it costs to the door" in page and "Below the limit: neither duty nor import tax." in page
    assert "853952" not in page, "the HS code is for the student to find"


def test_a_buyers_wish_is_put_before_the_student_with_yes_and_no(
    at_home: Browser, db: Database, student: Viewer, shop: int
) -> None:
    order = play_of(db, student, shop).world.orders[HOME]
    order.address_wish = replace(order.buyer, city="Garmisch-Partenkirchen")
    order.cancel_wish_at = order.placed_at
    page = at_home.get(f"/runs/{shop}/orders/{HOME}")
    assert "Garmisch-Partenkirchen" in page and "Send to the new address" in page and "Keep the old address" in page
    assert "Agree and cancel" in page and "Do not cancel" in page
    assert "buyer asks" in at_home.get(f"/runs/{shop}/orders")


def test_an_order_on_hold_cannot_be_packed(at_home: Browser, db: Database, student: Viewer, shop: int) -> None:
    order = play_of(db, student, shop).world.orders[HOME]
    order.state, order.held_until = "held", order.placed_at + 720
    page = at_home.get(f"/runs/{shop}/orders/{HOME}")
    assert "The payment is being verified" in page and 'id="pack"' not in page


def test_what_comes_afterwards_leads_to_its_page(at_home: Browser, db: Database, student: Viewer, shop: int) -> None:
    world = play_of(db, student, shop).world
    world.returns.append(Return(HOME, world.now, "changed_mind"))
    page = at_home.get(f"/runs/{shop}/orders/{HOME}")
    assert f'href="/runs/{shop}/aftersales">The buyer wants to send it back: changed their mind' in page
