"""The desk: what to do next, letting time pass, and what happened."""

import re
from typing import get_args

import pytest
from flask import Flask

from lab.engine.actions import Advance
from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.daybook import Cause
from lab.school.overview import Event, EventKind, Step, StepKind
from lab.school.runs import act, play_of, run_for
from lab.values.moment import HOUR
from lab.values.money import Money
from lab.web.day_words import PROMOTIONS, cause_text
from lab.web.seller import Seat
from lab.web.steps import event_line, step_line
from lab.world.aftermath import Dispute, Return, Review
from lab.world.promotion import Promotion
from lab.world.world import World
from tests.web.browser import Browser


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_a_fresh_run_says_first_of_all_to_read_the_brief(at_home: Browser, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/")
    first = page[page.index('class="steps-todo"') :].split("</li>")[0]
    assert "Read the brief" in first
    assert "Day 1 · 08:00" in text_of(page)


def test_every_listing_that_is_wanted_stands_among_the_next_steps(at_home: Browser, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/")
    assert f"/runs/{run_id}/listings/meridian/DE/lamp" in page
    assert f"/runs/{run_id}/listings/caravan/KZ/lamp" in page
    assert "Say how orders are shipped: Caravan · Kazakhstan" in page


def test_what_is_due_first_stands_first(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    act(db, student, run_id, Advance(40))  # the listings are due on day 2 at 2:00, the answer to q1 at 8:30
    page = at_home.get(f"/runs/{run_id}/")
    assert page.index(f'href="/runs/{run_id}/listings/meridian/DE/lamp"') < page.index(f'href="/runs/{run_id}/messages/q1"')
    assert page.index(f'href="/runs/{run_id}/messages/q1"') < page.index("let time pass")


def test_letting_an_hour_pass_leads_to_what_happened_in_it(at_home: Browser, run_id: int) -> None:
    at_home.get(f"/runs/{run_id}/")
    answer = at_home.send(f"/runs/{run_id}/advance", by="1")
    assert answer.headers["Location"].endswith(f"/runs/{run_id}/today?since=0")
    page = text_of(at_home.get(f"/runs/{run_id}/today?since=0"))
    assert "From Day 1 · 08:00 to Day 1 · 09:00" in page
    assert " wrote" in page  # the first buyer writes half an hour after the start


def test_ending_the_day_leads_to_the_next_morning(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    at_home.get(f"/runs/{run_id}/")
    at_home.send(f"/runs/{run_id}/advance", by="day")
    assert play_of(db, student, run_id).world.now == 24 * 60


def test_a_way_of_waiting_that_is_not_offered_is_refused(at_home: Browser, run_id: int) -> None:
    at_home.get(f"/runs/{run_id}/")
    at_home.send(f"/runs/{run_id}/advance", status=422, by="999")


def test_the_run_bar_counts_what_waits(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    act(db, student, run_id, Advance(130))
    page = at_home.get(f"/runs/{run_id}/finance")
    bar = text_of(page[page.index('class="runbar"') : page.index("</section>")])
    assert "2 unanswered" in bar
    assert "0 to ship" in bar
    assert "€5,000.00" in bar


def test_the_teacher_looks_on_and_cannot_let_time_pass(at_desk: Browser, run_id: int) -> None:
    page = at_desk.get(f"/runs/{run_id}/")
    assert "Looking on" in page
    assert f"/runs/{run_id}/advance" not in page


def test_a_strangers_run_does_not_exist(at_home: Browser, run_id: int) -> None:
    at_home.get(f"/runs/{run_id + 1}/", status=404)


def test_the_brief_shows_tasks_sheets_papers_and_raw_photos(at_home: Browser, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/brief")
    assert page.count('<article class="card" id="task-') == 4
    photos = re.findall(r'src="(/runs/\d+/pictures/photo/[^"]+)"', page)
    assert len(photos) == 3 == page.count(f'href="/runs/{run_id}/studio/photo/')
    assert at_home.client.get(photos[0]).mimetype == "image/webp"
    kept = at_home.client.get(f"{photos[0]}?download=1")
    assert kept.mimetype == "image/jpeg" and "attachment" in kept.headers["Content-Disposition"]


def test_pictures_of_the_solution_are_not_given_out(at_home: Browser, run_id: int) -> None:
    at_home.get(f"/runs/{run_id}/brief/pictures/solution/arc-main.jpg", status=404)
    at_home.get(f"/runs/{run_id}/brief/pictures/../scenario.yaml", status=404)


BULB = "meridian/DE/bulb"


@pytest.fixture
def world(db: Database, student: Viewer, run_id: int) -> World:
    """The world of the run when its first orders have come."""
    act(db, student, run_id, Advance(20 * HOUR))
    return play_of(db, student, run_id).world


def test_what_buyers_ask_for_stands_among_the_next_steps_with_its_time(at_home: Browser, run_id: int, world: World) -> None:
    order = world.orders["o1"]
    order.address_wish, order.cancel_wish_at = order.buyer, world.now
    world.returns = [Return("o1", world.now, "changed_mind", decide_by=world.now + 30 * HOUR)]
    world.disputes = [Dispute("o1", world.now, "late", answer_by=world.now + 31 * HOUR, kind="chargeback")]
    page = text_of(at_home.get(f"/runs/{run_id}/"))
    assert f"The buyer wants order {order.number} sent to another address" in page
    assert f"The buyer wants to cancel order {order.number}" in page
    assert f"Decide about the return of order {order.number}" in page
    assert f"Answer the chargeback over order {order.number}" in page
    assert "in 1 d 6 h" in page
    assert f"Pack and ship order {order.number}" not in page


def test_quiet_things_stand_below_what_is_due(at_home: Browser, run_id: int, world: World) -> None:
    order = world.orders["o1"]
    order.state, order.delivered_at = "delivered", world.now
    world.reviews = [Review("o1", BULB, 2, world.now)] * 3
    page = text_of(at_home.get(f"/runs/{run_id}/"))
    assert page.index("Reply to 3 reviews") > page.index("Write the listing")


def test_promotions_are_told_on_the_page_of_the_day(at_home: Browser, run_id: int, world: World) -> None:
    world.promotions = {"p": Promotion("p", "discount", "Mai & Co", [BULB], 15, 5, 10 * HOUR, 0)}
    page = text_of(at_home.get(f"/runs/{run_id}/today?day=1"))
    assert "Promotion began: Mai & Co" in page
    assert "Promotion ended: Mai & Co" in page
    assert "A discount began: \u2068“Mai & Co”" in page or "A discount began: “\u2068Mai & Co\u2069”, 15% off" in page


def test_every_step_and_every_event_has_words_and_a_page(
    app: Flask, db: Database, student: Viewer, run_id: int, world: World
) -> None:
    place = world.setting.places[0]
    refs = {"set_shipping": place, "reorder": "bulb", "plan": "meridian", "answer": next(iter(world.threads))}
    with app.test_request_context("/"):
        seat = Seat(run_for(db, student, run_id), play_of(db, student, run_id))
        for kind in get_args(StepKind):
            if kind == "decision":  # needs a scenario that asks something; see test_decisions
                continue
            listing = kind in ("decide", "write_listing", "mend_listing", "publish_listing", "restock", "take_off")
            line = step_line(seat, Step(kind, BULB if listing else refs.get(kind, "o1"), 5, "N", 2))
            assert line.text and line.href and line.label and line.sign, kind
        for kind in get_args(EventKind):
            ref = BULB if kind == "on_sale" else "o1"
            name = {"goods_in": "bulb", "payout": "meridian"}.get(kind, "N")
            event = event_line(seat, Event(5, kind, ref, name, Money(100, "EUR"), 1))
            assert event.text and event.href and event.sign, kind


def test_every_kind_of_promotion_has_words_for_its_beginning_and_end(app: Flask, world: World) -> None:
    with app.test_request_context("/"):
        for kind in PROMOTIONS:
            for what in ("promotion", "promotion_over"):
                text = cause_text(world, Cause(what, "clicks", args={"kind": kind, "name": "Mai", "percent": 15}))  # type: ignore[arg-type]
                assert "Mai" in text
                assert what == "promotion_over" or "15% off" in text
