"""A run with two orders in, and forms sent to the pages of orders."""

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


def open_shop(db: Database, student: Viewer, run_id: int) -> int:
    """Lets a run come to its second morning, with both orders in."""
    act(db, student, run_id, SaveShipping("caravan/KZ", "kz_tracked", ("KZ",), 48, Money(0, "EUR")))
    act(db, student, run_id, Advance(23 * 60))
    return run_id


def order_of(db: Database, student: Viewer, run_id: int, order_id: str) -> Order:
    return play_of(db, student, run_id).world.orders[order_id]


def send(browser: Browser, run_id: int, path: str, **fields: object) -> TestResponse:
    """Send a form of the order pages, from the list."""
    browser.get(f"/runs/{run_id}/orders")
    return browser.client.post(f"/runs/{run_id}/orders{path}", data={"csrf_token": browser.token, **fields})
