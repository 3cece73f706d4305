"""A shop with very many orders: its pages show parts of them, its files are sent as they are made, its journal stays small.

A thousand orders stand for the ten thousand on which `benchmarks/test_orders.py` measures times.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from lab.app import create_app
from lab.engine.clone import clone
from lab.engine.do import do
from lab.engine.pack import world_hash
from lab.ledger.books import all_balances
from lab.orders.actions import AcknowledgeOrder, CancelOrder
from lab.school.accounts import Viewer, create_user
from lab.school.courses import create_course, join_course
from lab.school.database import Database
from lab.school.order_list import PAGE
from lab.school.runs import act, journal_of, play_of
from lab.school.settings import load_settings
from lab.world.world import World
from tests.scale.many import fill_run, open_long_run
from tests.web.browser import PASSWORD, Browser

ORDERS = 1000


class Shop:
    """A student at a browser, with a run that has many orders."""

    def __init__(self, folder: Path, markets: Path) -> None:
        self.app: Flask = create_app(load_settings({"LAB_INSTANCE": str(folder)}))
        self.db: Database = self.app.extensions["lab_database"]
        self.db.settings.markets.symlink_to(markets, target_is_directory=True)
        teacher = create_user(self.db, login="teacher", name="Petra Keller", password=PASSWORD, role="instructor")
        self.student: Viewer = create_user(self.db, login="student", name="Aigerim", password=PASSWORD, role="student")
        course = create_course(self.db, teacher, "Export management")
        join_course(self.db, self.student, course.join_code or "")
        self.run = open_long_run(self.db, teacher, self.student, course.id)
        fill_run(self.db, self.student, self.run, ORDERS)
        self.browser = Browser(self.app.test_client()).sign_in("student")

    @property
    def world(self) -> World:
        return play_of(self.db, self.student, self.run).world

    def get(self, path: str) -> str:
        return self.browser.get(f"/runs/{self.run}{path}")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, markets: Path) -> Iterator[Shop]:
    made = Shop(tmp_path_factory.mktemp("many"), markets)
    yield made
    made.db.close()


def test_the_month_has_brought_everything_that_orders_bring(shop: Shop) -> None:
    world = shop.world
    states = {order.state for order in world.orders.values()}
    assert len(world.orders) >= ORDERS
    assert {"unshipped", "shipped", "delivered", "cancelled", "returned"} <= states
    assert world.reviews and world.returns and world.threads and world.payouts
    assert {order.currency for order in world.orders.values()} == {"EUR", "KZT"}


def test_the_journal_stays_small_and_the_world_comes_back_from_its_snapshot(shop: Shop) -> None:
    before = world_hash(shop.world)
    shop.db.plays.drop(shop.run)
    assert world_hash(shop.world) == before
    assert len(journal_of(shop.db, shop.student, shop.run)) < 5


def test_the_list_shows_a_page_and_finds_one_among_all(shop: Shop) -> None:
    orders = list(shop.world.orders.values())
    first = shop.get("/orders")
    last = shop.get(f"/orders?page={-(-len(orders) // PAGE)}")
    assert sum(order.number in first for order in orders) == PAGE
    assert 0 < sum(order.number in last for order in orders) <= PAGE
    found = shop.get(f"/orders?q={orders[7].number}")
    assert [order.number for order in orders if order.number in found] == [orders[7].number]


def test_the_orders_are_sent_row_by_row(shop: Shop) -> None:
    items = sum(len(order.items) for order in shop.world.orders.values())
    parts = list(stream(shop, "/orders.csv"))
    assert len(parts) >= items // 250
    assert max(map(len, parts)) < 100_000
    rows = list(csv.reader(io.StringIO(b"".join(parts).decode("utf-8-sig"))))
    assert rows[0][0] == "order_number"
    assert len(rows) == 1 + items



def stream(shop: Shop, path: str) -> Iterator[bytes]:
    """The parts of a file as the server hands them to the network."""
    answer = shop.browser.client.get(f"/runs/{shop.run}{path}", buffered=False)
    assert answer.status_code == 200 and answer.is_streamed
    return iter(answer.iter_encoded())


def test_balances_that_are_carried_on_are_those_of_the_whole_books(shop: Shop) -> None:
    world = clone(shop.world)
    all_balances(world)
    order = next(order for order in world.orders.values() if order.is_open)
    assert do(world, CancelOrder(order.id)).ok
    plain: dict[tuple[str, str], int] = {}
    for entry in world.ledger:
        for posting in entry.postings:
            plain[posting.account, entry.currency] = plain.get((posting.account, entry.currency), 0) + posting.amount
    assert {place: money.amount for place, money in all_balances(world).items()} == plain
    for currency in ("EUR", "KZT"):
        assert sum(amount for (_account, found), amount in plain.items() if found == currency) == 0


def test_an_action_leaves_the_world_that_a_reader_holds(shop: Shop) -> None:
    world = shop.world
    before = world_hash(world)
    order = next(order for order in world.orders.values() if order.is_open and order.acknowledged_at is None)
    assert act(shop.db, shop.student, shop.run, AcknowledgeOrder(order.id)).ok
    assert world_hash(world) == before
    assert shop.world.orders[order.id].acknowledged_at == world.now
