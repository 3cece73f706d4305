"""Budgets of pages, each against a bare page of the same size made by the same Flask in the same run."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, render_template_string

from benchmarks.test_engine import best, yardstick
from lab.app import create_app
from lab.engine.actions import EndDay
from lab.listings.actions import SetPrice
from lab.school.accounts import Viewer, create_user
from lab.school.assignments import assign
from lab.school.courses import create_course, join_course
from lab.school.runs import act, open_run
from lab.school.settings import load_settings
from lab.values.money import Money
from tests.web.browser import PASSWORD, SCENARIO, Browser

BULB = "meridian/DE/bulb"
SEARCH = "/runs/{run}/store/meridian/DE?q=schreibtischlampe"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Browser, Viewer, int]]:
    """An application, a signed-in student, and the student's run after one day."""
    folder: Path = tmp_path_factory.mktemp("instance")
    app = create_app(load_settings({"LAB_INSTANCE": str(folder)}))
    db = app.extensions["lab_database"]
    teacher = create_user(db, login="teacher", name="Teacher", password=PASSWORD, role="instructor")
    student = create_user(db, login="student", name="Student", password=PASSWORD, role="student")
    course = create_course(db, teacher, "Benchmark")
    join_course(db, student, course.join_code or "")
    given = assign(db, teacher, course.id, scenario_id=SCENARIO)
    run = open_run(db, student, given.id)
    act(db, student, run, EndDay())
    browser = Browser(app.test_client())
    browser.sign_in("student")
    yield app, browser, student, run
    db.close()


def bare_page_of(size: int) -> Flask:
    """A Flask application with one page of about `size` characters from a template with a loop."""
    bare = Flask("bare")
    rows = list(range(100))
    line = "<li>{{ row }}" + "x" * max(1, size // 100 - 12) + "</li>\n"

    @bare.get("/")
    def page() -> str:
        return render_template_string("<ul>{% for row in rows %}" + line + "{% endfor %}</ul>", rows=rows)

    return bare


def test_a_search_page_costs_at_most_a_few_bare_pages(shop: tuple[Flask, Browser, Viewer, int]) -> None:
    _, browser, _, run = shop
    address = SEARCH.format(run=run)
    size = len(browser.client.get(address).get_data())
    bare = bare_page_of(size).test_client()
    bare.get("/")
    ours = best(lambda: browser.client.get(address), 20)
    theirs = best(lambda: bare.get("/"), 20)
    print(f"search page {ours * 1000:.2f} ms, bare page of {size} bytes {theirs * 1000:.2f} ms")
    assert ours < yardstick() * 3


def test_an_action_through_the_school_takes_under_two_yardsticks(shop: tuple[Flask, Browser, Viewer, int]) -> None:
    app, _, student, run = shop
    db = app.extensions["lab_database"]
    prices = iter(range(1000, 100_000))
    taken = best(lambda: act(db, student, run, SetPrice(BULB, Money(next(prices), "EUR"))), 30)
    print(f"one action, journalled: {taken * 1000:.2f} ms")
    assert taken < yardstick() * 2
