"""The desk: what to do next, letting time pass, and what happened."""

import re

from lab.engine.actions import Advance
from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.runs import act, play_of
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
